//! What writes the pages of a comparison, one after the other.

use super::numbering::Numbering;
use crate::compare::ActComparison;
use crate::model::Dossier;

/// Writes the pages.
#[derive(Debug)]
pub(super) struct Writer<'c> {
    /// What is compared.
    pub comparison: &'c ActComparison,
    /// Both acts.
    pub acts: (&'c Dossier, &'c Dossier),
    /// Which changes are already shown.
    pub numbering: Numbering<'c>,
    /// Whether what did not change is left out.
    pub only_changed: bool,
}
