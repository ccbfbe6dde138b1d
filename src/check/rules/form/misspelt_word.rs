//! A word that is one letter away from a frequent one.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::check::rules::form::pieces::{Piece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;

pub(crate) static PAGE: Page = Page {
    title: "un mot ressemble à un autre, à une lettre près",
    severity: Severity::Warning,
    checks: "Un mot de cinq lettres et plus que l’acte n’emploie qu’une fois, à une lettre (en plus, en moins, changée, échangée) \
              d’un mot qu’il emploie au moins quatre fois, et devant ou derrière lequel se lit le même mot plein. Une différence \
              d’accent ou dans les trois dernières lettres (pluriel, genre, conjugaison), les mots tout en capitales et ceux \
              dont l’acte emploie la famille sont laissés de côté.",
    why: "Une coquille dans un nom de dispositif fait croire à un autre dispositif, et échappe à la recherche.",
    source: "Usage éditorial.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. L'accompagnement global y pourvoit. Cet accompagnement global est gratuit. Tout accompagnement global est écrit. Nul accompagnement global n'est refusé.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "en lien avec la fiche 1.",
            to: "en lien avec la fiche 1 et l'accompagnement gobal.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "en lien avec la fiche 1.",
            to: "en lien avec la fiche 1 et l'accompagnement globale.",
        }],
    },
};

/// Fewest letters of a word, and most: past that it is no word, and its variants would fill the memory.
const LETTERS_MIN: usize = 5;
const LETTERS_MAX: usize = 40;
/// Fewest uses of the word that it resembles.
const USAGES_MIN: usize = 4;

/// A word and where it was first read.
#[derive(Clone, Copy)]
struct Usage<'t> {
    number: usize,
    piece: usize,
    start: usize,
    written: &'t str,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let pieces: Vec<&Piece<'_>> = pieces(c).collect();
    let usages = usages(&pieces);
    // Words by what is left of them without one letter: two words one letter apart share one.
    let mut index: FxHashMap<u64, Vec<&str>> = FxHashMap::default();
    for (word, _) in usages.iter().filter(|(_, e)| e.number >= USAGES_MIN) {
        for short in without_one_letter(word) {
            index.entry(short).or_default().push(word);
        }
    }
    let rare_ones = usages.iter().filter(|(word, e)| e.number == 1 && has_no_family(word, &usages));
    let mut pairs: Vec<(&Usage<'_>, &str)> = Vec::new();
    for (rare, usage) in rare_ones {
        let candidates: BTreeSet<&str> =
            without_one_letter(rare).filter_map(|k| index.get(&k)).flatten().copied().collect();
        pairs.extend(candidates.into_iter().filter(|f| typo(rare, f)).map(|f| (usage, f)));
    }
    let around = surroundings(&pieces, &pairs.iter().map(|(_, f)| *f).collect());
    pairs
        .iter()
        .filter_map(|(rare, frequent)| {
            let m = pieces.get(rare.piece)?;
            let neighbors = neighbors(m.text, rare.start);
            around.get(frequent)?.iter().any(|v| neighbors.contains(v)).then_some(())?;
            Some(say(m, rare, usages.get(*frequent)?))
        })
        .collect()
}

/// The words that readers read, without form: how often, and where first.
fn usages<'t>(pieces: &[&Piece<'t>]) -> BTreeMap<String, Usage<'t>> {
    // Most words are written as they were before: their form is taken off once.
    let mut written_texts: FxHashMap<&str, Usage<'_>> = FxHashMap::default();
    for (piece, m) in pieces.iter().enumerate() {
        for &(start, written) in m.words.iter().filter(|(d, word)| is_read(m, *d, word)) {
            written_texts.entry(written).or_insert(Usage { number: 0, piece, start, written }).number += 1;
        }
    }
    let mut usages: BTreeMap<String, Usage<'_>> = BTreeMap::new();
    written_texts.into_values().for_each(|e| {
        usages
            .entry(flat(e.written))
            .and_modify(|already| {
                let number = already.number + e.number;
                let first = if (e.piece, e.start) < (already.piece, already.start) { e } else { *already };
                *already = Usage { number, ..first };
            })
            .or_insert(e);
    });
    usages
}

fn say(m: &Piece<'_>, rare: &Usage<'_>, frequent: &Usage<'_>) -> Diagnostic {
    let (number, written) = (frequent.number, frequent.written.to_lowercase());
    Diagnostic::finding(
        m.span(&(rare.start..rare.start + rare.written.len())),
        format!("« {} » ne se lit qu’ici ; l’acte écrit {number} fois « {written} »", rare.written),
    )
    .help("corriger la coquille, si c’en est une")
}

/// Whether a word is one that readers read: long, not in capitals, outside what is for programs.
fn is_read(m: &Piece<'_>, start: usize, word: &str) -> bool {
    word.len() >= LETTERS_MIN
        && (LETTERS_MIN..=LETTERS_MAX).contains(&word.chars().take(LETTERS_MAX + 1).count())
        && !word.chars().all(char::is_uppercase)
        && m.free(&(start..start + word.len()))
}

/// The long words that stand before and after a word of a text.
fn neighbors(text: &str, start: usize) -> BTreeSet<(bool, String)> {
    let blank = |l: char| !l.is_alphabetic();
    let before = text.get(..start).unwrap_or("").trim_end_matches(blank).rsplit(blank).next();
    let rest = text.get(start..).unwrap_or("").trim_start_matches(char::is_alphabetic);
    let after = rest.trim_start_matches(blank).split(blank).next();
    [(false, before), (true, after)]
        .into_iter()
        .filter_map(|(side, word)| word.map(|m| (side, m)))
        .filter(|(_, word)| word.chars().count() >= LETTERS_MIN)
        .map(|(side, word)| (side, flat(word)))
        .collect()
}

/// The neighbours of some words, wherever they stand.
fn surroundings<'f>(
    pieces: &[&Piece<'_>],
    frequent_ones: &BTreeSet<&'f str>,
) -> BTreeMap<&'f str, BTreeSet<(bool, String)>> {
    let mut around: BTreeMap<&str, BTreeSet<(bool, String)>> = BTreeMap::new();
    if frequent_ones.is_empty() {
        return around;
    }
    let mut knowns: FxHashMap<&str, Option<&'f str>> = FxHashMap::default();
    for m in pieces {
        for &(start, word) in m.words.iter().filter(|(_, word)| word.len() >= LETTERS_MIN) {
            let frequent =
                knowns.entry(word).or_insert_with(|| frequent_ones.get(flat(word).as_str()).copied());
            if let Some(frequent) = frequent {
                around.entry(frequent).or_default().extend(neighbors(m.text, start));
            }
        }
    }
    around
}

/// What stands for a word, and for the word without each of its letters. Two words may share one by chance: they
/// are compared after.
fn without_one_letter(word: &str) -> impl Iterator<Item = u64> {
    let end = word.char_indices().map(|(i, l)| (i, i + l.len_utf8())).chain([(word.len(), word.len())]);
    // FNV-1a, over the bytes before the letter and those after.
    let hash = |baseline: u64, text: Option<&str>| {
        let bytes = text.unwrap_or("").bytes();
        bytes.fold(baseline, |h, o| (h ^ u64::from(o)).wrapping_mul(0x0100_0000_01b3))
    };
    end.map(move |(start, end)| hash(hash(0xcbf2_9ce4_8422_2325, word.get(..start)), word.get(end..)))
}

/// Whether two words differ by one letter, before the ending that French inflects.
fn typo(rare: &str, frequent: &str) -> bool {
    let shared = rare.chars().zip(frequent.chars()).take_while(|(a, b)| a == b).count();
    shared + 3 < rare.len().max(frequent.len()) && strsim::osa_distance(rare, frequent) == 1
}

/// Whether no other word of the act starts as this one: a word of a family is a word.
fn has_no_family(word: &str, usages: &BTreeMap<String, Usage<'_>>) -> bool {
    let start: String = word.chars().take(5.min(word.chars().count().saturating_sub(1)).max(4)).collect();
    usages.range(start.clone()..).take_while(|(m, _)| m.starts_with(&start)).all(|(m, _)| m == word)
}
