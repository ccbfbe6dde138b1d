//! A number that is typed is the number that is read, or it is refused with what it may mean: in every field, and however
//! people, spreadsheets and word processors write it.

mod any_writing;
mod days_and_periods;
mod fields;
mod letters;
mod told_once;
mod totals;

use std::collections::BTreeMap;

use calpae::check::Selection;
use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, Formats, WantedDocument};
use calpae::project::{self, Memory, Overlay, Tree};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;

use crate::common::trees::{fixture, in_memory, path};

const FICHE: &str = "content/2024/fiches/01.md";
const CADRE: &str = "content/cadres/essai.yaml";
const CONVENTION: &str = "content/2024/convention.yaml";

/// The changes of some files: file, text replaced, text put there.
type Edits<'t> = &'t [(&'t str, &'t str, &'t str)];

fn edited<'m>(base: &'m Memory, edits: Edits<'_>) -> Overlay<'m> {
    let mut tree = Overlay::new(base);
    for (file, from, to) in edits {
        let text = String::from_utf8(tree.read(&path(file), u64::MAX).unwrap()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "« {from} » dans {file}");
        tree.insert(path(file), text.replacen(from, to, 1));
    }
    tree
}

/// What a change makes said of a project of the fixtures, one line a finding: place, code, message and help.
fn said_of(project: &str, edits: Edits<'_>) -> Vec<String> {
    let base = in_memory(&fixture(project));
    let snapshot = Snapshot::read(project::open(&edited(&base, edits), None).unwrap());
    let report = pipeline::check(&snapshot, &Selection::default());
    let line = |d: &calpae::diagnostic::Diagnostic| {
        let place =
            d.labels.first().map(|l| snapshot.sources.location(l.span).to_string()).unwrap_or_default();
        let place = place.rsplit('/').next().unwrap_or_default().to_owned();
        let help = d.help.clone().unwrap_or_default();
        format!("{place} {} {} → {help}", d.code, d.message).replace(['\u{a0}', '\u{202f}'], " ")
    };
    // What the fixture already has said of it, and the census of words, which has its own tests.
    let known = ["IND-037", "TXT-004"];
    report.diagnostics().iter().filter(|d| !known.contains(&d.code)).map(line).collect()
}

fn said(edits: Edits<'_>) -> Vec<String> {
    said_of("minimal", edits)
}

/// The only thing said.
fn only(edits: Edits<'_>) -> String {
    let said = said(edits);
    assert_eq!(said.len(), 1, "{edits:?} : {said:#?}");
    said.concat()
}

/// The emitted convention of a changed project, blanks made plain.
fn printed(edits: Edits<'_>) -> String {
    let base = in_memory(&fixture("minimal"));
    let snapshot = Snapshot::read(project::open(&edited(&base, edits), None).unwrap());
    let said: Vec<_> = snapshot.findings().map(|d| d.message.clone()).collect();
    assert_eq!(said, Vec::<String>::new(), "{edits:?}");
    let (store, _) = TemplateStore::new(&snapshot);
    let mut report = calpae::diagnostic::Report::default();
    let typ = Formats { typ: true, pdf: false, png: false, heard: false };
    let made = pipeline::make(
        (WantedDocument::Convention, DocumentForm::without_sources(Presentation::Annotated)),
        &snapshot,
        &store,
        typ,
        &mut report,
        |_| (),
    )
    .unwrap();
    let texts: BTreeMap<_, _> = made.files.into_iter().filter(|(name, _)| name.ends_with(".typ")).collect();
    let whole: String =
        texts.into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).collect();
    whole.replace(['\u{a0}', '\u{202f}', '~'], " ").replace("\\-", "-").replace("#super[er];", "er")
}

/// Keys added to the header of the fiche.
fn header(yaml: &str) -> String {
    format!("partenaires: [État]\n{yaml}\n")
}

/// A table of one column of figures.
fn table(column: &str, rows: &str) -> String {
    let rows = rows.replace('\n', "\n      ");
    header(&format!(
        "tableaux:\n  - id: lieux\n    colonnes: [{{ titre: Lieu }}, {{ titre: Places, {column} }}]\n    lignes: |\n      {rows}"
    ))
}
