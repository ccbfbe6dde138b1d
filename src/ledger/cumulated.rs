//! Several exercices of an act together: what was contracted and revised, and what the yearly reports say was committed,
//! paid and granted, by exercice and by action. Nothing is counted twice: the money of an exercice is told by its own
//! report.

use super::entry::LedgerEntry;
use super::reported;
use super::view::{Filter, View, view};
use crate::model::Dossier;
use crate::model::cadre::{Dimension, Side};
use crate::model::rapport::Rapport;

/// The exercices of a report that accounts for several: by stage, in columns.
#[derive(Debug, Clone)]
pub struct CumulatedMoney {
    /// A row an exercice.
    pub by_exercice: View,
    /// A row an action.
    pub by_action: View,
}

/// The cumulated view of a report; `None` when it accounts for one exercice alone, or when nothing was contracted by
/// exercice.
pub fn cumulate(dossier: &Dossier, rapport: &Rapport) -> Option<CumulatedMoney> {
    let entries = entries(dossier, rapport)?;
    let filter = Filter { side: Some(Side::Resource), ..Filter::default() };
    let by = |rows| view(&entries, dossier, (rows, Dimension::Stage), &filter);
    Some(CumulatedMoney { by_exercice: by(Dimension::Exercice), by_action: by(Dimension::Action) })
}

/// What was contracted, then what the report of each exercice says.
fn entries<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> Option<Vec<LedgerEntry<'d>>> {
    let mut entries = reported::contracted(dossier, rapport);
    if rapport.exercices.len() < 2 || entries.iter().all(|entry| entry.exercice.is_none()) {
        return None;
    }
    for exercice in &rapport.exercices {
        let is_of_exercice = |other: &&Rapport| other.exercices.as_slice() == [exercice.clone()];
        if let Some(yearly) = dossier.rapports.iter().find(is_of_exercice) {
            entries.extend(reported::executed(dossier, yearly));
        }
    }
    Some(entries)
}
