//! The matrix of indicators: the framework's tree filled with the values of the edition.

use crate::model::cadre::{Indicateur, Mesure, Theme};
use crate::model::{Absence, Case, Dossier};

/// A row of the matrix.
#[derive(Debug)]
pub enum Ligne<'d> {
    /// A theme.
    Theme(&'d Theme),
    /// A measure; with one box over its indicators when a value holds for all of it.
    Mesure(&'d Mesure),
    /// A group of indicators.
    Groupe(&'d str),
    /// An indicator and one box per column.
    Indicateur(&'d Indicateur, Vec<Boite<'d>>),
}

/// A box.
#[derive(Debug, Clone)]
pub enum Boite<'d> {
    /// Values written for this indicator.
    Valeurs(&'d Case),
    /// Values written for the whole measure: the first row spans the number of rows given.
    Mesure(&'d Case, usize),
    /// The box above goes on.
    Suite,
    /// Nothing is written.
    Absente(Absence),
}

/// The rows in the order of the framework.
pub fn calculer(dossier: &Dossier) -> Vec<Ligne<'_>> {
    let mut lignes = Vec::new();
    for theme in &dossier.cadre.themes {
        lignes.push(Ligne::Theme(theme));
        for mesure in &theme.mesures {
            lignes.push(Ligne::Mesure(mesure));
            self::mesure(dossier, mesure, &mut lignes);
        }
    }
    lignes
}

fn mesure<'d>(dossier: &'d Dossier, mesure: &'d Mesure, lignes: &mut Vec<Ligne<'d>>) {
    let indicateurs = &mesure.indicateurs;
    let propre =
        |i: &Indicateur, colonne: &str| case(dossier, &format!("{}/{}", mesure.numero, i.id.valeur), colonne);
    let mut groupe: Option<&str> = None;
    for (rang, indicateur) in indicateurs.iter().enumerate() {
        if indicateur.groupe.as_deref() != groupe {
            groupe = indicateur.groupe.as_deref();
            lignes.extend(groupe.map(Ligne::Groupe));
        }
        let boite = |colonne: &str| {
            if let Some(case) = propre(indicateur, colonne) {
                return Boite::Valeurs(case);
            }
            let Some(case) = case(dossier, &mesure.numero, colonne) else {
                return Boite::Absente(dossier.matrice.par_defaut);
            };
            // One box runs over neighbours of the same group that have no value of their own.
            let voisin = |i: &&Indicateur| i.groupe == indicateur.groupe && propre(i, colonne).is_none();
            let avant = rang.checked_sub(1).and_then(|r| indicateurs.get(r));
            if avant.is_some_and(|i| voisin(&i)) {
                return Boite::Suite;
            }
            Boite::Mesure(case, indicateurs.iter().skip(rang).take_while(voisin).count())
        };
        let boites = dossier.cadre.colonnes.iter().map(|c| boite(&c.id)).collect();
        lignes.push(Ligne::Indicateur(indicateur, boites));
    }
}

fn case<'d>(dossier: &'d Dossier, cible: &str, colonne: &str) -> Option<&'d Case> {
    dossier
        .matrice
        .valeurs
        .iter()
        .filter(|l| l.cible.valeur == cible)
        .flat_map(|l| &l.cases)
        .find(|(c, _)| c.valeur == colonne)
        .map(|(_, case)| case)
}
