//! Products written in prose: a unit cost times numbers of posts, days or months, and rates.

use rust_decimal::Decimal;

use super::super::stated_numbers::{NumberKind, StatedNumber, roots};
use super::{PATTERNS, StatedCalculation, in_euros, is_conclusion};
use crate::lang::numbers::number_in_letters;
use crate::lang::{flat, sentence_start};
use crate::text::tail;

/// Roots of the nouns whose number multiplies a unit cost.
const MULTIPLIERS: [&str; 22] = [
    "etp",
    "post",
    "agent",
    "person",
    "jour",
    "journe",
    "heur",
    "jeun",
    "plac",
    "beneficiair",
    "sit",
    "seanc",
    "atelier",
    "cadr",
    "travailleur",
    "salarie",
    "salari",
    "stagiair",
    "group",
    "vehicul",
    "foyer",
    "menag",
];

/// Most terms of a product, the cost included.
const TERMS_MAX: usize = 5;
/// Bytes looked at for numbers written in words.
const WINDOW: usize = 1_000;

/// « 14 agents à 90 000 € par an pour 10 % de leur temps, soit 126 000 € »: a unit cost and its factors. Any subset
/// of the factors may be the intended one; when none gives the result, all are taken.
pub(super) fn product<'p>(
    result: &StatedNumber<'p>,
    before: &[StatedNumber<'p>],
) -> Option<StatedCalculation<'p>> {
    if before.len() > TERMS_MAX || result.kind != NumberKind::Euros || !is_conclusion(result) {
        return None;
    }
    let mut montants = before.iter().filter(|number| number.kind == NumberKind::Euros);
    let cost = montants.next().filter(|_| montants.next().is_none())?;
    let unit_cost = PATTERNS.unit_cost_before.is_match(cost.before(60))
        || PATTERNS.unit_cost_after.is_match(wide_rest(cost));
    if !unit_cost || PATTERNS.yearly.is_match(result.rest()) {
        return None;
    }
    let text = result.passage.text.get(..result.bytes.start).unwrap_or("");
    let margin = result.half_last_unit();
    // Months are twelfths of a yearly cost, and multiply a monthly one: both are tried.
    let factors_by_months = |twelfths: bool| {
        let mut factors = stated_factors(before, twelfths)?;
        factors.extend(spelled_out(text, before));
        (!factors.is_empty() && factors.len() < TERMS_MAX).then_some(factors)
    };
    let (twelfths, whole) = (factors_by_months(true)?, factors_by_months(false)?);
    let matching = |factors: &Factors| {
        let all = (1u32 << factors.len()) - 1;
        (1..=all)
            .filter_map(|subset| multiply(cost, factors, subset))
            .find(|p| (*p - result.value).abs() <= margin)
    };
    let told_yearly = !flat(result.passage.text.get(cost.bytes.end..result.bytes.start).unwrap_or(""))
        .split(' ')
        .all(|word| !["an", "annee", "annuel", "annuels"].contains(&word));
    let fallback = if told_yearly { &twelfths } else { &whole };
    let (expected, factors) = match (matching(&twelfths), matching(&whole)) {
        (Some(expected), _) => (expected, &twelfths),
        (None, Some(expected)) => (expected, &whole),
        (None, None) => (multiply(cost, fallback, (1u32 << fallback.len()) - 1)?, fallback),
    };
    let written: Vec<&str> = factors.iter().map(|(_, t)| t.as_str()).collect();
    Some(StatedCalculation {
        result: result.clone(),
        expected,
        margin,
        formula: format!("{} × {} = {}", written.join(" × "), cost.as_written(), in_euros(expected)),
        terms: before.to_vec(),
        increased: false,
    })
}

/// Factors and how they are written.
type Factors = Vec<(Decimal, String)>;

/// A cost times a subset of factors, one bit each.
fn multiply(cost: &StatedNumber<'_>, factors: &Factors, subset: u32) -> Option<Decimal> {
    let kept = factors.iter().enumerate().filter(|(i, _)| subset & (1 << i) != 0);
    kept.map(|(_, (n, _))| *n).try_fold(cost.value, Decimal::checked_mul)
}

/// The factors in figures; `None` when a number is surely none.
fn stated_factors(before: &[StatedNumber<'_>], twelfths: bool) -> Option<Factors> {
    let numbers = before.iter().filter(|number| number.kind != NumberKind::Euros);
    numbers
        .map(|number| {
            let written = number.as_written().to_owned();
            let is_months = number.names().first().is_some_and(|m| m == "mois" || m == "moi");
            match number.kind {
                NumberKind::Percentage => Some((number.value / Decimal::ONE_HUNDRED, written)),
                _ if is_months && twelfths => {
                    Some((number.value / Decimal::from(12), format!("{written}/12")))
                }
                _ if is_months || is_multiplier(&number.names()) => Some((number.value, written)),
                _ => None,
            }
        })
        .collect()
}

/// The text after a number, past any punctuation.
fn wide_rest<'p>(number: &StatedNumber<'p>) -> &'p str {
    number.passage.text.get(number.bytes.end..).unwrap_or("")
}

fn is_multiplier(names: &[String]) -> bool {
    names.first().is_some_and(|n| MULTIPLIERS.contains(&n.as_str()))
}

/// The multipliers written in words before the result: « deux ETP ».
fn spelled_out(text: &str, before: &[StatedNumber<'_>]) -> Vec<(Decimal, String)> {
    // Start at the sentence of the first number: what precedes is about something else.
    let start = before.first().map_or(0, |number| {
        text.get(..number.bytes.start)
            .map(|t| {
                let near = tail(t, WINDOW);
                sentence_start(near) + t.len() - near.len()
            })
            .unwrap_or(0)
    });
    let words: Vec<String> =
        flat(tail(text.get(start..).unwrap_or(""), 2 * WINDOW)).split(' ').map(str::to_owned).collect();
    words
        .windows(2)
        .filter_map(|pair| {
            let n = number_in_letters(pair.first()?).filter(|n| *n > 1)?;
            let names = roots(pair.last()?);
            is_multiplier(&names).then(|| (Decimal::from(n), n.to_string()))
        })
        .collect()
}
