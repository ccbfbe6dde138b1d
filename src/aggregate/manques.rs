//! What a report does not say, and why: each blank once, by action.

use super::rapport::{Action, Bilan};
use crate::model::rapport::{LigneExecution, RapportExecution};
use crate::model::{Absence, Cadre, Case, Mesurage};

/// The part of a sheet where something is missing, in the order of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partie {
    /// Days, what becomes of the action, or the whole sheet.
    Identite,
    /// What should have been contracted.
    Contrat,
    /// A line of costs.
    Charge,
    /// A funder.
    Financeur,
    /// A result.
    Resultat,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manque {
    /// Number of the fiche; none for the matrix.
    pub fiche: Option<u16>,
    /// Where in the sheet.
    pub partie: Partie,
    /// What: « date de fin », « État », « Locaux (liquidé) ».
    pub quoi: String,
    /// Why.
    pub raison: Absence,
}

/// All that is missing, in the order of the report.
pub fn relever(cadre: &Cadre, rapport: &RapportExecution, bilan: &Bilan<'_>) -> Vec<Manque> {
    let mut manques = Vec::new();
    for action in bilan.actions() {
        de_l_action(cadre, action, &mut manques);
    }
    for ligne in &rapport.matrice {
        let absent = ligne.cases.iter().find_map(|(_, case)| absence(case));
        if let (Some(raison), Some((_, indicateur))) = (absent, cadre.indicateur(&ligne.cible.valeur)) {
            manques.push(Manque {
                fiche: None,
                partie: Partie::Resultat,
                quoi: indicateur.libelle.clone(),
                raison,
            });
        }
    }
    manques
}

/// The reason for which a box says nothing.
pub fn absence(case: &Case) -> Option<Absence> {
    case.iter().find_map(|v| match v.mesurage.valeur {
        Mesurage::Absent(a) => Some(a),
        _ => None,
    })
}

fn de_l_action(cadre: &Cadre, action: &Action<'_>, manques: &mut Vec<Manque>) {
    let fiche = Some(action.numero);
    let mut dire = |partie: Partie, quoi: String, raison: Absence| {
        manques.push(Manque { fiche, partie, quoi, raison });
    };
    let Some(faite) = action.fiche else {
        dire(Partie::Identite, "compte rendu entier".to_owned(), Absence::NonRenseigne);
        return;
    };
    for (mot, absente) in [
        ("date de début", faite.debut.as_ref().err()),
        ("date de fin", faite.fin.as_ref().err()),
        ("suite proposée", faite.suite.as_ref().err()),
    ] {
        absente.into_iter().for_each(|a| dire(Partie::Identite, mot.to_owned(), a.valeur));
    }
    let nom = |l: &LigneExecution| {
        let connu = l.financeur.as_ref().and_then(|f| cadre.financeur(&f.valeur)).map(|f| f.nom.clone());
        connu.or(l.libelle.as_ref().map(|t| t.valeur.clone())).unwrap_or_default()
    };
    let charges = faite.charges.iter().map(|l| (Partie::Charge, l));
    for (partie, ligne) in charges.chain(faite.financements.iter().map(|l| (Partie::Financeur, l))) {
        match (&ligne.engage, &ligne.liquide) {
            (Err(e), Err(l)) if e.valeur == l.valeur => {
                dire(partie, nom(ligne), e.valeur);
            }
            (engage, liquide) => {
                for (mot, releve) in [("engagé", engage), ("liquidé", liquide)] {
                    let absent = releve.as_ref().err();
                    absent
                        .into_iter()
                        .for_each(|a| dire(partie, format!("{} ({mot})", nom(ligne)), a.valeur));
                }
            }
        }
    }
    for contractee in action.engagement.iter().flat_map(|e| e.financements()) {
        let nom = contractee.financeur.as_deref().and_then(|f| cadre.financeur(f)).map(|f| f.nom.as_str());
        let nom = nom.or(contractee.libelle.as_deref()).unwrap_or("");
        if let Err(absence) = &contractee.montant {
            dire(Partie::Contrat, nom.to_owned(), absence.valeur);
        }
    }
    // A funder who has contracted and of whom the sheet has no line.
    for engagement in action.engagement.iter().flat_map(|e| e.financements()) {
        let Some(id) = engagement.financeur.as_deref() else { continue };
        if !faite.financements.iter().any(|l| l.financeur.as_ref().is_some_and(|f| f.valeur == id)) {
            let nom = cadre.financeur(id).map_or(id, |f| f.nom.as_str());
            dire(Partie::Financeur, nom.to_owned(), Absence::NonRenseigne);
        }
    }
    for suivi in super::objectifs::suivre(cadre, action) {
        let absente = match suivi.resultat {
            None => Some(Absence::NonRenseigne),
            Some(r) => absence(&r.valeur),
        };
        absente.into_iter().for_each(|a| dire(Partie::Resultat, suivi.libelle.to_owned(), a));
    }
}
