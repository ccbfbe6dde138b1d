//! What a framework asks of the reports: their kinds, when each is due, and the sections that they have.

use rust_decimal::Decimal;

use super::cadre::Cadre;
use super::{Day, edition};
use crate::text::Spanned;

/// What a framework asks of the report.
#[derive(Debug, Clone)]
pub struct CadreRapport {
    /// Name of the document.
    pub title: String,
    /// Headings of the global account.
    pub summary: Vec<String>,
    /// Sections of a sheet: identifier and title.
    pub rubriques: Vec<(String, String)>,
    /// Gap between contracted and executed, in per cent, above which a section must say why.
    pub gap_to_comment: Option<(Decimal, String)>,
    /// Share of a target, in per cent, from which it is reached in part.
    pub partial_attainment: Decimal,
}

impl Default for CadreRapport {
    fn default() -> Self {
        let couple = |(id, title): (&str, &str)| (id.to_owned(), title.to_owned());
        Self {
            title: "Rapport d’exécution".to_owned(),
            summary: ["Faits marquants", "Bilan de l’action conduite avec les partenaires", "Perspectives"]
                .map(str::to_owned)
                .to_vec(),
            rubriques: [
                ("realisations", "Réalisations"),
                ("difficultes", "Difficultés et écarts"),
                ("proposition", "Proposition pour la suite"),
            ]
            .map(couple)
            .to_vec(),
            gap_to_comment: None,
            partial_attainment: Decimal::from(50),
        }
    }
}

/// A kind of report that a framework asks for, with its own deadline and, maybe, its own sections.
#[derive(Debug, Clone)]
pub struct RapportKind {
    /// Its identifier: that of the only report of the kind, unless there is one an exercice.
    pub id: Spanned<String>,
    /// Name of the document; that of all the reports when absent.
    pub title: Option<String>,
    /// When it is due.
    pub due: RapportDue,
    /// What must be done before, and how many days before.
    pub steps: Vec<(String, u16)>,
    /// Headings of its global account; those of all the reports when absent.
    pub summary: Option<Vec<String>>,
    /// Sections of its sheets: identifier and title; those of all the reports when absent.
    pub rubriques: Option<Vec<(String, String)>>,
}

/// When a kind of report is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RapportDue {
    /// One for each exercice, on a month and a day of the year that follows it.
    EachExercice {
        /// Month, from 1.
        month: u8,
        /// Day of the month.
        day: u8,
    },
    /// One in all, on a day.
    Once(Day),
    /// One in all; the framework gives no day.
    Undated,
}

impl Cadre {
    /// The kind of a report: that of its identifier, else the one that comes for each exercice.
    pub fn rapport_kind(&self, id: &str) -> Option<&RapportKind> {
        let is_yearly = |kind: &&RapportKind| matches!(kind.due, RapportDue::EachExercice { .. });
        let is_single = |kind: &&RapportKind| !is_yearly(kind) && kind.id.value == id;
        let yearly =
            || self.rapport_kinds.iter().find(is_yearly).filter(|_| edition::only_years(id).is_some());
        self.rapport_kinds.iter().find(is_single).or_else(yearly)
    }

    /// What is asked of a report: what its kind says, and for the rest what is asked of all.
    pub fn asked_of(&self, id: &str) -> CadreRapport {
        let mut asked = self.rapport.clone();
        if let Some(kind) = self.rapport_kind(id) {
            asked.title = kind.title.clone().unwrap_or(asked.title);
            asked.summary = kind.summary.clone().unwrap_or(asked.summary);
            asked.rubriques = kind.rubriques.clone().unwrap_or(asked.rubriques);
        }
        asked
    }

    /// The day when a report is due, and what must be done before. `year` is that of the act, for a report that names no
    /// exercice; a framework may have another deadline for an act concluded late.
    pub fn rapport_deadline(
        &self,
        id: &str,
        year: u16,
        concluded: Option<Day>,
    ) -> Option<(Day, &[(String, u16)])> {
        let last = edition::only_years(id).map_or(year, |(_, last)| last);
        match self.rapport_kind(id) {
            Some(kind) => {
                let day = match kind.due {
                    RapportDue::EachExercice { month, day } => Day::new(last.checked_add(1)?, month, day),
                    RapportDue::Once(day) => Some(day),
                    RapportDue::Undated => None,
                };
                Some((day?, kind.steps.as_slice()))
            }
            None => {
                let deadline = self.deadline(OBJECT, year, concluded)?;
                Some((deadline.day_of(last)?, deadline.steps.as_slice()))
            }
        }
    }
}

/// What the deadlines of a framework call a report.
const OBJECT: &str = "rapport";
