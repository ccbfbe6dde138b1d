//! The projects that show the rules, in memory: read once, changed and checked without a folder.

use std::sync::LazyLock;

use calpae::check::registry::{RULES, Rule};
use calpae::check::{Change, Findings, Selection, check};
use calpae::project::{self, Memory, Overlay, Tree};
use calpae::snapshot::Snapshot;
use calpae::text::Sources;

use super::trees::{fixture, in_memory, path};

static ACT: LazyLock<Memory> = LazyLock::new(|| in_memory(&fixture("temoin")));
static RAPPORT: LazyLock<Memory> = LazyLock::new(|| in_memory(&fixture("temoin-rapport")));

/// What the rules find where the fault of each rule is made, in the order of the table: two tests look at it.
pub(crate) static FAULTS: LazyLock<Vec<(Sources, Findings)>> = LazyLock::new(|| {
    let check = |rule: &Rule| check_example(rule, &[rule.page.example.context, rule.page.example.fault]);
    RULES.iter().map(check).collect()
});

/// The project that shows a rule: those of the rapport have their own, so that a fault of the act elsewhere does
/// not also restate what was signed.
pub(crate) fn check_example(rule: &Rule, changes: &[&[Change]]) -> (Sources, Findings) {
    if rule.code.starts_with("RAP") { check_rapport(changes) } else { check_act(changes) }
}

/// Every rule, those in preview too.
fn all() -> Selection {
    Selection { preview: true, ..Selection::default() }
}

/// What the rules find in the project that shows those of the act.
pub(crate) fn check_act(changes: &[&[Change]]) -> (Sources, Findings) {
    check_changed(&ACT, &all(), changes)
}

/// What the rules of the rapport find in the project that shows them.
pub(crate) fn check_rapport(changes: &[&[Change]]) -> (Sources, Findings) {
    let selection = Selection { chosen: ["RAP".to_owned()].into(), ..all() };
    check_changed(&RAPPORT, &selection, changes)
}

/// What the rules find in a project of which some places are changed.
fn check_changed(base: &Memory, selection: &Selection, changes: &[&[Change]]) -> (Sources, Findings) {
    let mut tree = Overlay::new(base);
    for change in changes.iter().flat_map(|c| c.iter()) {
        let file = path(change.file);
        let text = String::from_utf8(tree.read(&file, u64::MAX).unwrap()).unwrap();
        assert_eq!(text.matches(change.from).count(), 1, "« {} » dans {file}", change.from);
        tree.insert(file, text.replacen(change.from, change.to, 1));
    }
    let snapshot = Snapshot::read(project::open(&tree, None).unwrap());
    assert!(snapshot.whole().is_some(), "l’exemple d’une règle doit se lire");
    let findings = check(&snapshot, selection);
    (snapshot.sources, findings)
}
