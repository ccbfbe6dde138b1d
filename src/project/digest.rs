//! The digest of an act: of what is signed, and of nothing else.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::{FileRole, Part, rapport_of};
use crate::model::edition::{as_amended, unmoved};
use crate::syntax::yaml;
use crate::text::{ProjectPath, Sources, Span};

/// What a digest covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestScope<'a> {
    /// The act. The reports are not part of it: filling them changes nothing here.
    Act,
    /// The act and the report of an identifier: filling another changes nothing here.
    WithRapport(&'a str),
    /// The act and the pages of its avenants that say what amends it.
    WithAvenants,
}

/// The texts and the images of an edition.
pub(super) type EditionFiles<'a> = (&'a Sources, &'a BTreeMap<ProjectPath, Vec<u8>>);

/// The digest of an edition, in hexadecimal: the pages of the act, its parties and its own cadre, without its life, and what
/// `scope` adds. Voting, signing, transmitting or tolerating change nothing here. A page is named by what it is in the act,
/// whichever avenant it comes from. `cadre` is the name of that of the act; all of them count when it is not known.
pub fn digest(
    (sources, images): EditionFiles<'_>,
    edition: &str,
    cadre: Option<&str>,
    scope: DigestScope<'_>,
) -> String {
    let counts = |path: &ProjectPath| {
        let role = FileRole::of(path, edition)?;
        let is_in = match (role.part(), scope) {
            (Part::Act, _) => role != FileRole::Cadre || cadre.is_none_or(|cadre| path.stem() == cadre),
            (Part::Avenant, scope) => scope == DigestScope::WithAvenants,
            (Part::Rapport, DigestScope::WithRapport(id)) => {
                rapport_of(path.as_str(), edition).as_deref() == Some(id)
            }
            (Part::Rapport | Part::Life | Part::Layout | Part::Settings, _) => false,
        };
        is_in.then_some(role)
    };
    let mut texts: BTreeMap<String, Cow<'_, str>> = BTreeMap::new();
    for (_, source) in sources.iter() {
        let Some(role) = counts(source.path()) else { continue };
        let text = match role {
            FileRole::Convention | FileRole::Avenant => without_life(source.path(), source.text()).into(),
            FileRole::Cadre => without_matiere(source.path(), source.text()),
            _ => Cow::Borrowed(source.text()),
        };
        texts.insert(name(source.path(), edition), text);
    }
    let texts = texts.iter().map(|(name, text)| (name.clone(), text.as_bytes())).collect();
    let images = images.iter().filter(|(path, _)| counts(path).is_some());
    of_parts(texts, images.map(|(path, bytes)| (name(path, edition), bytes.as_slice())))
}

/// The keys of `convention.yaml` that say the life of an act, as the first versions wrote it, or what is asked of the
/// program: they change after the signature, and what was signed does not.
const LIFE: [&str; 8] = [
    "etat",
    "dates",
    "date_du_document",
    "accuse_de_reception",
    "tolerances",
    "chiffres",
    "confidentiel",
    "regles",
];

/// Whether two texts of a page of the act, of the same role, say the same as far as what is signed goes.
pub fn is_frozen_as(role: FileRole, path: &ProjectPath, a: &str, b: &str) -> bool {
    match role {
        FileRole::Convention => a == b || without_life(path, a) == without_life(path, b),
        FileRole::Cadre => a == b || without_matiere(path, a) == without_matiere(path, b),
        _ => a == b,
    }
}

/// `convention.yaml` without the keys of its life, with their remarks; whole when it cannot be read.
fn without_life(path: &ProjectPath, text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add(path.clone(), text);
    let text = sources.source(file).text();
    let Ok(root) = yaml::read(&sources, Span { file, start: 0, end: text.len() }) else {
        return text.to_owned();
    };
    let life: BTreeSet<&str> = LIFE.into_iter().collect();
    let mut kept = String::new();
    for (key, value) in root.entries().iter().filter(|(key, _)| !life.contains(key.value.as_str())) {
        let end = value.extent.end.max(key.span.end);
        kept.push_str(text.get(key.span.start..end).unwrap_or_default().trim_end());
        kept.push('\n');
    }
    kept
}

/// A framework without the lines of its matière: how an act is sent may be told after it is signed. Whole when it has none, or
/// cannot be read.
fn without_matiere<'t>(path: &ProjectPath, text: &'t str) -> Cow<'t, str> {
    if !text.contains("matiere") {
        return text.into();
    }
    let mut sources = Sources::default();
    let file = sources.add(path.clone(), text);
    let source = sources.source(file);
    let Ok(root) = yaml::read(&sources, Span { file, start: 0, end: source.text().len() }) else {
        return text.into();
    };
    let Some((key, value)) = root.entries().iter().find(|(key, _)| key.value == "matiere") else {
        return text.into();
    };
    let text = source.text();
    let (before, after) = (text.get(..key.span.start), text.get(value.span.end.max(key.span.end)..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let line_end = after.find('\n').map_or("", |end| after.get(end + 1..).unwrap_or_default());
    format!("{before}{line_end}").into()
}

/// What names a file, wherever it lies. The parties are the same act whether the edition has its own file for them or shares
/// one, and a report is the same in its old folder.
fn name(path: &ProjectPath, edition: &str) -> String {
    match FileRole::of(path, edition) {
        Some(FileRole::Organisation) => "content/organisation.yaml".to_owned(),
        Some(FileRole::Avenant) => path.to_string(),
        _ => unmoved(&as_amended(path.as_str(), edition), edition).into_owned(),
    }
}

fn of_parts<'b>(
    texts: BTreeMap<String, &'b [u8]>,
    images: impl Iterator<Item = (String, &'b [u8])>,
) -> String {
    let mut hasher = Sha256::new();
    let images: BTreeMap<String, &[u8]> = images.collect();
    for (name, bytes) in texts.into_iter().chain(images) {
        hasher.update((name.len() as u64).to_be_bytes());
        hasher.update(name);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
