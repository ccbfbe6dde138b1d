//! The charges that are valued by their factors, found through the lines of a budget.

use rust_decimal::Decimal;

use crate::check::rules::finance::magnitudes::roots;
use crate::model::Fiche;
use crate::model::budget::{BudgetKind, Charge, Cost, Factor, Role, Valorisation};
use crate::text::Span;

/// A charge and its factors.
#[derive(Debug, Clone)]
pub(crate) struct Post<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// The charge.
    pub charge: &'d Charge,
    /// Its factors.
    pub valorisation: &'d Valorisation,
    /// The roots of the label, what follows a bracket or a colon aside.
    pub head: Vec<String>,
    /// The factor in euros.
    pub cost: Decimal,
    /// Where it is written.
    pub cost_span: Span,
    /// The words after it: « par an ».
    pub unit: &'static str,
}

impl<'d> Post<'d> {
    /// Whether it is valued by the year.
    pub(crate) fn is_annual(&self) -> bool {
        self.unit == "par an"
    }

    /// The factor of a kind.
    pub(crate) fn factor(&self, kind: BudgetKind) -> Option<&'d Factor> {
        self.valorisation.factors.iter().find(|f| f.kind == kind)
    }
}

/// The beginning of a label: what it is, before its precisions.
pub(crate) fn head(label: &str) -> &str {
    let end = label.find(['(', ':', ';']).unwrap_or(label.len());
    label.get(..end).unwrap_or(label).trim()
}

/// All the charges of the budgets of a fiche that are counted, sub-lines included.
pub(crate) fn charges(fiche: &Fiche) -> Vec<&Charge> {
    let mut every = Vec::new();
    for budget in fiche.budgets.iter().filter(|b| b.role == Role::Convention) {
        budget.charges.iter().for_each(|c| add(c, &mut every));
    }
    every
}

fn add<'d>(charge: &'d Charge, every: &mut Vec<&'d Charge>) {
    every.push(charge);
    if let Cost::LineMap(lines) = &charge.cost {
        lines.iter().for_each(|c| add(c, every));
    }
}

/// The charges of a fiche that are valued by their factors.
pub(crate) fn posts(fiche: &Fiche) -> Vec<Post<'_>> {
    charges(fiche)
        .into_iter()
        .filter_map(|charge| {
            let Cost::Valorisation(valorisation) = &charge.cost else { return None };
            let (factor, unit) = valorisation.factors.iter().find_map(|f| match f.kind {
                BudgetKind::Montant(unit) => Some((f, unit)),
                _ => None,
            })?;
            Some(Post {
                fiche,
                charge,
                valorisation,
                head: roots(head(&charge.label.value)),
                cost: factor.value.value,
                cost_span: factor.value.span,
                unit,
            })
        })
        .collect()
}
