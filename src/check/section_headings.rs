//! What the framework expects of a fiche, and what the fiche holds.

use crate::check::headings::number;
use crate::lang::similarity;
use crate::model::cadre::{AnnexeTable, Rubrique, RubriqueContent};
use crate::model::fiche::Section;
use crate::model::text::plain_text;
use crate::model::value::{Absence, Measured};
use crate::model::{BoxValue, Cadre, Dossier, Fiche};
use crate::text::Span;

/// Likeness from which a heading is another one with a slip: two letters exchanged in a word of eight.
const NEAR_ENOUGH: f64 = 0.74;

/// The section of a fiche that is one of the framework's.
pub(super) fn section<'f>(fiche: &'f Fiche, rubrique: &str) -> Option<&'f Section> {
    fiche.sections.iter().find(|s| s.rubrique.as_deref() == Some(rubrique))
}

/// The heading of a section without its number nor what closes it: « Partenaires » of « 4. Partenaires : ».
pub(super) fn heading(section: &Section) -> String {
    let title = plain_text(&section.title);
    let start = number(&title).map_or(0, |n| n.title);
    title.get(start..).unwrap_or("").trim().trim_end_matches([':', ' ', '\u{a0}']).to_owned()
}

/// The section that is of none of the framework's, and whose heading is nearly that of one that the fiche lacks.
pub(super) fn typo<'f>(fiche: &'f Fiche, rubrique: &Rubrique) -> Option<&'f Section> {
    let free_sections = fiche.sections.iter().filter(|s| s.rubrique.is_none());
    let mut nearby = free_sections.filter(|s| similarity(&heading(s), &rubrique.title) > NEAR_ENOUGH);
    nearby.next().filter(|_| section(fiche, &rubrique.id).is_none())
}

/// Whether the header of a fiche holds the datum of a section; prose has none.
pub(super) fn has_data(fiche: &Fiche, rubrique: &Rubrique) -> bool {
    match rubrique.content {
        RubriqueContent::Prose => false,
        RubriqueContent::Launch => fiche.launch.is_some(),
        RubriqueContent::Duration => fiche.duration.is_some(),
        RubriqueContent::Partners => fiche.partners.is_some(),
        RubriqueContent::Budget => !fiche.budgets.is_empty(),
        RubriqueContent::Mention => fiche.mentions.iter().any(|(m, _)| m.value == rubrique.id),
        RubriqueContent::Indicateurs => fiche.objectives.as_ref().is_some_and(|o| !o.lines.is_empty()),
    }
}

/// What the table of an annexe shows.
pub(super) fn table_of(cadre: &Cadre, annexe: &str) -> Option<AnnexeTable> {
    cadre.annexes.iter().find(|a| a.id == annexe).map(|a| a.table)
}

/// Where the matrix says that a measure is not part of the contract: the measure as a whole, and no value in a
/// later column.
pub(super) fn not_contracted(dossier: &Dossier, mesure: &str) -> Option<Span> {
    let line = dossier.matrix.values.iter().find(|l| l.target.value == mesure)?;
    let index = |id: &str| dossier.cadre.columns.iter().position(|c| c.id == id);
    let within =
        |cell: &BoxValue| cell.iter().any(|v| v.measured.value == Measured::Absent(Absence::NotContracted));
    let last = line.cells.iter().filter(|(_, cell)| within(cell)).map(|(c, _)| index(&c.value)).max()?;
    let prefix = format!("{mesure}/");
    let lines = dossier.matrix.values.iter().filter(|l| l.target.value.starts_with(&prefix));
    let is_numeric = |cell: &BoxValue| cell.iter().any(|v| !matches!(v.measured.value, Measured::Absent(_)));
    let after = lines
        .chain([line])
        .flat_map(|l| &l.cells)
        .any(|(column, cell)| index(&column.value) >= last && is_numeric(cell));
    (!after).then_some(line.target.span)
}
