//! Calculations written in prose: the stated result, the terms, and the result that the terms give.

mod addition;
mod expression;
mod product;
pub(crate) mod quotient;
pub(crate) mod told_again;

use rust_decimal::Decimal;

use super::near_numbers;
use super::stated_numbers::{self, NumberKind, StatedNumber};
use crate::check::figures_and_words::number;
use crate::lang::facts::{CalendarUnit, FigureLink};
use crate::lang::flat;
use crate::model::{Montant, Passage};
use crate::text::Span;

/// A calculation written in a passage.
#[derive(Debug)]
pub(crate) struct StatedCalculation<'p> {
    /// The stated result.
    pub result: StatedNumber<'p>,
    /// The result that the terms give.
    pub expected: Decimal,
    /// Largest gap that rounding can explain.
    pub margin: Decimal,
    /// The calculation in words: « 3 × 40 € = 120 € ».
    pub formula: String,
    /// The numbers that it uses.
    pub terms: Vec<StatedNumber<'p>>,
    /// Whether it adds a rate to a base: « 41 000 €, plus 10 % ».
    pub increased: bool,
}

impl StatedCalculation<'_> {
    /// Whether the stated result follows from the terms.
    pub(crate) fn is_correct(&self) -> bool {
        (self.result.value - self.expected).abs() <= self.margin
    }
}

/// The calculations of a passage, in order; a number is a term of one calculation at most.
pub(crate) fn read(passage: &Passage) -> Vec<StatedCalculation<'_>> {
    let announcements = ["€", "euro", "→", "➔", "⇒", "=", "%"];
    if !announcements.iter().any(|a| passage.text.contains(a)) {
        return Vec::new();
    }
    let numbers = stated_numbers::read(passage);
    let mut calculations = Vec::new();
    let mut start = 0;
    for (index, magnitude) in numbers.iter().enumerate() {
        let before = numbers.get(start..index).unwrap_or(&[]);
        let found = per_year(magnitude, before)
            .or_else(|| surcharge(magnitude, &numbers, index))
            .or_else(|| addition::sum(magnitude, before))
            .or_else(|| share(magnitude, before))
            .or_else(|| product::product(magnitude, before))
            .or_else(|| expression::after(&numbers, index));
        if let Some(calculation) = found {
            start = index;
            calculations.push(calculation);
        }
    }
    calculations
}

/// The places of all the numbers of the wrong calculations of a passage.
pub(crate) fn wrong(passage: &Passage) -> Vec<Span> {
    let calculations = read(passage);
    let wrong = calculations.iter().filter(|c| !c.is_correct());
    wrong.flat_map(|c| c.terms.iter().chain([&c.result]).map(StatedNumber::span)).collect()
}

/// The text between two numbers of a passage.
fn in_between<'p>(a: &StatedNumber<'p>, b: &StatedNumber<'_>) -> &'p str {
    a.passage.text.get(a.bytes.end..b.bytes.start).unwrap_or("")
}

fn in_euros(n: Decimal) -> String {
    Montant::rounded(n).map_or_else(|| number(n), |m| m.to_string())
}

/// Whether a text ends with one of some words, whatever sign follows them.
fn ends_with_word(text: &str, words: &[&str]) -> bool {
    flat(text).trim_end().rsplit(' ').next().is_some_and(|last| words.contains(&last))
}

/// « 90 € par jour, soit 32 850 € par an ».
fn per_year<'p>(result: &StatedNumber<'p>, before: &[StatedNumber<'p>]) -> Option<StatedCalculation<'p>> {
    let term = before.last()?;
    let link = in_between(term, result);
    let concludes = result.concludes() || ends_with_word(link, &["donc"]);
    if result.each() != Some(CalendarUnit::Year) || !concludes || link.len() > 90 {
        return None;
    }
    let (times, is_of_days) = match term.each()? {
        CalendarUnit::Day => (365, true),
        CalendarUnit::Week => (52, false),
        CalendarUnit::Month => (12, false),
        CalendarUnit::Quarter => (4, false),
        CalendarUnit::Semester => (2, false),
        _ => return None,
    };
    let quotient = result.value.checked_div(term.value)?;
    // Any whole number of working days may be meant, not only the days of the year.
    let days = is_of_days
        && quotient.is_integer()
        && quotient >= Decimal::from(150)
        && quotient <= Decimal::from(366);
    let n = if days { quotient } else { Decimal::from(times) };
    let expected = term.value.checked_mul(n)?;
    Some(StatedCalculation {
        result: result.clone(),
        expected,
        margin: result.half_last_unit()
            + term.half_last_unit() * n * Decimal::from(i64::from(!term.value.is_integer())),
        formula: format!("{} × {} = {}", term.as_written(), number(n), in_euros(expected)),
        terms: vec![term.clone()],
        increased: false,
    })
}

/// « 60 500 € (55 000 €, plus 10 %) » and « 55 000 € plus 10 %, soit 60 500 € ».
fn surcharge<'p>(
    rate: &StatedNumber<'p>,
    numbers: &[StatedNumber<'p>],
    index: usize,
) -> Option<StatedCalculation<'p>> {
    let base = numbers.get(index.checked_sub(1)?).filter(|b| b.kind == NumberKind::Euros)?;
    if rate.kind != NumberKind::Percentage || !is_added(in_between(base, rate)) {
        return None;
    }
    let after = numbers
        .get(index + 1)
        .filter(|r| r.kind == NumberKind::Euros && in_between(rate, r).len() < 60 && r.concludes());
    let preceding = index
        .checked_sub(2)
        .and_then(|i| numbers.get(i))
        .filter(|r| r.kind == NumberKind::Euros && base.before(3).trim_end().ends_with('('));
    let result = after.or(preceding)?;
    let expected = base.value.checked_mul(Decimal::ONE_HUNDRED + rate.value)? / Decimal::ONE_HUNDRED;
    Some(StatedCalculation {
        result: result.clone(),
        expected,
        margin: result.half_last_unit(),
        formula: format!("{} + {} = {}", base.as_written(), rate.as_written(), in_euros(expected)),
        terms: vec![base.clone(), rate.clone()],
        increased: true,
    })
}

/// « plus », « + », « majoré de », « et une bonification de », between a base and the rate that is added to it.
fn is_added(link: &str) -> bool {
    let words = flat(link);
    let words: Vec<&str> = words.split(' ').rev().take(3).collect();
    let is_noun = |stem: &str| words.get(1).is_some_and(|word| word.starts_with(stem));
    let near = link.len() < 60 && !link.contains([';', '.', '(', ')']);
    near && (link.trim_end().ends_with('+')
        || words.first() == Some(&"plus")
        || words.first() == Some(&"de") && ["major", "augmente", "bonification"].into_iter().any(is_noun))
}

/// « 10 % de 90 000 €, soit 9 000 € » and « A €… en valorise 35 %, c’est-à-dire B € ».
fn share<'p>(result: &StatedNumber<'p>, before: &[StatedNumber<'p>]) -> Option<StatedCalculation<'p>> {
    if result.kind != NumberKind::Euros || !result.concludes() {
        return None;
    }
    let (last, others) = before.split_last()?;
    let (rate, base) = match last.kind {
        NumberKind::Euros => {
            let rate = others.last().filter(|t| t.kind == NumberKind::Percentage)?;
            let link = flat(in_between(rate, last));
            let direct = ["de", "des", "du cout de", "d un cout de", "d un total de"];
            (rate, direct.contains(&link.trim()).then_some(last)?)
        }
        NumberKind::Percentage => {
            let base = others.iter().rev().find(|b| b.kind == NumberKind::Euros)?;
            let link = in_between(last, result);
            let short = link.trim_start_matches([' ', ',', '(', '\u{a0}', ':']).len() < 24;
            (last, (short && (is_resumed(last) || link.trim_start().starts_with("de ce"))).then_some(base)?)
        }
        NumberKind::Count => return None,
    };
    let expected = base.value.checked_mul(rate.value)? / Decimal::ONE_HUNDRED;
    // With an approximate base (« près de 4,5 millions »), a more precise result was computed from the exact base.
    let more_precise = near_numbers::digits(result.value, 2).1 > near_numbers::digits(expected, 2).1;
    let margin = match (base.exact, more_precise) {
        (false, true) if base.is_rounded() => {
            base.half_last_unit().checked_mul(rate.value)? / Decimal::ONE_HUNDRED
        }
        (false, true) => expected / Decimal::from(20),
        _ => result.half_last_unit(),
    };
    Some(StatedCalculation {
        result: result.clone(),
        expected,
        margin,
        formula: format!("{} × {} = {}", base.as_written(), rate.as_written(), in_euros(expected)),
        terms: vec![base.clone(), rate.clone()],
        increased: false,
    })
}

/// Whether a rate is of what was said before: « dont 35 % », « en valorise 35 % ».
fn is_resumed(rate: &StatedNumber<'_>) -> bool {
    let before = flat(rate.before(24));
    rate.fact.link == FigureLink::Part || before.trim_end().rsplit(' ').nth(1) == Some("en")
}
