//! The exercices of an act: the years, or the windows, by which its money, its targets and its reports are counted.

use super::time::{Day, Duration};
use crate::text::Spanned;

/// A year, or a window with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercice {
    /// By what it is referred to: « 2024 », « 2020-2021 ».
    pub id: Spanned<String>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Exercice {
    /// A civil year.
    pub fn of_year(year: Spanned<u16>) -> Option<Self> {
        let id = Spanned::new(year.value.to_string(), year.span);
        Some(Self { id, from: Day::new(year.value, 1, 1)?, to: Day::new(year.value, 12, 31)? })
    }
}

/// The exercices of an act, at least one, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercices {
    all: Vec<Exercice>,
    /// Whether the act lists them: else they are its year, or the years that the name of its edition says.
    pub are_declared: bool,
}

impl Exercices {
    /// The exercices of an act, sorted; `None` for an empty list.
    pub fn new(mut all: Vec<Exercice>, are_declared: bool) -> Option<Self> {
        all.sort_by_key(|exercice| exercice.from);
        (!all.is_empty()).then_some(Self { all, are_declared })
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Exercice> {
        self.all.iter()
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// Whether there are several: else nothing needs to say its own.
    pub fn are_several(&self) -> bool {
        self.all.len() > 1
    }

    /// The exercice of a rank.
    pub fn get(&self, rank: usize) -> Option<&Exercice> {
        self.all.get(rank)
    }

    /// The name of the exercice of a rank.
    pub fn name(&self, rank: usize) -> &str {
        self.get(rank).map_or("", |exercice| &exercice.id.value)
    }

    /// What a part that was read with them depends on.
    pub fn signature(&self) -> String {
        self.all.iter().map(|e| format!("{} {} {};", e.id, e.from.iso(), e.to.iso())).collect()
    }

    /// First and last day of all of them.
    pub fn bounds(&self) -> Option<(Day, Day)> {
        Some((self.all.first()?.from, self.all.iter().map(|exercice| exercice.to).max()?))
    }

    /// First and last year of all of them.
    pub fn years(&self) -> Option<(u16, u16)> {
        let year = |day: Day| u16::try_from(day.year()).ok();
        let (from, to) = self.bounds()?;
        Some((year(from)?, year(to)?))
    }

    /// Their names, in order.
    pub fn ids(&self) -> Vec<String> {
        self.all.iter().map(|exercice| exercice.id.value.clone()).collect()
    }

    /// The rank of a name.
    pub fn rank(&self, name: &str) -> Option<usize> {
        self.all.iter().position(|exercice| exercice.id.value == name)
    }

    /// The ranks that a name, or the two ends of a range, say: « 2024 », « 2025-2027 », « 2025 à 2027 ».
    pub fn ranks(&self, written: &str) -> Option<std::ops::RangeInclusive<usize>> {
        let written = written.trim();
        if let Some(rank) = self.rank(written) {
            return Some(rank..=rank);
        }
        ["-", "–", "à", "/"].iter().flat_map(|sign| written.match_indices(sign)).find_map(|(at, sign)| {
            let (first, last) = (written.get(..at)?, written.get(at + sign.len()..)?);
            let (first, last) = (self.rank(first.trim())?, self.rank(last.trim())?);
            (first <= last).then_some(first..=last)
        })
    }

    /// The ranks of the exercices that two days cover whole, in order.
    pub fn covered(&self, from: Day, to: Day) -> Vec<usize> {
        let covers = |exercice: &Exercice| from <= exercice.from && exercice.to <= to;
        self.all.iter().enumerate().filter(|(_, e)| covers(e)).map(|(rank, _)| rank).collect()
    }

    /// The rank of the only exercice in which a period stands whole; `None` for words, lengths, and what covers several.
    pub fn holding(&self, period: &Duration) -> Option<usize> {
        let (from, to) = period.days()?;
        self.all.iter().position(|exercice| exercice.from <= from && to <= exercice.to)
    }

    /// The names of some exercices: « 2024 », « 2025 à 2027 », « 2024 et 2026 ».
    pub fn label(&self, ranks: &[usize]) -> String {
        let names: Vec<&str> = ranks.iter().map(|rank| self.name(*rank)).collect();
        let follow = ranks.iter().zip(ranks.iter().skip(1)).all(|(a, b)| a + 1 == *b);
        match names.as_slice() {
            [] => String::new(),
            [only] => (*only).to_owned(),
            [first, .., last] if follow && names.len() > 2 => format!("{first} à {last}"),
            [before @ .., last] => format!("{} et {last}", before.join(", ")),
        }
    }

    /// The names of all of them: « 2022 », « 2024 à 2027 ».
    pub fn label_of_all(&self) -> String {
        self.label(&(0..self.count()).collect::<Vec<_>>())
    }
}

/// Amounts by exercice: what a line says under `montants`.
#[derive(Debug, Clone)]
pub struct Schedule {
    /// The rows as they are written: « 2025-2027: 40 000 € » is one, and holds for each exercice of its range.
    pub instalments: Vec<Instalment>,
}

/// A row of a schedule.
#[derive(Debug, Clone)]
pub struct Instalment {
    /// Ranks of the exercices, each of which has the amount.
    pub exercices: Vec<usize>,
    /// The amount of each, or why there is none.
    pub montant: super::rapport::Reported<super::Montant>,
}
