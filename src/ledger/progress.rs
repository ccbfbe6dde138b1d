//! The progress of an indicator: from where it started to what is to be reached, in one exercice or over several. What is
//! not known makes the rest unknown, and is named; « sans objet » stays out.

use rust_decimal::Decimal;

use crate::model::cadre::Direction;
use crate::model::indicateur::{Combination, QuotientTerms, TypedIndicateur, days};
use crate::model::rapport::{ExerciceResult, ResultValue};
use crate::model::{Absence, CellValues, Day, Measured, Value, Window};
use crate::text::Spanned;

/// Why a figure, or a progress, cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgressFault {
    /// No situation before the act, or not as a figure.
    NoBaseline,
    /// No target, for a reason.
    NoTarget(Absence),
    /// No result in an exercice, for a reason.
    NoResult(String, Absence),
    /// A figure is words, or several values.
    InWords,
    /// The two terms of a quotient are not told in an exercice.
    NoTerms(String),
    /// The results told do not cover the window, month after month.
    WindowNotCovered(u16),
    /// A figure too large to be computed with.
    TooLarge,
}

impl ProgressFault {
    /// In words, for a person.
    pub fn words(&self) -> String {
        match self {
            Self::NoBaseline => "situation de départ non chiffrée".to_owned(),
            Self::NoTarget(absence) => format!("cible : {}", absence.word()),
            Self::NoResult(exercice, absence) => format!("résultat {exercice} : {}", absence.word()),
            Self::InWords => "valeur non chiffrée ou multiple".to_owned(),
            Self::NoTerms(exercice) => format!("les deux termes du quotient manquent pour {exercice}"),
            Self::WindowNotCovered(months) => {
                format!("les résultats ne couvrent pas, sans trou ni recouvrement, {months} mois")
            }
            Self::TooLarge => "valeur trop grande".to_owned(),
        }
    }

    /// Whether the question does not arise: nothing lacks.
    pub fn is_not_applicable(&self) -> bool {
        matches!(self, Self::NoTarget(Absence::NotApplicable) | Self::NoResult(_, Absence::NotApplicable))
    }
}

/// How far a result is on the way from the baseline to the target, in per cent, unclamped. From a baseline that already
/// is where the target wants it, nothing is to be walked: 100 while it stays there, 0 otherwise. `None` when it overflows.
pub fn progress(
    direction: Direction,
    baseline: Decimal,
    target: Decimal,
    result: Decimal,
) -> Option<Decimal> {
    let is_reached = |figure: Decimal| match direction {
        Direction::Increase => figure >= target,
        Direction::Decrease => figure <= target,
    };
    if is_reached(baseline) {
        return Some(if is_reached(result) { Decimal::ONE_HUNDRED } else { Decimal::ZERO });
    }
    let walked = result.checked_sub(baseline)?.checked_mul(Decimal::ONE_HUNDRED)?;
    walked.checked_div(target.checked_sub(baseline)?)
}

/// A progress as it is drawn: between 0 and 100.
pub fn drawn(progress: Decimal) -> Decimal {
    progress.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)
}

/// A figure of an exercice, or why there is none.
#[derive(Debug, Clone)]
pub struct Observation<'d> {
    /// The exercice.
    pub exercice: &'d str,
    /// The figure.
    pub figure: Result<Decimal, ProgressFault>,
    /// Its two terms, when it is a quotient.
    pub terms: Option<QuotientTerms>,
    /// First and last days over which it was measured; those of the exercice when nothing else is said.
    pub days: Option<(Day, Day)>,
}

/// One figure of several: `None` when they are all « sans objet ».
///
/// # Errors
/// What lacks, the first one.
pub fn combine(
    combination: Combination,
    observations: &[Observation<'_>],
) -> Result<Option<Decimal>, ProgressFault> {
    let applicable = |o: &&Observation<'_>| !matches!(&o.figure, Err(fault) if fault.is_not_applicable());
    let observations: Vec<&Observation<'_>> = observations.iter().filter(applicable).collect();
    let Some(last) = observations.last() else { return Ok(None) };
    let figures = || observations.iter().map(|o| o.figure.clone()).collect::<Result<Vec<Decimal>, _>>();
    match combination {
        Combination::Last => last.figure.clone().map(Some),
        Combination::Sum => add(figures()?).map(Some),
        Combination::Mean => {
            let figures = figures()?;
            let count = Decimal::from(figures.len());
            add(figures)?.checked_div(count).map(Some).ok_or(ProgressFault::TooLarge)
        }
        Combination::Quotient => {
            figures()?;
            let terms =
                |o: &&Observation<'_>| o.terms.ok_or_else(|| ProgressFault::NoTerms(o.exercice.to_owned()));
            let terms = observations.iter().map(terms).collect::<Result<Vec<QuotientTerms>, _>>()?;
            let numerator = add(terms.iter().map(|t| t.numerator).collect())?;
            let denominator = add(terms.iter().map(|t| t.denominator).collect())?;
            if denominator.is_zero() {
                return Ok(None);
            }
            let rate = numerator.checked_mul(Decimal::ONE_HUNDRED).and_then(|n| n.checked_div(denominator));
            rate.map(Some).ok_or(ProgressFault::TooLarge)
        }
        Combination::Window { months } => window(months, &observations).map(Some),
    }
}

fn add(figures: Vec<Decimal>) -> Result<Decimal, ProgressFault> {
    let sum = figures.into_iter().try_fold(Decimal::ZERO, |sum, figure| sum.checked_add(figure));
    sum.ok_or(ProgressFault::TooLarge)
}

/// The sum over the months that end with the last day told; the parts must follow one another and fill them.
fn window(months: u16, observations: &[&Observation<'_>]) -> Result<Decimal, ProgressFault> {
    let uncovered = || ProgressFault::WindowNotCovered(months);
    let mut parts: Vec<((Day, Day), &Observation<'_>)> = Vec::new();
    for observation in observations {
        parts.push((observation.days.ok_or_else(uncovered)?, observation));
    }
    parts.sort_by_key(|((_, last), _)| std::cmp::Reverse(*last));
    let end = parts.first().map(|((_, last), _)| *last).ok_or_else(uncovered)?;
    let start = months_before(end, months).ok_or_else(uncovered)?;
    let mut next_end = end;
    let mut figures = Vec::new();
    for ((first, last), observation) in parts {
        if last != next_end || first < start {
            return Err(uncovered());
        }
        figures.push(observation.figure.clone()?);
        if first == start {
            return add(figures);
        }
        next_end = first.shift(-1).ok_or_else(uncovered)?;
    }
    Err(uncovered())
}

/// The first of the days of some months that end with a day: twelve months to 31 December start on 1 January.
fn months_before(end: Day, months: u16) -> Option<Day> {
    end.shift(1)?.shift_months(-i32::from(months))
}

/// The figure of a box; `reason` makes the fault of its absence.
fn figure_or(cell: &CellValues, reason: impl Fn(Absence) -> ProgressFault) -> Result<Decimal, ProgressFault> {
    match cell.as_slice() {
        [] => Err(reason(Absence::NotReported)),
        [only] => match &only.measured.value {
            Measured::Number(n) => Ok(n.value),
            Measured::Absent(absence) => Err(reason(*absence)),
            _ => Err(ProgressFault::InWords),
        },
        _ => Err(ProgressFault::InWords),
    }
}

fn observation(result: &ExerciceResult) -> Observation<'_> {
    let exercice = result.exercice.value.as_str();
    let told = match result.value.as_slice() {
        [only] => only.window,
        _ => None,
    };
    let figure = match result.terms.and_then(quotient) {
        Some(rate) => Ok(rate),
        None => figure_or(&result.value, |absence| ProgressFault::NoResult(exercice.to_owned(), absence)),
    };
    let days = match told {
        Some(Window::FromTo(first, last)) => Some((first, last)),
        Some(Window::AsOf(_)) | None => result.days.or_else(|| days(exercice)),
    };
    Observation { exercice, figure, terms: result.terms, days }
}

/// The quotient of two terms in per cent, unrounded.
fn quotient(terms: QuotientTerms) -> Option<Decimal> {
    terms.numerator.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(terms.denominator)
}

/// How far the result of an exercice is on its way: to the target of the exercice, or to the next one.
///
/// # Errors
/// What lacks, the first one.
pub fn of_exercice(
    typed: &TypedIndicateur,
    direction: Direction,
    exercice: &str,
    result: Option<&ResultValue>,
) -> Result<Decimal, ProgressFault> {
    let nothing = || ProgressFault::NoTarget(Absence::NotApplicable);
    let (_, target) = typed.next_target(exercice).ok_or_else(nothing)?;
    let target = to_reach(target)?;
    let result = obtained(exercice, result).figure?;
    let baseline = baseline(typed)?;
    progress(direction, baseline, target, result).ok_or(ProgressFault::TooLarge)
}

/// What was obtained in an exercice, as a report tells it.
fn obtained<'d>(exercice: &'d str, result: Option<&'d ResultValue>) -> Observation<'d> {
    let told = result.and_then(|r| r.by_exercice.iter().find(|told| told.exercice.value == exercice));
    let nothing = || Observation {
        exercice,
        figure: Err(ProgressFault::NoResult(exercice.to_owned(), Absence::NotReported)),
        terms: None,
        days: days(exercice),
    };
    told.map_or_else(nothing, observation)
}

fn target(typed: &TypedIndicateur, exercice: &str) -> Result<Decimal, ProgressFault> {
    to_reach(typed.target(exercice).ok_or(ProgressFault::NoTarget(Absence::NotApplicable))?)
}

fn to_reach(cell: &CellValues) -> Result<Decimal, ProgressFault> {
    match cell.as_slice() {
        // A bound is a figure to reach: « ≤ 30 jours ».
        [Value { measured: Spanned { value: Measured::Bound(_, n), .. }, .. }] => Ok(n.value),
        _ => figure_or(cell, ProgressFault::NoTarget),
    }
}

fn baseline(typed: &TypedIndicateur) -> Result<Decimal, ProgressFault> {
    let cell = typed.baseline.as_ref().ok_or(ProgressFault::NoBaseline)?;
    figure_or(cell, |_| ProgressFault::NoBaseline).map_err(|_| ProgressFault::NoBaseline)
}

/// The results of several exercices as one, against their targets as one.
#[derive(Debug, Clone)]
pub struct Cumulated<'d> {
    /// The first and the last exercice.
    pub exercices: (&'d str, &'d str),
    /// What was to be reached, or what lacks; none when it does not arise.
    pub target: Result<Option<Decimal>, ProgressFault>,
    /// What was obtained, likewise.
    pub obtained: Result<Option<Decimal>, ProgressFault>,
    /// How far it is on its way, in per cent, unclamped.
    pub progress: Result<Decimal, ProgressFault>,
}

/// The exercices that have a target, up to that of a report, as one; none with less than two, or when nothing says how.
/// The situation before counts in a sum as often as the exercices that it sums.
pub fn cumulated<'d>(
    typed: &'d TypedIndicateur,
    direction: Direction,
    result: Option<&'d ResultValue>,
    current: &str,
) -> Option<Cumulated<'d>> {
    let combination = typed.combination?;
    let all: Vec<&str> = typed.exercices().collect();
    let last = all.iter().position(|id| *id == current)?;
    let exercices = all.get(..=last).filter(|exercices| exercices.len() > 1)?;
    let results: Vec<Observation<'_>> = exercices.iter().map(|id| obtained(id, result)).collect();
    let targets: Vec<Observation<'_>> = exercices
        .iter()
        .zip(&results)
        // What does not arise in an exercice is left out of both sides.
        .filter(|(_, told)| !matches!(&told.figure, Err(fault) if fault.is_not_applicable()))
        .map(|(id, _)| Observation { exercice: id, figure: target(typed, id), terms: None, days: None })
        .collect();
    let obtained = combine(combination, &results);
    let target = combine(
        match combination {
            Combination::Quotient | Combination::Window { .. } => Combination::Last,
            other => other,
        },
        &targets,
    );
    let progress = whole(typed, combination, direction, &targets, &target, &obtained);
    let (first, last) = (exercices.first()?, exercices.last()?);
    Some(Cumulated { exercices: (first, last), target, obtained, progress })
}

fn whole(
    typed: &TypedIndicateur,
    combination: Combination,
    direction: Direction,
    targets: &[Observation<'_>],
    target: &Result<Option<Decimal>, ProgressFault>,
    obtained: &Result<Option<Decimal>, ProgressFault>,
) -> Result<Decimal, ProgressFault> {
    let last = || targets.last().map(|o| o.exercice.to_owned()).unwrap_or_default();
    let target = target.clone()?.ok_or(ProgressFault::NoTarget(Absence::NotApplicable))?;
    let obtained =
        obtained.clone()?.ok_or_else(|| ProgressFault::NoResult(last(), Absence::NotApplicable))?;
    let baseline = baseline(typed)?;
    let baseline = match combination {
        Combination::Sum => baseline.checked_mul(Decimal::from(targets.len())),
        _ => Some(baseline),
    };
    baseline.and_then(|b| progress(direction, b, target, obtained)).ok_or(ProgressFault::TooLarge)
}

/// An indicator of an action, for the mean.
#[derive(Debug, Clone)]
pub struct WeightedProgress<'d> {
    /// Its label.
    pub label: &'d str,
    /// What it weighs; none weighs 1.
    pub weight: Option<Decimal>,
    /// How far it is.
    pub progress: Result<Decimal, ProgressFault>,
}

/// The weighted mean of some indicators, each between 0 and 100; `None` without any.
///
/// # Errors
/// The labels of those that are unknown: one is enough for the mean to be.
pub fn mean<'d>(indicateurs: &[WeightedProgress<'d>]) -> Result<Option<Decimal>, Vec<&'d str>> {
    let applicable =
        |i: &&WeightedProgress<'d>| !matches!(&i.progress, Err(fault) if fault.is_not_applicable());
    let indicateurs: Vec<&WeightedProgress<'d>> = indicateurs.iter().filter(applicable).collect();
    let unknown: Vec<&str> = indicateurs.iter().filter(|i| i.progress.is_err()).map(|i| i.label).collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    let weight = |i: &WeightedProgress<'_>| i.weight.unwrap_or(Decimal::ONE);
    let sums = indicateurs.iter().try_fold((Decimal::ZERO, Decimal::ZERO), |(sum, weights), i| {
        let part = drawn(*i.progress.as_ref().ok()?).checked_mul(weight(i))?;
        Some((sum.checked_add(part)?, weights.checked_add(weight(i))?))
    });
    Ok(sums.and_then(|(sum, weights)| sum.checked_div(weights)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn n(value: i64) -> Decimal {
        Decimal::from(value)
    }

    fn told(direction: Direction, baseline: i64, target: i64, result: i64) -> String {
        let progress = progress(direction, n(baseline), n(target), n(result)).unwrap();
        crate::lang::numbers::format_french(progress, Some(2))
    }

    #[test]
    fn the_known_vectors_come_out() {
        use Direction::{Decrease, Increase};
        assert_eq!(told(Decrease, 95, 30, 79), "24,62");
        assert_eq!(told(Increase, 83, 95, 86), "25,00");
        assert_eq!(told(Increase, 49, 70, 47), "−9,52");
        assert_eq!(told(Increase, 120, 300, 310), "105,56");
        assert_eq!(drawn(progress(Increase, n(49), n(70), n(47)).unwrap()), n(0));
        assert_eq!(drawn(progress(Increase, n(120), n(300), n(310)).unwrap()), n(100));
    }

    #[test]
    fn what_is_already_reached_is_to_be_kept() {
        use Direction::{Decrease, Increase};
        for (direction, baseline, target, result, expected) in [
            (Increase, 80, 70, 75, 100),
            (Increase, 80, 70, 69, 0),
            (Increase, 70, 70, 70, 100),
            (Increase, 70, 70, 69, 0),
            (Decrease, 20, 30, 25, 100),
            (Decrease, 20, 30, 31, 0),
            (Decrease, 30, 30, 30, 100),
        ] {
            assert_eq!(progress(direction, n(baseline), n(target), n(result)), Some(n(expected)));
        }
    }

    fn seen(exercice: &str, figure: Result<i64, Absence>) -> Observation<'_> {
        let figure = figure.map(n).map_err(|a| ProgressFault::NoResult(exercice.to_owned(), a));
        Observation { exercice, figure, terms: None, days: days(exercice) }
    }

    #[test]
    fn exercices_combine_as_their_indicator_says() {
        let two = [seen("2024", Ok(140)), seen("2025", Ok(250))];
        assert_eq!(combine(Combination::Sum, &two), Ok(Some(n(390))));
        assert_eq!(combine(Combination::Last, &two), Ok(Some(n(250))));
        assert_eq!(combine(Combination::Mean, &two), Ok(Some(n(195))));
        assert_eq!(combine(Combination::Window { months: 12 }, &two), Ok(Some(n(250))));
        assert_eq!(combine(Combination::Window { months: 24 }, &two), Ok(Some(n(390))));
        assert_eq!(
            combine(Combination::Window { months: 18 }, &two),
            Err(ProgressFault::WindowNotCovered(18))
        );
        assert_eq!(combine(Combination::Quotient, &two), Err(ProgressFault::NoTerms("2024".to_owned())));
    }

    #[test]
    fn a_quotient_is_that_of_its_summed_terms() {
        let terms = |exercice, numerator, denominator| Observation {
            terms: Some(QuotientTerms { numerator: n(numerator), denominator: n(denominator) }),
            ..seen(exercice, Ok(0))
        };
        // 50 % of 10 and 90 % of 90 are 86 %, not 70 %.
        let two = [terms("2024", 5, 10), terms("2025", 81, 90)];
        assert_eq!(combine(Combination::Quotient, &two), Ok(Some(n(86))));
        assert_eq!(combine(Combination::Quotient, &[terms("2024", 0, 0)]), Ok(None));
    }

    #[test]
    fn one_missing_exercice_makes_the_whole_unknown_and_not_applicable_stays_out() {
        let missing = [seen("2024", Ok(140)), seen("2025", Err(Absence::NotReported)), seen("2026", Ok(10))];
        let fault = ProgressFault::NoResult("2025".to_owned(), Absence::NotReported);
        assert_eq!(combine(Combination::Sum, &missing), Err(fault.clone()));
        assert_eq!(combine(Combination::Mean, &missing), Err(fault));
        assert_eq!(combine(Combination::Last, &missing), Ok(Some(n(10))));
        let aside = [seen("2024", Ok(140)), seen("2025", Err(Absence::NotApplicable)), seen("2026", Ok(10))];
        assert_eq!(combine(Combination::Mean, &aside), Ok(Some(n(75))));
        assert_eq!(combine(Combination::Sum, &[seen("2024", Err(Absence::NotApplicable))]), Ok(None));
    }

    #[test]
    fn twelve_months_may_be_two_halves_and_have_no_hole() {
        let day = |y, m, d| Day::new(y, m, d).unwrap();
        let half = |from, to, figure| Observation { days: Some((from, to)), ..seen("2025", Ok(figure)) };
        let first = half(day(2024, 7, 1), day(2024, 12, 31), 30);
        let second = half(day(2025, 1, 1), day(2025, 6, 30), 12);
        let year = Combination::Window { months: 12 };
        assert_eq!(combine(year, &[first.clone(), second.clone()]), Ok(Some(n(42))));
        let late = half(day(2024, 8, 1), day(2024, 12, 31), 30);
        assert_eq!(combine(year, &[late, second.clone()]), Err(ProgressFault::WindowNotCovered(12)));
        let twice = half(day(2024, 7, 1), day(2025, 1, 31), 30);
        assert_eq!(combine(year, &[twice, second]), Err(ProgressFault::WindowNotCovered(12)));
        assert_eq!(months_before(day(2024, 2, 29), 12), Some(day(2023, 3, 1)));
    }

    #[test]
    fn the_mean_of_an_action_weighs_and_names_what_lacks() {
        let one = |label, weight: Option<i64>, progress| WeightedProgress {
            label,
            weight: weight.map(n),
            progress,
        };
        let missing = || Err(ProgressFault::NoBaseline);
        let aside = || Err(ProgressFault::NoTarget(Absence::NotApplicable));
        // 250 counts for 100.
        let known = [one("a", Some(2), Ok(n(250))), one("b", None, Ok(n(40))), one("c", None, aside())];
        assert_eq!(mean(&known), Ok(Some(n(80))));
        let unknown = [one("a", None, Ok(n(50))), one("b", None, missing())];
        assert_eq!(mean(&unknown), Err(vec!["b"]));
        assert_eq!(mean(&[one("c", None, aside())]), Ok(None));
    }

    proptest! {
        #[test]
        fn a_fall_is_a_rise_seen_in_a_mirror(b in -10_000i64..10_000, t in -10_000i64..10_000, r in -10_000i64..10_000) {
            prop_assert_eq!(
                progress(Direction::Increase, n(b), n(t), n(r)),
                progress(Direction::Decrease, n(-b), n(-t), n(-r))
            );
        }

        #[test]
        fn progress_is_exact_at_both_ends(b in -10_000i64..10_000, way in 1i64..10_000) {
            for (direction, target) in [(Direction::Increase, b + way), (Direction::Decrease, b - way)] {
                prop_assert_eq!(progress(direction, n(b), n(target), n(b)), Some(n(0)));
                prop_assert_eq!(progress(direction, n(b), n(target), n(target)), Some(n(100)));
            }
        }

        #[test]
        fn a_better_result_is_never_less_progress(
            b in -10_000i64..10_000, t in -10_000i64..10_000, r in -10_000i64..10_000, more in 0i64..10_000,
        ) {
            let of = |direction, figure| progress(direction, n(b), n(t), n(figure)).unwrap();
            prop_assert!(of(Direction::Increase, r) <= of(Direction::Increase, r + more));
            prop_assert!(of(Direction::Decrease, r + more) <= of(Direction::Decrease, r));
        }
    }
}
