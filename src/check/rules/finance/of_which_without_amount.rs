//! Checks that each « dont » of a financement has its amount.

use super::sums::payer;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::{contribution, counted};
use crate::model::Absence;
use crate::model::budget::Contribution;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";

pub(crate) static PAGE: Page = Page {
    title: "une part « dont » est annoncée sans son montant",
    severity: Severity::Warning,
    checks: "Dans les budgets comptés, une ligne de financement dont le montant est connu et dont une part (`dont`), qui \
              vient d’un autre financeur, n’a pas de montant. Une part « sans objet », et les budgets de rôle « projet », \
              sont laissés de côté.",
    why: "Sans le montant de cette part, on ne sait pas ce que le payeur de la ligne apporte lui-même, et les totaux \
               par financeur comptent tout à son nom.",
    source: "Cohérence interne de l’acte : le plan de financement dit ce que paie chacun.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: "    - { financeur: departement, montant: 15 000 € }",
            to: "    - { financeur: departement, montant: 15 000 €, dont: [{ financeur: fse, montant: non renseigné }] }",
        }],
        admitted: &[Change {
            file: FILE,
            from: "    - { financeur: departement, montant: 15 000 € }",
            to: "    - { financeur: departement, montant: 15 000 €, dont: [{ financeur: fse, montant: sans objet }] }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let mut findings = Vec::new();
    for line in context.fiches().flat_map(counted).flat_map(|b| &b.financements) {
        let sum = contribution(line);
        if sum.missing() > 0 || sum.total.is_zero() {
            continue;
        }
        for of_which in &line.of_which {
            let Contribution::Absent(absence) = &of_which.contribution else { continue };
            if absence.value == Absence::NotApplicable {
                continue;
            }
            let message = format!(
                "la part « {} » de {} (« {} ») est annoncée sans son montant",
                payer(of_which, cadre),
                sum.total,
                payer(line, cadre)
            );
            let finding = Diagnostic::finding(absence.span, message).help(
                "écrire le montant de cette part : le reste est la part propre de celui qui paie la ligne",
            );
            findings
                .push(sum.terms.iter().take(12).fold(finding, |d, t| d.also(t.span, t.montant.to_string())));
        }
    }
    findings
}
