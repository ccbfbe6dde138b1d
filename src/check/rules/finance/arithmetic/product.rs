//! Products written in prose: a unit cost times numbers of posts, days or months, and rates.

use rust_decimal::Decimal;

use super::super::stated_numbers::{self, NumberKind, StatedNumber};
use super::{StatedCalculation, in_euros};
use crate::lang::facts::{CalendarUnit, Thing};
use crate::lang::flat;

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

/// « 14 agents à 90 000 € par an pour 10 % de leur temps, soit 126 000 € »: a unit cost and its factors. Any subset
/// of the factors may be the intended one; when none gives the result, all are taken.
pub(super) fn product<'p>(
    result: &StatedNumber<'p>,
    before: &[StatedNumber<'p>],
) -> Option<StatedCalculation<'p>> {
    if before.len() > TERMS_MAX || result.kind != NumberKind::Euros || !result.concludes() {
        return None;
    }
    let mut montants = before.iter().filter(|number| number.kind == NumberKind::Euros);
    let cost = montants.next().filter(|_| montants.next().is_none())?;
    if !is_of_one(cost) || result.each() == Some(CalendarUnit::Year) {
        return None;
    }
    let margin = result.half_last_unit();
    // Months are twelfths of a yearly cost, and multiply a monthly one: both are tried.
    let factors_by_months = |twelfths: bool| {
        let mut factors = stated_factors(before, twelfths)?;
        factors.extend(spelled_out(result, before));
        (!factors.is_empty() && factors.len() < TERMS_MAX).then_some(factors)
    };
    let (twelfths, whole) = (factors_by_months(true)?, factors_by_months(false)?);
    // « y passent 10 % de leur temps » is always a factor; figures come first among them.
    let figures = before.iter().filter(|number| number.kind != NumberKind::Euros);
    let of_time = figures.enumerate().fold(0u32, |set, (rank, number)| {
        let is_of_time = number.kind == NumberKind::Percentage
            && number.bytes.start > cost.bytes.end
            && number.names().first().is_some_and(|name| ["etp", "temp"].contains(&name.as_str()));
        if is_of_time { set | 1 << rank } else { set }
    });
    let matching = |factors: &Factors| {
        let all = (1u32 << factors.len()) - 1;
        (1..=all)
            .filter(|subset| subset & of_time == of_time)
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

/// Whether an amount is the cost of one: « à 48 000 € », « 60 500 € par ETP », « un salaire de ».
fn is_of_one(cost: &StatedNumber<'_>) -> bool {
    let after = cost.passage.text.get(cost.bytes.end..).unwrap_or("").trim_start();
    let is_each = ["brut", "chacun"].iter().any(|word| after.starts_with(word));
    let before = cost.before(24);
    matches!(cost.fact.frame.thing, Some(Thing::UnitCost | Thing::Expense))
        || !cost.per().is_empty()
        || is_each
        || before.trim_end().ends_with(['×', '*'])
        || is_priced(before)
        || before.trim_end().ends_with(" x")
        || flat(before).trim_end().ends_with("raison de")
}

fn is_multiplier(names: &[String]) -> bool {
    names.first().is_some_and(|n| MULTIPLIERS.contains(&n.as_str()))
}

/// « 8 ETP à 60 500 € », and not « 1,5 ETP correspondant à 36 000 € », « s’élève à ».
fn is_priced(before: &str) -> bool {
    let Some(before) = before.trim_end().strip_suffix(['à', 'À']) else { return false };
    let words = flat(before);
    let last = words.trim_end().rsplit(' ').next().unwrap_or_default();
    [
        "correspond",
        "eleve",
        "equiva",
        "evalu",
        "estim",
        "fix",
        "egal",
        "port",
        "pass",
        "chiffr",
        "mont",
        "relat",
        "plafonn",
    ]
    .iter()
    .all(|stem| !last.starts_with(stem))
}

/// The multipliers written in words before the result: « deux ETP », from the sentence of the first number.
fn spelled_out(result: &StatedNumber<'_>, before: &[StatedNumber<'_>]) -> Vec<(Decimal, String)> {
    let first = before.first().map_or(result.fact.sentence, |number| number.fact.sentence);
    stated_numbers::all(result.passage)
        .filter(|number| number.fact.sentence >= first && number.bytes.end <= result.bytes.start)
        .filter(|number| number.as_written().starts_with(char::is_alphabetic))
        .filter(|number| number.value > Decimal::ONE && is_multiplier(&number.names()))
        .map(|number| (number.value, number.value.to_string()))
        .collect()
}
