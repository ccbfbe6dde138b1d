//! Execution: the sum of the funders differs from the sum of the charges.

use crate::check::figures_and_words::addition;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::rapport::RapportSummary;

pub(crate) static PAGE: Page = Page {
    title: "les financeurs et les charges n’ont pas la même somme",
    severity: Severity::Error,
    checks: "Pour chaque action du rapport, le liquidé des financements est comparé à celui des charges, au centime, puis l’engagé de même. Une liste vide ou dont une ligne est sans montant n’est pas comparée.",
    why: "Une dépense a été payée par quelqu’un : deux sommes différentes disent qu’une ligne manque ou qu’un chiffre est faux, et le taux d’exécution avec lui.",
    source: "Sincérité des comptes : principe de sincérité budgétaire, CGCT, art. L. 3312-1 et suivants.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "      engage: 80 000 €\n      liquide: 78 500 €",
            to: "      engage: 80 000 €\n      liquide: 78 600 €",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "      engage: 80 000 €\n      liquide: 78 500 €",
            to: "      engage: 80 000 €\n      liquide: à transmettre",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.executions().flat_map(|(_, summary)| unequal_sums(summary)).collect()
}

/// The actions whose funders and charges differ.
fn unequal_sums(summary: &RapportSummary<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for action in summary.actions() {
        let pairs = [
            ("liquidé", &action.charges.paid, &action.total.paid),
            ("engagé", &action.charges.committed, &action.total.committed),
        ];
        for (word, charges, financements) in pairs {
            let are_known = [charges, financements].into_iter().all(|s| !s.is_empty() && s.missing() == 0);
            let Some(place) = financements.terms.first().filter(|_| are_known) else { continue };
            if charges.total == financements.total {
                continue;
            }
            let gap = financements.total - charges.total;
            let mut finding = Diagnostic::finding(
                place.span,
                format!(
                    "{word} de la fiche {} : {} pour les financeurs, {} pour les charges",
                    action.number, financements.total, charges.total
                ),
            )
            .here("premier financeur")
            .arithmetic(format!(
                "financeurs : {} ; charges : {} ; écart : {gap}",
                addition(financements),
                addition(charges)
            ))
            .stake(gap.euros())
            .help("corriger la ligne fausse, ou ajouter celle qui manque");
            if let Some(term) = charges.terms.first() {
                finding = finding.also(term.span, "première charge");
            }
            findings.push(finding);
        }
    }
    findings
}
