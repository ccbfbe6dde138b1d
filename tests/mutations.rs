//! Slips in what the acts state twice: the check finds of each kind at least what `docs/mutations.md` says. The page is
//! written by `CALPAE_MAJ=1 cargo test mutations`. Both try a sample, always the same; `benches/check.rs` tries all the slips.

use std::fs;

use crate::common::mutations::{Measure, Medium, PROJECTS, Slip, Tried, generated, measure, together};
use crate::common::repository;

/// What precedes the part of the page that a measure writes.
const MARK: &str = "<!-- Écrit par CALPAE_MAJ=1 cargo test mutations -->\n\n";

#[test]
#[expect(clippy::disallowed_methods, reason = "updating the page is asked by the environment")]
fn slips_in_what_is_stated_twice_are_found_as_often_as_the_page_says() {
    let measure = |project| measure(repository(), project, Tried::Sample);
    let measures: Vec<Measure> = PROJECTS.into_iter().map(measure).collect();
    let path = repository().join("docs/mutations.md");
    let page = fs::read_to_string(&path).unwrap();
    let (written, measured) = page.split_once(MARK).unwrap();
    if std::env::var("CALPAE_MAJ").is_ok() {
        fs::write(&path, format!("{written}{MARK}{}", generated(&measures))).unwrap();
        return;
    }
    let rates = together(measures.iter().map(|m| &m.rates));
    let mut below = Vec::new();
    for (slip, medium, floor) in floors(measured) {
        let found = rates.get(&(slip, medium)).and_then(|rate| rate.percentage());
        if found.is_none_or(|found| found < floor) {
            below.push(format!("{} ({medium:?}): {found:?} under {floor}", slip.words()));
        }
    }
    assert!(below.is_empty(), "{below:#?}\n{}", generated(&measures));
    let twins =
        |page: &str| page.split("\n## ").find(|part| part.starts_with("Les jumeaux")).map(str::to_owned);
    assert_eq!(twins(&generated(&measures)), twins(measured), "CALPAE_MAJ=1 cargo test mutations");
}

/// The floors of the first table of the page.
fn floors(page: &str) -> Vec<(Slip, Medium, usize)> {
    let mut floors = Vec::new();
    for slip in Slip::ALL {
        let row = page.lines().find(|line| line.starts_with(&format!("| {} |", slip.words()))).unwrap();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        for (medium, cell) in [(Medium::Data, cells[4]), (Medium::Prose, cells[5])] {
            if let Some(percentage) = cell.strip_suffix(" %") {
                floors.push((slip, medium, percentage.parse().unwrap()));
            }
        }
    }
    assert!(!floors.is_empty());
    floors
}
