//! The objectives of an action: where it started, its target, its result, how far it is reached.

use rust_decimal::Decimal;
use serde::Serialize;

use super::charts::{Gauge, gauge, way};
use crate::document::data::{cell, under_its_name, values_in_words};
use crate::document::view::Cell;
use crate::lang::numbers::format_french;
use crate::ledger::objectives::{Attainment, Tracking, UnknownReason};
use crate::ledger::progress::{Cumulated, ProgressFault, WeightedProgress, mean};
use crate::model::indicateur::Combination;
use crate::model::rapport::ResultValue;
use crate::model::{Absence, Cadre, Value};

/// A result against its target.
#[derive(Debug, Serialize)]
pub struct ObjectiveView {
    /// Title of the group of neighbouring indicateurs that the label goes on from, at the first of them that follow each
    /// other; `None` for the others.
    pub groupe: Option<String>,
    /// Levels of indentation: in a group, and a part of the indicateur above.
    pub retrait: usize,
    /// Label of the indicateur.
    pub libelle: String,
    /// Situation before the action.
    pub depart: Cell,
    /// Target that the act contracted.
    pub cible: Cell,
    /// What the act has in the place of a target and is none; `None` when it has a target, or nothing.
    pub situation: Option<String>,
    /// Result that was reported.
    pub resultat: Cell,
    /// How far it is reached.
    pub jauge: Gauge,
    /// Comment of the agent.
    pub commentaire: Option<String>,
    /// When it is typed: how it is counted, its exercices as one, why its progress is not told.
    pub precisions: Vec<String>,
}

/// Results against targets, under the titles of their groups.
pub(super) fn objectives(
    trackings: &[Tracking<'_>],
    exercice: Option<&str>,
    cadre: &Cadre,
) -> Vec<ObjectiveView> {
    let mut last: Option<&str> = None;
    let view = |tracking: &Tracking<'_>| {
        let known = indicateur_of(tracking).and_then(|id| cadre.indicateur(id)).map(|(_, known)| known);
        let group = known.and_then(|known| known.group.as_deref());
        let is_new = group != std::mem::replace(&mut last, group);
        let is_part = known.is_some_and(|known| known.part_of.is_some());
        ObjectiveView {
            groupe: group.filter(|_| is_new).map(str::to_owned),
            retrait: usize::from(is_part) + usize::from(group.is_some()),
            ..objective(tracking, exercice, cadre)
        }
    };
    trackings.iter().map(view).collect()
}

/// The identifier of the indicateur of the framework that is tracked.
fn indicateur_of<'t>(tracking: &'t Tracking<'_>) -> Option<&'t str> {
    let of_objective = tracking.objective.and_then(|objective| objective.indicateur.as_deref());
    of_objective.or_else(|| Some(tracking.result?.indicateur.as_ref()?.value.as_str()))
}

fn objective(tracking: &Tracking<'_>, exercice: Option<&str>, cadre: &Cadre) -> ObjectiveView {
    let nothing = || Cell::text("–");
    let no_target = tracking.result.and_then(|result| result.no_target.as_ref()).map(|a| a.value);
    let is_situation = tracking.attainment == Attainment::Unknown(UnknownReason::Situation);
    let in_its_place = tracking.objective.filter(|_| no_target.is_some() || is_situation);
    ObjectiveView {
        groupe: None,
        retrait: 0,
        libelle: tracking.label.to_owned(),
        depart: tracking.objective.and_then(|o| o.baseline.as_ref()).map_or_else(nothing, cell),
        cible: match (tracking.objective, no_target) {
            (_, Some(absence)) => Cell::absent(absence),
            (Some(_), None) if is_situation => nothing(),
            (Some(o), None) => cell(&o.target),
            (None, None) => Cell::absent(Absence::NotContracted),
        },
        situation: in_its_place.map(|o| values_in_words(&o.target)).filter(|words| !words.is_empty()),
        resultat: tracking
            .result
            .map_or_else(|| Cell::absent(Absence::NotReported), |result| result_cell(result, exercice)),
        jauge: gauge(tracking),
        commentaire: tracking.result.and_then(|r| r.comment.as_ref()).map(|c| c.value.clone()),
        precisions: precisions(tracking, cadre),
    }
}

/// What an indicator is about and how it is counted, its exercices as one, why its progress is not told.
fn precisions(tracking: &Tracking<'_>, cadre: &Cadre) -> Vec<String> {
    let typed = tracking.objective.and_then(|objective| objective.typed.as_ref());
    let id = tracking.objective.and_then(|objective| objective.indicateur.as_deref());
    let mut lines = under_its_name(typed, id, cadre);
    let unit = match typed.and_then(|typed| typed.combination) {
        Some(Combination::Quotient) => "\u{a0}%",
        _ => "",
    };
    lines.extend(tracking.cumulated.as_ref().map(|whole| cumulated(whole, unit)));
    if let Some(Err(fault)) = &tracking.progress
        && !fault.is_not_applicable()
    {
        lines.push(format!("progression non calculée : {}", fault.words()));
    }
    lines
}

/// The result of the exercice of the report, and those of the others that its line tells.
fn result_cell(result: &ResultValue, exercice: Option<&str>) -> Cell {
    let mut told = cell(&result.value);
    let others = result.by_exercice.iter().filter(|other| Some(other.exercice.value.as_str()) != exercice);
    told.precisions.extend(others.map(|other| {
        let mut values = other.value.clone();
        // A source that is that of the result stands there already.
        let same = |value: &Value| result.value.iter().any(|own| own.source == value.source);
        values.iter_mut().filter(|value| same(value)).for_each(|value| value.source = None);
        format!("{} : {}", other.exercice.value, values_in_words(&values))
    }));
    told
}

/// « Cumul 2024-2025 : 290 pour une cible de 450, progression 64,44 % ».
fn cumulated(cumulated: &Cumulated<'_>, unit: &str) -> String {
    let (first, last) = cumulated.exercices;
    let figure = |figure: &Result<Option<Decimal>, ProgressFault>| match figure {
        Ok(Some(figure)) => format!("{}{unit}", format_french(figure.round_dp(2).normalize(), None)),
        Ok(None) => Absence::NotApplicable.word().to_owned(),
        Err(fault) => format!("inconnu ({})", fault.words()),
    };
    let progress = match &cumulated.progress {
        Ok(progress) => format!(", progression {}", way(*progress)),
        Err(_) => String::new(),
    };
    format!(
        "{first}-{last} : {}, pour une cible de {}{progress}",
        figure(&cumulated.obtained),
        figure(&cumulated.target)
    )
}

/// The mean of the typed indicators of an action, or those that keep it from being known; none without any.
pub(super) fn action_progress(trackings: &[Tracking<'_>]) -> Option<String> {
    let indicateurs: Vec<WeightedProgress<'_>> = trackings
        .iter()
        .filter_map(|tracking| {
            let weight = tracking.objective?.typed.as_ref()?.weight;
            Some(WeightedProgress { label: tracking.label, weight, progress: tracking.progress.clone()? })
        })
        .collect();
    let is_weighted = indicateurs.iter().any(|indicateur| indicateur.weight.is_some());
    let how = if is_weighted { "moyenne pondérée" } else { "moyenne" };
    match (indicateurs.len(), mean(&indicateurs)) {
        (0, _) | (_, Ok(None)) => None,
        (1, Ok(_)) => None,
        (_, Ok(Some(mean))) => Some(format!(
            "Progression de l’action : {}, {how} de ses indicateurs, chacun compté entre 0 et 100\u{a0}%.",
            way(mean)
        )),
        (_, Err(unknown)) => {
            let named: Vec<String> = unknown.iter().map(|label| format!("« {label} »")).collect();
            Some(format!("Progression de l’action : non calculée, faute de celle de {}.", named.join(" ; ")))
        }
    }
}
