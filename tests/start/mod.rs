//! The first hour: a project from nothing, one more fiche, a template to change, a finding that the act keeps.

mod copied;
mod fiche;
mod parties;
mod project;
mod template;
mod tolerate;
mod values;

use crate::common::{Outcome, Scenario};

/// Runs other arguments in the folder of a scenario.
fn run(scenario: Scenario, args: &[&str]) -> (Scenario, Outcome) {
    let scenario = scenario.args(args.iter().copied());
    let outcome = scenario.run();
    (scenario, outcome)
}

/// Builds, then checks: neither finds an error, and what `check` says in short.
fn builds_and_checks(scenario: Scenario) -> (Scenario, String) {
    let (scenario, outcome) = run(scenario, &["build", "--format", "typ,pdf"]);
    assert_eq!(outcome.code, 0, "{outcome}");
    let (scenario, outcome) = run(scenario, &["check", "--format", "short"]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome}");
    assert!(!outcome.stdout.contains(" erreur "), "{outcome}");
    (scenario, outcome.stdout)
}

/// What a command that must refuse says, with nothing written.
fn refusal(scenario: &Scenario) -> String {
    let before = crate::common::read_tree(&scenario.path(""));
    let outcome = scenario.run();
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome}");
    assert!(crate::common::read_tree(&scenario.path("")) == before, "{outcome}");
    outcome.stderr
}
