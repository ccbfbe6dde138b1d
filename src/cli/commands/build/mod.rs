//! `calpae build`: makes the documents of an edition, writes them to `output/`, and says what the check finds.

mod asked;
mod chosen;
mod written;

use std::path::Path;
use std::thread;
use std::time::Instant;

use asked::{Asked, asked, documents};
use chosen::Chosen;

use crate::cli::args::{BuildArgs, Format};
use crate::cli::commands::standing::say_not_come;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::view::Counts;
use crate::diagnostic::{Diagnostic, Report};
use crate::pipeline::{self, DocumentForm, DocumentKind, Formats, WantedDocument};
use crate::project::output;
use crate::project::{self, Disk};
use crate::render::TemplateStore;
use crate::render::templates::{has_own, idle_overrides};
use crate::snapshot::Snapshot;
use crate::text::Sources;
use written::{Build, stem};

/// Runs the command.
pub fn run(args: &BuildArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let asked = asked(&args.documents)?;
    let formats = formats_of(match args.formats.as_slice() {
        [] => &[Format::Typ, Format::Pdf],
        formats => formats,
    });
    console.progress("lecture du projet…");
    let root = project::find_project(start)?;
    let latest = Snapshot::read(project::open(&Disk::new(&root), args.edition.name())?);
    let folder = match &args.sortie {
        Some(folder) => output::folder(folder, &[&latest.edition])?,
        None => output::folder(&root, &["output", &latest.edition])?,
    };
    say_not_come(&latest, console)?;
    let published = match published(args, &asked, &latest, console)? {
        Ok(published) => published,
        Err(Refused) => return Ok(Outcome::Faults),
    };
    let mut outcome = Outcome::Success;
    // The documents of one version of the act are made together.
    let mut versions: Vec<(&Snapshot, Vec<WantedDocument<'_>>)> = Vec::new();
    for document in documents(&asked, &latest)? {
        let version = document.version(&latest).unwrap_or(&latest);
        match versions.iter_mut().find(|(other, _)| std::ptr::eq(*other, version)) {
            Some((_, documents)) => documents.push(document),
            None => versions.push((version, vec![document])),
        }
    }
    for (snapshot, documents) in versions {
        let public = published
            .as_ref()
            .and_then(|published| documents.first().and_then(|document| document.version(published)));
        let versions = (snapshot, public);
        if make_version(versions, &documents, args, (formats, &folder), console)? != Outcome::Success {
            outcome = Outcome::Faults;
        }
    }
    Ok(outcome)
}

/// Nothing is made: why was said.
struct Refused;

/// The public version of the act, when it is asked for.
fn published(
    args: &BuildArgs,
    asked: &[Asked],
    latest: &Snapshot,
    console: &Console,
) -> Result<Result<Option<Snapshot>, Refused>, CommandError> {
    let is_of_the_act = |asked: &Asked| match asked {
        Asked::Kind(kind) => !matches!(kind, DocumentKind::CheckReport | DocumentKind::Rapport),
        Asked::Avenant(_) => true,
        Asked::Rapport(_) => false,
    };
    if args.public && !asked.iter().all(is_of_the_act) {
        return Err(CommandError::with_help(
            "seuls la convention, sa version consolidée et ses avenants ont une version publique".to_owned(),
            "retirer « --public », ou ne nommer que « convention », « consolidee », « avenant »".to_owned(),
        ));
    }
    // An act that was not read whole is told as it is made.
    if !args.public || latest.dossier.is_none() {
        return Ok(Ok(None));
    }
    console.progress("version publique…");
    let mut report = Report::default();
    let has_avenant =
        asked.iter().any(|asked| matches!(asked, Asked::Avenant(_) | Asked::Kind(DocumentKind::Avenant)));
    let published = match pipeline::publish(latest, has_avenant) {
        Ok((published, said)) => {
            report.extend(said);
            Ok(Some(published))
        }
        Err(faults) => {
            report.extend(faults);
            Err(Refused)
        }
    };
    console.progress("");
    console.say_findings(&report, &latest.sources)?;
    if published.is_err() {
        console.say("rien n’a été écrit : la version publique laisserait voir ce qui doit être masqué, ou ne se lirait plus\n")?;
    }
    Ok(published)
}

/// Makes the documents of one version of the act, or of its public one, and says what is found in the act.
fn make_version(
    (snapshot, public): (&Snapshot, Option<&Snapshot>),
    documents: &[WantedDocument<'_>],
    args: &BuildArgs,
    (formats, folder): (Formats, &Path),
    console: &Console,
) -> Result<Outcome, CommandError> {
    let (store, mut faults) = TemplateStore::new(snapshot);
    faults.extend(idle_overrides(snapshot));
    console.progress("contrôle…");
    let mut found = chosen::found(snapshot);
    let public_store = public.map(|public| TemplateStore::new(public).0);
    let printed = (public.unwrap_or(snapshot), public_store.as_ref().unwrap_or(&store));
    let project = BuiltProject { snapshot, printed, found: &found, faults: &faults, folder };
    let (made, said) = thread::scope(|scope| {
        // What the documents lose is counted beside typesetting, which keeps one core busy.
        let counting = scope.spawn(|| pipeline::said_by_documents(snapshot, &store, &found));
        let made = make_all(documents, &project, args, formats, console);
        (made, counting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let Made { outcome, versions, has_written } = made?;
    if has_written {
        found.extend(faults);
        if has_own(snapshot) {
            pipeline::add_said_by_documents(said, (snapshot, &store), &mut found);
        } else {
            // Without templates of the project, `check` leaves this to the documents, and does not count it.
            console.say_findings(&lost(said, (snapshot, &store), &found), store.sources())?;
        }
        console.write(&check_summary(&found, store.sources(), snapshot.unread_count()))?;
        console.write(&versions)?;
    }
    Ok(outcome)
}

/// What the documents lose, each finding with its name: that of one which `check` found is taken.
fn lost(said: Vec<Diagnostic>, project: (&Snapshot, &TemplateStore), found: &Report) -> Report {
    let mut lost = Report::default();
    if said.is_empty() {
        return lost;
    }
    let is_said = |d: &&Diagnostic| said.iter().any(|s| s.message == d.message && s.labels == d.labels);
    let mut named = Report::default();
    named.extend(found.diagnostics().iter().cloned());
    pipeline::add_said_by_documents(said.clone(), project, &mut named);
    lost.extend(named.diagnostics().iter().filter(is_said).cloned());
    lost
}

/// What the documents are made from, and where they go.
struct BuiltProject<'p> {
    /// The act.
    snapshot: &'p Snapshot,
    /// What is printed, the act or its public version, and its templates.
    printed: (&'p Snapshot, &'p TemplateStore),
    /// What `check` found.
    found: &'p Report,
    /// What is wrong in the templates.
    faults: &'p [Diagnostic],
    folder: &'p Path,
}

/// What became of the documents that were asked for.
struct Made {
    outcome: Outcome,
    /// Which presentation each is in, and why.
    versions: String,
    has_written: bool,
}

/// Makes the documents, one after the other.
#[expect(clippy::disallowed_methods, reason = "the time taken is shown on a terminal, and nowhere else")]
fn make_all(
    documents: &[WantedDocument<'_>],
    &BuiltProject { snapshot, printed: (printed, store), found, faults, folder }: &BuiltProject<'_>,
    args: &BuildArgs,
    formats: Formats,
    console: &Console,
) -> Result<Made, CommandError> {
    let mut outcome = Outcome::Success;
    let mut versions = String::new();
    let mut has_written = false;
    for document in documents.iter().copied() {
        let begun = Instant::now();
        let chosen = Chosen::new(document, args, snapshot, found);
        let mut report = Report::default();
        report.extend(faults.iter().cloned());
        if chosen.is_prevented() {
            report.extend(chosen.errors.iter().cloned());
            console.say_findings(&report, store.sources())?;
            console.say(&chosen.refusal())?;
            outcome = Outcome::Faults;
            continue;
        }
        let step = |step: &str| console.progress(&format!("{} : {step}", document.stem()));
        let carries_sources = !args.sans_sources && !args.public;
        let form = DocumentForm { presentation: chosen.presentation, carries_sources };
        let wanted = (document, form);
        let made = pipeline::make(wanted, printed, store, formats, &mut report, step);
        console.progress("");
        console.say_findings(&report, store.sources())?;
        match made {
            Some(made) if !report.has_errors() => {
                let stem = stem(document, args, snapshot);
                let build = Build {
                    document: document.stem(),
                    word: document.word(args.public),
                    formats,
                    folder,
                    stem,
                    begun,
                };
                build.write(made, args.remplacer, console)?;
                versions.extend(chosen.line(document));
                has_written = true;
            }
            _ => {
                console.say("rien n’a été écrit\n")?;
                outcome = Outcome::Faults;
            }
        }
    }
    Ok(Made { outcome, versions, has_written })
}

fn formats_of(formats: &[Format]) -> Formats {
    Formats {
        typ: formats.contains(&Format::Typ),
        pdf: formats.contains(&Format::Pdf),
        png: formats.contains(&Format::Png),
        heard: formats.contains(&Format::Lecture),
    }
}

/// What `calpae check` would say, by severity, with what was not read and the first thing to settle.
fn check_summary(report: &Report, sources: &Sources, unread: usize) -> String {
    let counts = Counts::new(report).to_string();
    let counts = if counts.is_empty() { "aucun constat" } else { &counts };
    let mut text = format!("contrôle (calpae check) : {counts}");
    match unread {
        0 => {}
        1 => text.push_str(" ; 1 fichier non lu"),
        n => text.push_str(&format!(" ; {n} fichiers non lus")),
    }
    text.push('\n');
    if let Some(left) = report.left_aside() {
        text.push_str(&format!("{left}\n"));
    }
    if let Some(first) = first_to_settle(report, sources) {
        let place = first.labels.first().map(|label| format!("{} : ", sources.location(label.span)));
        let (code, message) = (first.name(), &first.message);
        text.push_str(&format!("à régler d’abord : {}{message} ({code})\n", place.unwrap_or_default()));
    }
    text
}

/// The first finding in the order of the report, which is that of `calpae check`.
fn first_to_settle<'r>(report: &'r Report, sources: &'r Sources) -> Option<&'r Diagnostic> {
    report.sorted(sources).into_iter().next()
}
