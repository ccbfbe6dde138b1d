//! The year or the period that a figure belongs to: « en 2023 », « au titre de l'année 2024 », right after the figure or
//! alone in its clause.

use std::ops::Range;

use super::said::{SaidDate, SaidValue};
use super::scopes::Scopes;
use super::tokens::Tokens;

/// A year or a period, which figures may belong to.
#[derive(Debug, Clone)]
pub(super) struct Belonging {
    pub period: (SaidDate, Option<SaidDate>),
    pub tokens: Range<usize>,
    /// Where the words that introduce it start: « au titre de l'année ».
    pub start: usize,
}

/// Phrases that put a figure in a period; the longest first.
const INTRODUCTIONS: &[&str] = &[
    "au titre de l' annee",
    "au titre de l' exercice",
    "au titre des annees",
    "au titre de la periode",
    "au titre de",
    "au titre d'",
    "pour l' annee scolaire",
    "pour l' annee",
    "pour l' exercice",
    "pour la periode",
    "pour les annees",
    "pour le",
    "pour",
    "sur l' annee",
    "sur l' exercice",
    "sur la periode",
    "sur",
    "au cours de l' annee",
    "au cours de l' exercice",
    "au cours du",
    "dans l' annee",
    "durant l' annee",
    "pendant l' annee",
    "durant",
    "pendant",
    "des l' annee",
    "en annee",
    "en fin",
    "en",
    "au",
    "a la rentree",
    "l' annee",
    "l' exercice",
    "de l' annee",
    "de l' exercice",
    "fin",
    "courant",
    "a fin",
];

/// What a date or a period of the text may be for figures.
pub(super) fn belonging(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    value: &SaidValue,
    range: &Range<usize>,
) -> Option<Belonging> {
    let period = match value {
        SaidValue::Date { date, role: None } => match date {
            SaidDate::Day(..) | SaidDate::DayOfMonth(..) | SaidDate::MonthAlone(_) => return None,
            date => (*date, None),
        },
        SaidValue::Period { from, to, .. } => (*from, Some(*to)),
        _ => return None,
    };
    let bare = tokens
        .ending_any(
            range.start,
            &["l' annee scolaire", "l' annee", "l' exercice", "la periode", "annee", "exercice"],
        )
        .unwrap_or(range.start);
    let introduced =
        tokens.ending_any(range.start, INTRODUCTIONS).or_else(|| tokens.ending_any(bare, INTRODUCTIONS));
    // « de plus qu'en 2022 » compares.
    if introduced.is_some_and(|start| matches!(tokens.before(start), "qu'" | "que" | "contre")) {
        return None;
    }
    // « 2024/2025 : 6 000 € », « (2024) ».
    let clause = scopes.scope(range.start)?;
    let is_label = tokens.word(range.end) == ":" && range.end - clause.tokens.start <= 4;
    let is_aside = tokens.before(range.start) == "(" && tokens.word(range.end) == ")";
    // « de 2024 à 2026 » stands by itself.
    let is_period = matches!(value, SaidValue::Period { .. })
        && tokens.before(range.start) == "de"
        && range.start == clause.tokens.start + 1
        && tokens.word(range.end) == ",";
    let start = match introduced {
        Some(start) => start,
        None if is_label || is_aside || is_period => range.start,
        None => return None,
    };
    Some(Belonging { period, tokens: range.clone(), start })
}

/// The period of each figure, given by its tokens and the end of what it says; figures and belongings are in order.
pub(super) fn periods(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    figures: &[(Range<usize>, usize)],
    belongings: &[Belonging],
) -> Vec<Option<(SaidDate, Option<SaidDate>)>> {
    // The figure that each belonging follows at once.
    let mut attached: Vec<Option<usize>> = vec![None; belongings.len()];
    let mut own: Vec<Option<usize>> = vec![None; figures.len()];
    let mut next = 0;
    for (rank, belonging) in belongings.iter().enumerate() {
        while figures.get(next).is_some_and(|(range, _)| range.start < belonging.start) {
            next += 1;
        }
        let Some(before) = next.checked_sub(1) else { continue };
        let touches = figures.get(before).is_some_and(|(_, end)| {
            *end <= belonging.start
                && belonging.start - *end <= 1
                && (*end == belonging.start || tokens.word(*end) == "(")
        });
        if touches && let (Some(attached), Some(own)) = (attached.get_mut(rank), own.get_mut(before)) {
            *attached = Some(before);
            *own = Some(rank);
        }
    }
    let mut found = Vec::with_capacity(figures.len());
    let mut first = 0;
    for (rank, (figure, _)) in figures.iter().enumerate() {
        if let Some(own) = own.get(rank).copied().flatten() {
            found.push(belongings.get(own).map(|belonging| belonging.period));
            continue;
        }
        let sentence = scopes.sentence(figure.start);
        while belongings.get(first).is_some_and(|belonging| belonging.tokens.end <= sentence.start) {
            first += 1;
        }
        let here = || {
            belongings
                .iter()
                .enumerate()
                .skip(first)
                .take(NEAR)
                .take_while(|(_, belonging)| belonging.tokens.start < sentence.end)
        };
        let clause = scopes.clause(figure.start);
        let in_clause: Vec<_> =
            here().filter(|(_, belonging)| is_same(tokens, scopes, clause, belonging, figure)).collect();
        let free: Vec<_> =
            in_clause.iter().filter(|(rank, _)| attached.get(*rank).copied().flatten().is_none()).collect();
        let all = here().count();
        let chosen = match (free.as_slice(), in_clause.as_slice()) {
            ([(_, only)], _) if free.len() == all || in_clause.len() == 1 || only.start < figure.start => {
                Some(only.period)
            }
            ([], [(_, only)]) if all == 1 => Some(only.period),
            ([], []) if all == 1 => here()
                .next()
                .filter(|(rank, belonging)| {
                    attached.get(*rank).copied().flatten().is_none() && belonging.start == sentence.start
                })
                .map(|(_, belonging)| belonging.period),
            _ => None,
        };
        found.push(chosen);
    }
    found
}

/// Belongings of one sentence that are looked at.
const NEAR: usize = 8;

/// Whether a belonging says the period of the clause of a figure.
fn is_same(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    clause: usize,
    belonging: &Belonging,
    figure: &Range<usize>,
) -> bool {
    let there = scopes.clause(belonging.tokens.start);
    if there == clause {
        // Before the figure, it opens the clause or is in its subject.
        let opens = scopes
            .scope(belonging.tokens.start)
            .is_some_and(|scope| belonging.start <= scope.tokens.start + 1);
        let is_in_subject =
            || (belonging.tokens.end..figure.start).rev().take(30).any(|at| scopes.verb(at).is_some());
        return belonging.start > figure.start || opens || is_in_subject();
    }
    // « 2024 : 6 000 € » and the brackets of one clause.
    let is_label = belonging.tokens.end < figure.start
        && tokens.word(belonging.tokens.end) == ":"
        && there + 1 == clause;
    let is_aside = scopes.scope(figure.start).is_some_and(|scope| scope.is_aside) && there + 1 == clause;
    is_label || is_aside
}
