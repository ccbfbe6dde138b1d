//! What the services decided of the findings of a check, finding by finding: it is of the tool, and no part of the act.

use super::Day;
use crate::text::Spanned;

/// What is to be done of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingFate {
    /// The act is to be corrected.
    Corrected,
    /// The act keeps it.
    Kept,
}

impl FindingFate {
    /// Both, with the words that users write and read.
    pub const WORDS: [(&'static str, Self); 2] = [("corriger", Self::Corrected), ("garder", Self::Kept)];

    /// The word that users write and read.
    pub fn word(self) -> &'static str {
        match self {
            Self::Corrected => "corriger",
            Self::Kept => "garder",
        }
    }
}

/// A decision of the services.
#[derive(Debug, Clone)]
pub struct FindingDecision {
    /// Identifier of the finding: `FIN-003-9vkf`.
    pub finding: Spanned<String>,
    /// What is to be done.
    pub fate: FindingFate,
    /// Who decided.
    pub by: Option<String>,
    /// When.
    pub day: Option<Day>,
    /// Why, or how.
    pub note: Option<String>,
}
