//! What is told of one thing at one commit.

use super::named::NamedValue;
use super::subject::FollowedValue;
use crate::compare::{Difference, following};
use crate::model::Montant;
use crate::project::GitRevision;

/// What one commit did to what is followed.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    /// The commit; none for what is not committed yet.
    pub revision: Option<GitRevision>,
    /// What it did, in order.
    pub events: Vec<HistoryEvent>,
}

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum HistoryEvent {
    /// It says something else.
    Changed(Box<Difference>),
    /// It came.
    Appeared {
        /// What it said.
        value: String,
        /// Its amount, if it said one.
        euros: Option<Montant>,
        /// The page that it was cut from.
        from: Option<String>,
    },
    /// It went.
    Vanished {
        /// What it said.
        value: String,
        /// Its amount, if it said one.
        euros: Option<Montant>,
    },
    /// It stands under another number, in another file, under another name.
    Renamed {
        /// What it was called.
        before: String,
        /// What it is called.
        after: String,
    },
    /// Another page went into its own.
    TookIn(String),
    /// What the commit says of it cannot be read.
    Unreadable,
    /// It was there, and nothing before is known.
    AlreadyThere {
        /// What it said.
        value: String,
    },
}

impl HistoryEvent {
    /// Whether it is about what is said, and not about what it is called.
    pub(super) fn is_of_value(&self) -> bool {
        matches!(self, Self::Changed(_) | Self::Appeared { .. } | Self::Vanished { .. })
    }

    /// The word of it for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Changed(change) => change.kind.word(),
            Self::Appeared { .. } => "apparition",
            Self::Vanished { .. } => "disparition",
            Self::Renamed { .. } => "renommage",
            Self::TookIn(_) => "fusion",
            Self::Unreadable => "illisible",
            Self::AlreadyThere { .. } => "début",
        }
    }
}

impl FollowedValue {
    /// In one line, with its amount if it says one.
    pub(super) fn in_one_line(&self) -> (String, Option<Montant>) {
        match self {
            Self::Named(NamedValue::Montant(montant)) => (montant.in_prose(), Some(*montant)),
            Self::Named(NamedValue::Words(words)) => (words.clone(), None),
            Self::Part(part) => following::in_one_line(part),
        }
    }

    /// What is not the same in another, later one.
    pub(super) fn differences(&self, after: &Self) -> Vec<Difference> {
        match (self, after) {
            (Self::Part(before), Self::Part(after)) => following::differences(before, after),
            (before, after) => {
                let (before, after) = (before.in_one_line(), after.in_one_line());
                if before == after {
                    return Vec::new();
                }
                vec![Difference::of_value((before.0, after.0), (before.1, after.1))]
            }
        }
    }
}
