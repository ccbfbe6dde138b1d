//! The only reader and writer of the user's disk: a project folder to source texts, results to `output/`.

pub mod creation;
pub mod fix;
pub mod output;
mod system;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::parse::{Images, Plan, RapportPlan};
use crate::text::{FileId, ProjectPath, Sources, Span};

use system::in_french;

/// Largest text file accepted, in bytes.
const TEXT_MAX: u64 = 2_000_000;
/// Largest image file accepted, in bytes.
const IMAGE_MAX: u64 = 20_000_000;
/// Largest image accepted, in pixels.
const PIXELS_MAX: usize = 40_000_000;
/// Most files accepted in a project.
const FILES_MAX: usize = 5_000;
/// The image formats that Typst reads.
const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// A project that cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// There is no `content/` there.
    #[error("le dossier « {0} » n’est pas un projet : il ne contient pas de dossier « content »")]
    NotAProject(String),
    /// A folder of `content/` cannot be listed.
    #[error("le dossier « {0} » ne peut être lu : {1}")]
    Unreadable(String, String),
    /// No edition.
    #[error("le projet n’a pas d’édition : aucun dossier de « content » ne contient de convention.yaml")]
    NoEdition,
    /// The edition asked for is not there.
    #[error("l’édition « {0} » n’existe pas ; éditions du projet : {1}")]
    UnknownEdition(String, String),
    /// A file that every project has is missing.
    #[error("le fichier « {0} » manque au projet")]
    MissingFile(String),
    /// A file that every project has is there and cannot be read.
    #[error("{0}")]
    UnreadableFile(String),
    /// Too many files.
    #[error("le projet a plus de 5 000 fichiers")]
    TooManyFiles,
}

/// The files of an edition, read.
#[derive(Debug, Clone)]
pub struct Project {
    /// Name of the edition: that of its folder.
    pub edition: String,
    /// The texts.
    pub sources: Sources,
    /// What each file is.
    pub plan: Plan,
    /// The bytes of the images.
    pub images: BTreeMap<ProjectPath, Vec<u8>>,
    /// The user's own templates: name below `templates/` and text.
    pub templates: Vec<(ProjectPath, FileId)>,
    /// What was wrong with the files themselves.
    pub diagnostics: Vec<Diagnostic>,
}

/// The editions of a project, the most recent last.
///
/// # Errors
/// See [`ProjectError`].
pub fn editions(root: &Path) -> Result<Vec<String>, ProjectError> {
    let content = root.join("content");
    if !content.is_dir() {
        return Err(ProjectError::NotAProject(root.display().to_string()));
    }
    let unreadable =
        |e: std::io::Error| ProjectError::Unreadable(content.display().to_string(), in_french(&e));
    let mut names = Vec::new();
    for entry in fs::read_dir(&content).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.path().join("convention.yaml").is_file() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    if names.is_empty() { Err(ProjectError::NoEdition) } else { Ok(names) }
}

/// Reads the files of an edition; the most recent one by default.
///
/// # Errors
/// See [`ProjectError`]. What is wrong with one file is a diagnostic of the project.
pub fn open(root: &Path, edition: Option<&str>) -> Result<Project, ProjectError> {
    let knowns = editions(root)?;
    let edition = match edition {
        Some(e) if knowns.iter().any(|c| c == e) => e.to_owned(),
        Some(e) => return Err(ProjectError::UnknownEdition(e.to_owned(), knowns.join(", "))),
        None => most_recent(&knowns),
    };
    let files = inventory(root, &edition)?;
    let mut reading = Parsed::default();
    let dossier = format!("content/{edition}");
    let (mut cadres, mut articles, mut fiches, mut templates) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut organisation, mut convention, mut matrix) = (None, None, None);
    let mut rapport = RapportFiles::default();
    let mut images = BTreeMap::new();
    let scanned: Vec<_> = files
        .par_iter()
        .filter_map(|(path, disk)| {
            let kind = kind(path.as_str(), &dossier)?;
            Some((path, bytes(path, disk, kind.limit()), kind))
        })
        .collect();
    for (path, bytes, kind) in scanned {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                reading.diagnostics.push(Diagnostic::without_place("PRJ-001", error));
                continue;
            }
        };
        if let PassageKind::Image { svg } = kind {
            images.extend(reading.image(path, bytes, svg).map(|bytes| (path.clone(), bytes)));
            continue;
        }
        let Some(file) = reading.text(path, bytes) else { continue };
        match kind {
            PassageKind::Convention => convention = Some(file),
            PassageKind::Matrix => matrix = Some(file),
            PassageKind::Article => articles.push(file),
            PassageKind::Fiche => fiches.push(file),
            PassageKind::Organisation => organisation = Some(file),
            PassageKind::Cadre => cadres.push((path.stem().to_owned(), file)),
            PassageKind::Template => templates.push((path.clone(), file)),
            PassageKind::Image { .. } => {}
            PassageKind::Report(party) => rapport.assign(party, file),
        }
    }
    let missing_file = |name: String| match reading.diagnostics.iter().find(|d| d.message.contains(&name)) {
        Some(Diagnostic { message, help: Some(help), .. }) => {
            ProjectError::UnreadableFile(format!("{message}\nà faire : {help}"))
        }
        Some(d) => ProjectError::UnreadableFile(d.message.clone()),
        None => ProjectError::MissingFile(name),
    };
    let edition_path = ProjectPath::new(&dossier).map_err(|_| missing_file(dossier.clone()))?;
    Ok(Project {
        plan: Plan {
            cadres,
            organisation: organisation.ok_or_else(|| missing_file("content/organisation.yaml".into()))?,
            convention: convention.ok_or_else(|| missing_file(format!("{dossier}/convention.yaml")))?,
            matrix,
            articles,
            fiches,
            images: Images {
                edition: edition_path,
                present: images.keys().cloned().collect::<BTreeSet<_>>(),
            },
            rapport: rapport.plan(),
        },
        edition,
        sources: reading.sources,
        images,
        templates,
        diagnostics: reading.diagnostics,
    })
}

/// The most recent edition: the last that is named by a year, before a copy left beside it.
fn most_recent(knowns: &[String]) -> String {
    let year = |name: &&String| name.len() == 4 && name.chars().all(|c| c.is_ascii_digit());
    knowns.iter().rev().find(year).or(knowns.last()).cloned().unwrap_or_default()
}

/// What a file of a project is.
enum PassageKind {
    Image { svg: bool },
    Convention,
    Matrix,
    Article,
    Fiche,
    Organisation,
    Cadre,
    Template,
    Report(RapportPart),
}

impl PassageKind {
    /// Largest size accepted, in bytes.
    fn limit(&self) -> u64 {
        if matches!(self, Self::Image { .. }) { IMAGE_MAX } else { TEXT_MAX }
    }
}

/// What a file of `rapport/` is.
enum RapportPart {
    Report,
    Reference,
    RapportSummary,
    Matrix,
    Fiche,
}

/// The files of `rapport/` found so far.
#[derive(Default)]
struct RapportFiles {
    rapport: Option<FileId>,
    reference: Option<FileId>,
    summary: Option<FileId>,
    matrix: Option<FileId>,
    fiches: Vec<FileId>,
}

impl RapportFiles {
    fn assign(&mut self, party: RapportPart, file: FileId) {
        match party {
            RapportPart::Report => self.rapport = Some(file),
            RapportPart::Reference => self.reference = Some(file),
            RapportPart::RapportSummary => self.summary = Some(file),
            RapportPart::Matrix => self.matrix = Some(file),
            RapportPart::Fiche => self.fiches.push(file),
        }
    }

    /// The report, when its own file is there.
    fn plan(self) -> Option<RapportPlan> {
        let Self { rapport, reference, summary, matrix, fiches } = self;
        rapport.map(|rapport| RapportPlan { rapport, reference, summary, matrix, fiches })
    }
}

fn kind(name: &str, edition: &str) -> Option<PassageKind> {
    let within = |dossier: &str, end: &str| {
        name.strip_prefix(dossier).and_then(|n| n.strip_prefix('/')).is_some_and(|n| n.ends_with(end))
    };
    let below = |party: &str| format!("{edition}/{party}");
    let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_lowercase();
    match name {
        _ if IMAGES.contains(&extension.as_str()) => Some(PassageKind::Image { svg: extension == "svg" }),
        _ if name == below("convention.yaml") => Some(PassageKind::Convention),
        _ if name == below("indicateurs.yaml") => Some(PassageKind::Matrix),
        _ if name == below("rapport/rapport.yaml") => Some(PassageKind::Report(RapportPart::Report)),
        _ if name == below("rapport/reference.yaml") => Some(PassageKind::Report(RapportPart::Reference)),
        _ if name == below("rapport/bilan.md") => Some(PassageKind::Report(RapportPart::RapportSummary)),
        _ if name == below("rapport/indicateurs.yaml") => Some(PassageKind::Report(RapportPart::Matrix)),
        _ if within(&below("rapport/fiches"), ".md") => Some(PassageKind::Report(RapportPart::Fiche)),
        _ if within(&below("articles"), ".md") => Some(PassageKind::Article),
        _ if within(&below("fiches"), ".md") => Some(PassageKind::Fiche),
        "content/organisation.yaml" => Some(PassageKind::Organisation),
        _ if within("content/cadres", ".yaml") => Some(PassageKind::Cadre),
        _ if within("templates", ".tera") || within("templates", ".typ") => Some(PassageKind::Template),
        _ => None,
    }
}

/// The regular files of the framework, the edition and the user's templates, sorted by path. Links that lead
/// out of the project are left out by not following any.
fn inventory(root: &Path, edition: &str) -> Result<BTreeMap<ProjectPath, PathBuf>, ProjectError> {
    let mut files = BTreeMap::new();
    for baseline in
        ["content/cadres", "content/organisation.yaml", &format!("content/{edition}"), "templates"]
    {
        let base = root.join(baseline);
        if !base.exists() {
            continue;
        }
        for entry in WalkDir::new(&base).follow_links(false).max_depth(8).sort_by_file_name() {
            let entry = entry.map_err(|e| {
                let cause = e.io_error().map_or_else(|| e.to_string(), in_french);
                ProjectError::Unreadable(baseline.to_owned(), cause)
            })?;
            let relative =
                entry.path().strip_prefix(root).ok().and_then(|p| p.to_str()).map(|p| p.replace('\\', "/"));
            let cache = entry.file_name().to_str().is_none_or(|n| n.starts_with('.'));
            if !entry.file_type().is_file() || cache {
                continue;
            }
            if let Some(Ok(path)) = relative.as_deref().map(ProjectPath::new) {
                files.insert(path, entry.path().to_owned());
            }
            if files.len() > FILES_MAX {
                return Err(ProjectError::TooManyFiles);
            }
        }
    }
    Ok(files)
}

/// The bytes of a file, or a sentence.
fn bytes(path: &ProjectPath, disk: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let unreadable = |e| format!("le fichier « {path} » ne peut être lu : {}", in_french(&e));
    if fs::metadata(disk).map_err(unreadable)?.len() > limit {
        return Err(format!("le fichier « {path} » dépasse {} Mo", limit / 1_000_000));
    }
    fs::read(disk).map_err(unreadable)
}

#[derive(Default)]
struct Parsed {
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    fn text(&mut self, path: &ProjectPath, bytes: Vec<u8>) -> Option<FileId> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(path.clone(), &text)),
            Err(e) => {
                let valid = e.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(e.as_bytes()).into_owned();
                let file = self.sources.add(path.clone(), &text);
                let span = Span { file, start: valid, end: valid + '\u{fffd}'.len_utf8() };
                self.diagnostics
                    .push(Diagnostic::error("TXT-001", span, "le fichier n’est pas en UTF-8").help(
                    "l’enregistrer en « UTF-8 » (dans Word ou le Bloc-notes : Enregistrer sous, Encodage)",
                ));
                None
            }
        }
    }

    fn image(&mut self, path: &ProjectPath, bytes: Vec<u8>, svg: bool) -> Option<Vec<u8>> {
        if svg {
            return Some(bytes);
        }
        let error = match imagesize::blob_size(&bytes) {
            Ok(t) if t.width.saturating_mul(t.height) <= PIXELS_MAX => return Some(bytes),
            Ok(t) => format!(
                "l’image « {path} » a {} × {} points : le maximum est de 40 millions",
                t.width, t.height
            ),
            Err(_) => format!("l’image « {path} » n’est pas une image lisible"),
        };
        self.diagnostics.push(
            Diagnostic::without_place("PRJ-002", error).help("l’enregistrer de nouveau, en PNG ou en JPEG"),
        );
        None
    }
}
