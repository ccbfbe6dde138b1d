//! A table of data as a grid: the cell that stands at each place, merged cells followed up to the one that holds
//! the content.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::model::nombre::lire_decimal;
use crate::model::tableau::{Contenu, Donnees, Ligne};
use crate::text::{Motif, Spanned, motif};

/// A place of the grid.
#[derive(Debug, Clone, Copy)]
pub struct Place<'d> {
    /// Row, in the grid, of the cell that holds the content.
    pub tete: usize,
    /// That cell.
    pub cellule: &'d Spanned<Contenu>,
}

/// The rows of cells of a table, subtitles aside.
pub fn grille(tableau: &Donnees) -> Vec<Vec<Place<'_>>> {
    let mut sortie: Vec<Vec<Place<'_>>> = Vec::new();
    for ligne in &tableau.lignes {
        let Ligne::Cellules(cellules) = ligne else { continue };
        let rang = sortie.len();
        let places = cellules.iter().enumerate().map(|(colonne, cellule)| {
            let dessus = || sortie.last().and_then(|l| l.get(colonne)).copied();
            match cellule.valeur {
                Contenu::Fusion => dessus().unwrap_or(Place { tete: rang, cellule }),
                _ => Place { tete: rang, cellule },
            }
        });
        let places = places.collect();
        sortie.push(places);
    }
    sortie
}

static NOMBRE: LazyLock<Motif> =
    LazyLock::new(|| motif(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"));

/// The numbers of a cell in order, signs aside.
pub fn nombres(contenu: &Contenu) -> Vec<Decimal> {
    match contenu {
        Contenu::Nombre(n) => vec![n.abs()],
        Contenu::Texte(t) => NOMBRE.find_iter(t).filter_map(|m| lire_decimal(m.as_str()).ok()).collect(),
        Contenu::Montant(_) | Contenu::Absent(_) | Contenu::Fusion => Vec::new(),
    }
}

/// The number that a cell starts with: « 44,05 (siège) ».
pub fn premier_nombre(contenu: &Contenu) -> Option<Decimal> {
    match contenu {
        Contenu::Nombre(n) => Some(*n),
        Contenu::Texte(t) => {
            let m = NOMBRE.find(t).filter(|m| m.start() == 0)?;
            lire_decimal(m.as_str()).ok()
        }
        Contenu::Montant(_) | Contenu::Absent(_) | Contenu::Fusion => None,
    }
}

/// The text of a cell as written, in short.
pub fn texte(contenu: &Contenu) -> String {
    match contenu {
        Contenu::Texte(t) => t.replace('\n', " "),
        Contenu::Nombre(n) => super::outils::nombre(*n),
        Contenu::Montant(m) => m.to_string(),
        Contenu::Absent(a) => a.mot().to_owned(),
        Contenu::Fusion => String::new(),
    }
}
