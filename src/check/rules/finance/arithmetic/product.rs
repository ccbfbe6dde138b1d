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
    let mut factors: Vec<(Decimal, String)> = Vec::new();
    for number in before.iter().filter(|number| number.kind != NumberKind::Euros) {
        let is_months = number.names().first().is_some_and(|m| m == "mois" || m == "moi");
        match number.kind {
            NumberKind::Percentage => {
                factors.push((number.value / Decimal::ONE_HUNDRED, number.as_written().to_owned()))
            }
            _ if is_months => {
                factors.push((number.value / Decimal::from(12), format!("{}/12", number.as_written())))
            }
            _ if is_multiplier(&number.names()) => {
                factors.push((number.value, number.as_written().to_owned()))
            }
            _ => return None,
        }
    }
    let text = result.passage.text.get(..result.bytes.start).unwrap_or("");
    factors.extend(spelled_out(text, before));
    if factors.is_empty() || factors.len() >= TERMS_MAX {
        return None;
    }
    let product = |subset: u32| {
        let kept = factors.iter().enumerate().filter(|(i, _)| subset & (1 << i) != 0);
        kept.map(|(_, (n, _))| *n).try_fold(cost.value, Decimal::checked_mul)
    };
    let all_factors = (1u32 << factors.len()) - 1;
    let margin = result.half_last_unit();
    let matching = (1..=all_factors).filter_map(product).find(|p| (*p - result.value).abs() <= margin);
    let expected = matching.or_else(|| product(all_factors))?;
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
