//! `calpae build`: an edition to its documents, in `output/`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::args::{ArgsBuild, Format};
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Report, human, near};
use crate::pipeline::{self, DocumentKind};
use crate::project::{self, output};
use crate::render::TemplateStore;
use crate::snapshot::Snapshot;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsBuild, console: &Console) -> Result<Outcome, String> {
    let kinds = kinds(&args.documents)?;
    let formats: &[Format] =
        if args.formats.is_empty() { &[Format::Typ, Format::Pdf] } else { &args.formats };
    console.progress("lecture du projet…");
    let project = project::open(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let snapshot = Snapshot::read(project);
    let (store, faults) = TemplateStore::new(&snapshot);
    let folder = args.sortie.clone().unwrap_or_else(|| args.projet.join("output")).join(&snapshot.edition);
    let mut outcome = Outcome::Success;
    for kind in kinds {
        let mut report = Report::default();
        report.extend(faults.iter().cloned());
        let step = |step: &str| console.progress(step);
        let files = pipeline::make(kind, &snapshot, &store, formats_of(formats), &mut report, step);
        console.progress("");
        console.say(&human::render(&report, store.sources(), console.colour));
        match files {
            Some(files) if !report.has_errors() => write(&folder, kind.word(), &files, console)?,
            _ => {
                console.say("rien n’a été écrit\n");
                outcome = Outcome::Faults;
            }
        }
    }
    Ok(outcome)
}

/// The documents that are asked for.
fn kinds(words: &[String]) -> Result<Vec<DocumentKind>, String> {
    if words.is_empty() {
        return Ok(vec![DocumentKind::Convention]);
    }
    let known = || DocumentKind::ALL.into_iter().map(DocumentKind::word);
    let kind = |word: &String| {
        DocumentKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or_else(|| {
            let help = match near(word, known()) {
                Some(near) => format!("vouliez-vous dire « {near} » ?"),
                None => format!("documents possibles : {}", known().collect::<Vec<_>>().join(", ")),
            };
            format!("le document « {word} » est inconnu\nà faire : {help}")
        })
    };
    words.iter().map(kind).collect()
}

fn formats_of(formats: &[Format]) -> pipeline::Formats {
    pipeline::Formats {
        typ: formats.contains(&Format::Typ),
        pdf: formats.contains(&Format::Pdf),
        png: formats.contains(&Format::Png),
    }
}

fn write(
    dossier: &Path,
    document: &str,
    files: &BTreeMap<String, Vec<u8>>,
    console: &Console,
) -> Result<(), String> {
    let bilan =
        output::write(dossier, document, files).map_err(|e| format!("{e}\nà faire : {}", e.help()))?;
    if console.terminal {
        let (written_texts, unchanged) = (bilan.written_texts.len(), bilan.unchanged.len());
        console.say(&format!(
            "{} : {written_texts} fichiers écrits, {unchanged} inchangés\n",
            dossier.display()
        ));
    }
    for left in &bilan.left_alone {
        console.say(&format!("laissé en place, car modifié à la main : {left}\n"));
    }
    Ok(())
}
