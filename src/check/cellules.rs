//! The cells of the tables of data as they are written, with the numbers that they hold.

use super::grandeurs::{self, Grandeur};
use crate::model::Passage;
use crate::model::passage::Nature;
use crate::model::tableau::{Contenu, Donnees, Ligne};
use crate::text::{Span, Spanned};

/// The rows of cells of a table.
pub fn lignes(tableau: &Donnees) -> impl Iterator<Item = &[Spanned<Contenu>]> {
    tableau.lignes.iter().filter_map(|l| match l {
        Ligne::Cellules(c) => Some(c.as_slice()),
        Ligne::Intertitre(_) => None,
    })
}

/// The row that a cell is written in.
fn ligne(passages: &[Passage], cellule: Span) -> Option<&Passage> {
    let suivant = passages.partition_point(|p| p.span.debut <= cellule.debut);
    passages.get(suivant.checked_sub(1)?).filter(|p| p.nature == Nature::Ligne)
}

/// A cell as it is written.
pub fn ecrite(passages: &[Passage], cellule: Span) -> Option<&str> {
    let ligne = ligne(passages, cellule)?;
    let debut = cellule.debut.checked_sub(ligne.span.debut)?;
    ligne.texte.get(debut..debut + cellule.fin.checked_sub(cellule.debut)?).map(str::trim)
}

/// The numbers of a cell.
pub fn grandeurs(passages: &[Passage], cellule: Span) -> Vec<Grandeur<'_>> {
    let Some(ligne) = ligne(passages, cellule) else { return Vec::new() };
    let debut = cellule.debut.saturating_sub(ligne.span.debut);
    let fin = cellule.fin.saturating_sub(ligne.span.debut);
    grandeurs::lire(ligne).into_iter().filter(|g| g.octets.start >= debut && g.octets.end <= fin).collect()
}
