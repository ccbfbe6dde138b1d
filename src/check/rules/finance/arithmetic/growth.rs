//! Growths told with their two figures: « passe de 30 000 € à 42 000 €, soit une hausse de 40 % ».

use rust_decimal::Decimal;

use super::super::stated_numbers::{NumberKind, StatedNumber};
use super::{StatedCalculation, ends_with_word, in_between};
use crate::check::figures_and_words::percent;
use crate::lang::facts::{Modality, SaidValue, Trend};
use crate::lang::flat;

/// Stems of the verbs and nouns of a change.
const CHANGES: [&str; 14] = [
    "pass", "port", "augment", "baiss", "diminu", "progress", "recul", "evolu", "ramen", "relev", "reduit",
    "tomb", "hausse", "reduct",
];
/// Bytes before the first figure where its verb is looked for, and most bytes between two figures.
const REACH: usize = 60;

/// A percentage after the figure that changes and what it becomes.
pub(super) fn growth<'p>(
    rate: &StatedNumber<'p>,
    before: &[StatedNumber<'p>],
) -> Option<StatedCalculation<'p>> {
    let SaidValue::Percentage(said) = &rate.fact.value else { return None };
    let [.., from, to] = before else { return None };
    let trend = said.trend.filter(|_| !said.is_points && rate.fact.modality == Modality::Exact)?;
    let is_of_kind = from.kind == to.kind && from.kind != NumberKind::Percentage && from.exact && to.exact;
    let in_sentence = [from, to].iter().all(|number| number.fact.sentence == rate.fact.sentence);
    let lead = flat(from.before(REACH));
    let changes = lead.split(' ').any(|word| CHANGES.iter().any(|stem| word.starts_with(stem)));
    let is_change = changes
        && ends_with_word(from.before(REACH), &["de"])
        && in_between(from, to).len() <= REACH
        && in_between(from, to).trim_end().ends_with(['à', 'À'])
        && in_between(to, rate).len() <= REACH;
    if !is_of_kind || !in_sentence || !is_change {
        return None;
    }
    let change = to.value.checked_sub(from.value)?.checked_mul(Decimal::ONE_HUNDRED)?;
    let change = change.checked_div(from.value)?.round_dp(2);
    let (from_said, to_said) = (from.as_written(), to.as_written());
    Some(StatedCalculation {
        result: rate.clone(),
        expected: if trend == Trend::Up { change } else { -change },
        // Rates are truncated as often as they are rounded.
        margin: rate.half_last_unit() * Decimal::TWO,
        formula: format!("({to_said} − {from_said}) / {from_said} = {}", percent(change)),
        terms: vec![from.clone(), to.clone()],
        increased: false,
    })
}
