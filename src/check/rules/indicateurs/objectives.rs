//! The objective in time that the framework gives to an indicator: « l’objectif est de moins de 3 semaines ».

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::flat;
use crate::model::cadre::Indicateur;
use crate::text::pattern;
use regex::Regex;

const LETTERS: [&str; 12] =
    ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];

static OBJECTIVE: LazyLock<Regex> = LazyLock::new(|| {
    let text = format!(
        r"(?i)objectif[^.;]{{0,40}}?(?P<m>moins de )?(?P<n>\d{{1,3}}|\b(?:{}|une)\b) (?P<u>jours?|semaines?|mois)\b",
        LETTERS.join("|")
    );
    pattern(&text)
});

/// Days of a unit of time.
pub(crate) fn days_in(unit: &str) -> Option<Decimal> {
    let unit = flat(unit);
    let first = unit.split(' ').next()?;
    Some(Decimal::from(match first.strip_suffix('s').unwrap_or(first) {
        "jour" | "j" => 1,
        "semaine" => 7,
        "moi" => 31,
        _ => return None,
    }))
}

/// An objective in time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimeObjective<'d> {
    /// In days.
    pub days: Decimal,
    /// Its words: « moins de 3 semaines ».
    pub words: &'d str,
    /// Its unit as written.
    pub unit: &'d str,
}

/// The objective that the definition or the note of an indicator states.
pub(crate) fn time_objective(indicateur: &Indicateur) -> Option<TimeObjective<'_>> {
    [&indicateur.definition, &indicateur.note].into_iter().flatten().find_map(|t| read(t))
}

fn read(text: &str) -> Option<TimeObjective<'_>> {
    let found = OBJECTIVE.captures(text)?;
    let (n, u) = (found.name("n")?.as_str().to_lowercase(), found.name("u")?);
    let n = match LETTERS.iter().position(|l| *l == n || (n == "une" && *l == "un")) {
        Some(index) => Decimal::from(index + 1),
        None => n.parse().ok()?,
    };
    let start = found.name("m").or(found.name("n"))?.start();
    let words = text.get(start..u.end())?;
    Some(TimeObjective { days: n.checked_mul(days_in(u.as_str())?)?, words, unit: u.as_str() })
}
