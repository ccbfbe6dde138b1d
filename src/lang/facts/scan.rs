//! Walks the tokens once and claims each figure, date, reference and acronym.

use std::ops::Range;

use super::acronyms::acronym;
use super::date_roles::role;
use super::dates::{DateFound, date};
use super::durations::every;
use super::measures::{FigureRead, MeasureRead, figure};
use super::periods::{period, with_year};
use super::references::references;
use super::said::{SaidDate, SaidValue};
use super::scopes::Scopes;
use super::tokens::Tokens;

/// Something that is stated, not bound yet.
#[derive(Debug, Clone)]
pub(super) enum Draft {
    /// A figure, to be bound.
    Figure(FigureRead),
    /// A date, a period, a frequency, a reference or an acronym.
    Other(SaidValue, Range<usize>),
}

impl Draft {
    pub(super) fn tokens(&self) -> &Range<usize> {
        match self {
            Self::Figure(figure) => &figure.tokens,
            Self::Other(_, range) => range,
        }
    }
}

/// All that a text states, in order.
pub(super) fn scan(tokens: &Tokens<'_>, scopes: &Scopes) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = step(tokens, scopes, at, &mut drafts).max(at + 1);
    }
    share_years(tokens, &mut drafts);
    drafts
}

/// Reads what stands at a place; the place to go on from.
fn step(tokens: &Tokens<'_>, scopes: &Scopes, at: usize, drafts: &mut Vec<Draft>) -> usize {
    if let Some((found, end)) = references(tokens, at) {
        drafts.extend(found.into_iter().map(|(value, range)| Draft::Other(value, range)));
        return end;
    }
    if let Some(read) = period(tokens, at) {
        let end = read.tokens.end;
        let ends = read.ends.map(|end| tokens.bytes(&end));
        // « 13/21 au 12/22 ».
        let is_month = |date| !matches!(date, SaidDate::Month(_, month) if !(1..=12).contains(&month));
        let value = match is_month(read.from) && is_month(read.to) {
            true => SaidValue::Period { from: read.from, to: read.to, ends },
            false => SaidValue::NoSuchDate,
        };
        drafts.push(Draft::Other(value, read.tokens));
        return end;
    }
    match date(tokens, at) {
        Some(DateFound::Date(read)) => {
            let end = read.tokens.end;
            let role = role(tokens, &read.tokens);
            drafts.push(Draft::Other(SaidValue::Date { date: read.date, role }, read.tokens));
            return following_year(tokens, scopes, end, drafts);
        }
        Some(DateFound::Impossible(range)) => {
            let end = range.end;
            drafts.push(Draft::Other(SaidValue::NoSuchDate, range));
            return end;
        }
        Some(DateFound::None(range)) => return range.end,
        None => {}
    }
    if let Some((year, range)) = other_year(tokens, scopes, at, drafts) {
        drafts.push(Draft::Other(SaidValue::Date { date: SaidDate::Year(year), role: None }, range.clone()));
        return range.end;
    }
    if let Some((value, range)) = every(tokens, at, follows_count(tokens, scopes, at, drafts)) {
        let end = range.end;
        drafts.push(Draft::Other(value, range));
        return end;
    }
    match figure(tokens, scopes, at) {
        Some(MeasureRead::Figure(figure)) => {
            let end = figure.tokens.end;
            let after = figure.end;
            let is_amount = matches!(figure.value, SaidValue::Amount(_));
            drafts.push(Draft::Figure(figure));
            // What an amount is per is not read again; the words of a noun may hold an acronym.
            return if is_amount { after } else { end };
        }
        Some(MeasureRead::Skipped(end)) => return end,
        None => {}
    }
    if let Some((value, range)) = acronym(tokens, at) {
        let end = range.end;
        drafts.push(Draft::Other(value, range));
        return end;
    }
    at + 1
}

/// Whether « par mois » at a place says how often what is counted comes.
fn follows_count(tokens: &Tokens<'_>, scopes: &Scopes, at: usize, drafts: &[Draft]) -> bool {
    if !matches!(tokens.word(at), "par" | "/" | "l'") {
        return false;
    }
    let clause = scopes.clause(at);
    let near = drafts.iter().rev().take(3).any(|draft| match draft {
        Draft::Figure(figure) => {
            !matches!(figure.value, SaidValue::Amount(_))
                && scopes.clause(figure.tokens.start) == clause
                && at - figure.tokens.end <= 8
        }
        Draft::Other(..) => false,
    });
    // « une fois par mois », « une réunion par trimestre ».
    near || (1..4).any(|back| {
        at.checked_sub(back + 1)
            .is_some_and(|place| matches!(tokens.word(place), "une" | "un") && tokens.is_word(place + 1))
    }) || scopes.scope(at).is_some_and(|clause| {
        at > 0
            && clause.tokens.contains(&(at - 1))
            && drafts
                .last()
                .is_some_and(|draft| draft.tokens().end + 1 >= at && matches!(draft, Draft::Figure(_)))
    }) || at > 0 && tokens.is_digits(at - 1)
}

/// « le 31 mars de l'année suivante », when the sentence has one year.
fn following_year(tokens: &Tokens<'_>, scopes: &Scopes, end: usize, drafts: &mut [Draft]) -> usize {
    let (last, before) = match drafts.split_last_mut() {
        Some((last, before)) => (last, before),
        None => return end,
    };
    let Draft::Other(SaidValue::Date { date, .. }, range) = last else { return end };
    if !matches!(date, SaidDate::DayOfMonth(..) | SaidDate::MonthAlone(_)) {
        return end;
    }
    let phrases = [("de l' annee suivante", 1), ("de l' annee precedente", -1), ("de l' annee n + 1", 1)];
    let Some((after, step)) =
        phrases.iter().find_map(|(phrase, step)| tokens.after(end, phrase).map(|after| (after, *step)))
    else {
        return end;
    };
    if let Some(year) = only_year(scopes, end, before).and_then(|year| year.checked_add_signed(step)) {
        *date = with_year(*date, SaidDate::EndOf(year));
        range.end = after;
    }
    after
}

/// « l'année suivante », when the sentence has one year.
fn other_year(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    at: usize,
    drafts: &[Draft],
) -> Option<(u16, Range<usize>)> {
    let (end, step) = tokens
        .after(at, "annee suivante")
        .map(|end| (end, 1))
        .or_else(|| tokens.after(at, "annee precedente").map(|end| (end, -1)))?;
    let year = only_year(scopes, at, drafts)?.checked_add_signed(step)?;
    Some((year, at..end))
}

/// The year of the sentence, when it has one only.
fn only_year(scopes: &Scopes, at: usize, drafts: &[Draft]) -> Option<u16> {
    let sentence = scopes.sentence(at);
    let mut years =
        drafts.iter().rev().take(12).take_while(|draft| draft.tokens().start >= sentence.start).filter_map(
            |draft| match draft {
                Draft::Other(SaidValue::Date { date, .. }, _) => date.year(),
                Draft::Other(SaidValue::Period { to, .. }, _) => to.year().or(Some(0)),
                _ => None,
            },
        );
    let year = years.next()?;
    (year > 0 && years.all(|other| other == year)).then_some(year)
}

/// « les 3 mars et 9 mai 2025 »: the year is that of both.
fn share_years(tokens: &Tokens<'_>, drafts: &mut [Draft]) {
    for rank in (1..drafts.len()).rev() {
        let Some([first, second]) = drafts.get_mut(rank - 1..=rank) else { continue };
        let (
            Draft::Other(SaidValue::Date { date, .. }, range),
            Draft::Other(SaidValue::Date { date: other, .. }, next),
        ) = (first, second)
        else {
            continue;
        };
        let joined = (range.end..next.start).all(|at| {
            matches!(tokens.word(at), "et" | "," | "ou" | "le" | "puis" | "au" | "en" | "les" | "a")
        });
        if joined && next.start - range.end <= 3 {
            *date = with_year(*date, *other);
        }
    }
}
