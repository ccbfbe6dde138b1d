//! The commits that lead to a version of a project, newest first. Nothing is read of them but their names, parents and the
//! identifiers of what stands in their trees: two commits whose identifiers are the same say the same.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use gix::{ObjectId, Repository, ThreadSafeRepository};

use super::git::{GitTree, commit, discover, folder_of, place_in, revision};
use super::known_objects::KnownObjects;
use crate::project::revision::{GitRevision, RevisionError};

/// Bytes of commits and trees that are kept from one commit to the next.
const CACHE: usize = 16 << 20;

/// How far back a log goes.
#[derive(Debug, Clone, Copy)]
pub struct LogSpan<'a> {
    /// The revision that it starts after; none to go back to the first commit.
    pub since: Option<&'a str>,
    /// Whether it goes through the branches that were merged, or tells each merge as one commit.
    pub all_parents: bool,
    /// Most commits.
    pub most: usize,
}

/// Why a log goes no further back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogEnd {
    /// There is nothing before it.
    First,
    /// The revision that was asked for.
    Since,
    /// It has as many commits as it may.
    Most,
    /// The repository has no more: a shallow clone, or a damaged one.
    Shallow,
}

/// The commits that lead to a version, each after all those that come from it.
pub struct CommitLog {
    store: Arc<ThreadSafeRepository>,
    known: Arc<KnownObjects>,
    repository: Repository,
    name: String,
    commits: Vec<LoggedCommit>,
    end: LogEnd,
}

/// A commit of a log.
#[derive(Debug)]
struct LoggedCommit {
    id: ObjectId,
    /// The folder of the project; none when it was not there.
    root: Option<ObjectId>,
    /// Ranks of its parents.
    parents: Vec<usize>,
    /// Why some of its parents are not in the log.
    end: LogEnd,
    /// Whether it is there only for what comes after it to be compared with.
    is_boundary: bool,
}

/// The identifiers of what stands at some paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeObjects(Vec<Option<ObjectId>>);

impl fmt::Debug for CommitLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommitLog").field("name", &self.name).field("commits", &self.commits).finish()
    }
}

/// A commit that a walk has met.
struct Met {
    parents: Vec<ObjectId>,
    seconds: i64,
    root: Option<ObjectId>,
    end: LogEnd,
    is_boundary: bool,
}

impl CommitLog {
    /// The commits of the repository of a folder that lead to a revision.
    ///
    /// # Errors
    /// When there is no repository, or no such revision.
    pub fn open(folder: &Path, asked: &str, span: &LogSpan<'_>) -> Result<Self, RevisionError> {
        let store = discover(folder)?;
        let mut repository = store.to_thread_local();
        repository.object_cache_size_if_unset(CACHE);
        let tip = commit(&repository, asked)?.id;
        let newer = match span.since {
            Some(since) => Some(newer(&repository, tip, commit(&repository, since)?.id)),
            None => None,
        };
        let within = place_in(&repository, folder).unwrap_or_default();
        let (met, is_cut) = walk(&repository, tip, &within, span, newer.as_ref());
        let end = met.values().map(|one| one.end).find(|end| *end == LogEnd::Shallow);
        let end = match (is_cut, end, span.since) {
            (true, ..) => LogEnd::Most,
            (false, Some(end), _) => end,
            (false, None, Some(_)) => LogEnd::Since,
            (false, None, None) => LogEnd::First,
        };
        let commits = ordered(met, tip);
        let (store, name) = (Arc::new(store), folder.display().to_string());
        Ok(Self { store, known: Arc::default(), repository, name, commits, end })
    }

    /// Whether the repository of a folder has no working tree.
    pub fn is_bare(folder: &Path) -> bool {
        discover(folder).is_ok_and(|store| store.to_thread_local().workdir().is_none())
    }

    /// How many commits it has.
    pub fn count(&self) -> usize {
        self.commits.len()
    }

    /// Why it goes no further back.
    pub fn end(&self) -> LogEnd {
        self.end
    }

    /// Ranks of the parents of a commit, in its order.
    pub fn parents(&self, rank: usize) -> &[usize] {
        self.commits.get(rank).map_or(&[], |commit| &commit.parents)
    }

    /// Why some of the parents of a commit are not in the log; [`LogEnd::First`] when all are.
    pub fn end_at(&self, rank: usize) -> LogEnd {
        self.commits.get(rank).map_or(LogEnd::First, |commit| commit.end)
    }

    /// Whether a commit is there only for what comes after it to be compared with.
    pub fn is_boundary(&self, rank: usize) -> bool {
        self.commits.get(rank).is_some_and(|commit| commit.is_boundary)
    }

    /// What names a commit.
    pub fn revision(&self, rank: usize) -> Option<GitRevision> {
        let id = self.commits.get(rank)?.id;
        let commit = self.repository.find_commit(id).ok()?;
        Some(revision(&commit, &id.to_string()))
    }

    /// The project at a commit; none when its folder was not there.
    pub fn tree(&self, rank: usize) -> Option<GitTree> {
        let commit = self.commits.get(rank)?;
        let revision = GitRevision {
            asked: commit.id.to_string(),
            commit: commit.id.to_string(),
            day: None,
            author: String::new(),
            subject: String::new(),
        };
        Some(GitTree::at(
            (Arc::clone(&self.store), Arc::clone(&self.known)),
            commit.root?,
            self.name.clone(),
            revision,
        ))
    }

    /// The identifiers of what stands at some paths of a commit.
    pub fn objects(&self, rank: usize, paths: &[String]) -> TreeObjects {
        let root = self.commits.get(rank).and_then(|commit| commit.root);
        TreeObjects(paths.iter().map(|path| self.object(root?, path)).collect())
    }

    /// The names of a folder that do not lead to the same in two commits.
    pub fn changed(&self, rank: usize, other: usize, folder: &str) -> BTreeSet<String> {
        let (one, other) = (self.names(rank, folder), self.names(other, folder));
        let names = one.keys().chain(other.keys()).filter(|name| one.get(*name) != other.get(*name));
        names.cloned().collect()
    }

    fn names(&self, rank: usize, folder: &str) -> BTreeMap<String, ObjectId> {
        let root = self.commits.get(rank).and_then(|commit| commit.root);
        let tree = root.and_then(|root| self.repository.find_tree(self.object(root, folder)?).ok());
        let Some(tree) = tree else { return BTreeMap::new() };
        let entries = tree.iter().filter_map(Result::ok);
        entries.map(|entry| (entry.inner.filename.to_string(), entry.inner.oid.to_owned())).collect()
    }

    fn object(&self, root: ObjectId, path: &str) -> Option<ObjectId> {
        let mut last = root;
        for name in path.split('/') {
            last = self.repository.find_tree(last).ok()?.find_entry(name)?.inner.oid.to_owned();
        }
        Some(last)
    }
}

/// The commits that lead to one and not to another.
fn newer(repository: &Repository, tip: ObjectId, since: ObjectId) -> BTreeSet<ObjectId> {
    let walk = repository.rev_walk([tip]).with_hidden([since]).all();
    walk.into_iter().flatten().map_while(Result::ok).map(|info| info.id).collect()
}

/// The commits that lead to another, by their identifiers, and whether there were more than is admitted.
fn walk(
    repository: &Repository,
    tip: ObjectId,
    within: &str,
    span: &LogSpan<'_>,
    newer: Option<&BTreeSet<ObjectId>>,
) -> (BTreeMap<ObjectId, Met>, bool) {
    let shallow = repository.shallow_commits().ok().flatten();
    let mut met: BTreeMap<ObjectId, Met> = BTreeMap::new();
    let mut waiting = BinaryHeap::new();
    let seconds = |id: ObjectId| repository.find_commit(id).ok()?.time().ok().map(|time| time.seconds);
    waiting.push((seconds(tip).unwrap_or_default(), tip));
    while let Some((seconds_of, id)) = waiting.pop() {
        if met.contains_key(&id) {
            continue;
        }
        if met.len() >= span.most {
            cut(&mut met);
            return (met, true);
        }
        let is_boundary = newer.is_some_and(|newer| !newer.contains(&id));
        let Ok(commit) = repository.find_commit(id) else { continue };
        let root = folder_of(repository, &commit, within).ok().flatten();
        let mut one = Met { parents: Vec::new(), seconds: seconds_of, root, end: LogEnd::First, is_boundary };
        let is_last = shallow.as_ref().is_some_and(|commits| commits.contains(&id));
        let count = if span.all_parents { usize::MAX } else { 1 };
        let parents: Vec<ObjectId> = commit.parent_ids().take(count).map(gix::Id::detach).collect();
        for parent in parents {
            match seconds(parent).filter(|_| !is_last) {
                _ if is_boundary => one.end = LogEnd::Since,
                Some(seconds) => {
                    one.parents.push(parent);
                    waiting.push((seconds, parent));
                }
                None => one.end = LogEnd::Shallow,
            }
        }
        met.insert(id, one);
    }
    (met, false)
}

/// Takes away the parents that were not met.
fn cut(met: &mut BTreeMap<ObjectId, Met>) {
    let known: BTreeSet<ObjectId> = met.keys().copied().collect();
    for one in met.values_mut() {
        let count = one.parents.len();
        one.parents.retain(|parent| known.contains(parent));
        if one.parents.len() < count {
            one.end = LogEnd::Most;
        }
    }
}

/// The commits in order: each after all those that come from it, the newest first among those that may come.
fn ordered(mut met: BTreeMap<ObjectId, Met>, tip: ObjectId) -> Vec<LoggedCommit> {
    let mut children: BTreeMap<ObjectId, usize> = BTreeMap::new();
    for parent in met.values().flat_map(|one| &one.parents) {
        *children.entry(*parent).or_default() += 1;
    }
    let mut ready = BinaryHeap::from([(i64::MAX, Reverse(0), tip)]);
    let mut order: Vec<(ObjectId, Met)> = Vec::new();
    let mut rank_met = 0;
    while let Some((_, _, id)) = ready.pop() {
        let Some(one) = met.remove(&id) else { continue };
        for parent in &one.parents {
            let Some(left) = children.get_mut(parent) else { continue };
            *left = left.saturating_sub(1);
            if *left == 0
                && let Some(next) = met.get(parent)
            {
                rank_met += 1;
                ready.push((next.seconds, Reverse(rank_met), *parent));
            }
        }
        order.push((id, one));
    }
    let ranks: BTreeMap<ObjectId, usize> =
        order.iter().enumerate().map(|(rank, (id, _))| (*id, rank)).collect();
    let logged = |(id, one): (ObjectId, Met)| LoggedCommit {
        id,
        root: one.root,
        parents: one.parents.iter().filter_map(|parent| ranks.get(parent).copied()).collect(),
        end: one.end,
        is_boundary: one.is_boundary,
    };
    order.into_iter().map(logged).collect()
}
