//! What the rapport still awaits, by action and by reason. Each datum is counted once, and none as zero.

use std::collections::BTreeMap;

use serde::Serialize;

use super::overview::mark;
use super::synthesis::action_name;
use crate::ledger::missing::{Missing, SheetPart};
use crate::ledger::rapport::RapportSummary;
use crate::model::{Absence, Numero};

/// All that is awaited, as its template reads it.
#[derive(Debug, Serialize)]
pub struct Awaited {
    /// Number of data.
    pub nombre: usize,
    /// Number of them by reason.
    pub raisons: Vec<AwaitedReason>,
    /// By action and by reason, in the order of the report.
    pub lignes: Vec<AwaitedRow>,
}

/// Data that lack for one reason.
#[derive(Debug, Serialize)]
pub struct AwaitedReason {
    /// The reason: « non renseigné », « à transmettre ».
    pub mot: &'static str,
    /// Number of data.
    pub nombre: usize,
}

/// What an action awaits, for one reason.
#[derive(Debug, Serialize)]
pub struct AwaitedRow {
    /// Whether the fiche has a page in the report.
    pub parle: bool,
    /// Mark of its page, when it has one.
    pub cible: Option<String>,
    /// Mark of this line, the first of a fiche without a page.
    pub ancre: Option<String>,
    /// « 4. Accompagnement », or the part of the report.
    pub nom: String,
    /// Whether it is the whole sheet.
    pub entier: bool,
    /// What is awaited, a part of the sheet a line; of a whole sheet, how much of each.
    pub quoi: Vec<String>,
    /// Why it lacks.
    pub raison: &'static str,
}

/// Where a datum lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Report,
    Fiche(Numero),
    Matrix,
}

fn place(datum: &Missing) -> Place {
    match (datum.fiche, datum.part) {
        (Some(number), _) => Place::Fiche(number),
        (None, SheetPart::Vote | SheetPart::Summary) => Place::Report,
        (None, _) => Place::Matrix,
    }
}

fn word(reason: Absence) -> &'static str {
    if reason == Absence::Blank { "case vide" } else { reason.word() }
}

/// Most names listed in a line; beyond, they are counted. Titles of texts are always named: no page has them.
const NAMES_MAX: usize = 3;

/// Composes what is awaited; `None` when nothing is. `speaks` tells whether a fiche has a page.
pub(super) fn awaited(
    summary: &RapportSummary<'_>,
    missing: &[Missing],
    speaks: impl Fn(Numero) -> bool,
) -> Option<Awaited> {
    let mut counts: BTreeMap<Absence, usize> = BTreeMap::new();
    let mut groups: Vec<(Place, Absence, Vec<&Missing>)> = Vec::new();
    for datum in missing {
        *counts.entry(datum.reason).or_default() += 1;
        let same =
            |group: &&mut (Place, Absence, Vec<&Missing>)| group.0 == place(datum) && group.1 == datum.reason;
        match groups.iter_mut().find(same) {
            Some(group) => group.2.push(datum),
            None => groups.push((place(datum), datum.reason, vec![datum])),
        }
    }
    let mut marked: Vec<Numero> = Vec::new();
    let row = |(place, reason, own): (Place, Absence, Vec<&Missing>)| {
        let number = match place {
            Place::Fiche(number) => Some(number),
            Place::Report | Place::Matrix => None,
        };
        let action = number.and_then(|number| summary.actions().find(|action| action.number == number));
        let is_silent = number.is_some_and(|n| !speaks(n));
        let identity = own.iter().filter(|datum| datum.part == SheetPart::Identity).count();
        // Its two days and what becomes of it, or a sheet that is not there.
        let is_whole = is_silent && (identity == 3 || identity == own.len());
        AwaitedRow {
            entier: is_whole,
            parle: number.is_some_and(&speaks),
            cible: number.filter(|n| speaks(*n)).map(|n| mark(n, true)),
            ancre: number.filter(|n| !speaks(*n) && !marked.contains(n)).map(|n| {
                marked.push(n);
                mark(n, false)
            }),
            nom: match (action, place) {
                (Some(action), _) => action_name(action),
                (None, Place::Matrix) => "Matrice, hors fiches".to_owned(),
                (None, Place::Report | Place::Fiche(_)) => "Rapport".to_owned(),
            },
            quoi: in_words(&own, is_silent, is_whole),
            raison: word(reason),
        }
    };
    (!missing.is_empty()).then(|| Awaited {
        nombre: missing.len(),
        raisons: counts.iter().map(|(reason, n)| AwaitedReason { mot: word(*reason), nombre: *n }).collect(),
        lignes: groups.into_iter().map(row).collect(),
    })
}

/// The parts of a sheet, and what one and several of their data are called.
const SHEET_PARTS: [(SheetPart, &str, &str); 8] = [
    (SheetPart::Vote, "", ""),
    (SheetPart::Summary, "texte du bilan", "textes du bilan"),
    (SheetPart::Identity, "", ""),
    (SheetPart::Contract, "montant contracté", "montants contractés"),
    (SheetPart::Charge, "charge", "charges"),
    (SheetPart::Financeur, "financeur", "financeurs"),
    (SheetPart::Result, "résultat", "résultats"),
    (SheetPart::Text, "texte", "textes"),
];

/// What is missing, a part of the sheet a line; of a sheet that says nothing, only how much.
fn in_words(own: &[&Missing], is_silent: bool, is_whole: bool) -> Vec<String> {
    let of_part = |(part, one, several): &(SheetPart, &str, &str)| {
        let names: Vec<&str> = own.iter().filter(|m| m.part == *part).map(|m| m.what.as_str()).collect();
        let word = if names.len() > 1 { several } else { one };
        let is_counted = match part {
            SheetPart::Identity | SheetPart::Vote => false,
            SheetPart::Text | SheetPart::Summary => is_silent,
            _ => is_silent || names.len() > NAMES_MAX,
        };
        match part {
            _ if names.is_empty() => None,
            SheetPart::Identity if is_whole => None,
            _ if is_counted => Some(format!("{}\u{a0}{word}", names.len())),
            SheetPart::Identity | SheetPart::Vote => Some(names.join(", ")),
            SheetPart::Result | SheetPart::Text | SheetPart::Summary => {
                Some(format!("{word} : «\u{a0}{}\u{a0}»", names.join("\u{a0}», «\u{a0}")))
            }
            _ => Some(format!("{word} : {}", names.join(", "))),
        }
    };
    SHEET_PARTS.iter().filter_map(of_part).collect()
}
