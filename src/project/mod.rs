//! Reads a project from a [`Tree`] and writes its files back: the only module that touches the user's disk.

pub mod creation;
mod error;
pub mod fix;
pub mod output;
mod role;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::parse::{Images, Plan, RapportPlan};
use crate::text::{FileId, ProjectPath, Sources, Span};

pub(crate) use error::in_french;
pub use error::{ProjectError, TreeError, WriteError};
pub use role::{FileRole, Part};
pub use tree::{Disk, Memory, Overlay, Tree};

/// Largest image accepted, in pixels.
const PIXELS_MAX: usize = 40_000_000;

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
    let conventions: Vec<_> =
        folders.iter().filter_map(|folder| folder.join("convention.yaml").ok()).collect();
    let present = tree.files(&conventions)?;
    let names: Vec<String> = folders
        .iter()
        .zip(&conventions)
        .filter(|(_, convention)| present.contains(convention))
        .filter_map(|(folder, _)| folder.as_str().strip_prefix("content/").map(str::to_owned))
        .collect();
    if names.is_empty() { Err(ProjectError::NoEdition) } else { Ok(names) }
}

/// Reads the files of an edition; the most recent one by default.
///
/// # Errors
/// When there is no such edition, or when a file that every project needs cannot be read. A fault of any other file
/// becomes a diagnostic of the project.
pub fn open(tree: &dyn Tree, edition: Option<&str>) -> Result<Project, ProjectError> {
    let known = editions(tree)?;
    let edition = match edition {
        Some(name) if known.iter().any(|k| k == name) => name.to_owned(),
        Some(name) => return Err(ProjectError::UnknownEdition(name.to_owned(), known.join(", "))),
        None => most_recent(&known),
    };
    let folder = path(&format!("content/{edition}"))?;
    let places =
        [path("content/cadres")?, path("content/organisation.yaml")?, folder.clone(), path("templates")?];
    let files: Vec<_> = tree
        .files(&places)?
        .into_par_iter()
        .filter_map(|path| {
            let role = FileRole::of(&path, &edition)?;
            let bytes = tree.read(&path, role.size_max());
            Some((path, role, bytes))
        })
        .collect();
    let mut reading = Reading::default();
    for (path, role, bytes) in files {
        reading.add(path, role, bytes);
    }
    reading.project(edition, folder)
}

/// A path known to be valid: a constant, or one made from the name of an existing folder.
fn path(text: &str) -> Result<ProjectPath, ProjectError> {
    ProjectPath::new(text).map_err(|_| ProjectError::NoEdition)
}

/// The last edition named by a year, so that a copy such as « 2024 (copie) » is not taken for the most recent.
fn most_recent(known: &[String]) -> String {
    let is_year = |name: &&String| name.len() == 4 && name.chars().all(|c| c.is_ascii_digit());
    known.iter().rev().find(is_year).or(known.last()).cloned().unwrap_or_default()
}

/// Accumulates the files of a project while it is opened.
#[derive(Default)]
struct Reading {
    sources: Sources,
    texts: BTreeMap<FileRole, Vec<FileId>>,
    images: BTreeMap<ProjectPath, Vec<u8>>,
    /// The fault of each file that was left out.
    faults: BTreeMap<ProjectPath, Diagnostic>,
}

impl Reading {
    fn add(&mut self, path: ProjectPath, role: FileRole, bytes: Result<Vec<u8>, TreeError>) {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                self.faults.insert(path, Diagnostic::without_place("PRJ-001", error.to_string()));
                return;
            }
        };
        match role {
            FileRole::Image { svg: false, .. } => self.bitmap(path, bytes),
            FileRole::Image { .. } => {
                self.images.insert(path, bytes);
            }
            _ => self.text(path, role, bytes),
        }
    }

    fn text(&mut self, path: ProjectPath, role: FileRole, bytes: Vec<u8>) {
        match String::from_utf8(bytes) {
            Ok(text) => {
                let file = self.sources.add(path, &text);
                self.texts.entry(role).or_default().push(file);
            }
            Err(e) => {
                let valid = e.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
                // Kept for the excerpt of the diagnostic, but given no role: it must not be parsed.
                let file = self.sources.add(path.clone(), &text);
                let span = Span { file, start: valid, end: valid + '\u{fffd}'.len_utf8() };
                let fault = Diagnostic::error("TXT-001", span, "le fichier n’est pas en UTF-8").help(
                    "l’enregistrer en « UTF-8 » (dans Word ou le Bloc-notes : Enregistrer sous, Encodage)",
                );
                self.faults.insert(path, fault);
            }
        }
    }

    fn bitmap(&mut self, path: ProjectPath, bytes: Vec<u8>) {
        let error = match imagesize::blob_size(&bytes) {
            Ok(size) if size.width.saturating_mul(size.height) <= PIXELS_MAX => {
                self.images.insert(path, bytes);
                return;
            }
            Ok(size) => format!(
                "l’image « {path} » a {} × {} points : le maximum est de 40 millions",
                size.width, size.height
            ),
            Err(_) => format!("l’image « {path} » n’est pas une image lisible"),
        };
        let fault =
            Diagnostic::without_place("PRJ-002", error).help("l’enregistrer de nouveau, en PNG ou en JPEG");
        self.faults.insert(path, fault);
    }

    fn project(mut self, edition: String, folder: ProjectPath) -> Result<Project, ProjectError> {
        let organisation = self.required(FileRole::Organisation, path("content/organisation.yaml")?)?;
        let convention = self.required(FileRole::Convention, path(&format!("{folder}/convention.yaml"))?)?;
        let cadres = self.all(FileRole::Cadre).into_iter();
        let cadres = cadres.map(|file| (self.sources.source(file).path().stem().to_owned(), file)).collect();
        let templates = self.all(FileRole::Template).into_iter();
        let templates = templates.map(|file| (self.sources.source(file).path().clone(), file)).collect();
        let plan = Plan {
            cadres,
            organisation,
            convention,
            matrix: self.only(FileRole::Matrix),
            articles: self.all(FileRole::Article),
            fiches: self.all(FileRole::Fiche),
            images: Images { edition: folder, present: self.images.keys().cloned().collect::<BTreeSet<_>>() },
            rapport: self.only(FileRole::Rapport).map(|rapport| RapportPlan {
                rapport,
                reference: self.only(FileRole::RapportReference),
                summary: self.only(FileRole::RapportBilan),
                matrix: self.only(FileRole::RapportMatrix),
                fiches: self.all(FileRole::RapportFiche),
            }),
        };
        let diagnostics = self.faults.into_values().collect();
        Ok(Project { edition, sources: self.sources, plan, images: self.images, templates, diagnostics })
    }

    /// The texts of a role, in the order of their paths.
    fn all(&self, role: FileRole) -> Vec<FileId> {
        self.texts.get(&role).cloned().unwrap_or_default()
    }

    fn only(&self, role: FileRole) -> Option<FileId> {
        self.texts.get(&role).and_then(|files| files.first().copied())
    }

    /// The text of a role that every project needs.
    fn required(&mut self, role: FileRole, path: ProjectPath) -> Result<FileId, ProjectError> {
        if let Some(file) = self.only(role) {
            return Ok(file);
        }
        Err(match self.faults.remove(&path) {
            None => ProjectError::MissingFile(path),
            // The message of a diagnostic with a place does not name the file.
            Some(fault) if !fault.labels.is_empty() => ProjectError::UnreadableFile {
                message: format!("{path} : {}", fault.message),
                help: fault.help,
            },
            Some(fault) => ProjectError::UnreadableFile { message: fault.message, help: fault.help },
        })
    }
}
