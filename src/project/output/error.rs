//! Errors of writing the output, worded for the person who must act.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::project::in_french;

/// Why the output was not written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A name that cannot be a path of the output.
    #[error("« {name} » ne peut pas être un fichier de la sortie : {cause}")]
    Name {
        /// The name.
        name: String,
        /// What is wrong with it.
        cause: String,
    },
    /// Files that are not ours stand in the way. Nothing was written.
    #[error("rien n’a été écrit dans {} :{}", folder.display(), list(obstacles))]
    Obstacles {
        /// The output folder.
        folder: PathBuf,
        /// All of them, sorted by path.
        obstacles: Vec<Obstacle>,
    },
    /// The same, where no document is known to have been written: the manifests may have been lost in a copy, which are
    /// hidden. Nothing was written.
    #[error(
        "rien n’a été écrit dans {} : ce qui s’y trouve serait remplacé, et le dossier caché « .calpae », où calpae note \
         ce qu’il a écrit, n’y est pas{}",
        folder.display(),
        list_of_unknown(obstacles)
    )]
    Unknown {
        /// The output folder.
        folder: PathBuf,
        /// All of them, sorted by path; those that [`OutputError::Obstacles`] would name.
        obstacles: Vec<Obstacle>,
    },
    /// The folder would be inside `content/` or `templates/`, which are read.
    #[error("« {} » est dans les sources du projet : rien ne s’y écrit", .0.display())]
    InSources(PathBuf),
    /// Somebody saved a file of the output while it was being written. That file is left as it is.
    #[error("{} vient d’être modifié par un autre programme", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// Whether some files were already replaced.
        started: bool,
    },
    /// Another process is writing there. Nothing was written.
    #[error("un autre calpae est en train d’écrire dans {}", .0.display())]
    Busy(PathBuf),
    /// The system refused.
    #[error("impossible d’écrire {} : {}", path.display(), in_french(cause))]
    Disk {
        /// The file or folder being read, written or deleted.
        path: PathBuf,
        /// The system error.
        cause: io::Error,
        /// Whether some files were already replaced: they are whole, and the next run does the others.
        started: bool,
    },
}

impl OutputError {
    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Name { .. } => "renommer le fichier dans les sources",
            Self::InSources(_) => "nommer un autre dossier, ou ôter l’option : la sortie va dans « output »",
            Self::Unknown { obstacles, .. } | Self::Obstacles { obstacles, .. }
                if obstacles.iter().all(|obstacle| obstacle.reason.can_be_replaced()) =>
            {
                "relancer avec « --remplacer » : ce qui est là sera gardé dans un dossier « anciens », à côté ; ce qui a été \
                 modifié à la main se reporte dans content/ ou templates/, d’où la sortie est refaite"
            }
            Self::Unknown { .. } | Self::Obstacles { .. } => {
                "déplacer ou supprimer ces fichiers, puis relancer ; ce qui a été modifié à la main se reporte \
                 dans content/ ou templates/, d’où la sortie est refaite"
            }
            Self::Busy(_) => "attendre qu’il ait fini, puis relancer",
            Self::Changed { .. } => {
                "mettre ce fichier de côté, puis relancer pour finir : le PDF et le dossier Typst peuvent différer"
            }
            Self::Disk { started: false, .. } => {
                "aucun fichier de la sortie n’a changé ; corriger la cause, puis relancer"
            }
            Self::Disk { started: true, .. } => {
                "les fichiers déjà remplacés sont complets, mais le PDF et le dossier Typst peuvent différer ; corriger la \
                 cause, puis relancer pour finir"
            }
        }
    }

    pub(super) fn disk(path: &Path, cause: io::Error) -> Self {
        Self::Disk { path: path.to_owned(), cause, started: false }
    }
}

/// Something in the output folder that is not ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// Its path in the output folder.
    pub path: String,
    /// Why it is not overwritten.
    pub reason: ObstacleReason,
}

/// Why something is not overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObstacleReason {
    /// No manifest names the file.
    Foreign,
    /// A manifest names the file with another checksum.
    Modified,
    /// Protected by somebody.
    ReadOnly,
    /// A symbolic link: writing through it would leave the folder.
    Link,
    /// Not a regular file, where the document has one.
    NotAFile,
    /// Not a folder, where the document has one.
    NotAFolder,
}

impl ObstacleReason {
    /// Whether a person may ask to replace it: what was protected on purpose, or leads elsewhere, may not be.
    pub(super) fn can_be_replaced(self) -> bool {
        matches!(self, Self::Foreign | Self::Modified)
    }
}

impl fmt::Display for ObstacleReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign => "ce fichier ne vient pas de calpae",
            Self::Modified => "modifié depuis que calpae l’a écrit",
            Self::ReadOnly => "en lecture seule",
            Self::Link => "lien symbolique",
            Self::NotAFile => "n’est pas un fichier ordinaire",
            Self::NotAFolder => "n’est pas un dossier",
        })
    }
}

/// Most obstacles that a message names.
const OBSTACLES_NAMED: usize = 8;

fn list(obstacles: &[Obstacle]) -> String {
    list_with(obstacles, |obstacle| format!("\n  {} : {}", obstacle.path, obstacle.reason))
}

/// The same, where nobody knows whose the files are.
fn list_of_unknown(obstacles: &[Obstacle]) -> String {
    list_with(obstacles, |obstacle| match obstacle.reason {
        ObstacleReason::Foreign => format!("\n  {}", obstacle.path),
        reason => format!("\n  {} : {reason}", obstacle.path),
    })
}

fn list_with(obstacles: &[Obstacle], line: impl Fn(&Obstacle) -> String) -> String {
    // One more costs no more room than saying that there is one.
    let named = if obstacles.len() == OBSTACLES_NAMED + 1 { obstacles.len() } else { OBSTACLES_NAMED };
    let mut text: String = obstacles.iter().take(named).map(&line).collect();
    if let Some(others) = obstacles.len().checked_sub(named).filter(|others| *others > 0) {
        text.push_str(&format!("\n  et {others} autres"));
    }
    text
}
