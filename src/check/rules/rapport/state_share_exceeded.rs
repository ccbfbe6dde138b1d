//! The State's executed share exceeds its contracted one.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::rapport::{Action, RapportSummary, Share};
use crate::model::Montant;
use crate::model::cadre::Financeur;
use crate::model::parties::PartyRole;
use rust_decimal::Decimal;

pub(crate) static PAGE: Page = Page {
    title: "la part de l’État exécutée dépasse la part contractée",
    severity: Severity::Error,
    checks: "Pour chaque action, le liquidé de l’État est comparé à ce qu’il a contracté. Un financeur de l’État qui n’a rien contracté dans l’action n’est pas compté : il paie en dehors de l’acte, et RAP-001 le dit. La comparaison n’est pas faite quand l’un des deux manque, ni quand l’action entière a coûté plus que prévu et que l’État n’en porte pas plus que sa part contractée : le compte rendu répartit une dépense plus grande, dont l’État ne doit que ce qu’il a contracté.",
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
    let of_rapport = |summary: &RapportSummary<'_>| -> Vec<Diagnostic> {
        summary.actions().filter_map(|action| excess(&summary.financeurs, action)).collect()
    };
    context.executions().flat_map(|(_, summary)| of_rapport(summary)).collect()
}

fn excess(financeurs: &[&Financeur], action: &Action<'_>) -> Option<Diagnostic> {
    // A funder that contracted nothing here pays beside the act, whatever its role; RAP-001 tells it.
    let named = financeurs.iter().zip(&action.shares).filter(|(f, _)| f.role == PartyRole::Etat);
    let shares: Vec<&Share> =
        named.map(|(_, share)| share).filter(|s| !s.contracted.is_empty() && !s.is_not_applicable).collect();
    if shares.is_empty() || !shares.iter().all(|share| share.is_complete()) {
        return None;
    }
    let contracted: Montant = shares.iter().map(|share| share.contracted.total).sum();
    let paid: Montant = shares.iter().map(|share| share.paid.total).sum();
    let excess = paid - contracted;
    let place = shares.iter().find_map(|share| share.paid.terms.first())?.span;
    if excess <= Montant::ZERO || is_shared_as_contracted(action, contracted, paid) {
        return None;
    }
    let mut finding = Diagnostic::finding(
        place,
        format!(
            "l’État aurait payé {excess} de plus que ce qu’il a contracté dans la fiche {}",
            action.number
        ),
    )
    .arithmetic(format!("{paid} exécutés, {contracted} contractés"))
    .stake(excess.euros())
    .help("imputer l’excédent à celui qui l’a payé");
    if let Some(term) = shares.iter().find_map(|share| share.contracted.terms.first()) {
        finding = finding.also(term.span, "contracté");
    }
    Some(finding)
}

/// Whether the whole action cost more than was contracted, and the State bears no more of it than its contracted share:
/// the sheet splits a larger expense, of which the State owes what it contracted and no more.
fn is_shared_as_contracted(action: &Action<'_>, contracted: Montant, paid: Montant) -> bool {
    let Some((total_contracted, total_paid)) = action.total.comparable() else { return false };
    let product = |a: Montant, b: Montant| a.euros().checked_mul(b.euros());
    // One cent of rounding, in the share of an expense that was split.
    let cent = Montant::rounded(Decimal::new(1, 2)).unwrap_or_default();
    total_paid > total_contracted
        && product(paid - cent, total_contracted)
            .zip(product(contracted, total_paid))
            .is_some_and(|(paid, owed)| paid <= owed)
}
