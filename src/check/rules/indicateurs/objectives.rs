//! Time objectives that the cadre's definitions state: « l’objectif est de moins de 3 semaines ».

use rust_decimal::Decimal;

use crate::lang::facts::{self, Modality, SaidValue};
use crate::lang::{flat, singular};
use crate::model::cadre::Indicateur;

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
    const GAP_MAX: usize = 60;
    let objective = text.to_lowercase().find("objectif")?;
    facts::read(text).facts.iter().find_map(|fact| {
        let SaidValue::Duration { number, .. } = &fact.value else { return None };
        let between = text.get(objective..fact.bytes.start)?;
        let is_near = between.len() <= GAP_MAX && !between.contains(['.', ';']);
        (is_near && number.high.is_none()).then_some(())?;
        // « Moins de trois semaines ».
        let start = match fact.modality {
            Modality::Below => objective + between.rfind("moins de")?,
            _ => fact.bytes.start,
        };
        let unit = text.get(fact.bytes.clone())?.split_whitespace().next_back()?;
        let days = number.low.checked_mul(days_in(unit)?)?;
        Some(TimeObjective { days, words: text.get(start..fact.bytes.end)?, unit })
    })
}
