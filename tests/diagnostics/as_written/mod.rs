//! YAML as agents write and paste it: read as it was meant, or one finding at the place, with the line to write.

mod first_tries;
mod looks;
mod other_words;
mod signs;
mod unfinished;

use calpae::check::Selection;
use calpae::diagnostic::Report;
use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, DocumentKind, Formats};
use calpae::project::{self, Memory};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
use calpae::text::ProjectPath;

use super::{CADRE, CONVENTION, FICHE};
use crate::common::{read_tree, repository};

/// A project of the fixtures, in memory.
fn fixture(name: &str) -> Memory {
    let tree = read_tree(&repository().join("tests/fixtures").join(name));
    tree.into_iter().map(|(path, bytes)| (ProjectPath::new(&path).unwrap(), bytes)).collect()
}

/// What reading and the rules say once some texts of a file stand in place of others: places, codes, messages, advice.
fn said(project: &str, file: &str, changes: &[(&str, &str)]) -> Vec<String> {
    let snapshot = changed(project, file, changes);
    let report = pipeline::check(&snapshot, &Selection::default());
    let place = |finding: &calpae::diagnostic::Diagnostic| {
        let span = finding.labels.first()?.span;
        let (line, column) = snapshot.sources.source(span.file).line_column(span.start);
        Some(format!("{line}:{column}"))
    };
    report
        .sorted(&snapshot.sources)
        .into_iter()
        // The smallest project has no target in its matrix.
        .filter(|d| d.code != "IND-037")
        .map(|d| {
            let help = d.help.as_deref().unwrap_or("");
            format!("{} {} {} → {help}", place(d).unwrap_or_default(), d.code, d.message)
        })
        .collect()
}

/// A project of which some texts of a file stand in place of others.
fn changed(project: &str, file: &str, changes: &[(&str, &str)]) -> Snapshot {
    let mut memory = fixture(project);
    let path = ProjectPath::new(file).unwrap();
    let mut text = String::from_utf8(project::Tree::read(&memory, &path, u64::MAX).unwrap()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "« {from} » dans {file}");
        text = text.replacen(from, to, 1);
    }
    memory.insert(path, text.into_bytes());
    Snapshot::read(project::open(&memory, None).unwrap())
}

/// What a document says, once some texts of a file stand in place of others.
fn emitted(project: &str, file: &str, changes: &[(&str, &str)], kind: DocumentKind) -> String {
    let snapshot = changed(project, file, changes);
    let (store, _) = TemplateStore::new(&snapshot);
    let typ = Formats { typ: true, pdf: false, png: false, heard: false };
    let mut report = Report::default();
    let document = kind.documents(&snapshot)[0];
    let made = pipeline::make(
        (document, DocumentForm::without_sources(Presentation::Annotated)),
        &snapshot,
        &store,
        typ,
        &mut report,
        |_| (),
    );
    let made = made.unwrap_or_else(|| panic!("{:?}", report.diagnostics()));
    made.files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect()
}

/// Whether each change of the fiche gives what stands beside it: the findings, one a line.
fn each(cases: &[(&str, &str, &str)]) {
    each_of(FICHE, cases);
}

fn each_of(file: &str, cases: &[(&str, &str, &str)]) {
    let mut faults = String::new();
    for (from, to, expected) in cases {
        let said = said("minimal", file, &[(from, to)]).join("\n");
        if said != *expected {
            faults.push_str(&format!("{to:?}\n  attendu : {expected}\n  dit     : {said}\n"));
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

const TITLE: &str = "intitule: Ouvrir un accueil";
const CHARGE: &str = "{ libelle: Accueillants, montant: 3 000 € }";
const VALUE: &str = "valeur: 40";
const PARTNERS: &str = "partenaires: [État]";

const RAPPORT: &str = "content/2024/rapports/2024/fiches/01-accueil.md";
