//! Totals of one budget: what it costs, who pays, and the share of each funder.

use super::Sum;
use super::entry;
use crate::model::budget::{Budget, Charge, Cost, Financement, Role};
use crate::model::cadre::Cadre;
use crate::model::fiche::Fiche;
use crate::model::parties::PartyRole;

/// Cost of a charge: its amount, its product, the sum of its exercices or of its lines, or the total of its bordereau, tax
/// included.
pub fn cost(charge: &Charge, fiche: &Fiche) -> Sum {
    Sum::of(&entry::of_charge(charge, fiche))
}

/// Sum of the charges of a budget.
pub fn charges(budget: &Budget, fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    budget.charges.iter().for_each(|c| sum.extend(&cost(c, fiche)));
    sum
}

/// Amount of a line of funding, its « dont » shares included.
pub fn contribution(line: &Financement) -> Sum {
    Sum::of(&entry::of_contribution(line))
}

/// Sum of the funding of a budget, all funders.
pub fn financements(budget: &Budget) -> Sum {
    let mut sum = Sum::default();
    budget.financements.iter().for_each(|f| sum.extend(&contribution(f)));
    sum
}

/// Share of a funder in a budget; `None` sums the funders that the framework does not name. A « dont » counts for
/// the funder it comes from and is subtracted from the line that holds it.
pub fn share(budget: &Budget, financeur: Option<&str>) -> Sum {
    Sum::of(entry::of_funding(budget).iter().filter(|entry| entry.financeur == financeur))
}

/// The lines of charges that no other line details.
pub fn leaves(charges: &[Charge]) -> Vec<&Charge> {
    fn of_one(charge: &Charge) -> Vec<&Charge> {
        match &charge.cost {
            Cost::Detailed(lines) => leaves(lines),
            _ => vec![charge],
        }
    }
    charges.iter().flat_map(of_one).collect()
}

/// The budgets of a fiche that count in the annexes and the récapitulatif.
pub fn counted(fiche: &Fiche) -> impl Iterator<Item = &Budget> {
    fiche.budgets.iter().filter(|b| b.role == Role::Convention)
}

/// What a fiche without a budget adds to its totals: the reason that it gives.
fn without_budget(fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    fiche.no_budget.iter().for_each(|absence| sum.lack.add(absence.value));
    sum
}

/// Whether a line of the counted budgets of a fiche is that of a funder, with or without an amount.
pub fn has_payer(fiche: &Fiche, financeur: Option<&str>) -> bool {
    let mut shares = counted(fiche).map(|budget| share(budget, financeur));
    shares.any(|share| !share.is_empty() || share.lack.why.is_some())
}

/// Share of a funder in the counted budgets of a fiche.
pub fn fiche_share(fiche: &Fiche, financeur: Option<&str>) -> Sum {
    let mut sum = without_budget(fiche);
    counted(fiche).for_each(|b| sum.extend(&share(b, financeur)));
    sum
}

/// Share of the funders of a role in a budget.
pub fn role_share(budget: &Budget, cadre: &Cadre, role: PartyRole) -> Sum {
    let mut sum = Sum::default();
    cadre.financeurs_of(role).for_each(|f| sum.extend(&share(budget, Some(&f.id))));
    sum
}

/// Share of the funders of a role in the counted budgets of a fiche.
pub fn fiche_role_share(fiche: &Fiche, cadre: &Cadre, role: PartyRole) -> Sum {
    let mut sum = without_budget(fiche);
    counted(fiche).for_each(|b| sum.extend(&role_share(b, cadre, role)));
    sum
}

/// Whether a line of funding is that of a funder of a role.
pub fn is_paid_by(line: &Financement, cadre: &Cadre, role: PartyRole) -> bool {
    line.financeur.as_ref().is_some_and(|f| cadre.has_role(&f.value, role))
}

/// Total funding of the counted budgets of a fiche.
pub fn fiche_total(fiche: &Fiche) -> Sum {
    let mut sum = without_budget(fiche);
    counted(fiche).for_each(|b| sum.extend(&financements(b)));
    sum
}
