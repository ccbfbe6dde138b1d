//! What differs between two versions of a document beside the act: the pages of its report, and the templates that set
//! both, which can print anything.

use std::collections::{BTreeMap, BTreeSet};

use similar::{ChangeTag, TextDiff};

use crate::merge::{self, SourceKind};
use crate::pipeline::WantedDocument;
use crate::project::{FileRole, Part};
use crate::render::templates::own_templates;
use crate::snapshot::Snapshot;

/// A file that is not the same on both sides.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct OtherFile {
    /// Its path in the project.
    pub path: String,
    /// Whether it decides how the document is set, rather than what it says.
    pub is_template: bool,
    /// Its first lines that differ, « - » for those of the first version, « + » for those of the other.
    pub lines: Vec<String>,
}

/// Most lines that are told of a file.
const LINES_MAX: usize = 12;

/// The files that differ between two versions of a document.
pub(in crate::cli) fn other_files(
    document: WantedDocument<'_>,
    before: &Snapshot,
    after: &Snapshot,
) -> Vec<OtherFile> {
    let mut found = Vec::new();
    if let WantedDocument::Rapport(id) = document {
        found.extend(differences(&report(before, id), &report(after, id), false));
    }
    found.extend(differences(&templates(before), &templates(after), true));
    found
}

/// The pages of a report, by their place in its edition.
fn report<'s>(version: &'s Snapshot, id: &str) -> BTreeMap<String, &'s str> {
    let folder = format!("content/{}/rapports/{id}/", version.edition);
    let is_of_a_report =
        |path| FileRole::of(path, &version.edition).map(FileRole::part) == Some(Part::Rapport);
    let pages = version
        .sources
        .iter()
        .filter(|(_, source)| source.path().as_str().starts_with(&folder) && is_of_a_report(source.path()));
    pages.map(|(_, source)| (source.path().to_string(), source.text())).collect()
}

fn templates(version: &Snapshot) -> BTreeMap<String, &str> {
    let text = |file| version.sources.source(file).text();
    own_templates(version).map(|(path, file)| (path.to_string(), text(*file))).collect()
}

fn differences(
    before: &BTreeMap<String, &str>,
    after: &BTreeMap<String, &str>,
    is_template: bool,
) -> Vec<OtherFile> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let compared = paths.into_iter().filter_map(|path| {
        let said = |side: &BTreeMap<String, &str>| match side.get(path) {
            None => String::new(),
            Some(text) if is_template => (*text).to_owned(),
            // What is read of it: its form is of no matter.
            Some(text) => {
                merge::shown(SourceKind::of(path, text), text).unwrap_or_else(|| (*text).to_owned())
            }
        };
        let (before, after) = (said(before), said(after));
        (before != after).then(|| OtherFile {
            path: path.clone(),
            is_template,
            lines: lines(&before, &after),
        })
    });
    compared.collect()
}

fn lines(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let changed = diff.iter_all_changes().filter_map(|change| {
        let sign = match change.tag() {
            ChangeTag::Equal => return None,
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        Some(format!("{sign} {}", crate::text::one_line(change.value())))
    });
    changed.filter(|line| line.len() > 2).take(LINES_MAX).collect()
}
