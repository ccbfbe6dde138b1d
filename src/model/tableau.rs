//! Tables of data of a fiche: typed columns, merged cells, computed totals.

use rust_decimal::Decimal;

use super::{Absence, Montant};
use crate::text::Spanned;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeColonne {
    /// Words.
    Texte,
    /// A number.
    Nombre,
    /// Euros.
    Montant,
    /// Per cent.
    Pourcentage,
    /// A number when it is one, words otherwise.
    Valeur,
}

/// A column.
#[derive(Debug, Clone)]
pub struct Colonne {
    /// Heading.
    pub titre: Spanned<String>,
    /// Heading shared with neighbouring columns of the same group.
    pub groupe: Option<String>,
    /// What its cells hold.
    pub genre: TypeColonne,
    /// Digits after the comma; those written when absent.
    pub decimales: Option<u32>,
    /// Whether a total is computed.
    pub somme: bool,
    /// The total that the act prints.
    pub total_affiche: Option<Spanned<Decimal>>,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Contenu {
    /// Words; `\n` breaks the line.
    Texte(String),
    /// A number, in the unit of its column.
    Nombre(Decimal),
    /// Euros.
    Montant(Montant),
    /// Nothing, for a reason.
    Absent(Absence),
    /// The cell above goes on.
    Fusion,
}

/// A row.
#[derive(Debug, Clone)]
pub enum Ligne {
    /// As many cells as columns.
    Cellules(Vec<Spanned<Contenu>>),
    /// A title over the whole width.
    Intertitre(String),
}

/// A table of data.
#[derive(Debug, Clone)]
pub struct Donnees {
    /// Name in references.
    pub id: Spanned<String>,
    /// Caption.
    pub titre: Option<String>,
    /// Whether the headings are printed.
    pub entete: bool,
    /// The columns.
    pub colonnes: Vec<Colonne>,
    /// The rows.
    pub lignes: Vec<Ligne>,
    /// A remark under the table.
    pub note: Option<String>,
}

impl Donnees {
    /// The computed total of a column: amounts and numbers, merged cells counted once.
    pub fn total(&self, colonne: usize) -> Decimal {
        self.lignes
            .iter()
            .filter_map(|l| match l {
                Ligne::Cellules(c) => c.get(colonne),
                Ligne::Intertitre(_) => None,
            })
            .filter_map(|c| match &c.valeur {
                Contenu::Nombre(n) => Some(*n),
                Contenu::Montant(m) => Some(m.euros()),
                Contenu::Texte(_) | Contenu::Absent(_) | Contenu::Fusion => None,
            })
            .fold(Decimal::ZERO, |a, b| a.saturating_add(b))
    }
}

/// A figure of a fiche: an image, or the mention of one that is missing.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Name in references.
    pub id: Spanned<String>,
    /// Caption.
    pub titre: String,
    /// The image; none when it could not be taken up.
    pub fichier: Option<Spanned<crate::text::Chemin>>,
    /// What it shows, in words.
    pub alternative: String,
    /// The entries of its legend.
    pub legende: Vec<String>,
}
