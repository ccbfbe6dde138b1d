//! The public version of an act: its sources with what must not be published masked, before anything reads them. What is
//! made of them can let nothing out.

mod fields;
mod masks;
mod pictures;
mod plain;
mod prose;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, TextEdit};
use crate::lang::contacts::contacts;
use crate::lang::official_numbers::compact;
use crate::model::masked::{ConfidentialMark, MASK, MaskedKind};
use crate::model::passage::PassageKind;
use crate::project::{FileRole, Memory};
use crate::snapshot::Snapshot;
use crate::syntax::{edit, header, yaml};
use crate::text::lookalikes::same_name;
use crate::text::{FileId, ProjectPath, Span};
use fields::FieldMasking;
use masks::Masks;
use plain::Plain;

/// The image that stands for those that are not published, from the folder of the edition.
const PLACEHOLDER: &str = "images/non-publie.svg";
/// What it shows: words, on grey.
const PLACEHOLDER_IMAGE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"320\" height=\"120\" viewBox=\"0 0 320 120\">\
<rect x=\"1\" y=\"1\" width=\"318\" height=\"118\" fill=\"#eeeeee\" stroke=\"#666666\" stroke-dasharray=\"6 4\"/>\
<text x=\"160\" y=\"66\" font-size=\"18\" text-anchor=\"middle\" font-family=\"Libertinus Serif\" fill=\"#333333\">[non publié]</text></svg>\n";

/// The sources of the public version of an act.
#[derive(Debug)]
pub struct PublicSources {
    /// The project, masked.
    pub tree: Memory,
    /// What was masked.
    pub kinds: Vec<MaskedKind>,
    /// Where a text was changed, file by file.
    edits: BTreeMap<ProjectPath, Vec<TextEdit>>,
}

/// Masks the sources of an act, all its versions included.
pub fn mask(snapshot: &Snapshot) -> PublicSources {
    let images: Vec<&ProjectPath> = snapshot.versions().flat_map(|version| version.images.keys()).collect();
    let mut masks = masks(snapshot, &images);
    let mut tree = Memory::default();
    let mut edits: BTreeMap<ProjectPath, Vec<TextEdit>> = BTreeMap::new();
    for version in snapshot.versions() {
        for (file, source) in version.sources.iter() {
            let path = source.path();
            if edits.contains_key(path) {
                continue;
            }
            let own = match FileRole::of(path, &version.edition) {
                // The layout is the project's own; what nothing reads is left out.
                Some(FileRole::Template) => Vec::new(),
                Some(role) => of_file(version, (file, role), &mut masks),
                None => continue,
            };
            tree.insert(path.clone(), edit::apply(source.text(), &own));
            edits.insert(path.clone(), own);
        }
        for (path, bytes) in &version.images {
            // What no text names is not printed, and may be a copy of what is not published.
            if !masks.images.contains(path) && is_named(version, path) {
                tree.insert(path.clone(), pictures::plain(bytes));
            }
        }
    }
    if masks.kinds.contains(&MaskedKind::Image)
        && let Ok(path) = ProjectPath::new(&format!("content/{}/{PLACEHOLDER}", snapshot.edition))
    {
        tree.insert(path, PLACEHOLDER_IMAGE.as_bytes());
    }
    PublicSources { tree, kinds: masks.kinds.into_iter().collect(), edits }
}

/// Whether a text names an image.
fn is_named(version: &Snapshot, path: &ProjectPath) -> bool {
    let name = path.name();
    let encoded = name.replace(' ', "%20");
    version.sources.iter().any(|(_, source)| source.text().contains(name) || source.text().contains(&encoded))
}

/// The marks that are on nothing: their file is not there, or their words are not in it.
pub fn on_nothing(snapshot: &Snapshot) -> Vec<Diagnostic> {
    if marks(snapshot).is_empty() {
        return Vec::new();
    }
    let images: Vec<&ProjectPath> = snapshot.versions().flat_map(|version| version.images.keys()).collect();
    let mut masks = masks(snapshot, &images);
    for version in snapshot.versions() {
        for (file, source) in version.sources.iter() {
            if let Some(role) = FileRole::of(source.path(), &version.edition) {
                of_file(version, (file, role), &mut masks);
            }
        }
    }
    let told = |rank: usize, mark: &ConfidentialMark| {
        let file = &mark.file.value;
        let (message, help) = match (&mark.excerpt, masks.placed.contains(&rank)) {
            (_, false) => (
                format!("« {file} » n’est le lieu d’aucun fichier de l’édition"),
                "écrire un chemin depuis le dossier de l’édition, comme « fiches/04 » ou « images/plan.png »",
            ),
            (Some(excerpt), true) => (
                format!("« {} » ne se lit pas dans « {file} » : rien n’y serait masqué", excerpt.value),
                "recopier l’extrait tel qu’il est écrit, ou retirer la ligne",
            ),
            (None, true) => return None,
        };
        Some(Diagnostic::error("REF-001", mark.place(), message).help(help))
    };
    let unused = masks.marks.iter().enumerate().filter(|(rank, _)| !masks.used.contains(rank));
    unused.filter_map(|(rank, mark)| told(rank, mark)).collect()
}

impl PublicSources {
    /// What prevents the public version, given what its sources were read as: what is masked and that the act needs, and
    /// what should not be there any more. Places are those of the act itself.
    pub fn faults(&self, snapshot: &Snapshot, masked: &Snapshot) -> Vec<Diagnostic> {
        let known: BTreeSet<&str> = snapshot.findings().map(|finding| finding.message.as_str()).collect();
        let new = masked.act_findings.iter().filter(|finding| {
            finding.severity == crate::diagnostic::Severity::Error
                && !known.contains(finding.message.as_str())
        });
        let mut faults: Vec<Diagnostic> = new.map(|finding| self.needed(snapshot, masked, finding)).collect();
        let marks = marks(snapshot);
        for version in masked.versions() {
            for passage in version.all_passages() {
                let path = version.sources.source(passage.file()).path();
                let plain = Plain::new(&passage.text);
                let mut own =
                    marks.iter().filter(|mark| mark.is_of(path)).filter_map(|mark| mark.excerpt.as_ref());
                let left = own.find(|excerpt| !plain.find(&excerpt.value).is_empty());
                let message = match (left, contacts(&plain.text).is_empty()) {
                    (Some(excerpt), _) => format!("« {} » n’a pas pu être masqué ici", excerpt.value),
                    (None, false) => "une ligne directe ou un compte n’a pas pu être masqué ici".to_owned(),
                    (None, true) => continue,
                };
                let place = self.place(snapshot, path, passage.span.start);
                let help = "l’écrire d’un seul tenant, sans mise en forme au milieu";
                faults.push(told(place, message).help(help));
            }
        }
        faults
    }

    /// Where the words that the act marks in one file are read in another: they are published there.
    pub fn elsewhere(snapshot: &Snapshot, masked: &Snapshot) -> Vec<Diagnostic> {
        let excerpts = marks(snapshot).into_iter().filter_map(|mark| Some((mark, mark.excerpt.as_ref()?)));
        let read = |(mark, excerpt): (&ConfidentialMark, &crate::text::Spanned<String>)| {
            let passage =
                masked.all_passages().find(|p| !Plain::new(&p.text).find(&excerpt.value).is_empty())?;
            let path = masked.sources.source(passage.file()).path();
            let message = format!("« {} » se lit aussi dans {path}, où rien ne le masque", excerpt.value);
            let help = format!(
                "ajouter une ligne dont le lieu est « {} », si cela ne doit pas être publié",
                path.stem()
            );
            Some(Diagnostic::error("REF-001", mark.place(), message).warning().help(help))
        };
        excerpts.filter_map(read).collect()
    }

    /// What is said of a fault of reading that masking made.
    fn needed(&self, snapshot: &Snapshot, masked: &Snapshot, finding: &Diagnostic) -> Diagnostic {
        let label = finding.labels.first();
        let place = label.and_then(|label| {
            self.place(snapshot, masked.sources.source(label.span.file).path(), label.span.start)
        });
        let message = format!("ce qui est masqué ici manque à la version publique : {}", finding.message);
        told(place, message).help(
            "retirer la marque « confidentiel », ou la porter sur des mots que l’acte ne compte pas et auxquels rien ne renvoie",
        )
    }

    /// Where a place of a masked text is in the act.
    fn place(&self, snapshot: &Snapshot, path: &ProjectPath, at: usize) -> Option<Span> {
        let version =
            snapshot.versions().find(|version| version.sources.iter().any(|(_, s)| s.path() == path))?;
        let (file, source) = version.sources.iter().find(|(_, source)| source.path() == path)?;
        let mut shift = 0isize;
        for edit in self.edits.get(path)? {
            let start = edit.span.start.saturating_add_signed(shift);
            if at < start {
                break;
            }
            if at <= start + edit.text.len() {
                return Some(edit.span).filter(|_| std::ptr::eq(version, snapshot));
            }
            let length = edit.span.end - edit.span.start;
            shift += isize::try_from(edit.text.len()).unwrap_or(0) - isize::try_from(length).unwrap_or(0);
        }
        let start = at.saturating_add_signed(-shift).min(source.text().len());
        Some(Span { file, start, end: start }).filter(|_| std::ptr::eq(version, snapshot))
    }
}

fn told(place: Option<Span>, message: String) -> Diagnostic {
    match place {
        Some(place) => Diagnostic::error("REF-001", place, message),
        None => Diagnostic::without_place("REF-001", message),
    }
}

/// The marks of an act at its last version.
fn marks(snapshot: &Snapshot) -> Vec<&ConfidentialMark> {
    snapshot.dossier.iter().flat_map(|dossier| &dossier.convention.confidential).collect()
}

/// What an act does not publish, with nothing found yet.
fn masks<'m>(snapshot: &'m Snapshot, images: &[&'m ProjectPath]) -> Masks<'m> {
    let marks = marks(snapshot);
    let mut masks = Masks {
        account: Vec::new(),
        images: BTreeSet::new(),
        used: BTreeSet::new(),
        placed: BTreeSet::new(),
        kinds: BTreeSet::new(),
        marks,
    };
    for version in snapshot.versions() {
        let accounts = version.dossier.iter().filter_map(|dossier| dossier.organisation.account.as_ref());
        for account in accounts {
            let (iban, bic) = (compact(&account.iban.value), compact(&account.bic.value));
            // Without its country an IBAN is a RIB; without its branch a BIC is that of the bank.
            let rib = iban.get(4..).unwrap_or_default().to_owned();
            let bank = bic.get(..8).unwrap_or_default().to_owned();
            let number = account.number.value.as_ref().ok().map(|number| compact(number));
            let main = format!("{bank}XXX");
            let codes = [Some(iban), Some(rib), number, Some(bic), Some(bank), Some(main)];
            // A short one may be any number of the act.
            let is_own = |code: &String| code.len() >= 8 && code != "XXX" && *code != compact(MASK);
            masks.account.extend(codes.into_iter().flatten().filter(is_own));
        }
    }
    for (rank, mark) in masks.marks.iter().enumerate().filter(|(_, mark)| mark.excerpt.is_none()) {
        let own: Vec<&&ProjectPath> = images.iter().filter(|path| mark.is_of(path)).collect();
        if !own.is_empty() {
            masks.placed.insert(rank);
            masks.used.insert(rank);
        }
        masks.images.extend(own);
    }
    masks
}

/// The edits that mask a text.
fn of_file(version: &Snapshot, (file, role): (FileId, FileRole), masks: &mut Masks<'_>) -> Vec<TextEdit> {
    let source = version.sources.source(file);
    let own = masks.of(source.path());
    let of_file: Vec<_> = version.all_passages().filter(|passage| passage.file() == file).collect();
    let printed: Vec<Span> = of_file.iter().map(|passage| passage.span).collect();
    let whole = Span { file, start: 0, end: source.text().len() };
    let is_page = source.path().as_str().ends_with(".md");
    let (fields, body) = match is_page.then(|| header::separate(&version.sources, file)) {
        None => (Some(whole), None),
        Some(Ok((fields, body))) => (Some(fields), Some(body)),
        Some(Err(_)) => (None, Some(whole)),
    };
    let mut edits = Vec::new();
    if let Some(zone) = fields
        && let Ok(root) = yaml::read(&version.sources, zone)
    {
        let (sources, edition) = (&version.sources, version.edition.as_str());
        let mut masking = FieldMasking { sources, own: &own, printed: &printed, edition, edits };
        masking.page(&root, role, masks);
        edits = masking.edits;
    }
    if let Some(zone) = body {
        let is_text = |kind| !matches!(kind, PassageKind::Heading(_));
        let texts: Vec<Span> = of_file
            .iter()
            .filter(|passage| is_text(passage.kind))
            .filter_map(|passage| {
                let runs: Vec<Span> = passage.written().collect();
                Some(Span { start: runs.first()?.start, end: runs.last()?.end, ..passage.span })
            })
            .collect();
        let text = version.sources.text(zone);
        edits.extend(prose::edits(text, zone, (&own, &texts), &version.edition, masks));
    }
    edits.sort_by_key(|edit| (edit.span.start, std::cmp::Reverse(edit.span.end)));
    edits
}

/// Whether a path written in an edition leads to one of some images.
fn is_masked_image(written: &str, edition: &str, images: &BTreeSet<&ProjectPath>) -> bool {
    let folder = format!("content/{edition}/");
    let written = written.trim_start_matches("./").replace("%20", " ");
    images.iter().any(|path| {
        let path = path.as_str();
        let own = crate::model::edition::as_amended(path, edition).into_owned();
        [path, own.as_str()]
            .iter()
            .any(|path| path.strip_prefix(folder.as_str()).is_some_and(|own| same_name(own, &written)))
    })
}
