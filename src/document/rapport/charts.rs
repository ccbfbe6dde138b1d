//! The charts of the rapport: lengths as whole numbers for Typst to draw, the figures in words beside them, and the text
//! alternative that PDF/UA requires.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::document::tables::written_out;
use crate::lang::numbers::format_french;
use crate::ledger::objectives::{Attainment, Tracking};
use crate::ledger::progress::drawn;
use crate::model::{Absence, Montant};

/// Contracted amounts against executed ones, as pairs of bars.
#[derive(Debug, Clone, Serialize)]
pub struct Chart {
    /// Text alternative: the figures of all the bars.
    pub alternative: String,
    /// One pair per row.
    pub barres: Vec<Bar>,
}

/// A pair of bars.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// Label of the row: a financeur.
    pub libelle: String,
    /// Contracted amount in words, or the word of its absence.
    pub prevu: String,
    /// Executed amount in words, or the word of its absence.
    pub execute: String,
    /// Rate of execution in words; empty when unknown.
    pub taux: String,
    /// Length of the contracted bar, per ten thousand of the longest one of the chart.
    pub longueur_prevu: u32,
    /// Length of the executed bar, likewise; `None` when the amount was not reported.
    pub longueur_execute: Option<u32>,
}

/// A bar that shows how far a target is reached.
#[derive(Debug, Clone, Serialize)]
pub struct Gauge {
    /// Outcome in words.
    pub mot: String,
    /// Pattern that fills it: `atteint`, `partiel`, `non`, `inconnu`.
    pub forme: &'static str,
    /// Rate of attainment in words; empty when it cannot be computed.
    pub taux: String,
    /// Length, per ten thousand of the target; `None` without a rate.
    pub longueur: Option<u32>,
    /// Position of the baseline, likewise.
    pub depart: Option<u32>,
    /// Text alternative.
    pub alternative: String,
}

/// The figures of a [`Bar`].
pub(super) struct Pair {
    pub(super) label: String,
    pub(super) contracted: Result<Montant, Absence>,
    pub(super) executed: Result<Montant, Absence>,
    pub(super) rate: Option<Decimal>,
    /// Appended to the executed amount when it is partial.
    pub(super) caveat: &'static str,
}

/// Draws pairs on one scale; `None` when all the amounts are zero or missing.
pub(super) fn chart(title: &str, pairs: Vec<Pair>, decimals: u32) -> Option<Chart> {
    let positive = |m: Montant| m.euros().max(Decimal::ZERO);
    let longest =
        pairs.iter().flat_map(|p| [p.contracted.ok(), p.executed.ok()]).flatten().map(positive).max()?;
    if longest.is_zero() {
        return None;
    }
    let length = |m: Montant| per_ten_thousand(positive(m), longest);
    let bars: Vec<Bar> = pairs
        .into_iter()
        .map(|pair| Bar {
            prevu: pair.contracted.map_or_else(|a| a.word().to_owned(), |m| written_out(m, decimals)),
            execute: match pair.executed {
                Ok(m) => format!("{}{}", written_out(m, decimals), pair.caveat),
                Err(absence) => absence.word().to_owned(),
            },
            taux: pair.rate.map(per_cent).unwrap_or_default(),
            longueur_prevu: pair.contracted.map_or(0, length),
            longueur_execute: pair.executed.ok().map(length),
            libelle: pair.label,
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

/// A percentage in words, with one decimal.
pub(super) fn per_cent(rate: Decimal) -> String {
    format!("{}\u{a0}%", format_french(rate, Some(1)))
}

/// A length per ten thousand of another, capped at three times it so as to stay on the page.
pub(super) fn per_ten_thousand(n: Decimal, total: Decimal) -> u32 {
    n.checked_mul(Decimal::from(10_000))
        .and_then(|p| p.checked_div(total))
        .and_then(|r| u32::try_from(r.round().min(Decimal::from(30_000))).ok())
        .unwrap_or(0)
}

/// Draws how far a typed indicateur is on its way: drawn between the situation before and the target, told unclamped.
fn progress_gauge(tracking: &Tracking<'_>, form: &'static str, told: Decimal) -> Gauge {
    let rate = way(told);
    let way_gone = format!("progression de {rate}, de la situation de départ vers la cible");
    let (word, alternative) = match tracking.attainment {
        // Without a rate beside it, an unknown outcome is told in words alone.
        Attainment::Unknown(reason) => {
            (format!("{} · {rate}", reason.words()), format!("Objectif, {} : {way_gone}", reason.words()))
        }
        is_known => (is_known.word().to_owned(), format!("Objectif {} : {way_gone}", is_known.word())),
    };
    Gauge {
        mot: word,
        forme: form,
        taux: rate,
        longueur: Some(per_ten_thousand(drawn(told), Decimal::ONE_HUNDRED)),
        depart: Some(0),
        alternative,
    }
}

/// A share of the way in words, with two decimals.
pub(super) fn way(progress: Decimal) -> String {
    format!("{}\u{a0}%", format_french(progress, Some(2)))
}

/// Draws how far an indicateur has reached its target.
pub(super) fn gauge(tracking: &Tracking<'_>) -> Gauge {
    let form = match tracking.attainment {
        Attainment::Reached => "atteint",
        Attainment::Partial => "partiel",
        Attainment::NotReached => "non",
        Attainment::Unknown(_) => "inconnu",
    };
    if let Some(Ok(told)) = &tracking.progress {
        return progress_gauge(tracking, form, *told);
    }
    let rate = tracking.rate.map(per_cent).unwrap_or_default();
    let word = match tracking.attainment {
        Attainment::Unknown(reason) => reason.words(),
        is_known => is_known.word().to_owned(),
    };
    let baseline = tracking.baseline.zip(tracking.target).and_then(|(baseline, target)| {
        // The ratio of the rate, for the baseline: over the target, or under it when the figure must decrease.
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
