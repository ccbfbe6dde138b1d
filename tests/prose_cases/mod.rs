//! The cases of prose: one change on a copy of `tests/fixtures/temoin`, which has no finding as it is, and what must be
//! said of it or not. `part_a.txt` holds what once was said falsely, `part_b.txt` what once was not said, `part_c.txt` what
//! was answered badly, `counts.txt` the numbers told twice, `money.txt` the amounts and the calculations; each with controls.
//!
//! `= name` starts a case. `@ file` opens a change of `content/2024/` (or of `content/cadres/`): lines `-` are there once and
//! lines `+` replace them; with no `-`, they follow `F2_ANCHOR` as a paragraph (`@ F2`). Then what is expected:
//! `? silent [at WORDS] [beyond CODES]`, or `? told WORDS [saying WORDS] [beyond CODES]`, where the words are those of the last
//! file that is changed, or of any; `here` stands for the lines that are put in.

mod notation;

use std::collections::BTreeSet;

use calpae::check::Selection;
use calpae::diagnostic::{Diagnostic, Report, Severity};
use calpae::pipeline;
use calpae::project::{self, Overlay};
use calpae::snapshot::Snapshot;
use calpae::text::Span;

use crate::common::trees::{fixture, in_memory};
use notation::{Case, Expected, cases};

/// Cases that the program does not pass yet. A case that starts to pass must leave the list.
const KNOWN_FAILING: [&str; 0] = [];

/// The act after the changes of a case, and what is said of it, rules in preview included.
fn check(case: &Case) -> (Snapshot, Report) {
    let base = in_memory(&fixture("temoin"));
    let mut tree = Overlay::new(&base);
    case.apply(&mut tree);
    let snapshot = Snapshot::read(project::open(&tree, None).unwrap());
    // The advice to cite a typed figure is right of any of them, and tells nothing wrong.
    let ignored = ["FRM-018".to_owned()].into();
    let report = pipeline::check(&snapshot, &Selection { preview: true, ignored, ..Selection::default() });
    (snapshot, report)
}

/// Why a case does not pass; nothing when it does.
fn failures(case: &Case) -> Vec<String> {
    let (snapshot, report) = check(case);
    let mut failures: Vec<String> = Vec::new();
    // A fault of Markdown is a finding as another; one of YAML would be a case that is badly written.
    let is_unread = |d: &&Diagnostic| d.severity == Severity::Error && !d.code.starts_with("MD-");
    if let Some(fault) = snapshot.findings().find(is_unread) {
        failures.push(format!("the case cannot be read: {}", fault.message));
    }
    for expected in &case.expected {
        let places = case.places(expected, &snapshot.sources);
        assert!(places.as_ref().is_none_or(|p| !p.is_empty()), "{}: « {expected:?} » is nowhere", case.name);
        let said: Vec<String> = report
            .diagnostics()
            .iter()
            .filter(|d| !expected.beyond.iter().any(|code| d.code == code))
            .filter(|d| {
                let stands = |span: &Span| d.labels.iter().any(|l| touches(l.span, *span));
                places.as_ref().is_none_or(|places| places.iter().any(stands))
            })
            .map(|d| {
                let place = d.labels.first().map(|l| snapshot.sources.location(l.span));
                format!("{} {} {}", place.unwrap_or_default(), d.code, d.message)
            })
            .collect();
        match expected {
            Expected { silent: true, .. } => failures.extend(said),
            Expected { saying: Some(words), .. } if !said.iter().any(|d| d.contains(words)) => {
                failures.push(format!("{expected:?} is not told, but {said:?}"));
            }
            _ if said.is_empty() => failures.push(format!("{expected:?} is not told")),
            _ => {}
        }
    }
    failures
}

fn touches(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end.max(b.start + 1) && b.start < a.end.max(a.start + 1)
}

fn all_cases() -> Vec<Case> {
    let parts = [
        include_str!("part_a.txt"),
        include_str!("part_b.txt"),
        include_str!("part_c.txt"),
        include_str!("counts.txt"),
        include_str!("money.txt"),
    ];
    parts.into_iter().flat_map(cases).collect()
}

#[test]
fn what_is_right_is_not_told_and_what_is_wrong_is() {
    let cases = all_cases();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    let mut wrong = String::new();
    for case in &cases {
        let failures = failures(case);
        match (failures.is_empty(), KNOWN_FAILING.contains(&case.name.as_str())) {
            (true, true) => wrong += &format!("« {} » passes now: take it off the list\n", case.name),
            (false, false) => wrong += &format!("« {} »:\n  {}\n", case.name, failures.join("\n  ")),
            _ => {}
        }
    }
    for name in KNOWN_FAILING.iter().filter(|name| !names.contains(*name)) {
        wrong += &format!("« {name} » is no case\n");
    }
    assert!(wrong.is_empty(), "{wrong}");
}
