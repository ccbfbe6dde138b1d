//! `calpae build`: an edition to its documents, in `output/`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::args::{ArgsBuild, Format};
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Report, human, near};
use crate::pipeline;
use crate::project::{self, output};

/// Documents that can be made; the first is made when none is named.
const DOCUMENTS: [&str; 3] = ["convention", "controle", "rapport"];

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsBuild, console: &Console) -> Result<Outcome, String> {
    for document in &args.documents {
        if !DOCUMENTS.contains(&document.as_str()) {
            let aide = match near(document, DOCUMENTS.into_iter()) {
                Some(p) => format!("vouliez-vous dire « {p} » ?"),
                None => format!("documents possibles : {}", DOCUMENTS.join(", ")),
            };
            return Err(format!("le document « {document} » est inconnu\nà faire : {aide}"));
        }
    }
    let formats: &[Format] =
        if args.formats.is_empty() { &[Format::Typ, Format::Pdf] } else { &args.formats };
    let fallback = [DOCUMENTS[0].to_owned()];
    let documents = if args.documents.is_empty() { &fallback[..] } else { &args.documents[..] };
    let mut outcome = Outcome::Success;
    for document in documents {
        if make(document, args, formats_of(formats), console)? == Outcome::Faults {
            outcome = Outcome::Faults;
        }
    }
    Ok(outcome)
}

/// Makes one document and writes it.
fn make(
    document: &str,
    args: &ArgsBuild,
    formats: pipeline::Formats,
    console: &Console,
) -> Result<Outcome, String> {
    console.progress("lecture du projet…");
    let projet = project::open(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let edition = projet.edition.clone();
    let root = args.sortie.clone().unwrap_or_else(|| args.projet.join("output"));
    let mut rapport = Report::default();
    let mut sources = projet.sources.clone();
    let step = |step: &str| console.progress(step);
    let files = match document {
        "rapport" => pipeline::rapport(projet, &mut sources, formats, &mut rapport, step),
        "controle" => pipeline::check_report(projet, &mut sources, formats, &mut rapport, step),
        _ => pipeline::convention(projet, &mut sources, formats, &mut rapport, step),
    };
    console.progress("");
    let bilan = human::render(&rapport, &sources, console.colour);
    console.say(&bilan);
    match files {
        Some(files) if !rapport.has_errors() => write(&root.join(&edition), document, &files, console),
        _ => {
            console.say("rien n’a été écrit\n");
            Ok(Outcome::Faults)
        }
    }
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
) -> Result<Outcome, String> {
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
    Ok(Outcome::Success)
}
