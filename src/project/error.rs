//! Errors of reading and writing a project, worded for the person who must act.

use std::io;

use crate::text::{PathError, ProjectPath};

/// Why a tree cannot be listed or a file of it read.
#[derive(Debug, thiserror::Error)]
pub enum TreeError {
    /// A folder cannot be listed.
    #[error("le dossier « {folder} » ne peut être lu : {}", in_french(cause))]
    Folder {
        /// The folder, as the tree names it.
        folder: String,
        /// The system error.
        cause: io::Error,
    },
    /// A file cannot be read.
    #[error("le fichier « {path} » ne peut être lu : {}", in_french(cause))]
    File {
        /// The file.
        path: ProjectPath,
        /// The system error.
        cause: io::Error,
    },
    /// A file is larger than its role admits.
    #[error("le fichier « {path} » dépasse {} Mo", limit / 1_000_000)]
    TooLarge {
        /// The file.
        path: ProjectPath,
        /// Largest size accepted, in bytes.
        limit: u64,
    },
    /// A listing has more than 5 000 files.
    #[error("le projet a plus de 5 000 fichiers")]
    TooManyFiles,
}

/// Why a project cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    /// There is no `content/` folder.
    #[error("le dossier « {0} » n’est pas un projet : il ne contient pas de dossier « content »")]
    NotAProject(String),
    /// No folder of `content/` is an edition.
    #[error("le projet n’a pas d’édition : aucun dossier de « content » ne contient de convention.yaml")]
    NoEdition,
    /// The edition asked for does not exist; then the ones that do.
    #[error("l’édition « {0} » n’existe pas ; éditions du projet : {1}")]
    UnknownEdition(String, String),
    /// A file that every project needs is missing.
    #[error("le fichier « {0} » manque au projet")]
    MissingFile(ProjectPath),
    /// A file that every project needs exists but cannot be read.
    #[error("{message}")]
    UnreadableFile {
        /// What is wrong; names the file.
        message: String,
        /// What to do.
        help: Option<String>,
    },
    /// The project cannot be listed.
    #[error(transparent)]
    Tree(#[from] TreeError),
}

impl ProjectError {
    /// What to do, when the message does not say it.
    pub fn help(&self) -> Option<&str> {
        match self {
            Self::UnreadableFile { help, .. } => help.as_deref(),
            _ => None,
        }
    }
}

/// Why a source file was not written, by `--fix` or by `calpae new`.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Not a path inside the project.
    #[error("« {path} » : {cause}")]
    Path {
        /// The path.
        path: String,
        /// What is wrong with it.
        cause: PathError,
    },
    /// The file to edit cannot be read again.
    #[error("« {path} » ne peut être lu : {}", in_french(cause))]
    Unreadable {
        /// The file.
        path: ProjectPath,
        /// The system error.
        cause: io::Error,
    },
    /// The file to edit changed since it was checked.
    #[error("« {0} » a changé pendant la vérification : relancer la commande")]
    Changed(ProjectPath),
    /// The file cannot be written; those before it are.
    #[error("« {path} » ne peut être écrit : {}", in_french(cause))]
    Unwritable {
        /// The file.
        path: ProjectPath,
        /// The system error.
        cause: io::Error,
    },
    /// The file cannot be copied; those before it are.
    #[error("« {path} » ne peut être copié : {}", in_french(cause))]
    NotCopied {
        /// The file to copy.
        path: ProjectPath,
        /// The system error.
        cause: io::Error,
    },
}

/// The message of a system error: in French for the commonest, in the system's words for others.
pub(crate) fn in_french(cause: &io::Error) -> String {
    let text = match cause.kind() {
        io::ErrorKind::PermissionDenied => "permission refusée",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "plus de place sur le disque",
        io::ErrorKind::ReadOnlyFilesystem => "disque en lecture seule",
        io::ErrorKind::NotFound => "introuvable",
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => "ce n’est pas un dossier",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "ouvert par un autre programme",
        _ => return cause.to_string(),
    };
    text.to_owned()
}
