//! Bytes to typed parts of the model, with all the diagnostics at once and with what could be read.

pub mod arbre;
pub mod budget;
pub mod cadre;
pub mod convention;
pub mod entete;
pub mod fiche;
pub mod lecteur;
pub mod markdown;
pub mod matrice;
pub mod mentions;
mod partage;
pub mod rapport;
pub mod renvois;
pub mod scalaires;
mod syntaxe;
pub mod tableau;

use crate::diagnostic::Diagnostic;
use crate::model::Dossier;
use crate::text::{Fichier, Sources, Span};

pub use lecteur::Images;
use lecteur::Lecteur;

/// The files of an edition, as the project found them.
#[derive(Debug)]
pub struct Plan {
    /// The files of `cadres/`, by name.
    pub cadres: Vec<(String, Fichier)>,
    /// `organisation.yaml`.
    pub organisation: Fichier,
    /// `<édition>/convention.yaml`.
    pub convention: Fichier,
    /// `<édition>/indicateurs.yaml`, if any.
    pub matrice: Option<Fichier>,
    /// `<édition>/articles/*.md` in the order of their names.
    pub articles: Vec<Fichier>,
    /// `<édition>/fiches/*.md` in the order of their names.
    pub fiches: Vec<Fichier>,
    /// The images.
    pub images: Images,
    /// `<édition>/rapport/`, if there is one.
    pub rapport: Option<PlanRapport>,
}

/// The files of the report of an edition.
#[derive(Debug, Clone)]
pub struct PlanRapport {
    /// `rapport.yaml`.
    pub rapport: Fichier,
    /// `reference.yaml`, if it is there.
    pub reference: Option<Fichier>,
    /// `bilan.md`, if it is there.
    pub bilan: Option<Fichier>,
    /// `indicateurs.yaml`, if it is there.
    pub matrice: Option<Fichier>,
    /// `fiches/*.md` in the order of their names.
    pub fiches: Vec<Fichier>,
}

/// What parsing gives: the model when its essential parts could be read, and everything that is wrong.
#[derive(Debug)]
#[must_use = "the diagnostics are to be shown"]
pub struct Lecture {
    /// The model, with holes where a part could not be read.
    pub dossier: Option<Dossier>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads an edition.
pub fn lire(sources: &Sources, plan: &Plan) -> Lecture {
    let mut l = Lecteur::new(sources, &plan.images);
    let dossier = dossier(&mut l, plan);
    Lecture { dossier, diagnostics: l.diagnostics }
}

fn dossier(l: &mut Lecteur<'_>, plan: &Plan) -> Option<Dossier> {
    let tout =
        |l: &Lecteur<'_>, fichier| Span { fichier, debut: 0, fin: l.sources.source(fichier).texte().len() };
    let (actes, (articles, cadres)) = l.deux(
        |l| {
            let zone = tout(l, plan.convention);
            let convention = convention::convention(l, zone);
            let zone = tout(l, plan.organisation);
            (convention, convention::organisation(l, zone))
        },
        |l| {
            let articles = l.chacun(&plan.articles, |l, f| convention::article(l, *f));
            // The convention, which names its framework, is being read.
            let cadres = l.essayer(&plan.cadres, |l, (_, fichier)| {
                let zone = tout(l, *fichier);
                cadre::lire(l, zone)
            });
            (articles, cadres)
        },
    );
    let (convention, organisation) = actes;
    let articles = articles.into_iter().flatten().collect();
    let cadre = convention.as_ref().and_then(|c| {
        let nom = &c.cadre;
        match plan.cadres.iter().zip(cadres).find(|((n, _), _)| *n == nom.valeur) {
            Some((_, cadre)) => l.reprendre(cadre),
            None => {
                l.inconnu(nom, "cadre", plan.cadres.iter().map(|(n, _)| n.as_str()));
                None
            }
        }
    });
    let (Some(convention), Some(cadre)) = (convention, cadre) else {
        // Without a framework a fiche cannot be understood; its syntax can still be told.
        for fichier in &plan.fiches {
            syntaxe(l, *fichier);
        }
        return None;
    };
    let ((fiches, matrice), rapport) = l.deux(
        |l| {
            let fiches = l.chacun(&plan.fiches, |l, f| fiche::lire(l, *f, &cadre, convention.annee));
            let matrice = plan.matrice.map(|fichier| {
                let zone = tout(l, fichier);
                matrice::lire(l, zone)
            });
            (fiches, matrice.unwrap_or_else(matrice::vide))
        },
        |l| plan.rapport.as_ref().and_then(|p| rapport::lire(l, p, &cadre)),
    );
    let mut fiches: Vec<_> = fiches.into_iter().flatten().collect();
    fiches.sort_by_key(|f| f.numero.valeur);
    let mut passages = std::mem::take(&mut l.passages);
    passages.sort_by_key(|p| (l.sources.source(p.fichier()).chemin(), p.span.debut));
    let organisation = organisation?;
    let a_decider = std::mem::take(&mut l.a_decider);
    let dossier =
        Dossier { cadre, organisation, convention, articles, fiches, matrice, passages, rapport, a_decider };
    renvois::verifier(l, &dossier);
    Some(dossier)
}

fn syntaxe(l: &mut Lecteur<'_>, fichier: Fichier) {
    if let Some((yaml, corps)) = entete::separer(l, fichier) {
        l.arbre(yaml);
        markdown::lire(l, corps);
    }
}
