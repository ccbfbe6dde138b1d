//! The other acts that an act is compared with, on demand: which of them are of the same collectivité, and what of them
//! could not be compared. Their places are told in words, as their sources are not those of the findings.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Severity, Stage};
use crate::lang::flat;
use crate::model::parties::Collectivite;
use crate::model::{Dossier, edition};
use crate::snapshot::Snapshot;
use crate::text::Span;

/// Code: nothing is compared with another act.
pub const NOT_COMPARED: &str = "PRJ-011";
/// Code: a part of another act is not compared.
pub const PARTLY_COMPARED: &str = "PRJ-012";

/// Most files that a sentence names.
const FILES_NAMED: usize = 3;

/// Another act: an edition of the same project, or of another.
#[derive(Debug, Clone)]
pub struct OtherAct<'s> {
    /// How messages name it, with its article: « l’édition 2023 ».
    pub name: String,
    /// What it is called, however the user wrote it: part of the names of findings.
    pub key: String,
    /// What its paths begin with, as the user wrote it: « ../contrat/ »; empty for an edition of the same project.
    pub base: String,
    /// Whether it is an edition of the same project.
    pub is_of_project: bool,
    /// What was read of it.
    pub snapshot: &'s Snapshot,
}

/// Another act that is compared, and what could be read of it.
#[derive(Debug)]
pub struct ComparedAct<'s> {
    /// The act.
    pub act: &'s OtherAct<'s>,
    /// Its model, without the files that lack something.
    pub dossier: Cow<'s, Dossier>,
}

/// Why nothing is compared with another act.
enum Obstacle {
    /// Its convention, its parties or its cadre could not be read; then the place of the first error.
    Unread(Option<String>),
    /// It is another collectivité's.
    OfAnother,
    /// It is the same act, before or after an avenant.
    SameAct,
}

impl OtherAct<'_> {
    /// A place of it: « ../contrat/content/2024/fiches/04.md:12 ».
    pub fn place(&self, span: Span) -> String {
        format!("{}:{}", self.path(span), self.line(span))
    }

    /// The file of a place of it.
    pub fn path(&self, span: Span) -> String {
        format!("{}{}", self.base, self.snapshot.sources.source(span.file).path())
    }

    /// The line of a place of it, from 1.
    pub fn line(&self, span: Span) -> usize {
        self.snapshot.sources.source(span.file).line_column(span.start).0
    }

    fn obstacle(&self, own: &Dossier, own_edition: &str) -> Result<Cow<'_, Dossier>, Obstacle> {
        // An action in a page that nothing read would be said to be in one act alone.
        let read = self.snapshot.readable().filter(|_| !self.snapshot.holes.pages);
        let dossier = read.ok_or_else(|| {
            let mut errors = self.snapshot.findings().filter(|d| d.severity == Severity::Error);
            Obstacle::Unread(errors.find_map(|d| d.labels.first()).map(|label| self.place(label.span)))
        })?;
        if self.is_of_project && are_versions(own_edition, &self.snapshot.edition) {
            return Err(Obstacle::SameAct);
        }
        match are_same(&own.organisation.collectivite, &dossier.organisation.collectivite) {
            true => Ok(dossier),
            false => Err(Obstacle::OfAnother),
        }
    }
}

/// Whether two editions of a project are one act, which an avenant revised: « 2024 » and « 2024-avenant-1 ».
fn are_versions(a: &str, b: &str) -> bool {
    let is_avenant = |name: &str| flat(name).contains("avenant");
    edition::years(a) == edition::years(b) && (is_avenant(a) || is_avenant(b))
}

/// Whether two acts are carried by one collectivité. A project that was copied to begin that of another keeps its SIREN for a
/// while: it is believed with the code or the name alone.
fn are_same(a: &Collectivite, b: &Collectivite) -> bool {
    let digits = |c: &Collectivite| c.siren.value.chars().filter(char::is_ascii_digit).collect::<String>();
    let (siren, other_siren) = (digits(a), digits(b));
    let is_filled = siren.len() == 9 && siren.bytes().any(|digit| digit != b'0');
    let same = |a: &str, b: &str| !flat(a).is_empty() && flat(a) == flat(b);
    let (name, code) = (same(&a.name.value, &b.name.value), same(&a.code.value, &b.code.value));
    let has_siren = is_filled && siren == other_siren;
    a.kind == b.kind && ((name && code) || (has_siren && (name || code)))
}

/// The acts that can be compared with one.
pub(super) fn compared<'s>(own: &Dossier, edition: &str, others: &'s [OtherAct<'s>]) -> Vec<ComparedAct<'s>> {
    let compared = others.iter().filter_map(|act| {
        let dossier = act.obstacle(own, edition).ok()?;
        Some(ComparedAct { act, dossier })
    });
    compared.collect()
}

/// What of the other acts could not be compared, and why.
pub fn not_compared(snapshot: &Snapshot, others: &[OtherAct<'_>]) -> Vec<Diagnostic> {
    // Without the act, reading says all that there is to say.
    let Some(own) = snapshot.readable() else { return Vec::new() };
    let mut said = Vec::new();
    for act in others {
        match act.obstacle(&own, &snapshot.edition) {
            Ok(dossier) => said.extend(partly(act, &dossier)),
            Err(obstacle) => said.push(told(act, &own, &obstacle)),
        }
    }
    said.into_iter().map(|finding: Diagnostic| finding.at_stage(Stage::Check)).collect()
}

fn told(act: &OtherAct<'_>, own: &Dossier, obstacle: &Obstacle) -> Diagnostic {
    let nothing = format!("rien n’est comparé avec {}", act.name);
    let finding = |why: &str| Diagnostic::without_place(NOT_COMPARED, format!("{nothing} : {why}"));
    match obstacle {
        Obstacle::Unread(place) => {
            let place = place.as_ref().map_or_else(String::new, |place| format!(" ({place})"));
            let why = format!("l’acte, ses parties ou son cadre ne se lisent pas{place}");
            finding(&why)
                .warning()
                .help("y lancer « calpae check », et corriger d’abord ce qui ne se lit pas")
        }
        Obstacle::OfAnother => {
            let name = |dossier: &Dossier| {
                let Collectivite { name, siren, .. } = &dossier.organisation.collectivite;
                format!("« {name} » (SIREN {siren})")
            };
            let other = act.snapshot.dossier.as_ref().map(name).unwrap_or_default();
            let why = format!("c’est l’acte d’une autre collectivité, {other}, et non {}", name(own));
            finding(&why).advice().help(
                "nommer un acte de la même collectivité, ou corriger son nom, son code et son SIREN dans organisation.yaml",
            )
        }
        Obstacle::SameAct => {
            finding("c’est le même acte, avant ou après un avenant").advice().help("nommer un autre acte")
        }
    }
}

/// Said of an act that was read in part.
fn partly(act: &OtherAct<'_>, dossier: &Dossier) -> Option<Diagnostic> {
    let holes = &act.snapshot.holes;
    let is_read = |file| dossier.fiches.iter().any(|fiche| fiche.span.file == file);
    let files = holes.files.iter().filter(|file| !is_read(**file)).chain(&holes.loose);
    let path = |file| format!("{}{}", act.base, act.snapshot.sources.source(file).path());
    let mut paths: Vec<String> =
        files.map(|file| path(*file)).filter(|path| path.contains("/fiches/")).collect();
    paths.sort();
    paths.dedup();
    let number = paths.len();
    let mut named: Vec<String> = paths.into_iter().take(FILES_NAMED).collect();
    match number.saturating_sub(FILES_NAMED) {
        0 => {}
        1 => named.push("1 autre fiche".to_owned()),
        n => named.push(format!("{n} autres fiches")),
    }
    let (last, before) = named.split_last()?;
    let list = if before.is_empty() { last.clone() } else { format!("{} et {last}", before.join(", ")) };
    let message = format!("une partie de {} n’est pas comparée, car elle ne se lit pas : {list}", act.name);
    let finding = Diagnostic::without_place(PARTLY_COMPARED, message).warning();
    Some(finding.help("y lancer « calpae check », et corriger d’abord ce qui ne se lit pas"))
}
