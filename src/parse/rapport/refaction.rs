//! The value of `refaction`, in a framework or in an act. The words of the first format are still read, and told once
//! with the new ones.

use crate::model::cadre::{Horizon, Level};
use crate::parse::axes::{HORIZONS, LEVELS};
use rust_decimal::Decimal;

use super::cadre::percent;
use crate::diagnostic::Diagnostic;
use crate::model::refaction::{Refaction, RefactionBase, RefactionPart, RefactionRounding};
use crate::parse::keys::MapReader;
use crate::parse::reader::Reader;
use crate::syntax::{Node, Style};
use crate::text::Span;
use crate::text::lookalikes::{bare_name, same_name};

const BASES: [(&str, RefactionBase); 3] =
    [("depense", RefactionBase::Spent), ("nette", RefactionBase::Net), ("credits", RefactionBase::Credits)];

/// As the French language spells them.
const BASES_WITH_ACCENTS: [(&str, RefactionBase); 2] =
    [("dépense", RefactionBase::Spent), ("crédits", RefactionBase::Credits)];

const ROUNDINGS: [(&str, RefactionRounding); 3] = [
    ("demi supérieur", RefactionRounding::HalfUp),
    ("inférieur", RefactionRounding::Down),
    ("au pair", RefactionRounding::HalfEven),
];

/// A word of the first format, what it reads as, and how it is written now.
type FormerWord<T> = (&'static str, T, &'static [(&'static str, &'static str)]);

/// The values of `mode`: the share and the basis that they stand for.
const FORMER_MODES: [FormerWord<(RefactionPart, RefactionBase)>; 2] = [
    (
        "proportionnel",
        (RefactionPart::Prorata, RefactionBase::Spent),
        &[("part", "prorata"), ("assiette", "depense")],
    ),
    (
        "depense_reelle",
        (RefactionPart::Percent(Decimal::ONE_HUNDRED), RefactionBase::Credits),
        &[("part", "100 %"), ("assiette", "credits")],
    ),
];

/// The values of `niveau`.
const FORMER_LEVELS: [FormerWord<Level>; 3] = [
    ("fiche", Level::Action, &[("niveau", "action")]),
    ("annexe", Level::Axe, &[("niveau", "axe")]),
    ("convention", Level::Contract, &[("niveau", "contrat")]),
];

/// Reads the value of `refaction`; `None` when a key that it needs cannot be read.
pub fn refaction(reader: &mut Reader<'_>, node: &Node) -> Option<Refaction> {
    let mut map = reader.map(node)?;
    let mut former = Vec::new();
    let (part, base) = part_and_base(reader, node, &mut map, &mut former);
    let level = reader.require(&mut map, "niveau").and_then(|n| {
        let known = FORMER_LEVELS.iter().find(|(word, ..)| says(n, word));
        former.extend(known.map(|(_, _, written)| ("niveau", n, *written)));
        known.map(|(_, level, _)| *level).or_else(|| reader.one_of(n, &LEVELS))
    });
    let horizon = map.take("horizon").and_then(|n| reader.one_of(n, &HORIZONS));
    let rate = |reader: &mut Reader<'_>, map: &mut MapReader<'_>, key| {
        map.take(key).and_then(|n| percent(reader, n))
    };
    let threshold = rate(reader, &mut map, "seuil").unwrap_or_default();
    let cap = rate(reader, &mut map, "plafond").unwrap_or(Decimal::ONE_HUNDRED);
    let max_share = rate(reader, &mut map, "part_max");
    let advance = rate(reader, &mut map, "avance").unwrap_or(Decimal::ONE_HUNDRED);
    let rounding = map.take("arrondi").and_then(|n| reader.one_of(n, &ROUNDINGS));
    let source = reader.optional_text(&mut map, "source");
    reader.finish(&map);
    tell_former(reader, node, &map, &former);
    if base == Some(RefactionBase::Credits) && part == Some(RefactionPart::Prorata) {
        reader.say(
            Diagnostic::error(
                "VAL-003",
                map.take("part").map_or(map.span, |n| n.span),
                "de ce qui a été dépensé des crédits de l’État, la part est un pourcentage, et non un prorata",
            )
            .help("écrire « part: 100 % » si tout ce qui en a été dépensé est dû, ou « assiette: depense »"),
        );
        return None;
    }
    Some(Refaction {
        part: part?,
        base: base?,
        level: level?,
        horizon: horizon.unwrap_or(Horizon::Exercice),
        threshold,
        cap,
        max_share,
        advance,
        rounding: rounding.unwrap_or(RefactionRounding::HalfUp),
        source,
    })
}

/// A key written in the first format: its value, and the keys that say the same now.
type FormerKey<'n> = (&'static str, &'n Node, &'static [(&'static str, &'static str)]);

/// The share and the basis, from `part` and `assiette`, or from the `mode` of the first format.
fn part_and_base<'n>(
    reader: &mut Reader<'_>,
    node: &'n Node,
    map: &mut MapReader<'n>,
    former: &mut Vec<FormerKey<'n>>,
) -> (Option<RefactionPart>, Option<RefactionBase>) {
    let mode = node.entry("mode").map(|(_, value)| value);
    if let Some(n) = mode.filter(|_| !map.has("part") && !map.has("assiette")) {
        // Known to the reader, so that it is not told as a key without a meaning.
        map.take("mode");
        let known = FORMER_MODES.iter().find(|(word, ..)| says(n, word));
        let Some((_, (part, base), written)) = known else {
            let words = FORMER_MODES.map(|(word, ..)| (word, ()));
            let _: Option<()> = reader.one_of(n, &words);
            return (None, None);
        };
        former.push(("mode", n, *written));
        return (Some(*part), Some(*base));
    }
    let part = reader.require(map, "part").and_then(|n| part(reader, n));
    let base = reader.require(map, "assiette").and_then(|n| {
        let accented = BASES_WITH_ACCENTS.iter().find(|(word, _)| says(n, word));
        accented.map(|(_, base)| *base).or_else(|| reader.one_of(n, &BASES))
    });
    (part, base)
}

/// `prorata`, or a percentage.
fn part(reader: &mut Reader<'_>, node: &Node) -> Option<RefactionPart> {
    let is_a_word = node.scalar().is_some_and(|text| text.chars().any(char::is_alphabetic));
    if is_a_word {
        if says(node, "prorata") {
            return Some(RefactionPart::Prorata);
        }
        let word = reader.word(node)?;
        reader.say(
            Diagnostic::error("VAL-007", word.span, format!("« {} » n’est pas une part", word.value))
                .help("écrire « prorata » (celle de l’État dans le coût contracté), ou un pourcentage comme « 50 % »"),
        );
        return None;
    }
    percent(reader, node).map(RefactionPart::Percent)
}

fn says(node: &Node, word: &str) -> bool {
    node.scalar().is_some_and(|text| same_name(word, &bare_name(text.trim())))
}

/// Tells once what is written in the words of the first format, with its repair.
fn tell_former(reader: &mut Reader<'_>, node: &Node, map: &MapReader<'_>, former: &[FormerKey<'_>]) {
    if former.is_empty() {
        return;
    }
    let source = reader.sources.source(node.span.file).text();
    let written = |keys: &[(&str, &str)], between: &str| {
        keys.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(between)
    };
    let all = |between: &str| former.iter().map(|(_, _, keys)| written(keys, between)).collect::<Vec<_>>();
    let (before, places): (Vec<_>, Vec<_>) = former
        .iter()
        .map(|(key, value, _)| (format!("{key}: {}", value.scalar().unwrap_or("")), map.span_of(key)))
        .unzip();
    let Some(first) = places.first() else { return };
    let mut finding = Diagnostic::error(
        "CLE-006",
        *first,
        format!("« {} » s’écrit autrement à présent", before.join(", ")),
    )
    .warning()
    .help(format!("écrire « {} » : le calcul reste le même", all(", ").join(", ")));
    for ((key, value, keys), place) in former.iter().zip(&places) {
        // A key between quotes is left to a person.
        if source.get(place.start..place.end) != Some(*key) {
            finding.fix.clear();
            break;
        }
        let start_of_line =
            source.get(..place.start).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        let margin = source.get(start_of_line..place.start).map_or(0, |text| text.chars().count());
        let between = match node.style {
            Style::Flow => ", ".to_owned(),
            Style::Block => format!("\n{}", " ".repeat(margin)),
        };
        let span = Span { end: value.extent.end, ..*place };
        finding = finding.fix(span, written(keys, &between));
    }
    reader.say(finding);
}
