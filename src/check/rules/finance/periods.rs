//! Periods in whole months: what of a budget falls outside a year, and how periods cut another one.

use std::collections::BTreeMap;

use crate::lang::numbers::read_year;
use crate::model::budget::Budget;
use crate::model::{Day, Duration, ImpreciseDate};

/// First and last month, both included; a month is twelve times its year and its rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Month {
    /// First month.
    pub start: i32,
    /// Last month.
    pub end: i32,
}

impl Month {
    /// The months of a year.
    pub(crate) fn year(year: u16) -> Self {
        let start = i32::from(year) * 12;
        Self { start, end: start + 11 }
    }

    /// The months of a duration that has two ends.
    pub(crate) fn from(duration: &Duration) -> Option<Self> {
        let period = match duration {
            Duration::Period(a, b) => Self { start: month_of(a, true)?, end: month_of(b, false)? },
            Duration::Text(t) => Self::year(read_year(t)?),
            Duration::Indefinite | Duration::Length(..) => return None,
        };
        (period.start <= period.end).then_some(period)
    }

    /// Number of months.
    pub(crate) fn length(self) -> i32 {
        self.end - self.start + 1
    }

    /// Number of months that two periods have in common.
    pub(crate) fn shared(self, other: Self) -> i32 {
        (self.end.min(other.end) - self.start.max(other.start) + 1).max(0)
    }

    /// The smallest period that holds two.
    pub(crate) fn with(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// The month of a date that gives one: its first for a whole year when `premier`, its last otherwise.
pub(crate) fn month_of(date: &ImpreciseDate, first: bool) -> Option<i32> {
    let index = |year: i32, month: u8| year * 12 + i32::from(month) - 1;
    match date {
        ImpreciseDate::Day(j) => Some(index(j.year(), j.month())),
        ImpreciseDate::Month(m, a) => Some(index(i32::from(*a), *m)),
        ImpreciseDate::Year(a) => Some(index(i32::from(*a), if first { 1 } else { 12 })),
        _ => None,
    }
}

/// What a budget covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Period {
    /// Whole months.
    Month(Month),
    /// Twelve months from a month of that year to one of the next: « 2022-2023 » beside « 2023-2024 ».
    Campaign(u16),
}

const TWELVE: i32 = 12;

/// The periods of budgets of one fiche, when they are whole months.
pub(crate) fn periods(budgets: &[Budget]) -> Vec<Option<Period>> {
    let readings: Vec<Option<&Duration>> =
        budgets.iter().map(|b| b.period.as_ref().map(|p| &p.value)).collect();
    let two_years = |a: u16| {
        readings.iter().flatten().any(|d| {
            **d == Duration::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(a.saturating_add(1)))
        })
    };
    readings
        .iter()
        .map(|duration| match (*duration)? {
            Duration::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(b))
                if a.checked_add(1) == Some(*b) && (two_years(*b) || two_years(a.saturating_sub(1))) =>
            {
                Some(Period::Campaign(*a))
            }
            duration => full_months(duration).map(Period::Month),
        })
        .collect()
}

/// The months that a duration fills exactly.
fn full_months(duration: &Duration) -> Option<Month> {
    let (start, end) = match duration {
        Duration::Period(a, b) => (start(a)?, end(b)?),
        // A year alone is kept as words.
        Duration::Text(t) => {
            let year = ImpreciseDate::Year(read_year(t)?);
            (start(&year)?, end(&year)?)
        }
        Duration::Indefinite | Duration::Length(..) => return None,
    };
    (start <= end).then_some(Month { start, end })
}

fn index(year: u16, month: u8) -> i32 {
    i32::from(year) * TWELVE + i32::from(month) - 1
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

/// The budgets, by index, that follow each other and cover a period exactly; none when two start together.
pub(crate) fn partition(whole: Period, parties: &[(usize, Month)]) -> Option<Vec<usize>> {
    let mut start_set: BTreeMap<i32, (usize, Month)> = BTreeMap::new();
    for (index, month) in parties {
        if start_set.insert(month.start, (*index, *month)).is_some() {
            return None;
        }
    }
    let track = |wanted: Month| {
        let mut string = Vec::new();
        let mut cursor = wanted.start;
        while cursor <= wanted.end {
            let (index, month) = start_set.get(&cursor)?;
            string.push(*index);
            cursor = month.end + 1;
        }
        (cursor == wanted.end + 1).then_some(string)
    };
    match whole {
        Period::Month(wanted) => track(wanted),
        Period::Campaign(year) => {
            let first = i32::from(year) * TWELVE;
            let mut strings =
                (first + 1..first + TWELVE).filter_map(|d| track(Month { start: d, end: d + TWELVE - 1 }));
            let string = strings.next()?;
            strings.next().is_none().then_some(string)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_cut_by_those_that_follow_each_other_and_fill_it() {
        let month = |start: i32, end: i32| Month { start: 24_000 + start, end: 24_000 + end };
        let half_years = [(7, month(6, 11)), (8, month(12, 17)), (9, month(18, 23)), (10, month(24, 29))];
        let year = Period::Month(month(12, 23));
        assert_eq!(partition(year, &half_years), Some(vec![8, 9]));
        assert_eq!(partition(Period::Campaign(2000), &half_years), Some(vec![7, 8]));
        assert_eq!(partition(Period::Campaign(2001), &half_years), Some(vec![9, 10]));
        assert_eq!(partition(Period::Month(month(12, 20)), &half_years), None, "a part goes past the end");
        assert_eq!(partition(Period::Month(month(12, 35)), &half_years), None, "a part is missing");
        let double = [(1, month(12, 17)), (2, month(12, 17)), (3, month(18, 23))];
        assert_eq!(partition(year, &double), None, "two parts start together");
    }

    #[test]
    fn days_are_months_when_they_fill_them() {
        let day = |a, m, j| ImpreciseDate::Day(Day::new(a, m, j).unwrap());
        let period = |end| full_months(&Duration::Period(day(2024, 2, 1), end));
        assert_eq!(period(day(2024, 2, 29)).map(|m| m.end - m.start), Some(0));
        assert_eq!(period(day(2024, 2, 28)), None);
        assert_eq!(full_months(&Duration::Text("2024".into())).map(|m| m.end - m.start), Some(11));
    }
}
