//! Checks that each financement of a counted budget has its amount.

use super::sums::payer;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{charges, contribution, counted, financements};
use crate::ledger::entry;
use crate::model::budget::{Budget, Financement};
use crate::model::{Absence, Fiche};

const FILE: &str = "content/2024/fiches/02-diagnostics.md";

const DEPARTEMENT: &str = "    - { financeur: departement, montant: 15 000 € }";

pub(crate) static PAGE: Page = Page {
    title: "un financement n’a pas de montant",
    severity: Severity::Warning,
    checks: "Dans les budgets comptés, une ligne de financement, ou l’un de ses exercices, dont le montant est « non \
              renseigné », « vide », « à transmettre », « en cours de construction » ou « non communiqué ». Quand les \
              charges et les autres financements sont tous connus, ce qu’ils laissent est donné. « Sans objet » et « non \
              contracté » sont des faits : ils sont laissés de côté, comme les budgets de rôle « projet ».",
    why: "Celui qui signe ne sait pas ce qu’il doit, et aucun total de l’acte n’est entier.",
    source: "CGCT, art. L. 1612-4 : les recettes et les dépenses sont évaluées de façon sincère.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: DEPARTEMENT,
            to: "    - { financeur: departement, montant: 15 000 € }\n    - { libelle: Fondation, montant: non renseigné }",
        }],
        admitted: &[Change {
            file: FILE,
            from: DEPARTEMENT,
            to: "    - { financeur: departement, montant: 15 000 € }\n    - { libelle: Fondation, montant: sans objet }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        for budget in counted(fiche) {
            findings.extend(budget.financements.iter().filter_map(|line| told(context, fiche, budget, line)));
        }
    }
    findings
}

fn told(context: &Context<'_>, fiche: &Fiche, budget: &Budget, line: &Financement) -> Option<Diagnostic> {
    let entries = entry::of_contribution(line);
    let mut untold = entries.iter().filter_map(|entry| match entry.montant {
        Err(absence) if absence.is_untold() && absence != Absence::NotPublished => {
            Some((absence, entry.span))
        }
        _ => None,
    });
    let (absence, span) = untold.next()?;
    let payer = payer(line, &context.dossier.cadre);
    let message = format!("le financement « {payer} » n’a pas de montant : « {} »", absence.word());
    let finding = Diagnostic::finding(span, message);
    let finding =
        untold.fold(finding, |finding, (absence, span)| finding.also(span, absence.word().to_owned()));
    let (spent, paid) = (charges(budget, fiche), financements(budget));
    let is_only = paid.missing() == 1 && contribution(line).is_empty();
    let left = spent.total.euros() - paid.total.euros();
    Some(
        if is_only && spent.is_whole() && !spent.mixes_bases() && left.is_sign_positive() && !left.is_zero() {
            let left = spent.total - paid.total;
            finding
                .arithmetic(format!(
                    "charges : {} ; autres financements : {} ; reste : {left}",
                    spent.total, paid.total
                ))
                .help(format!("écrire son montant ; les charges laissent {left}"))
        } else {
            finding.help("écrire son montant, « 0 € » s’il ne paie rien, ou « sans objet »")
        },
    )
}
