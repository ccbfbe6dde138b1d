//! The half of a verification that no signature gives: the document is made again from the sources, and compared with the
//! pages below the signatures, byte for byte; what differs is named.

use std::path::Path;

use similar::{ChangeTag, TextDiff};

use super::beside::{OtherFile, other_files};
use super::signatories::{self, SignatureSlot};
use super::worst;
use crate::cli::carried_pdf;
use crate::cli::error::CommandError;
use crate::cli::versions::{NamedVersion, VersionReader};
use crate::compare::shown::{Shown, Version};
use crate::compare::{self, ChangeTopic};
use crate::export::{CarriedProject, SourcesManifest};
use crate::pipeline;
use crate::project;
use crate::sign::{self, SignatureVerdict};
use crate::snapshot::Snapshot;
use crate::text::{ProjectPath, one_line};

/// Most differences that are told of the pages.
const TOLD_MAX: usize = 20;

/// What the sources say of a PDF.
pub(in crate::cli) struct SourcesReport {
    /// What made it, when it says so.
    pub manifest: Option<SourcesManifest>,
    /// Whether the pages are those that its sources make.
    pub pages: PagesVerdict,
    /// The sources that are not those that the manifest names.
    pub altered: Vec<String>,
    /// Those that the manifest names and that are not there.
    pub missing: Vec<String>,
    /// What an update after the document was made changed in its attached sources.
    pub changed_since: Option<SourcesComparison>,
    /// What differs between its sources and the version that was named.
    pub against: Option<SourcesComparison>,
    /// Who was to sign, by the field of each.
    pub slots: Vec<SignatureSlot>,
    /// What the act is called, and whose it is.
    pub title: Option<String>,
    /// The templates that it carries: they decide what is printed.
    pub templates: Vec<String>,
}

/// A comparison, in words and for programs.
pub(in crate::cli) struct ComparedSources {
    /// What the other version is called.
    pub name: String,
    /// How many differences, those beside the act among them; what happened to the act left out: nothing of it is signed.
    pub count: usize,
    /// Whether all of both was read: what was not may differ.
    pub is_whole: bool,
    /// For a person.
    pub human: String,
    /// As `calpae diff --format json` writes it.
    pub json: String,
    /// What differs beside the act, which `calpae diff` does not compare.
    pub others: Vec<OtherFile>,
}

/// What differs between two versions, or why they cannot be compared.
pub(in crate::cli) type SourcesComparison = Result<ComparedSources, String>;

/// Whether the pages are those that the sources make.
pub(in crate::cli) enum PagesVerdict {
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
pub(in crate::cli) struct PageDifference {
    /// The title under which it stands.
    pub place: String,
    /// What the PDF says; empty when it says nothing there.
    pub printed: String,
    /// What the sources make.
    pub made: String,
}

impl SourcesReport {
    /// Whether the pages are those of the sources, and these those that were attached when the document was made.
    pub(in crate::cli) fn verdict(&self) -> SignatureVerdict {
        let of_pages = match self.pages {
            PagesVerdict::Same { .. } => SignatureVerdict::Valid,
            PagesVerdict::Others { .. } => SignatureVerdict::Invalid,
            PagesVerdict::Unknown(_) => SignatureVerdict::Undecided,
        };
        let is_altered = !self.altered.is_empty() || !self.missing.is_empty();
        let of_files = if is_altered { SignatureVerdict::Invalid } else { SignatureVerdict::Valid };
        worst([of_pages, of_files, verdict(self.changed_since.as_ref())])
    }

    /// Whether they are those of the version that was named.
    pub(in crate::cli) fn verdict_against(&self) -> SignatureVerdict {
        verdict(self.against.as_ref())
    }

    fn unknown(why: String) -> Self {
        Self {
            manifest: None,
            pages: PagesVerdict::Unknown(why),
            altered: Vec::new(),
            missing: Vec::new(),
            changed_since: None,
            against: None,
            slots: Vec::new(),
            title: None,
            templates: Vec::new(),
        }
    }
}

/// What is asked of the sources.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cli) struct AskedComparison<'a> {
    /// The version to compare them with.
    pub against: Option<&'a Path>,
    /// Whether the templates that the PDF carries may run.
    pub follows_templates: bool,
}

/// What a comparison says; nothing is wrong when there is none.
fn verdict(compared: Option<&SourcesComparison>) -> SignatureVerdict {
    match compared {
        None => SignatureVerdict::Valid,
        Some(Ok(found)) if found.count > 0 => SignatureVerdict::Invalid,
        Some(Ok(found)) if found.is_whole => SignatureVerdict::Valid,
        Some(_) => SignatureVerdict::Undecided,
    }
}

/// Looks at the sources of a PDF.
///
/// # Errors
/// When the version to compare with cannot be read.
pub(in crate::cli) fn report(
    pdf: &[u8],
    asked: AskedComparison<'_>,
    start: &Path,
) -> Result<SourcesReport, CommandError> {
    let first = sign::first_revision(pdf).and_then(|end| pdf.get(..end)).unwrap_or(pdf);
    let original = match carried_pdf::project(first) {
        Ok(original) => original,
        Err(error) => return Ok(SourcesReport::unknown(error.to_string())),
    };
    // Nothing was added: there are no others.
    let changed_since = match first.len() == pdf.len() {
        true => None,
        false => match carried_pdf::project(pdf) {
            Ok(current) if current.tree == original.tree => None,
            Ok(current) => Some(compared(&original, &current)),
            Err(error) => return Ok(SourcesReport::unknown(error.to_string())),
        },
    };
    let against = match asked.against {
        None => None,
        Some(asked) => {
            let mut versions = VersionReader::of(start);
            let other = versions.read(Some(asked), Some(&original.manifest.edition))?;
            Some(compared_with(&original, &other))
        }
    };
    let is_template = |path: &&ProjectPath| path.as_str().starts_with("templates/");
    let templates: Vec<String> = original.paths.iter().filter(is_template).map(ToString::to_string).collect();
    let pages = match templates.is_empty() || asked.follows_templates {
        true => pages(&original, first),
        // They are code of whoever made the PDF: nobody runs it without knowing.
        false => PagesVerdict::Unknown(
            "ce document est mis en page par ses propres gabarits, qui décident de ce qui est imprimé ; les relire, puis le refaire avec eux par « --gabarits »"
                .to_owned(),
        ),
    };
    let read = signatories::read(&original).ok();
    let slots = read.as_ref().map(|snapshot| signatories::slots(&original, snapshot)).unwrap_or_default();
    let title = read.and_then(|snapshot| {
        let dossier = snapshot.dossier.as_ref()?;
        Some(one_line(&format!(
            "{}, {}",
            dossier.cadre.act_name, dossier.organisation.collectivite.name.value
        )))
    });
    let CarriedProject { manifest, altered, missing, .. } = original;
    let manifest = SourcesManifest {
        programme: one_line(&manifest.programme),
        edition: one_line(&manifest.edition),
        document: one_line(&manifest.document),
        presentation: one_line(&manifest.presentation),
        empreinte: one_line(&manifest.empreinte),
        ..manifest
    };
    let on_one_line = |paths: Vec<String>| paths.iter().map(|path| one_line(path)).collect();
    let (altered, missing) = (on_one_line(altered), on_one_line(missing));
    let manifest = Some(manifest);
    Ok(SourcesReport { manifest, pages, altered, missing, changed_since, against, slots, title, templates })
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
    let at = made.iter().zip(first).take_while(|(a, b)| a == b).count();
    let differences = differences(&heard(first), &heard(&made));
    // Another version of the program may set the same text otherwise; it reads the same amounts.
    if manifest.programme != SourcesManifest::PROGRAM && differences.is_empty() {
        return PagesVerdict::Unknown(format!(
            "il a été fait par {}, et ce programme est {}, qui met en page autrement ; le texte est le même",
            one_line(&manifest.programme),
            SourcesManifest::PROGRAM
        ));
    }
    PagesVerdict::Others { at, differences }
}

/// What is read aloud of a document.
#[cfg(feature = "pdf")]
pub(in crate::cli) fn heard(pdf: &[u8]) -> String {
    use crate::typeset::heard;
    heard::read(pdf).map(|tree| heard::told(&tree)).unwrap_or_default()
}

#[cfg(not(feature = "pdf"))]
pub(in crate::cli) fn heard(_: &[u8]) -> String {
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
fn compared(original: &CarriedProject, current: &CarriedProject) -> SourcesComparison {
    let before = read(original, "les sources jointes à l’origine")?;
    let after = read(current, "les sources jointes ensuite")?;
    let document = pipeline::WantedDocument::of_stem(&original.manifest.document, &before.snapshot);
    told(document, &before, &after.snapshot, &after.version)
}

/// What differs between the sources of a PDF and another version.
fn compared_with(original: &CarriedProject, other: &NamedVersion) -> SourcesComparison {
    let before = read(original, "les sources du PDF")?;
    // The version that a PDF of the act prints: without the avenants that came since.
    let stem = &original.manifest.document;
    let document = pipeline::WantedDocument::of_stem(stem, &other.snapshot);
    let same = document.and_then(|document| document.version(&other.snapshot));
    let same = same.ok_or_else(|| format!("{} n’a pas de document « {stem} »", other.version.name))?;
    told(document, &before, same, &other.version)
}

fn read(carried: &CarriedProject, name: &str) -> Result<NamedVersion, String> {
    let project = project::open(&carried.tree, Some(&carried.manifest.edition));
    let snapshot = Snapshot::read(project.map_err(|error| error.to_string())?);
    Ok(NamedVersion::new(snapshot, name, String::new()))
}

fn told(
    document: Option<pipeline::WantedDocument<'_>>,
    before: &NamedVersion,
    after: &Snapshot,
    version: &Version,
) -> SourcesComparison {
    let comparison = compare::compare(&before.snapshot, after).ok_or_else(|| {
        format!("{} et {} ne peuvent être lus tous deux en entier", before.version.name, version.name)
    })?;
    let shown = Shown {
        comparison: &comparison,
        versions: (before.version.clone(), version.clone()),
        sources: (&before.snapshot.sources, &after.sources),
        findings: None,
    };
    let others = document.map(|document| other_files(document, &before.snapshot, after)).unwrap_or_default();
    let of_act = comparison.changes.iter().filter(|change| change.topic != ChangeTopic::Life).count();
    Ok(ComparedSources {
        name: version.name.clone(),
        count: of_act + others.len(),
        others,
        is_whole: comparison.unread.0.is_empty() && comparison.unread.1.is_empty(),
        human: shown.human(),
        json: shown.json(),
    })
}
