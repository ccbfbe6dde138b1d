//! `rapport/reference.yaml`: the revisions of the convention that the report executes, as they were contracted.

use super::{identifiant_de_fiche, non_renseigne, releve};
use crate::model::cadre::Sens;
use crate::model::convention::Etat;
use crate::model::rapport::{Contrat, LigneContrat, Objectif, Revision};
use crate::parse::arbre::Noeud;
use crate::parse::lecteur::{Carte, Lecteur};
use crate::text::Span;

const SENS: [(&str, Sens); 2] = [("hausse", Sens::Hausse), ("baisse", Sens::Baisse)];

/// Reads the revisions.
pub(super) fn lire(l: &mut Lecteur<'_>, zone: Span) -> Vec<Revision> {
    let Some(racine) = l.arbre(zone) else { return Vec::new() };
    let Some(mut c) = l.carte(&racine) else { return Vec::new() };
    let revisions = liste(l, &mut c, "revisions", revision);
    l.finir(&c);
    revisions
}

fn liste<T>(
    l: &mut Lecteur<'_>,
    c: &mut Carte<'_>,
    cle: &'static str,
    lire: fn(&mut Lecteur<'_>, &Noeud) -> Option<T>,
) -> Vec<T> {
    match c.prendre(cle) {
        Some(n) => l.liste(n).iter().filter_map(|n| lire(l, n)).collect(),
        None => Vec::new(),
    }
}

fn revision(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Revision> {
    let mut c = l.carte(noeud)?;
    let edition = l.mot_exige(&mut c, "edition");
    let etats = Etat::TOUS.map(|e| (e.mot(), e));
    let etat = l.exiger(&mut c, "etat").and_then(|n| l.parmi(n, &etats));
    let date = c.prendre("date").and_then(|n| l.jour(n));
    let empreinte = l.mot_exige(&mut c, "empreinte");
    let montant_etat = l.exiger(&mut c, "montant_etat").and_then(|n| l.montant(n));
    let contrats = liste(l, &mut c, "fiches", contrat);
    l.finir(&c);
    Some(Revision {
        edition: edition?,
        etat: etat?,
        date,
        empreinte: empreinte?.valeur,
        montant_etat: montant_etat?,
        contrats,
        span: noeud.span,
    })
}

fn contrat(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Contrat> {
    let mut c = l.carte(noeud)?;
    let fiche = l.exiger(&mut c, "fiche").and_then(|n| identifiant_de_fiche(l, n));
    let annexe = l.mot_exige(&mut c, "annexe");
    let titre = l.texte_exige(&mut c, "titre");
    let charges = liste(l, &mut c, "charges", ligne);
    let financements = liste(l, &mut c, "financements", ligne);
    let objectifs = liste(l, &mut c, "objectifs", objectif);
    l.finir(&c);
    Some(Contrat {
        fiche: fiche?,
        annexe: annexe?.valeur,
        titre: titre?.valeur,
        charges,
        financements,
        objectifs,
        span: noeud.span,
    })
}

fn ligne(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<LigneContrat> {
    let mut c = l.carte(noeud)?;
    let financeur = c.prendre("financeur").and_then(|n| l.mot(n)).map(|t| t.valeur);
    let libelle = l.texte_facultatif(&mut c, "libelle");
    let montant = releve(l, &mut c, "montant");
    l.finir(&c);
    Some(LigneContrat { financeur, libelle, montant: montant? })
}

fn objectif(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Objectif> {
    let mut c = l.carte(noeud)?;
    let indicateur = c.prendre("indicateur").and_then(|n| l.mot(n)).map(|t| t.valeur);
    let libelle = l.texte_facultatif(&mut c, "libelle");
    let cible = match c.prendre("cible") {
        Some(n) => l.case(n),
        None => Some(non_renseigne(noeud.span)),
    };
    let depart = c.prendre("depart").and_then(|n| l.case(n));
    let sens = c.prendre("sens").and_then(|n| l.parmi(n, &SENS));
    l.finir(&c);
    Some(Objectif { indicateur, libelle, cible: cible?, depart, sens, span: noeud.span })
}
