//! Recomputes the figures of a bordereau, and finds the single cause of many wrong lines: a day rate or a rate
//! of VAT other than the one that the lines use.

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::model::Montant;
use crate::model::budget::{Bordereau, BordereauRow};
use crate::text::{Span, Spanned};

/// The unit of a printed figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FigureUnit {
    /// A number of days.
    Days,
    /// An amount.
    Euros,
}

impl FigureUnit {
    /// A figure with its unit: « 15,5 jours », « 14 325 € ».
    pub(crate) fn say(self, value: Decimal) -> String {
        match self {
            Self::Days if value.abs() < Decimal::TWO => format!("{} jour", number(value)),
            Self::Days => format!("{} jours", number(value)),
            Self::Euros => Montant::rounded(value).unwrap_or_default().to_string(),
        }
    }
}

/// A printed figure that differs from the computed one.
#[derive(Debug)]
pub(crate) struct FigureGap {
    /// Suffix that names it in a message: « HT ».
    pub what: String,
    /// Days or euros.
    pub unit: FigureUnit,
    /// Printed value.
    pub printed: Decimal,
    /// Computed value.
    pub computed: Decimal,
    /// Place of the printed value.
    pub span: Span,
    /// The calculation in words; empty when there is none to show.
    pub arithmetic: String,
}

/// A rate that all the lines use, other than the printed one.
#[derive(Debug)]
pub(crate) struct AssumedRate {
    /// Euros a day, or per cent.
    pub value: Decimal,
    /// Number of lines that use it.
    pub lines: usize,
}

/// The lines of all the groups, in order.
pub(crate) fn lines(bordereau: &Bordereau) -> impl Iterator<Item = &BordereauRow> {
    bordereau.groups.iter().flat_map(|g| &g.lines)
}

/// Days of a line: the sum over its profiles.
pub(crate) fn days(line: &BordereauRow) -> Decimal {
    line.profiles.iter().fold(Decimal::ZERO, |a, p| a.saturating_add(p.value))
}

/// Price of a line excluding VAT, in euros: days × day rates.
pub(crate) fn excl_vat(line: &BordereauRow, bordereau: &Bordereau) -> Decimal {
    let products = line.profiles.iter().zip(&bordereau.profiles);
    let euros = products.fold(Decimal::ZERO, |a, (days, profile)| {
        a.saturating_add(days.value.saturating_mul(profile.day_rate.value.euros()))
    });
    cents(euros)
}

/// Price including VAT, in euros, from the price excluding VAT and a rate in per cent.
pub(crate) fn incl_vat(excl_vat: Decimal, rate: Decimal) -> Decimal {
    cents(excl_vat.saturating_mul(Decimal::ONE.saturating_add(rate / Decimal::ONE_HUNDRED)))
}

fn cents(euros: Decimal) -> Decimal {
    Montant::rounded(euros).unwrap_or_default().euros()
}

/// The day rate that the lines of a profile use, when they all agree on one other than the printed rate and
/// the lines without this profile are right.
pub(crate) fn assumed_day_rate(bordereau: &Bordereau, index: usize) -> Option<AssumedRate> {
    let day_rate = bordereau.profiles.get(index)?.day_rate.value.euros();
    let mut assumed: Option<AssumedRate> = None;
    for line in lines(bordereau) {
        let Some(printed) = &line.printed.excl_vat else { continue };
        let gap = printed.value.euros() - excl_vat(line, bordereau);
        let days = line.profiles.get(index).map_or(Decimal::ZERO, |j| j.value);
        if days.is_zero() {
            if gap.is_zero() {
                continue;
            }
            return None;
        }
        match &mut assumed {
            None => {
                let value = day_rate.checked_add(gap.checked_div(days)?)?;
                assumed = Some(AssumedRate { value, lines: 1 });
            }
            Some(rate) if rate.value.checked_sub(day_rate)?.checked_mul(days)? == gap => rate.lines += 1,
            Some(_) => return None,
        }
    }
    assumed.filter(|rate| rate.value != day_rate && rate.lines >= 2)
}

/// The rate of VAT that the lines use, when they all agree on one other than the printed rate.
pub(crate) fn assumed_vat(bordereau: &Bordereau) -> Option<AssumedRate> {
    let mut assumed: Option<AssumedRate> = None;
    for line in lines(bordereau) {
        let (Some(excl_vat), Some(with_vat)) = (&line.printed.excl_vat, &line.printed.incl_vat) else {
            continue;
        };
        let (excl_vat, with_vat) = (excl_vat.value.euros(), with_vat.value.euros());
        if excl_vat.is_zero() && with_vat.is_zero() {
            continue;
        }
        match &mut assumed {
            None => {
                let rate = crate::check::figures_and_words::share(with_vat - excl_vat, excl_vat)?.round_dp(2);
                assumed = Some(AssumedRate {
                    value: rate,
                    lines: usize::from(incl_vat(excl_vat, rate) == with_vat),
                });
            }
            Some(known) if incl_vat(excl_vat, known.value) == with_vat => known.lines += 1,
            Some(_) => return None,
        }
    }
    assumed.filter(|known| known.value != bordereau.vat_rate.value && known.lines >= 2)
}

/// The printed figures of a line that differ from those computed from its days. Prices are left out when
/// their rate is the cause: `check_day_rates` for prices excluding VAT, `check_vat` for the others.
pub(crate) fn line_gaps(
    line: &BordereauRow,
    bordereau: &Bordereau,
    check_day_rates: bool,
    check_vat: bool,
) -> Vec<FigureGap> {
    let mut gaps = Vec::new();
    let mut compare = |what: &str, unit, printed: Decimal, computed: Decimal, span, arithmetic: String| {
        if printed != computed {
            gaps.push(FigureGap { what: what.to_owned(), unit, printed, computed, span, arithmetic });
        }
    };
    let sum = days(line);
    let printed = &line.printed;
    if let Some(j) = &printed.days {
        let terms: Vec<String> = line.profiles.iter().map(|p| number(p.value)).collect();
        let arithmetic = format!("jours : {} = {}", terms.join(" + "), number(sum));
        compare("", FigureUnit::Days, j.value, sum, j.span, arithmetic);
    }
    let computed_excl_vat = excl_vat(line, bordereau);
    if let Some(h) = printed.excl_vat.as_ref().filter(|_| check_day_rates) {
        let arithmetic =
            format!("HT : {} = {}", products(line, bordereau), FigureUnit::Euros.say(computed_excl_vat));
        compare(" HT", FigureUnit::Euros, h.value.euros(), computed_excl_vat, h.span, arithmetic);
    }
    if let Some(t) = printed.incl_vat.as_ref().filter(|_| check_vat) {
        let rate = bordereau.vat_rate.value;
        let base = printed.excl_vat.as_ref().map_or(computed_excl_vat, |h| h.value.euros());
        let computed = incl_vat(base, rate);
        // A right price including VAT beside a wrong price excluding VAT is not a second fault.
        if t.value.euros() != incl_vat(computed_excl_vat, rate) {
            let base = FigureUnit::Euros.say(base);
            let arithmetic =
                format!("TTC : {base} + {} % = {}", number(rate), FigureUnit::Euros.say(computed));
            compare(" TTC", FigureUnit::Euros, t.value.euros(), computed, t.span, arithmetic);
        }
    }
    if let (Some(a), Some(s)) = (&printed.on_site, &line.on_site) {
        compare(" sur place", FigureUnit::Days, a.value, s.value, a.span, String::new());
    }
    for (printed, profile) in printed.profiles.iter().zip(&line.profiles) {
        compare(
            " pour un profil",
            FigureUnit::Days,
            printed.value,
            profile.value,
            printed.span,
            String::new(),
        );
    }
    gaps
}

/// « 0,5 × 1 000 € + 1 × 950 € ».
fn products(line: &BordereauRow, bordereau: &Bordereau) -> String {
    let terms = line.profiles.iter().zip(&bordereau.profiles).filter(|(days, _)| !days.value.is_zero());
    let terms: Vec<String> =
        terms.map(|(days, profile)| format!("{} × {}", number(days.value), profile.day_rate.value)).collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") }
}

/// The days on site of a line, when they exceed its days.
pub(crate) fn excess_on_site(line: &BordereauRow) -> Option<&Spanned<Decimal>> {
    line.on_site.as_ref().filter(|s| s.value > days(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::budget::{PrintedRow, Profile};
    use crate::text::{ProjectPath, Sources};

    /// A bordereau of one group: two day rates, a rate of VAT, and per line its days and its prices.
    fn bordereau(day_rates: [i64; 2], vat: i64, lines: &[([i64; 2], i64, i64)]) -> Bordereau {
        let file = Sources::default().add(ProjectPath::new("a.md").unwrap(), "");
        let span = Span { file, start: 0, end: 0 };
        let number = |n: i64| Spanned::new(Decimal::from(n), span);
        let euros = |n: i64| Spanned::new(Montant::rounded(Decimal::from(n)).unwrap(), span);
        let row = |lines, profiles, printed| BordereauRow {
            number: Spanned::new("1".into(), span),
            label: String::new(),
            profiles,
            on_site: None,
            lines,
            printed,
        };
        let line = |(days, excl_vat, incl_vat): &([i64; 2], i64, i64)| {
            let printed = PrintedRow {
                excl_vat: Some(euros(*excl_vat)),
                incl_vat: Some(euros(*incl_vat)),
                ..PrintedRow::default()
            };
            row(vec![], days.map(number).to_vec(), printed)
        };
        Bordereau {
            id: Spanned::new("essai".into(), span),
            title: None,
            vat_rate: number(vat),
            profiles: day_rates.map(|t| Profile { label: String::new(), day_rate: euros(t) }).to_vec(),
            groups: vec![row(lines.iter().map(line).collect(), vec![], PrintedRow::default())],
            printed: PrintedRow::default(),
        }
    }

    #[test]
    fn a_wrong_rate_is_told_by_all_its_lines() {
        let lines = [([1, 2], 500, 600), ([0, 1], 200, 240), ([3, 0], 300, 360)];
        let correct = bordereau([100, 200], 20, &lines);
        assert!(
            (0..2).all(|index| assumed_day_rate(&correct, index).is_none())
                && assumed_vat(&correct).is_none()
        );
        let day_rate = bordereau([100, 250], 20, &lines);
        assert_eq!(assumed_day_rate(&day_rate, 1).map(|s| (s.value, s.lines)), Some((Decimal::from(200), 2)));
        assert!(assumed_day_rate(&day_rate, 0).is_none());
        let rate = bordereau([100, 200], 10, &lines);
        assert_eq!(assumed_vat(&rate).map(|s| (s.value, s.lines)), Some((Decimal::from(20), 3)));
    }

    #[test]
    fn one_wrong_line_is_not_a_wrong_rate() {
        let lines = [([1, 2], 600, 720), ([0, 1], 200, 240), ([3, 0], 300, 360)];
        let wrong = bordereau([100, 200], 20, &lines);
        assert!((0..2).all(|index| assumed_day_rate(&wrong, index).is_none()));
    }
}
