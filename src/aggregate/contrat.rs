//! What was contracted, from the revisions that a report executes: within an edition the last revision stands
//! (an avenant), two editions that a report covers add up.

use super::Somme;
use crate::model::rapport::{Contrat, LigneContrat, Objectif, RapportExecution, Releve, Revision};

/// What is contracted for an action.
#[derive(Debug, Clone)]
pub struct Engagement<'d> {
    /// Number of the fiche.
    pub numero: u16,
    /// One per edition covered, with its revision.
    pub contrats: Vec<(&'d Revision, &'d Contrat)>,
}

/// The actions contracted, by number.
pub fn en_vigueur(rapport: &RapportExecution) -> Vec<Engagement<'_>> {
    let mut engagements: Vec<Engagement<'_>> = Vec::new();
    for revision in dernieres(rapport) {
        for contrat in &revision.contrats {
            let numero = contrat.fiche.valeur;
            match engagements.iter_mut().find(|e| e.numero == numero) {
                Some(engagement) => engagement.contrats.push((revision, contrat)),
                None => engagements.push(Engagement { numero, contrats: vec![(revision, contrat)] }),
            }
        }
    }
    engagements.sort_by_key(|e| e.numero);
    engagements
}

/// The last revision of each edition, in the order in which editions come.
pub fn dernieres(rapport: &RapportExecution) -> Vec<&Revision> {
    let mut choisies: Vec<&Revision> = Vec::new();
    for revision in &rapport.revisions {
        match choisies.iter_mut().find(|c| c.edition.valeur == revision.edition.valeur) {
            Some(place) => *place = revision,
            None => choisies.push(revision),
        }
    }
    choisies
}

/// Adds what was told to a sum, or counts its absence.
pub(super) fn compter(somme: &mut Somme, releve: &Releve) {
    match releve {
        Ok(m) => somme.ajouter(m.valeur, m.span),
        Err(_) => somme.absents += 1,
    }
}

impl<'d> Engagement<'d> {
    /// Identifier of the annexe.
    pub fn annexe(&self) -> &'d str {
        self.contrats.last().map_or("", |(_, c)| c.annexe.as_str())
    }

    /// Short title.
    pub fn titre(&self) -> &'d str {
        self.contrats.last().map_or("", |(_, c)| c.titre.as_str())
    }

    /// The lines of funding.
    pub fn financements(&self) -> impl Iterator<Item = &'d LigneContrat> {
        self.contrats.iter().flat_map(|(_, c)| &c.financements)
    }

    /// The lines of costs.
    pub fn charges(&self) -> impl Iterator<Item = &'d LigneContrat> {
        self.contrats.iter().flat_map(|(_, c)| &c.charges)
    }

    /// Share of a funder; `None` for those that the framework does not name.
    pub fn part(&self, financeur: Option<&str>) -> Somme {
        somme(self.financements().filter(|l| l.financeur.as_deref() == financeur))
    }

    /// All the funding.
    pub fn total(&self) -> Somme {
        somme(self.financements())
    }

    /// All the costs.
    pub fn total_des_charges(&self) -> Somme {
        somme(self.charges())
    }

    /// The targets; the last edition gives that of an indicator that several have.
    pub fn objectifs(&self) -> Vec<(&'d Revision, &'d Objectif)> {
        let mut gardes: Vec<(&Revision, &Objectif)> = Vec::new();
        for (revision, contrat) in &self.contrats {
            for objectif in &contrat.objectifs {
                match gardes.iter_mut().find(|(_, o)| o.cle() == objectif.cle()) {
                    Some(place) => *place = (revision, objectif),
                    None => gardes.push((revision, objectif)),
                }
            }
        }
        gardes
    }
}

fn somme<'l>(lignes: impl Iterator<Item = &'l LigneContrat>) -> Somme {
    let mut somme = Somme::default();
    lignes.for_each(|l| compter(&mut somme, &l.montant));
    somme
}
