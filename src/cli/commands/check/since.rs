//! `calpae check --depuis REV|FICHIER`: what changed since a recorded check, or since a revision, checked here in the same
//! way.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{check_edition, ignored, recorded, selection, with_documents};
use crate::check::{Rule, Scope, registry};
use crate::cli::args::{CheckArgs, FindingsFormat};
use crate::cli::error::CommandError;
use crate::cli::selected_files::SelectedFiles;
use crate::diagnostic::Report;
use crate::diagnostic::machine::Recorded;
use crate::diagnostic::since::{ComparedWith, Earlier, EarlierError, Since};
use crate::project::{self, Disk, GitRevision, GitTree, ProjectError, RevisionError};
use crate::text::Sources;

/// A check of now, and what it is of.
pub(super) struct CheckOfNow<'c> {
    pub(super) report: &'c Report,
    pub(super) sources: &'c Sources,
    pub(super) recorded: &'c Recorded,
    /// The rules that the project leaves aside.
    pub(super) ignored: &'c BTreeSet<&'static str>,
}

/// What changed since an earlier check, and what could not be checked, in the form that is asked for.
pub(super) fn since(
    args: &CheckArgs,
    asked: &Path,
    disk: &Disk,
    files: &SelectedFiles,
    now: &CheckOfNow<'_>,
) -> Result<String, CommandError> {
    let format = args.format.unwrap_or(FindingsFormat::Human);
    if matches!(format, FindingsFormat::Short | FindingsFormat::Sarif | FindingsFormat::Github) {
        return Err(CommandError::with_help(
            "« --depuis » compare deux vérifications : il se lit en toutes lettres, en JSON ou en Markdown",
            "retirer « --format », ou demander « --format json » ou « --format markdown »",
        ));
    }
    let CheckOfNow { report, sources, recorded, ignored } = *now;
    let (earlier, compared_with) = match asked.is_file() {
        true => (recorded_earlier(asked, recorded)?, ComparedWith::Fichier(asked.display().to_string())),
        false => at_revision(args, asked, disk, files, recorded)?,
    };
    // No other act was compared now.
    let runs = |rule: &Rule| selection(args).runs(rule) && rule.scope != Scope::OtherAct;
    let has_run = |code: &str| registry::rule(code).map(|rule| runs(rule) && !ignored.contains(code));
    let since = Since::new(earlier, report, sources, &recorded.coverage, has_run);
    let left = report.left_aside();
    Ok(match format {
        FindingsFormat::Json => since.json(sources, &compared_with, recorded, left),
        FindingsFormat::Markdown => since.markdown(sources, &compared_with, left),
        _ => since.human(sources, &compared_with, left),
    })
}

/// A recorded check of the same edition of the same project.
fn recorded_earlier(path: &Path, recorded: &Recorded) -> Result<Earlier, CommandError> {
    let earlier = read(path)?;
    if let Some(edition) = earlier.edition().filter(|edition| *edition != recorded.edition) {
        return Err(CommandError::with_help(
            format!(
                "l’enregistrement « {} » est celui de l’édition {edition}, et non de {}",
                path.display(),
                recorded.edition
            ),
            format!("ajouter « --edition {edition} » pour comparer cette édition à ce qu’elle était"),
        ));
    }
    if let (Some(other), Some(own)) = (earlier.collectivite(), &recorded.collectivite)
        && other != own
    {
        return Err(CommandError::with_help(
            format!(
                "l’enregistrement « {} » est celui d’un autre projet : « {other} », et non « {own} »",
                path.display()
            ),
            "comparer ce projet à l’une de ses vérifications",
        ));
    }
    Ok(earlier)
}

/// Most bytes of an earlier report.
const EARLIER_MAX: u64 = 50_000_000;

/// The report of an earlier check.
fn read(path: &Path) -> Result<Earlier, CommandError> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(EARLIER_MAX).read_to_end(&mut bytes));
    if let Err(cause) = read {
        let message = format!("« {} » ne peut être lu : {}", path.display(), project::in_french(&cause));
        return Err(CommandError::with_help(message, HOW_TO_KEEP));
    }
    Earlier::read(&bytes).map_err(|error| {
        let what = match error {
            EarlierError::NotAReport => "n’est pas une vérification enregistrée",
            EarlierError::NotNamed => {
                "vient d’une version de calpae dont les constats n’ont pas d’identifiant"
            }
        };
        CommandError::with_help(format!("« {} » {what}", path.display()), HOW_TO_KEEP)
    })
}

/// How to make what `--depuis` reads.
const HOW_TO_KEEP: &str = "« calpae check --format json > FICHIER » enregistre une vérification";

/// The same check of the same edition, at a revision.
fn at_revision(
    args: &CheckArgs,
    asked: &Path,
    disk: &Disk,
    files: &SelectedFiles,
    now: &Recorded,
) -> Result<(Earlier, ComparedWith), CommandError> {
    let Some(name) = asked.to_str() else {
        return Err(neither(asked, "n’existe pas"));
    };
    let tree = GitTree::open(disk.root(), name).map_err(|error| refused(asked, &error))?;
    let checked = check_edition(args, &tree, Some(&now.edition), &[]).map_err(|error| then(name, &error))?;
    let ignored = ignored(&checked.1);
    let recorded = recorded(args, files, &checked.1);
    let (report, sources) = with_documents(args, checked);
    let compared_with = compared_with(tree.revision());
    Ok((Earlier::of(&report, &sources, recorded, ignored), compared_with))
}

/// What messages and programs are told of a revision.
fn compared_with(revision: &GitRevision) -> ComparedWith {
    ComparedWith::Revision {
        nom: revision.asked.clone(),
        commit: revision.commit.clone(),
        jour: revision.day.map(|day| format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())),
        jour_en_lettres: revision.day.map(|day| day.to_string()).unwrap_or_default(),
        objet: revision.subject.clone(),
    }
}

/// What names neither a file nor a revision: both are said, for which was meant is not known.
fn refused(asked: &Path, error: &RevisionError) -> CommandError {
    match error {
        RevisionError::NoRepository(_) => {
            neither(asked, "n’est pas un fichier, et le projet n’est pas dans un dépôt git")
        }
        RevisionError::Unknown { near: None, .. } if looks_like_a_file(asked) => {
            neither(asked, "n’est ni un fichier, ni une révision du dépôt git")
        }
        _ => CommandError::with_help(error.to_string(), error.help()),
    }
}

fn neither(asked: &Path, what: &str) -> CommandError {
    CommandError::with_help(format!("« {} » {what}", asked.display()), HOW_TO_KEEP)
}

/// Whether somebody meant a file: `avant.json`, `../avant`.
fn looks_like_a_file(asked: &Path) -> bool {
    asked.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
        || asked.starts_with(".")
        || asked.starts_with("..")
        || asked.is_absolute()
}

/// Why the project could not be opened as it was then.
fn then(revision: &str, error: &ProjectError) -> CommandError {
    let help = match error {
        ProjectError::UnknownEdition(..) => {
            "donner une révision où cette édition existe, ou une autre édition par « --edition »"
        }
        ProjectError::NotAProject(_) | ProjectError::NoEdition(_) => {
            "le projet n’y était peut-être pas encore : donner une révision plus récente"
        }
        _ => "donner une autre révision",
    };
    CommandError::with_help(format!("à la révision « {revision} », {error}"), help)
}
