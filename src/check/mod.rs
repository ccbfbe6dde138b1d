//! What a compiler does for code, for a convention: general rules, each in a file of `regles/`, run over the
//! whole model. A rule knows no act; what it compares is in the model, with the place where it was written.

pub mod bordereaux;
pub mod calculs;
pub mod cellules;
pub mod contexte;
mod dates;
mod document;
pub mod enumeration;
pub mod finances;
pub mod forme;
pub mod grandeurs;
pub mod grille;
mod identite;
pub mod indicateurs;
pub mod lecture;
pub mod montants;
pub mod numerotation;
pub mod objectifs;
pub mod outils;
pub mod page;
pub mod periodes;
pub mod quantites;
pub mod registre;
mod regles;
pub mod renvois;
pub mod sigles;
pub mod signes;
pub mod structure;
pub mod suites;
mod suspens;
pub mod textes;
pub mod tolerances;
pub mod valorisations;
pub mod voisinage;

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Gravite, Tolere};
use crate::model::Dossier;
use crate::text::Sources;

pub use contexte::Contexte;

/// A rule.
#[derive(Debug)]
pub struct Regle {
    /// Stable code, never reused: `FIN-001`.
    pub code: &'static str,
    /// One line, without a final period.
    pub titre: &'static str,
    /// Default severity. A rule may lower that of one of its findings, never raise it.
    pub gravite: Gravite,
    /// What it verifies, and what it leaves aside.
    pub verifie: &'static str,
    /// Why it matters.
    pub pourquoi: &'static str,
    /// Its legal, accounting or editorial source.
    pub source: &'static str,
    /// A fault and its repair, in the project that shows the rules.
    pub exemple: Exemple,
    /// Finds. The code and the severity are set by the caller.
    pub chercher: fn(&Contexte<'_>) -> Vec<Diagnostic>,
}

/// How a rule is shown and tested, in `tests/fixtures/temoin`: that project is right, the fault makes it wrong
/// and gives this finding and no other.
#[derive(Debug)]
pub struct Exemple {
    /// Changes that both the faulty and the repaired text need.
    pub contexte: &'static [Changement],
    /// From the repaired text to the faulty one.
    pub faute: &'static [Changement],
    /// Texts that resemble the fault and are right: one finding there would be a false one.
    pub admis: &'static [Changement],
}

/// A text of a file of the project, and another in its place.
#[derive(Debug)]
pub struct Changement {
    /// The file, from the root of the project.
    pub fichier: &'static str,
    /// The text that is there, once.
    pub de: &'static str,
    /// What replaces it.
    pub a: &'static str,
}

/// What is asked of a run.
#[derive(Debug, Clone, Default)]
pub struct Reglages {
    /// Codes or families (`FIN`) to run; all when empty.
    pub choisies: BTreeSet<String>,
    /// Codes or families left aside.
    pub ignorees: BTreeSet<String>,
}

impl Reglages {
    /// Whether a code is wanted.
    pub fn veut(&self, code: &str) -> bool {
        let dans = |liste: &BTreeSet<String>| liste.contains(code) || liste.contains(famille(code));
        (self.choisies.is_empty() || dans(&self.choisies)) && !dans(&self.ignorees)
    }
}

/// The family of a code: `FIN` of `FIN-003`.
fn famille(code: &str) -> &str {
    code.split_once('-').map_or(code, |(famille, _)| famille)
}

/// What a run finds.
#[derive(Debug, Default)]
#[must_use = "the findings are to be shown"]
pub struct Constats {
    /// The findings.
    pub constats: Vec<Diagnostic>,
    /// Those that the act keeps.
    pub toleres: Vec<Tolere>,
}

/// Runs the rules over a model that was read without error.
pub fn verifier(dossier: &Dossier, sources: &Sources, reglages: &Reglages) -> Constats {
    let contexte = Contexte::new(dossier, sources);
    let severites: BTreeMap<&str, Option<Gravite>> =
        dossier.convention.regles.iter().map(|(code, gravite)| (code.valeur.as_str(), *gravite)).collect();
    let regles: Vec<(&Regle, Option<Gravite>)> = registre::REGLES
        .iter()
        .filter_map(|regle| match severites.get(regle.code).or_else(|| severites.get(famille(regle.code))) {
            _ if !reglages.veut(regle.code) => None,
            Some(None) => None,
            choisie => Some((*regle, choisie.copied().flatten())),
        })
        .collect();
    let mut constats = chercher(&regles, &contexte).into_iter().flatten().collect();
    suspens::retirer(&mut constats, dossier, sources);
    tolerances::partager(constats, dossier, sources, reglages)
}

/// Runs the rules on all the cores. What each finds, in the order of the registry.
fn chercher(regles: &[(&Regle, Option<Gravite>)], contexte: &Contexte<'_>) -> Vec<Vec<Diagnostic>> {
    regles
        .par_iter()
        .with_max_len(1)
        .map(|(regle, gravite)| {
            let mut constats = (regle.chercher)(contexte);
            for d in &mut constats {
                d.code = regle.code;
                d.gravite = gravite.unwrap_or_else(|| d.gravite.max(regle.gravite));
            }
            constats
        })
        .collect()
}
