//! Quantities of the prose: a number and the noun that it counts, reduced to stems so that two texts compare.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::Context;
use crate::lang::numbers::read_decimal;
use crate::lang::{flat, stem};
use crate::model::Passage;
use crate::model::passage::Fact;
use crate::text::pattern;
use regex::Regex;

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// The number; in per cent when `per_cent`.
    pub number: Decimal,
    /// Whether it is a percentage.
    pub per_cent: bool,
    /// Stems of the noun phrase that follows: « 14 conseillers locaux d’insertion ».
    pub words: Vec<String>,
    /// Bytes of the number in its text.
    pub bytes: Range<usize>,
    /// Number and noun phrase as written.
    pub text: String,
}

/// Words without meaning of their own.
const STOP_WORDS: [&str; 84] = [
    "de", "du", "des", "la", "le", "les", "un", "une", "au", "aux", "et", "ou", "en", "a", "d", "l", "s",
    "n", "c", "qu", "que", "qui", "dont", "ce", "cet", "cette", "ces", "se", "son", "sa", "ses", "leur",
    "leurs", "par", "pour", "dans", "sur", "sous", "vers", "avec", "sans", "entre", "chez", "est", "sont",
    "etre", "ete", "ont", "avoir", "ayant", "sera", "seront", "ne", "pas", "plus", "moins", "il", "elle",
    "ils", "elles", "on", "nous", "tout", "tous", "toute", "toutes", "chaque", "environ", "soit", "ainsi",
    "aussi", "lors", "afin", "si", "y", "non", "comme", "depuis", "pres", "peu", "autre", "autres", "deux",
    "trois",
];

/// Words that name a kind of measure, not what is measured.
const MEASURE_WORDS: [&str; 10] = [
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

/// Stems of nouns for people: a text names the same people by several of them.
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

/// Words that end the noun phrase of a number.
const NOUN_PHRASE_ENDS: [&str; 44] = [
    "et", "ou", "qui", "que", "dont", "pour", "par", "a", "au", "aux", "dans", "sur", "vers", "avec", "sans",
    "sous", "entre", "est", "sont", "ont", "avait", "avaient", "ayant", "sera", "seront", "se", "s", "n",
    "ne", "ce", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "soit", "chez", "depuis", "en", "plus",
    "moins", "y",
];

/// Whether a stem is a noun for people.
pub(crate) fn is_person(stem: &str) -> bool {
    PERSONS.contains(&stem)
}

/// The words of a text in order, flattened; dotted acronyms in one piece: « B.R.S.A. » is « brsa ».
fn split_words(text: &str) -> Vec<String> {
    let mut without_periods = String::with_capacity(text.len());
    let mut before = (' ', ' ');
    for character in text.chars() {
        // A dot after a single capital belongs to an acronym.
        let acronym = character == '.' && before.1.is_uppercase() && !before.0.is_alphanumeric();
        if acronym {
            before = (' ', '.');
            continue;
        }
        without_periods.push(character);
        before = (if before.1 == '.' { ' ' } else { before.1 }, character);
    }
    flat(&without_periods).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Stems of the words that carry the meaning of a text, numbers aside.
pub(crate) fn content_words(text: &str) -> BTreeSet<String> {
    split_words(text)
        .iter()
        .filter(|word| word.len() > 1 && !word.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|word| !STOP_WORDS.contains(&word.as_str()) && !MEASURE_WORDS.contains(&word.as_str()))
        .map(|word| stem(word))
        .collect()
}

/// Whether `small`, not empty, is all in `large`.
pub(crate) fn contains_all(large: &BTreeSet<String>, small: &BTreeSet<String>) -> bool {
    !small.is_empty() && small.is_subset(large)
}

/// How many words two sets share.
pub(crate) fn shared_count(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    a.intersection(b).count()
}

/// A number as French writes it, thousands separated or not.
pub(super) static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"));

/// The quantities of a text; years, ordinals, amounts and parts of a reference are left out.
pub(crate) fn quantities(text: &str) -> Vec<Quantity> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    NUMBER.find_iter(text).filter_map(|m| quantity(text, m.range())).collect()
}

/// The quantities of a passage that are no amount, date or reference.
pub(crate) fn passage_quantities(passage: &Passage) -> Vec<Quantity> {
    let taken = |quantity: &Quantity| {
        // Mentions are sorted and do not overlap: binary search.
        let index = passage.mentions.partition_point(|mention| mention.bytes.end <= quantity.bytes.start);
        let mut touched = passage
            .mentions
            .iter()
            .skip(index)
            .take_while(|mention| mention.bytes.start < quantity.bytes.end);
        touched.any(|mention| !matches!(mention.fact, Fact::Percentage(_)))
    };
    quantities(&passage.text).into_iter().filter(|quantity| !taken(quantity)).collect()
}

fn quantity(text: &str, bytes: Range<usize>) -> Option<Quantity> {
    let written = text.get(bytes.clone())?;
    let before = text.get(..bytes.start)?.chars().next_back();
    let after = text.get(bytes.end..)?;
    let glued = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '.' | ',' | '°' | '#' | '-');
    let mut following = after.chars();
    let runs_on = following.next().is_some_and(|next| {
        next.is_alphanumeric()
            || matches!(next, '/' | '_')
            // « 1.2 » is a section number.
            || (next == '.' && following.next().is_some_and(|c| c.is_ascii_digit()))
    });
    if before.is_some_and(glued) || runs_on {
        return None;
    }
    let number = read_decimal(written).ok()?;
    let is_year = written.len() == 4 && number >= Decimal::from(1900) && number <= Decimal::from(2100);
    let rest = after.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let per_cent = rest.starts_with('%');
    if is_year && !per_cent || rest.starts_with('€') || rest.starts_with("euro") {
        return None;
    }
    let rest = rest.strip_prefix('%').unwrap_or(rest);
    let (words, end) = noun_phrase(rest);
    let end = bytes.end + (after.len() - rest.len()) + end;
    let phrase = text.get(bytes.start..end)?.trim_end().to_owned();
    Some(Quantity { number, per_cent, words, bytes, text: phrase })
}

/// Stems of the noun and complements at the start of a text, and the byte where they end.
fn noun_phrase(text: &str) -> (Vec<String>, usize) {
    const WORDS_MAX: usize = 3;
    let mut stems: Vec<String> = Vec::new();
    let mut end = 0;
    let mut cursor = 0;
    while stems.len() < WORDS_MAX {
        let rest = text.get(cursor..).unwrap_or("");
        let blank = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\'', '’']).len();
        let word_end = rest
            .get(blank..)
            .and_then(|r| r.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '.'))
            .map_or(rest.len(), |i| blank + i);
        let raw = rest.get(blank..word_end).unwrap_or("");
        let word = raw.trim_end_matches('.');
        let bare = split_words(word).concat();
        let conjugated = ["raient", "eront", "rait"].iter().any(|f| bare.ends_with(f));
        if bare.is_empty()
            || bare.starts_with(|c: char| c.is_ascii_digit())
            || NOUN_PHRASE_ENDS.contains(&bare.as_str())
            || conjugated
        {
            break;
        }
        cursor += blank + word.len();
        if !["de", "du", "des", "d", "la", "le", "les", "l"].contains(&bare.as_str()) {
            stems.push(stem(&bare));
            end = cursor;
        }
        if raw.len() != word.len() {
            break;
        }
    }
    (stems, end)
}

/// The prose, by file index.
pub(crate) fn prose_by_file<'d>(context: &Context<'d>) -> BTreeMap<u32, Vec<&'d Passage>> {
    let mut output: BTreeMap<u32, Vec<&Passage>> = BTreeMap::new();
    for passage in context.prose() {
        output.entry(passage.file().index()).or_default().push(passage);
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(text: &str) -> Vec<(String, Vec<String>)> {
        quantities(text).into_iter().map(|quantity| (quantity.number.to_string(), quantity.words)).collect()
    }

    #[test]
    fn a_number_counts_the_words_that_follow() {
        let stems = |m: &[&str]| m.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            statements("ses 14 Conseillers Locaux d’Insertion (CLI), 34 travailleurs médico-sociaux qui"),
            [
                ("14".to_owned(), stems(&["conseiller", "local", "insertion"])),
                ("34".to_owned(), stems(&["travailleur", "medicosocial"])),
            ]
        );
        assert_eq!(
            statements("250 bénéficiaires du RSA pourraient"),
            [("250".to_owned(), stems(&["beneficiair", "rsa"]))]
        );
        assert_eq!(statements("13 cadres se sont formés"), [("13".to_owned(), stems(&["cadr"]))]);
    }

    #[test]
    fn years_ordinals_and_references_count_nothing() {
        assert_eq!(statements("en 2024, la 2e fois, au 1er site, n°12, 2024/28, 1.2, 40 €"), []);
    }

    #[test]
    fn words_meet_without_their_form() {
        assert_eq!(content_words("Nombre de B.R.S.A. accueillis"), content_words("des BRSA accueillies"));
        assert_eq!(content_words("et nombre d'E.T.P."), content_words("un ETP."));
        assert_eq!(stem("intégrées").len(), stem("intégré").len());
        assert_eq!(stem("moyenne"), stem("moyen"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,60}") {
            let _ = (quantities(&text), content_words(&text));
        }
    }
}
