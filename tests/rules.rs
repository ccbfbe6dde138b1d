//! Every rule of `check` on the project that shows them, `tests/fixtures/temoin`: right as it is, wrong in one
//! way with the example of the rule, and right again with the texts that only resemble the fault.

use std::collections::BTreeSet;

use calpae::check::registry::RULES;
use calpae::check::{Change, Selection, check};
use calpae::project::{self, Disk};
use calpae::snapshot::Snapshot;

use crate::common::Scenario;

fn witness(changes: &[&[Change]]) -> Scenario {
    apply("temoin", changes)
}

/// Every rule, those in preview too.
fn all() -> Selection {
    Selection { preview: true, ..Selection::default() }
}

/// The project that shows a rule: those of the report have their own, so that a fault of the act elsewhere does
/// not also restate what was signed.
fn project_of(code: &str) -> (&'static str, Selection) {
    if code.starts_with("RAP") {
        ("temoin-rapport", Selection { chosen: ["RAP".to_owned()].into(), ..all() })
    } else {
        ("temoin", all())
    }
}

fn apply(project: &str, changes: &[&[Change]]) -> Scenario {
    changes
        .iter()
        .flat_map(|c| c.iter())
        .fold(Scenario::new().project(project), |scenario, c| scenario.replace(c.file, c.from, c.to))
}

/// The findings as `code lieu message`.
fn findings(scenario: &Scenario, selection: &Selection) -> Vec<String> {
    let project = project::open(&Disk::new(scenario.path("")), None).unwrap();
    let snapshot = Snapshot::read(project);
    assert!(snapshot.whole().is_some(), "l’exemple d’une règle doit se lire");
    let summary = check(&snapshot, selection);
    let say = |d: calpae::diagnostic::Diagnostic| {
        format!("{} {} {}", d.code, snapshot.sources.location(d.labels[0].span), d.message)
    };
    summary.findings.into_iter().map(say).collect()
}

#[test]
fn the_project_that_shows_the_rules_is_right() {
    assert_eq!(findings(&witness(&[]), &all()), Vec::<String>::new());
}

#[test]
fn the_fault_of_each_rule_gives_its_finding_and_no_other() {
    let mut lacks = Vec::new();
    for rule in RULES {
        let example = &rule.page.example;
        let (project, selection) = project_of(rule.code);
        assert!(!example.fault.is_empty(), "{} n’a pas d’exemple", rule.code);
        let before = findings(&apply(project, &[example.context]), &selection);
        if !before.is_empty() {
            lacks.push(format!("{} : le contexte de l’exemple donne {before:#?}", rule.code));
        }
        let hits = findings(&apply(project, &[example.context, example.fault]), &selection);
        let codes: BTreeSet<&str> = hits.iter().filter_map(|t| t.split(' ').next()).collect();
        if codes != BTreeSet::from([rule.code]) {
            lacks.push(format!("{} : sa faute donne {hits:#?}", rule.code));
        }
        for admitted in example.admitted {
            let hits =
                findings(&apply(project, &[example.context, std::slice::from_ref(admitted)]), &selection);
            if !hits.is_empty() {
                lacks.push(format!("{} : « {} » est admis et donne {hits:#?}", rule.code, admitted.to));
            }
        }
    }
    assert!(lacks.is_empty(), "{}", lacks.join("\n"));
}

#[test]
fn codes_are_unique_sorted_and_of_a_known_family() {
    let codes: Vec<&str> = RULES.iter().map(|r| r.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), codes.len(), "{codes:?}");
    let families: Vec<&str> = calpae::check::registry::FAMILIES.iter().map(|(f, _)| *f).collect();
    for code in codes {
        let (family, number) = code.split_once('-').unwrap();
        assert!(families.contains(&family) && number.len() == 3, "{code}");
    }
}
