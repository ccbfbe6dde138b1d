//! No code without a test: every code in the sources appears in a message that a test compares. The rules have their own
//! test, which runs the example of each.

use std::collections::BTreeSet;
use std::path::Path;

use crate::common::{read_tree, repository};

/// A code that only another build of the program can report, and a name that looks like a code.
const ELSEWHERE: [&str; 2] = ["TYP-002", "SHA-256"];

fn codes(dossier: &Path) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for (_, bytes) in read_tree(dossier).into_iter().filter(|(name, _)| name.ends_with(".rs")) {
        let text = String::from_utf8(bytes).unwrap();
        for piece in text.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')) {
            let form = piece.split_once('-').is_some_and(|(family, number)| {
                (2..=4).contains(&family.len())
                    && family.chars().all(|c| c.is_ascii_uppercase())
                    && number.len() == 3
                    && number.chars().all(|c| c.is_ascii_digit())
            });
            if form {
                codes.insert(piece.to_owned());
            }
        }
    }
    codes
}

#[test]
fn every_code_has_a_test() {
    let mut sources = codes(&repository().join("src"));
    for code in ELSEWHERE {
        assert!(sources.remove(code), "{code} n’existe plus");
    }
    sources.retain(|code| calpae::check::registry::rule(code).is_none());
    sources.retain(|code| !calpae::check::registry::WITHDRAWN.contains(&code.as_str()));
    let tests = codes(&repository().join("tests"));
    let forgotten: Vec<_> = sources.difference(&tests).collect();
    assert!(forgotten.is_empty(), "sans test : {forgotten:?}");
}
