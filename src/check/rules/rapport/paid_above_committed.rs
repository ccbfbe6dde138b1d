//! More is paid than committed.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le liquidé dépasse l’engagé",
    severity: Severity::Error,
    checks: "Pour chaque charge et chaque financement du rapport, le liquidé est comparé à l’engagé. La comparaison n’est pas faite quand l’un des deux manque.",
    why: "On ne liquide que ce qui est engagé : le reste à payer serait négatif.",
    source: "Règlement général de comptabilité publique, décret n° 2012-1246, art. 29 à 31 : engagement, puis liquidation.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: "content/2024/rapports/2024/fiches/01-accueil.md",
                from: "      engage: 19 000 €\n      liquide: 19 000 €",
                to: "      engage: 18 100 €\n      liquide: 19 000 €",
            },
            Change {
                file: "content/2024/rapports/2024/fiches/01-accueil.md",
                from: "      engage: 80 000 €\n      liquide: 78 500 €",
                to: "      engage: 80 900 €\n      liquide: 78 500 €",
            },
        ],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "      engage: 19 000 €\n      liquide: 19 000 €",
            to: "      engage:\n      liquide: 19 000 €",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let lines = context
        .dossier
        .rapports
        .iter()
        .flat_map(|r| &r.fiches)
        .flat_map(|f| f.charges.iter().chain(&f.financements));
    lines
        .filter_map(|l| Some((l.committed.as_ref().ok()?, l.paid.as_ref().ok()?)))
        .filter(|(committed, paid)| paid.value > committed.value)
        .map(|(committed, paid)| {
            let excess = paid.value - committed.value;
            Diagnostic::finding(
                paid.span,
                format!("{} sont liquidés, et {} engagés seulement", paid.value, committed.value),
            )
            .also(committed.span, "engagé")
            .arithmetic(format!("{} − {} = {excess}", paid.value, committed.value))
            .stake(excess.euros())
            .help("corriger l’un des deux montants")
        })
        .collect()
}
