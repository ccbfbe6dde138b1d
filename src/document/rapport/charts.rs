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
    pub(super) label: String,
    pub(super) contracted: Result<Montant, Absence>,
    pub(super) executed: Option<Montant>,
    pub(super) rate: Option<Decimal>,
    /// Said of the executed amount when it is partial.
    pub(super) caveat: &'static str,
}

/// The chart of some pairs; `None` when there is nothing to draw.
pub(super) fn chart(title: &str, pairs: Vec<Pair>, decimals: u32) -> Option<Chart> {
    let positive = |m: Montant| m.euros().max(Decimal::ZERO);
    let longest = pairs.iter().flat_map(|p| [p.contracted.ok(), p.executed]).flatten().map(positive).max()?;
    if longest.is_zero() {
        return None;
    }
    let length = |m: Montant| per_ten_thousand(positive(m), longest);
    let bars: Vec<Bar> = pairs
        .into_iter()
        .map(|p| Bar {
            prevu: p.contracted.map_or_else(|a| a.word().to_owned(), |m| written_out(m, decimals)),
            execute: match p.executed {
                Some(m) => {
                    format!("{}{}", written_out(m, decimals), p.caveat)
                }
                None => Absence::NotReported.word().to_owned(),
            },
            taux: p.rate.map(per_cent).unwrap_or_default(),
            longueur_prevu: p.contracted.map_or(0, length),
            longueur_execute: p.executed.map(length),
            libelle: p.label,
        })
        .collect();
    let sentences: Vec<String> = bars
        .iter()
        .map(|b| {
            let rate = if b.taux.is_empty() { String::new() } else { format!(", soit {}", b.taux) };
            format!("{} : contracté {}, exécuté {}{rate}", b.libelle, b.prevu, b.execute)
        })
        .collect();
    let alternative = format!("{title}, en barres. {}.", sentences.join(" ; "));
    Some(Chart { alternative, barres: bars })
}

/// A percentage, whole when it is large enough not to need a decimal.
pub(super) fn per_cent(rate: Decimal) -> String {
    format!("{}\u{a0}%", format_french(rate, Some(1)))
}

/// A length per ten thousand of another; at most three times it, for the page.
fn per_ten_thousand(n: Decimal, total: Decimal) -> u32 {
    n.checked_mul(Decimal::from(10_000))
        .and_then(|p| p.checked_div(total))
        .and_then(|r| u32::try_from(r.round().min(Decimal::from(30_000))).ok())
        .unwrap_or(0)
}

/// The gauge of an indicator.
pub(super) fn gauge(tracking: &Tracking<'_>) -> Gauge {
    let form = match tracking.attainment {
        Attainment::Reached => "atteint",
        Attainment::Partial => "partiel",
        Attainment::NotReached => "non",
        Attainment::Unknown(_) => "inconnu",
    };
    let rate = tracking.rate.map(per_cent).unwrap_or_default();
    let word = match tracking.attainment {
        Attainment::Unknown(reason) => reason.words(),
        is_known => is_known.word().to_owned(),
    };
    let baseline = tracking.baseline.zip(tracking.target).and_then(|(baseline, target)| {
        // The gauge counts the way to the target: where the situation before stands on that way.
        let (part, total) = match tracking.direction {
            crate::model::cadre::Direction::Increase => (baseline, target),
            crate::model::cadre::Direction::Decrease => (target, baseline),
        };
        (part.is_sign_positive() && total > Decimal::ZERO).then(|| per_ten_thousand(part, total))
    });
    let before = match baseline.filter(|_| tracking.rate.is_some()) {
        Some(d) => {
            format!(" ; situation de départ à {} de la cible", per_cent(Decimal::new(i64::from(d), 2)))
        }
        None => String::new(),
    };
    let alternative = if rate.is_empty() {
        format!("Objectif : {word}")
    } else {
        format!("Objectif {word} : {rate} de la cible{before}")
    };
    Gauge {
        mot: word,
        forme: form,
        taux: rate,
        longueur: tracking.rate.map(|t| per_ten_thousand(t, Decimal::ONE_HUNDRED)),
        depart: baseline.filter(|_| tracking.rate.is_some()),
        alternative,
    }
}
