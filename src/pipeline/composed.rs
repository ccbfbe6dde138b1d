//! From an emitted folder to the files of a document, with what Typst refuses told where it was written.

use std::collections::BTreeMap;

use super::{Formats, MadeDocument};
#[cfg(feature = "pdf")]
use crate::diagnostic::Severity;
use crate::diagnostic::{Diagnostic, Stage};
use crate::render::Emission;
use crate::text::Sources;

/// From the Typst folder to the files asked for.
#[cfg(not(feature = "pdf"))]
pub(super) fn typeset(
    emission: Emission,
    formats: Formats,
    _: &Sources,
) -> Result<MadeDocument, Vec<Diagnostic>> {
    if formats.needs_pages() {
        let finding =
            Diagnostic::without_place("TYP-002", "ce programme a été compilé sans la composition en PDF");
        return Err(vec![
            finding
                .help("demander « --format typ », ou installer calpae avec ses options par défaut")
                .at_stage(Stage::Typeset),
        ]);
    }
    Ok(MadeDocument { files: emission.bundle.files, pages: None, typst_folder: BTreeMap::new() })
}

/// From the Typst folder to the files asked for.
#[cfg(feature = "pdf")]
pub(super) fn typeset(
    emission: Emission,
    formats: Formats,
    sources: &Sources,
) -> Result<MadeDocument, Vec<Diagnostic>> {
    use crate::typeset::{self, Error, heard};
    let Emission { bundle, lines, date } = emission;
    let translate =
        |errors: Vec<Error>| errors.into_iter().map(|e| explain(&e, &lines, sources)).collect::<Vec<_>>();
    let mut files = BTreeMap::new();
    let mut pages = None;
    if formats.needs_pages() {
        let stem = bundle.main_file.trim_end_matches(".typ").to_owned();
        let composition = typeset::compose(&bundle).map_err(translate)?;
        pages = Some(composition.pages());
        if formats.pdf || formats.heard {
            let pdf = composition.pdf(date).map_err(translate)?;
            if formats.heard {
                let Some(tree) = heard::read(&pdf) else {
                    let message = "le PDF composé n’a pas d’arbre de lecture : rien ne s’en entend";
                    let fault = Diagnostic::without_place("TYP-001", message);
                    return Err(vec![fault.help("vérifier la charte du projet").at_stage(Stage::Typeset)]);
                };
                files.insert(format!("{stem}{}", Formats::HEARD), heard::told(&tree).into_bytes());
            }
            if formats.pdf {
                files.insert(format!("{stem}.pdf"), pdf);
            }
        }
        if formats.png {
            for (index, bytes) in composition.png(144).map_err(translate)?.into_iter().enumerate() {
                files.insert(format!("{stem}-{:03}.png", index + 1), bytes);
            }
        }
    }
    let mut typst_folder = bundle.files;
    if formats.typ {
        files.append(&mut typst_folder);
    }
    Ok(MadeDocument { files, pages, typst_folder })
}

/// An error of Typst at the place of the template that made the line, when it is known.
#[cfg(feature = "pdf")]
fn explain(
    error: &crate::typeset::Error,
    lines: &BTreeMap<String, crate::render::lines::LineMap>,
    sources: &Sources,
) -> Diagnostic {
    use crate::diagnostic::Label;
    use crate::text::Span;
    let origin = error.locations().find_map(|l| lines.get(&l.file)?.origin(l.line, sources));
    let emitted_at = error.locations().next().map_or(String::new(), |l| format!(" ({l} du dossier composé)"));
    let hints: Vec<&str> = error.hints.iter().map(|i| i.text.as_str()).collect();
    let help =
        if hints.is_empty() { "vérifier le gabarit ou la charte".to_owned() } else { hints.join(" ; ") };
    let mut finding = Diagnostic::without_place(
        "TYP-001",
        format!("Typst refuse la composition : {}{emitted_at}", error.message),
    )
    .help(help)
    .at_stage(Stage::Typeset);
    // A file of the project's own charte is emitted as it is: the fault is there, and not where it is called from.
    let in_charte = error.locations().next().and_then(|l| {
        let path = format!("templates/{}", l.file);
        let (file, source) = sources.iter().find(|(_, source)| source.path().as_str() == path)?;
        let start = source.line_start(l.line);
        let end = start + source.text().get(start..)?.lines().next()?.len();
        Some(Span { file, start, end })
    });
    finding.labels.extend(in_charte.map(|span| Label { span, text: String::new() }));
    finding.labels.extend(origin.map(|span| Label { span, text: "composé par ce gabarit".to_owned() }));
    if error.severity == Severity::Warning { finding.warning() } else { finding }
}
