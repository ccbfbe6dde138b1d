//! Nothing that an agent writes is lost without a word: whatever the line, each of its words is in the emitted
//! document, or a finding stands on its line. The words are marks that nothing else can say.

use std::collections::BTreeSet;

use calpae::check::Selection;
use calpae::diagnostic::Report;
use calpae::pipeline::{self, DocumentKind, Formats};
use calpae::project::{self, Memory, Part};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;
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
    if !told.is_empty() && !snapshot.passages(Part::Act).iter().any(|passage| passage.file() == file) {
        return Vec::new();
    }
    let typ = Formats { typ: true, pdf: false, png: false };
    let mut made = Report::default();
    let document = pipeline::make(DocumentKind::Convention, &snapshot, &store, typ, &mut made, |_| ());
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
        let outcome = Scenario::new().project(name).args(["check", "--format", "short"]).run();
        let said: Vec<&str> = outcome.stdout.lines().filter(|l| l.contains("TXT-00")).collect();
        assert_eq!(said.join("\n"), expected, "{name}");
    }
}
