//! Every rule on the project that shows them, `tests/fixtures/temoin`: silent on it as it is, found with the faulty example
//! of its page, silent again with the texts that only look like the fault.

use std::collections::BTreeSet;

use calpae::check::Findings;
use calpae::check::registry::RULES;
use calpae::diagnostic::Diagnostic;
use calpae::text::Sources;

use crate::common::example::{FAULTS, check_act, check_beside_other, check_example, check_rapport};

/// Findings as `code place message`.
fn lines((sources, findings): &(Sources, Findings)) -> Vec<String> {
    let line = |d: &Diagnostic| format!("{} {} {}", d.code, sources.location(d.labels[0].span), d.message);
    findings.findings.iter().map(line).collect()
}

#[test]
fn the_projects_that_show_the_rules_are_right() {
    assert_eq!(lines(&check_act(&[])), Vec::<String>::new());
    assert_eq!(lines(&check_rapport(&[])), Vec::<String>::new());
    assert_eq!(lines(&check_beside_other(&[])), Vec::<String>::new());
}

#[test]
fn the_fault_of_each_rule_gives_its_finding_and_no_other() {
    let mut lacks = Vec::new();
    for (rule, faulty) in RULES.iter().zip(FAULTS.iter()) {
        let example = &rule.page.example;
        assert!(!example.fault.is_empty(), "{} n’a pas d’exemple", rule.code);
        // Without a context, this is the project that another test proves to be clean.
        if !example.context.is_empty() {
            let before = lines(&check_example(rule, &[example.context]));
            if !before.is_empty() {
                lacks.push(format!("{} : le contexte de l’exemple donne {before:#?}", rule.code));
            }
        }
        let hits = lines(faulty);
        let codes: BTreeSet<&str> = hits.iter().filter_map(|t| t.split(' ').next()).collect();
        if codes != BTreeSet::from([rule.code]) {
            lacks.push(format!("{} : sa faute donne {hits:#?}", rule.code));
        }
        for admitted in example.admitted {
            let mut hits = lines(&check_example(rule, &[example.context, std::slice::from_ref(admitted)]));
            // A right figure, typed: that it could be cited is another matter.
            hits.retain(|hit| !hit.starts_with("FRM-018") || rule.code == "FRM-018");
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
