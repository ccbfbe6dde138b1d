//! Quantities that prose states: a number, what it counts, and the words around, compared without their form.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::Context;
use crate::lang::numbers::read_decimal;
use crate::lang::{flat, stem};
use crate::model::Passage;
use crate::model::passage::{Fact, PassageKind};
use crate::text::pattern;
use regex::Regex;

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// How many, or how many per cent.
    pub number: Decimal,
    /// Whether it is a percentage.
    pub per_cent: bool,
    /// The words that follow it, without their endings: « 14 conseillers locaux d’insertion ».
    pub words: Vec<String>,
    /// Bytes of the number in its text.
    pub bytes: Range<usize>,
    /// The number and its words as written.
    pub text: String,
}

/// Words that say nothing of what is spoken of.
const STOP_WORDS: [&str; 84] = [
    "de", "du", "des", "la", "le", "les", "un", "une", "au", "aux", "et", "ou", "en", "a", "d", "l", "s",
    "n", "c", "qu", "que", "qui", "dont", "ce", "cet", "cette", "ces", "se", "son", "sa", "ses", "leur",
    "leurs", "par", "pour", "dans", "sur", "sous", "vers", "avec", "sans", "entre", "chez", "est", "sont",
    "etre", "ete", "ont", "avoir", "ayant", "sera", "seront", "ne", "pas", "plus", "moins", "il", "elle",
    "ils", "elles", "on", "nous", "tout", "tous", "toute", "toutes", "chaque", "environ", "soit", "ainsi",
    "aussi", "lors", "afin", "si", "y", "non", "comme", "depuis", "pres", "peu", "autre", "autres", "deux",
    "trois",
];

/// Words that name a measuring and not what is measured.
const MESURES: [&str; 10] = [
    "nombre",
    "nombres",
    "taux",
    "part",
    "proportion",
    "pourcentage",
    "total",
    "effectif",
    "minima",
    "maximum",
];

/// Nouns for people: a text calls the same ones by several.
const PERSONS: [&str; 12] = [
    "person",
    "beneficiair",
    "brsa",
    "jeun",
    "usager",
    "allocatair",
    "participant",
    "salari",
    "agent",
    "famill",
    "enfant",
    "public",
];

/// Words after which a number no longer counts what follows.
const STOPS: [&str; 44] = [
    "et", "ou", "qui", "que", "dont", "pour", "par", "a", "au", "aux", "dans", "sur", "vers", "avec", "sans",
    "sous", "entre", "est", "sont", "ont", "avait", "avaient", "ayant", "sera", "seront", "se", "s", "n",
    "ne", "ce", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "soit", "chez", "depuis", "en", "plus",
    "moins", "y",
];

/// Whether a stem is a noun for people.
pub(crate) fn is_person(root: &str) -> bool {
    PERSONS.contains(&root)
}

/// The words of a text in order, acronyms in one piece: « B.R.S.A. » is « brsa ».
fn split(text: &str) -> Vec<String> {
    let mut without_periods = String::with_capacity(text.len());
    let mut before = (' ', ' ');
    for c in text.chars() {
        // The dot after a capital that stands alone.
        let acronym = c == '.' && before.1.is_uppercase() && !before.0.is_alphanumeric();
        if acronym {
            before = (' ', '.');
            continue;
        }
        without_periods.push(c);
        before = (if before.1 == '.' { ' ' } else { before.1 }, c);
    }
    flat(&without_periods).split(' ').filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

/// The words of a text that say what it speaks of, without their endings and without numbers.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    split(text)
        .iter()
        .filter(|m| m.len() > 1 && !m.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|m| !STOP_WORDS.contains(&m.as_str()) && !MESURES.contains(&m.as_str()))
        .map(|m| stem(m))
        .collect()
}

/// Whether some words, one at least, are all among others.
pub(crate) fn contains(large: &BTreeSet<String>, small: &BTreeSet<String>) -> bool {
    !small.is_empty() && small.is_subset(large)
}

/// How many words are in both.
pub(crate) fn shared(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    a.intersection(b).count()
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"));

/// The quantities of a text; years, ordinals and parts of a reference are left aside.
pub(crate) fn quantities(text: &str) -> Vec<Quantity> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    NUMBER.find_iter(text).filter_map(|m| quantity(text, m.range())).collect()
}

/// The quantities of a passage that are neither an amount, nor a date, nor a reference.
pub(crate) fn of_passage(passage: &Passage) -> Vec<Quantity> {
    let taken = |q: &Quantity| {
        // Facts are in order and none overlaps another.
        let index = passage.mentions.partition_point(|m| m.bytes.end <= q.bytes.start);
        let mut touched = passage.mentions.iter().skip(index).take_while(|m| m.bytes.start < q.bytes.end);
        touched.any(|m| !matches!(m.fact, Fact::Percentage(_)))
    };
    quantities(&passage.text).into_iter().filter(|q| !taken(q)).collect()
}

fn quantity(text: &str, bytes: Range<usize>) -> Option<Quantity> {
    let written = text.get(bytes.clone())?;
    let before = text.get(..bytes.start)?.chars().next_back();
    let after = text.get(bytes.end..)?;
    let glued = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '.' | ',' | '°' | '#' | '-');
    let mut following = after.chars();
    let tracking = following.next().is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(c, '/' | '_')
            // « 1.2 » is a number of section.
            || (c == '.' && following.next().is_some_and(|c| c.is_ascii_digit()))
    });
    if before.is_some_and(glued) || tracking {
        return None;
    }
    let number = read_decimal(written).ok()?;
    let year = written.len() == 4 && number >= Decimal::from(1900) && number <= Decimal::from(2100);
    let remainder = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let per_cent = remainder.starts_with('%');
    if year && !per_cent || remainder.starts_with('€') || remainder.starts_with("euro") {
        return None;
    }
    let remainder = remainder.strip_prefix('%').unwrap_or(remainder);
    let (words, end) = rest(remainder);
    let end = bytes.end + (after.len() - remainder.len()) + end;
    let stated = text.get(bytes.start..end)?.trim_end().to_owned();
    Some(Quantity { number, per_cent, words, bytes, text: stated })
}

/// The noun and its complements at the start of a text, and where they end.
fn rest(text: &str) -> (Vec<String>, usize) {
    const WORDS_MAX: usize = 3;
    let mut hits: Vec<String> = Vec::new();
    let mut end = 0;
    let mut cursor = 0;
    while hits.len() < WORDS_MAX {
        let remainder = text.get(cursor..).unwrap_or("");
        let blank = remainder.len() - remainder.trim_start_matches([' ', '\u{a0}', '\'', '’']).len();
        let word_end = remainder
            .get(blank..)
            .and_then(|r| r.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '.'))
            .map_or(remainder.len(), |i| blank + i);
        let raw = remainder.get(blank..word_end).unwrap_or("");
        let word = raw.trim_end_matches('.');
        let bare = split(word).concat();
        let conjugated = ["raient", "eront", "rait"].iter().any(|f| bare.ends_with(f));
        if bare.is_empty()
            || bare.starts_with(|c: char| c.is_ascii_digit())
            || STOPS.contains(&bare.as_str())
            || conjugated
        {
            break;
        }
        cursor += blank + word.len();
        if !["de", "du", "des", "d", "la", "le", "les", "l"].contains(&bare.as_str()) {
            hits.push(stem(&bare));
            end = cursor;
        }
        if raw.len() != word.len() {
            break;
        }
    }
    (hits, end)
}

/// The paragraphs and cells of the prose, by rank of their file.
pub(crate) fn prose_by_file<'d>(c: &Context<'d>) -> BTreeMap<u32, Vec<&'d Passage>> {
    let mut output: BTreeMap<u32, Vec<&Passage>> = BTreeMap::new();
    for passage in c.prose().filter(|p| matches!(p.kind, PassageKind::Paragraph | PassageKind::Cell)) {
        output.entry(passage.file().index()).or_default().push(passage);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(text: &str) -> Vec<(String, Vec<String>)> {
        quantities(text).into_iter().map(|q| (q.number.to_string(), q.words)).collect()
    }

    #[test]
    fn a_number_counts_the_words_that_follow() {
        let words = |m: &[&str]| m.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            statements("ses 14 Conseillers Locaux d’Insertion (CLI), 34 travailleurs médico-sociaux qui"),
            [
                ("14".to_owned(), words(&["conseiller", "locau", "insertion"])),
                ("34".to_owned(), words(&["travailleur", "medicosociau"])),
            ]
        );
        assert_eq!(
            statements("250 bénéficiaires du RSA pourraient"),
            [("250".to_owned(), words(&["beneficiair", "rsa"]))]
        );
        assert_eq!(statements("13 cadres se sont formés"), [("13".to_owned(), words(&["cadr"]))]);
    }

    #[test]
    fn years_ordinals_and_references_count_nothing() {
        assert_eq!(statements("en 2024, la 2e fois, au 1er site, n°12, 2024/28, 1.2, 40 €"), []);
    }

    #[test]
    fn words_meet_without_their_form() {
        assert_eq!(words("Nombre de B.R.S.A. accueillis"), words("des BRSA accueillies"));
        assert_eq!(words("et nombre d'E.T.P."), words("un ETP."));
        assert_eq!(stem("intégrées").len(), stem("intégré").len());
        assert_eq!(stem("moyenne"), stem("moyen"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = (quantities(&text), words(&text));
        }
    }
}
