//! `calpae diff [AVANT] [APRÈS]`: what changed between two versions of an act.

use std::path::Path;

use crate::check::{Selection, registry};
use crate::cli::args::{ComparisonFormat, DiffArgs};
use crate::cli::commands::redline;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::compare;
use crate::compare::shown::{FindingLine, FindingsMoved, Shown, Version};
use crate::diagnostic::coverage::CheckCoverage;
use crate::diagnostic::machine::Recorded;
use crate::diagnostic::since::{Earlier, Since};
use crate::pipeline::Session;
use crate::project::{self, Disk, GitTree, ProjectError, RevisionError, Tree};
use crate::render::comparison;
use crate::snapshot::Snapshot;

/// A version, read.
struct Read {
    snapshot: Snapshot,
    version: Version,
}

/// Runs the command.
pub fn run(args: &DiffArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    redline::refuse_idle_options(args)?;
    let root = project::find_project(start)?;
    // One session: what both versions hold is read and checked once.
    let mut session = Session::default();
    let after = read(args.apres.as_deref(), &root, args.edition.name(), &mut session)?;
    let edition = args.edition_avant.as_deref().unwrap_or(&after.snapshot.edition);
    let head = Path::new("HEAD");
    let asked = args.avant.as_deref().unwrap_or(head);
    let before = read(Some(asked), &root, Some(edition), &mut session)?;
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
        sources: (&before.snapshot.sources, &after.snapshot.sources),
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
        format @ (ComparisonFormat::Pdf | ComparisonFormat::Typ | ComparisonFormat::Png) => {
            redline::made(&shown, (&before.snapshot, &after.snapshot), (args, format), &root, console)?
        }
    };
    console.write(&text)?;
    let is_whole = comparison.unread.0.is_empty() && comparison.unread.1.is_empty();
    Ok(match comparison.changes.is_empty() {
        true if is_whole => Outcome::Success,
        // What was not read may differ.
        true => Outcome::Failure,
        false => Outcome::Faults,
    })
}

/// Reads a version: the working folder, another folder, or a revision of the repository.
fn read(
    asked: Option<&Path>,
    root: &Path,
    edition: Option<&str>,
    session: &mut Session,
) -> Result<Read, CommandError> {
    let mut open = |tree: &dyn Tree, name: &str, detail| open(tree, edition, (name, detail), session);
    let Some(asked) = asked else {
        return open(&Disk::new(root), "le dossier de travail", String::new());
    };
    let name = asked.display().to_string();
    if asked.is_dir() {
        // « v1 » may name a tag too: nobody must read the one for the other.
        let is_bare = !asked.starts_with(".") && !asked.starts_with("..") && asked.is_relative();
        if is_bare && GitTree::open(root, &name).is_ok() {
            return Err(CommandError::with_help(
                format!("« {name} » est à la fois un dossier et une révision"),
                format!(
                    "écrire « ./{name} » pour le dossier, « refs/tags/{name} » ou « refs/heads/{name} » pour la révision"
                ),
            ));
        }
        let folder = project::find_project(asked)?;
        return open(&Disk::new(folder), &format!("« {name} »"), String::new());
    }
    if asked.is_file() {
        return Err(CommandError::with_help(
            format!("« {name} » est un fichier, et non une version de l’acte"),
            "donner le dossier d’un projet, ou une révision de git",
        ));
    }
    let Some(revision) = asked.to_str() else {
        return Err(neither(&name));
    };
    let tree = GitTree::open(root, revision).map_err(|error| match error {
        RevisionError::NoRepository(_) => neither(&name),
        _ => CommandError::with_help(error.to_string(), error.help()),
    })?;
    let of = tree.revision();
    let day = of.day.map(|day| format!(" du {day}")).unwrap_or_default();
    let detail = format!("{}{day}, « {} »", of.commit, of.subject);
    open(&tree, &format!("« {name} »"), detail)
}

fn neither(name: &str) -> CommandError {
    CommandError::with_help(
        format!("« {name} » n’est ni un dossier, ni une révision : le projet n’est pas dans un dépôt git"),
        "donner le dossier d’une autre version : calpae diff ../version-de-mars",
    )
}

fn open(
    tree: &dyn Tree,
    edition: Option<&str>,
    (name, detail): (&str, String),
    session: &mut Session,
) -> Result<Read, CommandError> {
    let project = project::open(tree, edition).map_err(|error| then(name, &error))?;
    let snapshot = session.read(project);
    let version = Version {
        name: name.to_owned(),
        edition: snapshot.edition.clone(),
        detail,
        fingerprint: snapshot.act_digest(),
    };
    Ok(Read { snapshot, version })
}

/// Why the project could not be opened as it was then.
fn then(name: &str, error: &ProjectError) -> CommandError {
    let help = match error {
        ProjectError::UnknownEdition(..) => {
            "nommer une édition qui y est : « --edition » pour les deux versions, « --edition-avant » pour celle d’avant"
        }
        ProjectError::NotAProject(_) | ProjectError::NoEdition(_) => {
            "le projet n’y était peut-être pas encore : donner une autre version"
        }
        _ => "donner une autre version",
    };
    CommandError::with_help(format!("dans {name}, {error}"), help)
}

fn unreadable(before: &Read, after: &Read) -> CommandError {
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
