//! `<édition>/indicateurs.yaml`: the values of the matrix.

use super::lecteur::Lecteur;
use crate::model::Absence;
use crate::model::convention::{LigneMatrice, ValeursMatrice};
use crate::text::Span;

/// The matrix of a project that gives no value: every box is blank.
pub fn vide() -> ValeursMatrice {
    ValeursMatrice { par_defaut: Absence::Vide, span_par_defaut: None, valeurs: Vec::new() }
}

/// Reads the values.
pub fn lire(l: &mut Lecteur<'_>, zone: Span) -> ValeursMatrice {
    let mut matrice = vide();
    let Some(racine) = l.arbre(zone) else { return matrice };
    let Some(mut c) = l.carte(&racine) else { return matrice };
    if let Some(n) = l.exiger(&mut c, "par_defaut") {
        match l.absence(n) {
            Some(absence) => {
                matrice.par_defaut = absence.valeur;
                matrice.span_par_defaut = Some(absence.span);
            }
            None => l.attendu(n, "un mot d’absence (« vide », « non renseigné »…)"),
        }
    }
    if let Some(n) = l.exiger(&mut c, "valeurs") {
        l.carte(n);
        for (cible, colonnes) in l.entrees(n) {
            let cases = l
                .entrees(colonnes)
                .iter()
                .filter_map(|(colonne, valeur)| Some((colonne.clone(), l.case(valeur)?)))
                .collect();
            matrice.valeurs.push(LigneMatrice { cible: cible.clone(), cases });
        }
    }
    l.finir(&c);
    matrice
}
