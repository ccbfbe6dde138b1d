//! What charts are drawn from: lengths as whole numbers, the figures in words beside them, a text alternative.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::aggregate::objectifs::{Atteinte, Suivi};
use crate::document::tableaux::en_toutes_lettres;
use crate::model::nombre::francais;
use crate::model::{Absence, Montant};

/// Contracted against executed, as pairs of bars.
#[derive(Debug, Clone, Serialize)]
pub struct Graphique {
    /// What it shows, in a few sentences.
    pub alternative: String,
    /// The pairs.
    pub barres: Vec<Barre>,
}

/// A pair of bars.
#[derive(Debug, Clone, Serialize)]
pub struct Barre {
    /// What it is of.
    pub libelle: String,
    /// Contracted, in words.
    pub prevu: String,
    /// Executed, in words; the reason when there is none.
    pub execute: String,
    /// Rate, in words; empty when there is none.
    pub taux: String,
    /// Length of the first, per ten thousand of the longest.
    pub longueur_prevu: u32,
    /// Length of the second; none when it is not told.
    pub longueur_execute: Option<u32>,
}

/// How far a target is reached.
#[derive(Debug, Clone, Serialize)]
pub struct Jauge {
    /// Word of the outcome.
    pub mot: String,
    /// Which pattern fills it: `atteint`, `partiel`, `non`, `inconnu`.
    pub forme: &'static str,
    /// Rate, in words; empty when there is none.
    pub taux: String,
    /// Length, per ten thousand of the target; none when there is no rate.
    pub longueur: Option<u32>,
    /// Where the situation before stands, likewise.
    pub depart: Option<u32>,
    /// What it shows.
    pub alternative: String,
}

/// What a pair of bars is drawn from.
pub(super) struct Paire {
    pub(super) libelle: String,
    pub(super) prevu: Result<Montant, Absence>,
    pub(super) execute: Option<Montant>,
    pub(super) taux: Option<Decimal>,
    /// Said of the executed amount when it is partial.
    pub(super) reserve: &'static str,
}

/// The chart of some pairs; `None` when there is nothing to draw.
pub(super) fn graphique(titre: &str, paires: Vec<Paire>, decimales: u32) -> Option<Graphique> {
    let positif = |m: Montant| m.euros().max(Decimal::ZERO);
    let plus_long = paires.iter().flat_map(|p| [p.prevu.ok(), p.execute]).flatten().map(positif).max()?;
    if plus_long.is_zero() {
        return None;
    }
    let longueur = |m: Montant| parts(positif(m), plus_long);
    let barres: Vec<Barre> = paires
        .into_iter()
        .map(|p| Barre {
            prevu: p.prevu.map_or_else(|a| a.mot().to_owned(), |m| en_toutes_lettres(m, decimales)),
            execute: match p.execute {
                Some(m) => {
                    format!("{}{}", en_toutes_lettres(m, decimales), p.reserve)
                }
                None => Absence::NonRenseigne.mot().to_owned(),
            },
            taux: p.taux.map(pour_cent).unwrap_or_default(),
            longueur_prevu: p.prevu.map_or(0, longueur),
            longueur_execute: p.execute.map(longueur),
            libelle: p.libelle,
        })
        .collect();
    let phrases: Vec<String> = barres
        .iter()
        .map(|b| {
            let taux = if b.taux.is_empty() { String::new() } else { format!(", soit {}", b.taux) };
            format!("{} : contracté {}, exécuté {}{taux}", b.libelle, b.prevu, b.execute)
        })
        .collect();
    let alternative = format!("{titre}, en barres. {}.", phrases.join(" ; "));
    Some(Graphique { alternative, barres })
}

/// A percentage, whole when it is large enough not to need a decimal.
pub(super) fn pour_cent(taux: Decimal) -> String {
    format!("{}\u{a0}%", francais(taux, Some(1)))
}

/// A length per ten thousand of another; at most three times it, for the page.
fn parts(n: Decimal, tout: Decimal) -> u32 {
    n.checked_mul(Decimal::from(10_000))
        .and_then(|p| p.checked_div(tout))
        .and_then(|r| u32::try_from(r.round().min(Decimal::from(30_000))).ok())
        .unwrap_or(0)
}

/// The gauge of an indicator.
pub(super) fn jauge(suivi: &Suivi<'_>) -> Jauge {
    let forme = match suivi.atteinte {
        Atteinte::Atteint => "atteint",
        Atteinte::Partiel => "partiel",
        Atteinte::NonAtteint => "non",
        Atteinte::Inconnu(_) => "inconnu",
    };
    let taux = suivi.taux.map(pour_cent).unwrap_or_default();
    let mot = match suivi.atteinte {
        Atteinte::Inconnu(raison) => raison.mots(),
        connue => connue.mot().to_owned(),
    };
    let depart = suivi.depart.zip(suivi.cible).and_then(|(depart, cible)| {
        // The gauge counts the way to the target: where the situation before stands on that way.
        let (partie, tout) = match suivi.sens {
            crate::model::cadre::Sens::Hausse => (depart, cible),
            crate::model::cadre::Sens::Baisse => (cible, depart),
        };
        (partie.is_sign_positive() && tout > Decimal::ZERO).then(|| parts(partie, tout))
    });
    let avant = match depart.filter(|_| suivi.taux.is_some()) {
        Some(d) => {
            format!(" ; situation de départ à {} de la cible", pour_cent(Decimal::new(i64::from(d), 2)))
        }
        None => String::new(),
    };
    let alternative = if taux.is_empty() {
        format!("Objectif : {mot}")
    } else {
        format!("Objectif {mot} : {taux} de la cible{avant}")
    };
    Jauge {
        mot,
        forme,
        taux,
        longueur: suivi.taux.map(|t| parts(t, Decimal::ONE_HUNDRED)),
        depart: depart.filter(|_| suivi.taux.is_some()),
        alternative,
    }
}
