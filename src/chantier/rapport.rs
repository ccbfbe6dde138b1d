//! `calpae new rapport`: the folder of the report, pre-filled from the convention; run again after an avenant,
//! it adds what is new and says what no longer has a counterpart.

use super::yaml::{cite, fin_de_cle, ligne, remarque};
use super::{Travaux, fiche, reference};
use crate::aggregate::contrat::dernieres;
use crate::aggregate::courant::{Courant, courants, retouches};
use crate::diagnostic::Edition;
use crate::model::rapport::{RapportExecution, Revision};
use crate::model::{DateImprecise, Dossier, Duree, Jour};
use crate::text::{Sources, Span};

/// What there is to write for the report of an edition; `empreinte` is the digest of the convention's sources,
/// `existe` tells which paths are taken.
pub fn preparer(
    dossier: &Dossier,
    sources: &Sources,
    edition: &str,
    empreinte: &str,
    existe: impl Fn(&str) -> bool,
) -> Travaux {
    let mut travaux = Travaux::default();
    let base = format!("content/{edition}/rapport");
    let courants = courants(dossier);
    let rapport = dossier.rapport.as_ref();
    let creer = |travaux: &mut Travaux, chemin: String, texte: String| {
        if !existe(&chemin) {
            travaux.fichiers.push((chemin, texte));
        }
    };
    creer(&mut travaux, format!("{base}/rapport.yaml"), page(dossier, edition));
    creer(&mut travaux, format!("{base}/bilan.md"), bilan(dossier));
    creer(&mut travaux, format!("{base}/indicateurs.yaml"), matrice(dossier, &courants));
    let derniere = rapport.and_then(|r| dernieres(r).into_iter().find(|v| v.edition.valeur == edition));
    let revision = || reference::revision(dossier, sources, edition, empreinte);
    match rapport.map(|r| (r, derniere)) {
        Some((r, Some(derniere))) => {
            if a_change(dossier, r, derniere, edition, &courants) {
                prolonger(&mut travaux, sources, derniere.span, &revision());
                travaux.messages.push(format!(
                    "reference.yaml : une révision est ajoutée, celle de la convention « {} » du {}",
                    dossier.convention.etat.mot(),
                    dossier.convention.date_du_document
                ));
                for courant in &courants {
                    let avant =
                        derniere.contrats.iter().find(|c| c.fiche.valeur == courant.fiche.numero.valeur);
                    if let Some(avant) = avant {
                        travaux.messages.extend(fiche::changements(courant, avant, &dossier.cadre));
                    }
                }
            }
        }
        Some((r, None)) if !r.revisions.is_empty() => {
            let fin = r.revisions.last().map(|v| v.span);
            fin.into_iter().for_each(|span| prolonger(&mut travaux, sources, span, &revision()));
        }
        _ => creer(
            &mut travaux,
            format!("{base}/reference.yaml"),
            format!("{}{}", reference::ENTETE, revision()),
        ),
    }
    for courant in &courants {
        let numero = courant.fiche.numero.valeur;
        match rapport.and_then(|r| r.fiches.iter().find(|f| f.fiche.valeur == numero)) {
            Some(faite) => fiche::completer(&mut travaux, dossier, sources, courant, faite),
            None => {
                let nom = nom_de_fichier(courant);
                creer(&mut travaux, format!("{base}/fiches/{nom}.md"), fiche::neuve(courant, &dossier.cadre));
            }
        }
    }
    for f in rapport.into_iter().flat_map(|r| &r.fiches) {
        if !courants.iter().any(|c| c.fiche.numero.valeur == f.fiche.valeur) {
            travaux.messages.push(format!(
                "{} : la fiche {} n’est plus dans la convention ; le compte rendu est gardé",
                f.chemin, f.fiche.valeur
            ));
        }
    }
    if let Some(r) = rapport {
        indicateurs(&mut travaux, dossier, sources, &courants, r);
    }
    travaux
}

/// Whether the content contracts something else than a revision: a figure, an action, a line, a target.
fn a_change(
    dossier: &Dossier,
    rapport: &RapportExecution,
    derniere: &Revision,
    edition: &str,
    courants: &[Courant<'_>],
) -> bool {
    let nouvelle = |c: &Courant<'_>| {
        let Some(contrat) = derniere.contrats.iter().find(|x| x.fiche.valeur == c.fiche.numero.valeur) else {
            return true;
        };
        contrat.charges.len() != c.charges.len()
            || contrat.financements.len() != c.financements.len()
            || c.cibles.iter().any(|cible| !contrat.objectifs.iter().any(|o| o.cle() == cible.cle()))
            || contrat.objectifs.len() != c.cibles.len()
    };
    derniere.etat != dossier.convention.etat
        || derniere.montant_etat.valeur != dossier.convention.montant_etat.valeur
        || !retouches(dossier, rapport, edition).is_empty()
        || courants.iter().any(nouvelle)
}

/// Adds a revision at the end of the file of another.
fn prolonger(travaux: &mut Travaux, sources: &Sources, span: Span, texte: &str) {
    let entier = sources.source(span.fichier).texte();
    let saut = if entier.ends_with('\n') { "" } else { "\n" };
    let fin = Span { fichier: span.fichier, debut: entier.len(), fin: entier.len() };
    travaux.ajouts.push(Edition { span: fin, texte: format!("{saut}{texte}") });
}

fn nom_de_fichier(courant: &Courant<'_>) -> String {
    let radical = courant.fiche.chemin.radical();
    let numero = format!("{:02}", courant.fiche.numero.valeur);
    if radical.starts_with(&numero) { radical.to_owned() } else { format!("{numero}-{radical}") }
}

/// `rapport.yaml`: the window, the deadline and its back-planning.
fn page(dossier: &Dossier, edition: &str) -> String {
    let c = &dossier.convention;
    let annee = c.annee;
    let periode = match c.execution.as_ref().map(|e| &e.valeur) {
        Some(Duree::Periode(DateImprecise::Jour(a), DateImprecise::Jour(b))) => (a.iso(), b.iso()),
        _ => (format!("{annee}-01-01"), format!("{annee}-12-31")),
    };
    let conclue = c.dates.signature.as_ref().map(|j| j.valeur);
    let echeance = dossier.cadre.echeance("rapport", annee, conclue);
    let jour = echeance.and_then(|e| e.jour_de(annee));
    let mut texte = format!("# Le rapport d'exécution de l'édition {edition}.\n");
    if let (Some(echeance), Some(jour)) = (echeance, jour) {
        texte.push_str(&format!(
            "#\n# À remettre au plus tard le {}. À rebours :\n",
            ligne(&jour.to_string())
        ));
        let mut etapes: Vec<(Jour, &str)> = echeance
            .etapes
            .iter()
            .filter_map(|(libelle, jours)| Some((jour.decaler(-i32::from(*jours))?, libelle.as_str())))
            .collect();
        etapes.sort();
        for (jour, libelle) in etapes {
            texte.push_str(&format!("#   {} : {}\n", jour.iso(), ligne(libelle)));
        }
        texte.push_str("#\n");
    }
    let date = jour.map_or_else(|| format!("{annee}-12-31"), Jour::iso);
    texte.push_str(&format!(
        "periode: du {} au {}     # peut ne pas être l'année civile\nintermediaire: non         # oui : un autre rapport suivra pour la même période\netat: projet               # projet | délibéré | transmis\ndeliberation:              # jour du vote\nenvoi:                     # jour de l'envoi aux préfets de région et de département\ndate_du_document: {date}   # date que porte le rapport\n",
        periode.0, periode.1
    ));
    texte
}

/// `bilan.md`: the headings of the global account.
fn bilan(dossier: &Dossier) -> String {
    let titres: Vec<String> = dossier.cadre.rapport.bilan.iter().map(|t| format!("## {t}\n")).collect();
    titres.join("\n")
}

/// The indicators of the framework that no fiche follows: identifier, label.
fn hors_fiches<'d>(dossier: &'d Dossier, courants: &[Courant<'_>]) -> Vec<(String, &'d str)> {
    let mut lignes = Vec::new();
    for mesure in dossier.cadre.themes.iter().flat_map(|t| &t.mesures) {
        for indicateur in &mesure.indicateurs {
            let id = format!("{}/{}", mesure.numero, indicateur.id.valeur);
            if !courants.iter().flat_map(|c| &c.cibles).any(|c| c.indicateur == Some(id.as_str())) {
                lignes.push((id, indicateur.libelle.as_str()));
            }
        }
    }
    lignes
}

fn matrice(dossier: &Dossier, courants: &[Courant<'_>]) -> String {
    let mut texte = String::from(
        "# Les indicateurs du cadre qu'aucune fiche ne suit. Ceux des fiches se remplissent dans les fiches et viennent\n# d'eux-mêmes dans la matrice. Une ligne laissée vide est « non renseigné ».\nvaleurs:\n",
    );
    let lignes = hors_fiches(dossier, courants);
    lignes.iter().for_each(|(id, libelle)| texte.push_str(&entree("  ", id, libelle)));
    texte
}

fn entree(marge: &str, id: &str, libelle: &str) -> String {
    format!("{marge}# {}\n{marge}{}:\n", remarque(libelle), cite(id))
}

/// Adds the indicators that the matrix of the report does not have yet.
fn indicateurs(
    travaux: &mut Travaux,
    dossier: &Dossier,
    sources: &Sources,
    courants: &[Courant<'_>],
    rapport: &RapportExecution,
) {
    let connu = |id: &str| rapport.matrice.iter().any(|l| l.cible.valeur == id);
    let nouveaux: Vec<_> = hors_fiches(dossier, courants).into_iter().filter(|(id, _)| !connu(id)).collect();
    let place = rapport.matrice.last().and_then(|l| fin_de_cle(sources, l.cible.span));
    if let Some((span, marge)) = place.filter(|_| !nouveaux.is_empty()) {
        let texte = nouveaux.iter().map(|(id, libelle)| entree(&marge, id, libelle)).collect();
        travaux.ajouts.push(Edition { span, texte });
        let s = if nouveaux.len() > 1 { "s" } else { "" };
        travaux.messages.push(format!("indicateurs.yaml : {} indicateur{s} ajouté{s}", nouveaux.len()));
    }
}
