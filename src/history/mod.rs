//! Where a figure, a date, a title of the act comes from: who changed it, when, from what to what, whatever the file, the
//! number or the name that it had.

mod events;
mod follow;
pub mod named;
pub mod shown;
mod standing;
mod subject;
mod versions;
mod view;

pub use events::{HistoryEntry, HistoryEvent};
pub use follow::{Present, follow};
pub use subject::{Followed, UnknownSubject};

use crate::project::LogEnd;

/// What something says now: in the working folder, or at the last commit of a repository that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NowSaid {
    /// Its value.
    Value(String),
    /// It is not there any more.
    Nothing,
    /// What it says cannot be read.
    Unreadable,
}

/// What became of one thing, newest first.
#[derive(Debug)]
pub struct History {
    /// What was asked for, as it was written.
    pub asked: String,
    /// What it is, for a reader.
    pub title: String,
    /// The edition, as it is named now.
    pub edition: String,
    /// What it says now.
    pub now: NowSaid,
    /// The commits that changed it, or what it is called, newest first; the working folder before them, when it differs.
    pub entries: Vec<HistoryEntry>,
    /// How many commits were gone through.
    pub commits: usize,
    /// Why it goes no further back.
    pub end: LogEnd,
}
