//! Reads a project from a [`Tree`] and writes its files back: the only module that touches the user's disk.

mod avenants;
pub mod creation;
mod digest;
mod encoding;
mod error;
#[cfg(test)]
mod faults;
pub mod fix;
pub mod git_settings;
mod layout;
pub mod lone_file;
mod misnamed;
pub mod output;
mod pictures;
mod reading;
mod revision;
mod role;
mod search;
mod staging;
mod svg;
mod tree;
mod unnamed_file;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::edition::only_years;
use crate::parse::Plan;
use crate::text::lookalikes::same_name;
use crate::text::{FileId, ProjectPath, Sources};
use avenants::AmendedFiles;
use reading::TreeReading;

pub use digest::{DigestScope, digest, is_frozen_as};
pub(crate) use error::in_french;
pub use error::{ProjectError, TreeError, WriteError};
pub use layout::OtherFiles;
pub use output::sha256;
pub use revision::{GitRevision, RevisionError};
pub use role::{FileRole, Part, rapport_of};
pub use search::find_project;
#[cfg(feature = "pdf")]
pub(crate) use svg::words as words_of_svg;
pub use tree::{
    CommitLog, Disk, EntryKind, GitTree, LeftOut, LeftOutReason, Listing, LogEnd, LogSpan, Memory, Overlay,
    Tree, TreeEntry, TreeObjects,
};

/// The files of one edition, read but not parsed.
#[derive(Debug, Clone)]
pub struct Project {
    /// Name of the edition, which is the name of its folder.
    pub edition: String,
    /// All the text files.
    pub sources: Sources,
    /// The role of each text.
    pub plan: Plan,
    /// The bytes of the images.
    pub images: BTreeMap<ProjectPath, Vec<u8>>,
    /// The project's own templates, with their paths from its root.
    pub templates: Vec<(ProjectPath, FileId)>,
    /// Faults of the files themselves, in the order of their paths.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of no known kind: one that a text cites as an image is told there.
    pub others: Vec<OtherFiles>,
    /// Those of the files that only a report needs, by the identifier of the report.
    pub rapport_diagnostics: BTreeMap<String, Vec<Diagnostic>>,
    /// Those of images: they prevent a document that prints the image, and only then.
    pub image_diagnostics: BTreeMap<ProjectPath, Diagnostic>,
    /// What is there and that nothing reads, by path.
    pub unread: BTreeSet<String>,
    /// The number of the last avenant that was read; 0 when the act is read as it was signed.
    pub avenant: u16,
    /// The same edition before that avenant.
    pub amended: Option<Box<Self>>,
}

/// The editions of a project, sorted by name.
///
/// # Errors
/// When there is no `content/`, when it cannot be listed, or when no folder of it is an edition.
pub fn editions(tree: &dyn Tree) -> Result<Vec<String>, ProjectError> {
    let not_a_project = || ProjectError::NotAProject(tree.name());
    let content = ProjectPath::new("content").map_err(|_| not_a_project())?;
    let folders = tree.folders(&content).map_err(|error| match error {
        TreeError::Folder { cause, .. } if cause.kind() == io::ErrorKind::NotFound => not_a_project(),
        other => other.into(),
    })?;
    let mut names = Vec::new();
    let mut misnamed = None;
    for folder in &folders {
        // A convention that cannot be read is there all the same: reading it says what is wrong.
        match tree.kind(&path(&format!("{folder}/convention.yaml"))?)? {
            Some(_) => names.extend(folder.as_str().strip_prefix("content/").map(str::to_owned)),
            None => misnamed = misnamed.or_else(|| layout::misnamed_convention(tree, folder)),
        }
    }
    if !names.is_empty() {
        return Ok(names);
    }
    let link = tree.entries(&content)?.into_iter().find(|entry| entry.kind == EntryKind::Link);
    Err(match link.and_then(|entry| entry.path) {
        Some(link) => ProjectError::Link(link),
        None => ProjectError::NoEdition(misnamed),
    })
}

/// Reads the files of an edition, the most recent one by default: the act as all its avenants leave it, the open one
/// included. What it was before each of them is in [`Project::amended`].
///
/// # Errors
/// When there is no such edition, or when a file that every project needs cannot be read. A fault of any other file
/// becomes a diagnostic of the project.
pub fn open(tree: &dyn Tree, edition: Option<&str>) -> Result<Project, ProjectError> {
    let known = editions(tree)?;
    let edition = match edition {
        Some(name) => named(tree, &known, name)?,
        None => most_recent(&known),
    };
    let folder = path(&format!("content/{edition}"))?;
    let organisation = organisation_of(tree, &edition)?;
    let places = [path("content/cadres")?, organisation.clone(), folder.clone(), path("templates")?];
    let listing = tree.list(&places)?;
    let twice = layout::rapport_in_two_places(&listing, &edition);
    let is_read = |path: &&ProjectPath| !twice.as_ref().is_some_and(|twice| twice.leaves_out(path));
    let amended = AmendedFiles::of(tree, listing.files.iter().filter(is_read), &edition);
    let found =
        FoundEdition { edition: &edition, known: &known, folder, organisation, listing, twice, amended };
    found.up_to(tree, found.amended.last())
}

/// The edition of a name.
fn named(tree: &dyn Tree, known: &[String], name: &str) -> Result<String, ProjectError> {
    match known.iter().find(|k| *k == name).or_else(|| known.iter().find(|k| same_name(k, name))) {
        Some(known) => Ok(known.clone()),
        None => {
            let folder = ProjectPath::new(&format!("content/{name}")).ok();
            Err(match folder {
                Some(folder) if tree.kind(&folder)? == Some(EntryKind::Link) => ProjectError::Link(folder),
                _ => ProjectError::UnknownEdition(name.to_owned(), known.join(", ")),
            })
        }
    }
}

/// An edition of which the files are known, and not read.
struct FoundEdition<'e> {
    edition: &'e str,
    known: &'e [String],
    folder: ProjectPath,
    organisation: ProjectPath,
    listing: Listing,
    twice: Option<layout::RapportInTwoPlaces>,
    amended: AmendedFiles,
}

impl FoundEdition<'_> {
    /// Reads the act up to an avenant.
    fn up_to(&self, tree: &dyn Tree, avenant: u16) -> Result<Project, ProjectError> {
        let Self { edition, listing, twice, .. } = self;
        let files: Vec<_> = self
            .amended
            .up_to(avenant)
            .into_par_iter()
            .map(|(path, role)| {
                let bytes = tree.read(&path, role.size_max());
                (path, role, bytes)
            })
            .collect();
        let mut reading = TreeReading::new(edition, self.folder.clone());
        for (path, role, bytes) in files {
            reading.add(path, role, bytes);
        }
        let layout::AllUnread { told, others, mut paths } =
            layout::unread(tree, listing, edition, self.known);
        reading.leave_out(tree, told);
        reading.leave_out(tree, self.amended.told());
        if let Some(twice) = twice {
            paths.extend(listing.files.iter().filter(|path| twice.leaves_out(path)).map(ToString::to_string));
            reading.leave_out(tree, [twice.told()]);
        }
        reading.others(listing.files.clone());
        let project = reading.project(tree, self.organisation.clone())?;
        let amended = match avenant {
            0 => None,
            _ => Some(Box::new(self.up_to(tree, self.amended.before(avenant))?)),
        };
        Ok(Project { unread: paths, others, avenant, amended, ..project })
    }
}

/// Who signs an edition: its own `organisation.yaml`, else the one that editions share. What was signed keeps its parties
/// when those of the next act change.
fn organisation_of(tree: &dyn Tree, edition: &str) -> Result<ProjectPath, ProjectError> {
    let own = path(&format!("content/{edition}/organisation.yaml"))?;
    Ok(if tree.kind(&own)?.is_some() { own } else { path("content/organisation.yaml")? })
}

/// A path known to be valid: a constant, or one made from the name of an existing folder.
fn path(text: &str) -> Result<ProjectPath, ProjectError> {
    ProjectPath::new(text).map_err(|_| ProjectError::NoEdition(None))
}

/// The last edition named by its years alone, so that a copy such as « 2024 (copie) » is not taken for the most recent.
fn most_recent(known: &[String]) -> String {
    let dated = known.iter().filter_map(|name| Some((only_years(name)?, name)));
    dated.max().map(|(_, name)| name).or(known.last()).cloned().unwrap_or_default()
}
