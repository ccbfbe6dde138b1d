//! A history as it is shown: to a person, in Markdown.

use super::{History, HistoryEntry, HistoryEvent, NowSaid};
use crate::compare::Difference;
use crate::compare::shown::{counted, difference, said};
use crate::diagnostic::markdown::escape;
use crate::diagnostic::visible;
use crate::model::Montant;
use crate::project::LogEnd;

/// Most letters of a value that comes, goes, or was there.
const LONGEST: usize = 200;

impl History {
    /// The history, as text.
    pub fn human(&self) -> String {
        let mut out = self.heading();
        let day_of = |entry: &HistoryEntry| entry.day().chars().count();
        let days = self.entries.iter().map(day_of).max().unwrap_or(0);
        let names = self.entries.iter().map(|entry| entry.commit().chars().count()).max().unwrap_or(0);
        for entry in &self.entries {
            let (day, commit) = (entry.day(), entry.commit());
            out.push_str(&format!("\n  {day:>days$}  {commit:<names$}  {}\n", entry.said_by()));
            for event in &entry.events {
                out.push_str(&format!("  {:days$}  {:names$}  {}\n", "", "", event.in_words()));
            }
        }
        if let Some(end) = self.ending() {
            out.push_str(&format!("\n{end}\n"));
        }
        out
    }

    /// The history as Markdown.
    pub fn markdown(&self) -> String {
        let mut out = format!("# Historique de {}\n\n", escape(&self.asked));
        for line in self.heading().lines() {
            out.push_str(&format!("- {}\n", escape(line)));
        }
        if !self.entries.is_empty() {
            out.push_str("\n| Jour | Commit | Qui | Objet | Ce qui change | Différence |\n|---|---|---|---|---|---:|\n");
        }
        for entry in &self.entries {
            let revision = entry.revision.as_ref();
            let (author, subject) =
                revision.map(|own| (own.author.as_str(), own.subject.as_str())).unwrap_or_default();
            for event in &entry.events {
                let (words, gap) = event.in_two();
                let cells = [&entry.day(), entry.commit(), author, subject, &words, &gap.unwrap_or_default()];
                let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
                out.push_str(&format!("| {} |\n", cells.join(" | ")));
            }
        }
        if let Some(end) = self.ending() {
            out.push_str(&format!("\n{}\n", escape(&end)));
        }
        visible(&out).into_owned()
    }

    /// What is followed, and what it says now.
    fn heading(&self) -> String {
        let now = match &self.now {
            NowSaid::Value(value) => shortened(value),
            NowSaid::Nothing => "n’existe plus".to_owned(),
            NowSaid::Unreadable => "illisible, « calpae check » dit pourquoi".to_owned(),
        };
        let touches = |entry: &&HistoryEntry| {
            entry.revision.is_some() && entry.events.iter().any(HistoryEvent::is_known)
        };
        let changes = match self.entries.iter().filter(touches).count() {
            0 => "aucun n’y touche".to_owned(),
            1 => "1 y touche".to_owned(),
            count => format!("{count} y touchent"),
        };
        format!(
            "{}\u{a0}: {}\nAujourd’hui\u{a0}: {now}\nÉdition {}\u{a0}; {} parcouru{}, {changes}\n",
            self.asked,
            self.title,
            self.edition,
            counted(self.commits, "commit"),
            if self.commits > 1 { "s" } else { "" },
        )
    }

    /// Why nothing is said of what was before.
    fn ending(&self) -> Option<String> {
        match self.end {
            LogEnd::First | LogEnd::Since => None,
            LogEnd::Most => Some(format!(
                "L’historique s’arrête ici\u{a0}: {} commits ont été parcourus, et le dépôt en a d’autres.",
                self.commits
            )),
            LogEnd::Shallow => Some(
                "L’historique s’arrête ici\u{a0}: le dépôt n’en a que la fin. « git fetch --unshallow » apporte le reste."
                    .to_owned(),
            ),
        }
    }
}

impl HistoryEntry {
    /// The day of the commit, in French.
    fn day(&self) -> String {
        let day = self.revision.as_ref().and_then(|revision| revision.day);
        day.map(|day| day.to_string()).unwrap_or_default()
    }

    fn commit(&self) -> &str {
        self.revision.as_ref().map_or("pas de commit", |revision| &revision.commit)
    }

    fn said_by(&self) -> String {
        match &self.revision {
            None => "dans le dossier de travail".to_owned(),
            Some(revision) if revision.author.is_empty() => format!("« {} »", revision.subject),
            Some(revision) => format!("{}, « {} »", revision.author, revision.subject),
        }
    }
}

impl HistoryEvent {
    /// Whether it tells what happened.
    fn is_known(&self) -> bool {
        !matches!(self, Self::Unreadable | Self::AlreadyThere { .. })
    }

    /// On one line.
    fn in_words(&self) -> String {
        match self {
            Self::Changed(change) => format!("{}{}", trail(change), said(change)),
            _ => self.in_two().0,
        }
    }

    /// On one line without the difference, and the difference.
    fn in_two(&self) -> (String, Option<String>) {
        let of = |value: &str, euros: &Option<Montant>| match euros {
            Some(montant) if montant.in_prose() != *value => {
                format!("{} ({})", shortened(value), montant.in_prose())
            }
            _ => shortened(value),
        };
        let words = match self {
            Self::Changed(change) => {
                let gap = change.difference().map(|gap| difference(gap, change.euros.0));
                let words = said(change);
                // What stands beside is not said twice.
                let words = match gap.as_ref().and_then(|gap| words.strip_suffix(gap.as_str())) {
                    Some(words) => words.trim_end().to_owned(),
                    None => words,
                };
                return (format!("{}{words}", trail(change)), gap);
            }
            Self::Appeared { value, euros, from: None } => format!("apparaît\u{a0}: {}", of(value, euros)),
            Self::Appeared { value, euros, from: Some(page) } => {
                format!("apparaît, détaché de {page}\u{a0}: {}", of(value, euros))
            }
            Self::Vanished { value, euros } => format!("disparaît\u{a0}: {}", of(value, euros)),
            Self::Renamed { before, after } => format!("{before} devient {after}"),
            Self::TookIn(page) => format!("reçoit {page}"),
            Self::Unreadable => "illisible à cette révision".to_owned(),
            Self::AlreadyThere { value } => format!("déjà là\u{a0}: {}", shortened(value)),
        };
        (words, None)
    }
}

/// The beginning of a long text.
fn shortened(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", value.get(..end).unwrap_or_default().trim_end()),
        None => value.to_owned(),
    }
}

/// Where a difference is in what is followed.
fn trail(change: &Difference) -> String {
    let trail = change.trail.join(" › ");
    if trail.is_empty() { trail } else { format!("{trail}\u{a0}: ") }
}
