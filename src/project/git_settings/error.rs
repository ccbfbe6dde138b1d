//! Why git cannot be told of a project.

use std::io;
use std::path::PathBuf;

use crate::project::error::in_french;

/// Why the settings of a repository could not be written.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// No repository has the project.
    #[error("le projet « {} » n’est pas dans un dépôt git", .0.display())]
    NoRepository(PathBuf),
    /// There is a repository, damaged or badly set.
    #[error("le dépôt git du projet « {} » ne peut être lu", .0.display())]
    UnreadableRepository(PathBuf),
    /// A repository that has no files.
    #[error("le dépôt git « {} » est nu : il n’a pas de fichiers à comparer", .0.display())]
    Bare(PathBuf),
    /// A configuration that git would not read either.
    #[error("la configuration git « {} » ne peut être comprise", .0.display())]
    UnreadableConfig(PathBuf),
    /// `.gitattributes` is a link, which git does not follow.
    #[error("« {} » est un lien symbolique, que git ne suit pas", .0.display())]
    Link(PathBuf),
    /// Another program is writing the file, or was killed.
    #[error("un autre programme écrit ce réglage : « {} » existe", .0.display())]
    Locked(PathBuf),
    /// A file that cannot be read.
    #[error("« {} » ne peut être lu : {}", .0.display(), in_french(.1))]
    Read(PathBuf, io::Error),
    /// A file that cannot be written.
    #[error("« {} » ne peut être écrit : {}", .0.display(), in_french(.1))]
    Write(PathBuf, io::Error),
}

impl SettingsError {
    /// What to do.
    pub fn help(&self) -> String {
        match self {
            Self::NoRepository(_) => "« git init » en fait un de ce dossier".to_owned(),
            Self::Bare(_) => "lancer la commande dans une copie de travail (« git clone »)".to_owned(),
            Self::UnreadableRepository(_) => "« git status » dit ce qui ne va pas".to_owned(),
            Self::UnreadableConfig(_) => "« git config --list » dit à quelle ligne est la faute".to_owned(),
            Self::Link(_) => "le remplacer par un fichier".to_owned(),
            Self::Locked(lock) => {
                format!("réessayer ; si aucun git ne tourne, retirer « {} »", lock.display())
            }
            Self::Read(..) | Self::Write(..) => {
                "vérifier les droits de ce fichier et de son dossier".to_owned()
            }
        }
    }
}
