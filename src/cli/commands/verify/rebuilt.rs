//! The half of a verification that no signature gives: the document is made again from the sources, and compared with the
//! pages below the signatures, byte for byte; what differs is named.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::cli::carried_pdf;
use crate::cli::error::CommandError;
use crate::cli::versions::{NamedVersion, VersionReader};
use crate::compare::shown::{Shown, Version};
use crate::compare::{self, ChangeTopic};
use crate::export::{CarriedProject, SourcesManifest};
use crate::pipeline;
use crate::project;
use crate::sign;
use crate::snapshot::Snapshot;

/// Most differences that are told of the pages.
const TOLD_MAX: usize = 20;

/// What the sources say of a PDF.
pub(super) struct SourcesReport {
    /// What made it, when it says so.
    pub manifest: Option<SourcesManifest>,
    /// Whether the pages are those that its sources make.
    pub pages: PagesVerdict,
    /// The sources that are not those that the manifest names.
    pub altered: Vec<String>,
    /// Those that the manifest names and that are not there.
    pub missing: Vec<String>,
    /// What an update after the document was made changed in its attached sources.
    pub changed_since: Option<ComparedSources>,
    /// What differs between its sources and the version that was named.
    pub against: Option<ComparedSources>,
}

/// A comparison, in words and for programs.
pub(super) struct ComparedSources {
    /// What the other version is called.
    pub name: String,
    /// How many differences, what happened to the act left out: nothing of it is signed.
    pub count: usize,
    /// For a person.
    pub human: String,
    /// As `calpae diff --format json` writes it.
    pub json: String,
}

/// Whether the pages are those that the sources make.
pub(super) enum PagesVerdict {
    /// They are, to the byte.
    Same {
        /// How many bytes, up to the signatures.
        bytes: usize,
    },
    /// They are not.
    Others {
        /// Where the first byte that differs is.
        at: usize,
        /// What differs in what is read.
        differences: Vec<PageDifference>,
    },
    /// Nothing can be told, and why.
    Unknown(String),
}

/// What a page says, and what the sources would have it say.
pub(super) struct PageDifference {
    /// The title under which it stands.
    pub place: String,
    /// What the PDF says; empty when it says nothing there.
    pub printed: String,
    /// What the sources make.
    pub made: String,
}

impl SourcesReport {
    /// Whether something proves that the sources are not those that were attached.
    pub(super) fn is_altered(&self) -> bool {
        let differs =
            |compared: &Option<ComparedSources>| compared.as_ref().is_some_and(|found| found.count > 0);
        !self.altered.is_empty()
            || !self.missing.is_empty()
            || differs(&self.changed_since)
            || differs(&self.against)
    }

    fn unknown(why: String) -> Self {
        Self {
            manifest: None,
            pages: PagesVerdict::Unknown(why),
            altered: Vec::new(),
            missing: Vec::new(),
            changed_since: None,
            against: None,
        }
    }
}

/// Looks at the sources of a PDF.
///
/// # Errors
/// When the version to compare with cannot be read.
pub(super) fn report(
    pdf: &[u8],
    against: Option<&Path>,
    start: &Path,
) -> Result<SourcesReport, CommandError> {
    let first = sign::first_revision(pdf).and_then(|end| pdf.get(..end)).unwrap_or(pdf);
    let (original, current) = match (carried_pdf::project(first), carried_pdf::project(pdf)) {
        (Ok(original), Ok(current)) => (original, current),
        (Err(error), _) | (_, Err(error)) => return Ok(SourcesReport::unknown(error.to_string())),
    };
    let changed_since = match original.tree == current.tree {
        true => None,
        false => compared(&original, &current),
    };
    let against = match against {
        None => None,
        Some(asked) => {
            let mut versions = VersionReader::of(start);
            let other = versions.read(Some(asked), Some(&original.manifest.edition))?;
            compared_with(&original, &other)
        }
    };
    let pages = pages(&original, first);
    let CarriedProject { manifest, altered, missing, .. } = original;
    Ok(SourcesReport { manifest: Some(manifest), pages, altered, missing, changed_since, against })
}

/// Makes the document again, and compares.
fn pages(carried: &CarriedProject, first: &[u8]) -> PagesVerdict {
    let manifest = &carried.manifest;
    let made = match pipeline::remake(manifest, &carried.tree) {
        Ok(made) => made,
        Err(error) => return PagesVerdict::Unknown(error.to_string()),
    };
    if made == first {
        return PagesVerdict::Same { bytes: made.len() };
    }
    if manifest.programme != SourcesManifest::PROGRAM {
        return PagesVerdict::Unknown(format!(
            "il a été fait par {}, et ce programme est {}, qui peut mettre en page autrement",
            manifest.programme,
            SourcesManifest::PROGRAM
        ));
    }
    let at = made.iter().zip(first).take_while(|(a, b)| a == b).count();
    PagesVerdict::Others { at, differences: differences(&heard(first), &heard(&made)) }
}

/// What is read aloud of a document.
#[cfg(feature = "pdf")]
fn heard(pdf: &[u8]) -> String {
    use crate::typeset::heard;
    heard::read(pdf).map(|tree| heard::told(&tree)).unwrap_or_default()
}

#[cfg(not(feature = "pdf"))]
fn heard(_: &[u8]) -> String {
    String::new()
}

/// What differs between two documents as they are read aloud, under which title.
fn differences(printed: &str, made: &str) -> Vec<PageDifference> {
    let diff = TextDiff::from_lines(printed, made);
    let mut found: Vec<PageDifference> = Vec::new();
    let mut titles: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for change in diff.iter_all_changes() {
        let line = change.value().trim();
        if change.tag() == ChangeTag::Equal {
            is_open = false;
            enter(line, &mut titles);
            continue;
        }
        if !is_open {
            let place = titles.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(" › ");
            found.push(PageDifference { place, printed: String::new(), made: String::new() });

            is_open = true;
        }
        let Some(last) = found.last_mut() else { continue };
        let side = if change.tag() == ChangeTag::Delete { &mut last.printed } else { &mut last.made };
        if !side.is_empty() {
            side.push(' ');
        }
        side.push_str(line);
    }
    found.truncate(TOLD_MAX);
    found
}

/// Follows the titles of a document that is read aloud: « Titre 2 : Budget » stands under the last of level 1.
fn enter(line: &str, titles: &mut Vec<(usize, String)>) {
    let Some((level, title)) = line.strip_prefix("Titre ").and_then(|rest| rest.split_once(" : ")) else {
        return;
    };
    let Ok(level) = level.parse::<usize>() else { return };
    titles.retain(|(other, _)| *other < level);
    titles.push((level, title.to_owned()));
}

/// What differs between the sources that a PDF had when it was made, and those that it has now.
fn compared(original: &CarriedProject, current: &CarriedProject) -> Option<ComparedSources> {
    let read = |carried: &CarriedProject, name: &str| {
        let project = project::open(&carried.tree, Some(&carried.manifest.edition)).ok()?;
        let snapshot = Snapshot::read(project);
        let version = Version {
            name: name.to_owned(),
            edition: snapshot.edition.clone(),
            detail: String::new(),
            fingerprint: snapshot.act_digest(),
        };
        Some(NamedVersion { snapshot, version })
    };
    let before = read(original, "les sources jointes à l’origine")?;
    let after = read(current, "les sources jointes ensuite")?;
    shown(before, after)
}

/// What differs between the sources of a PDF and another version.
fn compared_with(original: &CarriedProject, other: &NamedVersion) -> Option<ComparedSources> {
    let project = project::open(&original.tree, Some(&original.manifest.edition)).ok()?;
    let snapshot = Snapshot::read(project);
    let version = Version {
        name: "les sources du PDF".to_owned(),
        edition: snapshot.edition.clone(),
        detail: String::new(),
        fingerprint: snapshot.act_digest(),
    };
    // The version that a PDF of the act prints: without the avenants that came since.
    let document = pipeline::WantedDocument::of_stem(&original.manifest.document, &other.snapshot)?;
    let same = document.version(&other.snapshot)?;
    told(&NamedVersion { snapshot, version }, same, &other.version)
}

fn shown(before: NamedVersion, after: NamedVersion) -> Option<ComparedSources> {
    told(&before, &after.snapshot, &after.version)
}

fn told(before: &NamedVersion, after: &Snapshot, version: &Version) -> Option<ComparedSources> {
    let comparison = compare::compare(&before.snapshot, after)?;
    let shown = Shown {
        comparison: &comparison,
        versions: (before.version.clone(), version.clone()),
        sources: (&before.snapshot.sources, &after.sources),
        findings: None,
    };
    Some(ComparedSources {
        name: version.name.clone(),
        count: comparison.changes.iter().filter(|change| change.topic != ChangeTopic::Life).count(),
        human: shown.human(),
        json: shown.json(),
    })
}
