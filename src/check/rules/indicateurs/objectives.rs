//! The objective in time that the framework gives to an indicator: « l’objectif est de moins de 3 semaines ».

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

/// Days of a unit of time.
pub(crate) fn days(unit: &str) -> Option<Decimal> {
    let unit = flat(unit);
    let first = unit.split(' ').next()?;
    Some(Decimal::from(match singular(first).as_ref() {
        "jour" | "j" => 1,
        "semaine" => 7,
        "moi" => 31,
        _ => return None,
    }))
}

/// An objective in time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Objective<'d> {
    /// In days.
    pub days: Decimal,
    /// Its words: « moins de 3 semaines ».
    pub words: &'d str,
    /// Its unit as written.
    pub unit: &'d str,
}

/// The objective that the definition or the note of an indicator states.
pub(crate) fn objective(indicateur: &Indicateur) -> Option<Objective<'_>> {
    [&indicateur.definition, &indicateur.note].into_iter().flatten().find_map(|t| read(t))
}

fn read(text: &str) -> Option<Objective<'_>> {
    let found = OBJECTIVE.captures(text)?;
    let (n, u) = (read_count::<u32>(found.name("n")?.as_str())?, found.name("u")?);
    let start = found.name("m").or(found.name("n"))?.start();
    let words = text.get(start..u.end())?;
    Some(Objective { days: Decimal::from(n).checked_mul(days(u.as_str())?)?, words, unit: u.as_str() })
}
