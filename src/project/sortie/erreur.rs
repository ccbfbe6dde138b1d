//! Why the output was not written, in the words of the person who must act.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::project::systeme::en_francais;

/// Why the output was not written.
#[derive(Debug, thiserror::Error)]
pub enum ErreurSortie {
    /// A name that cannot be a path of the output.
    #[error("« {nom} » ne peut pas être un fichier de la sortie : {cause}")]
    Nom {
        /// The name.
        nom: String,
        /// What is wrong with it.
        cause: String,
    },
    /// Files stand in the way that are not ours. Nothing was written.
    #[error("rien n’a été écrit dans {} :{}", dossier.display(), liste(obstacles))]
    Obstacles {
        /// The output folder.
        dossier: PathBuf,
        /// All of them, sorted by path.
        obstacles: Vec<Obstacle>,
    },
    /// Another process is writing there. Nothing was written.
    #[error("un autre calpae est en train d’écrire dans {}", .0.display())]
    Occupe(PathBuf),
    /// The disk refused.
    #[error("impossible d’écrire {} : {}", chemin.display(), en_francais(cause))]
    Disque {
        /// What was being written, read or removed.
        chemin: PathBuf,
        /// What the system says.
        cause: io::Error,
        /// Whether files were already replaced; they are whole, and the next run does the others.
        entame: bool,
    },
}

impl ErreurSortie {
    /// What to do.
    pub fn aide(&self) -> &'static str {
        match self {
            Self::Nom { .. } => "renommer le fichier dans les sources",
            Self::Obstacles { .. } => {
                "déplacer ou supprimer ces fichiers, puis relancer ; ce qui a été modifié à la main se reporte \
                 dans content/ ou templates/, d’où la sortie est refaite"
            }
            Self::Occupe(_) => "attendre qu’il ait fini, puis relancer",
            Self::Disque { entame: false, .. } => {
                "aucun fichier de la sortie n’a changé ; corriger la cause, puis relancer"
            }
            Self::Disque { entame: true, .. } => {
                "les fichiers déjà remplacés sont complets ; corriger la cause, puis relancer pour finir"
            }
        }
    }

    pub(super) fn disque(chemin: &Path, cause: io::Error) -> Self {
        Self::Disque { chemin: chemin.to_owned(), cause, entame: false }
    }
}

/// Something in the output folder that is not ours.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Obstacle {
    /// Its path in the output folder.
    pub chemin: String,
    /// Why it is not overwritten.
    pub raison: Raison,
}

/// Why something is not overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Raison {
    /// No manifest names it.
    Etranger,
    /// A manifest names it, with other bytes.
    Modifie,
    /// It is a symbolic link: writing through it would leave the folder.
    Lien,
    /// It is not a regular file, where we have one.
    PasUnFichier,
    /// It is not a folder, where we have one.
    PasUnDossier,
}

impl fmt::Display for Raison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Etranger => "ce fichier ne vient pas de calpae",
            Self::Modifie => "modifié depuis que calpae l’a écrit",
            Self::Lien => "lien symbolique",
            Self::PasUnFichier => "n’est pas un fichier ordinaire",
            Self::PasUnDossier => "n’est pas un dossier",
        })
    }
}

fn liste(obstacles: &[Obstacle]) -> String {
    obstacles.iter().map(|obstacle| format!("\n  {} : {}", obstacle.chemin, obstacle.raison)).collect()
}
