//! Charges valued by factors (staff at an annual cost, days at a rate), with the parts that rules compare.

use rust_decimal::Decimal;

use super::periods::Months;
use super::stated_numbers::roots;
use crate::lang::flat;
use crate::model::Fiche;
use crate::model::budget::{Budget, Charge, Cost, Factor, FactorKind, Role, Valorisation};
use crate::text::{Span, words_and_numbers};

/// The factor `effectif`.
pub(crate) const HEADCOUNT: FactorKind = FactorKind::Number("");
/// The factor `personnes`.
pub(crate) const PERSONS: FactorKind = FactorKind::Number("personnes");
/// The factor `quotite`.
pub(crate) const TIME_SHARE: FactorKind = FactorKind::Percentage("du temps");
/// The factor `taux`.
pub(crate) const RATE: FactorKind = FactorKind::Percentage("");
/// The factors `assiette` and `tarif`.
pub(crate) const BASIS: FactorKind = FactorKind::Montant("");
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

/// Words by which a label says how much of the staff is valued, before it names them.
const VALUED_SHARE: [&str; 8] =
    ["valorisation", "etp", "etps", "etpt", "temps", "quotite", "remuneration", "salaires"];

/// The name of what a label values: what stands before a bracket, a colon or a semicolon, without « valorisation de 50 %
/// des ETP de ».
pub(crate) fn head(label: &str) -> &str {
    let end = label.find(['(', ':', ';']).unwrap_or(label.len());
    let label = label.get(..end).unwrap_or(label).trim();
    let mut says_share = false;
    for (start, word) in words_and_numbers(label) {
        let folded = flat(word);
        let is_share = VALUED_SHARE.contains(&folded.as_str());
        let is_small = matches!(folded.as_str(), "de" | "des" | "du" | "d" | "la" | "le" | "les" | "l");
        says_share |= is_share;
        if !is_share && !is_small && !word.bytes().all(|b| b.is_ascii_digit()) {
            return if says_share { label.get(start..).unwrap_or(label) } else { label };
        }
    }
    label
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
                head: roots(head(&charge.label.value)),
                cost: factor.value.value,
                cost_span: factor.value.span,
                unit,
                since: budget.period.as_ref().and_then(|p| Months::from(&p.value)).map(|months| months.start),
            })
        })
        .collect()
}
