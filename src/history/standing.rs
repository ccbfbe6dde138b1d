//! What is followed, as it stands at one commit; and what happened between two.

use std::rc::Rc;

use super::events::HistoryEvent;
use super::subject::{self, Followed, FollowedValue};
use super::versions::ReadVersion;
use crate::compare::part_path;

/// What is followed, at one commit.
#[derive(Debug, Clone)]
pub(super) struct ThingStanding {
    pub(super) subject: Followed,
    pub(super) edition: String,
    pub(super) state: ThingState,
    /// The reading that this was seen in: two standings of one reading say the same.
    pub(super) reading: usize,
    /// When it is not said here, the nearest version after where it was, and what it was called there.
    pub(super) seen: Option<Seen>,
    /// The page that what comes after was cut from, when it is not here.
    pub(super) cut_from: Option<String>,
    /// The pages that went into its own since.
    pub(super) taken_in: Vec<String>,
}

/// A version where what is followed was seen, and what it was called there.
pub(super) type Seen = (Rc<ReadVersion>, Followed);

/// What is said of it there.
#[derive(Debug, Clone)]
pub(super) enum ThingState {
    SaidThen(Rc<SaidThen>),
    Absent,
    Unreadable,
}

/// What it says, and what it is called.
#[derive(Debug)]
pub(super) struct SaidThen {
    pub(super) value: FollowedValue,
    pub(super) called: Called,
}

/// What a reader knows it by, beside what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    pub(super) edition: String,
    /// The page, its number and its file.
    pub(super) page: Option<(String, String, String)>,
    /// The keys below the page, and their names.
    pub(super) keys: Vec<String>,
    pub(super) names: String,
}

impl ThingStanding {
    /// What it says there, if it does.
    pub(super) fn said(&self) -> Option<&SaidThen> {
        match &self.state {
            ThingState::SaidThen(said) => Some(said),
            ThingState::Absent | ThingState::Unreadable => None,
        }
    }
}

/// What a subject is at a version.
pub(super) fn state(subject: &Followed, version: &ReadVersion) -> ThingState {
    if subject.is_hidden(version) {
        return ThingState::Unreadable;
    }
    match subject.value(version) {
        Some(value) => ThingState::SaidThen(Rc::new(SaidThen { value, called: called(subject, version) })),
        None => ThingState::Absent,
    }
}

fn called(subject: &Followed, version: &ReadVersion) -> Called {
    let edition = version.snapshot.edition.clone();
    let keys = subject.keys().unwrap_or_default();
    let act = if keys.is_empty() { None } else { subject.tree(version) };
    let Some(act) = act else {
        return Called { edition, page: None, keys: Vec::new(), names: String::new() };
    };
    let page = subject.page().and_then(|keys| {
        let part = part_path::part(&act, keys)?;
        let number = part.part("numero").and_then(|number| number.said()).map(ToString::to_string);
        let file = version.file_of(&part.key).unwrap_or_default().to_owned();
        Some((part.name.clone(), number.unwrap_or_default(), file))
    });
    let (depth, names) = (if page.is_some() { 2 } else { 0 }, subject::names(&act, keys));
    let below = keys.get(depth..).unwrap_or_default().to_vec();
    Called { edition, keys: below, names: names.join(" › "), page }
}

/// What happened between two standings that could be read.
pub(super) fn between(before: &ThingStanding, after: &ThingStanding) -> Vec<HistoryEvent> {
    match (before.said(), after.said()) {
        (None, None) => Vec::new(),
        (None, Some(said)) => vec![appeared(said, before.cut_from.clone())],
        (Some(said), None) => {
            let (value, euros) = said.value.in_one_line();
            vec![HistoryEvent::Vanished { value, euros }]
        }
        (Some(then), Some(now)) => {
            let mut events = renamed(&then.called, &now.called);
            let is_page = matches!(&after.subject, Followed::Part(keys) if keys.len() == 2);
            events.extend(before.taken_in.iter().cloned().map(HistoryEvent::TookIn));
            let mut differences = then.value.differences(&now.value);
            if is_page && !events.is_empty() {
                differences.retain(|change| change.path != "numero");
            }
            events.extend(differences.into_iter().map(|change| HistoryEvent::Changed(Box::new(change))));
            events
        }
    }
}

pub(super) fn appeared(said: &SaidThen, from: Option<String>) -> HistoryEvent {
    let (value, euros) = said.value.in_one_line();
    HistoryEvent::Appeared { value, euros, from }
}

/// What it is called that it was not.
fn renamed(then: &Called, now: &Called) -> Vec<HistoryEvent> {
    let mut events = Vec::new();
    let mut add = |before: String, after: String| events.push(HistoryEvent::Renamed { before, after });
    if then.edition != now.edition {
        add(format!("édition {}", then.edition), format!("édition {}", now.edition));
    }
    if let (Some((name, number, file)), Some((new_name, new_number, new_file))) = (&then.page, &now.page) {
        if number != new_number {
            add(name.clone(), new_name.clone());
        }
        if file != new_file {
            add(file.clone(), new_file.clone());
        }
    }
    if then.keys != now.keys {
        match then.names == now.names {
            true => add(then.keys.join("/"), now.keys.join("/")),
            false => add(then.names.clone(), now.names.clone()),
        }
    }
    events
}
