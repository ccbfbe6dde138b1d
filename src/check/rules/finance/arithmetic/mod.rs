//! Calculations written in prose: the stated result, the terms, and the result that the terms give.

mod addition;
mod product;

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::near_numbers;
use super::stated_numbers::{self, NumberKind, StatedNumber};
use crate::check::figures_and_words::number;
use crate::lang::flat;
use crate::model::{Montant, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

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

/// Patterns around and between two numbers.
struct Patterns {
    concludes: Regex,
    yearly: Regex,
    plus: Regex,
    unit_cost_before: Regex,
    unit_cost_after: Regex,
    anaphora: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    concludes: pattern(
        r"(?i)(?:\bsoit|c['’]est-à-dire|\bcela (?:fait|représente|revient à|donne)|\bce qui (?:fait|représente|donne)|=)\s*(?:au total|en tout|un total de|un montant de|une somme de|une dépense de|un coût de|à)?\s*$",
    ),
    yearly: pattern(r"^[\s\x{a0}]*(?:par an\b|par année\b|/ ?an\b|annuels?\b|annuellement|l['’]an\b)"),
    plus: pattern(
        r"^[^,;.()]{0,20},?\s*(?:plus|\+|majorée?s?\s+de|augmentée?s?\s+de|et une bonification de)\s*$",
    ),
    unit_cost_before: pattern(
        r"(?i)(?:\b(?:coût|tarif|prix|salaire|forfait|indemnité|rémunération)\b[^.;]{0,40}|[àx×*]\s|raison de )$",
    ),
    unit_cost_after: pattern(
        r"(?i)^[\s\x{a0}]*(?:bruts?\b|par\b|chacune?\b|l['’]unité|/|l['’]heure|la journée)",
    ),
    anaphora: pattern(r"(?i)\ben \w+\W*$|\bdont\W*$"),
});

/// The calculations of a passage, in order; a number is a term of one calculation at most.
pub(crate) fn read(passage: &Passage) -> Vec<StatedCalculation<'_>> {
    let announcements = ["€", "euro", "→", "➔", "⇒", "="];
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
            .or_else(|| product::product(magnitude, before));
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

fn is_conclusion(result: &StatedNumber<'_>) -> bool {
    PATTERNS.concludes.is_match(result.before(40))
}

/// « 90 € par jour, soit 32 850 € par an ».
fn per_year<'p>(result: &StatedNumber<'p>, before: &[StatedNumber<'p>]) -> Option<StatedCalculation<'p>> {
    let term = before.last().filter(|t| t.kind == NumberKind::Euros && result.kind == NumberKind::Euros)?;
    if !PATTERNS.yearly.is_match(result.rest()) {
        return None;
    }
    let link = in_between(term, result);
    let flat = format!(" {} ", flat(link));
    let period = [("jour", 365), ("semaine", 52), ("mois", 12), ("trimestre", 4), ("semestre", 2)];
    let (word, n) = period.into_iter().find(|(word, _)| flat.starts_with(&format!(" par {word} ")))?;
    let announced = [" soit ", " donc ", " c est a dire ", " ce qui fait ", " ce qui represente "];
    if link.len() > 90 || !(announced.iter().any(|a| flat.contains(a)) || link.contains('=')) {
        return None;
    }
    let quotient = result.value.checked_div(term.value)?;
    // Any whole number of working days may be meant, not only the days of the year.
    let days = word == "jour"
        && quotient.is_integer()
        && quotient >= Decimal::from(150)
        && quotient <= Decimal::from(366);
    let n = if days { quotient } else { Decimal::from(n) };
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
    if rate.kind != NumberKind::Percentage || !PATTERNS.plus.is_match(in_between(base, rate)) {
        return None;
    }
    let after = numbers
        .get(index + 1)
        .filter(|r| r.kind == NumberKind::Euros && in_between(rate, r).len() < 60 && is_conclusion(r));
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

/// « 10 % de 90 000 €, soit 9 000 € » and « A €… en valorise 35 %, c’est-à-dire B € ».
fn share<'p>(result: &StatedNumber<'p>, before: &[StatedNumber<'p>]) -> Option<StatedCalculation<'p>> {
    if result.kind != NumberKind::Euros || !is_conclusion(result) {
        return None;
    }
    let (last, others) = before.split_last()?;
    let (rate, base) = match last.kind {
        NumberKind::Euros => {
            let rate = others.last().filter(|t| t.kind == NumberKind::Percentage)?;
            let link = in_between(rate, last).trim().to_lowercase();
            let direct =
                ["de", "des", "du coût de", "d’un coût de", "d'un coût de", "d’un total de", "d'un total de"];
            (rate, direct.contains(&link.as_str()).then_some(last)?)
        }
        NumberKind::Percentage => {
            let base = others.iter().rev().find(|b| b.kind == NumberKind::Euros)?;
            let link = in_between(last, result);
            let short = link.trim_start_matches([' ', ',', '(', '\u{a0}', ':']).len() < 24;
            let resumed =
                PATTERNS.anaphora.is_match(last.before(24)) || link.trim_start().starts_with("de ce");
            (last, (short && resumed).then_some(base)?)
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
