//! The projects that show the rules, in memory: read once, then changed and checked without a folder.

use std::sync::LazyLock;

use calpae::check::registry::{RULES, Rule};
use calpae::check::{Change, Findings, OtherAct, Scope, Selection, check, check_beside};
use calpae::diagnostic::Report;
use calpae::pipeline::Session;
use calpae::project::{self, Memory, Overlay, Project, Tree};
use calpae::snapshot::Snapshot;
use calpae::text::Sources;

use super::trees::{fixture, in_memory, path};

static ACT: LazyLock<Memory> = LazyLock::new(|| in_memory(&fixture("temoin")));
static OTHER: LazyLock<Memory> = LazyLock::new(|| in_memory(&fixture("temoin-autre")));
static RAPPORT: LazyLock<Memory> = LazyLock::new(|| in_memory(&fixture("temoin-rapport")));

/// The findings on the faulty example of each rule, in registry order; computed once for two tests.
pub(crate) static FAULTS: LazyLock<Vec<(Sources, Findings)>> = LazyLock::new(|| {
    let check = |rule: &Rule| check_example(rule, &[rule.page.example.context, rule.page.example.fault]);
    RULES.iter().map(check).collect()
});

/// The project that shows a rule. The rules of the rapport have their own, so that a fault in the act does not also
/// contradict what the rapport recorded.
pub(crate) fn check_example(rule: &Rule, changes: &[&[Change]]) -> (Sources, Findings) {
    match rule.scope {
        Scope::OtherAct => check_beside_other(changes),
        _ if rule.code.starts_with("RAP") => check_rapport(changes),
        _ => check_act(changes),
    }
}

/// The findings on the project that shows the rules of the act, beside another act of its collectivité.
pub(crate) fn check_beside_other(changes: &[&[Change]]) -> (Sources, Findings) {
    let other = Snapshot::read(changed(&OTHER, &[]));
    assert!(other.whole().is_some(), "l’autre acte doit se lire");
    let act = OtherAct {
        name: "l’acte « ../temoin-autre » (édition 2024)".to_owned(),
        key: "temoin-autre/2024".to_owned(),
        base: "../temoin-autre/".to_owned(),
        is_of_project: false,
        snapshot: &other,
    };
    let snapshot = Snapshot::read(changed(&ACT, changes));
    let findings = check_beside(&snapshot, &all(), &[act]);
    (snapshot.sources, findings)
}

/// All the rules, those in preview included.
fn all() -> Selection {
    Selection { preview: true, ..Selection::default() }
}

/// The findings on the project that shows the rules of the act.
pub(crate) fn check_act(changes: &[&[Change]]) -> (Sources, Findings) {
    check_changed(&ACT, &all(), changes)
}

/// The findings of the rules of the rapport on the project that shows them.
pub(crate) fn check_rapport(changes: &[&[Change]]) -> (Sources, Findings) {
    check_changed(&RAPPORT, &of_rapport(), changes)
}

/// The rules of the rapport.
fn of_rapport() -> Selection {
    Selection { chosen: ["RAP".to_owned()].into(), ..all() }
}

/// The findings on a project after some edits.
fn check_changed(base: &Memory, selection: &Selection, changes: &[&[Change]]) -> (Sources, Findings) {
    let snapshot = Snapshot::read(changed(base, changes));
    assert!(snapshot.whole().is_some(), "l’exemple d’une règle doit se lire");
    let findings = check(&snapshot, selection);
    (snapshot.sources, findings)
}

/// What a session that has just checked something else finds in the example of a rule.
pub(crate) fn check_fault_in(session: &mut Session, rule: &Rule) -> Report {
    let changes = [rule.page.example.context, rule.page.example.fault];
    let (base, selection) =
        if rule.code.starts_with("RAP") { (&RAPPORT, of_rapport()) } else { (&ACT, all()) };
    let snapshot = session.read(changed(base, &changes));
    session.check(&snapshot, &selection)
}

/// A project of which some places are changed.
fn changed(base: &Memory, changes: &[&[Change]]) -> Project {
    let mut tree = Overlay::new(base);
    for change in changes.iter().flat_map(|c| c.iter()) {
        let file = path(change.file);
        let text = String::from_utf8(tree.read(&file, u64::MAX).unwrap()).unwrap();
        assert_eq!(text.matches(change.from).count(), 1, "« {} » dans {file}", change.from);
        tree.insert(file, text.replacen(change.from, change.to, 1));
    }
    project::open(&tree, None).unwrap()
}
