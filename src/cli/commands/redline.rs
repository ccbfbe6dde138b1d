//! `calpae diff --format pdf|typ|png`: the comparison as a document.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::Console;
use crate::cli::args::{ComparisonFormat, DiffArgs};
use crate::cli::error::CommandError;
use crate::compare::shown::Shown;
use crate::diagnostic::Report;
use crate::pipeline::{self, Formats, MadeDocument};
use crate::project::output::{self, WriteOptions};
use crate::render::TemplateStore;
use crate::snapshot::Snapshot;

/// The word of the document, which its files begin with.
const WORD: &str = "comparaison";

/// Refuses the options of a document when none is made.
///
/// # Errors
/// When one of them is there without a format that it goes with.
pub(super) fn refuse_idle_options(args: &DiffArgs) -> Result<(), CommandError> {
    if args.format.is_some_and(ComparisonFormat::is_document) {
        return match args.stat {
            true => Err(CommandError::with_help(
                "« --stat » montre un compte à l’écran : il n’en est pas fait de document",
                "ôter « --stat » ou « --format »",
            )),
            false => Ok(()),
        };
    }
    let given = [
        ("--sortie", args.sortie.is_some()),
        ("--seulement-modifie", args.seulement_modifie),
        ("--remplacer", args.remplacer),
    ];
    match given.into_iter().find(|(_, is_given)| *is_given) {
        None => Ok(()),
        Some((option, _)) => Err(CommandError::with_help(
            format!("« {option} » ne vaut que pour un document"),
            "ajouter « --format pdf », « --format typ » ou « --format png »",
        )),
    }
}

/// Makes the document and writes it; what is said of it.
///
/// # Errors
/// When a template has a fault, or when the files cannot be written.
pub(super) fn made(
    shown: &Shown<'_>,
    (before, after): (&Snapshot, &Snapshot),
    (args, format): (&DiffArgs, ComparisonFormat),
    root: Option<&Path>,
    console: &Console,
) -> Result<String, CommandError> {
    let formats = Formats {
        typ: format == ComparisonFormat::Typ,
        pdf: format == ComparisonFormat::Pdf,
        png: format == ComparisonFormat::Png,
        heard: false,
    };
    let named = args.sortie.as_deref().filter(|path| formats.pdf && is_pdf(path));
    let stem = named.and_then(Path::file_stem).and_then(|stem| stem.to_str()).unwrap_or(WORD).to_owned();
    let folder = match (named, args.sortie.as_deref()) {
        (Some(file), _) => {
            let parent = file.parent().filter(|parent| !parent.as_os_str().is_empty());
            output::folder(parent.unwrap_or(Path::new(".")), &[])?
        }
        (None, Some(folder)) => output::folder(folder, &[])?,
        (None, None) => output::folder(root.unwrap_or(Path::new(".")), &["output", &after.edition])?,
    };
    let (store, faults) = TemplateStore::new(after);
    let mut report = Report::default();
    report.extend(faults);
    console.progress("mise en page…");
    let acts = before.dossier.as_ref().zip(after.dossier.as_ref());
    let made = acts.and_then(|acts| {
        pipeline::make_comparison(shown, acts, args.seulement_modifie, &store, formats, &mut report)
    });
    console.progress("");
    console.say_findings(&report, store.sources())?;
    let Some(MadeDocument { files, pages, .. }) = made.filter(|_| !report.has_errors()) else {
        return Err(CommandError::with_help(
            "rien n’a été écrit : la comparaison n’a pu être composée",
            "corriger les gabarits ou la charte du projet",
        ));
    };
    let files: BTreeMap<String, Vec<u8>> = files
        .into_iter()
        .map(|(path, bytes)| match path == format!("{WORD}.pdf") {
            true => (format!("{stem}.pdf"), bytes),
            false => (path, bytes),
        })
        .collect();
    let is_asked = |path: &str| formats.has(&stem, path);
    let options = WriteOptions { is_asked: &is_asked, replaces: args.remplacer };
    let summary = output::write(&folder, &stem, &files, options)?;
    let name = match format {
        ComparisonFormat::Png => format!("{WORD}-001.png"),
        ComparisonFormat::Typ => format!("{WORD}.typ"),
        _ => format!("{stem}.pdf"),
    };
    let what = if summary.written.is_empty() && summary.removed.is_empty() { "inchangé" } else { "écrit" };
    let count =
        pages.map_or_else(String::new, |pages| format!(", {pages} page{}", if pages > 1 { "s" } else { "" }));
    let mut said = format!("{what} : {}{count}\n", folder.join(name).display());
    if let Some(kept) = summary.kept.first().and_then(|path| path.split('/').next()) {
        said.push_str(&format!("gardé : ce qui a été remplacé, dans {}\n", folder.join(kept).display()));
    }
    for left in &summary.left_alone {
        console.say(&format!("laissé en place, car modifié à la main : {left}\n"))?;
    }
    Ok(said)
}

fn is_pdf(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf"))
}
