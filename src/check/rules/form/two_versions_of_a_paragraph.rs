//! Two versions of one paragraph give different figures.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::check::readings::Reading;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::{head, tail};

pub(crate) static PAGE: Page = Page {
    title: "deux versions d’un même paragraphe donnent des chiffres différents",
    severity: Severity::Warning,
    checks: "Les paragraphes de deux fichiers qui disent la même chose, à la lettre ou presque (au moins dix mots pleins en \
              commun et plus du tiers de leurs mots, ou six dans une copie) : les nombres, pourcentages, montants et années que les deux donnent du \
              même objet, reconnu au mot qui suit le nombre, ou qui précède l’année. Ce qui n’est dit que d’un côté, un objet \
              nommé autrement, et un objet qui a deux nombres dans un même paragraphe ne sont pas comparés.",
    why: "Un texte repris d’une fiche à l’autre et mis à jour une seule fois donne deux réponses à la même question.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont.\n\nLe premier accueil social inconditionnel informe chaque habitant sur ses droits, prépare les démarches urgentes et oriente vers le service compétent : 120 professionnels ont été formés à cette pratique par des intervenants extérieurs.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "L'étude dure quatre mois.",
            to: "L'étude dure quatre mois.\n\nL'accueil social inconditionnel informe chaque habitant de ses droits, prépare ses démarches urgentes et l'oriente vers le service compétent. Des intervenants extérieurs ont formé à cette pratique 130 professionnels.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "L'étude dure quatre mois.",
            to: "L'étude dure quatre mois.\n\nL'accueil social inconditionnel informe chaque habitant de ses droits, prépare ses démarches urgentes et l'oriente vers le service compétent. Des intervenants extérieurs ont formé à cette pratique 120 professionnels et 45 bénévoles.",
        }],
    },
};

/// Fewest shared words of two reworded versions, and of two near copies.
const SHARED_MIN: usize = 10;
const COPY_MIN: usize = 6;
/// A word found in more paragraphs than this pairs none of them.
const RARE: usize = 6;
/// Bytes read for one number.
const WINDOW: usize = 80;
/// Letters kept of a word: versions are compared by their beginnings, which survive rewording better than stems.
const STEM_LENGTH: usize = 6;

/// A paragraph and what it says.
struct Version<'d> {
    passage: &'d Passage,
    read: Arc<VersionRead>,
}

/// The words of a text, and its figures by what they count (`None` when it gives several).
#[derive(Debug)]
struct VersionRead {
    words: BTreeSet<String>,
    numbers: BTreeMap<String, Option<(String, Range<usize>)>>,
}

impl Reading for VersionRead {
    fn read(text: &str) -> Self {
        Self { words: content_words(text), numbers: numbers(text) }
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let readings = context.readings::<VersionRead>();
    let paragraphs = context.dossier.passages.iter().filter(|p| p.kind == PassageKind::Paragraph);
    let versions: Vec<Version<'_>> = paragraphs
        .filter(|p| p.text.contains(|l: char| l.is_ascii_digit()))
        .map(|p| Version { passage: p, read: readings.read(&p.text) })
        .filter(|v| v.read.words.len() >= COPY_MIN && v.read.numbers.values().any(Option::is_some))
        .collect();
    let mut by_word: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, version) in versions.iter().enumerate() {
        for word in &version.read.words {
            by_word.entry(word).or_default().push(index);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for indices in by_word.values().filter(|r| r.len() <= RARE) {
        for (i, a) in indices.iter().enumerate() {
            for b in indices.iter().skip(i + 1) {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    shared
        .into_iter()
        .filter(|(_, n)| *n >= 4)
        .filter_map(|((a, b), _)| versions.get(a).zip(versions.get(b)))
        .filter(|(a, b)| a.passage.file() != b.passage.file() && nearby(a, b))
        .flat_map(|(a, b)| compare(a, b))
        .collect()
}

/// The words of five letters and more, cut to their beginning.
fn content_words(text: &str) -> BTreeSet<String> {
    let folded = flat(text);
    let words = folded.split(' ').filter(|m| m.len() > 4 && !m.starts_with(|l: char| l.is_ascii_digit()));
    words.map(stem_prefix).collect()
}

fn stem_prefix(word: &str) -> String {
    word.chars().take(STEM_LENGTH).collect()
}

fn nearby(a: &Version<'_>, b: &Version<'_>) -> bool {
    let shared = a.read.words.intersection(&b.read.words).count();
    let all = a.read.words.union(&b.read.words).count();
    shared >= SHARED_MIN && shared * 3 > all || shared >= COPY_MIN && shared * 6 > all * 5
}

/// The figures of a text by what they count; `None` for a thing with two figures.
fn numbers(text: &str) -> BTreeMap<String, Option<(String, Range<usize>)>> {
    let mut output: BTreeMap<String, Option<(String, Range<usize>)>> = BTreeMap::new();
    let mut from = 0;
    while let Some(bytes) = next_number(text, from) {
        from = bytes.end;
        let value: String =
            text.get(bytes.clone()).unwrap_or("").chars().filter(|l| !l.is_whitespace()).collect();
        for key in objects(text, &bytes, &value) {
            output
                .entry(key)
                .and_modify(|already| {
                    if already.as_ref().is_some_and(|(v, _)| *v != value) {
                        *already = None;
                    }
                })
                .or_insert_with(|| Some((value.clone(), bytes.clone())));
        }
    }
    output
}

/// The next number from a byte: grouped digits and decimals.
fn next_number(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.find(|l: char| l.is_ascii_digit())?;
    let body = text.get(start..)?;
    // Bound the read: a long paragraph would be scanned again for each of its numbers.
    let body = head(body, WINDOW);
    let letters: Vec<(usize, char)> = body.char_indices().collect();
    let digit = |i: usize| letters.get(i).is_some_and(|(_, l)| l.is_ascii_digit());
    let mut i = 0;
    loop {
        let group = (1..=3).all(|k| digit(i + k)) && !digit(i + 4);
        match letters.get(i) {
            Some((_, l)) if l.is_ascii_digit() => i += 1,
            Some((_, ' ' | '\u{a0}' | '\u{202f}')) if group => i += 1,
            Some((_, ',')) if digit(i + 1) => i += 1,
            _ => break,
        }
    }
    let length = letters.get(i).map_or(body.len(), |(o, _)| *o);
    Some(start..start + length)
}

/// What a number counts: the next long word with the unit, or the word before it when it may be a year.
fn objects(text: &str, bytes: &Range<usize>, value: &str) -> Vec<String> {
    let after = head(text.get(bytes.end..).unwrap_or(""), 4 * WINDOW);
    let unit = after
        .trim_start()
        .chars()
        .next()
        .filter(|l| matches!(l, '%' | '€'))
        .map(String::from)
        .unwrap_or_default();
    let rest = flat(&after.chars().take(60).collect::<String>());
    // Look no further than the next punctuation.
    let bound = after.find([',', ';', '.', ':', ')', '(']).unwrap_or(after.len());
    let word = rest.split(' ').find(|m| m.len() > 4 && !m.starts_with(|l: char| l.is_ascii_digit()));
    let near = word.filter(|m| flat(after.get(..bound).unwrap_or("")).split(' ').take(4).any(|n| n == *m));
    let mut keys: Vec<String> = near.map(|m| format!("{unit}{}", stem_prefix(m))).into_iter().collect();
    if year(value) {
        // « en janvier 2024 », « à partir de 2024 »: take the last word of three letters or more.
        let before = flat(tail(text.get(..bytes.start).unwrap_or(""), 4 * WINDOW));
        let word = before.split(' ').rev().take(3).find(|m| m.len() > 2).map(stem_prefix);
        keys = word.map(|m| format!("{m} année")).into_iter().collect();
    }
    keys
}

fn compare(a: &Version<'_>, b: &Version<'_>) -> Vec<Diagnostic> {
    let pairs = a
        .read
        .numbers
        .iter()
        .filter_map(|(key, shown)| Some((shown.as_ref()?, b.read.numbers.get(key)?.as_ref()?)));
    pairs
        .filter(|((x, _), (y, _))| x != y)
        .map(|((_, in_a), (_, in_b))| {
            let text = |v: &Version<'_>, o: &Range<usize>| {
                v.passage.text.get(o.clone()).unwrap_or("").trim().to_owned()
            };
            Diagnostic::finding(
                b.passage.span_of(in_b),
                format!(
                    "ce paragraphe donne {} et son autre version {}",
                    surround(b, in_b),
                    surround(a, in_a)
                ),
            )
            .also(a.passage.span_of(in_a), format!("là, {}", text(a, in_a)))
            .help("vérifier lequel des deux nombres est le bon, et l’écrire des deux côtés")
        })
        .collect()
}

/// Quotes a number with the words that say what it is: « 120 professionnels », « janvier 2024 ».
fn surround(version: &Version<'_>, bytes: &Range<usize>) -> String {
    let text = &version.passage.text;
    let number = text.get(bytes.clone()).unwrap_or("").trim();
    let after = text.get(bytes.end..).unwrap_or("");
    let after = after.split([',', ';', '.', ':', ')', '(', '/']).next().unwrap_or("");
    let before = text.get(..bytes.start).unwrap_or("");
    if year(number) {
        let start = before.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
        return format!(
            "« {start}{}{number} »",
            if before.ends_with(char::is_whitespace) { " " } else { "" }
        );
    }
    let rest: Vec<&str> = after.split_whitespace().take(3).collect();
    format!("« {} »", [&[number], rest.as_slice()].concat().join(" "))
}

/// Whether a number may be a year.
fn year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}
