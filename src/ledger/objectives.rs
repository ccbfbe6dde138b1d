//! Results against targets: reached, in part, not, or unknown for a reason. A rate is the result over the target
//! when more is better, the target over the result when less is.

use rust_decimal::Decimal;

use super::progress::{self, Cumulated, ProgressFault};
use super::rapport::Action;
use crate::lang::{same_label, same_unit};
use crate::model::cadre::{Direction, Indicateur, IndicateurKind};
use crate::model::rapport::{ContractedObjective, ResultValue, Revision};
use crate::model::{Absence, Cadre, CellValues, Comparison, Measured, Number, Value, Window};

/// How far a target is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attainment {
    /// Reached, or passed.
    Reached,
    /// From the framework's share of the target on (`partial_attainment`), and no worse than the baseline.
    Partial,
    /// Below that.
    NotReached,
    /// The two cannot be compared.
    Unknown(UnknownReason),
}

/// Why a result cannot be compared with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownReason {
    /// No target was contracted, for a reason.
    NoTarget(Absence),
    /// The act gives a situation observed before its date, not a target.
    Situation,
    /// The target is words, or several values.
    TargetInWords,
    /// No result, for a reason.
    NoResult(Absence),
    /// The result is words, or several values.
    ResultInWords,
    /// Target and result are not in the same unit.
    Units,
    /// The exercice has no target, and the next one is not reached yet.
    Later,
}

impl UnknownReason {
    /// In words, for a person.
    pub fn words(self) -> String {
        match self {
            Self::NoTarget(a) => format!("cible : {}", a.word()),
            Self::Situation => "l’acte porte une situation, non une cible".to_owned(),
            Self::TargetInWords => "cible non chiffrée".to_owned(),
            Self::NoResult(a) => format!("résultat : {}", a.word()),
            Self::ResultInWords => "résultat non chiffré ou multiple".to_owned(),
            Self::Units => "unités différentes".to_owned(),
            Self::Later => "cible à venir".to_owned(),
        }
    }
}

impl Attainment {
    /// In words, for a person.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reached => "atteint",
            Self::Partial => "en partie",
            Self::NotReached => "non atteint",
            Self::Unknown(_) => "inconnu",
        }
    }
}

/// The target and the result of an indicator of an action.
#[derive(Debug, Clone)]
pub struct Tracking<'d> {
    /// What is printed.
    pub label: &'d str,
    /// The target, if the fiche has one.
    pub objective: Option<&'d ContractedObjective>,
    /// The result, if the sheet has a line for it.
    pub result: Option<&'d ResultValue>,
    /// Which way is progress.
    pub direction: Direction,
    /// The figure to reach.
    pub target: Option<Decimal>,
    /// The figure obtained.
    pub obtained: Option<Decimal>,
    /// The figure before.
    pub baseline: Option<Decimal>,
    /// Share of the target obtained, in per cent.
    pub rate: Option<Decimal>,
    /// How far it is reached.
    pub attainment: Attainment,
    /// How far the result is on the way from the situation before to the target, in per cent and unclamped, when the
    /// indicator is typed.
    pub progress: Option<Result<Decimal, ProgressFault>>,
    /// The same over the exercices up to that of the report, when there are several.
    pub cumulated: Option<Cumulated<'d>>,
}

/// The indicators of an action: those that have a target, then those that only have a result.
pub fn track<'d>(cadre: &'d Cadre, action: &Action<'d>) -> Vec<Tracking<'d>> {
    let objectives = action.commitment.as_ref().map(|c| c.objectives()).unwrap_or_default();
    let results = action.fiche.map(|f| f.results.as_slice()).unwrap_or_default();
    let mut trackings: Vec<Tracking<'d>> = Vec::new();
    for (revision, objective) in &objectives {
        let result = results.iter().find(|r| same_label(r.key(), objective.key()));
        trackings.push(tracking(cadre, Some((revision, objective)), result, action.exercice));
    }
    for result in results.iter().filter(|r| !objectives.iter().any(|(_, o)| same_label(o.key(), r.key()))) {
        trackings.push(tracking(cadre, None, Some(result), action.exercice));
    }
    trackings
}

/// Which way is progress: as the framework says, else down for a delay and up for the rest.
pub fn direction(indicateur: Option<&Indicateur>) -> Direction {
    direction_of_cadre(indicateur).unwrap_or(Direction::Increase)
}

fn direction_of_cadre(indicateur: Option<&Indicateur>) -> Option<Direction> {
    match indicateur? {
        Indicateur { direction: Some(direction), .. } => Some(*direction),
        Indicateur { kind: Some(IndicateurKind::Delay), .. } => Some(Direction::Decrease),
        _ => None,
    }
}

fn tracking<'d>(
    cadre: &'d Cadre,
    objective: Option<(&'d Revision, &'d ContractedObjective)>,
    result: Option<&'d ResultValue>,
    exercice: Option<&'d str>,
) -> Tracking<'d> {
    let id = objective
        .and_then(|(_, o)| o.indicateur.as_deref())
        .or(result.and_then(|r| r.indicateur.as_ref()).map(|i| i.value.as_str()));
    let indicateur = id.and_then(|id| cadre.indicateur(id)).map(|(_, i)| i);
    let label = objective
        .and_then(|(_, o)| o.label.as_deref())
        .or(result.and_then(|r| r.label.as_ref()).map(|l| l.value.as_str()))
        .or(indicateur.map(|i| i.label.as_str()))
        .unwrap_or("");
    let typed = objective.and_then(|(_, o)| o.typed.as_ref());
    let target = target(objective, result);
    let direction = direction_of(objective.map(|(_, o)| o), indicateur, &target);
    let obtained = obtained(result.map(|r| &r.value));
    // A baseline in another unit compares with nothing.
    let is_comparable = |baseline: &Number| {
        let with_target = target.as_ref().is_ok_and(|measured| !same_units(measured, baseline));
        let with_result = obtained.as_ref().is_ok_and(|number| {
            number.unit.as_deref().zip(baseline.unit.as_deref()).is_some_and(|(a, b)| !same_unit(a, b))
        });
        !with_target && !with_result
    };
    let baseline = objective
        .and_then(|(_, o)| o.baseline.as_ref())
        .and_then(|d| self::obtained(Some(d)).ok())
        .filter(|n| is_comparable(n));
    let mut tracking = Tracking {
        label,
        objective: objective.map(|(_, o)| o),
        result,
        direction,
        target: target.as_ref().ok().and_then(|m| bound(m, direction)),
        obtained: obtained.as_ref().ok().map(|n| n.value),
        baseline: baseline.map(|n| n.value),
        rate: None,
        attainment: Attainment::Unknown(UnknownReason::TargetInWords),
        progress: None,
        cumulated: None,
    };
    if let Some(typed) = typed
        && let Some(exercice) = exercice
    {
        tracking.progress = Some(progress::of_exercice(typed, direction, exercice, result));
        tracking.cumulated = progress::cumulated(typed, direction, result, exercice);
    }
    let (measured, number) = match (target, obtained) {
        (Err(reason), _) | (_, Err(reason)) => {
            tracking.attainment = Attainment::Unknown(reason);
            return tracking;
        }
        (Ok(measured), Ok(number)) => (measured, number),
    };
    let is_of_unit = |unit: &str| number.unit.as_deref().is_none_or(|own| same_unit(own, unit));
    let typed_unit = typed.and_then(|typed| typed.unit.as_deref());
    if !same_units(measured, number) || unit(measured).is_none() && !typed_unit.is_none_or(is_of_unit) {
        tracking.attainment = Attainment::Unknown(UnknownReason::Units);
        return tracking;
    }
    let Some(bound) = tracking.target else { return tracking };
    tracking.rate = rate(number.value, bound, direction);
    if let Some(Ok(progress)) = &tracking.progress {
        tracking.rate = Some(*progress);
    }
    // A result worse than the baseline is no partial success, however near the target.
    let went_back = tracking.baseline.is_some_and(|baseline| match direction {
        Direction::Increase => number.value < baseline,
        Direction::Decrease => number.value > baseline,
    });
    tracking.attainment = if is_reached(measured, number.value, bound, direction) {
        Attainment::Reached
    } else if typed.zip(exercice).is_some_and(|(typed, exercice)| typed.target(exercice).is_none()) {
        Attainment::Unknown(UnknownReason::Later)
    } else if !went_back && tracking.rate.is_some_and(|t| t >= cadre.rapport.partial_attainment) {
        Attainment::Partial
    } else {
        Attainment::NotReached
    };
    tracking
}

/// Which way is progress: a bound tells it by itself; else what the fiche says, the framework, the figures.
fn direction_of(
    objective: Option<&ContractedObjective>,
    indicateur: Option<&Indicateur>,
    target: &Result<&Measured, UnknownReason>,
) -> Direction {
    match target {
        Ok(Measured::Bound(Comparison::LessThan | Comparison::AtMost, _)) => Direction::Decrease,
        Ok(Measured::Bound(..)) => Direction::Increase,
        _ => objective
            .and_then(|objective| objective.direction)
            .or_else(|| direction_of_cadre(indicateur))
            .or_else(|| objective?.typed.as_ref()?.direction_of_figures())
            .unwrap_or(Direction::Increase),
    }
}

/// The target as it can be compared.
fn target<'d>(
    objective: Option<(&'d Revision, &'d ContractedObjective)>,
    result: Option<&ResultValue>,
) -> Result<&'d Measured, UnknownReason> {
    if let Some(absence) = result.and_then(|r| r.no_target.as_ref()) {
        return Err(UnknownReason::NoTarget(absence.value));
    }
    let Some((revision, objective)) = objective else {
        return Err(UnknownReason::NoTarget(Absence::NotContracted));
    };
    let [Value { measured, window, .. }] = objective.target.as_slice() else {
        return Err(UnknownReason::TargetInWords);
    };
    // A value observed before the date of the act is a situation, not a promise.
    let end = window.map(|window| match window {
        Window::AsOf(day) | Window::FromTo(_, day) => day,
    });
    let is_typed = objective.typed.is_some();
    if !is_typed && end.zip(revision.date).is_some_and(|(end, date)| end <= date) {
        return Err(UnknownReason::Situation);
    }
    match &measured.value {
        Measured::Text(_) => Err(UnknownReason::TargetInWords),
        Measured::Absent(a) => Err(UnknownReason::NoTarget(*a)),
        figure => Ok(figure),
    }
}

fn obtained(cell: Option<&CellValues>) -> Result<&Number, UnknownReason> {
    let Some(cell) = cell else { return Err(UnknownReason::NoResult(Absence::NotReported)) };
    match cell.as_slice() {
        [single] => match &single.measured.value {
            Measured::Number(n) => Ok(n),
            Measured::Absent(a) => Err(UnknownReason::NoResult(*a)),
            _ => Err(UnknownReason::ResultInWords),
        },
        _ => Err(UnknownReason::ResultInWords),
    }
}

fn unit(measured: &Measured) -> Option<&str> {
    match measured {
        Measured::Number(n) | Measured::Bound(_, n) | Measured::Between(_, n) | Measured::Tolerance(n, _) => {
            n.unit.as_deref()
        }
        Measured::Text(_) | Measured::Absent(_) => None,
    }
}

/// Days never compare with months, nor a percentage with a number of things. A unit that is not written is that of
/// the other side.
fn same_units(measured: &Measured, number: &Number) -> bool {
    unit(measured).zip(number.unit.as_deref()).is_none_or(|(a, b)| same_unit(a, b))
}

/// The figure to reach.
fn bound(measured: &Measured, direction: Direction) -> Option<Decimal> {
    let margin = |n: Decimal, t: Decimal, sign: Decimal| {
        let gap = n.checked_mul(t)?.checked_div(Decimal::ONE_HUNDRED)?;
        n.checked_add(gap.checked_mul(sign)?)
    };
    match (measured, direction) {
        (Measured::Number(n) | Measured::Bound(_, n), _) => Some(n.value),
        (Measured::Between(low, _), Direction::Increase) => Some(*low),
        (Measured::Between(_, high), Direction::Decrease) => Some(high.value),
        (Measured::Tolerance(n, t), Direction::Increase) => margin(n.value, *t, Decimal::NEGATIVE_ONE),
        (Measured::Tolerance(n, t), Direction::Decrease) => margin(n.value, *t, Decimal::ONE),
        (Measured::Text(_) | Measured::Absent(_), _) => None,
    }
}

fn is_reached(measured: &Measured, obtained: Decimal, bound: Decimal, direction: Direction) -> bool {
    match (measured, direction) {
        (Measured::Bound(Comparison::LessThan, _), _) => obtained < bound,
        (Measured::Bound(Comparison::AtMost, _), _) => obtained <= bound,
        (Measured::Bound(Comparison::Above, _), _) => obtained > bound,
        (Measured::Bound(Comparison::AtLeast, _), _) => obtained >= bound,
        (_, Direction::Increase) => obtained >= bound,
        (_, Direction::Decrease) => obtained <= bound,
    }
}

fn rate(obtained: Decimal, bound: Decimal, direction: Direction) -> Option<Decimal> {
    let (part, total) = match direction {
        Direction::Increase => (obtained, bound),
        Direction::Decrease => (bound, obtained),
    };
    if part.is_sign_negative() || total.is_sign_negative() {
        return None;
    }
    part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(value: i64) -> Number {
        Number { value: Decimal::from(value), unit: None }
    }

    #[test]
    fn a_target_is_a_figure_a_bound_a_range_or_a_tolerance() {
        for (target, direction, expected) in [
            (Measured::Number(number(120)), Direction::Increase, 120),
            (Measured::Between(Decimal::from(60), number(66)), Direction::Increase, 60),
            (Measured::Between(Decimal::from(60), number(66)), Direction::Decrease, 66),
            (Measured::Tolerance(number(120), Decimal::from(10)), Direction::Increase, 108),
            (Measured::Tolerance(number(120), Decimal::from(10)), Direction::Decrease, 132),
            (Measured::Bound(Comparison::AtMost, number(12)), Direction::Decrease, 12),
        ] {
            assert_eq!(bound(&target, direction), Some(Decimal::from(expected)), "{target:?}");
        }
        assert_eq!(bound(&Measured::Text("un par mois".into()), Direction::Increase), None);
    }

    #[test]
    fn a_strict_bound_is_not_reached_on_the_line() {
        let thirty = Decimal::from(30);
        let holds = |c, n: i64| {
            is_reached(&Measured::Bound(c, number(30)), Decimal::from(n), thirty, Direction::Decrease)
        };
        assert!(holds(Comparison::LessThan, 29) && !holds(Comparison::LessThan, 30));
        assert!(holds(Comparison::AtMost, 30) && !holds(Comparison::AtMost, 31));
        assert!(holds(Comparison::Above, 31) && !holds(Comparison::Above, 30));
    }

    #[test]
    fn a_rate_goes_above_a_hundred_and_divides_by_no_zero() {
        let n = Decimal::from;
        assert_eq!(rate(n(150), n(100), Direction::Increase), Some(n(150)));
        assert_eq!(rate(n(20), n(10), Direction::Decrease), Some(n(50)));
        assert_eq!(rate(n(1), n(0), Direction::Increase), None);
        assert_eq!(rate(n(0), n(10), Direction::Decrease), None);
    }

    #[test]
    fn a_per_cent_is_not_a_number_of_persons() {
        let unit = |u: &str| Number { value: Decimal::ONE, unit: Some(u.into()) };
        assert!(!same_units(&Measured::Number(unit("%")), &unit("personnes")));
        assert!(same_units(&Measured::Number(unit("%")), &number(80)));
        assert!(same_units(&Measured::Number(unit("place")), &unit("Places")));
        assert!(!same_units(&Measured::Number(unit("places")), &unit("personnes")));
        assert!(!same_units(&Measured::Bound(Comparison::AtMost, unit("jours")), &unit("mois")));
    }
}
