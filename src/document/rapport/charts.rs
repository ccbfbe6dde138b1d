//! What charts are drawn from: lengths as whole numbers, the figures in words beside them, a text alternative.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::document::tables::written_out;
use crate::lang::numbers::format_french;
use crate::ledger::objectives::{Attainment, Tracking};
use crate::model::{Absence, Montant};

/// Contracted against executed, as pairs of bars.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// What it shows, in a few sentences.
    pub alternative: String,
    /// The pairs.
    pub barres: Vec<Bar>,
}

/// A pair of bars.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
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
pub struct Gauge {
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
pub(super) struct Pair {
    pub(super) libelle: String,
    pub(super) prevu: Result<Montant, Absence>,
    pub(super) execute: Option<Montant>,
    pub(super) taux: Option<Decimal>,
    /// Said of the executed amount when it is partial.
    pub(super) reserved: &'static str,
}

/// The chart of some pairs; `None` when there is nothing to draw.
pub(super) fn graphique(titre: &str, pairs: Vec<Pair>, decimales: u32) -> Option<Chart> {
    let positive = |m: Montant| m.euros().max(Decimal::ZERO);
    let longest = pairs.iter().flat_map(|p| [p.prevu.ok(), p.execute]).flatten().map(positive).max()?;
    if longest.is_zero() {
        return None;
    }
    let longueur = |m: Montant| parts(positive(m), longest);
    let barres: Vec<Bar> = pairs
        .into_iter()
        .map(|p| Bar {
            prevu: p.prevu.map_or_else(|a| a.word().to_owned(), |m| written_out(m, decimales)),
            execute: match p.execute {
                Some(m) => {
                    format!("{}{}", written_out(m, decimales), p.reserved)
                }
                None => Absence::NotReported.word().to_owned(),
            },
            taux: p.taux.map(per_cent).unwrap_or_default(),
            longueur_prevu: p.prevu.map_or(0, longueur),
            longueur_execute: p.execute.map(longueur),
            libelle: p.libelle,
        })
        .collect();
    let sentences: Vec<String> = barres
        .iter()
        .map(|b| {
            let taux = if b.taux.is_empty() { String::new() } else { format!(", soit {}", b.taux) };
            format!("{} : contracté {}, exécuté {}{taux}", b.libelle, b.prevu, b.execute)
        })
        .collect();
    let alternative = format!("{titre}, en barres. {}.", sentences.join(" ; "));
    Some(Chart { alternative, barres })
}

/// A percentage, whole when it is large enough not to need a decimal.
pub(super) fn per_cent(taux: Decimal) -> String {
    format!("{}\u{a0}%", format_french(taux, Some(1)))
}

/// A length per ten thousand of another; at most three times it, for the page.
fn parts(n: Decimal, whole: Decimal) -> u32 {
    n.checked_mul(Decimal::from(10_000))
        .and_then(|p| p.checked_div(whole))
        .and_then(|r| u32::try_from(r.round().min(Decimal::from(30_000))).ok())
        .unwrap_or(0)
}

/// The gauge of an indicator.
pub(super) fn jauge(tracking: &Tracking<'_>) -> Gauge {
    let forme = match tracking.attainment {
        Attainment::Reached => "atteint",
        Attainment::Partial => "partiel",
        Attainment::NotReached => "non",
        Attainment::Unknown(_) => "inconnu",
    };
    let taux = tracking.rate.map(per_cent).unwrap_or_default();
    let mot = match tracking.attainment {
        Attainment::Unknown(raison) => raison.words(),
        is_known => is_known.word().to_owned(),
    };
    let depart = tracking.baseline.zip(tracking.target).and_then(|(depart, cible)| {
        // The gauge counts the way to the target: where the situation before stands on that way.
        let (party, whole) = match tracking.direction {
            crate::model::cadre::Direction::Increase => (depart, cible),
            crate::model::cadre::Direction::Decrease => (cible, depart),
        };
        (party.is_sign_positive() && whole > Decimal::ZERO).then(|| parts(party, whole))
    });
    let before = match depart.filter(|_| tracking.rate.is_some()) {
        Some(d) => {
            format!(" ; situation de départ à {} de la cible", per_cent(Decimal::new(i64::from(d), 2)))
        }
        None => String::new(),
    };
    let alternative = if taux.is_empty() {
        format!("Objectif : {mot}")
    } else {
        format!("Objectif {mot} : {taux} de la cible{before}")
    };
    Gauge {
        mot,
        forme,
        taux,
        longueur: tracking.rate.map(|t| parts(t, Decimal::ONE_HUNDRED)),
        depart: depart.filter(|_| tracking.rate.is_some()),
        alternative,
    }
}
