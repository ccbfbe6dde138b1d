//! A revision of a git repository: what names it, and why it cannot be read.

use std::path::PathBuf;

use crate::model::Day;

/// A commit, as it was asked for and as it is found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitRevision {
    /// What the user wrote: a branch, a tag, a commit, `HEAD~3`, `HEAD@{2022-06-30}`.
    pub asked: String,
    /// The first letters of the commit, enough to name it.
    pub commit: String,
    /// The day of the commit where it was made; none when the commit bears no day that exists.
    pub day: Option<Day>,
    /// The name of who wrote it.
    pub author: String,
    /// The first line of its message.
    pub subject: String,
}

/// Why a revision cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum RevisionError {
    /// No repository has the folder.
    #[error("le dossier « {} » n’est pas dans un dépôt git : il n’a pas de révision", .0.display())]
    NoRepository(PathBuf),
    /// There is a repository, damaged or of a kind that we do not read.
    #[error("le dépôt git du dossier « {} » ne peut être lu", .0.display())]
    UnreadableRepository(PathBuf),
    /// The repository has no commit.
    #[error("le dépôt git n’a pas encore de révision")]
    NoCommit,
    /// Nothing has this name.
    #[error("la révision « {asked} » n’existe pas dans le dépôt git")]
    Unknown {
        /// What the user wrote.
        asked: String,
        /// A branch or a tag of nearly the same name.
        near: Option<String>,
        /// Whether the repository has only the end of its history.
        is_shallow: bool,
    },
    /// A day before the first one of the log of the branch.
    #[error("« {asked} » est d’avant le journal de git, qui commence {}", first.map_or("plus tard".to_owned(), |day| format!("le {day}")))]
    BeforeTheLog {
        /// What the user wrote.
        asked: String,
        /// The first day of the log.
        first: Option<Day>,
    },
    /// Several commits have these first letters.
    #[error("« {0} » est le début du nom de plusieurs révisions")]
    Ambiguous(String),
    /// A range, a file, a folder.
    #[error("« {0} » ne désigne pas une révision")]
    NotACommit(String),
    /// The project was not there yet, or stood elsewhere.
    #[error("à la révision « {asked} », le dépôt git n’a pas de dossier « {folder} »")]
    NoFolder {
        /// What the user wrote.
        asked: String,
        /// The folder of the project, from the root of the repository.
        folder: String,
    },
    /// An object of the revision is not in the repository, or is damaged.
    #[error("la révision « {0} » ne peut être lue : des objets manquent au dépôt git, ou sont abîmés")]
    Damaged(String),
}

impl RevisionError {
    /// What to do.
    pub fn help(&self) -> String {
        match self {
            Self::NoRepository(_) => {
                "donner un fichier, ou lancer la commande dans le dépôt du projet".to_owned()
            }
            Self::UnreadableRepository(_) => "« git fsck » dit ce qui ne va pas".to_owned(),
            Self::NoCommit => "« git commit » enregistre la première".to_owned(),
            Self::Unknown { near: Some(near), .. } => format!("vouliez-vous dire « {near} » ?"),
            Self::Unknown { is_shallow: true, .. } => {
                "le dépôt n’a que la fin de son histoire : « git fetch --unshallow » apporte le reste"
                    .to_owned()
            }
            Self::Unknown { asked, .. } if asked.contains("@{") => {
                "le journal de git ne dit que ce qui s’est fait dans ce dépôt : « git reflog » le montre"
                    .to_owned()
            }
            Self::Unknown { .. } => "« git log --oneline » montre celles qui existent".to_owned(),
            Self::BeforeTheLog { .. } => {
                "donner un commit : « git log --oneline --before=AAAA-MM-JJ » montre ceux d’avant un jour"
                    .to_owned()
            }
            Self::Ambiguous(_) => "donner quelques lettres de plus".to_owned(),
            Self::NotACommit(_) => {
                "donner une branche, une étiquette ou un commit, par exemple « HEAD~1 »".to_owned()
            }
            Self::NoFolder { .. } => {
                "le projet n’y était pas encore, ou se trouvait ailleurs : donner une révision plus récente"
                    .to_owned()
            }
            Self::Damaged(_) => {
                "« git fsck » dit ce qui manque ; dans un clone partiel, « git fetch » l’apporte".to_owned()
            }
        }
    }
}
