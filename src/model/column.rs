//! What the figures of a column of indicators are, and of which years: a target is never taken for a situation.

use crate::text::Spanned;

/// What the figures of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// The situation before the act.
    Baseline,
    /// What is to be reached.
    Target,
    /// What was measured.
    Result,
    /// The figures of its years, whether foreseen or measured: « 2024 », « 2024-2025 ».
    Exercice,
}

/// What a column says of its figures, whatever the words of its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMeaning {
    /// What they are; none when nothing says it.
    pub kind: Option<ColumnKind>,
    /// The years that are said, in order: one, or the two ends of a period; none when nothing says it.
    pub years: Vec<u16>,
}

impl ColumnMeaning {
    /// Whether they are to be reached.
    pub fn is_target(&self) -> bool {
        self.kind == Some(ColumnKind::Target)
    }

    /// Whether they were measured.
    pub fn is_measured(&self) -> bool {
        matches!(self.kind, Some(ColumnKind::Baseline | ColumnKind::Result))
    }

    /// The year, when there is no other.
    pub fn only_year(&self) -> Option<u16> {
        let first = *self.years.first()?;
        self.years.iter().all(|year| *year == first).then_some(first)
    }

    /// First and last of the years.
    pub fn range(&self) -> Option<(u16, u16)> {
        Some((*self.years.iter().min()?, *self.years.iter().max()?))
    }
}

/// A column of the table of objectives.
#[derive(Debug, Clone)]
pub struct ObjectiveColumn {
    /// Heading.
    pub title: Spanned<String>,
    /// What its figures are.
    pub meaning: ColumnMeaning,
    /// Whether the fiche writes it: else it is the year of the edition, and its figures are what is to be reached.
    pub is_written: bool,
}
