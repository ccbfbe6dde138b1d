//! What each rule reports, word for word: the fault of its example as a terminal shows it. A change of message, place or
//! arithmetic shows in `tests/snapshots/rules/CODE.snap` (`cargo insta review`).

use std::collections::BTreeSet;

use calpae::check::registry::RULES;
use calpae::diagnostic::{Report, human};

use crate::common::example::FAULTS;
use crate::common::{read_tree, repository};

#[test]
fn each_rule_says_its_finding_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/rules");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        let mut changed = Vec::new();
        for (rule, (sources, findings)) in RULES.iter().zip(FAULTS.iter()) {
            let mut report = Report::default();
            report.extend(findings.findings.iter().cloned());
            let text = human::render(&report, sources, false);
            // Compare all the rules before failing.
            let same = std::panic::catch_unwind(|| insta::assert_snapshot!(rule.code, text));
            if same.is_err() {
                changed.push(rule.code);
            }
        }
        assert!(changed.is_empty(), "ce que disent ces règles a changé : {changed:?}");
    });
    // A snapshot left by a removed rule would still look valid.
    let codes: BTreeSet<String> = RULES.iter().map(|rule| format!("{}.snap", rule.code)).collect();
    let snapshots: BTreeSet<String> = read_tree(&repository().join("tests/snapshots/rules"))
        .into_keys()
        .filter(|name| name.ends_with(".snap"))
        .collect();
    assert_eq!(snapshots, codes);
}
