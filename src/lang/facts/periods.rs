//! From a date to another: « du 1er juillet 2024 au 30 juin 2025 », « 2024-2026 », « de janvier à juin 2025 ».

use std::ops::Range;

use super::dates::{DateFound, date, year};
use super::said::SaidDate;
use super::tokens::Tokens;

/// A period and the tokens that write it.
#[derive(Debug, Clone)]
pub(super) struct PeriodRead {
    pub tokens: Range<usize>,
    pub from: SaidDate,
    pub to: SaidDate,
}

/// The period at a place.
pub(super) fn period(tokens: &Tokens<'_>, at: usize) -> Option<PeriodRead> {
    years(tokens, at).or_else(|| between(tokens, at))
}

/// « 2024-2026 », « 2024/2025 », « 2024-25 ».
fn years(tokens: &Tokens<'_>, at: usize) -> Option<PeriodRead> {
    let first = year(tokens, at)?;
    let before = tokens.before(at);
    if matches!(before, "°" | "n°" | "numero" | "n" | "loi" | "decret" | "ordonnance")
        || tokens.is_glued(at) && matches!(before, "-" | "/" | "." | "_")
    {
        return None;
    }
    if !matches!(tokens.word(at + 1), "-" | "/") || !tokens.is_digits(at + 2) {
        return None;
    }
    let last = match tokens.word(at + 2).len() {
        4 => year(tokens, at + 2)?,
        2 if tokens.is_glued(at + 1) && tokens.is_glued(at + 2) => {
            first / 100 * 100 + tokens.word(at + 2).parse::<u16>().ok()?
        }
        _ => return None,
    };
    // « 2022-217 » is the number of a law, « 2024-03-01 » a day.
    let goes_on =
        matches!(tokens.word(at + 3), "-" | "/") && tokens.is_glued(at + 3) && tokens.is_digits(at + 4);
    let is_period = first < last && last - first <= 40 && !goes_on;
    is_period.then_some(PeriodRead {
        tokens: at..at + 3,
        from: SaidDate::Year(first),
        to: SaidDate::Year(last),
    })
}

/// Two dates joined by « à », « au », « et » after « entre ».
fn between(tokens: &Tokens<'_>, at: usize) -> Option<PeriodRead> {
    let opening = tokens.word(at);
    let start = match opening {
        "du" | "de" | "d'" | "entre" => at + 1,
        _ => at,
    };
    let start = match tokens.word(start) {
        "le" | "la" if opening == "entre" => start + 1,
        _ => start,
    };
    let (mut from, end) = match date(tokens, start) {
        Some(DateFound::Date(read)) => (Some(read.date), read.tokens.end),
        Some(DateFound::None(_)) => return None,
        // « du 1er au 15 mars ».
        None if tokens.is_digits(start) && tokens.word(start).len() <= 2 => {
            (None, if tokens.word(start + 1) == "er" { start + 2 } else { start + 1 })
        }
        None => return None,
    };
    let place = match tokens.word(end) {
        "au" if matches!(opening, "du" | "de" | "d'") || start == at => end + 1,
        "a" if matches!(opening, "de" | "d'" | "du")
            || matches!(from, Some(SaidDate::MonthAlone(_) | SaidDate::Month(..) | SaidDate::DayOfMonth(..)) if start == at) =>
        {
            tokens.after_any(end, &["a la", "a l' annee", "a"]).unwrap_or(end + 1)
        }
        "et" if opening == "entre" => tokens.after_any(end, &["et le", "et la", "et"]).unwrap_or(end + 1),
        "jusqu'" if matches!(opening, "du" | "de" | "d'") => {
            tokens.after_any(end, &["jusqu' au", "jusqu' en", "jusqu' a"])?
        }
        "-" if matches!(from, Some(SaidDate::MonthAlone(_) | SaidDate::Month(..))) => end + 1,
        _ => return None,
    };
    let place = tokens.after_any(place, &["mois de", "l' annee"]).unwrap_or(place);
    let Some(DateFound::Date(last)) = date(tokens, place) else { return None };
    if from.is_none() {
        let day: u8 = tokens.word(start).parse().ok()?;
        from = match last.date {
            SaidDate::Day(year, month, _) => Some(SaidDate::Day(year, month, day)),
            SaidDate::DayOfMonth(month, _) => Some(SaidDate::DayOfMonth(month, day)),
            _ => None,
        };
    }
    let from = with_year(from?, last.date);
    Some(PeriodRead { tokens: start..last.tokens.end, from, to: last.date })
}

/// A date that takes the year of another, written after it.
pub(super) fn with_year(date: SaidDate, other: SaidDate) -> SaidDate {
    let year = match other {
        SaidDate::Day(year, ..) | SaidDate::Month(year, _) | SaidDate::EndOf(year) => year,
        _ => return date,
    };
    match date {
        SaidDate::DayOfMonth(month, day) => SaidDate::Day(year, month, day),
        SaidDate::MonthAlone(month) => SaidDate::Month(year, month),
        other => other,
    }
}
