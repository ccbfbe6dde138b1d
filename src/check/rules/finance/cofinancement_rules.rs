//! Checks the rules of cofinancement of the cadre, each over its actions and its exercices.

use rust_decimal::Decimal;

use crate::check::figures_and_words::{percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::Sum;
use crate::ledger::cofinancement::{ShareUnit, units};
use crate::ledger::entry::of_act;
use crate::model::cadre::{Cofinancement, Payer, ShareRule};
use crate::model::{Dossier, Montant};

const FILE: &str = "content/cadres/essai-2024.yaml";
const NO_RULE: &str = "part_etat_max: 50 %";

pub(crate) static PAGE: Page = Page {
    title: "une règle de cofinancement du cadre n’est pas suivie",
    severity: Severity::Warning,
    checks: "Chaque règle de « cofinancement », en tête du cadre ou sur une de ses branches : une part au plus, une part au \
              moins, la parité de deux payeurs. Elle s’applique à chaque action, à une branche ou à tout l’acte (« par »), sur \
              chaque exercice ou sur la durée de l’acte (« horizon »). Ce qui a un montant manquant n’est pas jugé.",
    why: "Le cofinancement est la condition du soutien de l’État : ce qui le dépasse peut être réclamé.",
    source: "Le cadre de la convention (clé « cofinancement »), d’après l’instruction qui le fixe.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: NO_RULE,
            to: "part_etat_max: 50 %\ncofinancement: { part_min: 38 %, de: collectivite }",
        }],
        admitted: &[Change {
            file: FILE,
            from: NO_RULE,
            to: "part_etat_max: 50 %\ncofinancement: { part_min: 37 %, de: collectivite }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let cadre = &dossier.cadre;
    if cadre.cofinancement.is_empty() && cadre.axes.iter().all(|axe| axe.cofinancement.is_empty()) {
        return Vec::new();
    }
    let entries = of_act(dossier);
    units(dossier, &entries)
        .iter()
        .filter(|unit| unit.is_complete())
        .filter_map(|unit| broken(unit, dossier))
        .collect()
}

fn broken(unit: &ShareUnit<'_>, dossier: &Dossier) -> Option<Diagnostic> {
    let Cofinancement { rule, span, .. } = unit.rule;
    let name = |payer: &Payer| payer.name(&dossier.cadre);
    let (part, whole) = (unit.part.total, unit.whole.total);
    let place = place(unit, dossier);
    let (message, arithmetic, gap) = match rule {
        ShareRule::AtMost(payer, limit) | ShareRule::AtLeast(payer, limit) => {
            let is_most = matches!(rule, ShareRule::AtMost(..));
            let rate = share(part.euros(), whole.euros())?;
            let is_kept = if is_most { rate <= *limit } else { rate >= *limit };
            let bound =
                Montant::rounded(whole.euros().checked_mul(*limit)?.checked_div(Decimal::ONE_HUNDRED)?)?;
            if is_kept {
                return None;
            }
            let what = if is_most { "au plus" } else { "au moins" };
            (
                format!("{} paie {} {place}, pour {what} {}", name(payer), percent(rate), percent(*limit)),
                format!("{part} / {whole} = {} ; {what} {bound}", percent(rate)),
                part - bound,
            )
        }
        ShareRule::Parity(a, b) => {
            if part == whole {
                return None;
            }
            (
                format!("{} paie {part} et {} {whole} {place}, pour des parts égales", name(a), name(b)),
                format!("{part} − {whole} = {}", part - whole),
                part - whole,
            )
        }
    };
    let terms = unit
        .part
        .terms
        .iter()
        .chain(unit.whole.terms.iter().filter(|_| matches!(rule, ShareRule::Parity(..))));
    let mut terms = terms.map(|term| (term.span, term.montant.to_string()));
    let first = terms.next().map(|(place, _)| place).or_else(|| first_place(&unit.whole));
    let mut finding = Diagnostic::finding(first.unwrap_or(*span), message)
        .arithmetic(arithmetic)
        .stake(gap.euros())
        .help("corriger les parts, ou dire la dérogation dans la fiche et la tolérer");
    for (place, montant) in terms {
        finding = finding.also(place, montant);
    }
    Some(finding.also(*span, "la règle du cadre"))
}

fn first_place(sum: &Sum) -> Option<crate::text::Span> {
    sum.terms.first().map(|term| term.span)
}

/// « de l’action 2 en 2025 », « de l’axe 1 », « de l’acte ».
fn place(unit: &ShareUnit<'_>, dossier: &Dossier) -> String {
    let what = match (unit.fiche, unit.axe) {
        (Some(fiche), _) => format!("de l’action {}", fiche.number),
        (None, Some(axe)) => axe.of_the(),
        (None, None) => dossier.cadre.act_word.of_the(),
    };
    match unit.exercice {
        Some(rank) => format!("{what} pour {}", dossier.convention.exercices.name(rank)),
        None => what,
    }
}
