//! From the files that a PDF carries back to a project, in memory. They are hostile until read: names that leave the
//! project, a source that is not the one the manifest names, a manifest that says nothing known.

use std::collections::BTreeSet;

use super::sources::SourcesManifest;
use crate::project::{Memory, sha256};
use crate::text::ProjectPath;

/// Most names of a path.
const DEPTH_MAX: usize = 20;

/// The project that a PDF carries.
#[derive(Debug)]
pub struct CarriedProject {
    /// What made the document.
    pub manifest: SourcesManifest,
    /// Its sources.
    pub tree: Memory,
    /// Their paths, in order.
    pub paths: Vec<ProjectPath>,
    /// The sources whose bytes are not those that the manifest names, by path.
    pub altered: Vec<String>,
    /// Those that the manifest names and that are not there.
    pub missing: Vec<String>,
}

/// Why the files of a PDF are no project.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CarriedBackError {
    /// It carries no manifest.
    #[error("ce PDF n’emporte pas ses sources")]
    NoSources,
    /// Its manifest is not read.
    #[error("ce PDF emporte des sources que cette version de calpae ne sait pas lire")]
    UnknownFormat,
    /// A name leads out of the project.
    #[error("ce PDF emporte un fichier au nom interdit : « {0} »")]
    BadName(String),
}

impl CarriedProject {
    /// Reads back what a PDF carries, given by name. What no manifest names is left out.
    ///
    /// # Errors
    /// See [`CarriedBackError`].
    pub fn read<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> Result<Self, CarriedBackError> {
        let files: Vec<(&str, &[u8])> = files.collect();
        let bytes_of = |name: &str| files.iter().find(|(own, _)| *own == name).map(|(_, bytes)| *bytes);
        let manifest = bytes_of(SourcesManifest::NAME).ok_or(CarriedBackError::NoSources)?;
        let manifest = SourcesManifest::read(manifest).ok_or(CarriedBackError::UnknownFormat)?;
        let mut project = Self {
            tree: Memory::default(),
            paths: Vec::new(),
            altered: Vec::new(),
            missing: Vec::new(),
            manifest,
        };
        let mut seen = BTreeSet::new();
        for source in &project.manifest.fichiers {
            let name = &source.chemin;
            let is_plain = |path: &ProjectPath| path.as_str() == name.as_str();
            let path = ProjectPath::new(name).ok().filter(|path| is_plain(path) && is_of_a_project(path));
            let path = path.ok_or_else(|| CarriedBackError::BadName(name.clone()))?;
            if !seen.insert(path.clone()) {
                continue;
            }
            let Some(bytes) = bytes_of(name) else {
                project.missing.push(name.clone());
                continue;
            };
            if sha256(bytes) != source.sha256 {
                project.altered.push(name.clone());
            }
            project.tree.insert(path.clone(), bytes);
            project.paths.push(path);
        }
        Ok(project)
    }
}

/// Whether a path is one that a project reads: what is carried goes nowhere else. A hidden name is none: `.git` in a folder
/// that somebody opens makes git run what it says.
fn is_of_a_project(path: &ProjectPath) -> bool {
    let is_hidden = path.as_str().split('/').any(|name| name.starts_with('.'));
    let is_within = ["content/", "templates/"].iter().any(|folder| path.as_str().starts_with(folder));
    is_within && !is_hidden && path.as_str().split('/').count() <= DEPTH_MAX
}

#[cfg(test)]
mod tests {
    use super::super::sources::SourceDigest;
    use super::*;

    fn manifest(paths: &[(&str, &str)]) -> Vec<u8> {
        let fichiers = paths
            .iter()
            .map(|(path, text)| SourceDigest { chemin: (*path).to_owned(), sha256: sha256(text.as_bytes()) })
            .collect();
        let manifest = SourcesManifest {
            format: SourcesManifest::FORMAT.to_owned(),
            programme: SourcesManifest::PROGRAM.to_owned(),
            edition: "2024".to_owned(),
            document: "convention".to_owned(),
            presentation: "nette".to_owned(),
            empreinte: String::new(),
            fichiers,
        };
        serde_json::to_vec(&manifest).unwrap()
    }

    fn read(files: &[(&str, &[u8])]) -> Result<CarriedProject, CarriedBackError> {
        CarriedProject::read(files.iter().copied())
    }

    #[test]
    fn what_is_altered_or_missing_is_named() {
        let named =
            manifest(&[("content/2024/a.md", "a"), ("content/2024/b.md", "b"), ("content/2024/c.md", "c")]);
        let files: [(&str, &[u8]); 4] = [
            ("content/2024/a.md", b"a"),
            ("content/2024/b.md", b"changed"),
            ("elsewhere.md", b"x"),
            ("calpae.json", &named),
        ];
        let project = read(&files).unwrap();
        assert_eq!(project.altered, ["content/2024/b.md"]);
        assert_eq!(project.missing, ["content/2024/c.md"]);
        let paths: Vec<&str> = project.paths.iter().map(ProjectPath::as_str).collect();
        assert_eq!(paths, ["content/2024/a.md", "content/2024/b.md"]);
    }

    #[test]
    fn no_name_leads_out_of_the_project() {
        for name in [
            "../x.md",
            "/etc/passwd",
            "content/../../x",
            "README.md",
            ".git/config",
            "content",
            "content/.git/config",
            "content/2024/.gitattributes",
            "content/./x.md",
            "content//x.md",
            &format!("content/{}x.md", "a/".repeat(40)),
        ] {
            let named = manifest(&[(name, "a")]);
            let error = read(&[(name, b"a"), ("calpae.json", &named)]).unwrap_err();
            assert_eq!(error, CarriedBackError::BadName(name.to_owned()));
        }
    }

    #[test]
    fn other_files_are_no_sources() {
        assert_eq!(read(&[("factur-x.xml", b"<a/>")]).unwrap_err(), CarriedBackError::NoSources);
        assert_eq!(read(&[("calpae.json", b"{}")]).unwrap_err(), CarriedBackError::UnknownFormat);
    }
}
