//! Days, imprecise dates and durations, with the precision that was written.

use std::fmt;

use crate::lang::facts::SaidDate;
use crate::lang::spelled::spell;
use crate::lang::{Gender, flat, letters};

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(time::Date);

/// The months in French.
pub const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl Day {
    /// A day that exists between 1900 and 2200, or nothing.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if !(1900..=2200).contains(&year) {
            return None;
        }
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(i32::from(year), month, day).ok().map(Self)
    }

    /// The day that a spreadsheet stores as this number of days, between 2000 and 2100.
    pub fn of_spreadsheet(number: u32) -> Option<Self> {
        let epoch = Self::new(1900, 1, 1)?.shift(-2)?;
        let day = epoch.shift(i32::try_from(number).ok()?)?;
        (2000..2100).contains(&day.year()).then_some(day)
    }

    /// Year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month from 1.
    pub fn month(self) -> u8 {
        u8::from(self.0.month())
    }

    /// Day of the month from 1.
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// Rank in a count of days without a gap, for differences; a multiple of 7 is a Monday.
    pub fn index(self) -> i32 {
        self.0.to_julian_day()
    }

    /// The day so many days later, or earlier.
    pub fn shift(self, days: i32) -> Option<Self> {
        time::Date::from_julian_day(self.index().checked_add(days)?).ok().map(Self)
    }

    /// The same day so many months later, or earlier; the last of the month when it has no such day.
    pub fn shift_months(self, months: i32) -> Option<Self> {
        let total =
            self.year().checked_mul(12)?.checked_add(i32::from(self.month()) - 1)?.checked_add(months)?;
        let (year, month) =
            (u16::try_from(total.div_euclid(12)).ok()?, u8::try_from(total.rem_euclid(12)).ok()? + 1);
        (1..=self.day()).rev().find_map(|day| Self::new(year, month, day))
    }

    /// In letters: « premier juillet deux mille vingt-deux ».
    pub fn in_letters(self) -> Option<String> {
        let day = match self.day() {
            1 => "premier".to_owned(),
            day => spell(u64::from(day), Gender::Masculine)?,
        };
        let year = spell(u64::try_from(self.year()).ok()?, Gender::Masculine)?;
        Some(format!("{day} {} {year}", month(self.month())))
    }

    /// As data are written: `2022-09-29`.
    pub fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// « 1er juillet 2022 », « 29 septembre 2022 ».
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suffix = if self.day() == 1 { "er" } else { "" };
        write!(f, "{}{suffix}\u{a0}{} {}", self.day(), month(self.month()), self.year())
    }
}

/// Name of a month counted from 1.
pub fn month(number: u8) -> &'static str {
    MONTHS.get(usize::from(number).wrapping_sub(1)).copied().unwrap_or("")
}

/// Number of a month from 1, by its name, case and accents aside.
pub fn month_number(word: &str) -> Option<u8> {
    let word = flat(word);
    MONTHS.iter().zip(1..).find(|(name, _)| letters(name).eq(word.chars())).map(|(_, number)| number)
}

/// The moment, or the interval, at which a value was true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// At the end of a day.
    AsOf(Day),
    /// From a day to another, both included.
    FromTo(Day, Day),
}

/// « au 30 juin 2022 », « du 1er janvier au 30 juin 2022 ».
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AsOf(day) => write!(f, "au {day}"),
            Self::FromTo(start, end) if start.year() == end.year() => {
                let suffix = if start.day() == 1 { "er" } else { "" };
                write!(f, "du {}{suffix}\u{a0}{} au {end}", start.day(), month(start.month()))
            }
            Self::FromTo(start, end) => write!(f, "du {start} au {end}"),
        }
    }
}

/// A date with the precision that the act gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImpreciseDate {
    /// A day.
    Day(Day),
    /// A month of a year.
    Month(u8, u16),
    /// A year.
    Year(u16),
    /// The beginning of a year.
    Start(u16),
    /// The end of a year.
    End(u16),
    /// One or the other.
    Either(Box<ImpreciseDate>, Box<ImpreciseDate>),
    /// Already under way, no date given.
    Ongoing,
    /// Already there, no date given.
    AlreadyExisting,
    /// Words that are not a date.
    Text(String),
}

impl ImpreciseDate {
    /// In letters; `None` of words that are no date.
    pub fn in_letters(&self) -> Option<String> {
        let year = |year: u16| spell(u64::from(year), Gender::Masculine);
        match self {
            Self::Day(day) => day.in_letters(),
            Self::Month(number, of) => Some(format!("{} {}", month(*number), year(*of)?)),
            Self::Year(of) => year(*of),
            Self::Start(of) => Some(format!("début {}", year(*of)?)),
            Self::End(of) => Some(format!("fin {}", year(*of)?)),
            Self::Either(a, b) => Some(format!("{} / {}", a.in_letters()?, b.in_letters()?)),
            Self::Ongoing | Self::AlreadyExisting | Self::Text(_) => None,
        }
    }
}

impl fmt::Display for ImpreciseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(j) => j.fmt(f),
            Self::Month(m, a) => write!(f, "{} {a}", month(*m)),
            Self::Year(a) => write!(f, "{a}"),
            Self::Start(a) => write!(f, "début {a}"),
            Self::End(a) => write!(f, "fin {a}"),
            Self::Either(a, b) => write!(f, "{a} ou {b}"),
            Self::Ongoing => f.write_str("en cours"),
            Self::AlreadyExisting => f.write_str("action déjà existante"),
            Self::Text(t) => f.write_str(t),
        }
    }
}

/// Unit of a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Month,
    /// Years.
    Years,
}

/// How long an action lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Duration {
    /// No end is foreseen.
    Indefinite,
    /// A length, and the end that the act deduces from it.
    Length(u16, TimeUnit, Option<ImpreciseDate>),
    /// From a date to another.
    Period(ImpreciseDate, ImpreciseDate),
    /// The same, told by a name that is printed: « année scolaire 2024-2025 ».
    Named(String, ImpreciseDate, ImpreciseDate),
    /// Words that are not a duration.
    Text(String),
}

/// First and last day, both included.
pub type DayRange = (Day, Day);

impl ImpreciseDate {
    /// The days that it may be; `None` when it is not a date.
    pub fn days(&self) -> Option<DayRange> {
        let months = |year: u16, first: u8, last: u8| {
            let end = (28..=31).rev().find_map(|day| Day::new(year, last, day))?;
            Some((Day::new(year, first, 1)?, end))
        };
        match self {
            Self::Day(day) => Some((*day, *day)),
            Self::Month(month, year) => months(*year, *month, *month),
            Self::Year(year) => months(*year, 1, 12),
            Self::Start(year) => months(*year, 1, 6),
            Self::End(year) => months(*year, 7, 12),
            Self::Either(a, b) => {
                let (a, b) = (a.days()?, b.days()?);
                Some((a.0.min(b.0), a.1.max(b.1)))
            }
            Self::Ongoing | Self::AlreadyExisting | Self::Text(_) => None,
        }
    }
}

/// The days that a date of the prose may be; `None` without a year.
pub fn days_said(date: SaidDate) -> Option<DayRange> {
    let months = |year, first, last| {
        let (start, end) =
            (ImpreciseDate::Month(first, year).days()?, ImpreciseDate::Month(last, year).days()?);
        Some((start.0, end.1))
    };
    match date {
        SaidDate::Day(year, month, day) => Day::new(year, month, day).map(|day| (day, day)),
        SaidDate::Month(year, month) => months(year, month, month),
        SaidDate::Semester(year, rank) => months(year, 6 * rank.checked_sub(1)? + 1, 6 * rank),
        SaidDate::Quarter(year, rank) => months(year, 3 * rank.checked_sub(1)? + 1, 3 * rank),
        SaidDate::Year(year) => months(year, 1, 12),
        SaidDate::StartOf(year) => months(year, 1, 6),
        SaidDate::MiddleOf(year) => months(year, 4, 9),
        SaidDate::EndOf(year) => months(year, 7, 12),
        SaidDate::DayOfMonth(..) | SaidDate::MonthAlone(_) => None,
    }
}

impl Duration {
    /// The days of a period, from the earliest start to the latest end.
    pub fn days(&self) -> Option<DayRange> {
        let (start, end) = self.bounds()?;
        Some((start.days()?.0, end.days()?.1))
    }

    /// First and last date of a period; `None` for a length, an indefinite duration and free words.
    pub fn bounds(&self) -> Option<(&ImpreciseDate, &ImpreciseDate)> {
        match self {
            Self::Period(start, end) | Self::Named(_, start, end) => Some((start, end)),
            Self::Text(_) | Self::Indefinite | Self::Length(..) => None,
        }
    }

    /// A year, from its first day to its last.
    pub fn year(year: u16) -> Self {
        Self::Period(ImpreciseDate::Year(year), ImpreciseDate::Year(year))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indefinite => f.write_str("indéterminée"),
            Self::Length(n, unit, end) => {
                let plural = if *n > 1 { "s" } else { "" };
                match unit {
                    TimeUnit::Days => write!(f, "{n}\u{a0}jour{plural}")?,
                    TimeUnit::Weeks => write!(f, "{n}\u{a0}semaine{plural}")?,
                    TimeUnit::Month => write!(f, "{n}\u{a0}mois")?,
                    TimeUnit::Years => write!(f, "{n}\u{a0}an{plural}")?,
                }
                match end {
                    // An end told by a vowel takes « jusqu'en », a day « jusqu'au ».
                    Some(ImpreciseDate::Day(j)) => write!(f, ", jusqu’au {j}"),
                    Some(end) => write!(f, ", jusqu’en {end}"),
                    None => Ok(()),
                }
            }
            Self::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(b)) if a == b => write!(f, "{a}"),
            Self::Period(ImpreciseDate::Year(a), ImpreciseDate::Year(b)) => write!(f, "{a}-{b}"),
            Self::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)) => {
                write!(f, "{}", Window::FromTo(*a, *b))
            }
            Self::Period(a, b) => write!(f, "{a} à {b}"),
            Self::Text(t) | Self::Named(t, ..) => f.write_str(t),
        }
    }
}
