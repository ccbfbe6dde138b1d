//! Lengths of time, ages and frequencies.

use std::ops::Range;

use rust_decimal::Decimal;

use super::ages;
use super::measures::{BEFORE_UNITS, FigureRead, MeasureRead, time_unit};
use super::numerals::Numeral;
use super::said::{CalendarUnit, SaidNumber, SaidValue};
use super::tokens::Tokens;

/// The length of time, or the age, that a number gives.
pub(super) fn duration(tokens: &Tokens<'_>, numeral: &Numeral) -> Option<MeasureRead> {
    let (start, end) = (numeral.tokens.start, numeral.tokens.end);
    let mut unit_at = end;
    if BEFORE_UNITS.contains(&tokens.word(unit_at)) {
        unit_at += 1;
    }
    if numeral.is_about && matches!(tokens.word(unit_at), "de" | "d'")
        || numeral.is_rounded && tokens.word(unit_at) == "d'"
    {
        unit_at += 1;
    }
    let unit = time_unit(tokens.word(unit_at))?;
    let mut after = unit_at + 1;
    if tokens.word(unit_at) == "h" && (is_clock(tokens, start, after) || is_around_the_clock(tokens, after)) {
        return Some(MeasureRead::Skipped(clock_end(tokens, after)));
    }
    if unit == CalendarUnit::Hour && is_clock(tokens, start, after) {
        return Some(MeasureRead::Skipped(clock_end(tokens, after)));
    }
    // « 24 h/24 et 7j/7 ».
    if is_around_the_clock(tokens, after) {
        return Some(MeasureRead::Skipped(after + 2));
    }
    let mut number = numeral.number;
    if let Some(half) = tokens.after_any(after, &["et demi", "et demie"]) {
        number.low = number.low.saturating_add(Decimal::new(5, 1));
        after = half;
    }
    let in_words = numeral.in_words;
    // « Un an » is a length after a preposition; elsewhere « une semaine » is a noun.
    if numeral.is_article && !is_length(tokens, start) {
        return None;
    }
    let is_age = matches!(tokens.word(unit_at), "ans" | "an") && ages::is_age(tokens, numeral);
    let is_years_ordinal = matches!(tokens.before(start), "tous" | "toutes")
        || tokens.ending_any(start, &["tous les", "toutes les"]).is_some();
    if is_years_ordinal {
        return None;
    }
    let value = match is_age {
        true => SaidValue::Count { number, noun: tokens.bytes(&(unit_at..unit_at + 1)), in_words },
        false => SaidValue::Duration { number, unit, in_words },
    };
    Some(MeasureRead::Figure(FigureRead {
        value,
        tokens: start..after,
        end: after,
        is_about: numeral.is_about,
        sign: None,
        is_age,
    }))
}

fn is_around_the_clock(tokens: &Tokens<'_>, after: usize) -> bool {
    matches!(tokens.word(after), "/" | "sur") && tokens.is_digits(after + 1)
}

/// Hours of the clock: « à 9 h 30 », « de 22h à 6h ».
fn is_clock(tokens: &Tokens<'_>, start: usize, after: usize) -> bool {
    let before = tokens.before(start);
    let is_other_end = matches!(before, "a" | "et")
        && (matches!(tokens.before(start - 1), "h" | "heures")
            || start > 2
                && tokens.is_digits(start - 2)
                && matches!(tokens.before(start - 2), "h" | "heures"));
    let has_minutes = tokens.is_digits(after) && tokens.word(after).len() == 2;
    let opens = matches!(before, "a" | "vers" | "des") || is_other_end;
    let goes_on = before == "de"
        && tokens.word(after) == "a"
        && tokens.is_digits(after + 1)
        && matches!(tokens.word(after + 2), "h" | "heures");
    has_minutes && matches!(before, "a" | "de" | "vers" | "des" | "et" | "entre" | "avant" | "apres")
        || opens
            && tokens.is_digits(start)
            && tokens.word(start).len() <= 2
            && (is_other_end || tokens.is_glued(after - 1))
        || goes_on
}

fn clock_end(tokens: &Tokens<'_>, after: usize) -> usize {
    if tokens.is_digits(after) {
        after + 1
    } else if is_around_the_clock(tokens, after) {
        after + 2
    } else {
        after
    }
}

/// Whether « un an » is a length here.
fn is_length(tokens: &Tokens<'_>, start: usize) -> bool {
    matches!(
        tokens.before(start),
        "d'" | "de"
            | "pendant"
            | "durant"
            | "sur"
            | "dans"
            | "pour"
            | "sous"
            | "moins"
            | "plus"
            | "depuis"
            | "dure"
            | "vaut"
            | "valable"
            | "a"
            | "apres"
            | "environ"
    )
}

/// A frequency: « tous les 3 mois », « chaque année », « par mois » after a count.
pub(super) fn every(
    tokens: &Tokens<'_>,
    at: usize,
    follows_count: bool,
) -> Option<(SaidValue, Range<usize>)> {
    let one = SaidNumber { low: Decimal::ONE, high: None };
    let said = |number, unit, end| Some((SaidValue::Every { number, unit }, at..end));
    match tokens.word(at) {
        "tous" | "toutes" if tokens.word(at + 1) == "les" => {
            if let Some(unit) = time_unit(tokens.word(at + 2)) {
                return said(one, unit, at + 3);
            }
            let numeral = super::numerals::range(tokens, at + 2)?;
            let unit = time_unit(tokens.word(numeral.tokens.end))?;
            said(numeral.number, unit, numeral.tokens.end + 1)
        }
        "chaque" => time_unit(tokens.word(at + 1)).and_then(|unit| said(one, unit, at + 2)),
        "par" | "/" if follows_count => {
            time_unit(tokens.word(at + 1)).and_then(|unit| said(one, unit, at + 2))
        }
        "l'" if follows_count && tokens.word(at + 1) == "an" => said(one, CalendarUnit::Year, at + 2),
        _ => None,
    }
}
