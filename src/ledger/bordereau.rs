//! Computation of a priced schedule: days, price without tax, price with tax, group and contract totals.

use rust_decimal::Decimal;

use crate::model::Montant;
use crate::model::budget::{Bordereau, BordereauRow};

/// The figures of a line, of a group or of the contract.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceTotals {
    /// Days of each profile.
    pub profiles: Vec<Decimal>,
    /// Days in all.
    pub days: Decimal,
    /// Days on site.
    pub on_site: Decimal,
    /// Price without tax.
    pub excl_vat: Montant,
    /// Price with tax.
    pub incl_vat: Montant,
}

/// A group: its total and its lines.
#[derive(Debug, Clone)]
pub struct Group {
    /// The sum of its lines.
    pub total: PriceTotals,
    /// The figures of its lines, in order.
    pub lines: Vec<PriceTotals>,
}

/// A schedule, computed.
#[derive(Debug, Clone)]
pub struct Calculation {
    /// The groups, in order.
    pub groups: Vec<Group>,
    /// The sum of the groups.
    pub total: PriceTotals,
}

/// Computes a schedule from the days of its lines: a line is days × daily rates, tax is added line by line
/// and rounded to the cent, totals add the lines.
pub fn compute(bordereau: &Bordereau) -> Calculation {
    let zero =
        || PriceTotals { profiles: vec![Decimal::ZERO; bordereau.profiles.len()], ..PriceTotals::default() };
    let mut total = zero();
    let mut groups = Vec::new();
    for group in &bordereau.groups {
        let mut sum = zero();
        let lines: Vec<_> = group.lines.iter().map(|l| line(l, bordereau)).collect();
        lines.iter().for_each(|l| sum.add(l));
        total.add(&sum);
        groups.push(Group { total: sum, lines });
    }
    Calculation { groups, total }
}

fn line(line: &BordereauRow, bordereau: &Bordereau) -> PriceTotals {
    let profiles: Vec<Decimal> = line.profiles.iter().map(|p| p.value).collect();
    let sum =
        |values: &mut dyn Iterator<Item = Decimal>| values.fold(Decimal::ZERO, |a, b| a.saturating_add(b));
    let euros = sum(&mut profiles
        .iter()
        .zip(&bordereau.profiles)
        .map(|(days, p)| days.saturating_mul(p.day_rate.value.euros())));
    let rate = Decimal::ONE + bordereau.vat_rate.value / Decimal::ONE_HUNDRED;
    // Beyond what an amount can be the line counts for nothing; no schedule is a thousand billion.
    let excl_vat = Montant::rounded(euros).unwrap_or_default();
    let incl_vat = Montant::rounded(euros.saturating_mul(rate)).unwrap_or_default();
    PriceTotals {
        days: sum(&mut profiles.iter().copied()),
        on_site: line.on_site.as_ref().map_or(Decimal::ZERO, |s| s.value),
        profiles,
        excl_vat,
        incl_vat,
    }
}

impl PriceTotals {
    fn add(&mut self, other: &Self) {
        for (a, b) in self.profiles.iter_mut().zip(&other.profiles) {
            *a = a.saturating_add(*b);
        }
        self.days = self.days.saturating_add(other.days);
        self.on_site = self.on_site.saturating_add(other.on_site);
        self.excl_vat = self.excl_vat + other.excl_vat;
        self.incl_vat = self.incl_vat + other.incl_vat;
    }
}
