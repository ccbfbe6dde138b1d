//! Computations that a text makes: its result, its terms, and what its terms give.

mod product;

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::magnitudes::{self, Kind, Magnitude};
use crate::check::figures_and_words::number;
use crate::lang::flat;
use crate::model::{Montant, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

/// A computation of a text.
#[derive(Debug)]
pub(crate) struct Calculation<'p> {
    /// What the text gives as its result.
    pub result: Magnitude<'p>,
    /// What its terms give.
    pub expected: Decimal,
    /// How far a rounding may take the result.
    pub margin: Decimal,
    /// The terms, as they are written, with the result that they give.
    pub formula: String,
    /// The numbers that it takes.
    pub terms: Vec<Magnitude<'p>>,
    /// Whether it adds a rate to a base.
    pub increased: bool,
}

impl Calculation<'_> {
    /// Whether the result is what the terms give.
    pub(crate) fn is_correct(&self) -> bool {
        (self.result.value - self.expected).abs() <= self.margin
    }
}

/// The patterns between two numbers.
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

/// The computations of a text.
pub(crate) fn read(passage: &Passage) -> Vec<Calculation<'_>> {
    let announcements = ["€", "euro", "→", "➔", "⇒", "="];
    if !announcements.iter().any(|a| passage.text.contains(a)) {
        return Vec::new();
    }
    let all = magnitudes::read(passage);
    let mut calculations = Vec::new();
    let mut start = 0;
    for (index, magnitude) in all.iter().enumerate() {
        let before = all.get(start..index).unwrap_or(&[]);
        let fact = per_year(magnitude, before)
            .or_else(|| surcharge(magnitude, &all, index))
            .or_else(|| sum(magnitude, before))
            .or_else(|| share(magnitude, before))
            .or_else(|| product::product(magnitude, before));
        if let Some(arithmetic) = fact {
            start = index;
            calculations.push(arithmetic);
        }
    }
    calculations
}

/// The places of the numbers of the computations of a text that are false.
pub(crate) fn wrong(passage: &Passage) -> Vec<Span> {
    let calculations = read(passage);
    let wrong = calculations.iter().filter(|c| !c.is_correct());
    wrong.flat_map(|c| c.terms.iter().chain([&c.result]).map(Magnitude::span)).collect()
}

/// Text between two numbers of a passage.
fn in_between<'p>(a: &Magnitude<'p>, b: &Magnitude<'_>) -> &'p str {
    a.passage.text.get(a.bytes.end..b.bytes.start).unwrap_or("")
}

fn euros(n: Decimal) -> String {
    Montant::rounded(n).map_or_else(|| number(n), |m| m.to_string())
}

fn concludes(result: &Magnitude<'_>) -> bool {
    PATTERNS.concludes.is_match(result.before(40))
}

/// « 90 € par jour, soit 32 850 € par an ».
fn per_year<'p>(result: &Magnitude<'p>, before: &[Magnitude<'p>]) -> Option<Calculation<'p>> {
    let term = before.last().filter(|t| t.sort == Kind::Euros && result.sort == Kind::Euros)?;
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
    // Days worked are fewer than those of a year: any whole number of them can be meant.
    let days = word == "jour"
        && quotient.is_integer()
        && quotient >= Decimal::from(150)
        && quotient <= Decimal::from(366);
    let n = if days { quotient } else { Decimal::from(n) };
    let expected = term.value.checked_mul(n)?;
    Some(Calculation {
        result: result.clone(),
        expected,
        margin: result.half() + term.half() * n * Decimal::from(i64::from(!term.value.is_integer())),
        formula: format!("{} × {} = {}", term.as_written(), number(n), euros(expected)),
        terms: vec![term.clone()],
        increased: false,
    })
}

/// « 60 500 € (55 000 €, plus 10 %) » and « 55 000 € plus 10 %, soit 60 500 € ».
fn surcharge<'p>(rate: &Magnitude<'p>, all: &[Magnitude<'p>], index: usize) -> Option<Calculation<'p>> {
    let base = all.get(index.checked_sub(1)?).filter(|b| b.sort == Kind::Euros)?;
    if rate.sort != Kind::Percentage || !PATTERNS.plus.is_match(in_between(base, rate)) {
        return None;
    }
    let after = all
        .get(index + 1)
        .filter(|r| r.sort == Kind::Euros && in_between(rate, r).len() < 60 && concludes(r));
    let preceding = index
        .checked_sub(2)
        .and_then(|i| all.get(i))
        .filter(|r| r.sort == Kind::Euros && base.before(3).trim_end().ends_with('('));
    let result = after.or(preceding)?;
    let expected = base.value.checked_mul(Decimal::ONE_HUNDRED + rate.value)? / Decimal::ONE_HUNDRED;
    Some(Calculation {
        result: result.clone(),
        expected,
        margin: result.half(),
        formula: format!("{} + {} = {}", base.as_written(), rate.as_written(), euros(expected)),
        terms: vec![base.clone(), rate.clone()],
        increased: true,
    })
}

/// « 20 000 € + 30 000 € = 50 000 € », « 40 % + 60 % = 100 % ».
fn sum<'p>(result: &Magnitude<'p>, before: &[Magnitude<'p>]) -> Option<Calculation<'p>> {
    // A number of things in a table is told by the rules of the indicators.
    if result.sort == Kind::Count {
        return None;
    }
    let sign = result.before(14);
    if !["=", "→", "➔", "⇒"].iter().any(|s| sign.trim_end_matches([' ', '+', '\u{a0}', '/']).ends_with(s))
    {
        return None;
    }
    let mut terms: Vec<Magnitude<'p>> = Vec::new();
    for term in before.iter().rev() {
        let next = terms.last().unwrap_or(result);
        let link = in_between(term, next);
        let plus = link.trim_end().ends_with('+');
        let same_cell = !link.contains('|') && link.len() < 60 && term.sort == result.sort;
        if !same_cell || (!terms.is_empty() && !plus) {
            break;
        }
        terms.push(term.clone());
    }
    terms.reverse();
    if terms.len() < 2 {
        return None;
    }
    let expected = terms.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(t.value));
    let written_texts: Vec<&str> = terms.iter().map(Magnitude::as_written).collect();
    Some(Calculation {
        result: result.clone(),
        expected,
        margin: result.half(),
        formula: format!("{} = {}", written_texts.join(" + "), number(expected)),
        terms,
        increased: false,
    })
}

/// « 10 % de 90 000 €, soit 9 000 € » and « A €… en valorise 35 %, c’est-à-dire B € ».
fn share<'p>(result: &Magnitude<'p>, before: &[Magnitude<'p>]) -> Option<Calculation<'p>> {
    if result.sort != Kind::Euros || !concludes(result) {
        return None;
    }
    let (last, remainder) = before.split_last()?;
    let (rate, base) = match last.sort {
        Kind::Euros => {
            let rate = remainder.last().filter(|t| t.sort == Kind::Percentage)?;
            let link = in_between(rate, last).trim().to_lowercase();
            let direct =
                ["de", "des", "du coût de", "d’un coût de", "d'un coût de", "d’un total de", "d'un total de"];
            (rate, direct.contains(&link.as_str()).then_some(last)?)
        }
        Kind::Percentage => {
            let base = remainder.iter().rev().find(|b| b.sort == Kind::Euros)?;
            let link = in_between(last, result);
            let short = link.trim_start_matches([' ', ',', '(', '\u{a0}', ':']).len() < 24;
            let resumed =
                PATTERNS.anaphora.is_match(last.before(24)) || link.trim_start().starts_with("de ce");
            (last, (short && resumed).then_some(base)?)
        }
        Kind::Count => return None,
    };
    let expected = base.value.checked_mul(rate.value)? / Decimal::ONE_HUNDRED;
    // « près de 4,5 millions » has a precise share when the share has more digits than the product.
    let more_precise = crate::check::rules::finance::near_numbers::digits(result.value, 2).1
        > crate::check::rules::finance::near_numbers::digits(expected, 2).1;
    let margin = match (base.exact, more_precise) {
        (false, true) if base.rounded() => base.half().checked_mul(rate.value)? / Decimal::ONE_HUNDRED,
        (false, true) => expected / Decimal::from(20),
        _ => result.half(),
    };
    Some(Calculation {
        result: result.clone(),
        expected,
        margin,
        formula: format!("{} × {} = {}", base.as_written(), rate.as_written(), euros(expected)),
        terms: vec![base.clone(), rate.clone()],
        increased: false,
    })
}
