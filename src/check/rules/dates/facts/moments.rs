//! What a passage says about time: its moments, and whether a sentence tells a past event.

use std::ops::Range;

use super::DayRange;
use crate::lang::facts::{DateRole, Facts, SaidDate, SaidFact, SaidValue, Tense};
use crate::lang::flat;
use crate::model::time::days_said;
use crate::model::{Day, Passage};

/// A moment written in a passage.
#[derive(Debug, Clone)]
pub(in crate::check) struct Moment {
    /// The days that it may be.
    pub days: DayRange,
    /// Its bytes in the text of the passage.
    pub bytes: Range<usize>,
    /// What it bounds.
    pub role: Option<DateRole>,
    /// Rank of its clause.
    pub clause: usize,
    /// Rank of its sentence.
    pub sentence: usize,
}

impl Moment {
    /// The day, when it is one.
    pub(in crate::check) fn day(&self) -> Option<Day> {
        (self.days.0 == self.days.1).then_some(self.days.0)
    }

    /// The number of days that it may be, less one.
    pub(in crate::check) fn width(&self) -> i32 {
        self.days.1.index() - self.days.0.index()
    }

    /// The text of its clause before it.
    pub(in crate::check) fn before<'p>(&self, passage: &'p Passage) -> &'p str {
        let clause = passage.facts().clauses.get(self.clause);
        let start = clause.map_or(0, |clause| clause.bytes.start.min(self.bytes.start));
        passage.text.get(start..self.bytes.start).unwrap_or_default()
    }
}

/// The dates of a passage, each end of a period for one, in order; those that have no year are left out.
pub(in crate::check) fn moments(passage: &Passage) -> Vec<Moment> {
    let read = |fact: &SaidFact, date: SaidDate, bytes: &Range<usize>, role| {
        let mut days = days_said(date)?;
        // « La rentrée » is around its month.
        if flat(passage.text.get(bytes.clone()).unwrap_or_default()).starts_with("rentree") {
            days = (days.0.shift_months(-1)?, days.1.shift_months(1)?);
        }
        Some(Moment { days, bytes: bytes.clone(), role, clause: fact.clause, sentence: fact.sentence })
    };
    let of_fact = |fact: &SaidFact| match &fact.value {
        SaidValue::Date { date, role } => vec![read(fact, *date, &fact.bytes, *role)],
        SaidValue::Period { from, to, ends: [start, end] } => {
            vec![read(fact, *from, start, Some(DateRole::From)), read(fact, *to, end, Some(DateRole::Until))]
        }
        _ => Vec::new(),
    };
    passage.facts().facts.iter().flat_map(of_fact).flatten().collect()
}

/// The days of a passage, in order.
pub(in crate::check) fn days(passage: &Passage) -> impl Iterator<Item = (Day, Moment)> {
    moments(passage).into_iter().filter_map(|moment| Some((moment.day()?, moment)))
}

/// Whether a sentence tells an accomplished event, and nothing to come.
pub(in crate::check) fn is_accomplished(facts: &Facts, sentence: usize) -> bool {
    let tenses = || facts.clauses.iter().filter(|clause| clause.sentence == sentence).map(|c| c.tense);
    tenses().any(|tense| tense == Tense::Past) && tenses().all(|tense| tense != Tense::Planned)
}
