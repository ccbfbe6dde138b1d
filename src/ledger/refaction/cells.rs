//! From the account of a report to the cells of the rule. Only what is known is given: a rule that asks for the whole
//! spending takes that of the charges when the funders' is not told.

use super::{RefactionCell, RefactionTerms};
use crate::ledger::Sum;
use crate::ledger::rapport::{Action, RapportSummary, Share};
use crate::model::parties::PartyRole;
use crate::model::{Cadre, Montant};

/// What a report gives to the rule.
#[derive(Debug, Clone, Default)]
pub struct RefactionCells {
    /// The actions that the State funds.
    pub cells: Vec<RefactionCell>,
    /// Numbers of the actions that it funds and that are left out: their spending is « sans objet ».
    pub left_out: Vec<String>,
}

/// The cells of a report that accounts for one exercice. An action to which the State promised nothing has none.
pub fn cells_of(summary: &RapportSummary<'_>, cadre: &Cadre, exercice: &str) -> RefactionCells {
    let mut found = RefactionCells::default();
    for action in summary.actions() {
        let contracted = &action.etat.contracted;
        if contracted.is_empty() && contracted.missing() == 0 {
            continue;
        }
        let number = action.number.to_string();
        if is_left_out(action) {
            found.left_out.push(number);
            continue;
        }
        let terms = RefactionTerms {
            contracted_etat: whole(contracted),
            contracted_total: whole(&action.total.contracted).or_else(|| whole(&action.charges.contracted)),
            spent: spent(action),
            spent_by_others: spent_by_others(summary, action),
            spent_of_etat: whole(&action.etat.paid),
        };
        found.cells.push(RefactionCell {
            action: number,
            axe: cadre.axes_up(action.annexe).last().map_or(action.annexe, |top| &top.id.value).to_owned(),
            node: action.annexe.to_owned(),
            pool: cadre.pool_of(action.annexe).map(|axe| axe.id.value.clone()),
            exercice: exercice.to_owned(),
            terms,
        });
    }
    found
}

/// The total of a sum that lacks nothing.
fn whole(sum: &Sum) -> Option<Montant> {
    (!sum.is_empty() && sum.missing() == 0).then_some(sum.total)
}

/// What was spent: by the funders, or as the charges say when a funder did not tell.
fn spent(action: &Action<'_>) -> Option<Montant> {
    whole(&action.total.paid).or_else(|| whole(&action.charges.paid))
}

/// Whether the spending is « sans objet », or that of the State's credits is. Funders that are all « sans objet » beside
/// charges that have amounts only mean that the spending is not split.
fn is_left_out(action: &Action<'_>) -> bool {
    let has_nothing = |share: &Share| share.paid.is_empty() && share.paid.missing() == 0;
    if has_nothing(&action.total) {
        return has_nothing(&action.charges);
    }
    has_nothing(&action.etat)
}

/// What funders paid that are neither the State nor the collectivité; zero when there is none.
fn spent_by_others(summary: &RapportSummary<'_>, action: &Action<'_>) -> Option<Montant> {
    let named = summary.financeurs.iter().zip(&action.shares);
    let third_parties = named.filter(|(f, _)| f.role == PartyRole::ThirdParty).map(|(_, share)| share);
    third_parties
        .chain([&action.others])
        .try_fold(Montant::ZERO, |sum, share| (share.paid.missing() == 0).then_some(sum + share.paid.total))
}
