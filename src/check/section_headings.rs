//! The sections of a fiche, matched with the rubriques of the cadre by their headings.

use crate::check::headings::heading_number;
use crate::lang::similarity;
use crate::model::Fiche;
use crate::model::cadre::Rubrique;
use crate::model::fiche::Section;
use crate::model::text::{Inline, plain_text};

/// Similarity from which a heading is a misspelt one: two letters swapped in a word of eight.
const NEAR_ENOUGH: f64 = 0.74;

/// The section of a fiche that answers a rubrique of the cadre.
pub(super) fn section<'f>(fiche: &'f Fiche, rubrique: &str) -> Option<&'f Section> {
    fiche.sections.iter().find(|s| s.rubrique.as_deref() == Some(rubrique))
}

/// The heading of a section without number and final colon: « Partenaires » of « 4. Partenaires : ».
pub(super) fn heading(section: &Section) -> String {
    words_of(&section.title)
}

/// The same of the title of any section.
pub(super) fn words_of(title: &[Inline]) -> String {
    let title = plain_text(title);
    let start = heading_number(&title).map_or(0, |n| n.title);
    title.get(start..).unwrap_or("").trim().trim_end_matches([':', ' ', '\u{a0}']).to_owned()
}

/// The section outside the cadre whose heading is nearly that of a rubrique that the fiche lacks.
pub(super) fn typo<'f>(fiche: &'f Fiche, rubrique: &Rubrique) -> Option<&'f Section> {
    let free_sections = fiche.sections.iter().filter(|s| s.rubrique.is_none());
    let mut nearby = free_sections.filter(|s| similarity(&heading(s), &rubrique.title) > NEAR_ENOUGH);
    nearby.next().filter(|_| section(fiche, &rubrique.id).is_none())
}
