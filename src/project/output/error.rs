//! Why the output was not written, in the words of the person who must act.

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
    /// Files stand in the way that are not ours. Nothing was written.
    #[error("rien n’a été écrit dans {} :{}", folder.display(), list(obstacles))]
    Obstacles {
        /// The output folder.
        folder: PathBuf,
        /// All of them, sorted by path.
        obstacles: Vec<Obstacle>,
    },
    /// Another process is writing there. Nothing was written.
    #[error("un autre calpae est en train d’écrire dans {}", .0.display())]
    Busy(PathBuf),
    /// The disk refused.
    #[error("impossible d’écrire {} : {}", path.display(), in_french(cause))]
    Disk {
        /// What was being written, read or removed.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
        /// Whether files were already replaced; they are whole, and the next run does the others.
        started: bool,
    },
}

impl OutputError {
    /// What to do.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Name { .. } => "renommer le fichier dans les sources",
            Self::Obstacles { .. } => {
                "déplacer ou supprimer ces fichiers, puis relancer ; ce qui a été modifié à la main se reporte \
                 dans content/ ou templates/, d’où la sortie est refaite"
            }
            Self::Busy(_) => "attendre qu’il ait fini, puis relancer",
            Self::Disk { started: false, .. } => {
                "aucun fichier de la sortie n’a changé ; corriger la cause, puis relancer"
            }
            Self::Disk { started: true, .. } => {
                "les fichiers déjà remplacés sont complets ; corriger la cause, puis relancer pour finir"
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
    pub reason: Reason,
}

/// Why something is not overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No manifest names it.
    Foreign,
    /// A manifest names it, with other bytes.
    Modified,
    /// It is a symbolic link: writing through it would leave the folder.
    Link,
    /// It is not a regular file, where we have one.
    NotAFile,
    /// It is not a folder, where we have one.
    NotAFolder,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign => "ce fichier ne vient pas de calpae",
            Self::Modified => "modifié depuis que calpae l’a écrit",
            Self::Link => "lien symbolique",
            Self::NotAFile => "n’est pas un fichier ordinaire",
            Self::NotAFolder => "n’est pas un dossier",
        })
    }
}

fn list(obstacles: &[Obstacle]) -> String {
    obstacles.iter().map(|obstacle| format!("\n  {} : {}", obstacle.path, obstacle.reason)).collect()
}
