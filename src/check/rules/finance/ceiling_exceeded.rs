//! Checks that the actions stay within the ceilings of the act.

use crate::check::figures_and_words::gap;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::ceilings::uses;
use crate::ledger::entry::of_act;

const FILE: &str = "content/2024/convention.yaml";

pub(crate) static PAGE: Page = Page {
    title: "les actions dépassent un plafond de l’acte",
    severity: Severity::Error,
    checks: "Chaque plafond de « plafonds », exercice par exercice ou sur la durée de l’acte, contre la somme de ce que la \
              partie paie dans les budgets comptés des fiches. Ce que les actions laissent d’un plafond n’est pas un écart : \
              le récapitulatif l’imprime.",
    why: "Au-delà du plafond, l’action n’est pas financée, et la signature l’engage pourtant.",
    source: "L’acte lui-même (clé « plafonds ») ; les crédits que l’État notifie.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: "lieu: Vaunes-le-Haut",
            to: "plafonds: { partie: etat, montant: 90 000 € }\nlieu: Vaunes-le-Haut",
        }],
        admitted: &[Change {
            file: FILE,
            from: "lieu: Vaunes-le-Haut",
            to: "plafonds: { partie: etat, montant: 100 000 € }\nlieu: Vaunes-le-Haut",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    if dossier.convention.ceilings.is_empty() {
        return Vec::new();
    }
    let entries = of_act(dossier);
    let over = uses(dossier, &entries).into_iter().filter(|u| u.used.total > u.ceiling.montant.value);
    over.map(|ceiling| {
        let written = &ceiling.ceiling.montant;
        let when = dossier.convention.exercices.label(&ceiling.exercices);
        let message = format!(
            "les actions comptent {} de « {} » pour {when}, au-delà de son plafond, {}",
            ceiling.used.total,
            ceiling.ceiling.payer.name(&dossier.cadre),
            written.value
        );
        let terms: Vec<String> = ceiling.used.terms.iter().map(|term| term.montant.to_string()).collect();
        let sum = format!("{} = {}", terms.join(" + "), ceiling.used.total);
        let mut finding = Diagnostic::finding(written.span, message)
            .arithmetic(format!("{sum} ; {}", gap(ceiling.used.total, written.value)))
            .stake(ceiling.left().euros())
            .help("ramener les actions au plafond, ou corriger le plafond");
        for term in &ceiling.used.terms {
            finding = finding.also(term.span, term.montant.to_string());
        }
        finding
    })
    .collect()
}
