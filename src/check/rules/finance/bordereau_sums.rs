//! A priced schedule as printed, figure by figure, and the single cause of many wrong lines: a daily rate or a
//! rate of tax that is not the one of the lines.

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::model::Montant;
use crate::model::budget::{Bordereau, BordereauRow};
use crate::text::{Span, Spanned};

/// The unit of a printed figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Days.
    Days,
    /// Euros.
    Euros,
}

impl Unit {
    /// A figure with its unit: « 15,5 jours », « 14 325 € ».
    pub(crate) fn say(self, value: Decimal) -> String {
        match self {
            Self::Days if value.abs() < Decimal::TWO => format!("{}\u{a0}jour", number(value)),
            Self::Days => format!("{}\u{a0}jours", number(value)),
            Self::Euros => Montant::rounded(value).unwrap_or_default().to_string(),
        }
    }
}

/// A printed figure that is not the one computed.
#[derive(Debug)]
pub(crate) struct Gap {
    /// What it is: « HT ».
    pub what: String,
    /// Its unit.
    pub unit: Unit,
    /// What is printed.
    pub printed: Decimal,
    /// What should be.
    pub computed: Decimal,
    /// Where it is printed.
    pub span: Span,
    /// The arithmetic.
    pub arithmetic: String,
}

/// The rate that all the lines suppose, when it is not the one written.
#[derive(Debug)]
pub(crate) struct Assumed {
    /// The value that the lines suppose.
    pub value: Decimal,
    /// How many lines suppose it.
    pub lines: usize,
}

/// The lines of all the groups.
pub(crate) fn lines(bordereau: &Bordereau) -> impl Iterator<Item = &BordereauRow> {
    bordereau.groups.iter().flat_map(|g| &g.lines)
}

/// Days of a line: the sum of those of its profiles.
pub(crate) fn days(line: &BordereauRow) -> Decimal {
    line.profiles.iter().fold(Decimal::ZERO, |a, p| a.saturating_add(p.value))
}

/// Price of a line without tax: days × daily rates.
pub(crate) fn excl_vat(line: &BordereauRow, bordereau: &Bordereau) -> Decimal {
    let products = line.profiles.iter().zip(&bordereau.profiles);
    let euros = products
        .fold(Decimal::ZERO, |a, (j, p)| a.saturating_add(j.value.saturating_mul(p.day_rate.value.euros())));
    cents(euros)
}

/// A price with tax.
pub(crate) fn incl_vat(excl_vat: Decimal, rate: Decimal) -> Decimal {
    cents(excl_vat.saturating_mul(Decimal::ONE.saturating_add(rate / Decimal::ONE_HUNDRED)))
}

fn cents(euros: Decimal) -> Decimal {
    Montant::rounded(euros).unwrap_or_default().euros()
}

/// The daily rate of a profile that its lines suppose, when all of them suppose one and the same other rate
/// and the lines without it are right.
pub(crate) fn assumed_day_rate(bordereau: &Bordereau, index: usize) -> Option<Assumed> {
    let day_rate = bordereau.profiles.get(index)?.day_rate.value.euros();
    let mut assumed: Option<Assumed> = None;
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
                assumed = Some(Assumed { value, lines: 1 });
            }
            Some(s) if s.value.checked_sub(day_rate)?.checked_mul(days)? == gap => s.lines += 1,
            Some(_) => return None,
        }
    }
    assumed.filter(|s| s.value != day_rate && s.lines >= 2)
}

/// The rate of tax that the lines suppose, when all of them suppose one and the same other rate.
pub(crate) fn assumed_vat(bordereau: &Bordereau) -> Option<Assumed> {
    let mut assumed: Option<Assumed> = None;
    for line in lines(bordereau) {
        let (Some(without), Some(with)) = (&line.printed.excl_vat, &line.printed.incl_vat) else { continue };
        let (without, with) = (without.value.euros(), with.value.euros());
        if without.is_zero() && with.is_zero() {
            continue;
        }
        match &mut assumed {
            None => {
                let rate = crate::check::figures_and_words::share(with - without, without)?.round_dp(2);
                assumed = Some(Assumed { value: rate, lines: usize::from(incl_vat(without, rate) == with) });
            }
            Some(s) if incl_vat(without, s.value) == with => s.lines += 1,
            Some(_) => return None,
        }
    }
    assumed.filter(|s| s.value != bordereau.vat_rate.value && s.lines >= 2)
}

/// The printed figures of a line that are not those computed from its days; the wrong rates told apart.
pub(crate) fn line_gaps(line: &BordereauRow, bordereau: &Bordereau, day_rates: bool, vat: bool) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut compare = |what: &str, unit, printed: Decimal, computed: Decimal, span, arithmetic: String| {
        if printed != computed {
            gaps.push(Gap { what: what.to_owned(), unit, printed, computed, span, arithmetic });
        }
    };
    let sum = days(line);
    let printed = &line.printed;
    if let Some(j) = &printed.days {
        let terms: Vec<String> = line.profiles.iter().map(|p| number(p.value)).collect();
        let arithmetic = format!("jours : {} = {}", terms.join(" + "), number(sum));
        compare("", Unit::Days, j.value, sum, j.span, arithmetic);
    }
    let without = excl_vat(line, bordereau);
    if let Some(h) = printed.excl_vat.as_ref().filter(|_| day_rates) {
        let arithmetic = format!("HT : {} = {}", products(line, bordereau), Unit::Euros.say(without));
        compare(" HT", Unit::Euros, h.value.euros(), without, h.span, arithmetic);
    }
    if let Some(t) = printed.incl_vat.as_ref().filter(|_| vat) {
        let rate = bordereau.vat_rate.value;
        let base = printed.excl_vat.as_ref().map_or(without, |h| h.value.euros());
        let computed = incl_vat(base, rate);
        // A right price with tax beside a wrong one without it is no second fault.
        if t.value.euros() != incl_vat(without, rate) {
            let base = Unit::Euros.say(base);
            let arithmetic =
                format!("TTC : {base} + {}\u{a0}% = {}", number(rate), Unit::Euros.say(computed));
            compare(" TTC", Unit::Euros, t.value.euros(), computed, t.span, arithmetic);
        }
    }
    if let (Some(a), Some(s)) = (&printed.on_site, &line.on_site) {
        compare(" sur place", Unit::Days, a.value, s.value, a.span, String::new());
    }
    for (printed, profile) in printed.profiles.iter().zip(&line.profiles) {
        compare(" pour un profil", Unit::Days, printed.value, profile.value, printed.span, String::new());
    }
    gaps
}

/// « 0,5 × 1 000 € + 1 × 950 € ».
fn products(line: &BordereauRow, bordereau: &Bordereau) -> String {
    let terms = line.profiles.iter().zip(&bordereau.profiles).filter(|(j, _)| !j.value.is_zero());
    let terms: Vec<String> =
        terms.map(|(j, p)| format!("{} × {}", number(j.value), p.day_rate.value)).collect();
    if terms.is_empty() { "0".to_owned() } else { terms.join(" + ") }
}

/// The days on site of a line that exceed its days.
pub(crate) fn excess_on_site(line: &BordereauRow) -> Option<&Spanned<Decimal>> {
    line.on_site.as_ref().filter(|s| s.value > days(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::budget::{PrintedRow, Profile};
    use crate::text::{ProjectPath, Sources};

    /// A schedule of one group: two rates, a rate of tax, and per line its days and its prices.
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
        let is_correct = bordereau([100, 200], 20, &lines);
        assert!(
            (0..2).all(|index| assumed_day_rate(&is_correct, index).is_none())
                && assumed_vat(&is_correct).is_none()
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
