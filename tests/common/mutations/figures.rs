//! The figures that a text states, in digits or in letters. Written apart from the program, so that what its reader does
//! not see is counted all the same.

use calpae::model::time::MONTHS;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use rust_decimal::Decimal;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    Amount,
    Percentage,
    Day,
    Month,
    Year,
    Duration,
    Count,
    Reference,
    /// Of the data: a number, a code, an account.
    Code,
}

/// A figure of a text.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) shape: Shape,
    /// The same for two figures that say the same: `60000`, `3 mois`, `2024-03-21`, `fiche 1`.
    pub(crate) value: String,
    /// The stem of the noun that a count is of.
    pub(crate) noun: String,
    pub(crate) bytes: Range<usize>,
}

/// Numbers in letters that are written in one word; « un » is an article.
pub(crate) const LETTERS: [(&str, u32); 21] = [
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("six", 6),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
    ("treize", 13),
    ("quatorze", 14),
    ("quinze", 15),
    ("seize", 16),
    ("vingt", 20),
    ("trente", 30),
    ("quarante", 40),
    ("cinquante", 50),
    ("soixante", 60),
    ("cent", 100),
];

struct Patterns(Vec<(Shape, Regex)>);

const NUMBER: &str = r"\d{1,3}(?:[ \u{a0}\u{202f}]\d{3})+(?:,\d+)?|\d+(?:,\d+)?";

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let months = MONTHS.join("|");
    let letters: Vec<&str> = LETTERS.iter().map(|(word, _)| *word).collect();
    let letters = letters.join("|");
    let b = r"[ \u{a0}\u{202f}]";
    let patterns = [
        (Shape::Amount, format!(r"({NUMBER}){b}*(k€|M€|milliers d['’]euros|millions d['’]euros|€|euros)")),
        (Shape::Percentage, format!(r"({NUMBER}){b}*%")),
        (Shape::Day, r"\b(\d{4})-(\d{2})-(\d{2})\b".to_owned()),
        (Shape::Day, format!(r"\b(1er|\d{{1,2}}){b}({months})(?:{b}(\d{{4}}))?\b")),
        (Shape::Month, format!(r"\b({months}){b}(\d{{4}})\b")),
        (
            Shape::Duration,
            format!(r"\b({NUMBER}|(?i:{letters})){b}(mois|ans?|années?|semaines?|jours?|heures?)\b"),
        ),
        (
            Shape::Reference,
            format!(r"\b(?i:(fiche|article|annexe|mesure))s?(?:{b}n°)?{b}(\d+(?:\.\d+)*|[A-Z]\b)"),
        ),
        (
            Shape::Year,
            format!(
                r"(?:(?i:année|exercice|au titre de|budget|budget prévisionnel|sur|pour|en){b})(20\d{{2}})\b"
            ),
        ),
        (Shape::Count, format!(r"({NUMBER}|\b(?i:{letters})){b}+(?:d['’])?([\p{{L}}]{{3,}})")),
    ];
    let compiled = patterns.into_iter().map(|(shape, pattern)| (shape, Regex::new(&pattern).unwrap()));
    Patterns(compiled.collect())
});

/// The figures of a text, in its order; none overlaps another.
pub(crate) fn figures(text: &str) -> Vec<Figure> {
    let mut found: Vec<Figure> = Vec::new();
    for (shape, pattern) in &PATTERNS.0 {
        for captures in pattern.captures_iter(text) {
            let Some(figure) = figure(*shape, &captures, text) else { continue };
            let overlaps =
                |other: &Figure| other.bytes.start < figure.bytes.end && figure.bytes.start < other.bytes.end;
            if !found.iter().any(overlaps) {
                found.push(figure);
            }
        }
    }
    found.sort_by_key(|figure| figure.bytes.start);
    found
}

fn figure(shape: Shape, captures: &Captures<'_>, text: &str) -> Option<Figure> {
    let whole = captures.get(0)?;
    let group = |n: usize| captures.get(n).map_or("", |m| m.as_str());
    let mut bytes = whole.range();
    let mut noun = String::new();
    // « A-12 345 € », « v1.2 » or « 12 » in « L. 262-13 » are parts of something else.
    let before = text.get(..bytes.start).and_then(|head| head.chars().next_back());
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | '.' | '-' | '/')) {
        return None;
    }
    let value = match shape {
        Shape::Amount => {
            let factor = match group(2) {
                "k€" | "milliers d'euros" | "milliers d’euros" => 1_000,
                "M€" | "millions d'euros" | "millions d’euros" => 1_000_000,
                _ => 1,
            };
            plain(number(group(1))? * Decimal::from(factor))
        }
        Shape::Percentage => plain(number(group(1))?),
        Shape::Day if group(1).len() == 4 => format!("{}-{}-{}", group(1), group(2), group(3)),
        Shape::Day => {
            let day = group(1).trim_end_matches("er");
            let month = MONTHS.iter().position(|m| *m == group(2))? + 1;
            format!("{}-{month:02}-{day:0>2}", group(3))
        }
        Shape::Month => format!("{}-{:02}", group(2), MONTHS.iter().position(|m| *m == group(1))? + 1),
        Shape::Duration => format!("{} {}", plain(number(group(1))?), stem(group(2))),
        Shape::Reference => format!("{} {}", group(1).to_lowercase(), group(2)),
        Shape::Year => {
            bytes = captures.get(1)?.range();
            group(1).to_owned()
        }
        Shape::Count => {
            bytes = captures.get(1)?.range();
            noun = stem(group(2));
            let is_unit = ["euro", "mill", "mois"].contains(&noun.as_str());
            let is_month = MONTHS.contains(&group(2));
            let is_year = group(1).len() == 4 && ["19", "20"].iter().any(|c| group(1).starts_with(c));
            if is_unit || is_month || is_year {
                return None;
            }
            plain(number(group(1))?)
        }
        Shape::Code => return None,
    };
    Some(Figure { shape, value, noun, bytes })
}

/// A number in digits or in letters.
pub(crate) fn number(text: &str) -> Option<Decimal> {
    let lower = text.to_lowercase();
    if let Some((_, value)) = LETTERS.iter().find(|(word, _)| *word == lower) {
        return Some(Decimal::from(*value));
    }
    let plain: String = text.chars().filter(|c| c.is_ascii_digit() || *c == ',').collect();
    plain.replace(',', ".").parse().ok()
}

/// A number without the zeros that say nothing.
pub(crate) fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

/// What two forms of a word share: its first letters, without its plural.
pub(crate) fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let singular = lower.trim_end_matches(['s', 'x']);
    singular.chars().take(6).collect()
}

/// Words that say nothing of the subject.
const EMPTY: [&str; 26] = [
    "action",
    "années",
    "annuel",
    "aussi",
    "autres",
    "cette",
    "chaque",
    "comme",
    "concer",
    "convention",
    "depuis",
    "entre",
    "euros",
    "existe",
    "leurs",
    "libelle",
    "montant",
    "nombre",
    "personnes",
    "selon",
    "titre",
    "total",
    "toutes",
    "toute",
    "valeur",
    "valeurs",
];

/// The stems of the words that say what a text is about.
pub(crate) fn subject_words(text: &str) -> BTreeSet<String> {
    let empty: BTreeSet<String> = EMPTY.iter().chain(&MONTHS).map(|word| stem(word)).collect();
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() >= 5)
        .map(stem)
        .filter(|stem| !empty.contains(stem))
        .collect()
}
