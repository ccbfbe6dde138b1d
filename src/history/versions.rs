//! The act at the commits of a log: each read once, what did not change taken from the last reading.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use crate::compare::{Portion, outline};
use crate::model::Dossier;
use crate::model::edition::{OLD_RAPPORT, RAPPORTS};
use crate::project::{self, CommitLog, EntryKind, GitTree, ProjectError, Tree, TreeEntry, TreeError};
use crate::snapshot::{KeptParts, Snapshot};
use crate::text::ProjectPath;

/// Most versions that are kept whole: those of the branches that a log goes through side by side.
const KEPT: usize = 6;

/// The act at one version.
#[derive(Debug)]
pub(super) struct ReadVersion {
    pub(super) snapshot: Snapshot,
    outline: OnceCell<Option<Rc<Portion>>>,
    pages: RefCell<BTreeMap<String, Rc<Portion>>>,
}

impl ReadVersion {
    pub(super) fn new(snapshot: Snapshot) -> Self {
        Self { snapshot, outline: OnceCell::new(), pages: RefCell::default() }
    }

    /// The model; none when the frame of the act could not be read.
    pub(super) fn dossier(&self) -> Option<&Dossier> {
        self.snapshot.dossier.as_ref()
    }

    /// The tree of the parts of the act.
    pub(super) fn act(&self) -> Option<Rc<Portion>> {
        self.outline.get_or_init(|| outline::of(&self.snapshot).map(Rc::new)).clone()
    }

    /// The same, of one page alone.
    pub(super) fn page(&self, file: &str) -> Option<Rc<Portion>> {
        if let Some(known) = self.pages.borrow().get(file) {
            return Some(Rc::clone(known));
        }
        let page = Rc::new(outline::of_pages(&self.snapshot, |path| path == file)?);
        self.pages.borrow_mut().insert(file.to_owned(), Rc::clone(&page));
        Some(page)
    }
}

/// What is found at a commit.
pub(super) enum Found {
    /// The act.
    Act(Rc<ReadVersion>),
    /// No such edition.
    Nothing,
    /// An edition that cannot be read.
    Unreadable,
}

/// The versions of a log.
pub(super) struct ReadVersions<'l> {
    log: &'l CommitLog,
    kept: KeptParts,
    recent: VecDeque<(usize, String, Rc<ReadVersion>)>,
    /// Whether the reports are read too.
    pub(super) reads_rapports: bool,
}

/// A version without the reports of an edition.
#[derive(Debug)]
struct ActAlone<'t> {
    tree: &'t GitTree,
    edition: &'t str,
}

impl Tree for ActAlone<'_> {
    fn name(&self) -> String {
        self.tree.name()
    }

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        self.tree.kind(path)
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        let mut entries = self.tree.entries(folder)?;
        if folder.as_str().strip_prefix("content/") == Some(self.edition) {
            entries.retain(|entry| entry.name != RAPPORTS && entry.name != OLD_RAPPORT);
        }
        Ok(entries)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        self.tree.read(path, limit)
    }
}

impl<'l> ReadVersions<'l> {
    pub(super) fn new(log: &'l CommitLog) -> Self {
        Self { log, kept: KeptParts::default(), recent: VecDeque::new(), reads_rapports: true }
    }

    /// The act of an edition at a commit.
    pub(super) fn read(&mut self, rank: usize, edition: &str) -> Found {
        let known = self.recent.iter().find(|(own, name, _)| *own == rank && name == edition);
        if let Some((_, _, version)) = known {
            return Found::Act(Rc::clone(version));
        }
        let Some(tree) = self.log.tree(rank) else { return Found::Nothing };
        let alone = ActAlone { tree: &tree, edition };
        let tree: &dyn Tree = if self.reads_rapports { &tree } else { &alone };
        let project = match project::open(tree, Some(edition)) {
            Ok(project) => project,
            Err(
                ProjectError::NotAProject(_) | ProjectError::NoEdition(_) | ProjectError::UnknownEdition(..),
            ) => return Found::Nothing,
            Err(_) => return Found::Unreadable,
        };
        let snapshot = Snapshot::read_again(project, &mut self.kept);
        if snapshot.dossier.is_none() {
            return Found::Unreadable;
        }
        let version = Rc::new(ReadVersion::new(snapshot));
        if self.recent.len() >= KEPT {
            self.recent.pop_front();
        }
        self.recent.push_back((rank, edition.to_owned(), Rc::clone(&version)));
        Found::Act(version)
    }
}
