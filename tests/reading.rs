//! Each file of a project is read once, whatever is made from it: another reading could be of another version.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use calpae::diagnostic::Report;
use calpae::pipeline::{self, Formats};
use calpae::project::{self, Disk, Tree, TreeError};
use calpae::text::ProjectPath;

use crate::common::repository;

/// The disk, and how many times each of its files was read.
#[derive(Debug)]
struct Counting {
    disk: Disk,
    reads: Mutex<BTreeMap<ProjectPath, usize>>,
}

impl Tree for Counting {
    fn name(&self) -> String {
        self.disk.name()
    }

    fn folders(&self, parent: &ProjectPath) -> Result<BTreeSet<ProjectPath>, TreeError> {
        self.disk.folders(parent)
    }

    fn files(&self, places: &[ProjectPath]) -> Result<BTreeSet<ProjectPath>, TreeError> {
        self.disk.files(places)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        *self.reads.lock().unwrap().entry(path.clone()).or_default() += 1;
        self.disk.read(path, limit)
    }
}

#[test]
fn the_three_documents_are_made_from_one_reading() {
    let tree = Counting { disk: Disk::new(repository()), reads: Mutex::default() };
    let project = project::open(&tree, None).unwrap();
    let formats = Formats { typ: true, pdf: false, png: false };
    let mut report = Report::default();
    let mut documents = BTreeSet::new();
    for make in [pipeline::convention, pipeline::check_report, pipeline::rapport] {
        let mut sources = project.sources.clone();
        let files = make(project.clone(), &mut sources, formats, &mut report, |_: &str| {}).unwrap();
        documents.extend(files.into_keys());
    }
    for main_file in ["convention.typ", "controle.typ", "rapport.typ"] {
        assert!(documents.contains(main_file), "{main_file}");
    }
    let reads = tree.reads.into_inner().unwrap();
    let expected = ["content/2022/convention.yaml", "content/2022/rapport/rapport.yaml"];
    for path in expected.map(|path| ProjectPath::new(path).unwrap()) {
        assert!(reads.contains_key(&path), "{path} n’a pas été lu");
    }
    let again: Vec<_> = reads.iter().filter(|(_, count)| **count != 1).collect();
    assert!(again.is_empty(), "lus plusieurs fois : {again:#?}");
}
