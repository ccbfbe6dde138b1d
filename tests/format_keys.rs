//! `docs/format.md` names, in its tables of « Toutes les clés », each key that the parser accepts, and no other.

use std::collections::BTreeSet;
use std::fs;

use regex::Regex;

use crate::common::{read_tree, repository};

/// The keys that the readers ask for by their name.
fn of_the_parser() -> BTreeSet<String> {
    let asked = Regex::new(r#"(?:take\(|\bday\(|\b(?:map|parent), )\s*"([a-z][a-z0-9_]*)""#).unwrap();
    let mut keys: BTreeSet<String> =
        calpae::model::budget::FACTORS.iter().map(|(key, _)| (*key).to_owned()).collect();
    for (name, bytes) in read_tree(&repository().join("src/parse")) {
        // The program writes this file alone.
        if name.ends_with("reference.rs") {
            continue;
        }
        let text = String::from_utf8(bytes).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        keys.extend(asked.captures_iter(code).map(|found| found[1].to_owned()));
    }
    keys
}

/// The keys of the first cells of the tables of « Toutes les clés ».
fn of_the_page() -> BTreeSet<String> {
    let page = fs::read_to_string(repository().join("docs/format.md")).unwrap();
    let section = page.split(". Toutes les clés\n").nth(1).unwrap();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('|').next());
    let keys = cells.flat_map(|cell| cell.split('`').step_by(2).map(str::to_owned).collect::<Vec<_>>());
    keys.filter(|key| !key.trim().is_empty()).collect()
}

#[test]
fn each_key_of_the_parser_is_in_the_reference_and_no_other() {
    let (parser, page) = (of_the_parser(), of_the_page());
    assert!(parser.len() > 150, "{}", parser.len());
    let forgotten: Vec<_> = parser.difference(&page).collect();
    let unknown: Vec<_> = page.difference(&parser).collect();
    assert!(
        forgotten.is_empty() && unknown.is_empty(),
        "sans ligne : {forgotten:?}\nque rien ne lit : {unknown:?}"
    );
}

#[test]
fn each_row_says_whether_its_key_is_necessary() {
    let page = fs::read_to_string(repository().join("docs/format.md")).unwrap();
    let section = page.split(". Toutes les clés\n").nth(1).unwrap();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        assert!(cells[1] == "oui" || cells[1].starts_with("non"), "{row}");
    }
}
