//! The files that `calpae check` is asked about: of a report, what has a place in one of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::error::CommandError;
use crate::diagnostic::{Diagnostic, Report};
use crate::project::{Disk, Tree};
use crate::text::lookalikes::same_name;
use crate::text::{FileId, ProjectPath, Sources};

/// Most files that are proposed in the place of one.
const MEANT_MAX: usize = 3;

/// Files and folders of a project; everything by default.
#[derive(Debug, Default)]
pub(super) struct SelectedFiles {
    paths: Vec<ProjectPath>,
}

impl SelectedFiles {
    /// The files named on the command line, from the current folder or from the root of the project.
    ///
    /// # Errors
    /// When one does not exist, or is not in the project.
    pub(super) fn find(asked: &[PathBuf], disk: &Disk) -> Result<Self, CommandError> {
        let paths = asked.iter().map(|path| find(path, disk));
        let paths: Option<Vec<_>> = paths.collect::<Result<_, _>>()?;
        Ok(Self { paths: paths.unwrap_or_default() })
    }

    /// The paths that were asked for, from the root of the project; none for everything.
    pub(super) fn paths(&self) -> Vec<String> {
        self.paths.iter().map(ToString::to_string).collect()
    }

    /// The findings that have a place in these files, tolerated ones included, and a line that says how many do not;
    /// everything and no line when no file was asked for.
    ///
    /// # Errors
    /// When nothing of a file or of a folder was checked: « nothing found » would be false.
    pub(super) fn keep(
        &self,
        report: Report,
        sources: &Sources,
    ) -> Result<(Report, Option<String>), CommandError> {
        if self.paths.is_empty() {
            return Ok((report, None));
        }
        let is_read = |path: &&ProjectPath| sources.iter().any(|(_, source)| is_within(source.path(), path));
        if let Some(unread) = self.paths.iter().find(|path| !is_read(path)) {
            return Err(CommandError::with_help(
                format!("« {unread} » n’est pas un texte de l’édition : il n’y a rien à y vérifier"),
                "donner un fichier de l’édition, ou la nommer par « --edition »",
            ));
        }
        let mut kept = Report::default();
        let sorted = report.sorted(sources);
        let here = sorted.iter().filter(|d| self.shows(d, sources));
        kept.extend(here.map(|d| (*d).clone()));
        let tolerated = report.tolerated(sources).into_iter();
        kept.tolerate(tolerated.filter(|t| self.shows(&t.finding, sources)).cloned());
        kept.leave_aside(report.left_aside().cloned());
        let elsewhere = sorted.len() - kept.diagnostics().len();
        let files = match self.paths.as_slice() {
            [path] => format!("dans {path}"),
            _ => "dans ces fichiers".to_owned(),
        };
        let line = match elsewhere {
            0 => format!("{files} ; aucun constat ailleurs\n"),
            1 => format!("{files} ; 1 constat ailleurs\n"),
            n => format!("{files} ; {n} constats ailleurs\n"),
        };
        Ok((kept, Some(line)))
    }

    /// Whether a finding may be repaired: it is shown, and its edits stay in these files.
    pub(super) fn may_fix(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        self.paths.is_empty() || finding.fix.iter().all(|edit| self.has(edit.span.file, sources))
    }

    /// Whether a finding may be repaired by moving a folder: it is shown.
    pub(super) fn may_move(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        self.paths.is_empty() || self.shows(finding, sources)
    }

    /// Whether a file is asked for: each is, when none was named.
    pub(super) fn asks_for(&self, path: &ProjectPath) -> bool {
        self.paths.is_empty() || self.paths.iter().any(|asked| is_within(path, asked))
    }

    fn shows(&self, finding: &Diagnostic, sources: &Sources) -> bool {
        finding.labels.iter().any(|label| self.has(label.span.file, sources))
    }

    fn has(&self, file: FileId, sources: &Sources) -> bool {
        let path = sources.source(file).path();
        self.paths.iter().any(|asked| is_within(path, asked))
    }
}

/// Whether a file is another, or below it. The same letters may be composed or not.
fn is_within(path: &ProjectPath, asked: &ProjectPath) -> bool {
    let mut names = path.as_str().split('/');
    asked.as_str().split('/').all(|asked| names.next().is_some_and(|name| same_name(name, asked)))
}

/// The path in the project of a file or a folder; none for the project itself.
fn find(asked: &Path, disk: &Disk) -> Result<Option<ProjectPath>, CommandError> {
    let outside = |_| {
        CommandError::with_help(
            format!("« {} » n’est pas dans le projet", asked.display()),
            "aller dans l’autre projet, ou le nommer par « -C DOSSIER »",
        )
    };
    let place =
        [asked.to_owned(), disk.root().join(asked)].into_iter().find_map(|p| fs::canonicalize(p).ok());
    let Some(place) = place else { return Err(unknown(asked, disk)) };
    let root = fs::canonicalize(disk.root()).unwrap_or_default();
    let path = place.strip_prefix(&root).map_err(outside)?;
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    let names: Vec<_> = path.components().map(|name| name.as_os_str().to_string_lossy()).collect();
    ProjectPath::new(&names.join("/")).map(Some).map_err(|_| {
        CommandError::with_help(
            format!("« {} » n’est ni un fichier ni un dossier de content/", asked.display()),
            "sans fichier, « calpae check » vérifie toute l’édition",
        )
    })
}

/// The files of which a path gives the last folders and the beginning of the name, « fiches/01 »: those of the last
/// edition.
fn begun_by<'f>(wanted: &str, files: &'f BTreeSet<ProjectPath>) -> Vec<&'f ProjectPath> {
    let wanted = wanted.trim_end_matches('/');
    let (folder, start) = wanted.rsplit_once('/').unwrap_or(("", wanted));
    let is_meant = |path: &&ProjectPath| {
        let Some((own_folder, name)) = path.as_str().rsplit_once('/') else { return false };
        let is_in_folder = folder.is_empty() || format!("/{own_folder}").ends_with(&format!("/{folder}"));
        let after = name.strip_prefix(start).and_then(|rest| rest.chars().next());
        is_in_folder && after.is_some_and(|next| !next.is_alphanumeric())
    };
    let edition = |path: &ProjectPath| path.as_str().split('/').nth(1).map(str::to_owned);
    let meant: Vec<&ProjectPath> = files.iter().filter(is_meant).collect();
    let last = meant.iter().filter_map(|path| edition(path)).max();
    meant.into_iter().filter(|path| edition(path) == last).take(MEANT_MAX).collect()
}

/// Said of a file that does not exist, with the nearest that does.
fn unknown(asked: &Path, disk: &Disk) -> CommandError {
    let places = ["content", "templates"].map(ProjectPath::new).into_iter().flatten().collect::<Vec<_>>();
    let files = disk.files(&places).unwrap_or_default();
    let wanted = asked.to_string_lossy().replace('\\', "/");
    let wanted = wanted.trim_start_matches("./");
    let name = wanted.rsplit('/').next().unwrap_or(wanted);
    // The same name in another folder is nearer than another name in the same folder.
    let elsewhere = files.iter().find(|path| path.as_str().rsplit('/').next() == Some(name));
    let message = format!("le fichier « {wanted} » n’existe pas");
    let begun = begun_by(wanted, &files);
    if !begun.is_empty() {
        let shown: Vec<String> = begun.iter().map(|path| format!("« {path} »")).collect();
        return CommandError::with_help(message, format!("vouliez-vous dire {} ?", shown.join(" ou ")));
    }
    match elsewhere {
        Some(path) => CommandError::with_help(message, format!("vouliez-vous dire « {path} » ?")),
        None => CommandError::unknown(
            message,
            wanted,
            files.iter().map(ProjectPath::as_str),
            "le nommer depuis le dossier courant, ou depuis la racine du projet",
        ),
    }
}
