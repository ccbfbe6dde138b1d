//! A rare word is one letter away from a frequent one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::near_spellings;
use crate::check::shares::{FileShare, FileTexts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Passage;
use crate::text::Span;

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

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = context.shares::<WordsOfFile>(());
    let totals = totals(&files);
    let pairs = pairs(&totals);
    let around = surroundings(&files, &pairs.iter().map(|(_, f)| *f).collect());
    let misspelt = pairs.iter().filter_map(|(rare, frequent)| {
        let frequent_total = totals.get(frequent)?;
        let (words, rare) = (rare.words, rare.first);
        let neighbors = neighbors(words.text(rare)?, rare.start);
        around.get(frequent)?.iter().any(|v| neighbors.contains(v)).then_some(())?;
        let example = frequent_total.words.written(frequent_total.first)?;
        Some(say(words.span(rare)?, words.written(rare)?, (frequent_total.number, example)))
    });
    let mut findings: Vec<Diagnostic> = misspelt.collect();
    findings.extend(near_spellings::accents(context));
    findings.extend(near_spellings::acronyms(context));
    findings.extend(near_spellings::funding_labels(context));
    findings
}

/// A word of the act: how often it is used, and where it first stands.
struct Total<'s> {
    number: usize,
    words: &'s WordsOfFile,
    first: &'s WordUse,
}

/// The compared words of the act, by their folded letters.
fn totals(files: &[Arc<WordsOfFile>]) -> FxHashMap<&str, Total<'_>> {
    let mut totals: FxHashMap<&str, Total<'_>> = FxHashMap::default();
    for words in files {
        for (folded, number, first) in words.compared() {
            totals.entry(folded).or_insert(Total { number: 0, words, first }).number += number;
        }
    }
    totals
}

/// The words that are used once beside the frequent ones that they may be, in their order.
fn pairs<'s, 't>(totals: &'t FxHashMap<&'s str, Total<'s>>) -> Vec<(&'t Total<'s>, &'s str)> {
    // Two words one edit apart share a deletion. Few rare words share one with a frequent word.
    let frequent = || totals.iter().filter(|(_, total)| total.number >= USAGES_MIN).map(|(word, _)| *word);
    let shortened: FxHashSet<u64> = frequent().flat_map(without_one_letter).collect();
    let families = Families::of(totals);
    let rare = totals.iter().filter(|(word, total)| {
        total.number == 1
            && without_one_letter(word).any(|short| shortened.contains(&short))
            && families.is_alone(word)
    });
    let mut rare: Vec<(&str, &Total<'_>)> = rare.map(|(word, total)| (*word, total)).collect();
    rare.sort_unstable_by_key(|(word, _)| *word);
    let mut sharing: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (rank, (word, _)) in rare.iter().enumerate() {
        without_one_letter(word).for_each(|short| sharing.entry(short).or_default().push(rank));
    }
    let candidates = frequent().flat_map(|word| {
        let ranks = without_one_letter(word).filter_map(|short| sharing.get(&short)).flatten();
        ranks.map(move |rank| (*rank, word))
    });
    let candidates: BTreeSet<(usize, &str)> = candidates.collect();
    let typos = candidates.into_iter().filter_map(|(rank, frequent)| {
        let (word, total) = rare.get(rank)?;
        typo(word, frequent).then_some((*total, frequent))
    });
    typos.collect()
}

/// The words of a file that may be compared, and each of their uses.
#[derive(Debug)]
struct WordsOfFile {
    /// The folded letters of all the words, one after the other.
    letters: String,
    words: Vec<WordOfFile>,
    uses: Vec<WordUse>,
    pieces: Vec<(Passage, Range<usize>)>,
}

#[derive(Debug)]
struct WordOfFile {
    folded: Range<usize>,
    /// How often readers see it, outside references, addresses and capitals.
    number: usize,
    /// The rank of its first such use.
    first: usize,
}

/// A use of a word: its rank, that of its piece, its bytes there.
#[derive(Debug)]
struct WordUse {
    word: usize,
    piece: usize,
    start: usize,
    end: usize,
}

impl FileShare for WordsOfFile {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let pieces = file.pieces(context);
        let mut ranks: FxHashMap<&str, usize> = FxHashMap::default();
        let mut taken =
            Self { letters: String::new(), words: Vec::new(), uses: Vec::new(), pieces: Vec::new() };
        for piece in pieces {
            taken.pieces.push((piece.passage.clone(), piece.bytes()));
            for (start, written, folded) in piece.folded_words() {
                let end = start + written.len();
                let is_counted = is_compared(written) && piece.free(&(start..end));
                if !is_counted && folded.len() < LETTERS_MIN {
                    continue;
                }
                let word = *ranks.entry(folded).or_insert_with(|| {
                    let first = taken.letters.len();
                    taken.letters.push_str(folded);
                    let folded = first..taken.letters.len();
                    taken.words.push(WordOfFile { folded, number: 0, first: 0 });
                    taken.words.len() - 1
                });
                if let Some(used) = taken.words.get_mut(word).filter(|_| is_counted) {
                    if used.number == 0 {
                        used.first = taken.uses.len();
                    }
                    used.number += 1;
                }
                taken.uses.push(WordUse { word, piece: taken.pieces.len() - 1, start, end });
            }
        }
        taken
    }
}

impl WordsOfFile {
    fn folded(&self, word: &WordOfFile) -> &str {
        self.letters.get(word.folded.clone()).unwrap_or("")
    }

    /// The words that count: their folded letters, their number, the first use.
    fn compared(&self) -> impl Iterator<Item = (&str, usize, &WordUse)> {
        let counted = self.words.iter().filter(|word| word.number > 0);
        counted.filter_map(|word| Some((self.folded(word), word.number, self.uses.get(word.first)?)))
    }

    /// The text that a use stands in.
    fn text(&self, used: &WordUse) -> Option<&str> {
        let (passage, bytes) = self.pieces.get(used.piece)?;
        passage.text.get(bytes.clone())
    }

    fn written(&self, used: &WordUse) -> Option<&str> {
        self.text(used)?.get(used.start..used.end)
    }

    fn span(&self, used: &WordUse) -> Option<Span> {
        let (passage, bytes) = self.pieces.get(used.piece)?;
        Some(passage.span_of(&(bytes.start + used.start..bytes.start + used.end)))
    }
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

fn say(place: Span, rare: &str, (number, frequent): (usize, &str)) -> Diagnostic {
    let frequent = frequent.to_lowercase();
    Diagnostic::finding(
        place,
        format!("« {rare} » ne s’écrit qu’ici ; l’acte écrit {number} fois « {frequent} »"),
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
    files: &[Arc<WordsOfFile>],
    frequent_words: &FxHashSet<&'f str>,
) -> BTreeMap<&'f str, BTreeSet<(bool, String)>> {
    let mut around: BTreeMap<&str, BTreeSet<(bool, String)>> = BTreeMap::new();
    if frequent_words.is_empty() {
        return around;
    }
    for file in files {
        let frequent = |word: &WordOfFile| frequent_words.get(file.folded(word)).copied();
        let wanted: Vec<Option<&str>> = file.words.iter().map(frequent).collect();
        for used in &file.uses {
            if let (Some(Some(frequent)), Some(text)) = (wanted.get(used.word), file.text(used)) {
                around.entry(frequent).or_default().extend(neighbors(text, used.start));
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

/// The words by how they begin: one with relatives is no typo.
struct Families<'w> {
    /// How many words begin with some letters, four or five.
    by_start: FxHashMap<&'w str, usize>,
}

impl<'w> Families<'w> {
    /// Letters of the beginnings that are compared.
    const LETTERS: [usize; 2] = [4, 5];

    fn of(words: &FxHashMap<&'w str, Total<'_>>) -> Self {
        let mut by_start: FxHashMap<&str, usize> = FxHashMap::default();
        let starts = words.keys().flat_map(|word| Self::LETTERS.into_iter().filter_map(|n| start(word, n)));
        starts.for_each(|start| *by_start.entry(start).or_default() += 1);
        Self { by_start }
    }

    /// Whether no other word of the act shares its beginning.
    fn is_alone(&self, word: &str) -> bool {
        let letters = 5.min(word.chars().count().saturating_sub(1)).max(4);
        self.by_start.get(start(word, letters).unwrap_or(word)).is_none_or(|number| *number < 2)
    }
}

/// The first letters of a word; none when it has fewer.
fn start(word: &str, letters: usize) -> Option<&str> {
    let mut ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    ends.nth(letters).and_then(|end| word.get(..end))
}
