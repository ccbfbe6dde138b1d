//! Sums written with signs, each term with its factors: « 2 × 45 000 € + 10 000 € = 100 000 € ».

use rust_decimal::Decimal;

use super::super::stated_numbers::{NumberKind, StatedNumber};
use super::expression::{self, SignedCalculation};
use super::{StatedCalculation, in_between};
use crate::check::figures_and_words::number;
use crate::lang::flat;
use crate::lang::numbers::number_in_letters;

/// Signs that announce a result.
const RESULT_SIGNS: [&str; 4] = ["=", "→", "➔", "⇒"];
/// Signs before a number that make it something else than a term to add.
pub(super) const OTHER_SIGNS: [char; 7] = ['×', '*', '/', '÷', '-', '−', '–'];
/// Most bytes between two numbers of a calculation.
const LINK_MAX: usize = 60;
/// Most characters read before the first number of a product.
pub(super) const LEAD_MAX: usize = 80;

/// A term and its factors.
struct Term<'p> {
    numbers: Vec<StatedNumber<'p>>,
    /// Its value; with months, there may be a second one, in twelfths of a year.
    values: Vec<Decimal>,
}

/// A calculation in signs: terms that are numbers, or products of numbers.
pub(super) fn sum<'p>(
    result: &StatedNumber<'p>,
    before: &[StatedNumber<'p>],
) -> Option<StatedCalculation<'p>> {
    let link = in_between(before.last()?, result);
    let link = link.trim_end_matches([' ', '+', '\u{a0}', '/']);
    let of_sign = RESULT_SIGNS.iter().find_map(|sign| link.strip_suffix(sign));
    let tail =
        of_sign.or_else(|| link.strip_suffix("soit").map(|tail| tail.trim_end().trim_end_matches(',')))?;
    match expression::before(result, before, tail) {
        SignedCalculation::Calculation(calculation) if of_sign.is_some() => return Some(calculation),
        SignedCalculation::Plain { is_bare } if of_sign.is_some() || (is_bare && result.concludes()) => {}
        _ => return None,
    }
    // Sums of counts in tables are checked by the rules of indicateurs.
    if result.kind == NumberKind::Count {
        return None;
    }
    let mut terms: Vec<Term<'p>> = Vec::new();
    let mut rest = before;
    while let Some((last, others)) = rest.split_last() {
        let next = terms.last().and_then(|t| t.numbers.first()).unwrap_or(result);
        let link = in_between(last, next);
        let linked = !link.contains('|') && link.len() < LINK_MAX;
        if !linked || (!terms.is_empty() && !link.trim_end().ends_with('+')) {
            break;
        }
        let (term, remainder) = term(last, others);
        let Some(values) = values(&term, result.kind) else {
            // A sum of which a term is not understood is not one.
            if terms.is_empty() && term.len() == 1 {
                break;
            }
            return None;
        };
        terms.push(Term { numbers: term, values });
        rest = remainder;
    }
    terms.reverse();
    let first = terms.first()?.numbers.first()?;
    // A bracket that closes what opens before the first term.
    let inside = result.passage.text.get(first.bytes.start..result.bytes.start)?;
    if closes_more(inside) || (of_sign.is_none() && is_preceded_by_a_number(first)) {
        return None;
    }
    let sign = first.before(4).trim_end();
    if (sign.ends_with(OTHER_SIGNS) || sign.ends_with(" x")) && !starts_a_line(first) {
        return None;
    }
    let has_product = terms.iter().any(|t| t.numbers.len() > 1);
    if (terms.len() < 2 && !has_product) || (has_product && is_preceded_by_a_number(first)) {
        return None;
    }
    let candidates = totals(&terms)?;
    let margin = result.half_last_unit();
    let matching = candidates.iter().find(|total| (**total - result.value).abs() <= margin);
    // Months that may count in two ways prove nothing, but for twelve of them, which change nothing to a yearly cost.
    let mut months = terms.iter().flat_map(|term| &term.numbers).filter(|number| is_months(number));
    let of_a_year = months.all(|number| number.value == Decimal::from(12));
    let expected = match (matching, candidates.as_slice()) {
        (Some(total), _) | (None, [total]) => *total,
        (None, [total, ..]) if of_a_year => *total,
        _ => return None,
    };
    let written: Vec<String> = terms.iter().map(Term::as_written).collect();
    Some(StatedCalculation {
        result: result.clone(),
        expected,
        margin,
        formula: format!("{} = {}", written.join(" + "), number(expected)),
        terms: terms.into_iter().flat_map(|t| t.numbers).collect(),
        increased: false,
    })
}

/// The number that ends a term and those that multiply it, and the numbers left before.
fn term<'p, 'b>(
    last: &StatedNumber<'p>,
    others: &'b [StatedNumber<'p>],
) -> (Vec<StatedNumber<'p>>, &'b [StatedNumber<'p>]) {
    let mut numbers = vec![last.clone()];
    let mut rest = others;
    while let Some((factor, remainder)) = rest.split_last() {
        let next = numbers.last().unwrap_or(last);
        let link = in_between(factor, next).trim_end();
        let multiplies = link.ends_with(['×', '*']) || link.ends_with(" x") || link.ends_with("\u{a0}x");
        if !multiplies || link.len() > LINK_MAX || link.contains(['|', '+', '=', ';', '.', '(']) {
            break;
        }
        numbers.push(factor.clone());
        rest = remainder;
    }
    numbers.reverse();
    (numbers, rest)
}

/// What a term may be worth: exactly one of its numbers has the kind of the result, or all are percentages.
fn values(numbers: &[StatedNumber<'_>], kind: NumberKind) -> Option<Vec<Decimal>> {
    if let [only] = numbers {
        return (only.kind == kind).then(|| vec![only.value]);
    }
    let measures = numbers.iter().filter(|n| n.kind == kind).count();
    if measures != 1 || kind != NumberKind::Euros {
        return None;
    }
    let mut product = Decimal::ONE;
    let mut has_months = false;
    for factor in numbers {
        product = product.checked_mul(factor.value)?;
        if factor.kind == NumberKind::Percentage {
            product = product.checked_div(Decimal::ONE_HUNDRED)?;
        }
        has_months |= is_months(factor);
    }
    let mut values = vec![product];
    if has_months {
        values.push(product.checked_div(Decimal::from(12))?);
    }
    Some(values)
}

fn is_months(factor: &StatedNumber<'_>) -> bool {
    factor.kind == NumberKind::Count && factor.names().first().is_some_and(|n| n.starts_with("moi"))
}

/// The totals that the values of the terms may give.
fn totals(terms: &[Term<'_>]) -> Option<Vec<Decimal>> {
    let mut totals = vec![Decimal::ZERO];
    for term in terms {
        let with = |total: &Decimal| term.values.iter().map(|v| total.checked_add(*v)).collect::<Vec<_>>();
        totals = totals.iter().flat_map(with).collect::<Option<_>>()?;
        if totals.len() > 16 {
            return None;
        }
    }
    Some(totals)
}

/// Whether a text closes a bracket that it did not open.
fn closes_more(text: &str) -> bool {
    let mut depth = 0i32;
    text.chars().any(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth < 0
    })
}

/// Whether a number opens its line, so that a dash before it is the mark of a list.
pub(super) fn starts_a_line(number: &StatedNumber<'_>) -> bool {
    let text = number.passage.text.get(..number.bytes.start).unwrap_or("");
    let line = text.rsplit(['\n', '|']).next().unwrap_or("");
    line.trim().chars().all(|c| "-–−:".contains(c))
}

/// Whether the words before a product, in its clause, hold another number: « 14 agents à 10 % × 90 000 € ».
fn is_preceded_by_a_number(first: &StatedNumber<'_>) -> bool {
    let lead = first.before(LEAD_MAX);
    let clause = lead.rsplit(['.', ';', ':', '|', '(', '\n']).next().unwrap_or("");
    clause.bytes().any(|b| b.is_ascii_digit())
        || flat(clause).split(' ').any(|w| number_in_letters(w).is_some_and(|n| n > 1))
}

impl Term<'_> {
    fn as_written(&self) -> String {
        let written: Vec<&str> = self.numbers.iter().map(StatedNumber::as_written).collect();
        written.join(" × ")
    }
}
