//! Checks that an action ends, and is paid, no later than the node of the tree that holds it.

use super::facts::{action_end, bounds};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::entry::of_budget;
use crate::model::cadre::Axe;
use crate::model::{Day, Fiche};
use crate::text::Spanned;

const FILE: &str = "content/cadres/essai-2024.yaml";
const NODE: &str = "tableau: matrice }";

pub(crate) static PAGE: Page = Page {
    title: "une action va au-delà de la fin de sa branche",
    severity: Severity::Warning,
    checks: "La fin (« fin ») d’une branche du cadre, volet ou axe, contre la fin des actions qui s’y rangent et contre les \
              exercices de leurs montants. Une durée indéterminée ou dite en mots n’est pas jugée.",
    why: "Ce qui est mené ou payé après la fin d’un volet n’est plus financé par lui.",
    source: "Le cadre de la convention (clé « fin »), d’après l’instruction qui la fixe.",
    example: Example {
        context: &[],
        fault: &[Change { file: FILE, from: NODE, to: "tableau: matrice, fin: 2024-11-30 }" }],
        admitted: &[Change { file: FILE, from: NODE, to: "tableau: matrice, fin: 2024-12-31 }" }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let holder = cadre.axes_up(&fiche.axe.value).find_map(|axe| Some((axe, axe.end.as_ref()?)));
        let Some((axe, end)) = holder else { continue };
        findings.extend(lasts_longer(fiche, axe, end).or_else(|| is_paid_later(context, fiche, axe, end)));
    }
    findings
}

fn told(finding: Diagnostic, axe: &Axe, end: &Spanned<Day>) -> Diagnostic {
    finding
        .also(end.span, format!("{} finit le {end}", axe.the()))
        .help("corriger la durée ou les montants de l’action, ou la fin de la branche")
}

/// The first of the lengths of an action that surely goes past the end.
fn lasts_longer(fiche: &Fiche, axe: &Axe, end: &Spanned<Day>) -> Option<Diagnostic> {
    let launches = || fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let mut late = durations.filter_map(|duration| {
        let start = launches().find(|d| d.object == duration.object).and_then(|d| bounds(&d.datum));
        let (earliest, _) = action_end(&duration.datum, start)?;
        (earliest > end.value).then_some((duration.span, earliest))
    });
    let (span, last) = late.next()?;
    let message = format!("l’action dure jusqu’au {last} au moins, après la fin {}", axe.of_the());
    Some(told(Diagnostic::finding(span, message), axe, end))
}

/// The first of the amounts of an action that is of an exercice past the end.
fn is_paid_later(context: &Context<'_>, fiche: &Fiche, axe: &Axe, end: &Spanned<Day>) -> Option<Diagnostic> {
    let exercices = &context.dossier.convention.exercices;
    let entries = fiche.budgets.iter().flat_map(|budget| of_budget(budget, fiche, Some(exercices)));
    let mut late = entries.filter(|entry| entry.counted && entry.montant.is_ok()).filter_map(|entry| {
        let exercice = exercices.get(entry.exercice?)?;
        (exercice.from > end.value).then_some((entry.span, &exercice.id.value))
    });
    let (span, exercice) = late.next()?;
    let message = format!("ce montant est de l’exercice {exercice}, après la fin {}", axe.of_the());
    Some(told(Diagnostic::finding(span, message), axe, end))
}
