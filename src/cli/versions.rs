//! A version of the act that a person named: the working folder, another folder, a revision of git, or a PDF that carries its
//! sources.

use std::path::{Path, PathBuf};

use super::carried_pdf;
use super::error::CommandError;
use crate::compare::shown::Version;
use crate::pipeline::Session;
use crate::project::{self, Disk, GitTree, Project, ProjectError, RevisionError, Tree};
use crate::snapshot::Snapshot;

/// A version, read.
pub(super) struct NamedVersion {
    /// What it says.
    pub snapshot: Snapshot,
    /// What it is called.
    pub version: Version,
}

/// A version whose files are known, and not read yet.
pub(super) struct OpenedVersion {
    /// Its files.
    pub project: Project,
    name: String,
    detail: String,
}

impl OpenedVersion {
    /// Reads it. What both versions of a session hold is read once.
    pub(super) fn read(self, session: &mut Session) -> NamedVersion {
        let snapshot = session.read(self.project);
        let version = version(&snapshot, &self.name, self.detail);
        NamedVersion { snapshot, version }
    }
}

/// A version as it is named to a reader.
pub(super) fn version(snapshot: &Snapshot, name: &str, detail: String) -> Version {
    Version { name: name.to_owned(), edition: snapshot.edition.clone(), detail }
}

/// Where versions are looked for: a project, or nothing when one stands in none.
pub(super) struct VersionReader {
    root: Result<PathBuf, ProjectError>,
    /// The last revision that was read.
    revision: Option<GitTree>,
}

impl VersionReader {
    /// Those of the project of a folder, if there is one: a PDF and another folder need none.
    pub(super) fn of(start: &Path) -> Self {
        Self { root: project::find_project(start), revision: None }
    }

    /// The root of the project.
    ///
    /// # Errors
    /// When one stands in none.
    pub(super) fn root(&self) -> Result<&Path, CommandError> {
        self.root
            .as_deref()
            .map_err(|error| CommandError::with_help(error.to_string(), error.help().unwrap_or_default()))
    }

    /// Reads a version; the working folder when none is named.
    ///
    /// # Errors
    /// As [`VersionReader::open`].
    pub(super) fn read(
        &mut self,
        asked: Option<&Path>,
        edition: Option<&str>,
    ) -> Result<NamedVersion, CommandError> {
        Ok(self.open(asked, edition)?.read(&mut Session::default()))
    }

    /// Finds the files of a version; the working folder when none is named.
    ///
    /// # Errors
    /// When there is no such version, or when nothing of it can be read.
    pub(super) fn open(
        &mut self,
        asked: Option<&Path>,
        edition: Option<&str>,
    ) -> Result<OpenedVersion, CommandError> {
        let Some(asked) = asked else {
            let root = Disk::new(self.root()?);
            return opened(&root, edition, "le dossier de travail", String::new());
        };
        let name = asked.display().to_string();
        if asked.is_dir() {
            self.refuse_ambiguous(asked, &name)?;
            let folder = project::find_project(asked)?;
            return opened(&Disk::new(folder), edition, &format!("« {name} »"), String::new());
        }
        if asked.is_file() {
            return of_pdf(asked, edition, &name);
        }
        let (Some(revision), Ok(root)) = (asked.to_str(), &self.root) else {
            return Err(neither(&name));
        };
        let tree = match &self.revision {
            Some(other) => other.beside(root, revision),
            None => GitTree::open(root, revision),
        };
        let tree = tree.map_err(|error| match error {
            RevisionError::NoRepository(_) => neither(&name),
            _ => CommandError::with_help(error.to_string(), error.help()),
        })?;
        let of = tree.revision();
        let day = of.day.map(|day| format!(" du {day}")).unwrap_or_default();
        let detail = format!("{}{day}, « {} »", of.commit, of.subject);
        let version = opened(&tree, edition, &format!("« {name} »"), detail);
        self.revision = Some(tree);
        version
    }

    /// « v1 » may name a tag too: nobody must read the one for the other.
    fn refuse_ambiguous(&self, asked: &Path, name: &str) -> Result<(), CommandError> {
        let is_bare = !asked.starts_with(".") && !asked.starts_with("..") && asked.is_relative();
        let is_a_revision = || self.root.as_ref().is_ok_and(|root| GitTree::open(root, name).is_ok());
        match is_bare && is_a_revision() {
            false => Ok(()),
            true => Err(CommandError::with_help(
                format!("« {name} » est à la fois un dossier et une révision"),
                format!(
                    "écrire « ./{name} » pour le dossier, « refs/tags/{name} » ou « refs/heads/{name} » pour la révision"
                ),
            )),
        }
    }
}

/// The version that a PDF carries.
fn of_pdf(path: &Path, edition: Option<&str>, name: &str) -> Result<OpenedVersion, CommandError> {
    let is_pdf = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    if !is_pdf {
        return Err(CommandError::with_help(
            format!("« {name} » est un fichier, et non une version de l’acte"),
            "donner le dossier d’un projet, une révision de git, ou un PDF fait par calpae",
        ));
    }
    let carried = carried_pdf::project(&carried_pdf::bytes(path)?).map_err(|error| error.of(path))?;
    let manifest = &carried.manifest;
    let edition = edition.unwrap_or(&manifest.edition);
    let detail = format!("sources jointes au PDF, version {}", manifest.presentation);
    opened(&carried.tree, Some(edition), &format!("« {name} »"), detail)
}

fn opened(
    tree: &dyn Tree,
    edition: Option<&str>,
    name: &str,
    detail: String,
) -> Result<OpenedVersion, CommandError> {
    let project = project::open(tree, edition).map_err(|error| then(name, &error))?;
    Ok(OpenedVersion { project, name: name.to_owned(), detail })
}

fn neither(name: &str) -> CommandError {
    CommandError::with_help(
        format!(
            "« {name} » n’est ni un dossier, ni un PDF, ni une révision : le projet n’est pas dans un dépôt git"
        ),
        "donner le dossier d’une autre version : calpae diff ../version-de-mars",
    )
}

/// Why the project could not be opened as it was then.
fn then(name: &str, error: &ProjectError) -> CommandError {
    let help = match error {
        ProjectError::UnknownEdition(..) => {
            "nommer une édition qui y est : « --edition » pour les deux versions, « --edition-avant » pour celle d’avant"
        }
        ProjectError::NotAProject(_) | ProjectError::NoEdition(_) => {
            "le projet n’y était peut-être pas encore : donner une autre version"
        }
        _ => "donner une autre version",
    };
    CommandError::with_help(format!("dans {name}, {error}"), help)
}
