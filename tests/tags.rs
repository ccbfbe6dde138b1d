//! What a screen reader meets in the documents: cells that announce their column and their row, signs that are not read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calpae::pipeline::DocumentKind;
use calpae::project::Disk;
use calpae::snapshot::Snapshot;
use calpae::typeset::heard::{self, Element};

use crate::common::repository;
use crate::common::trees::fixture;
use crate::layout::{compose, read};

/// The tree of each document of the repository and of the fixtures.
fn documents() -> Vec<(String, Element)> {
    let fixtures = ["quatre-ans", "temoin", "val-d-ambre"];
    let read_all = || fixtures.into_iter().map(|name| (name, read(&fixture(name))));
    let snapshots: Vec<(&str, Snapshot)> =
        std::iter::once(("2022", read(&Disk::new(repository())))).chain(read_all()).collect();
    let mut documents = Vec::new();
    for (name, snapshot) in &snapshots {
        for kind in [DocumentKind::Convention, DocumentKind::Rapport] {
            let Some(composition) = compose(kind, snapshot) else { continue };
            let pdf = composition.pdf((2024, 5, 1)).unwrap_or_else(|errors| panic!("{name} : {}", errors[0]));
            documents.push((format!("{name} {}", kind.word()), heard::read(&pdf).unwrap()));
        }
    }
    documents
}

/// What is wrong with a table, a line each.
fn faults_of(table: &Element) -> Vec<String> {
    let rows = table.all("TR");
    let cells = || rows.iter().flat_map(|row| row.children());
    let heads: BTreeMap<&str, &Element> =
        cells().filter(|cell| cell.role == "TH").map(|cell| (cell.id.as_str(), cell)).collect();
    // A list has one column. A card has a label over each value, and nothing that names its one or two rows of values.
    let is_list = rows.iter().all(|row| row.children().count() == 1);
    let is_card = rows.iter().filter(|row| row.children().any(|cell| cell.role == "TD")).count() <= 2;
    let has_no_row_head = heads.values().all(|head| head.scope == "Column");
    let names_its_rows = !(is_list || is_card && has_no_row_head);
    let mut faults = Vec::new();
    for cell in cells().filter(|cell| cell.role == "TD") {
        let text = cell.text();
        let announced: Vec<&&Element> = cell.headers.iter().filter_map(|id| heads.get(id.as_str())).collect();
        if announced.len() != cell.headers.len() {
            faults.push(format!("{text:?} : tête inconnue"));
        }
        if text.is_empty() {
            continue;
        }
        let needed: &[&str] = if names_its_rows { &["Column", "Row"] } else { &["Column"] };
        for scope in needed {
            if !announced.iter().any(|head| head.scope == **scope) {
                faults.push(format!("{text:?} : sans tête {scope}"));
            }
        }
    }
    faults.extend(
        heads
            .values()
            .filter(|head| head.scope == "Row" && head.text().is_empty())
            .map(|_| "tête de ligne vide".to_owned()),
    );
    faults
}

#[test]
fn each_cell_announces_its_column_and_its_row() {
    let mut said = String::new();
    for (name, tree) in documents() {
        let tables = tree.all("Table");
        assert!(tables.len() > 3, "{name} : {} tables", tables.len());
        for (rank, table) in tables.iter().enumerate() {
            for fault in faults_of(table).into_iter().take(4) {
                writeln!(
                    said,
                    "{name} {rank} {fault} :: {:?}",
                    table.text().chars().take(90).collect::<String>()
                )
                .unwrap();
            }
        }
    }
    assert!(said.is_empty(), "{said}");
}

#[test]
fn the_sign_of_a_blank_is_not_read() {
    for (name, tree) in documents() {
        let cells = tree.all("TD");
        let read = cells.iter().filter(|cell| cell.text() == "·").count();
        assert_eq!(read, 0, "{name}");
    }
}
