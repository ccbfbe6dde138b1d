//! The charges that are valued by their factors, found through the lines of a budget.

use rust_decimal::Decimal;

use super::grandeurs::racines;
use crate::model::Fiche;
use crate::model::budget::{Charge, Cout, Facteur, Genre, Role, Valorisation};
use crate::text::Span;

/// A charge and its factors.
#[derive(Debug, Clone)]
pub struct Poste<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// The charge.
    pub charge: &'d Charge,
    /// Its factors.
    pub valorisation: &'d Valorisation,
    /// The roots of the label, what follows a bracket or a colon aside.
    pub tete: Vec<String>,
    /// The factor in euros.
    pub cout: Decimal,
    /// Where it is written.
    pub span_du_cout: Span,
    /// The words after it: « par an ».
    pub unite: &'static str,
}

impl<'d> Poste<'d> {
    /// Whether it is valued by the year.
    pub fn annuel(&self) -> bool {
        self.unite == "par an"
    }

    /// The factor of a kind.
    pub fn facteur(&self, genre: Genre) -> Option<&'d Facteur> {
        self.valorisation.facteurs.iter().find(|f| f.genre == genre)
    }
}

/// The beginning of a label: what it is, before its precisions.
pub fn tete(libelle: &str) -> &str {
    let fin = libelle.find(['(', ':', ';']).unwrap_or(libelle.len());
    libelle.get(..fin).unwrap_or(libelle).trim()
}

/// All the charges of the budgets of a fiche that are counted, sub-lines included.
pub fn charges(fiche: &Fiche) -> Vec<&Charge> {
    let mut toutes = Vec::new();
    for budget in fiche.budgets.iter().filter(|b| b.role == Role::Convention) {
        budget.charges.iter().for_each(|c| ajouter(c, &mut toutes));
    }
    toutes
}

fn ajouter<'d>(charge: &'d Charge, toutes: &mut Vec<&'d Charge>) {
    toutes.push(charge);
    if let Cout::Lignes(lignes) = &charge.cout {
        lignes.iter().for_each(|c| ajouter(c, toutes));
    }
}

/// The charges of a fiche that are valued by their factors.
pub fn postes(fiche: &Fiche) -> Vec<Poste<'_>> {
    charges(fiche)
        .into_iter()
        .filter_map(|charge| {
            let Cout::Valorisation(valorisation) = &charge.cout else { return None };
            let (facteur, unite) = valorisation.facteurs.iter().find_map(|f| match f.genre {
                Genre::Montant(unite) => Some((f, unite)),
                _ => None,
            })?;
            Some(Poste {
                fiche,
                charge,
                valorisation,
                tete: racines(tete(&charge.libelle.valeur)),
                cout: facteur.valeur.valeur,
                span_du_cout: facteur.valeur.span,
                unite,
            })
        })
        .collect()
}
