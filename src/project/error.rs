//! Errors of reading and writing a project, worded for the person who must act.

use std::io;
use std::path::{Path, PathBuf};

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
    /// The folder to start from does not exist; then the one that was meant.
    #[error("le dossier « {} » n’existe pas", .0.display())]
    NoFolder(PathBuf, Option<PathBuf>),
    /// It is a file.
    #[error("« {} » n’est pas un dossier", .0.display())]
    NotAFolder(PathBuf),
    /// It cannot be read.
    #[error("le dossier « {} » ne peut être lu : {}", .0.display(), in_french(.1))]
    UnreadableFolder(PathBuf, io::Error),
    /// Neither the folder nor any above is a project.
    #[error(
        "{} n’est pas dans un projet : il n’y a de dossier « content » ni là, ni dans les dossiers qui le contiennent",
        current(from)
    )]
    NoProject {
        /// The folder to start from.
        from: PathBuf,
        /// Whether an edition stands there, outside of a `content/`.
        has_an_edition: bool,
        /// A project in a folder of it.
        below: Option<PathBuf>,
    },
    /// There is a `content/`, which has nothing of a project.
    #[error(
        "{} a un dossier « content », qui n’est pas celui d’un projet : il n’a ni organisation.yaml, ni cadres, ni édition",
        current(folder)
    )]
    ForeignContent {
        /// The folder that has it.
        folder: PathBuf,
        /// What stands at the wrong level below it.
        misplaced: Option<&'static str>,
    },
    /// There is no `content/` folder.
    #[error("le dossier « {0} » n’est pas un projet : il ne contient pas de dossier « content »")]
    NotAProject(String),
    /// No folder of `content/` is an edition; then the file that was meant to be a `convention.yaml`.
    #[error("le projet n’a pas d’édition : aucun dossier de « content » ne contient de convention.yaml")]
    NoEdition(Option<ProjectPath>),
    /// The folder of an edition is a symbolic link: it may lead out of the project.
    #[error("« {0} » est un lien symbolique, que le programme ne suit pas")]
    Link(ProjectPath),
    /// The edition asked for does not exist; then the ones that do.
    #[error("l’édition « {0} » n’existe pas ; éditions du projet : {1}")]
    UnknownEdition(String, String),
    /// A file that every project needs is missing; then the file that was meant to be it.
    #[error("le fichier « {0} » manque au projet")]
    MissingFile(ProjectPath, Option<ProjectPath>),
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
    pub fn help(&self) -> Option<String> {
        match self {
            Self::UnreadableFile { help, .. } => help.clone(),
            Self::NoEdition(Some(near)) => {
                Some(format!("« {near} » est peut-être une convention : le renommer « convention.yaml »"))
            }
            Self::NoEdition(None) => Some(format!("une édition est un dossier de « content », {AN_EDITION}")),
            Self::NoFolder(_, Some(near)) => Some(format!("vouliez-vous dire « {} » ?", near.display())),
            Self::NoFolder(folder, None) => Some(format!(
                "vérifier son nom ; « calpae new projet {} » commence un projet à cet endroit",
                folder.display()
            )),
            Self::NotAFolder(_) => {
                Some("nommer le dossier du projet, ou l’un de ses sous-dossiers".to_owned())
            }
            Self::NoProject { below: Some(below), .. } => {
                Some(format!("un projet est dans « {0} » : y aller, ou ajouter « -C {0} »", below.display()))
            }
            Self::NoProject { has_an_edition: true, .. } => Some(format!(
                "il y a pourtant une convention.yaml : une édition se range dans un dossier de « content », {AN_EDITION}"
            )),
            Self::NoProject { .. } => Some(START.to_owned()),
            Self::ForeignContent { misplaced: Some("content/content"), .. } => Some(
                "le projet est un dossier trop bas, dans « content/content » : le remonter d’un cran"
                    .to_owned(),
            ),
            Self::ForeignContent { misplaced: Some(file), .. } => Some(format!(
                "« {file} » est un dossier trop haut : une édition est un dossier de « content », {AN_EDITION}"
            )),
            Self::ForeignContent { .. } => Some(START.to_owned()),
            Self::UnknownEdition(..) => Some(
                "nommer l’une de ces éditions ; « calpae new edition ANNÉE » en commence une autre"
                    .to_owned(),
            ),
            Self::MissingFile(path, Some(near)) => {
                Some(format!("vouliez-vous dire « {near} » ? le renommer « {path} »"))
            }
            _ => None,
        }
    }
}

/// Where an edition stands.
const AN_EDITION: &str = "par exemple « content/2024 », qui a sa convention.yaml";

/// What to do where there is no project.
const START: &str = "aller dans le dossier du projet, ou le nommer par « -C DOSSIER » ; « calpae new projet DOSSIER » en commence un";

/// A folder at the head of a sentence.
fn current(folder: &Path) -> String {
    match folder == Path::new(".") {
        true => "le dossier courant".to_owned(),
        false => format!("le dossier « {} »", folder.display()),
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
    /// A folder cannot take its other name; what is in it is as it was.
    #[error(
        "le dossier « {from} » ne peut devenir « {to} » : {} ; il est resté à sa place",
        in_french(cause)
    )]
    NotMoved {
        /// The folder.
        from: ProjectPath,
        /// The name that it should have.
        to: ProjectPath,
        /// The system error.
        cause: io::Error,
    },
    /// It is there already, though it was not when the command began. It is left as it is.
    #[error("« {0} » existe déjà : un autre calpae vient peut-être de l’écrire ; rien n’y est changé")]
    Exists(ProjectPath),
    /// The file cannot be copied; nothing is written.
    #[error("« {path} » ne peut être copié : {error}")]
    NotCopied {
        /// The file to copy.
        path: ProjectPath,
        /// Why.
        error: TreeError,
    },
    /// A symbolic link stands where the file would be written: it may lead out of the project.
    #[error("« {0} » est un lien symbolique : le programme n’écrit pas au travers")]
    Link(ProjectPath),
    /// Somebody protected the file.
    #[error("« {0} » est en lecture seule : il n’est pas remplacé")]
    ReadOnly(ProjectPath),
    /// Another process is writing in `content/`. Nothing is written.
    #[error(
        "un autre calpae est en train d’écrire dans « content » : attendre qu’il ait fini, puis relancer"
    )]
    Busy,
}

/// The message of a system error, in French. Errors of ours are in French already.
pub(crate) fn in_french(cause: &io::Error) -> String {
    let text = match cause.kind() {
        io::ErrorKind::PermissionDenied => "permission refusée",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "plus de place sur le disque",
        io::ErrorKind::ReadOnlyFilesystem => "disque en lecture seule",
        io::ErrorKind::NotFound => "introuvable",
        io::ErrorKind::AlreadyExists => "existe déjà",
        io::ErrorKind::NotADirectory => "ce n’est pas un dossier",
        io::ErrorKind::IsADirectory => "c’est un dossier",
        io::ErrorKind::DirectoryNotEmpty => "le dossier n’est pas vide",
        io::ErrorKind::ResourceBusy | io::ErrorKind::ExecutableFileBusy => "ouvert par un autre programme",
        io::ErrorKind::FileTooLarge => "le fichier serait trop grand",
        io::ErrorKind::InvalidFilename => "nom trop long ou que ce disque n’admet pas",
        io::ErrorKind::TooManyLinks => "trop de liens vers ce fichier",
        io::ErrorKind::CrossesDevices => "de l’autre côté d’un point de montage",
        io::ErrorKind::OutOfMemory => "plus de mémoire",
        io::ErrorKind::TimedOut => "le disque ou le réseau ne répond pas",
        io::ErrorKind::StaleNetworkFileHandle
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable
        | io::ErrorKind::NetworkDown
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::ConnectionReset
        | io::ErrorKind::NotConnected => "la connexion au disque partagé est perdue",
        _ => match cause.raw_os_error() {
            #[cfg(unix)]
            Some(5) => "le disque ne répond plus comme il faut (erreur d’entrée-sortie)",
            #[cfg(unix)]
            Some(23 | 24) => "trop de fichiers ouverts à la fois",
            #[cfg(unix)]
            Some(40 | 62) => "trop de liens symboliques à suivre",
            #[cfg(windows)]
            Some(32 | 33) => "ouvert par un autre programme",
            Some(number) => return format!("le système refuse (erreur n° {number})"),
            None => return cause.to_string(),
        },
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The commonest errors of the system say what they are; none of the others speaks English.
    #[test]
    #[cfg(target_os = "linux")]
    fn no_error_of_the_system_is_in_english() {
        for (number, expected) in [
            (5, "le disque ne répond plus comme il faut (erreur d’entrée-sortie)"),
            (24, "trop de fichiers ouverts à la fois"),
            (27, "le fichier serait trop grand"),
            (28, "plus de place sur le disque"),
            (17, "existe déjà"),
            (20, "ce n’est pas un dossier"),
        ] {
            assert_eq!(in_french(&io::Error::from_raw_os_error(number)), expected);
        }
        for number in 1..140 {
            let text = in_french(&io::Error::from_raw_os_error(number));
            assert!(!text.contains("os error"), "{number} : {text}");
        }
    }
}
