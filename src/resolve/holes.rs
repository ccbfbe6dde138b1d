//! What could not be read: a reference that may lead there is not said to lead nowhere.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, Gap};
use crate::model::{Dossier, Fiche};
use crate::text::FileId;

/// What errors leave out of the act and of its rapport. What depends on it is left aside, and nothing else: faults are
/// holes, not gates (`docs/architecture.md`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holes {
    /// Fiches and articles that lack some data or text, or all of it.
    pub files: BTreeSet<FileId>,
    /// Fiches, articles or matrix where a name, a reference or a path leads nowhere: all the rest was read.
    pub loose: BTreeSet<FileId>,
    /// The matrix, when it lacks something.
    pub matrix: Option<FileId>,
    /// Whether a page of the act stands where nothing reads it: an action may be absent, and all the rest was read.
    pub pages: bool,
    /// Whether the frame lacks something: convention, organisation, cadre, or a file without a place.
    pub frame: bool,
    /// The reports that do, by their identifiers.
    pub rapports: BTreeSet<String>,
}

impl Holes {
    /// Whether the act lacks something.
    pub fn in_act(&self) -> bool {
        self.frame || self.pages || self.matrix.is_some() || !self.files.is_empty() || !self.loose.is_empty()
    }

    /// Adds the fiches where errors that leave data out stand.
    pub(super) fn add_fiches_of(&mut self, errors: &[Diagnostic], dossier: &Dossier) {
        let errors = errors.iter().filter(|d| matches!(d.gap, Gap::Part | Gap::File));
        let files: BTreeSet<FileId> = errors.flat_map(|d| &d.labels).map(|l| l.span.file).collect();
        self.files.extend(dossier.fiches.iter().map(|f| f.span.file).filter(|f| files.contains(f)));
    }

    /// Whether a fiche of the edition may be absent from the dossier.
    pub(super) fn hide_a_fiche(&self, dossier: &Dossier) -> bool {
        let fiches = dossier.fiches.iter().map(|f| f.span.file);
        let read: BTreeSet<FileId> = dossier.articles.iter().map(|a| a.span.file).chain(fiches).collect();
        self.frame || self.pages || !self.files.is_subset(&read)
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
