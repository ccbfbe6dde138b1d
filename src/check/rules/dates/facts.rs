//! Days, months and years as the rules of dates compare them: every moment is an interval of days, as wide as
//! the act is imprecise, and two moments disagree only when their intervals are apart.

mod moments;

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Context;
use crate::lang::numbers::read_year;
use crate::lang::singular;
use crate::model::convention::Visa;
use crate::model::passage::PassageKind;
use crate::model::time::Unit;
use crate::model::{Day, Duration, Fiche, ImpreciseDate, Passage};
use crate::text::{FileId, Span};
pub(super) use moments::{Moment, is_accomplished, moments};

/// First and last day.
pub(super) type Interval = (Day, Day);

/// The days that an imprecise date may be; none when it is not a date.
pub(super) fn bounds(date: &ImpreciseDate) -> Option<Interval> {
    let year = |a: u16, from: u8, until: u8| Some((Day::new(a, from, 1)?, month_end(a, until)?));
    match date {
        ImpreciseDate::Day(j) => Some((*j, *j)),
        ImpreciseDate::Month(m, a) => year(*a, *m, *m),
        ImpreciseDate::Year(a) => year(*a, 1, 12),
        ImpreciseDate::Start(a) => year(*a, 1, 6),
        ImpreciseDate::End(a) => year(*a, 7, 12),
        ImpreciseDate::Either(a, b) => {
            let (a, b) = (bounds(a)?, bounds(b)?);
            Some((a.0.min(b.0), a.1.max(b.1)))
        }
        ImpreciseDate::Ongoing | ImpreciseDate::AlreadyExisting | ImpreciseDate::Text(_) => None,
    }
}

fn month_end(year: u16, month: u8) -> Option<Day> {
    (28..=31).rev().find_map(|j| Day::new(year, month, j))
}

/// The days of a period, from the first that its beginning may be to the last that its end may be.
pub(super) fn interval(duration: &Duration) -> Option<Interval> {
    match duration {
        Duration::Period(a, b) => Some((bounds(a)?.0, bounds(b)?.1)),
        // A budget may be of one year alone.
        Duration::Text(t) => {
            let year = read_year(t)?;
            bounds(&ImpreciseDate::Year(year))
        }
        Duration::Indefinite | Duration::Length(..) => None,
    }
}

/// The day after a length that starts on a day; none past the calendar.
fn after(start: Day, number: u16, unit: Unit) -> Option<Day> {
    let month = match unit {
        Unit::Days => return start.shift(i32::from(number)),
        Unit::Weeks => return start.shift(i32::from(number) * 7),
        Unit::Month => i32::from(number),
        Unit::Years => i32::from(number) * 12,
    };
    let total = start.year() * 12 + i32::from(start.month()) - 1 + month;
    let (year, month) =
        (u16::try_from(total.div_euclid(12)).ok()?, u8::try_from(total.rem_euclid(12)).ok()? + 1);
    (1..=start.day()).rev().find_map(|j| Day::new(year, month, j))
}

/// The days that may be the last of a length, given those that may be its first.
pub(super) fn last_ones(start: Interval, number: u16, unit: Unit) -> Option<Interval> {
    Some((after(start.0, number, unit)?.shift(-1)?, after(start.1, number, unit)?.shift(-1)?))
}

/// Whether two intervals have a day in common.
pub(super) fn intersect(a: Interval, b: Interval) -> bool {
    a.0 <= b.1 && b.0 <= a.1
}

/// « le 1er juillet 2022 », « du 1er juillet 2022 au 30 juin 2023 ».
pub(super) fn say((start, end): Interval) -> String {
    if start == end { format!("le {start}") } else { format!("du {start} au {end}") }
}

/// How many digits tell two days apart, each written with eight.
pub(super) fn digits(a: Day, b: Day) -> usize {
    let write = |j: Day| format!("{:04}{:02}{:02}", j.year(), j.month(), j.day());
    write(a).bytes().zip(write(b).bytes()).filter(|(x, y)| x != y).count()
}

/// The window in which the actions are carried out, where it is written when it is, and whether it is.
pub(super) fn execution(c: &Context<'_>) -> Option<(Interval, Option<Span>)> {
    let convention = &c.dossier.convention;
    match &convention.execution {
        Some(duration) => interval(&duration.value).map(|i| (i, Some(duration.span))),
        None => bounds(&ImpreciseDate::Year(convention.year)).map(|i| (i, None)),
    }
}

/// A fiche and the passages of its file.
#[derive(Debug)]
pub(super) struct Batch<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// Header and text, in order.
    pub passages: Vec<&'d Passage>,
}

impl<'d> Batch<'d> {
    /// The passages of its text.
    pub(super) fn prose(&self) -> impl Iterator<Item = &'d Passage> {
        self.passages.iter().copied().filter(|p| is_prose(p))
    }

    /// The section of the framework in which a place of the text stands.
    pub(super) fn rubrique(&self, place: Span) -> Option<&'d str> {
        let section = self.fiche.sections.iter().rev().find(|s| s.span.start <= place.start)?;
        section.rubrique.as_deref()
    }
}

/// The visas, each with its texts: designation, number, object.
pub(super) fn visas<'d>(c: &Context<'d>) -> Vec<(&'d Visa, Vec<&'d Passage>)> {
    let fields: Vec<&Passage> = c.dossier.passages.iter().filter(|p| p.kind == PassageKind::Field).collect();
    let dossier = c.dossier;
    dossier
        .cadre
        .visas
        .iter()
        .chain(&dossier.convention.visas)
        .map(|visa| {
            let texts =
                [Some(&visa.designation), visa.number.as_ref().map(|n| &n.value), visa.object.as_ref()];
            let rest =
                fields.iter().filter(|p| p.file() == visa.span.file && visa.span.start <= p.span.start);
            let hits = texts.into_iter().flatten().filter_map(|t| rest.clone().find(|p| p.text == *t));
            (visa, hits.copied().collect())
        })
        .collect()
}

/// Whether a passage is running text.
pub(super) fn is_prose(passage: &Passage) -> bool {
    matches!(passage.kind, PassageKind::Paragraph | PassageKind::Cell)
}

/// Each fiche with its passages, in one walk.
pub(super) fn batches<'d>(c: &Context<'d>) -> Vec<Batch<'d>> {
    let mut files: BTreeMap<FileId, Vec<&'d Passage>> = BTreeMap::new();
    for passage in &c.dossier.passages {
        files.entry(passage.file()).or_default().push(passage);
    }
    c.fiches()
        .map(|fiche| Batch { fiche, passages: files.remove(&fiche.span.file).unwrap_or_default() })
        .collect()
}

/// The passages of the articles, in order.
pub(super) fn articles<'d>(c: &Context<'d>) -> impl Iterator<Item = &'d Passage> {
    let files: BTreeSet<FileId> = c.dossier.articles.iter().map(|a| a.span.file).collect();
    c.dossier.passages.iter().filter(move |p| is_prose(p) && files.contains(&p.file()))
}

/// The unit of a length, by its word.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match singular(&word.to_lowercase()).as_ref() {
        "jour" => Unit::Days,
        "semaine" => Unit::Weeks,
        "moi" => Unit::Month,
        "an" | "année" => Unit::Years,
        _ => return None,
    })
}
