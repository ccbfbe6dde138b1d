//! `calpae diff [AVANT] [APRÈS]`: what changed between two versions of an act.

use std::path::Path;

use crate::check::{Selection, registry};
use crate::cli::args::{ComparisonFormat, DiffArgs};
use crate::cli::commands::redline;
use crate::cli::error::CommandError;
use crate::cli::versions::{NamedVersion, VersionReader};
use crate::cli::{Console, Outcome, free_beside};
use crate::compare;
use crate::compare::shown::{FindingLine, FindingsMoved, Shown};
use crate::diagnostic::coverage::CheckCoverage;
use crate::diagnostic::machine::Recorded;
use crate::diagnostic::since::{Earlier, Since};
use crate::pipeline::Session;
use crate::render::comparison;
use crate::snapshot::Snapshot;

/// Runs the command.
pub fn run(args: &DiffArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    redline::refuse_idle_options(args)?;
    let mut versions = VersionReader::of(start);
    // One session: what both versions hold is read and checked once.
    let mut session = Session::default();
    let after = versions.open(args.apres.as_deref(), args.edition.name())?;
    let edition = args.edition_avant.clone().unwrap_or_else(|| after.project.edition.clone());
    let head = Path::new("HEAD");
    let asked = Some(args.avant.as_deref().unwrap_or(head));
    // While the one is read, the files of the other are unpacked.
    let (after, before) = rayon::join(|| after.read(&mut session), || versions.open(asked, Some(&edition)));
    let before = before?.read(&mut session);
    let (comparison, findings) = rayon::join(
        || compare::compare(&before.snapshot, &after.snapshot),
        || (!args.sans_constats).then(|| findings(&mut session, &before.snapshot, &after.snapshot)),
    );
    let Some(comparison) = comparison else {
        return Err(unreadable(&before, &after));
    };
    let shown = Shown {
        comparison: &comparison,
        versions: (before.version, after.version),
        snapshots: (&before.snapshot, &after.snapshot),
        findings,
    };
    let text = match args.format.unwrap_or(ComparisonFormat::Human) {
        ComparisonFormat::Human if args.stat => shown.stat(),
        _ if args.stat => {
            return Err(CommandError::with_help(
                "« --stat » montre un compte à l’écran : il n’a pas d’autre présentation",
                "ôter « --stat » ou « --format »",
            ));
        }
        ComparisonFormat::Human => shown.human(),
        ComparisonFormat::Markdown => shown.markdown(),
        ComparisonFormat::Json => shown.json(),
        ComparisonFormat::Html => comparison::page(&shown.view())
            .map_err(|error| CommandError::new(format!("la page n’a pu être faite : {error}")))?,
        format @ (ComparisonFormat::Pdf | ComparisonFormat::Typ | ComparisonFormat::Png) => redline::made(
            &shown,
            (&before.snapshot, &after.snapshot),
            (args, format),
            versions.root().ok(),
            console,
        )?,
    };
    console.write(&text)?;
    let is_whole = comparison.unread.0.is_empty() && comparison.unread.1.is_empty();
    let outcome = match comparison.changes.is_empty() {
        true if is_whole => Outcome::Success,
        // What was not read may differ.
        true => Outcome::Failure,
        false => Outcome::Faults,
    };
    free_beside((comparison, before.snapshot, after.snapshot, session));
    Ok(outcome)
}

fn unreadable(before: &NamedVersion, after: &NamedVersion) -> CommandError {
    let faulty = [before, after].into_iter().find(|read| read.snapshot.dossier.is_none());
    let name = faulty.map_or("", |read| read.version.name.as_str());
    CommandError::with_help(
        format!(
            "l’acte de {name} ne peut être lu : sa convention, son organisation ou son cadre a une faute"
        ),
        "« calpae check » dit laquelle",
    )
}

/// The findings of each version that the other has not.
fn findings(session: &mut Session, before: &Snapshot, after: &Snapshot) -> FindingsMoved {
    let selection = Selection::default();
    let (is, was) = session.check_both((after, before), &selection);
    let coverage =
        CheckCoverage { gravite: None, fichiers: Vec::new(), regles: Vec::new(), sans_regles: Vec::new() };
    let collectivite =
        before.dossier.as_ref().map(|dossier| dossier.organisation.collectivite.name.value.clone());
    let recorded = Recorded { collectivite, edition: before.edition.clone(), coverage: coverage.clone() };
    let earlier = Earlier::of(&was, &before.sources, recorded, Vec::<&str>::new());
    let has_run = |code: &str| registry::rule(code).map(|rule| selection.runs(rule));
    let since = Since::new(earlier, &is, &after.sources, &coverage, has_run);
    moved(&since, after)
}

fn moved(since: &Since<'_>, after: &Snapshot) -> FindingsMoved {
    let settled = since.settled().iter().map(|finding| FindingLine {
        name: finding.identifiant.clone().unwrap_or_default(),
        severity: finding.gravite.clone(),
        message: finding.message.clone(),
        place: finding.file().unwrap_or_default().to_owned(),
    });
    let new = since.new_findings().iter().map(|finding| FindingLine {
        name: finding.name().to_owned(),
        severity: finding.severity.word().to_owned(),
        message: finding.message.clone(),
        place: finding.labels.first().map(|label| after.sources.location(label.span)).unwrap_or_default(),
    });
    FindingsMoved { settled: settled.collect(), new: new.collect(), left: since.left_count() }
}
