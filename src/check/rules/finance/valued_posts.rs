//! Charges valued by factors (staff at an annual cost, days at a rate), with the parts that rules compare.

use rust_decimal::Decimal;

use super::periods::Months;
use super::stated_numbers::roots;
use crate::lang::valued_name;
use crate::model::Fiche;
use crate::model::budget::{Budget, Charge, Cost, Factor, FactorKind, Role, Valorisation};
use crate::text::Span;

/// The unit of the factor `cout_annuel`.
const PER_YEAR: &str = "par an";

/// A charge valued by a product of factors, one of them in euros.
#[derive(Debug, Clone)]
pub(crate) struct ValuedPost<'d> {
    /// The fiche that it belongs to.
    pub fiche: &'d Fiche,
    /// The line of the budget.
    pub charge: &'d Charge,
    /// Its valorisation.
    pub valorisation: &'d Valorisation,
    /// The roots of the label up to a bracket or a colon.
    pub head: Vec<String>,
    /// The unit cost: the factor in euros.
    pub cost: Decimal,
    /// Place of the unit cost.
    pub cost_span: Span,
    /// What the unit cost is per: « par an ».
    pub unit: &'static str,
    /// The first month of the budget, when it says its period.
    pub since: Option<i32>,
}

impl<'d> ValuedPost<'d> {
    /// Whether the unit cost is annual.
    pub(crate) fn is_annual(&self) -> bool {
        self.unit == PER_YEAR
    }

    /// The first factor of a kind.
    pub(crate) fn factor(&self, kind: FactorKind) -> Option<&'d Factor> {
        self.valorisation.factors.iter().find(|f| f.kind == kind)
    }
}

/// The charges of the counted budgets of a fiche, sub-lines included, each with its budget.
fn charges(fiche: &Fiche) -> Vec<(&Budget, &Charge)> {
    let mut collected = Vec::new();
    for budget in fiche.budgets.iter().filter(|b| b.role == Role::Convention) {
        budget.charges.iter().for_each(|c| collect(budget, c, &mut collected));
    }
    collected
}

fn collect<'d>(budget: &'d Budget, charge: &'d Charge, collected: &mut Vec<(&'d Budget, &'d Charge)>) {
    collected.push((budget, charge));
    if let Cost::Detailed(lines) = &charge.cost {
        lines.iter().for_each(|c| collect(budget, c, collected));
    }
}

/// The charges of the counted budgets of a fiche that are valued by factors.
pub(crate) fn posts(fiche: &Fiche) -> Vec<ValuedPost<'_>> {
    charges(fiche)
        .into_iter()
        .filter_map(|(budget, charge)| {
            let Cost::Valorisation(valorisation) = &charge.cost else { return None };
            let (factor, unit) = valorisation.factors.iter().find_map(|f| match f.kind {
                FactorKind::Montant(unit) => Some((f, unit)),
                _ => None,
            })?;
            Some(ValuedPost {
                fiche,
                charge,
                valorisation,
                head: roots(valued_name(&charge.label.value)),
                cost: factor.value.value,
                cost_span: factor.value.span,
                unit,
                since: budget.period.as_ref().and_then(|p| Months::from(&p.value)).map(|months| months.start),
            })
        })
        .collect()
}
