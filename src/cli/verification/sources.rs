//! What the sources of a PDF say: whether they are those that it was made with, and what differs between them and another
//! version.

use std::path::Path;

use super::beside::{OtherFile, other_files};
use super::pages::{self, PagesVerdict};
use super::signatories::{self, SignatureSlot};
use super::worst;
use crate::cli::carried_pdf;
use crate::cli::error::CommandError;
use crate::cli::versions::{NamedVersion, VersionReader, version};
use crate::compare::shown::{Shown, Version};
use crate::compare::{self, ChangeTopic};
use crate::export::{CarriedProject, SourcesManifest};
use crate::pipeline::WantedDocument;
use crate::project;
use crate::sign::{self, SignatureVerdict};
use crate::snapshot::Snapshot;
use crate::text::{ProjectPath, one_line};

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

impl SourcesReport {
    /// Whether the pages are those of the sources, and these those that were attached when the document was made.
    pub(in crate::cli) fn verdict(&self) -> SignatureVerdict {
        let of_pages = match self.pages {
            PagesVerdict::Same { .. } => SignatureVerdict::Valid,
            PagesVerdict::Others { .. } => SignatureVerdict::Invalid,
            PagesVerdict::Unknown { .. } => SignatureVerdict::Undecided,
        };
        let is_altered = !self.altered.is_empty() || !self.missing.is_empty();
        let of_files = if is_altered { SignatureVerdict::Invalid } else { SignatureVerdict::Valid };
        worst([of_pages, of_files, verdict(self.changed_since.as_ref())])
    }

    /// Whether they are those of the version that was named.
    pub(in crate::cli) fn verdict_against(&self) -> SignatureVerdict {
        verdict(self.against.as_ref())
    }

    /// Nothing is carried, and why.
    fn unknown(why: impl ToString) -> Self {
        Self {
            manifest: None,
            pages: PagesVerdict::unknown(why),
            altered: Vec::new(),
            missing: Vec::new(),
            changed_since: None,
            against: None,
            slots: Vec::new(),
            title: None,
            templates: Vec::new(),
        }
    }

    /// What the manifest of a PDF says, each text on its line: whoever made it chose them.
    fn of(carried: CarriedProject, pages: PagesVerdict) -> Self {
        let CarriedProject { manifest, altered, missing, .. } = carried;
        let manifest = SourcesManifest {
            programme: one_line(&manifest.programme),
            edition: one_line(&manifest.edition),
            document: one_line(&manifest.document),
            presentation: one_line(&manifest.presentation),
            empreinte: one_line(&manifest.empreinte),
            ..manifest
        };
        let lines = |paths: Vec<String>| paths.iter().map(|path| one_line(path)).collect();
        let (altered, missing) = (lines(altered), lines(missing));
        Self { manifest: Some(manifest), altered, missing, pages, ..Self::unknown("") }
    }

    /// What is carried is no project: nothing of it can be made or compared.
    fn unread(carried: CarriedProject, is_changed: bool, is_compared: bool, why: &str) -> Self {
        let pages = PagesVerdict::unknown(format!("les sources ne sont pas un projet : {why}"));
        let impossible = || Err(why.to_owned());
        Self {
            changed_since: is_changed.then(impossible),
            against: is_compared.then(impossible),
            ..Self::of(carried, pages)
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
        Err(error) => return Ok(SourcesReport::unknown(error)),
    };
    // Nothing was added: there are no others.
    let changed = match first.len() == pdf.len() {
        true => None,
        false => match carried_pdf::project(pdf) {
            Ok(current) if current.tree == original.tree => None,
            Ok(current) => Some(current),
            Err(error) => return Ok(SourcesReport::unknown(error)),
        },
    };
    let other = match asked.against {
        None => None,
        Some(asked) => Some(VersionReader::of(start).read(Some(asked), Some(&original.manifest.edition))?),
    };
    let sources = match read(&original) {
        Ok(sources) => sources,
        Err(why) => return Ok(SourcesReport::unread(original, changed.is_some(), other.is_some(), &why)),
    };
    let stem = &original.manifest.document;
    let changed_since = changed.map(|current| compared(stem, &sources, &current));
    let against = other.map(|other| compared_with(stem, &sources, &other));
    let is_template = |path: &&ProjectPath| path.as_str().starts_with("templates/");
    let templates: Vec<String> = original.paths.iter().filter(is_template).map(ToString::to_string).collect();
    let pages = match templates.is_empty() || asked.follows_templates {
        true => pages::compare(&original.manifest, &sources, first),
        // They are code of whoever made the PDF: nobody runs it without knowing.
        false => PagesVerdict::unknown(
            "ce document est mis en page par ses propres gabarits, qui décident de ce qui est imprimé ; les relire, puis le refaire avec eux par « --gabarits »",
        ),
    };
    let slots = signatories::slots(stem, &sources);
    let title = sources.dossier.as_ref().map(|dossier| {
        let name = &dossier.organisation.collectivite.name.value;
        one_line(&format!("{}, {name}", dossier.cadre.act_name))
    });
    Ok(SourcesReport {
        changed_since,
        against,
        slots,
        title,
        templates,
        ..SourcesReport::of(original, pages)
    })
}

/// What differs between the sources that a PDF had when it was made, and those that it has now.
fn compared(stem: &str, original: &Snapshot, current: &CarriedProject) -> SourcesComparison {
    let after = read(current)?;
    let before = version(original, "les sources jointes à l’origine", String::new());
    let now = version(&after, "les sources jointes ensuite", String::new());
    told(WantedDocument::of_stem(stem, original), (original, &before), (&after, &now))
}

/// What differs between the sources of a PDF and another version.
fn compared_with(stem: &str, sources: &Snapshot, other: &NamedVersion) -> SourcesComparison {
    let before = version(sources, "les sources du PDF", String::new());
    // The version that a PDF of the act prints: without the avenants that came since.
    let document = WantedDocument::of_stem(stem, &other.snapshot);
    let same = document.and_then(|document| document.version(&other.snapshot));
    let same = same.ok_or_else(|| format!("{} n’a pas de document « {stem} »", other.version.name))?;
    told(document, (sources, &before), (same, &other.version))
}

fn read(carried: &CarriedProject) -> Result<Snapshot, String> {
    let project = project::open(&carried.tree, Some(&carried.manifest.edition));
    Ok(Snapshot::read(project.map_err(|error| error.to_string())?))
}

fn told(
    document: Option<WantedDocument<'_>>,
    (before, own): (&Snapshot, &Version),
    (after, other): (&Snapshot, &Version),
) -> SourcesComparison {
    let comparison = compare::compare(before, after)
        .ok_or_else(|| format!("{} et {} ne peuvent être lus tous deux en entier", own.name, other.name))?;
    let shown = Shown {
        comparison: &comparison,
        versions: (own.clone(), other.clone()),
        snapshots: (before, after),
        findings: None,
    };
    let others = document.map(|document| other_files(document, before, after)).unwrap_or_default();
    let of_act = comparison.changes.iter().filter(|change| change.topic != ChangeTopic::Life).count();
    Ok(ComparedSources {
        name: other.name.clone(),
        count: of_act + others.len(),
        others,
        is_whole: comparison.unread.0.is_empty() && comparison.unread.1.is_empty(),
        human: shown.human(),
        json: shown.json(),
    })
}
