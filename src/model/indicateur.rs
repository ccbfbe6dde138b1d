//! The figures of an indicator, typed: where it starts, what is to be reached in each exercice, how the results of
//! several exercices become one. None of them is read from the words of a heading.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::cadre::{Direction, IndicateurKind, IndicateurPurpose};
use super::{CellValues, Day, Measured, Window};
use crate::text::{Span, Spanned};

/// Identifier of an exercice of the act: « 2024 », « 2020-2021 ».
pub type ExerciceId = String;

/// How the figures of several exercices become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// They add up.
    Sum,
    /// The last one stands for all.
    Last,
    /// Their mean.
    Mean,
    /// The quotient of their terms, which add up.
    Quotient,
    /// The sum over the last months.
    Window {
        /// How many.
        months: u16,
    },
}

impl Combination {
    /// In words, for a person; none for one that goes without saying.
    pub fn words(self) -> Option<String> {
        match self {
            Self::Sum => Some("cumul des exercices".to_owned()),
            Self::Last => None,
            Self::Mean => Some("moyenne des exercices".to_owned()),
            Self::Quotient => Some("quotient".to_owned()),
            Self::Window { months } => Some(format!("sur {months} mois glissants")),
        }
    }
}

/// The two terms of a quotient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuotientTerms {
    /// What is counted.
    pub numerator: Decimal,
    /// Out of what.
    pub denominator: Decimal,
}

/// What is to be reached in each exercice of a range.
#[derive(Debug, Clone)]
pub struct ExerciceTarget {
    /// As written: « 2024 », « 2025-2027 ».
    pub written: Spanned<String>,
    /// The exercices, in order; the value is that of each.
    pub exercices: Vec<ExerciceId>,
    /// The value.
    pub value: CellValues,
}

/// An indicator of a fiche whose figures are typed.
#[derive(Debug, Clone)]
pub struct TypedIndicateur {
    /// The fiche's own identifier.
    pub id: Option<Spanned<String>>,
    /// Identifier in the framework.
    pub indicateur: Option<Spanned<String>>,
    /// What is printed, when it is not the framework's label.
    pub label: Option<Spanned<String>>,
    /// How the exercices are combined; none when the fiche does not say, and nothing is combined.
    pub combination: Option<Combination>,
    /// Which way is progress, when the fiche says it.
    pub direction: Option<Direction>,
    /// What its figures are, when the fiche says it.
    pub kind: Option<IndicateurKind>,
    /// What it is about, when the fiche says it.
    pub purpose: Option<IndicateurPurpose>,
    /// Unit of figures that bear none.
    pub unit: Option<String>,
    /// What it weighs among those of the fiche; none weighs 1.
    pub weight: Option<Decimal>,
    /// Says who.
    pub source: Option<String>,
    /// Names of the numerator and of the denominator of a quotient.
    pub terms: Option<(String, String)>,
    /// The situation before the act.
    pub baseline: Option<CellValues>,
    /// What is to be reached, in the order of the exercices.
    pub targets: Vec<ExerciceTarget>,
    /// What is to be reached in the end, with its day.
    pub final_target: Option<CellValues>,
    /// The item.
    pub span: Span,
}

impl TypedIndicateur {
    /// What is to be reached in an exercice.
    pub fn target(&self, exercice: &str) -> Option<&CellValues> {
        let holds = |target: &&ExerciceTarget| target.exercices.iter().any(|id| id == exercice);
        self.targets.iter().find(holds).map(|target| &target.value)
    }

    /// What is to be reached in an exercice, or else in the next one that has a target: the name of that one when it is
    /// later, and the value.
    pub fn next_target(&self, exercice: &str) -> Option<(Option<&str>, &CellValues)> {
        if let Some(own) = self.target(exercice) {
            return Some((None, own));
        }
        let is_later = |id: &str| match (days(id), days(exercice)) {
            (Some((first, _)), Some((own, _))) => first > own,
            _ => false,
        };
        let later = self.targets.iter().find_map(|target| {
            let id = target.exercices.iter().find(|id| is_later(id))?;
            Some((Some(id.as_str()), &target.value))
        });
        later.or_else(|| self.final_target.as_ref().map(|value| (Some("finale"), value)))
    }

    /// The exercices that have a target, in order.
    pub fn exercices(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().flat_map(|target| &target.exercices).map(String::as_str)
    }

    /// Which way is progress, by the figures: from the situation before to the last target. None when they do not tell.
    pub fn direction_of_figures(&self) -> Option<Direction> {
        let baseline = figure(self.baseline.as_ref()?)?;
        let last = self.final_target.as_ref().or(self.targets.last().map(|target| &target.value))?;
        match figure(last)?.cmp(&baseline) {
            Ordering::Less => Some(Direction::Decrease),
            Ordering::Greater => Some(Direction::Increase),
            Ordering::Equal => None,
        }
    }

    /// The day of the situation before the act.
    pub fn baseline_day(&self) -> Option<Day> {
        day_of(self.baseline.as_ref()?)
    }

    /// The day of the final target.
    pub fn final_day(&self) -> Option<Day> {
        day_of(self.final_target.as_ref()?)
    }

    /// By what a result is bound to it.
    pub fn key(&self) -> &str {
        let named = self.indicateur.as_ref().or(self.label.as_ref()).or(self.id.as_ref());
        named.map_or("", |name| name.value.as_str())
    }
}

/// The last day of the window of a box that holds one value.
fn day_of(cell: &CellValues) -> Option<Day> {
    match cell.as_slice() {
        [only] => match only.window? {
            Window::AsOf(day) | Window::FromTo(_, day) => Some(day),
        },
        _ => None,
    }
}

/// The first and last days of an exercice of which only the identifier is known: its year, or its two years.
pub fn days(exercice: &str) -> Option<(Day, Day)> {
    let (first, last) = super::edition::only_years(exercice)?;
    Some((Day::new(first, 1, 1)?, Day::new(last, 12, 31)?))
}

/// The exercice that a period accounts for, among some with their days: the last one of which it holds at least a half,
/// else the one with which it has most days in common.
pub fn accounted<'e>(
    period: (Day, Day),
    exercices: impl Iterator<Item = (&'e str, (Day, Day))>,
) -> Option<&'e str> {
    let mut all: Vec<(&str, (Day, Day))> = exercices.collect();
    all.sort_by_key(|(_, (first, _))| *first);
    let length = |(first, last): (Day, Day)| (last.index() - first.index() + 1).max(0);
    let shared = |(first, last): (Day, Day)| length((period.0.max(first), period.1.min(last)));
    let told = all.iter().rfind(|(_, days)| 2 * shared(*days) >= length(*days));
    let nearest = || all.iter().filter(|(_, days)| shared(*days) > 0).max_by_key(|(_, days)| shared(*days));
    told.or_else(nearest).map(|(id, _)| *id)
}

/// The figure of a box, when it holds one figure and nothing else.
pub fn figure(cell: &CellValues) -> Option<Decimal> {
    match cell.as_slice() {
        [only] => match &only.measured.value {
            Measured::Number(number) => Some(number.value),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_accounts_for_the_last_exercice_that_it_holds_for_a_half() {
        let day = |y, m, d| Day::new(y, m, d).unwrap();
        let four = ["2024", "2025", "2026", "2027"];
        for (from, to, expected) in [
            (day(2024, 1, 1), day(2024, 12, 31), Some("2024")),
            (day(2024, 7, 1), day(2025, 6, 30), Some("2024")),
            (day(2024, 1, 1), day(2026, 6, 30), Some("2025")),
            (day(2024, 1, 1), day(2027, 12, 31), Some("2027")),
            (day(2025, 2, 1), day(2025, 3, 31), Some("2025")),
            (day(2030, 1, 1), day(2030, 12, 31), None),
        ] {
            assert_eq!(
                accounted((from, to), four.into_iter().filter_map(|id| Some((id, days(id)?)))),
                expected,
                "{from} – {to}"
            );
        }
        let windows = [
            ("2020-2021", (day(2020, 7, 1), day(2021, 6, 30))),
            ("2021-2022", (day(2021, 7, 1), day(2022, 6, 30))),
        ];
        let period = (day(2021, 7, 1), day(2022, 6, 30));
        assert_eq!(accounted(period, windows.into_iter()), Some("2021-2022"));
    }
}
