//! The table of an annexe of initiatives: executed in earlier years, foreseen, share of the State.

use std::collections::BTreeSet;

use super::{Somme, budget};
use crate::model::cadre::{DEPARTEMENT, ETAT};
use crate::model::fiche::Execute;
use crate::model::{Dossier, Fiche, Montant};

/// The table.
#[derive(Debug)]
pub struct Executions<'d> {
    /// The years executed that at least one fiche tells.
    pub annees: Vec<u16>,
    /// One row per fiche.
    pub lignes: Vec<Ligne<'d>>,
    /// Totals of the years; absences counted.
    pub totaux: Vec<Somme>,
    /// Total foreseen by the Département.
    pub departement: Somme,
    /// Total of the State.
    pub etat: Somme,
}

/// A fiche in the table.
#[derive(Debug)]
pub struct Ligne<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// What the Département executed each year, when told.
    pub executes: Vec<Option<&'d Execute>>,
    /// What the Département foresees.
    pub departement: Somme,
    /// What the State pays.
    pub etat: Somme,
    /// What the table of the act prints for the Département, when it differs.
    pub departement_affiche: Option<Montant>,
    /// What the table of the act prints for the State, when it differs.
    pub etat_affiche: Option<Montant>,
}

/// Gathers the fiches of an annexe.
pub fn calculer<'d>(dossier: &'d Dossier, annexe: &'d str) -> Executions<'d> {
    let fiches: Vec<&Fiche> = dossier.fiches_de(annexe).collect();
    let execute = |f: &'d Fiche| f.executions.iter().filter(|e| e.financeur.valeur == DEPARTEMENT);
    let annees: BTreeSet<u16> =
        fiches.iter().flat_map(|f| execute(f)).flat_map(|e| e.annees.iter().map(|(a, _)| a.valeur)).collect();
    let annees: Vec<u16> = annees.into_iter().collect();
    let mut totaux = vec![Somme::default(); annees.len()];
    let mut sommes = (Somme::default(), Somme::default());
    let mut lignes = Vec::new();
    for fiche in fiches {
        let executes: Vec<_> = annees
            .iter()
            .map(|annee| {
                execute(fiche).flat_map(|e| &e.annees).find(|(a, _)| a.valeur == *annee).map(|(_, e)| e)
            })
            .collect();
        for (total, execute) in totaux.iter_mut().zip(&executes) {
            match execute {
                Some(Execute::Montant(m)) => total.ajouter(m.valeur, m.span),
                Some(Execute::Absent(..)) | None => total.absents += 1,
            }
        }
        let departement = budget::part_de_fiche(fiche, Some(DEPARTEMENT));
        let etat = budget::part_de_fiche(fiche, Some(ETAT));
        sommes.0.etendre(&departement);
        sommes.1.etendre(&etat);
        let affiche =
            |id: &str| fiche.affiche_en_annexe.iter().find(|(f, _)| f.valeur == id).map(|(_, m)| m.valeur);
        lignes.push(Ligne {
            fiche,
            executes,
            departement,
            etat,
            departement_affiche: affiche(DEPARTEMENT),
            etat_affiche: affiche(ETAT),
        });
    }
    Executions { annees, lignes, totaux, departement: sommes.0, etat: sommes.1 }
}
