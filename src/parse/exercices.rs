//! The time of an act: `exercices`, `plafonds`, and the amounts by exercice that its lines say under `montants`.

use super::axes::payer_of;
use super::keys::MapReader;
use super::reader::Reader;
use crate::diagnostic::{Diagnostic, Gap};
use crate::lang::numbers::read_year;
use crate::model::cadre::Horizon;
use crate::model::convention::Ceiling;
use crate::model::edition::years;
use crate::model::exercice::{Exercice, Exercices, Instalment, Schedule};
use crate::syntax::{Node, NodeKind};
use crate::text::{Span, Spanned};

/// Most exercices of an act: far past any contract, and what a table can hold.
const MOST: usize = 30;

/// « contrat » is what most frameworks say; « total » says the same of any act.
const HORIZONS: [(&str, Horizon); 3] =
    [("exercice", Horizon::Exercice), ("contrat", Horizon::Contract), ("total", Horizon::Contract)];

/// Reads `exercices`: a list of years or windows, or a range of years.
pub(super) fn exercices(reader: &mut Reader<'_>, node: &Node) -> Option<Exercices> {
    let mut all: Vec<Exercice> = Vec::new();
    for item in reader.one_or_many(node) {
        for exercice in exercice(reader, item) {
            let meets = |other: &&Exercice| exercice.from <= other.to && other.from <= exercice.to;
            if let Some(other) = all.iter().find(meets) {
                let message = format!("les exercices « {} » et « {} » se recouvrent", other.id, exercice.id);
                reader.say(
                    Diagnostic::error("VAL-004", exercice.id.span, message)
                        .also(other.id.span, "le premier")
                        .help("donner à chaque exercice des jours qui ne sont qu’à lui"),
                );
                continue;
            }
            all.push(exercice);
        }
    }
    if all.len() > MOST {
        reader.say(
            Diagnostic::error("VAL-004", node.span, format!("un acte a {MOST} exercices au plus"))
                .help("vérifier la première et la dernière année"),
        );
        return None;
    }
    Exercices::new(all, true)
}

fn exercice(reader: &mut Reader<'_>, node: &Node) -> Vec<Exercice> {
    if matches!(node.kind, NodeKind::Map(_)) {
        return window(reader, node).into_iter().collect();
    }
    let Some(word) = reader.word(node) else { return Vec::new() };
    let text = word.value.trim();
    let ends = text.split_once(['-', '–', 'à']).map_or((text, text), |(a, b)| (a.trim(), b.trim()));
    let range = read_year(ends.0).zip(read_year(ends.1)).filter(|(first, last)| first <= last);
    let Some((first, last)) = range else {
        reader.say(
            Diagnostic::error("VAL-004", word.span, format!("« {text} » n’est pas un exercice")).help(
                "écrire des années, « [2024, 2025] » ou « 2024-2027 », ou une fenêtre : « { id: \"2020-2021\", du: 2020-07-01, au: 2021-06-30 } »",
            ),
        );
        return Vec::new();
    };
    (first..=last).filter_map(|year| Exercice::of_year(Spanned::new(year, word.span))).collect()
}

fn window(reader: &mut Reader<'_>, node: &Node) -> Option<Exercice> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let from = reader.require(&mut map, "du").and_then(|n| reader.spanned_day(n));
    let to = reader.require(&mut map, "au").and_then(|n| reader.spanned_day(n));
    reader.finish(&map);
    let (id, from, to) = (id?, from?, to?);
    if from.value > to.value {
        let message = format!("l’exercice « {id} » finit avant de commencer");
        reader
            .say(Diagnostic::error("VAL-004", to.span, message).help("échanger ou corriger les deux dates"));
        return None;
    }
    Some(Exercice { id, from: from.value, to: to.value })
}

/// The exercices of an act that lists none: its year, or the years that the name of its edition says.
pub(super) fn by_default(edition: &str, year: u16, span: Span) -> Option<Exercices> {
    let (first, last) = years(edition).filter(|(first, _)| *first == year).unwrap_or((year, year));
    let last = last.min(first.saturating_add(29));
    let all = (first..=last).filter_map(|year| Exercice::of_year(Spanned::new(year, span)));
    Exercices::new(all.collect(), false)
}

/// Reads `plafonds`: a ceiling, or a list of them.
pub(super) fn ceilings(
    reader: &mut Reader<'_>,
    map: &mut MapReader<'_>,
    exercices: &Exercices,
) -> Vec<Ceiling> {
    match map.take("plafonds") {
        Some(node) => reader.one_or_many(node).iter().filter_map(|n| ceiling(reader, n, exercices)).collect(),
        None => Vec::new(),
    }
}

fn ceiling(reader: &mut Reader<'_>, node: &Node, exercices: &Exercices) -> Option<Ceiling> {
    let mut map = reader.map(node)?;
    let party = reader.required_name(&mut map, "partie");
    let montant = reader.require(&mut map, "montant").and_then(|n| reader.montant(n));
    let horizon = map.take("par").and_then(|n| reader.one_of(n, &HORIZONS));
    let named = map.take("exercices").map(|n| {
        let mut named = Vec::new();
        for node in reader.one_or_many(n) {
            if let Some(word) = reader.word(node) {
                named.extend(ranks(reader, &word, exercices));
            }
        }
        named
    });
    reader.finish(&map);
    let party = party?;
    Some(Ceiling {
        payer: payer_of(party),
        montant: montant?,
        horizon: horizon.unwrap_or(Horizon::Exercice),
        exercices: named.unwrap_or_else(|| (0..exercices.count()).collect()),
        span: node.span,
    })
}

/// The ranks that a name of an exercice, or of a range of them, says; an unknown one is told.
fn ranks(reader: &mut Reader<'_>, word: &Spanned<String>, exercices: &Exercices) -> Vec<usize> {
    if let Some(ranks) = exercices.ranks(&word.value) {
        return ranks.collect();
    }
    let known = exercices.iter().map(|exercice| exercice.id.value.as_str());
    reader.unknown(word, "un exercice de l’acte", known);
    Vec::new()
}

/// Reads `montants`: « { 2024: 55 000 €, 2025-2027: 40 000 € } ». A range is typed once and holds for each of its exercices.
pub(super) fn schedule(reader: &mut Reader<'_>, node: &Node, exercices: &Exercices) -> Option<Schedule> {
    let mut instalments: Vec<Instalment> = Vec::new();
    let entries = reader.named_entries(node);
    if entries.is_empty() && matches!(node.kind, NodeKind::Map(_)) {
        let help = format!("écrire « montants: {{ {}: … }} »", exercices.name(0));
        reader.say(
            Diagnostic::error("CLE-005", node.span, "cette ligne n’a de montant pour aucun exercice")
                .help(help),
        );
    }
    for (key, value) in entries {
        let ranks = ranks(reader, &key, exercices);
        let montant = reader.montant_or_absence(value);
        let said = |rank: &&usize| instalments.iter().any(|i| i.exercices.contains(rank));
        if let Some(rank) = ranks.iter().find(said) {
            let message = format!("l’exercice {} a déjà son montant", exercices.name(*rank));
            reader.say(
                Diagnostic::error("YAML-003", key.span, message)
                    .help("n’écrire chaque exercice qu’une fois")
                    .leaves(Gap::Part),
            );
            continue;
        }
        if let Some(montant) = montant.filter(|_| !ranks.is_empty()) {
            instalments.push(Instalment { exercices: ranks, montant });
        }
    }
    (!instalments.is_empty()).then_some(Schedule { instalments })
}
