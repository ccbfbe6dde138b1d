//! The acts that `--avec` names: other editions of the project, or other projects, which are read and never written.

use std::fs;
use std::path::{Path, PathBuf};

use crate::check::OtherAct;
use crate::cli::error::CommandError;
use crate::project::{self, Disk};
use crate::snapshot::Snapshot;

/// The acts that an edition is compared with.
#[derive(Debug, Default)]
pub struct OtherActs(Vec<OpenedAct>);

#[derive(Debug)]
struct OpenedAct {
    name: String,
    key: String,
    base: String,
    is_of_project: bool,
    snapshot: Snapshot,
}

/// What `--avec` names: a project, when it is not that of the act under check, and an edition of it.
struct NamedAct {
    project: Option<PathBuf>,
    edition: Option<String>,
}

impl OtherActs {
    /// Opens the acts that are named, each once.
    ///
    /// # Errors
    /// When a name is neither an edition of the project nor a folder of another project, or when that project cannot be
    /// opened.
    pub fn open(names: &[String], disk: &Disk, start: &Path) -> Result<Self, CommandError> {
        let mut opened: Vec<OpenedAct> = Vec::new();
        for name in names {
            let act = OpenedAct::open(&named(name, disk, start)?, disk)?;
            if !opened.iter().any(|other| other.key == act.key) {
                opened.push(act);
            }
        }
        Ok(Self(opened))
    }

    /// The acts.
    pub fn acts(&self) -> Vec<OtherAct<'_>> {
        self.0.iter().map(OpenedAct::act).collect()
    }

    /// Refuses to compare an edition with itself.
    pub fn ensure_other_than(&self, edition: &str) -> Result<(), CommandError> {
        match self.0.iter().any(|act| act.is_of_project && act.snapshot.edition == edition) {
            true => Err(CommandError::with_help(
                format!("l’acte vérifié est déjà l’édition {edition}"),
                "nommer une autre édition après « --avec », ou le dossier d’un autre projet",
            )),
            false => Ok(()),
        }
    }

    /// « , comparée avec l’édition 2023 »; empty when there is none.
    pub fn told(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|act| act.name.as_str()).collect();
        match names.as_slice() {
            [] => String::new(),
            names => format!(", comparée avec {}", names.join(" et ")),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl OpenedAct {
    fn act(&self) -> OtherAct<'_> {
        OtherAct {
            name: self.name.clone(),
            key: self.key.clone(),
            base: self.base.clone(),
            is_of_project: self.is_of_project,
            snapshot: &self.snapshot,
        }
    }

    fn open(named: &NamedAct, disk: &Disk) -> Result<Self, CommandError> {
        let edition = named.edition.as_deref();
        let Some(root) = &named.project else {
            let snapshot = Snapshot::read(project::open(disk, edition)?);
            let edition = &snapshot.edition;
            return Ok(Self {
                name: format!("l’édition {edition}"),
                key: edition.clone(),
                base: String::new(),
                is_of_project: true,
                snapshot,
            });
        };
        let snapshot = Snapshot::read(project::open(&Disk::new(root.clone()), edition)?);
        let shown = root.display().to_string();
        let folder = fs::canonicalize(root).unwrap_or_default();
        let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Self {
            name: format!("l’acte « {shown} » (édition {})", snapshot.edition),
            key: format!("{folder}/{}", snapshot.edition),
            base: format!("{}/", shown.trim_end_matches('/')),
            is_of_project: false,
            snapshot,
        })
    }
}

/// What a word of the command line names.
fn named(word: &str, disk: &Disk, start: &Path) -> Result<NamedAct, CommandError> {
    let editions = project::editions(disk)?;
    if let Some(edition) = editions.iter().find(|edition| *edition == word) {
        return Ok(NamedAct { project: None, edition: Some(edition.clone()) });
    }
    let asked = PathBuf::from(word);
    let places = [asked.clone(), start.join(&asked), disk.root().join(&asked)];
    let Some(place) = places.into_iter().find(|place| place.exists()) else {
        return Err(CommandError::unknown(
            format!("« {word} » n’est ni une édition du projet, ni un dossier"),
            word,
            editions.iter().map(String::as_str),
            &format!("éditions du projet : {} ; sinon, le dossier d’un autre projet", editions.join(", ")),
        ));
    };
    let root = project::find_project(&place)?;
    let canonical = |path: &Path| fs::canonicalize(path).unwrap_or_default();
    let is_of_project = canonical(&root) == canonical(disk.root());
    let editions = if is_of_project { editions } else { project::editions(&Disk::new(root.clone()))? };
    let edition = edition_in(&canonical(&place), &canonical(&root)).filter(|name| editions.contains(name));
    if is_of_project && edition.is_none() {
        return Err(CommandError::with_help(
            format!("« {word} » est dans le projet vérifié"),
            format!(
                "nommer l’une de ses éditions : {} ; ou le dossier d’un autre projet",
                editions.join(", ")
            ),
        ));
    }
    Ok(NamedAct { project: (!is_of_project).then_some(root), edition })
}

/// The edition that a place is in: « 2024 » of « content/2024/fiches ».
fn edition_in(place: &Path, root: &Path) -> Option<String> {
    let mut names = place.strip_prefix(root).ok()?.iter();
    names.next().filter(|name| *name == "content")?;
    names.next().map(|name| name.to_string_lossy().into_owned())
}
