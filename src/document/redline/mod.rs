//! The comparison of two versions as a document (`calpae diff --format pdf`): the table of the changes, what they bring
//! about, then the act with what came and what went.

mod blocks;
mod budgets;
mod columns;
mod fiches;
mod fields;
mod grid;
mod numbering;
mod pages;
mod pieces;
mod prose;
mod sides;
mod summary;
mod writer;

use serde::Serialize;

pub use blocks::{ListEntry, RedlineBlock};
pub use pages::{ComparedPage, PageNote, RedlinePage};
pub use pieces::{ComparedText, RedlineFate};
pub use summary::{ChangeGroup, ChangeView, DetailView};

use super::act::{ActView, act_view};
use super::presentation::Imprint;
use super::view::TableView;
use crate::compare::shown::{FindingLine, FindingsMoved, Shown, Version};
use crate::model::Dossier;
use numbering::Numbering;
use writer::Writer;

/// The comparison, as its templates read it.
#[derive(Debug, Serialize)]
pub struct RedlineDocument {
    /// Title page and metadata of the second act, which bears no stamp here.
    pub acte: ActView,
    /// The first version.
    pub avant: VersionView,
    /// The second.
    pub apres: VersionView,
    /// Whether what did not change is left out.
    pub seulement_modifie: bool,
    /// How many changes there are.
    pub nombre: usize,
    /// The changes by what they are about, what commits money first.
    pub changements: Vec<ChangeGroup>,
    /// Sums, shares and ceilings that differ; `None` when none does.
    pub consequences: Option<TableView>,
    /// Findings of the first version that the second has not.
    pub constats_regles: Vec<MovedFinding>,
    /// Findings of the second version that the first has not.
    pub constats_nouveaux: Vec<MovedFinding>,
    /// How many findings both have; `None` when they were not checked.
    pub constats_communs: Option<usize>,
    /// Files that could not be read.
    pub non_lus: Vec<UnreadFiles>,
    /// The act, page by page.
    pub pages: Vec<RedlinePage>,
}

/// One of the versions.
#[derive(Debug, Serialize)]
pub struct VersionView {
    /// What the user calls it.
    pub nom: String,
    /// Its edition.
    pub edition: String,
    /// Its commit, day and topic; empty for a folder.
    pub detail: String,
    /// First digits of the digest of its act.
    pub empreinte: String,
    /// The word of the state of its act.
    pub etat: String,
}

/// A finding that one version has and the other has not.
#[derive(Debug, Serialize)]
pub struct MovedFinding {
    /// Its identifier.
    pub identifiant: String,
    /// The word of its severity.
    pub gravite: String,
    /// What it says.
    pub message: String,
    /// File and line.
    pub lieu: String,
}

/// The files of a version that could not be read.
#[derive(Debug, Serialize)]
pub struct UnreadFiles {
    /// What the user calls the version.
    pub version: String,
    /// The files.
    pub fichiers: Vec<String>,
}

/// First digits of a digest: enough to tell two versions apart on paper.
const DIGEST_SHOWN: usize = 8;

/// Composes the comparison of two acts. `only_changed` leaves out what did not change.
pub fn redline(shown: &Shown<'_>, acts: (&Dossier, &Dossier), only_changed: bool) -> RedlineDocument {
    let comparison = shown.comparison;
    let numbering = Numbering::new(&comparison.changes);
    let mut writer = Writer { comparison, acts, numbering, only_changed };
    let pages = writer.pages();
    let versions = &shown.versions;
    let digests = shown.digests();
    let apres = version(&versions.1, &digests.1, acts.1);
    let mut acte = act_view(acts.1, Imprint::annotated(&apres.empreinte));
    acte.timbre = None;
    let findings = shown.findings.as_ref();
    let told = |pick: fn(&FindingsMoved) -> &Vec<FindingLine>| {
        findings.map(pick).into_iter().flatten().map(finding).collect()
    };
    let unread = shown.unread().into_iter().map(|(version, files)| UnreadFiles {
        version: version.name.clone(),
        fichiers: files.iter().cloned().collect(),
    });
    RedlineDocument {
        acte,
        avant: version(&versions.0, &digests.0, acts.0),
        apres,
        seulement_modifie: only_changed,
        nombre: comparison.changes.len(),
        changements: summary::groups(&comparison.changes, &writer.numbering),
        consequences: summary::consequences(&comparison.consequences),
        constats_regles: told(|moved| &moved.settled),
        constats_nouveaux: told(|moved| &moved.new),
        constats_communs: findings.map(|moved| moved.left),
        non_lus: unread.collect(),
        pages,
    }
}

fn version(version: &Version, digest: &str, act: &Dossier) -> VersionView {
    VersionView {
        nom: version.name.clone(),
        edition: version.edition.clone(),
        detail: version.detail.clone(),
        empreinte: digest.chars().take(DIGEST_SHOWN).collect(),
        etat: act.convention.status.word().to_owned(),
    }
}

fn finding(line: &FindingLine) -> MovedFinding {
    MovedFinding {
        identifiant: line.name.clone(),
        gravite: line.severity.clone(),
        message: line.message.clone(),
        lieu: line.place.clone(),
    }
}
