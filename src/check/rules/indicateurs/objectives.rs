//! Time objectives that the cadre's definitions state: « l’objectif est de moins de 3 semaines ».

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::lang::numbers::{NUMBER_WORDS, read_count};
use crate::lang::{flat, singular};
use crate::model::cadre::Indicateur;
use crate::text::pattern;
use regex::Regex;

static OBJECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    let text = format!(
        r"(?i)objectif[^.;]{{0,40}}?(?P<m>moins de )?(?P<n>\d{{1,3}}|\b(?:{}|une?)\b) (?P<u>jours?|semaines?|mois)\b",
        NUMBER_WORDS.join("|")
    );
    pattern(&text)
});

/// Days in a unit of time; 31 for a month, in favour of the value that is judged.
pub(crate) fn days_in(unit: &str) -> Option<Decimal> {
    let unit = flat(unit);
    let first = unit.split(' ').next()?;
    Some(Decimal::from(match singular(first).as_ref() {
        "jour" | "j" => 1,
        "semaine" => 7,
        "moi" => 31,
        _ => return None,
    }))
}

/// A time objective.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeObjective<'d> {
    /// Its length in days.
    pub days: Decimal,
    /// As written: « moins de 3 semaines ».
    pub words: &'d str,
    /// Its unit as written.
    pub unit: &'d str,
}

/// The time objective in the definition or the note of an indicateur.
pub(crate) fn time_objective(indicateur: &Indicateur) -> Option<TimeObjective<'_>> {
    [&indicateur.definition, &indicateur.note].into_iter().flatten().find_map(|text| read(text))
}

fn read(text: &str) -> Option<TimeObjective<'_>> {
    let found = OBJECTIVE.captures(text)?;
    let (number, unit) = (read_count::<u32>(found.name("n")?.as_str())?, found.name("u")?);
    let start = found.name("m").or(found.name("n"))?.start();
    let words = text.get(start..unit.end())?;
    Some(TimeObjective {
        days: Decimal::from(number).checked_mul(days_in(unit.as_str())?)?,
        words,
        unit: unit.as_str(),
    })
}
