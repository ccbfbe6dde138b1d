//! `calpae build`: makes the documents of an edition and writes them to `output/`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::args::{BuildArgs, Format};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::Report;
use crate::pipeline::{self, DocumentKind, Formats};
use crate::project::{self, Disk, output};
use crate::render::TemplateStore;
use crate::render::templates::idle_overrides;
use crate::snapshot::Snapshot;

/// Runs the command.
pub fn run(args: &BuildArgs, console: &Console) -> Result<Outcome, CommandError> {
    let kinds = kinds(&args.documents)?;
    let formats = formats_of(match args.formats.as_slice() {
        [] => &[Format::Typ, Format::Pdf],
        formats => formats,
    });
    console.progress("lecture du projet…");
    let project = project::open(&Disk::new(&args.projet), args.edition.as_deref())?;
    let snapshot = Snapshot::read(project);
    let (store, mut faults) = TemplateStore::new(&snapshot);
    faults.extend(idle_overrides(&snapshot));
    let folder = match &args.sortie {
        Some(folder) => output::folder(folder, &[&snapshot.edition])?,
        None => output::folder(&args.projet, &["output", &snapshot.edition])?,
    };
    let mut outcome = Outcome::Success;
    for kind in kinds {
        let mut report = Report::default();
        report.extend(faults.iter().cloned());
        let step = |step: &str| console.progress(step);
        let files = pipeline::make(kind, &snapshot, &store, formats, &mut report, step);
        console.progress("");
        console.say_findings(&report, store.sources())?;
        match files {
            Some(files) if !report.has_errors() => write(&folder, kind.word(), &files, formats, console)?,
            _ => {
                console.say("rien n’a été écrit\n")?;
                outcome = Outcome::Faults;
            }
        }
    }
    Ok(outcome)
}

/// The documents named on the command line; the convention by default.
fn kinds(words: &[String]) -> Result<Vec<DocumentKind>, CommandError> {
    if words.is_empty() {
        return Ok(vec![DocumentKind::Convention]);
    }
    let known = || DocumentKind::ALL.into_iter().map(DocumentKind::word);
    let kind = |word: &String| {
        DocumentKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| {
            let possible = format!("documents possibles : {}", known().collect::<Vec<_>>().join(", "));
            CommandError::unknown(format!("le document « {word} » est inconnu"), word, known(), &possible)
        })
    };
    words.iter().map(kind).collect()
}

fn formats_of(formats: &[Format]) -> Formats {
    Formats {
        typ: formats.contains(&Format::Typ),
        pdf: formats.contains(&Format::Pdf),
        png: formats.contains(&Format::Png),
    }
}

fn write(
    folder: &Path,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    formats: Formats,
    console: &Console,
) -> Result<(), CommandError> {
    let summary = output::write(folder, document, files, &|path| formats.has(document, path))?;
    if console.terminal {
        let (written, unchanged) = (summary.written.len(), summary.unchanged.len());
        console.say(&format!("{} : {written} fichiers écrits, {unchanged} inchangés\n", folder.display()))?;
    }
    for left in &summary.left_alone {
        console.say(&format!("laissé en place, car modifié à la main : {left}\n"))?;
    }
    Ok(())
}
