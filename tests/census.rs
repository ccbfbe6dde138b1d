//! Nothing that an agent writes is lost without a word: whatever the line, each of its words is in the emitted
//! document, or a finding stands on its line. The words are marks that nothing else can say.

use std::collections::BTreeSet;

use calpae::check::Selection;
use calpae::diagnostic::Report;
use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, Formats, WantedDocument};
use calpae::project::{self, Memory};
use calpae::render::TemplateStore;
use calpae::snapshot::{PrintedPart, Snapshot};
use calpae::text::ProjectPath;
use proptest::prelude::*;

use crate::common::{Scenario, read_tree, repository};

/// A project of the fixtures, in memory.
fn project(name: &str) -> Memory {
    let tree = read_tree(&repository().join("tests/fixtures").join(name));
    tree.into_iter().map(|(path, bytes)| (ProjectPath::new(&path).unwrap(), bytes)).collect()
}

const FICHE: &str = "content/2024/fiches/03-prevention.md";

fn text(memory: &Memory, path: &str) -> String {
    String::from_utf8(project::Tree::read(memory, &ProjectPath::new(path).unwrap(), u64::MAX).unwrap())
        .unwrap()
}

/// The marks of a file that are neither in the emitted convention nor on a line that a finding tells of.
fn lost(memory: &Memory, path: &str) -> Vec<String> {
    let snapshot = Snapshot::read(project::open(memory, None).unwrap());
    let (store, faults) = TemplateStore::new(&snapshot);
    assert!(faults.is_empty());
    let mut report = pipeline::check(&snapshot, &Selection::default());
    pipeline::check_documents(&snapshot, &store, &mut report);
    let (file, source) = snapshot.sources.iter().find(|(_, s)| s.path().as_str() == path).unwrap();
    let told: BTreeSet<usize> = report
        .diagnostics()
        .iter()
        .flat_map(|d| d.labels.iter().map(|label| label.span))
        .filter(|span| span.file == file)
        .flat_map(|span| source.line_column(span.start).0..=source.line_column(span.end).0)
        .collect();
    // A file that is refused whole is told once, and says nothing.
    if !told.is_empty() && !snapshot.passages(PrintedPart::Act).iter().any(|passage| passage.file() == file) {
        return Vec::new();
    }
    let typ = Formats { typ: true, pdf: false, png: false, heard: false };
    let mut made = Report::default();
    let document = pipeline::make(
        (WantedDocument::Convention, DocumentForm::without_sources(Presentation::Annotated)),
        &snapshot,
        &store,
        typ,
        &mut made,
        |_| (),
    );
    let printed: String = match &document {
        Some(made) => made.files.values().filter_map(|bytes| std::str::from_utf8(bytes).ok()).collect(),
        // An error stands somewhere: what was read would have been printed.
        None => snapshot.dossier.iter().flat_map(|d| &d.passages).map(|p| format!("{}\n", p.text)).collect(),
    };
    let mut lost = Vec::new();
    for (line, written) in source.text().lines().enumerate() {
        for mark in written.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.starts_with("zq"))
        {
            if !printed.contains(mark) && !told.contains(&(line + 1)) {
                lost.push(format!("{mark} : {written}"));
            }
        }
    }
    lost
}

/// The command that counts what a document prints, whatever its templates.
const BUILD: [&str; 4] = ["build", "convention", "--format", "typ"];

/// Each `@` becomes a mark of its own.
fn marked(template: &str, count: &mut usize) -> String {
    let mut text = String::new();
    for (rank, piece) in template.split('@').enumerate() {
        if rank > 0 {
            *count += 1;
            text.push_str(&format!("zq{count:04}"));
        }
        text.push_str(piece);
    }
    text
}

/// Lines that people write or paste, right or wrong.
const LINES: [&str; 58] = [
    "@ @ @.",
    "@*@*@ = @",
    "Les ~@ et les @ (~ @).",
    "~~@~~ @",
    "@_@_@ et __@__",
    "| @ | @ |\n|---|---|\n| @ | @ | @ |",
    "| @|@ | @ |\n|---|---|\n| @ |",
    "@ | @\n---|---\n@ | @ | @",
    "| @ | @ |\n| @ | @ |",
    "| @ |\n|---|---|---|\n| @ | @ |",
    "| @ | @ |\n|---|---|\n| @ | @ |\n@ @",
    "[^a]: @ @",
    "@[^b] @\n\n[^b]: @\n[^b]: @",
    "@[^c] @",
    "@[^d] et @[^d]\n\n[^d]: @",
    "[@]: @",
    "[1]: @ @",
    "[@][r] @",
    "[@](https://a.fr \"@\")",
    "<https://@.fr> et @@exemple.fr",
    "![@](images/@.png)",
    "@ ![@](@) @",
    "## @ {@}",
    "### @ {#@}",
    "## @ \\{@}",
    "## {@}",
    "##@",
    "###### @\n####### @",
    "@\n---",
    "@\n=====",
    "```@\n@\n```",
    "~~~\n@\n~~~",
    "    @\n    @",
    "- @\n    - @\n\n      @",
    "3. @\n5. @\n7. @",
    "1) @\n2) @",
    "•\t@\n•\t@",
    "– @\n– @",
    "+ @\n* @",
    "> @\n@\n>> @",
    "<b>@</b> @",
    "<!-- @ --> @",
    "<div>\n@\n</div>",
    "&@; &nbsp;@",
    "\\@ @\\\n@",
    "`@` ``@``",
    "{budget.@} @",
    "{@} {{@}} { @ }",
    "{budget.total @",
    "<<<<<<< @\n@\n=======\n@\n>>>>>>> @",
    "- [ ] @\n- [x] @",
    "$@$ #@ @",
    "***@*** **@* @*",
    "[[@]] [@] (@)",
    "Term @\n: @",
    "@  \n@",
    "\t@",
    "***\n@\n___",
];

/// Values of a text of the header.
const VALUES: [&str; 34] = [
    "@ @",
    "@ #@",
    "@ # @",
    "!@ @",
    "! @",
    "!!str @",
    "&@ @",
    "*@",
    "@: @",
    "@ : @",
    "[@] @",
    "\"@\" @",
    "'@'@",
    "\"@ # @\"",
    "'@ : @'",
    "|@",
    "> @",
    "{ @ }",
    "{ @: @ }",
    "[@, @]",
    "- @",
    "- @ - @",
    "% @",
    "@, @",
    "~@",
    "? @",
    "\"@\\n@\"",
    ">-\n  @\n  @ # @",
    "|\n  @\n   @",
    "@\n  @ # @",
    "@\n  @\n\n  @",
    "`@`",
    "**@** [@](@)",
    "{@} <@>",
];

#[test]
fn each_way_of_writing_a_line_alone() {
    let memory = project("temoin");
    let before = text(&memory, FICHE);
    let mut faults = Vec::new();
    for template in LINES {
        let mut count = 0;
        let body = format!("{before}\n{}\n\n{}\n", marked(template, &mut count), marked("@", &mut count));
        let mut tree = memory.clone();
        tree.insert(ProjectPath::new(FICHE).unwrap(), body.into_bytes());
        faults.extend(lost(&tree, FICHE).into_iter().map(|l| format!("{template:?} → {l}")));
    }
    for template in VALUES {
        let mut count = 0;
        let line = before.lines().find(|l| l.starts_with("intitule:")).unwrap();
        let value = format!("intitule: {}", marked(template, &mut count));
        let mut tree = memory.clone();
        tree.insert(ProjectPath::new(FICHE).unwrap(), before.replace(line, &value).into_bytes());
        faults.extend(lost(&tree, FICHE).into_iter().map(|l| format!("intitule: {template:?} → {l}")));
    }
    assert!(faults.is_empty(), "{} pertes\n{}", faults.len(), faults.join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn lines_of_any_kind_one_after_the_other(
        lines in proptest::collection::vec((proptest::sample::select(LINES.to_vec()), any::<bool>()), 1..12),
        value in proptest::sample::select(VALUES.to_vec()),
    ) {
        let memory = project("temoin");
        let before = text(&memory, FICHE);
        let mut count = 0;
        let title = before.lines().find(|l| l.starts_with("intitule:")).unwrap().to_owned();
        let mut body = before.replace(&title, &format!("intitule: {}", marked(value, &mut count)));
        for (template, is_apart) in lines {
            body.push_str(&marked(template, &mut count));
            body.push_str(if is_apart { "\n\n" } else { "\n" });
        }
        let mut tree = memory;
        tree.insert(ProjectPath::new(FICHE).unwrap(), body.into_bytes());
        let lost = lost(&tree, FICHE);
        prop_assert!(lost.is_empty(), "{}", lost.join("\n"));
    }
}

#[test]
fn the_projects_lose_what_is_listed_here_and_no_more() {
    for (name, expected) in [("minimal", ""), ("temoin", ""), ("temoin-rapport", "")] {
        let outcome = Scenario::new().project(name).args(BUILD).run();
        let said: Vec<&str> = outcome.stderr.lines().filter(|l| l.contains("TXT-00")).collect();
        assert_eq!(said.join("\n"), expected, "{name}");
    }
}

#[test]
fn what_the_document_prints_in_another_form_is_not_lost() {
    let prose = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";
    let table = |cell: &str| {
        format!(
            "tableaux:\n  - id: sites\n    colonnes: [{{ titre: Site }}, {{ titre: Montant, type: montant }}]\n    lignes: |\n      Melun | {cell}\n---\n## 1. Description"
        )
    };
    let mut said = Vec::new();
    let mut run = |what: &str, from: &str, to: &str| {
        let outcome = Scenario::new()
            .project("temoin")
            .replace("content/2024/fiches/02-diagnostics.md", from, to)
            .args(BUILD)
            .run();
        assert!(outcome.stdout.contains("contrôle"), "{what} : {outcome}");
        let lines = outcome.stderr.lines().filter(|line| line.contains("TXT-00") || line.contains("YAML-"));
        said.extend(lines.map(|line| format!("{what} → {line}")));
    };
    for text in [
        // Accents typed apart.
        "L'e\u{301}te\u{301} a\u{300} E\u{301}vry, on ac\u{327}oit le\u{323}\u{302} mot.",
        "| L'e\u{301}te\u{301} | **e\u{301}vry** |\n|---|---|\n| a\u{300} | `e\u{301}` |",
        "### 1.3. L'e\u{301}te\u{301}",
        // Marks that touch a word.
        "Le **Budget**2024, **A**b, x**A** et 2**e**.",
        "Les `AB`s et a`b`c.",
        "Un [lien](https://a.example)s et un mot**gras**[^n].\n\n[^n]: La note**s**.",
        "Le 1**er** mars et 12,50**€**.",
    ] {
        run(text, prose, text);
    }
    for cell in ["12,5", "1 234,5", "100,0", "12.5", "0,5", "20"] {
        let cited = table(cell).replace("---\n## 1.", "---\n{tableau.sites}\n\n## 1.");
        run(cell, "---\n## 1. Description", &cited);
    }
    for value in [
        "\"caf\\u00e9 du vieux bourg\"",
        "\"Ren\\xe9 \\\"Char\\\" renforc\\u00e9e\"",
        "\"De l\\u2019e\\u0301t\\u00e9 \\u2013 12\\_345\"",
        "\"Ouvrir\\\n  un accueil\"",
        "L'e\u{301}te\u{301} a\u{300} E\u{301}vry",
    ] {
        run(value, "intitule: Établir des diagnostics vers l'emploi", &format!("intitule: {value}"));
    }
    for period in [
        "01/01/2024 - 31/12/2024",
        "01/01/2024 – 31/12/2024",
        "du 01/01/2024 au 31/12/2024",
        "01/02/2024-31/12/2024",
    ] {
        run(period, "duree: 11 mois, jusqu'en décembre 2024", &format!("duree: {period}"));
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}
