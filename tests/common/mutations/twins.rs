//! Twins: the act with its figures typed. Each `{reference}` of the prose that prints words gives way to these words, as
//! someone who retypes them would; the reports, which record the figures of the signed act, are left out.

use calpae::document::references::{Wording, wording};
use calpae::ledger::cited::Citations;
use calpae::project::{self, Disk, Memory, Project};
use calpae::resolve::Link;
use calpae::snapshot::Snapshot;
use calpae::text::{FileId, ProjectPath, Span};

/// An act whose figures are typed.
pub(crate) struct Twin {
    pub(crate) project: Project,
    /// Where words took the place of references.
    pub(crate) typed: Vec<Span>,
}

/// The act of a folder as it stands, without its reports.
pub(crate) fn original(folder: std::path::PathBuf) -> Project {
    let read = project::open(&Disk::new(folder), None).unwrap();
    project::open(&memory(&read, |_, text| text.to_owned()), None).unwrap()
}

/// The act with its references typed. A pure function of the files.
pub(crate) fn twin(original: &Project) -> Twin {
    let snapshot = Snapshot::read(original.clone());
    let citations = Citations::new(snapshot.dossier.as_ref().unwrap());
    let words = |link: &Link| match wording(link, &citations) {
        Some(Wording::Words(words)) => Some(words.replace(['\u{202f}', '\u{a0}'], " ")),
        Some(Wording::Pieces(_)) | None => None,
    };
    let edits: Vec<(Span, String)> =
        snapshot.links.iter().filter_map(|(span, link)| Some((span, words(link)?))).collect();
    let typed_text = |file: FileId, text: &str| {
        let mut text = text.to_owned();
        for (span, words) in edits.iter().rev().filter(|(span, _)| span.file == file) {
            text.replace_range(span.start..span.end, words);
        }
        text
    };
    let project = project::open(&memory(original, typed_text), None).unwrap();
    let mut typed = Vec::new();
    for (file, source) in original.sources.iter() {
        let (twin_file, _) = project.sources.iter().find(|(_, other)| other.path() == source.path()).unwrap();
        let mut shift = 0_isize;
        for (span, words) in edits.iter().filter(|(span, _)| span.file == file) {
            let start = span.start.checked_add_signed(shift).unwrap();
            typed.push(Span { file: twin_file, start, end: start + words.len() });
            shift += isize::try_from(words.len()).unwrap() - isize::try_from(span.end - span.start).unwrap();
        }
    }
    Twin { project, typed }
}

fn memory(project: &Project, text: impl Fn(FileId, &str) -> String) -> Memory {
    let kept = |path: &&ProjectPath| !path.as_str().contains("/rapports/");
    let texts = project.sources.iter().filter(|(_, source)| kept(&source.path()));
    let texts = texts.map(|(file, source)| (source.path().clone(), text(file, source.text()).into_bytes()));
    let images = project.images.iter().filter(|(path, _)| kept(path));
    texts.chain(images.map(|(path, bytes)| (path.clone(), bytes.clone()))).collect()
}
