//! Any bytes in the place of any file of a sound project: reading, checking and showing what is found must neither
//! panic, nor stall, nor point between the bytes of a character.

#![no_main]

use std::sync::{LazyLock, Mutex, PoisonError};

use calpae::check::Selection;
use calpae::diagnostic::{human, machine};
use calpae::pipeline::Session;
use calpae::project::{self, Memory};
use calpae::text::ProjectPath;
use include_dir::{Dir, include_dir};
use libfuzzer_sys::{Corpus, fuzz_target};

static PROJECT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../tests/fixtures/temoin-rapport");

/// The files of the project, in a fixed order.
static FILES: LazyLock<Vec<(ProjectPath, Vec<u8>)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    gather(&PROJECT, &mut files);
    files.sort();
    files
});

/// Kept from one input to the next: only the replaced file is read and checked anew, which is several times faster.
static SESSION: LazyLock<Mutex<Session>> = LazyLock::new(Mutex::default);

fn gather(folder: &Dir<'_>, files: &mut Vec<(ProjectPath, Vec<u8>)>) {
    for file in folder.files() {
        if let Some(path) = file.path().to_str().and_then(|path| ProjectPath::new(path).ok()) {
            files.push((path, file.contents().to_vec()));
        }
    }
    folder.dirs().for_each(|within| gather(within, files));
}

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some((choice, bytes)) = data.split_first() else { return Corpus::Reject };
    let replaced = usize::from(*choice) % FILES.len();
    let tree: Memory = FILES
        .iter()
        .enumerate()
        .map(|(rank, (path, sound))| {
            (path.clone(), if rank == replaced { bytes.to_vec() } else { sound.clone() })
        })
        .collect();
    let Ok(project) = project::open(&tree, None) else { return Corpus::Keep };
    let mut session = SESSION.lock().unwrap_or_else(PoisonError::into_inner);
    let snapshot = session.read(project);
    let selection = Selection { preview: true, ..Selection::default() };
    let report = session.check(&snapshot, &selection);
    for label in report.diagnostics().iter().flat_map(|finding| &finding.labels) {
        let text = snapshot.sources.source(label.span.file).text();
        assert!(text.get(label.span.start..label.span.end).is_some(), "{label:?}");
    }
    let _ = human::render(&report, &snapshot.sources, false);
    let _ = machine::json(&report, &snapshot.sources);
    Corpus::Keep
});
