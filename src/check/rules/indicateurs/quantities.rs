//! Quantities of the prose: a number and the noun that it counts, reduced to stems so that two texts compare.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rust_decimal::Decimal;

use crate::check::Context;
use crate::lang::facts::{self, Facts, FigureLink, Modality, SaidFact, SaidValue, Tense};
use crate::lang::numbers::NUMBER_WORDS;
use crate::lang::{flat, roots, stem};
use crate::model::Passage;

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// The number, or the high end of a range; in per cent when `per_cent`.
    pub number: Decimal,
    /// The number, or the low end of a range.
    pub low: Decimal,
    /// Whether it is a percentage.
    pub per_cent: bool,
    /// Whether it is a length of time.
    pub is_duration: bool,
    /// Stems of what is counted, with the participles that say which: « 40 jeunes repérés »; the unit of a length of time.
    pub words: Vec<String>,
    /// The acronym that stands beside what is counted: « deux Maisons des solidarités (MDS) ».
    pub acronym: Option<String>,
    /// Bytes of the number in its text.
    pub bytes: Range<usize>,
    /// The byte where what it counts ends.
    pub end: usize,
    /// Number and what it counts, as written.
    pub text: String,
    /// Bytes of its sentence.
    pub sentence: Range<usize>,
    /// How its clause says it.
    pub fact: FactSaid,
}

/// How a clause says a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactSaid {
    /// How exact it is.
    pub modality: Modality,
    /// When it happens.
    pub tense: Tense,
    /// What it is to the number before.
    pub link: FigureLink,
}

impl Quantity {
    /// Whether it has two ends.
    pub(crate) fn is_range(&self) -> bool {
        self.low != self.number
    }

    /// Whether it counts things: not a percentage.
    pub(crate) fn is_count(&self) -> bool {
        !self.per_cent && !self.words.is_empty()
    }
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
const MEASURE_WORDS: [&str; 13] = [
    "nombre",
    "nombres",
    "taux",
    "part",
    "proportion",
    "pourcentage",
    "total",
    "effectif",
    "minima",
    "minimum",
    "maximum",
    "moyen",
    "moyenne",
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

/// The quantities of a passage: counts, percentages and lengths of time, in digits or in letters.
pub(crate) fn passage_quantities(passage: &Passage) -> Vec<Quantity> {
    read_facts(&passage.text, passage.facts())
}

/// The quantities of a label or of a cell, whose nouns may have a capital.
pub(crate) fn quantities(text: &str) -> Vec<Quantity> {
    if !may_count(text) {
        return Vec::new();
    }
    let lower = text.to_lowercase();
    let mut read = read_facts(&lower, &facts::read(&lower));
    if lower.len() == text.len() {
        for quantity in &mut read {
            let written = text.get(quantity.bytes.start..quantity.end);
            quantity.text = written.map_or_else(|| quantity.text.clone(), str::to_owned);
        }
    }
    read
}

/// Whether a text has a digit or the word of a number: most labels have neither, and need not be read.
pub(crate) fn may_count(text: &str) -> bool {
    const MORE_WORDS: [&str; 7] = ["vingt", "trente", "quarante", "cinquante", "soixante", "cent", "cents"];
    let is_number =
        |word: &str| NUMBER_WORDS.iter().chain(&MORE_WORDS).any(|number| word.eq_ignore_ascii_case(number));
    text.bytes().any(|b| b.is_ascii_digit()) || text.split(|c: char| !c.is_alphabetic()).any(is_number)
}

fn read_facts(text: &str, facts: &Facts) -> Vec<Quantity> {
    facts.facts.iter().filter_map(|fact| quantity(text, facts, fact)).collect()
}

fn quantity(text: &str, facts: &Facts, fact: &SaidFact) -> Option<Quantity> {
    let (number, noun) = match &fact.value {
        SaidValue::Count { number, noun, .. } => (*number, Some(noun.clone())),
        SaidValue::Percentage(percentage) if !percentage.is_points => {
            (percentage.number, percentage.base.clone())
        }
        SaidValue::Duration { number, .. } => (*number, None),
        _ => return None,
    };
    let per_cent = matches!(fact.value, SaidValue::Percentage(_));
    let mut end = noun.as_ref().map_or(fact.bytes.end, |noun| noun.end.max(fact.bytes.end));
    end += text.get(end..).map_or(0, facts::qualifiers_end);
    let unit = || text.get(fact.bytes.clone()).and_then(|written| roots(written).pop());
    let words = match &noun {
        Some(noun) => roots(text.get(noun.start..end)?),
        None if per_cent => Vec::new(),
        None => unit().into_iter().collect(),
    };
    let acronym = facts.facts.iter().find_map(|other| match &other.value {
        SaidValue::Acronym { letters, expansion: Some(expansion) } if Some(expansion) == noun.as_ref() => {
            Some(stem(&letters.to_lowercase()))
        }
        _ => None,
    });
    Some(Quantity {
        number: number.high.unwrap_or(number.low),
        low: number.low,
        per_cent,
        is_duration: matches!(fact.value, SaidValue::Duration { .. }),
        words,
        acronym,
        bytes: fact.bytes.clone(),
        end,
        text: text.get(fact.bytes.start..end)?.trim_end().to_owned(),
        sentence: facts.sentences.get(fact.sentence).cloned().unwrap_or(0..text.len()),
        fact: FactSaid { modality: fact.modality, tense: fact.tense, link: fact.link },
    })
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
                ("34".to_owned(), stems(&["travailleur", "medico", "social"])),
            ]
        );
        assert_eq!(
            statements("250 bénéficiaires du RSA pourraient"),
            [("250".to_owned(), stems(&["beneficiair", "rsa"]))]
        );
        assert_eq!(statements("13 cadres se sont formés"), [("13".to_owned(), stems(&["cadr"]))]);
        assert_eq!(
            statements("les 40 personnes repérées ici"),
            [("40".to_owned(), stems(&["person", "reper"]))]
        );
        assert_eq!(
            statements("13 Cadres (2 jours)"),
            [("13".to_owned(), stems(&["cadr"])), ("2".to_owned(), stems(&["jour"]))]
        );
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
