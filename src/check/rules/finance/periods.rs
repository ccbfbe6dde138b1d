//! Periods of budgets in whole months: how they overlap, and which of them divide another exactly.

use std::collections::BTreeMap;

use crate::model::budget::Budget;
use crate::model::{Day, Dossier, Duration, ImpreciseDate};

/// First and last month, both included. A month is a number: 12 × its year + its rank from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Months {
    /// First month.
    pub start: i32,
    /// Last month.
    pub end: i32,
}

impl Months {
    /// The months of a year.
    pub(crate) fn year(year: u16) -> Self {
        let start = i32::from(year) * 12;
        Self { start, end: start + 11 }
    }

    /// The months of an act: those of its years.
    pub(crate) fn of_act(dossier: &Dossier) -> Self {
        let (first, last) = dossier.years();
        Self::year(first).with(Self::year(last))
    }

    /// The months that a period touches; `None` for a length or an indefinite duration.
    pub(crate) fn from(duration: &Duration) -> Option<Self> {
        let (a, b) = duration.bounds()?;
        let period = Self { start: month_of(a, true)?, end: month_of(b, false)? };
        (period.start <= period.end).then_some(period)
    }

    /// Number of months.
    pub(crate) fn length(self) -> i32 {
        self.end - self.start + 1
    }

    /// Number of months in common.
    pub(crate) fn shared(self, other: Self) -> i32 {
        (self.end.min(other.end) - self.start.max(other.start) + 1).max(0)
    }

    /// The smallest period that contains both.
    pub(crate) fn with(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// The month of a date. For a year alone: its first month when `first`, else its last.
pub(crate) fn month_of(date: &ImpreciseDate, first: bool) -> Option<i32> {
    let index = |year: i32, month: u8| year * 12 + i32::from(month) - 1;
    match date {
        ImpreciseDate::Day(j) => Some(index(j.year(), j.month())),
        ImpreciseDate::Month(m, a) => Some(index(i32::from(*a), *m)),
        ImpreciseDate::Year(a) => Some(index(i32::from(*a), if first { 1 } else { 12 })),
        _ => None,
    }
}

/// The period that a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// Whole months.
    Whole(Months),
    /// Twelve months from a month of that year to one of the next: « 2022-2023 » beside « 2023-2024 ».
    Campaign(u16),
}

const MONTHS_PER_YEAR: i32 = 12;

/// The periods of the budgets of a fiche, in order; `None` where it is not made of whole months.
pub(crate) fn periods(budgets: &[Budget]) -> Vec<Option<Period>> {
    let durations: Vec<Option<&Duration>> =
        budgets.iter().map(|b| b.period.as_ref().map(|p| &p.value)).collect();
    let is_campaign = |a: u16| {
        durations.iter().flatten().any(|d| {
            **d == Duration::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(a.saturating_add(1)))
        })
    };
    durations
        .iter()
        .map(|duration| match (*duration)? {
            Duration::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(b))
                if a.checked_add(1) == Some(*b) && (is_campaign(*b) || is_campaign(a.saturating_sub(1))) =>
            {
                Some(Period::Campaign(*a))
            }
            duration => full_months(duration).map(Period::Whole),
        })
        .collect()
}

/// The months that a period fills exactly.
fn full_months(duration: &Duration) -> Option<Months> {
    let (a, b) = duration.bounds()?;
    let (start, end) = (start(a)?, end(b)?);
    (start <= end).then_some(Months { start, end })
}

fn index(year: u16, month: u8) -> i32 {
    i32::from(year) * MONTHS_PER_YEAR + i32::from(month) - 1
}

fn start(date: &ImpreciseDate) -> Option<i32> {
    match date {
        ImpreciseDate::Year(a) => Some(index(*a, 1)),
        ImpreciseDate::Month(m, a) => Some(index(*a, *m)),
        ImpreciseDate::Day(j) if j.day() == 1 => Some(index(u16::try_from(j.year()).ok()?, j.month())),
        _ => None,
    }
}

fn end(date: &ImpreciseDate) -> Option<i32> {
    match date {
        ImpreciseDate::Year(a) => Some(index(*a, 12)),
        ImpreciseDate::Month(m, a) => Some(index(*a, *m)),
        ImpreciseDate::Day(j) => {
            let year = u16::try_from(j.year()).ok()?;
            Day::new(year, j.month(), j.day() + 1).is_none().then(|| index(year, j.month()))
        }
        _ => None,
    }
}

/// The indexes of the budgets that follow one another and cover `period` exactly. `None` when two of them start
/// in the same month: there is no telling which one counts.
pub(crate) fn partition(period: Period, parts: &[(usize, Months)]) -> Option<Vec<usize>> {
    let mut by_start: BTreeMap<i32, (usize, Months)> = BTreeMap::new();
    for (index, months) in parts {
        if by_start.insert(months.start, (*index, *months)).is_some() {
            return None;
        }
    }
    let chain_over = |months_wanted: Months| {
        let mut chain = Vec::new();
        let mut cursor = months_wanted.start;
        while cursor <= months_wanted.end {
            let (index, months) = by_start.get(&cursor)?;
            chain.push(*index);
            cursor = months.end + 1;
        }
        (cursor == months_wanted.end + 1).then_some(chain)
    };
    match period {
        Period::Whole(months_wanted) => chain_over(months_wanted),
        Period::Campaign(year) => {
            let first = i32::from(year) * MONTHS_PER_YEAR;
            let mut chains = (first + 1..first + MONTHS_PER_YEAR)
                .filter_map(|d| chain_over(Months { start: d, end: d + MONTHS_PER_YEAR - 1 }));
            let chain = chains.next()?;
            chains.next().is_none().then_some(chain)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_cut_by_those_that_follow_each_other_and_fill_it() {
        let month = |start: i32, end: i32| Months { start: 24_000 + start, end: 24_000 + end };
        let half_years = [(7, month(6, 11)), (8, month(12, 17)), (9, month(18, 23)), (10, month(24, 29))];
        let year = Period::Whole(month(12, 23));
        assert_eq!(partition(year, &half_years), Some(vec![8, 9]));
        assert_eq!(partition(Period::Campaign(2000), &half_years), Some(vec![7, 8]));
        assert_eq!(partition(Period::Campaign(2001), &half_years), Some(vec![9, 10]));
        assert_eq!(partition(Period::Whole(month(12, 20)), &half_years), None, "a part goes past the end");
        assert_eq!(partition(Period::Whole(month(12, 35)), &half_years), None, "a part is missing");
        let double = [(1, month(12, 17)), (2, month(12, 17)), (3, month(18, 23))];
        assert_eq!(partition(year, &double), None, "two parts start together");
    }

    #[test]
    fn days_are_months_when_they_fill_them() {
        let day = |a, m, j| ImpreciseDate::Day(Day::new(a, m, j).unwrap());
        let period = |end| full_months(&Duration::Period(day(2024, 2, 1), end));
        assert_eq!(period(day(2024, 2, 29)).map(|m| m.end - m.start), Some(0));
        assert_eq!(period(day(2024, 2, 28)), None);
        assert_eq!(full_months(&Duration::year(2024)).map(|m| m.end - m.start), Some(11));
    }
}
