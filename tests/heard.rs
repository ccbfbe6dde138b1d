//! What is heard of a document: the golden files of what a screen reader says, which a person reads before they change, and
//! the format of `build` that writes it.

use calpae::render::Bundle;
use calpae::typeset::{self, heard};
use insta::assert_snapshot;

use crate::common::{Scenario, read_tree};

/// What `build --format lecture` writes of a document.
fn heard_of(project: &str, document: &str, file: &str) -> String {
    let scenario = Scenario::new().project(project).args(["build", document, "--format", "lecture"]);
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    scenario.read(&format!("output/2024/{file}-lecture.txt"))
}

#[test]
fn a_convention_is_heard_as_a_person_would_tell_it() {
    assert_snapshot!("convention", heard_of("temoin", "convention", "convention"));
}

#[test]
fn a_rapport_is_heard_as_a_person_would_tell_it() {
    assert_snapshot!("rapport", heard_of("temoin-rapport", "rapport", "rapport-2024"));
}

#[test]
fn the_annexe_of_control_is_heard_as_a_person_would_tell_it() {
    assert_snapshot!("control", heard_of("temoin-rapport", "controle", "controle"));
}

/// What is heard of a text in Typst.
fn heard_in(text: &str) -> String {
    let source = format!(
        "#set document(title: [x])\n#set text(lang: \"fr\", hyphenate: true)\n#set page(width: 9cm, height: auto)\n{text}"
    );
    let files = [("a.typ".to_owned(), source.into_bytes())].into_iter().collect();
    let composition = typeset::compose(&Bundle { main_file: "a.typ".to_owned(), files });
    let pdf = composition.and_then(|composition| composition.pdf((2024, 5, 1)));
    let pdf = pdf.unwrap_or_else(|errors| panic!("{}", errors[0]));
    heard::told(&heard::read(&pdf).unwrap())
}

#[test]
fn words_are_whole_whatever_the_lines_and_the_pieces_they_are_set_in() {
    let told = heard_in(
        "= Titre\nLe #strong[Département]#emph[, partie], anticonstitutionnellement et administrativement, vise le 1#super[er] \
         janvier le Val-de-Marne, la Seine-et-Marne et le Val-d’Oise, 12#sym.space.nobreak.narrow;345 #box[€]#h(1cm)fin",
    );
    assert_eq!(
        told,
        "Titre 1 : Titre\nLe Département, partie, anticonstitutionnellement et administrativement, vise le 1er janvier le \
         Val-de-Marne, la Seine-et-Marne et le Val-d’Oise, 12 345 € fin\n"
    );
}

#[test]
fn lists_notes_links_and_pictures_are_said_for_what_they_are() {
    let told = heard_in(
        "= Titre\n- un#footnote[Une note.]\n- deux\n  + premier\n  + second\n/ Sigle: ce qu’il veut dire\n\n\
         #figure(rect(), caption: [Un cadre], alt: \"Un rectangle.\")\n#link(\"https://example.org/\")[Un site] utile.",
    );
    assert_snapshot!("pieces", told);
}

#[test]
fn a_cell_is_said_after_its_column_and_under_its_row() {
    let told = heard_in(
        "#table(columns: 3, table.header([Poste], [2023], [2024]), [Locaux], [1], [], table.cell(colspan: 3)[Suite], [Total], [2], [3])",
    );
    assert_eq!(
        told,
        "Tableau de 3 colonnes et 4 lignes\n  Colonnes : Poste ; 2023 ; 2024\n  – Poste : Locaux\n    2023 : 1\n    2024 : (vide)\n  – Poste, 2023, 2024 : Suite\n  – Poste : Total\n    2023 : 2\n    2024 : 3\n"
    );
}

#[test]
fn a_file_that_is_no_document_is_not_told() {
    assert_eq!(heard::read(b"%PDF-1.7"), None);
    assert_eq!(heard::read(b""), None);
}

#[test]
fn the_text_that_is_heard_is_a_format_like_the_others() {
    let all = ["build", "--format", "pdf,lecture"];
    let scenario = Scenario::new().project("minimal").args(all);
    let outcome = scenario.run();
    let line = outcome.stdout.lines().next().unwrap();
    assert!(line.starts_with("écrit : output/2024/convention.pdf, "), "{outcome}");
    assert!(line.ends_with(" pages, et ce qu’on en entend"), "{outcome}");
    let before = read_tree(&scenario.path("output/2024"));
    assert!(before.contains_key("convention-lecture.txt") && before.contains_key("convention.pdf"));
    assert!(!before.contains_key("convention.typ"));

    // Another format leaves it; its own writes the same bytes, and under another name takes the first away.
    let scenario = scenario.args(["build", "--format", "typ"]);
    assert_eq!(scenario.run().code, 0);
    let scenario = scenario.args(["build", "--format", "lecture"]);
    let outcome = scenario.run();
    assert!(outcome.stdout.starts_with("inchangé : output/2024/convention-lecture.txt, "), "{outcome}");
    let scenario = scenario.args(["build", "--format", "lecture", "--nom-complet"]);
    assert_eq!(scenario.run().code, 0);
    let after = read_tree(&scenario.path("output/2024"));
    assert!(!after.contains_key("convention-lecture.txt"));
    assert_eq!(after.get("convention-97-2024-lecture.txt"), before.get("convention-lecture.txt"));

    // What was noted in it by hand stays.
    let scenario = scenario.add_bytes("output/2024/convention-97-2024-lecture.txt", "relu\n".as_bytes());
    assert_eq!(scenario.run().code, 2, "it is somebody's work");
}
