//! The act at the commits of a log: each read once, what did not change taken from the last reading.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
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

    /// Whether all of the act was read.
    pub(super) fn is_whole(&self) -> bool {
        let holes = &self.snapshot.holes;
        self.snapshot.dossier.is_some()
            && !holes.frame
            && !holes.pages
            && holes.files.is_empty()
            && holes.matrix.is_none()
    }

    /// The tree of the parts of the act.
    pub(super) fn act(&self) -> Option<Rc<Portion>> {
        self.outline.get_or_init(|| outline::of(&self.snapshot).map(Rc::new)).clone()
    }

    /// The same, of one page alone, by its key.
    pub(super) fn page(&self, key: &str) -> Option<Rc<Portion>> {
        if let Some(known) = self.pages.borrow().get(key) {
            return Some(Rc::clone(known));
        }
        let file = self.file_of(key)?;
        let page = Rc::new(outline::of_pages(&self.snapshot, |path| path == file)?);
        self.pages.borrow_mut().insert(key.to_owned(), Rc::clone(&page));
        Some(page)
    }

    /// The file of a page, from the folder of the edition, by its key.
    pub(super) fn file_of(&self, key: &str) -> Option<String> {
        let dossier = self.dossier()?;
        let within = |path: &str| outline::page_key(path, &dossier.edition);
        let fiche = dossier.fiches.iter().find(|fiche| outline::fiche_key(fiche, &dossier.edition) == key);
        let articles = || dossier.articles.iter().map(|article| article.path.as_str());
        let file =
            fiche.map(|fiche| fiche.path.as_str()).or_else(|| articles().find(|path| within(path) == key));
        file.map(within)
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
    recent: VecDeque<(Asked, Rc<ReadVersion>)>,
    /// Whether the reports are read too.
    pub(super) reads_rapports: bool,
}

/// A commit, an edition, and the pages that are read of it; none for all of them.
type Asked = (usize, String, Option<BTreeSet<String>>);

/// A part of a version: no report of the edition, and maybe some pages alone.
#[derive(Debug)]
struct PartOfTree<'t> {
    tree: &'t GitTree,
    edition: &'t str,
    pages: Option<&'t BTreeSet<String>>,
}

impl Tree for PartOfTree<'_> {
    fn name(&self) -> String {
        self.tree.name()
    }

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        self.tree.kind(path)
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        let mut entries = self.tree.entries(folder)?;
        let within = outline::page_key(folder.as_str(), self.edition);
        if folder.as_str().strip_prefix("content/") == Some(self.edition) {
            entries.retain(|entry| entry.name != RAPPORTS && entry.name != OLD_RAPPORT);
        } else if let (Some(pages), "fiches" | "articles") = (self.pages, within.as_str()) {
            entries.retain(|entry| {
                entry.kind != EntryKind::File || pages.contains(&format!("{within}/{}", entry.name))
            });
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

    /// The act of an edition at a commit, or some pages of it: the others are left aside.
    pub(super) fn read(&mut self, rank: usize, edition: &str, pages: Option<&BTreeSet<String>>) -> Found {
        let asked: Asked = (rank, edition.to_owned(), pages.cloned());
        if let Some((_, version)) = self.recent.iter().find(|(known, _)| *known == asked) {
            return Found::Act(Rc::clone(version));
        }
        let Some(tree) = self.log.tree(rank) else { return Found::Nothing };
        let alone = PartOfTree { tree: &tree, edition, pages };
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
        self.recent.push_back((asked, Rc::clone(&version)));
        Found::Act(version)
    }
}
