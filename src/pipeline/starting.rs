//! From a snapshot, or from nothing, to what `calpae new` has to write.

use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::model::Dossier;
use crate::project::{self, Memory, Overlay, ProjectError, Tree};
use crate::scaffold::action::{ActionError, NewAction};
use crate::scaffold::avenant::{AvenantError, EditionPages, NewAvenant};
use crate::scaffold::edition::EditionError;
use crate::scaffold::joint_rapport::{self, JoinError, RecordedAct};
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

/// A report to open, or to go on with.
#[derive(Debug)]
pub struct StartedRapport<'s> {
    /// Its identifier.
    pub id: String,
    /// What there is to write.
    pub work: Work,
    /// The version of the act that it executes, whose texts the additions are in.
    pub executed: &'s Snapshot,
}

/// What `calpae new rapport` has to write, and for which report; the findings, when something prevents reading the act or
/// that report, which may not be bound to a revision yet. The act is read as the avenants in force leave it. The report
/// accounts for `joined` as well, which was read whole. `exists` tells which paths are taken.
///
/// # Errors
/// When the report that is asked for is none of the act's, or cannot account for the other act.
pub fn start_rapport<'s>(
    snapshot: &'s Snapshot,
    asked: Option<&str>,
    joined: Option<(&Snapshot, &Dossier)>,
    exists: impl Fn(&str) -> bool,
) -> Result<Result<StartedRapport<'s>, Report>, RapportError> {
    let snapshot = snapshot.in_force();
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
    // An avenant that came after the days of the report is for the next ones.
    let last_day = scaffold::rapport::last_day(dossier, &id);
    let is_executed = |version: &&Snapshot| {
        let avenant = version.dossier.as_ref().and_then(|dossier| dossier.avenants.last());
        let day = avenant.and_then(|avenant| avenant.effect.as_ref().map(|day| day.value).or(avenant.day()));
        day.zip(last_day).is_none_or(|(day, last)| day <= last)
    };
    let executed = snapshot.versions().find(is_executed).unwrap_or(snapshot);
    let mut versions: Vec<RecordedAct<'_>> = executed.versions().filter_map(recorded).collect();
    versions.reverse();
    let mut work = scaffold::rapport::prepare(&versions, &id, &exists);
    if let (Some((other, act)), Some(own)) = (joined, versions.last()) {
        let other = RecordedAct { dossier: act, sources: &other.sources, fingerprint: other.act_digest() };
        joint_rapport::join(&mut work, (own.dossier, own.sources), &id, &other, exists)?;
    }
    Ok(Ok(StartedRapport { id, work, executed }))
}

/// An act at one version, as a report records it.
fn recorded(version: &Snapshot) -> Option<RecordedAct<'_>> {
    let dossier = version.dossier.as_ref()?;
    Some(RecordedAct { dossier, sources: &version.sources, fingerprint: version.act_digest() })
}

/// What `calpae new avenant` has to write: its own page, and the pages that are asked for, or those that make of the act what
/// another folder has. The findings, when something prevents reading the act.
///
/// # Errors
/// When the act is not signed, when an avenant is open, when a page is not there.
pub fn start_avenant(
    snapshot: &Snapshot,
    target: Option<&Snapshot>,
    asked: &NewAvenant,
) -> Result<Result<Work, Report>, AvenantError> {
    let mut report = Report::default();
    report.extend(snapshot.act_findings.iter().cloned());
    let readable = snapshot.dossier.as_ref().filter(|_| !report.has_errors());
    let Some(dossier) = readable else { return Ok(Err(report)) };
    let digest = snapshot.act_digest();
    let pages = pages_of(snapshot);
    match target {
        Some(target) => scaffold::avenant::toward(dossier, pages, pages_of(target), asked, &digest).map(Ok),
        None => scaffold::avenant::prepare(dossier, pages, asked, &digest).map(Ok),
    }
}

fn pages_of(snapshot: &Snapshot) -> EditionPages<'_> {
    EditionPages { sources: &snapshot.sources, images: &snapshot.images, edition: &snapshot.edition }
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
