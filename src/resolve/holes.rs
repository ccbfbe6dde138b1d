//! What could not be read: a reference that may lead there is not said to lead nowhere.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::{Dossier, Fiche};
use crate::text::FileId;

/// Files that could not be read without error. What depends on them is left aside, and nothing else (D13).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holes {
    /// Fiches and articles.
    pub files: BTreeSet<FileId>,
    /// Whether the frame of the act has one: convention, organisation, cadre, matrix, or a file without a place.
    pub frame: bool,
    /// Whether the rapport has one.
    pub rapport: bool,
}

impl Holes {
    /// Whether a part of the act is missing.
    pub fn in_act(&self) -> bool {
        self.frame || !self.files.is_empty()
    }

    /// Adds the fiches where some errors stand.
    pub(super) fn add_fiches_of(&mut self, errors: &[Diagnostic], dossier: &Dossier) {
        let files: BTreeSet<FileId> = errors.iter().flat_map(|d| &d.labels).map(|l| l.span.file).collect();
        self.files.extend(dossier.fiches.iter().map(|f| f.span.file).filter(|f| files.contains(f)));
    }

    /// Whether a fiche of the edition may be absent from the dossier.
    pub(super) fn hide_a_fiche(&self, dossier: &Dossier) -> bool {
        let fiches = dossier.fiches.iter().map(|f| f.span.file);
        let read: BTreeSet<FileId> = dossier.articles.iter().map(|a| a.span.file).chain(fiches).collect();
        self.frame || !self.files.is_subset(&read)
    }

    /// Whether a fiche of the dossier may lack some of its data.
    pub(super) fn hide_data_of(&self, fiche: &Fiche) -> bool {
        self.files.contains(&fiche.span.file)
    }

    /// Whether the parties may lack some of their data.
    pub(super) fn hide_the_parties(&self) -> bool {
        self.frame
    }
}
