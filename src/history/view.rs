//! For programs: `docs/schemas/historique-1.schema.json`.

use serde::Serialize;

use super::{History, HistoryEntry, HistoryEvent, NowSaid};
use crate::compare::shown::DifferenceView;
use crate::model::Montant;
use crate::project::LogEnd;

/// ReadVersion of the format.
const VERSION: u8 = 1;

/// A history, in French keys.
#[derive(Debug, Serialize)]
struct HistoryView {
    format: u8,
    calpae: &'static str,
    sujet: String,
    titre: String,
    edition: String,
    aujourd_hui: Option<String>,
    lisible: bool,
    commits: usize,
    fin: &'static str,
    entrees: Vec<EntryView>,
}

#[derive(Debug, Serialize)]
struct EntryView {
    commit: Option<String>,
    jour: Option<String>,
    auteur: Option<String>,
    objet: Option<String>,
    evenements: Vec<EventView>,
}

#[derive(Debug, Default, Serialize)]
struct EventView {
    sorte: &'static str,
    avant: Option<String>,
    apres: Option<String>,
    montant_avant: Option<String>,
    montant_apres: Option<String>,
    page: Option<String>,
    difference: Option<DifferenceView>,
}

impl History {
    /// The history as JSON.
    pub fn json(&self) -> String {
        crate::diagnostic::machine::write(&HistoryView {
            format: VERSION,
            calpae: env!("CARGO_PKG_VERSION"),
            sujet: self.asked.clone(),
            titre: self.title.clone(),
            edition: self.edition.clone(),
            aujourd_hui: match &self.now {
                NowSaid::Value(value) => Some(value.clone()),
                NowSaid::Nothing | NowSaid::Unreadable => None,
            },
            lisible: self.now != NowSaid::Unreadable,
            commits: self.commits,
            fin: match self.end {
                LogEnd::First => "complet",
                LogEnd::Since => "depuis",
                LogEnd::Most => "maximum",
                LogEnd::Shallow => "tronqué",
            },
            entrees: self.entries.iter().map(entry).collect(),
        })
    }
}

fn entry(entry: &HistoryEntry) -> EntryView {
    let revision = entry.revision.as_ref();
    EntryView {
        commit: revision.map(|own| own.commit.clone()),
        jour: revision.and_then(|own| own.day).map(|day| day.iso()),
        auteur: revision.map(|own| own.author.clone()),
        objet: revision.map(|own| own.subject.clone()),
        evenements: entry.events.iter().map(event).collect(),
    }
}

fn event(event: &HistoryEvent) -> EventView {
    let exact = |montant: Option<Montant>| montant.map(|montant| montant.euros().to_string());
    let view = EventView { sorte: event.word(), ..EventView::default() };
    match event.clone() {
        HistoryEvent::Changed(change) => EventView {
            avant: change.before.clone(),
            apres: change.after.clone(),
            montant_avant: exact(change.euros.0),
            montant_apres: exact(change.euros.1),
            difference: Some(DifferenceView::of(&change, None)),
            ..view
        },
        HistoryEvent::Appeared { value, euros, from } => {
            EventView { apres: Some(value), montant_apres: exact(euros), page: from, ..view }
        }
        HistoryEvent::Vanished { value, euros } => {
            EventView { avant: Some(value), montant_avant: exact(euros), ..view }
        }
        HistoryEvent::Renamed { before, after } => {
            EventView { avant: Some(before), apres: Some(after), ..view }
        }
        HistoryEvent::TookIn(page) => EventView { page: Some(page), ..view },
        HistoryEvent::Unreadable => view,
        HistoryEvent::AlreadyThere { value } => EventView { apres: Some(value), ..view },
    }
}
