//! The sources that the PDF of a document carries: whoever holds it can read them, make the document again and compare it
//! with what was signed. What was decided of the findings is not among them, nor the other documents.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::amounts;
use crate::project::{FileRole, Part, sha256};
use crate::snapshot::{PrintedPart, Snapshot};
use crate::text::ProjectPath;

/// What a carried file is to the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum CarriedKind {
    /// A text of the act, of its avenants or of its reports.
    #[serde(rename = "page")]
    Page,
    /// An image that it prints.
    #[serde(rename = "image")]
    Image,
    /// A template of the project.
    #[serde(rename = "gabarit")]
    Template,
    /// The amounts of the act.
    #[serde(rename = "montants")]
    Amounts,
    /// What made the document, and the digest of each of the others.
    #[serde(rename = "manifeste")]
    Manifest,
}

/// A file that a PDF carries.
#[derive(Debug, Clone)]
pub struct CarriedFile {
    /// Its path from the root of the project, or the name of what is computed.
    pub path: String,
    /// What it is.
    pub kind: CarriedKind,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl CarriedFile {
    /// Its media type (RFC 6838).
    pub fn media_type(&self) -> &'static str {
        match self.path.rsplit_once('.').map_or("", |(_, end)| end).to_lowercase().as_str() {
            "md" => "text/markdown",
            "yaml" => "application/yaml",
            "json" => "application/json",
            "csv" => "text/csv",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "gif" => "image/gif",
            "webp" => "image/webp",
            "svg" => "image/svg+xml",
            _ => "text/plain",
        }
    }
}

/// The files that a PDF carries, in the order of their paths, the manifest last.
#[derive(Debug, Clone)]
pub struct CarriedSources {
    /// All of them.
    pub files: Vec<CarriedFile>,
}

/// What made a document, as its PDF says it: enough to make it again from the files that it carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcesManifest {
    /// [`SourcesManifest::FORMAT`].
    pub format: String,
    /// The program and its version: another one may make other pages of the same sources.
    pub programme: String,
    /// The edition.
    pub edition: String,
    /// The word of the document: « convention », « rapport-2024 ».
    pub document: String,
    /// « nette » or « annotée ».
    pub presentation: String,
    /// The whole digest of which the pages print the first digits.
    pub empreinte: String,
    /// The carried sources, without what is computed from them.
    pub fichiers: Vec<SourceDigest>,
}

/// A source and its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDigest {
    /// Path from the root of the project.
    pub chemin: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl SourcesManifest {
    /// The name of the format and its version.
    pub const FORMAT: &str = "calpae-sources-1";
    /// The name under which a PDF carries it.
    pub const NAME: &str = "calpae.json";
    /// The program that makes documents, as a manifest names it.
    pub const PROGRAM: &str = concat!("calpae ", env!("CARGO_PKG_VERSION"));

    /// Reads a manifest; none when it is not one, or of a format that this program does not know.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|manifest: &Self| manifest.format == Self::FORMAT)
    }
}

/// What is to be carried, beside the files: the word of the document, its presentation, its digest.
#[derive(Debug, Clone, Copy)]
pub struct PrintedDocument<'a> {
    /// « convention », « rapport-2024 ».
    pub stem: &'a str,
    /// What it is of.
    pub part: PrintedPart<'a>,
    /// « nette » or « annotée ».
    pub presentation: &'a str,
    /// The digest of which it prints the first digits.
    pub digest: &'a str,
    /// The templates of the project that are not those of the program.
    pub templates: &'a [&'a ProjectPath],
}

impl CarriedSources {
    /// What the PDF of a document of a version carries.
    pub fn new(version: &Snapshot, document: PrintedDocument<'_>) -> Self {
        let sources = sources(version, document);
        let digests = sources
            .iter()
            .map(|file| SourceDigest { chemin: file.path.clone(), sha256: sha256(&file.bytes) });
        let manifest = SourcesManifest {
            format: SourcesManifest::FORMAT.to_owned(),
            programme: SourcesManifest::PROGRAM.to_owned(),
            edition: version.edition.clone(),
            document: document.stem.to_owned(),
            presentation: document.presentation.to_owned(),
            empreinte: document.digest.to_owned(),
            fichiers: digests.collect(),
        };
        let mut files = sources;
        if let Some(dossier) = &version.dossier {
            let rows = amounts::rows(dossier, &version.sources);
            for (name, text) in
                [("montants.csv", amounts::csv(&rows)), ("montants.json", amounts::json(&rows))]
            {
                let (path, bytes) = (name.to_owned(), text.into_bytes());
                files.push(CarriedFile { path, kind: CarriedKind::Amounts, bytes });
            }
        }
        // A plain struct of texts always serialises.
        let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
        text.push('\n');
        let path = SourcesManifest::NAME.to_owned();
        files.push(CarriedFile { path, kind: CarriedKind::Manifest, bytes: text.into_bytes() });
        Self { files }
    }
}

/// The texts and the images that a document is made of. An avenant replaces pages: those that it replaces are carried too.
fn sources(version: &Snapshot, document: PrintedDocument<'_>) -> Vec<CarriedFile> {
    let PrintedDocument { part, templates, .. } = document;
    let mut files: BTreeMap<String, CarriedFile> = BTreeMap::new();
    for version in version.versions() {
        let cadre = version.dossier.as_ref().map(|dossier| dossier.cadre.file);
        for (file, source) in version.sources.iter() {
            let path = source.path();
            let is_another_cadre = |role| role == FileRole::Cadre && cadre.is_some_and(|used| used != file);
            let role = FileRole::of(path, &version.edition).filter(|role| !is_another_cadre(*role));
            let kind = match role.map(FileRole::part) {
                // What happened is printed, and nothing of it is signed.
                Some(Part::Act | Part::Life | Part::Avenant) => CarriedKind::Page,
                Some(Part::Rapport) if matches!(part, PrintedPart::Rapport(_)) => CarriedKind::Page,
                Some(Part::Layout) if templates.contains(&path) => CarriedKind::Template,
                Some(Part::Rapport | Part::Layout | Part::Settings) | None => continue,
            };
            let (path, bytes) = (place(path, role), source.text().as_bytes().to_vec());
            files.entry(path.clone()).or_insert(CarriedFile { path, kind, bytes });
        }
        for (path, bytes) in version.images.iter() {
            let is_of_a_report =
                FileRole::of(path, &version.edition).map(FileRole::part) == Some(Part::Rapport);
            if is_of_a_report && part == PrintedPart::Act {
                continue;
            }
            let (path, kind) = (path.to_string(), CarriedKind::Image);
            files.entry(path.clone()).or_insert(CarriedFile { path, kind, bytes: bytes.clone() });
        }
    }
    files.into_values().collect()
}

/// Where a text is put back. The parties are the same act whether the edition shares their file or has a copy of its own,
/// which opening an avenant gives it.
fn place(path: &ProjectPath, role: Option<FileRole>) -> String {
    let is_own = role == Some(FileRole::Organisation) && path.as_str().split('/').count() == 3;
    if is_own { "content/organisation.yaml".to_owned() } else { path.to_string() }
}
