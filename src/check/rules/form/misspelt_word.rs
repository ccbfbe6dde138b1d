//! A rare word is one letter away from a frequent one.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::near_spellings;
use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;

pub(crate) static PAGE: Page = Page {
    title: "un mot ressemble à un autre, à une lettre près",
    severity: Severity::Warning,
    checks: "Un mot de cinq lettres et plus que l’acte n’emploie qu’une fois, à une lettre (en plus, en moins, changée, échangée) \
              d’un mot qu’il emploie au moins quatre fois, et devant ou derrière lequel se lit le même mot plein. Une différence \
              d’accent ou dans les trois dernières lettres (pluriel, genre, conjugaison), les mots tout en capitales et ceux \
              dont l’acte emploie la famille sont laissés de côté. De même : un « é » dans une syllabe fermée (« référént ») d’un \
              mot que l’acte écrit au moins quatre fois sans lui ; un sigle employé une fois devant un nom (« la MS de »), à qui \
              il manque une lettre d’un sigle qui y est employé quatre fois (« la MDS de ») ; deux libellés de financement d’un \
              même financeur, à une lettre près.",
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

/// Fewest and most letters of a compared word: each longer string would add as many variants as it has letters.
const LETTERS_MIN: usize = 5;
const LETTERS_MAX: usize = 40;
/// Fewest uses that make a word frequent.
const USAGES_MIN: usize = 4;

/// How often a word is used and where it first stands.
#[derive(Clone, Copy)]
struct Usage<'t> {
    number: usize,
    piece: usize,
    start: usize,
    written: &'t str,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let pieces: Vec<&TextPiece<'_>> = pieces(context).collect();
    let usages = usages(&pieces);
    let mut sorted: Vec<(&str, &Usage<'_>)> = usages.iter().map(|(word, usage)| (*word, usage)).collect();
    sorted.sort_unstable_by_key(|(word, _)| *word);
    // Frequent words by their one-letter deletions: two words one edit apart share a deletion.
    let frequent = sorted.iter().filter(|(_, usage)| usage.number >= USAGES_MIN);
    let shortened = frequent.flat_map(|(word, _)| without_one_letter(word).map(|short| (short, *word)));
    let mut index: Vec<(u64, &str)> = shortened.collect();
    index.sort_unstable();
    let sharing = |short: u64| {
        let first = index.partition_point(|(other, _)| *other < short);
        index.iter().skip(first).take_while(move |(other, _)| *other == short).map(|(_, word)| *word)
    };
    let mut pairs: Vec<(&Usage<'_>, &str)> = Vec::new();
    for (at, (rare, usage)) in sorted.iter().enumerate() {
        if usage.number == 1 && has_no_family(rare, at, &sorted) {
            let candidates: BTreeSet<&str> = without_one_letter(rare).flat_map(sharing).collect();
            pairs.extend(candidates.into_iter().filter(|f| typo(rare, f)).map(|f| (*usage, f)));
        }
    }
    let around = surroundings(&pieces, &pairs.iter().map(|(_, f)| *f).collect());
    let misspelt = pairs.iter().filter_map(|(rare, frequent)| {
        let piece = pieces.get(rare.piece)?;
        let neighbors = neighbors(piece.text, rare.start);
        around.get(frequent)?.iter().any(|v| neighbors.contains(v)).then_some(())?;
        Some(say(piece, rare, usages.get(*frequent)?))
    });
    let mut findings: Vec<Diagnostic> = misspelt.collect();
    findings.extend(near_spellings::accents(&pieces));
    findings.extend(near_spellings::acronyms(context, &pieces));
    findings.extend(near_spellings::funding_labels(context));
    findings
}

/// Whether a word is compared: neither too short nor too long, and not in capitals.
fn is_compared(word: &str) -> bool {
    // Most words are dismissed or kept by their bytes.
    let is_plain = || word.len() <= LETTERS_MAX && word.bytes().all(|byte| byte.is_ascii_lowercase());
    word.len() >= LETTERS_MIN && (is_plain() || is_long_enough(word))
}

/// The same by letters.
fn is_long_enough(word: &str) -> bool {
    (LETTERS_MIN..=LETTERS_MAX).contains(&word.chars().take(LETTERS_MAX + 1).count())
        && !word.chars().all(char::is_uppercase)
}

/// Counts the folded words that readers see: outside references and addresses.
fn usages<'t>(pieces: &[&'t TextPiece<'t>]) -> FxHashMap<&'t str, Usage<'t>> {
    let mut usages: FxHashMap<&str, Usage<'_>> = FxHashMap::default();
    for (index, piece) in pieces.iter().enumerate() {
        for (start, written, folded) in piece.folded_words() {
            if is_compared(written) && piece.free(&(start..start + written.len())) {
                let first = Usage { number: 0, piece: index, start, written };
                usages.entry(folded).or_insert(first).number += 1;
            }
        }
    }
    usages
}

fn say(piece: &TextPiece<'_>, rare: &Usage<'_>, frequent: &Usage<'_>) -> Diagnostic {
    let (number, written) = (frequent.number, frequent.written.to_lowercase());
    Diagnostic::finding(
        piece.span(&(rare.start..rare.start + rare.written.len())),
        format!("« {} » ne s’écrit qu’ici ; l’acte écrit {number} fois « {written} »", rare.written),
    )
    .on_its_words()
    .help("corriger la coquille, si c’en est une")
}

/// The long words just before (`false`) and just after (`true`) a word.
fn neighbors(text: &str, start: usize) -> BTreeSet<(bool, String)> {
    let blank = |l: char| !l.is_alphabetic();
    let before = text.get(..start).unwrap_or("").trim_end_matches(blank).rsplit(blank).next();
    let rest = text.get(start..).unwrap_or("").trim_start_matches(char::is_alphabetic);
    let after = rest.trim_start_matches(blank).split(blank).next();
    [(false, before), (true, after)]
        .into_iter()
        .filter_map(|(side, word)| Some((side, word?)))
        .filter(|(_, word)| word.chars().count() >= LETTERS_MIN)
        .map(|(side, word)| (side, flat(word)))
        .collect()
}

/// The neighbours that frequent words have anywhere in the act.
fn surroundings<'f>(
    pieces: &[&TextPiece<'_>],
    frequent_words: &FxHashSet<&'f str>,
) -> BTreeMap<&'f str, BTreeSet<(bool, String)>> {
    let mut around: BTreeMap<&str, BTreeSet<(bool, String)>> = BTreeMap::new();
    if frequent_words.is_empty() {
        return around;
    }
    for piece in pieces {
        for (start, _, folded) in piece.folded_words().filter(|(_, word, _)| word.len() >= LETTERS_MIN) {
            if let Some(frequent) = frequent_words.get(folded) {
                around.entry(frequent).or_default().extend(neighbors(piece.text, start));
            }
        }
    }
    around
}

/// Hashes of a word and of the word without each of its letters. Collisions are harmless: candidates are compared
/// afterwards.
fn without_one_letter(word: &str) -> impl Iterator<Item = u64> {
    let end = word.char_indices().map(|(i, l)| (i, i + l.len_utf8())).chain([(word.len(), word.len())]);
    // FNV-1a over the bytes around the removed letter.
    let hash = |seed: u64, text: Option<&str>| {
        let bytes = text.unwrap_or("").bytes();
        bytes.fold(seed, |h, o| (h ^ u64::from(o)).wrapping_mul(0x0100_0000_01b3))
    };
    end.map(move |(start, end)| hash(hash(0xcbf2_9ce4_8422_2325, word.get(..start)), word.get(end..)))
}

/// Whether two words differ by one letter, before the last three, which inflection changes.
fn typo(rare: &str, frequent: &str) -> bool {
    let shared = rare.chars().zip(frequent.chars()).take_while(|(a, b)| a == b).count();
    shared + 3 < rare.len().max(frequent.len()) && strsim::osa_distance(rare, frequent) == 1
}

/// Whether no other word of the act shares its beginning: a word with relatives is no typo. They would stand beside it
/// among the sorted words.
fn has_no_family(word: &str, at: usize, sorted: &[(&str, &Usage<'_>)]) -> bool {
    let letters = 5.min(word.chars().count().saturating_sub(1)).max(4);
    let start = word.char_indices().nth(letters).map_or(word, |(end, _)| word.get(..end).unwrap_or(word));
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| sorted.get(at));
    beside.into_iter().all(|(other, _)| !other.starts_with(start))
}
