//! From a version back to the first: at each commit, what is followed is found again under the name that it had.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::events::{HistoryEntry, HistoryEvent};
use super::standing::{SaidThen, Seen, ThingStanding, ThingState, appeared, between, state};
use super::subject::{Followed, UnknownSubject};
use super::versions::{Found, ReadVersion, ReadVersions};
use super::{History, NowSaid};
use crate::compare::following::{self, Origin};
use crate::compare::outline;
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
    let (version, subject) = walk.found(folder.as_ref().map(|(_, version)| version), edition, asked)?;
    walk.versions.reads_rapports = subject.is_of_rapports();
    let title = subject.title(&version);
    let mut standing = walk.standing(subject, edition, &version);
    let mut entries = Vec::new();
    let (standings, now) = match folder {
        None => {
            let standings = walk.back(standing.clone());
            (standings, standing)
        }
        Some((tree, own)) => {
            if !Rc::ptr_eq(&own, &version) {
                standing.seen = Some((Rc::clone(&version), standing.subject.clone()));
                standing.state = if own.is_whole() { ThingState::Absent } else { ThingState::Unreadable };
            }
            let child = Child { rank: None, tree: Some(tree), version: Some(own) };
            let head = walk.before(&standing, &child, 0);
            let standings = walk.back(head);
            let events = walk.events(&standing, &[0], &standings, true);
            entries.extend((!events.is_empty()).then_some(HistoryEntry { revision: None, events }));
            (standings, standing)
        }
    };
    entries.extend(walk.entries(&standings));
    Ok(History {
        asked: asked.to_owned(),
        title,
        edition: edition.to_owned(),
        now: match &now.state {
            ThingState::SaidThen(said) => NowSaid::Value(said.value.in_one_line().0),
            ThingState::Absent => NowSaid::Nothing,
            ThingState::Unreadable => NowSaid::Unreadable,
        },
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
    /// What a text names in the working folder; or at the last commit, where what was just taken away still is.
    fn found(
        &mut self,
        folder: Option<&Rc<ReadVersion>>,
        edition: &str,
        asked: &str,
    ) -> Result<Seen, UnknownSubject> {
        let mut lost = None;
        if let Some(version) = folder {
            match Followed::find(version, asked) {
                Ok(subject) => return Ok((Rc::clone(version), subject)),
                Err(unknown) => lost = Some(unknown),
            }
        }
        match (self.versions.read(0, edition, None), lost) {
            (Found::Act(version), lost) => match Followed::find(&version, asked) {
                Ok(subject) => Ok((version, subject)),
                Err(unknown) => Err(lost.unwrap_or(unknown)),
            },
            (_, Some(lost)) => Err(lost),
            (_, None) => Err(UnknownSubject {
                message: format!("l’édition {edition} ne peut être lue au dernier commit"),
                help: "« calpae check » dit ce qui ne va pas".to_owned(),
            }),
        }
    }

    /// What it was at each commit, from what it is at the last one.
    fn back(&mut self, head: ThingStanding) -> BTreeMap<usize, ThingStanding> {
        let mut standings = BTreeMap::from([(0, head)]);
        for rank in 0..self.log.count() {
            for parent in self.log.parents(rank) {
                if standings.contains_key(parent) {
                    continue;
                }
                let Some(standing) = standings.get(&rank) else { continue };
                let child = Child { rank: Some(rank), tree: None, version: None };
                let before = self.before(standing, &child, *parent);
                standings.insert(*parent, before);
            }
        }
        standings
    }

    /// What a subject is at a version where it is.
    fn standing(&mut self, subject: Followed, edition: &str, version: &Rc<ReadVersion>) -> ThingStanding {
        self.readings += 1;
        ThingStanding {
            state: state(&subject, version),
            edition: edition.to_owned(),
            reading: self.readings,
            seen: None,
            subject,
            cut_from: None,
            taken_in: Vec::new(),
        }
    }

    /// What a standing was at a parent of its commit.
    fn before(&mut self, after: &ThingStanding, child: &Child<'_>, parent: usize) -> ThingStanding {
        if let Some(rank) = child.rank {
            let page = after.said().and_then(|said| said.called.page.as_ref());
            let places = after.subject.places(&after.edition, page.map(|(_, _, file)| file.as_str()));
            if self.log.objects(rank, &places) == self.log.objects(parent, &places) {
                return ThingStanding { cut_from: None, taken_in: Vec::new(), ..after.clone() };
            }
        }
        self.readings += 1;
        let mut before =
            ThingStanding { reading: self.readings, cut_from: None, taken_in: Vec::new(), ..after.clone() };
        before.edition = self.edition_then(&after.edition, child, parent);
        // A datum is what it is whatever the other pages say; prose may quote them.
        let changed = self.changed_pages(after, &before.edition, child, parent);
        let pages = changed.as_ref().filter(|_| after.subject.is_a_datum());
        let version = match self.versions.read(parent, &before.edition, pages) {
            Found::Act(version) => version,
            Found::Nothing => {
                return ThingStanding {
                    state: ThingState::Absent,
                    seen: self.seen(after, child, None),
                    ..before
                };
            }
            Found::Unreadable => {
                return ThingStanding {
                    state: ThingState::Unreadable,
                    seen: self.seen(after, child, None),
                    ..before
                };
            }
        };
        if let Some((seen, name)) = self.seen(after, child, pages)
            && let Some(keys) = name.keys()
        {
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
                _ if !version.snapshot.holes.files.is_empty() || version.snapshot.holes.pages => {
                    return ThingStanding {
                        state: ThingState::Unreadable,
                        seen: self.seen(after, child, None),
                        ..before
                    };
                }
                origin => {
                    // What is looked for further back is looked for among all the pages.
                    let seen = self.seen(after, child, None);
                    let cut_from = if let Origin::PieceOf(page) = origin { Some(page) } else { None };
                    return ThingStanding { state: ThingState::Absent, cut_from, seen, ..before };
                }
            }
        }
        before.state = state(&before.subject, &version);
        before.seen = match before.state {
            ThingState::SaidThen(_) => None,
            ThingState::Absent | ThingState::Unreadable => self.seen(after, child, None),
        };
        before
    }

    /// The page of what is followed, and those that are not the same at a commit and at its parent: the others are what they
    /// were, whatever these became. None when something that every page is read with is not the same.
    fn changed_pages(
        &self,
        after: &ThingStanding,
        edition: &str,
        child: &Child<'_>,
        parent: usize,
    ) -> Option<BTreeSet<String>> {
        let rank = child
            .rank
            .filter(|_| matches!(after.state, ThingState::SaidThen(_)) && edition == after.edition)?;
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
        after: &ThingStanding,
        child: &Child<'_>,
        pages: Option<&BTreeSet<String>>,
    ) -> Option<Seen> {
        // A name that is of no page is looked for by itself.
        after.subject.keys()?;
        if after.said().is_none() {
            return after.seen.clone();
        }
        let version = match (&child.version, child.rank) {
            (Some(version), _) => Rc::clone(version),
            (None, rank) => match self.versions.read(rank?, &after.edition, pages) {
                Found::Act(version) => version,
                Found::Nothing | Found::Unreadable => return None,
            },
        };
        Some((version, after.subject.clone()))
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
    fn entries(&self, standings: &BTreeMap<usize, ThingStanding>) -> Vec<HistoryEntry> {
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
                        |said: &SaidThen| HistoryEvent::AlreadyThere { value: said.value.in_one_line().0 };
                    said.map(there).into_iter().collect()
                }
            };
            if let ThingState::Unreadable = standing.state
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
        after: &ThingStanding,
        parents: &[usize],
        standings: &BTreeMap<usize, ThingStanding>,
        is_whole: bool,
    ) -> Vec<HistoryEvent> {
        let before: Vec<&ThingStanding> = parents.iter().filter_map(|rank| standings.get(rank)).collect();
        if before.iter().any(|before| before.reading == after.reading) {
            return Vec::new();
        }
        if let ThingState::Unreadable = after.state {
            return vec![HistoryEvent::Unreadable];
        }
        let readable = parents.iter().filter_map(|rank| self.readable(*rank, standings));
        let mut told: Option<Vec<HistoryEvent>> = None;
        for before in readable {
            let events = between(before, after);
            if !events.iter().any(HistoryEvent::is_of_value) {
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
    fn readable<'s>(
        &self,
        rank: usize,
        standings: &'s BTreeMap<usize, ThingStanding>,
    ) -> Option<&'s ThingStanding> {
        let mut rank = rank;
        loop {
            let standing = standings.get(&rank)?;
            match standing.state {
                ThingState::SaidThen(_) | ThingState::Absent => return Some(standing),
                ThingState::Unreadable => rank = *self.log.parents(rank).first()?,
            }
        }
    }
}
