//! The State's executed share exceeds its contracted one.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::rapport::RapportSummary;

pub(crate) static PAGE: Page = Page {
    title: "la part de l’État exécutée dépasse la part contractée",
    severity: Severity::Error,
    checks: "Pour chaque action, le liquidé de l’État est comparé à ce qu’il a contracté. La comparaison n’est pas faite quand l’un des deux manque.",
    why: "L’État ne verse jamais plus que ce qu’il a contracté : l’excédent reste à la charge du Département, et doit être imputé à celui qui le paie.",
    source: "Convention, article sur les engagements financiers ; versement dans la limite des crédits contractualisés.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 18 900 €\n      liquide: 16 000 €\n",
            to: "    - financeur: etat\n      engage: 26 000 €\n      liquide: 26 000 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 12 900 €\n      liquide: 10 000 €\n",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 18 900 €\n      liquide: 16 000 €\n",
            to: "    - financeur: etat\n      engage: 24 600 €\n      liquide: 24 600 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 14 300 €\n      liquide: 11 400 €\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.executions().flat_map(|(_, summary)| excesses(&summary)).collect()
}

/// What the State would have paid beyond its share.
fn excesses(summary: &RapportSummary<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for action in summary.actions() {
        let Some(share) = Some(&action.etat).filter(|p| p.is_complete() && !p.contracted.is_empty()) else {
            continue;
        };
        let excess = share.paid.total - share.contracted.total;
        let Some(term) =
            share.paid.terms.first().filter(|_| excess.euros().is_sign_positive() && !excess.is_zero())
        else {
            continue;
        };
        let mut finding = Diagnostic::finding(
            term.span,
            format!(
                "l’État aurait payé {excess} de plus que ce qu’il a contracté dans la fiche {}",
                action.number
            ),
        )
        .arithmetic(format!("{} exécutés, {} contractés", share.paid.total, share.contracted.total))
        .stake(excess.euros())
        .help("imputer l’excédent à celui qui l’a payé");
        if let Some(contracted) = share.contracted.terms.first() {
            finding = finding.also(contracted.span, "contracté");
        }
        findings.push(finding);
    }
    findings
}
