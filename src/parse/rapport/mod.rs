//! `<édition>/rapport/`: the report of execution. A key left without a value is an absence, never a fault.

mod cadre;
mod fiche;
mod reference;

pub use cadre::{cadre, refaction};

use super::arbre::{Genre, Noeud};
use super::lecteur::{Carte, Lecteur};
use super::{PlanRapport, markdown, scalaires};
use crate::diagnostic::Diagnostic;
use crate::model::convention::{Etat, LigneMatrice};
use crate::model::rapport::{RapportExecution, Releve};
use crate::model::{Absence, Cadre, Case, DateImprecise, Duree, Jour, Mesurage};
use crate::text::{Fichier, Span, Spanned};

/// The name of the only column of the matrix of a report.
pub const COLONNE: &str = "resultat";

/// Reads a report; `None` when its period or its date cannot be read.
pub fn lire(l: &mut Lecteur<'_>, plan: &PlanRapport, cadre: &Cadre) -> Option<RapportExecution> {
    let avant = std::mem::take(&mut l.passages);
    let rapport = entier(l, plan, cadre);
    let passages = std::mem::replace(&mut l.passages, avant);
    rapport.map(|r| RapportExecution { passages, ..r })
}

fn entier(l: &mut Lecteur<'_>, plan: &PlanRapport, cadre: &Cadre) -> Option<RapportExecution> {
    let zone = |l: &Lecteur<'_>, fichier: Fichier| Span {
        fichier,
        debut: 0,
        fin: l.sources.source(fichier).texte().len(),
    };
    let bilan = match plan.bilan {
        Some(f) => {
            let zone = zone(l, f);
            markdown::lire(l, zone)
        }
        None => Vec::new(),
    };
    let fiches = l.chacun(&plan.fiches, |l, f| fiche::lire(l, *f, cadre));
    let mut fiches: Vec<_> = fiches.into_iter().flatten().collect();
    fiches.sort_by_key(|f| f.fiche.valeur);
    for (premiere, seconde) in fiches.iter().zip(fiches.iter().skip(1)) {
        if premiere.fiche.valeur == seconde.fiche.valeur {
            l.dire(
                Diagnostic::erreur(
                    "REF-003",
                    seconde.fiche.span,
                    format!("la fiche {} a déjà son compte rendu", seconde.fiche.valeur),
                )
                .voir(premiere.fiche.span, "dans cet autre fichier")
                .aide("réunir les deux fichiers, ou corriger le numéro de l’un"),
            );
        }
    }
    let matrice = match plan.matrice {
        Some(f) => {
            let zone = zone(l, f);
            matrice(l, zone, cadre)
        }
        None => Vec::new(),
    };
    let revisions = match plan.reference {
        Some(f) => {
            let zone = zone(l, f);
            reference::lire(l, zone)
        }
        None => Vec::new(),
    };
    let racine = l.arbre(zone(l, plan.rapport))?;
    let mut c = l.carte(&racine)?;
    let periode = l.exiger(&mut c, "periode").and_then(|n| periode(l, n));
    let intermediaire = rempli(&mut c, "intermediaire").and_then(|n| l.oui(n)).unwrap_or(false);
    let etats = Etat::TOUS.map(|e| (e.mot(), e));
    let etat = rempli(&mut c, "etat").and_then(|n| l.parmi(n, &etats)).unwrap_or(Etat::Projet);
    let mention = rempli(&mut c, "mention").and_then(|n| l.texte(n)).map(|t| t.valeur);
    let deliberation = jour(l, &mut c, "deliberation");
    let envoi = jour(l, &mut c, "envoi");
    let date = l.exiger(&mut c, "date_du_document").and_then(|n| l.jour_situe(n));
    l.finir(&c);
    Some(RapportExecution {
        periode: periode?,
        intermediaire,
        etat,
        deliberation,
        envoi,
        date_du_document: date?,
        mention,
        bilan,
        fiches,
        matrice,
        revisions,
        passages: Vec::new(),
    })
}

/// « du 2022-07-01 au 2023-06-30 ».
fn periode(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Spanned<(Jour, Jour)>> {
    let lue = l.duree(noeud)?;
    let bornes = match lue {
        Duree::Periode(DateImprecise::Jour(a), DateImprecise::Jour(b)) if a <= b => Some((a, b)),
        _ => None,
    };
    if bornes.is_none() {
        l.dire(
            Diagnostic::erreur(
                "VAL-006",
                noeud.span,
                "la période du rapport va d’un jour à un autre, plus tard",
            )
            .aide("écrire « periode: du 2022-07-01 au 2023-06-30 »"),
        );
    }
    bornes.map(|b| Spanned::new(b, noeud.span))
}

/// The value of a key, when there is one: neither nothing nor empty quotes.
pub(super) fn rempli<'n>(c: &mut Carte<'n>, cle: &'static str) -> Option<&'n Noeud> {
    c.prendre(cle).filter(|n| match &n.genre {
        Genre::Nul => false,
        Genre::Scalaire(t) => !t.trim().is_empty(),
        Genre::Liste(_) | Genre::Carte(_) => true,
    })
}

/// A day; none for an absence, whatever its reason.
fn jour(l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle: &'static str) -> Option<Spanned<Jour>> {
    let noeud = rempli(c, cle)?;
    if l.absence(noeud).is_some() { None } else { l.jour_situe(noeud) }
}

/// An amount, or why there is none; `None` when it cannot be read, which is told.
pub(super) fn releve(l: &mut Lecteur<'_>, c: &mut Carte<'_>, cle: &'static str) -> Option<Releve> {
    let ici = if c.a(cle) { c.span_de(cle) } else { c.span };
    let Some(noeud) = rempli(c, cle) else {
        return Some(Err(Spanned::new(Absence::NonRenseigne, ici)));
    };
    match l.absence(noeud) {
        Some(absence) => Some(Err(absence)),
        None => l.montant(noeud).map(Ok),
    }
}

/// The number of a fiche.
pub(super) fn identifiant_de_fiche(l: &mut Lecteur<'_>, noeud: &Noeud) -> Option<Spanned<u16>> {
    let nombre = l.nombre(noeud)?;
    let entier =
        u16::try_from(nombre.valeur).ok().filter(|n| (1..=999).contains(n) && nombre.valeur.is_integer());
    if entier.is_none() {
        l.dire(
            Diagnostic::erreur("VAL-002", nombre.span, "le numéro d’une fiche est un entier de 1 à 999")
                .aide("écrire « fiche: 4 »"),
        );
    }
    entier.map(|n| Spanned::new(n, nombre.span))
}

/// A box in which nobody wrote.
pub(super) fn non_renseigne(span: Span) -> Case {
    vec![scalaires::simple(Spanned::new(Mesurage::Absent(Absence::NonRenseigne), span))]
}

/// `rapport/indicateurs.yaml`: results of indicators that no sheet tells.
fn matrice(l: &mut Lecteur<'_>, zone: Span, cadre: &Cadre) -> Vec<LigneMatrice> {
    let Some(racine) = l.arbre(zone) else { return Vec::new() };
    let Some(mut c) = l.carte(&racine) else { return Vec::new() };
    let mut lignes = Vec::new();
    if let Some(noeud) = rempli(&mut c, "valeurs") {
        l.carte(noeud);
        for (cible, valeur) in l.entrees(noeud) {
            if cadre.indicateur(&cible.valeur).is_none() {
                let connus: Vec<_> = cadre.identifiants().collect();
                l.inconnu(cible, "indicateur du cadre", connus.iter().map(String::as_str));
            }
            let case = match valeur.genre {
                Genre::Nul => Some(non_renseigne(cible.span)),
                _ => l.case(valeur),
            };
            let colonne = Spanned::new(COLONNE.to_owned(), cible.span);
            lignes.extend(case.map(|c| LigneMatrice { cible: cible.clone(), cases: vec![(colonne, c)] }));
        }
    }
    l.finir(&c);
    lignes
}
