//! Totals of one budget: what it costs, who pays, and the share of each funder.

use super::{Sum, bordereau};
use crate::model::Absence;
use crate::model::budget::{Budget, Charge, Contribution, Cost, Financement, Role};
use crate::model::cadre::{Cadre, FinanceurRole};
use crate::model::fiche::Fiche;

/// Cost of a charge: its amount, its product, the sum of its lines, or the total of its bordereau, tax included.
pub fn cost(charge: &Charge, fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    match &charge.cost {
        Cost::Montant(m) => sum.add(m.value, m.span),
        Cost::Valorisation(v) => sum.add(v.product, v.span),
        Cost::Detailed(lines) => lines.iter().for_each(|c| sum.extend(&cost(c, fiche))),
        Cost::Bordereau(name) => {
            if let Some(b) = fiche.bordereaux.iter().find(|b| b.id.value == name.value) {
                sum.add(bordereau::price(b).total.incl_vat, name.span);
            }
        }
        Cost::Absent(a) => sum.missing += usize::from(a.value.is_missing()),
    }
    sum
}

/// Sum of the charges of a budget.
pub fn charges(budget: &Budget, fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    budget.charges.iter().for_each(|c| sum.extend(&cost(c, fiche)));
    sum
}

/// Amount of a line of funding, its « dont » shares included.
pub fn contribution(line: &Financement) -> Sum {
    let mut sum = Sum::default();
    match &line.contribution {
        Contribution::Montant(m) => sum.add(m.value, m.span),
        Contribution::Terms(terms) => terms.iter().for_each(|t| sum.add(t.montant.value, t.montant.span)),
        Contribution::Absent(a) => sum.missing += usize::from(a.value.is_missing()),
    }
    sum
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
    let mut sum = Sum::default();
    for line in &budget.financements {
        let id = |f: &Financement| f.financeur.as_ref().map(|s| s.value.clone());
        if id(line).as_deref() == financeur {
            sum.extend(&contribution(line));
            for of_which in &line.of_which {
                let part = contribution(of_which);
                sum.total = sum.total - part.total;
                for t in part.terms {
                    let montant = crate::model::Montant::ZERO - t.montant;
                    sum.terms.push(super::Term { montant, ..t });
                }
            }
        }
        for of_which in line.of_which.iter().filter(|d| id(d).as_deref() == financeur) {
            sum.extend(&contribution(of_which));
        }
    }
    sum
}

/// The budgets of a fiche that count in the annexes and the récapitulatif.
pub fn counted(fiche: &Fiche) -> impl Iterator<Item = &Budget> {
    fiche.budgets.iter().filter(|b| b.role == Role::Convention)
}

/// Share of a funder in the counted budgets of a fiche.
pub fn fiche_share(fiche: &Fiche, financeur: Option<&str>) -> Sum {
    let mut sum = Sum::default();
    counted(fiche).for_each(|b| sum.extend(&share(b, financeur)));
    sum
}

/// Share of the funders of a role in a budget.
pub fn role_share(budget: &Budget, cadre: &Cadre, role: FinanceurRole) -> Sum {
    let mut sum = Sum::default();
    cadre.financeurs_of(role).for_each(|f| sum.extend(&share(budget, Some(&f.id))));
    sum
}

/// Share of the funders of a role in the counted budgets of a fiche.
pub fn fiche_role_share(fiche: &Fiche, cadre: &Cadre, role: FinanceurRole) -> Sum {
    let mut sum = Sum::default();
    counted(fiche).for_each(|b| sum.extend(&role_share(b, cadre, role)));
    sum
}

/// Why a budget receives no amount at all: the first reason that it gives.
pub fn no_amount(budget: &Budget) -> Option<Absence> {
    budget.financements.iter().find_map(|line| match &line.contribution {
        Contribution::Absent(absence) => Some(absence.value),
        Contribution::Montant(_) | Contribution::Terms(_) => None,
    })
}

/// Why a budget has no cost at all: the first reason that it gives.
pub fn no_cost(budget: &Budget) -> Option<Absence> {
    budget.charges.iter().find_map(|charge| match &charge.cost {
        Cost::Absent(absence) => Some(absence.value),
        _ => None,
    })
}

/// Why the counted budgets of a fiche have no amount at all; the reason of a fiche that has no budget comes first.
pub fn fiche_no_amount(fiche: &Fiche) -> Option<Absence> {
    fiche.no_budget.as_ref().map(|absence| absence.value).or_else(|| counted(fiche).find_map(no_amount))
}

/// Whether a line of funding is that of a funder of a role.
pub fn is_paid_by(line: &Financement, cadre: &Cadre, role: FinanceurRole) -> bool {
    line.financeur.as_ref().is_some_and(|f| cadre.has_role(&f.value, role))
}

/// Total funding of the counted budgets of a fiche.
pub fn fiche_total(fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    counted(fiche).for_each(|b| sum.extend(&financements(b)));
    sum
}
