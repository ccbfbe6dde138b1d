//! Each file of a project is read once, whatever is made from it: a second read could see another version.

use std::collections::BTreeSet;

use calpae::diagnostic::Report;
use calpae::document::Presentation;
use calpae::pipeline::{self, DocumentForm, DocumentKind, Formats};
use calpae::project::{self, Disk};
use calpae::render::TemplateStore;
use calpae::snapshot::Snapshot;

use crate::common::repository;
use crate::common::trees::{Counting, path};

#[test]
fn the_three_documents_are_made_from_one_reading() {
    let tree = Counting::new(Disk::new(repository()));
    let snapshot = Snapshot::read(project::open(&tree, None).unwrap());
    let (store, faults) = TemplateStore::new(&snapshot);
    assert_eq!(faults, []);
    let formats = Formats { typ: true, pdf: false, png: false, heard: false };
    let mut documents = BTreeSet::new();
    for kind in DocumentKind::ALL {
        for document in kind.documents(&snapshot) {
            let mut report = Report::default();
            let files = pipeline::make(
                (document, DocumentForm::without_sources(Presentation::Annotated)),
                &snapshot,
                &store,
                formats,
                &mut report,
                |_| {},
            );
            documents.extend(files.unwrap().files.into_keys());
        }
    }
    for main_file in ["convention.typ", "controle.typ", "rapport-2022.typ"] {
        assert!(documents.contains(main_file), "{main_file}");
    }
    let reads = tree.reads();
    for file in ["content/2022/convention.yaml", "content/2022/rapports/2022/rapport.yaml"] {
        assert!(reads.contains_key(&path(file)), "{file} n’a pas été lu");
    }
    let again: Vec<_> = reads.iter().filter(|(_, count)| **count != 1).collect();
    assert!(again.is_empty(), "lus plusieurs fois : {again:#?}");
}
