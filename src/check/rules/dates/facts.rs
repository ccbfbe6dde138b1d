//! Dates as the rules compare them: a moment is a range of days, as wide as the act is imprecise, and two moments
//! disagree only when their ranges do not meet.

mod moments;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Context;
use crate::lang::facts::{CalendarUnit, SaidNumber, SaidValue, Tense};
use crate::lang::flat;
use crate::model::cadre::{Rubrique, RubriqueContent};
use crate::model::convention::Visa;
use crate::model::passage::PassageKind;
use crate::model::passage::is_prose;
pub(super) use crate::model::time::DayRange;
use crate::model::time::TimeUnit;
use crate::model::{Day, Duration, Fiche, ImpreciseDate, Passage};
use crate::text::{FileId, Span};
pub(super) use moments::{Moment, days, is_accomplished, moments};
use rust_decimal::prelude::ToPrimitive;

/// The days that an imprecise date may be; `None` when it is not a date.
pub(super) fn bounds(date: &ImpreciseDate) -> Option<DayRange> {
    date.days()
}

/// The days of a period, from the earliest start to the latest end.
pub(super) fn interval(duration: &Duration) -> Option<DayRange> {
    duration.days()
}

/// The day after a length that starts on `start`; `None` outside the calendar.
fn after(start: Day, number: u16, unit: TimeUnit) -> Option<Day> {
    match unit {
        TimeUnit::Days => start.shift(i32::from(number)),
        TimeUnit::Weeks => start.shift(i32::from(number) * 7),
        TimeUnit::Month => start.shift_months(i32::from(number)),
        TimeUnit::Years => start.shift_months(i32::from(number) * 12),
    }
}

/// The possible last days of a length, given its possible first days.
pub(super) fn last_days(start: DayRange, number: u16, unit: TimeUnit) -> Option<DayRange> {
    Some((after(start.0, number, unit)?.shift(-1)?, after(start.1, number, unit)?.shift(-1)?))
}

/// The possible last days of an action.
pub(super) fn action_end(duration: &Duration, start: Option<DayRange>) -> Option<DayRange> {
    match duration {
        Duration::Length(_, _, Some(end)) | Duration::Period(_, end) | Duration::Named(_, _, end) => {
            bounds(end)
        }
        Duration::Length(n, unit, None) => last_days(start?, *n, *unit),
        Duration::Indefinite | Duration::Text(_) => None,
    }
}

/// Whether two ranges have a day in common.
pub(super) fn intersect(a: DayRange, b: DayRange) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// « le 1er juillet 2022 », « du 1er juillet 2022 au 30 juin 2023 ».
pub(super) fn say((start, end): DayRange) -> String {
    if start == end { format!("le {start}") } else { format!("du {start} au {end}") }
}

/// The number of digits that differ between two days written `YYYYMMDD`.
pub(super) fn differing_digits(a: Day, b: Day) -> usize {
    let write = |j: Day| format!("{:04}{:02}{:02}", j.year(), j.month(), j.day());
    write(a).bytes().zip(write(b).bytes()).filter(|(x, y)| x != y).count()
}

/// The execution period, with its place when it is written; by default the year of the edition.
pub(super) fn execution_window(context: &Context<'_>) -> Option<(DayRange, Option<Span>)> {
    let convention = &context.dossier.convention;
    match &convention.execution {
        Some(duration) => interval(&duration.value).map(|i| (i, Some(duration.span))),
        None => convention.exercices.bounds().map(|days| (days, None)),
    }
}

/// A fiche with the passages of its file.
#[derive(Debug)]
pub(super) struct FicheText<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// The rubriques that its sections fill.
    rubriques: &'d [Rubrique],
    /// Passages of the header and the text, in order.
    pub passages: Vec<&'d Passage>,
}

impl<'d> FicheText<'d> {
    /// The passages that are prose.
    pub(super) fn prose(&self) -> impl Iterator<Item = &'d Passage> {
        self.passages.iter().copied().filter(|p| is_prose(p))
    }

    /// What the rubrique around a place of the text is about.
    pub(super) fn rubrique(&self, place: Span) -> Option<RubriqueContent> {
        let section = self.fiche.sections.iter().rev().find(|s| s.span.start <= place.start)?;
        let id = section.rubrique.as_deref()?;
        self.rubriques.iter().find(|r| r.id == id).map(|r| r.content)
    }
}

/// The visas of the cadre and of the convention, each with the passages of its designation, number and object.
pub(super) fn visas<'d>(context: &Context<'d>) -> Vec<(&'d Visa, Vec<&'d Passage>)> {
    let fields: Vec<&Passage> =
        context.dossier.passages.iter().filter(|p| p.kind == PassageKind::Field).collect();
    let dossier = context.dossier;
    dossier
        .cadre
        .visas
        .iter()
        .chain(&dossier.convention.visas)
        .map(|visa| {
            let texts = [Some(&visa.designation), visa.number.as_ref(), visa.object.as_ref()];
            let found = texts.into_iter().flatten().filter_map(|t| fields.iter().find(|p| p.span == t.span));
            (visa, found.copied().collect())
        })
        .collect()
}

/// Each fiche with its passages, gathered in one walk.
pub(super) fn fiche_texts<'d>(context: &Context<'d>) -> Vec<FicheText<'d>> {
    let mut files: BTreeMap<FileId, Vec<&'d Passage>> = BTreeMap::new();
    for passage in &context.dossier.passages {
        files.entry(passage.file()).or_default().push(passage);
    }
    context
        .fiches()
        .map(|fiche| FicheText {
            fiche,
            rubriques: &context.dossier.cadre.rubriques,
            passages: files.remove(&fiche.span.file).unwrap_or_default(),
        })
        .collect()
}

/// The prose of the articles, in order.
pub(super) fn articles<'d>(context: &Context<'d>) -> impl Iterator<Item = &'d Passage> {
    let files: BTreeSet<FileId> = context.dossier.articles.iter().map(|a| a.span.file).collect();
    context.dossier.passages.iter().filter(move |p| is_prose(p) && files.contains(&p.file()))
}

/// A length that a text gives to the act itself: « la convention est conclue pour un an ».
#[derive(Debug)]
pub(super) struct LengthOfTheAct {
    /// Rank of its sentence.
    pub sentence: usize,
    /// Number of months.
    pub months: i32,
    /// Where it is written.
    pub span: Span,
}

/// The first length that a text gives to the act, told by its word.
pub(super) fn length_of_the_act(passage: &Passage, word: &str) -> Option<LengthOfTheAct> {
    let facts = passage.facts();
    let word = flat(word);
    facts.facts.iter().find_map(|fact| {
        let SaidValue::Duration { number, unit, .. } = &fact.value else { return None };
        let clause = facts.clauses.get(fact.clause).filter(|clause| clause.tense != Tense::Past)?;
        let before = flat(passage.text.get(clause.bytes.start..fact.bytes.start)?);
        let concludes = |word: &str| {
            ["conclu", "vaut", "valable", "signe", "etabli", "duree"]
                .iter()
                .any(|stem| word.starts_with(stem))
                && word.len() < 10
        };
        let is_act = [
            "la ",
            "le ",
            "la presente ",
            "le present ",
            "la duree de la ",
            "la duree du ",
            "la duree de la presente ",
        ]
        .iter()
        .filter_map(|article| before.strip_prefix(article))
        .any(|rest| rest.split(' ').next() == Some(&word))
            || ["elle est ", "il est ", "elle vaut ", "il vaut "]
                .iter()
                .any(|pronoun| before.starts_with(pronoun));
        let is_length = is_act && !clause.is_negated && before.split(' ').any(concludes);
        let months = in_months(*number, *unit).filter(|_| is_length)?;
        Some(LengthOfTheAct { sentence: fact.sentence, months, span: passage.span_of(&fact.bytes) })
    })
}

/// The number of months of a length, when it is a whole number of them.
pub(super) fn in_months(number: SaidNumber, unit: CalendarUnit) -> Option<i32> {
    let months = match unit {
        CalendarUnit::Month => 1,
        CalendarUnit::Quarter => 3,
        CalendarUnit::Semester => 6,
        CalendarUnit::Year => 12,
        CalendarUnit::Minute | CalendarUnit::Hour | CalendarUnit::Day | CalendarUnit::Week => return None,
    };
    let total = number.low.checked_mul(months.into())?;
    total.to_i32().filter(|_| number.high.is_none() && total.fract().is_zero())
}
