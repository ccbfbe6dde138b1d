//! From a date to another: « du 1er juillet 2024 au 30 juin 2025 », « 2024-2026 », « de janvier à juin 2025 ».

use std::ops::Range;

use super::dates::{DateFound, any_year, date, year};
use super::said::SaidDate;
use super::tokens::Tokens;

/// A period and the tokens that write it.
#[derive(Debug, Clone)]
pub(super) struct PeriodRead {
    pub tokens: Range<usize>,
    /// The tokens of its start and of its end.
    pub ends: [Range<usize>; 2],
    pub from: SaidDate,
    pub to: SaidDate,
}

/// The period at a place.
pub(super) fn period(tokens: &Tokens<'_>, at: usize) -> Option<PeriodRead> {
    if !tokens.is_digits(at) {
        return between(tokens, at);
    }
    years(tokens, at).or_else(|| numeric_months(tokens, at)).or_else(|| between(tokens, at))
}

/// « 2024-2026 », « 2024/2025 », « 2024-25 ».
fn years(tokens: &Tokens<'_>, at: usize) -> Option<PeriodRead> {
    let first = any_number(tokens, at)?;
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
        4 => any_number(tokens, at + 2)?,
        2 if year(tokens, at).is_some() && tokens.is_glued(at + 1) && tokens.is_glued(at + 2) => {
            first / 100 * 100 + tokens.word(at + 2).parse::<u16>().ok()?
        }
        _ => return None,
    };
    // « 2022-217 » is the number of a law, « 2024-03-01 » a day.
    let goes_on =
        matches!(tokens.word(at + 3), "-" | "/") && tokens.is_glued(at + 3) && tokens.is_digits(at + 4);
    let are_years = [at, at + 2].map(|place| year(tokens, place).is_some());
    let is_period = match are_years {
        // « 2024/2022 » compares two years; « 2024-2022 » is a period told backwards.
        [true, _] if tokens.word(at + 2).len() == 2 => first < last,
        [true, true] => first < last || first > last && tokens.word(at + 1) == "-",
        // « 2022-2203 »: a slip in one of the two.
        [true, false] => any_year(tokens, at + 2).is_some(),
        [false, true] => any_year(tokens, at + 2).is_some() && !first.is_multiple_of(50),
        [false, false] => false,
    };
    let is_near = first.abs_diff(last) <= 40 || are_years != [true, true];
    (is_period && is_near && !goes_on).then_some(PeriodRead {
        tokens: at..at + 3,
        ends: [at..at + 1, at + 2..at + 3],
        from: SaidDate::Year(first),
        to: SaidDate::Year(last),
    })
}

/// The number of four digits at a place.
fn any_number(tokens: &Tokens<'_>, at: usize) -> Option<u16> {
    let word = tokens.word(at);
    word.parse().ok().filter(|number| tokens.is_digits(at) && word.len() == 4 && *number >= 1000)
}

/// « 10/21 au 12/22 ».
fn numeric_months(tokens: &Tokens<'_>, at: usize) -> Option<PeriodRead> {
    let month = |at: usize| {
        let number = |at: usize| {
            let word = tokens.word(at);
            word.parse::<u16>().ok().filter(|_| tokens.is_digits(at) && word.len() == 2)
        };
        let is_glued = tokens.word(at + 1) == "/" && tokens.is_glued(at + 1) && tokens.is_glued(at + 2);
        let is_longer = tokens.word(at + 3) == "/" && tokens.is_glued(at + 3);
        let (month, year) = (number(at)?, number(at + 2)?);
        let month = u8::try_from(month).ok().filter(|_| is_glued && !is_longer)?;
        Some(SaidDate::Month(2000 + year, month))
    };
    let is_joined = matches!(tokens.word(at + 3), "au" | "a");
    let (from, to) = (month(at)?, month(at + 4)?);
    is_joined.then_some(PeriodRead { tokens: at..at + 7, ends: [at..at + 3, at + 4..at + 7], from, to })
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
        Some(DateFound::None(_) | DateFound::Impossible(_)) => return None,
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
    let from = match (with_year(from?, last.date), last.date) {
        // « octobre à mars 2025 » starts the year before.
        (SaidDate::Month(year, month), SaidDate::Month(_, last))
            if matches!(from, Some(SaidDate::MonthAlone(_))) && month > last =>
        {
            SaidDate::Month(year.saturating_sub(1), month)
        }
        (SaidDate::Year(first), SaidDate::Year(to)) if to < first && tokens.is_word(last.tokens.end) => {
            // « de 2023 à 1985 personnes » counts.
            return None;
        }
        (from, _) => from,
    };
    let (tokens, ends) = (start..last.tokens.end, [start..end, last.tokens]);
    Some(PeriodRead { tokens, ends, from, to: last.date })
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
