//! From a version back to the first: at each commit, what is followed is found again under the name that it had.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::History;
use super::events::{HistoryEntry, HistoryEvent};
use super::subject::{self, Followed, FollowedValue, UnknownSubject};
use super::versions::{Found, ReadVersion, ReadVersions};
use crate::compare::following::{self, Origin};
use crate::compare::{outline, part_path};
use crate::project::{self, CommitLog, LogEnd, Tree};
use crate::snapshot::Snapshot;

/// The working folder, when there is one.
#[derive(Debug)]
pub struct Present<'t> {
    /// What it holds.
    pub tree: &'t dyn Tree,
    /// The act in it.
    pub snapshot: Snapshot,
}

/// What is followed, at one commit.
#[derive(Debug, Clone)]
struct Standing {
    subject: Followed,
    edition: String,
    state: State,
    /// The reading that this was seen in: two standings of one reading say the same.
    reading: usize,
    /// The last version where it was seen, and what it was called there.
    seen: (Rc<ReadVersion>, Followed),
    /// The page that what comes after was cut from, when it is not here.
    cut_from: Option<String>,
    /// The pages that went into its own since.
    taken_in: Vec<String>,
}

/// What is said of it there.
#[derive(Debug, Clone)]
enum State {
    Said(Rc<Said>),
    Absent,
    Unreadable,
}

/// What it says, and what it is called.
#[derive(Debug)]
struct Said {
    value: FollowedValue,
    called: Called,
}

/// What a reader knows it by, beside what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Called {
    edition: String,
    /// The page, its number and its file.
    page: Option<(String, String, String)>,
    /// The keys below the page, and their names.
    keys: Vec<String>,
    names: String,
}

/// What became of what a text names, along the commits of a log.
///
/// # Errors
/// When nothing has this name, now or at the last commit.
pub fn follow(
    log: &CommitLog,
    present: Option<Present<'_>>,
    edition: &str,
    asked: &str,
) -> Result<History, UnknownSubject> {
    let mut walk = Walk { log, versions: ReadVersions::new(log), readings: 0 };
    let folder = present.map(|present| (present.tree, Rc::new(ReadVersion::new(present.snapshot))));
    let head = walk.versions.read(0, edition, None);
    let mut first = None;
    if let Some((_, version)) = &folder {
        first = Some(Followed::find(version, asked).map(|subject| (subject, Rc::clone(version))));
    }
    // What was just taken away is still at the last commit.
    let (subject, version) = match (first, &head) {
        (Some(Ok(found)), _) => found,
        (lost, Found::Act(version)) => match (Followed::find(version, asked), lost) {
            (Ok(subject), _) => (subject, Rc::clone(version)),
            (Err(_), Some(Err(lost))) | (Err(lost), _) => return Err(lost),
        },
        (Some(Err(lost)), _) => return Err(lost),
        (None, _) => {
            return Err(UnknownSubject {
                message: format!("l’édition {edition} ne peut être lue au dernier commit"),
                help: "« calpae check » dit ce qui ne va pas".to_owned(),
            });
        }
    };
    walk.versions.reads_rapports = subject.is_of_rapports();
    let title = subject.title(&version);
    let present = folder.map(|(tree, own)| {
        let mut standing = walk.standing(subject.clone(), edition, &version);
        let is_there = Rc::ptr_eq(&own, &version);
        if !is_there {
            standing.state = State::Absent;
        }
        (tree, own, standing)
    });
    let mut standings: BTreeMap<usize, Standing> = BTreeMap::new();
    let start = match &present {
        Some((tree, own, standing)) => {
            let child = Child { rank: None, tree: Some(*tree), version: Some(Rc::clone(own)) };
            walk.before(standing, &child, 0)
        }
        None => walk.standing(subject, edition, &version),
    };
    standings.insert(0, start);
    for rank in 0..log.count() {
        for parent in log.parents(rank) {
            if standings.contains_key(parent) {
                continue;
            }
            let Some(standing) = standings.get(&rank) else { continue };
            let child = Child { rank: Some(rank), tree: None, version: None };
            let before = walk.before(standing, &child, *parent);
            standings.insert(*parent, before);
        }
    }
    let now = present.as_ref().map(|(_, _, standing)| standing).or(standings.get(&0));
    let now = now.and_then(Standing::said).map(|said| said.value.in_one_line().0);
    let mut entries = Vec::new();
    if let Some((_, _, standing)) = &present {
        let events = walk.events(standing, &[0], &standings, true);
        entries.extend((!events.is_empty()).then_some(HistoryEntry { revision: None, events }));
    }
    entries.extend(walk.entries(&standings));
    Ok(History {
        asked: asked.to_owned(),
        title,
        edition: edition.to_owned(),
        now,
        entries,
        commits: log.count(),
        end: log.end(),
    })
}

/// What a commit is the parent of: another commit, or the working folder.
struct Child<'t> {
    rank: Option<usize>,
    tree: Option<&'t dyn Tree>,
    version: Option<Rc<ReadVersion>>,
}

struct Walk<'l> {
    log: &'l CommitLog,
    versions: ReadVersions<'l>,
    readings: usize,
}

impl Walk<'_> {
    /// What a subject is at a version where it is.
    fn standing(&mut self, subject: Followed, edition: &str, version: &Rc<ReadVersion>) -> Standing {
        self.readings += 1;
        Standing {
            state: state(&subject, version),
            edition: edition.to_owned(),
            reading: self.readings,
            seen: (Rc::clone(version), subject.clone()),
            subject,
            cut_from: None,
            taken_in: Vec::new(),
        }
    }

    /// What a standing was at a parent of its commit.
    fn before(&mut self, after: &Standing, child: &Child<'_>, parent: usize) -> Standing {
        if let Some(rank) = child.rank {
            let page = after.said().and_then(|said| said.called.page.as_ref());
            let places = after.subject.places(&after.edition, page.map(|(_, _, file)| file.as_str()));
            if self.log.objects(rank, &places) == self.log.objects(parent, &places) {
                return Standing { cut_from: None, taken_in: Vec::new(), ..after.clone() };
            }
        }
        self.readings += 1;
        let mut before =
            Standing { reading: self.readings, cut_from: None, taken_in: Vec::new(), ..after.clone() };
        before.edition = self.edition_then(&after.edition, child, parent);
        // A datum is what it is whatever the other pages say; prose may quote them.
        let changed = self.changed_pages(after, &before.edition, child, parent);
        let pages = changed.as_ref().filter(|_| after.subject.is_a_datum());
        let version = match self.versions.read(parent, &before.edition, pages) {
            Found::Act(version) => version,
            Found::Nothing => {
                return Standing { state: State::Absent, seen: self.seen(after, child, None), ..before };
            }
            Found::Unreadable => {
                return Standing { state: State::Unreadable, seen: self.seen(after, child, None), ..before };
            }
        };
        let (seen, name) = self.seen(after, child, pages);
        if let Some(keys) = name.keys() {
            let tree = |version: &ReadVersion| match &changed {
                Some(files) => outline::of_pages(&version.snapshot, |file| files.contains(file)).map(Rc::new),
                None => version.act(),
            };
            let origin = match (tree(&version), tree(&seen)) {
                (Some(then), Some(now)) => following::origin(&then, &now, keys),
                _ => Origin::None,
            };
            match origin {
                Origin::Same(keys, taken_in) => {
                    before.subject = name.under(keys);
                    before.taken_in = taken_in;
                }
                // It may be in a page that was not read.
                _ if !version.snapshot.holes.files.is_empty() => {
                    return Standing {
                        state: State::Unreadable,
                        seen: self.seen(after, child, None),
                        ..before
                    };
                }
                origin => {
                    // What is looked for further back is looked for among all the pages.
                    let seen = self.seen(after, child, None);
                    let cut_from = if let Origin::PieceOf(page) = origin { Some(page) } else { None };
                    return Standing { state: State::Absent, cut_from, seen, ..before };
                }
            }
        }
        before.state = state(&before.subject, &version);
        before.seen = match before.state {
            State::Said(_) => (version, before.subject.clone()),
            State::Absent | State::Unreadable => self.seen(after, child, None),
        };
        before
    }

    /// The page of what is followed, and those that are not the same at a commit and at its parent: the others are what they
    /// were, whatever these became. None when something that every page is read with is not the same.
    fn changed_pages(
        &self,
        after: &Standing,
        edition: &str,
        child: &Child<'_>,
        parent: usize,
    ) -> Option<BTreeSet<String>> {
        let rank =
            child.rank.filter(|_| matches!(after.state, State::Said(_)) && edition == after.edition)?;
        let frame = Followed::frame(edition);
        if self.log.objects(rank, &frame) != self.log.objects(parent, &frame) {
            return None;
        }
        let (_, _, own) = after.said()?.called.page.as_ref()?;
        let mut pages = BTreeSet::from([own.clone()]);
        for folder in ["fiches", "articles"] {
            let names = self.log.changed(rank, parent, &format!("content/{edition}/{folder}"));
            pages.extend(names.into_iter().map(|name| format!("{folder}/{name}")));
        }
        Some(pages)
    }

    /// The nearest version where it is seen, that of the child if it can be.
    fn seen(
        &mut self,
        after: &Standing,
        child: &Child<'_>,
        pages: Option<&BTreeSet<String>>,
    ) -> (Rc<ReadVersion>, Followed) {
        let is_there = matches!(after.state, State::Said(_)) && after.subject.keys().is_some();
        let own = match (&child.version, child.rank) {
            _ if !is_there => None,
            (Some(version), _) => Some(Rc::clone(version)),
            (None, Some(rank)) => match self.versions.read(rank, &after.edition, pages) {
                Found::Act(version) => Some(version),
                Found::Nothing | Found::Unreadable => None,
            },
            (None, None) => None,
        };
        own.map_or_else(|| after.seen.clone(), |version| (version, after.subject.clone()))
    }

    /// The name that an edition had: another, when it is the only one that went as this one came.
    fn edition_then(&self, edition: &str, child: &Child<'_>, parent: usize) -> String {
        let same = || edition.to_owned();
        let Some(then) = self.log.tree(parent).and_then(|tree| project::editions(&tree).ok()) else {
            return same();
        };
        if then.iter().any(|name| name == edition) {
            return same();
        }
        let of_child = child.rank.and_then(|rank| self.log.tree(rank));
        let tree = child.tree.or(of_child.as_ref().map(|tree| tree as &dyn Tree));
        let now = tree.and_then(|tree| project::editions(tree).ok()).unwrap_or_default();
        let mut gone = then.into_iter().filter(|name| !now.contains(name));
        match (gone.next(), gone.next()) {
            (Some(name), None) if now.iter().any(|name| name == edition) => name,
            _ => same(),
        }
    }

    /// What each commit did, newest first.
    fn entries(&self, standings: &BTreeMap<usize, Standing>) -> Vec<HistoryEntry> {
        let mut entries = Vec::new();
        let mut is_started = false;
        for (rank, standing) in standings {
            let parents = self.log.parents(*rank);
            let is_first = self.log.end_at(*rank) == LogEnd::First;
            let mut events = match (self.log.is_boundary(*rank), parents.is_empty() && !is_first) {
                (false, false) => self.events(standing, parents, standings, is_first),
                _ if is_started => continue,
                _ => {
                    let said = standing.said();
                    is_started = said.is_some();
                    let there =
                        |said: &Said| HistoryEvent::AlreadyThere { value: said.value.in_one_line().0 };
                    said.map(there).into_iter().collect()
                }
            };
            if let State::Unreadable = standing.state
                && self.log.is_boundary(*rank)
            {
                events.push(HistoryEvent::Unreadable);
            }
            if !events.is_empty() {
                entries.push(HistoryEntry { revision: self.log.revision(*rank), events });
            }
        }
        entries
    }

    /// What happened between the parents of a commit and it. A merge did something when it says what none of them says.
    fn events(
        &self,
        after: &Standing,
        parents: &[usize],
        standings: &BTreeMap<usize, Standing>,
        is_whole: bool,
    ) -> Vec<HistoryEvent> {
        let before: Vec<&Standing> = parents.iter().filter_map(|rank| standings.get(rank)).collect();
        if before.iter().any(|before| before.reading == after.reading) {
            return Vec::new();
        }
        if let State::Unreadable = after.state {
            return vec![HistoryEvent::Unreadable];
        }
        let readable = parents.iter().filter_map(|rank| self.readable(*rank, standings));
        let mut told: Option<Vec<HistoryEvent>> = None;
        for before in readable {
            let events = between(before, after);
            if !events.iter().any(|event| {
                matches!(
                    event,
                    HistoryEvent::Changed(_) | HistoryEvent::Appeared { .. } | HistoryEvent::Vanished { .. }
                )
            }) {
                return events;
            }
            told.get_or_insert(events);
        }
        match (told, after.said()) {
            (Some(events), _) => events,
            // Nothing readable before.
            (None, Some(said)) if before.is_empty() && is_whole => vec![appeared(said, None)],
            (None, Some(said)) => vec![HistoryEvent::AlreadyThere { value: said.value.in_one_line().0 }],
            (None, None) => Vec::new(),
        }
    }

    /// A standing that could be read, at a commit or at the nearest one before it.
    fn readable<'s>(&self, rank: usize, standings: &'s BTreeMap<usize, Standing>) -> Option<&'s Standing> {
        let mut rank = rank;
        loop {
            let standing = standings.get(&rank)?;
            match standing.state {
                State::Said(_) | State::Absent => return Some(standing),
                State::Unreadable => rank = *self.log.parents(rank).first()?,
            }
        }
    }
}

impl Standing {
    fn said(&self) -> Option<&Said> {
        match &self.state {
            State::Said(said) => Some(said),
            State::Absent | State::Unreadable => None,
        }
    }
}

/// What a subject is at a version.
fn state(subject: &Followed, version: &ReadVersion) -> State {
    if subject.is_hidden(version) {
        return State::Unreadable;
    }
    match subject.value(version) {
        Some(value) => State::Said(Rc::new(Said { value, called: called(subject, version) })),
        None => State::Absent,
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
fn between(before: &Standing, after: &Standing) -> Vec<HistoryEvent> {
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

fn appeared(said: &Said, from: Option<String>) -> HistoryEvent {
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
