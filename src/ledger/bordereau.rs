//! Prices of a bordereau: days, price without and with tax, totals of the groups and of the contract.

use rust_decimal::Decimal;

use crate::model::Montant;
use crate::model::budget::{Bordereau, BordereauRow};

/// Days and prices of a line, of a group or of the contract.
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

/// The prices of a group.
#[derive(Debug, Clone)]
pub struct PricedGroup {
    /// The sum of its lines.
    pub total: PriceTotals,
    /// Prices of its lines, in order.
    pub lines: Vec<PriceTotals>,
}

/// The prices of a bordereau.
#[derive(Debug, Clone)]
pub struct PricedBordereau {
    /// The groups, in order.
    pub groups: Vec<PricedGroup>,
    /// The sum of the groups.
    pub total: PriceTotals,
}

/// Prices a bordereau from the days of its lines. A line is the sum of days × daily rates; tax is added line by
/// line and rounded to the cent; totals add the rounded lines.
pub fn price(bordereau: &Bordereau) -> PricedBordereau {
    let zero =
        || PriceTotals { profiles: vec![Decimal::ZERO; bordereau.profiles.len()], ..PriceTotals::default() };
    let mut total = zero();
    let mut groups = Vec::new();
    for group in &bordereau.groups {
        let mut sum = zero();
        let lines: Vec<_> = group.lines.iter().map(|l| price_line(l, bordereau)).collect();
        lines.iter().for_each(|l| sum.add(l));
        total.add(&sum);
        groups.push(PricedGroup { total: sum, lines });
    }
    PricedBordereau { groups, total }
}

fn price_line(line: &BordereauRow, bordereau: &Bordereau) -> PriceTotals {
    let profiles: Vec<Decimal> = line.profiles.iter().map(|p| p.value).collect();
    let sum =
        |values: &mut dyn Iterator<Item = Decimal>| values.fold(Decimal::ZERO, |a, b| a.saturating_add(b));
    let euros = sum(&mut profiles
        .iter()
        .zip(&bordereau.profiles)
        .map(|(days, p)| days.saturating_mul(p.day_rate.value.euros())));
    let rate = Decimal::ONE + bordereau.vat_rate.value / Decimal::ONE_HUNDRED;
    // A line above Montant::MAX counts as zero: its factors were read, so it cannot be refused here.
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
