//! From a snapshot, or from nothing, to what `calpae new` has to write.

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::model::Dossier;
use crate::project::{self, Memory, Overlay, ProjectError, Tree};
use crate::scaffold::action::{ActionError, NewAction};
use crate::scaffold::edition::EditionError;
use crate::scaffold::joint_rapport::{self, JoinError, JoinedAct};
use crate::scaffold::new_project::NewProject;
use crate::scaffold::rapport::RapportIdError;
use crate::scaffold::{self, Work};
use crate::snapshot::Snapshot;
use crate::text::{ProjectPath, Sources};

/// Why a report cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum RapportError {
    /// It is none of the act's.
    #[error(transparent)]
    Id(#[from] RapportIdError),
    /// It cannot account for the other act.
    #[error(transparent)]
    Join(#[from] JoinError),
}

/// What `calpae new rapport` has to write, and for which report; the findings, when something prevents reading the act or
/// that report, which may not be bound to a revision yet. The report accounts for `joined` as well, which was read whole.
/// `exists` tells which paths are taken.
///
/// # Errors
/// When the report that is asked for is none of the act's, or cannot account for the other act.
pub fn start_rapport(
    snapshot: &Snapshot,
    asked: Option<&str>,
    joined: Option<(&Snapshot, &Dossier)>,
    exists: impl Fn(&str) -> bool,
) -> Result<Result<(String, Work), Report>, RapportError> {
    let mut report = Report::default();
    report.extend(snapshot.act_findings.iter().cloned());
    let Some(dossier) = snapshot.dossier.as_ref().filter(|_| !report.has_errors()) else {
        report.extend(snapshot.rapport_findings.values().flatten().cloned());
        return Ok(Err(report));
    };
    let id = scaffold::rapport::choose(dossier, asked)?;
    report.extend(snapshot.rapport_findings.get(&id).into_iter().flatten().cloned());
    if report.has_errors() {
        return Ok(Err(report));
    }
    let sources = &snapshot.sources;
    let mut work = scaffold::rapport::prepare(dossier, sources, &id, &snapshot.act_digest(), &exists);
    if let Some((other, act)) = joined {
        let other = JoinedAct { dossier: act, sources: &other.sources, fingerprint: other.act_digest() };
        joint_rapport::join(&mut work, (dossier, sources), &id, &other, exists)?;
    }
    Ok(Ok((id, work)))
}

/// What `calpae new edition` has to write after an edition; the findings, when something prevents reading it.
///
/// # Errors
/// When the year is not one that follows.
pub fn start_edition(
    snapshot: &Snapshot,
    year: u16,
    exists: impl Fn(&str) -> bool,
) -> Result<Result<Work, Report>, EditionError> {
    let mut report = Report::default();
    report.extend(snapshot.findings().cloned());
    let Some(dossier) = snapshot.whole() else { return Ok(Err(report)) };
    let images: Vec<ProjectPath> = snapshot.images.keys().cloned().collect();
    scaffold::edition::prepare(dossier, &snapshot.sources, &images, &snapshot.edition, year, exists).map(Ok)
}

/// What `calpae new projet` has to write: the frame of the act and its first fiche, read once in memory so that nothing
/// unreadable is written. The findings and what they are in, when a cadre of the user's cannot be read.
///
/// # Errors
/// When the paths of the project are not those of a project: the name of a cadre that no file can bear.
pub fn start_project(
    asked: &NewProject,
    first: &NewAction,
) -> Result<Result<Work, (Report, Sources)>, ProjectError> {
    let read = |files: &[(String, String)]| {
        let tree: Memory = files
            .iter()
            .filter_map(|(path, text)| Some((ProjectPath::new(path).ok()?, text.clone().into_bytes())))
            .collect();
        Ok::<_, ProjectError>(Snapshot::read(project::open(&tree, None)?))
    };
    let refusal = |snapshot: Snapshot| {
        let mut report = Report::default();
        report.extend(snapshot.findings().cloned());
        Ok(Err((report, snapshot.sources)))
    };
    let frame = read(&scaffold::new_project::files(asked, None))?;
    let Some(dossier) = frame.whole() else { return refusal(frame) };
    let mut files = scaffold::new_project::files(asked, Some(&dossier.cadre));
    let annexe = dossier.cadre.axes.first().map(|annexe| annexe.id.value.clone());
    let mesure = dossier.cadre.themes.iter().flat_map(|t| &t.mesures).next().map(|m| m.number.clone());
    let action = NewAction { annexe, mesure, ..first.clone() };
    match scaffold::action::prepare(dossier, &frame.sources, &action) {
        Ok(work) => files.extend(work.files),
        Err(_) => return refusal(frame),
    }
    let whole = read(&files)?;
    if whole.whole().is_none() {
        return refusal(whole);
    }
    Ok(Ok(Work { files, ..Work::default() }))
}

/// What `calpae new fiche` has to write; the findings, when the frame of the act cannot be read, or when the new page
/// could not.
///
/// # Errors
/// When what is asked does not fit the cadre or the fiches that are there.
pub fn start_fiche(
    tree: &dyn Tree,
    snapshot: &Snapshot,
    action: &NewAction,
) -> Result<Result<Work, (Report, Sources)>, ActionError> {
    let mut report = Report::default();
    report.extend(snapshot.act_findings.iter().cloned());
    let Some(dossier) = snapshot.dossier.as_ref().filter(|dossier| dossier.cadre.is_whole) else {
        return Ok(Err((report, snapshot.sources.clone())));
    };
    let work = scaffold::action::prepare(dossier, &snapshot.sources, action)?;
    let mut overlay = Overlay::new(tree);
    for (path, text) in &work.files {
        if let Ok(path) = ProjectPath::new(path) {
            overlay.insert(path, text.clone());
        }
    }
    let Ok(after) = project::open(&overlay, Some(&snapshot.edition)).map(Snapshot::read) else {
        return Ok(Ok(work));
    };
    let is_new = |finding: &&Diagnostic| {
        let path = finding.labels.first().map(|label| after.sources.source(label.span.file).path().as_str());
        finding.severity == Severity::Error && work.files.iter().any(|(file, _)| Some(file.as_str()) == path)
    };
    let faults: Vec<Diagnostic> = after.findings().filter(is_new).cloned().collect();
    if faults.is_empty() {
        return Ok(Ok(work));
    }
    let mut report = Report::default();
    report.extend(faults);
    Ok(Err((report, after.sources)))
}
