//! Which rows of two lists are the same: by what they say, then by their keys and their likeness.

use std::collections::BTreeMap;
use std::hash::{Hash as _, Hasher as _};

use rustc_hash::{FxHashMap, FxHasher};

use super::portion::{Datum, Keys, Portion};
use crate::text::words_and_numbers;

/// Rows that are the same, by rank on each side, in the order of the second.
pub(super) type Pairs = Vec<(usize, usize)>;

/// Thousandths of likeness that the same key adds, when keys are names, and when they are hints.
const SAME_NAME: u32 = 600;
const SAME_HINT: u32 = 200;
/// How the key of a page begins when it names the page for good.
pub(super) const IDENTIFIED: &str = "id ";
/// Thousandths that the same title of a page adds.
const SAME_TITLE: u32 = 300;
/// Least thousandths by which two rows are the same.
const THRESHOLD: u32 = 450;
/// Most pairs of rows that are compared by likeness; past it, only equal rows and keys are.
const MAX_PAIRS: usize = 250_000;

/// Pairs the rows of two lists.
pub(super) fn pair(before: &[Portion], after: &[Portion], keys: Keys) -> Pairs {
    let mut pairs = equal(before, after);
    let mut is_taken = (vec![false; before.len()], vec![false; after.len()]);
    pairs.iter().for_each(|(a, b)| {
        take(&mut is_taken.0, *a);
        take(&mut is_taken.1, *b);
    });
    let free = |taken: &[bool]| {
        taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(rank, _)| rank).collect::<Vec<_>>()
    };
    let (left, right) = (free(&is_taken.0), free(&is_taken.1));
    let mut candidates: Vec<(u32, usize, usize, usize)> = Vec::new();
    if left.len().saturating_mul(right.len()) <= MAX_PAIRS {
        let bags = |parts: &[Portion], ranks: &[usize]| -> Vec<(usize, Bag)> {
            ranks.iter().filter_map(|rank| Some((*rank, Bag::of(parts.get(*rank)?)))).collect()
        };
        let (left, right) = (bags(before, &left), bags(after, &right));
        for (a, bag) in &left {
            for (b, other) in &right {
                let (Some(x), Some(y)) = (before.get(*a), after.get(*b)) else { continue };
                let stays = a == b && before.len() == after.len();
                let Some(bonus) = bonus(x, y, keys, stays) else { continue };
                let score = bag.likeness(other) + bonus;
                if score >= THRESHOLD {
                    candidates.push((score, a.abs_diff(*b), *a, *b));
                }
            }
        }
        candidates.sort_by_key(|(score, distance, a, b)| (std::cmp::Reverse(*score), *distance, *a, *b));
    } else if keys == Keys::Names {
        let by_key: BTreeMap<&str, usize> =
            left.iter().filter_map(|rank| Some((before.get(*rank)?.key.as_str(), *rank))).collect();
        let same = right.iter().filter_map(|b| Some((*by_key.get(after.get(*b)?.key.as_str())?, *b)));
        candidates.extend(same.map(|(a, b)| (SAME_NAME, 0, a, b)));
    }
    for (_, _, a, b) in candidates {
        if is_taken.0.get(a) == Some(&false) && is_taken.1.get(b) == Some(&false) {
            take(&mut is_taken.0, a);
            take(&mut is_taken.1, b);
            pairs.push((a, b));
        }
    }
    pairs.sort_by_key(|(_, b)| *b);
    pairs
}

fn take(taken: &mut [bool], rank: usize) {
    if let Some(slot) = taken.get_mut(rank) {
        *slot = true;
    }
}

/// What two rows have in common besides their words; none when they cannot be the same one.
fn bonus(a: &Portion, b: &Portion, keys: Keys, stays: bool) -> Option<u32> {
    let is_same = a.key == b.key && !a.key.is_empty();
    match keys {
        Keys::Names | Keys::Places if is_same => Some(SAME_NAME),
        Keys::Places if stays => Some(THRESHOLD),
        Keys::Hints if a.key.starts_with(IDENTIFIED) && b.key.starts_with(IDENTIFIED) => {
            is_same.then_some(1_000)
        }
        Keys::Hints => {
            let title = |part: &Portion| part.part("titre").and_then(Portion::said).cloned();
            let has_title = title(a).is_some() && title(a) == title(b);
            Some(if is_same { SAME_HINT } else { 0 } + if has_title { SAME_TITLE } else { 0 })
        }
        Keys::Names | Keys::Places | Keys::None => Some(0),
    }
}

/// The rows that say exactly the same, each once, in order.
fn equal(before: &[Portion], after: &[Portion]) -> Pairs {
    let mut waiting: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (rank, part) in before.iter().enumerate().rev() {
        waiting.entry(digest(part)).or_default().push(rank);
    }
    let mut pairs = Pairs::new();
    for (rank, part) in after.iter().enumerate() {
        let Some(ranks) = waiting.get_mut(&digest(part)) else { continue };
        // Ranks are in reverse order: the last is the first that waits.
        let found = ranks.iter().rposition(|a| before.get(*a).is_some_and(|other| part.says_as(other)));
        if let Some(found) = found {
            pairs.push((ranks.remove(found), rank));
        }
    }
    pairs
}

/// A number that two parts share when they say the same.
fn digest(part: &Portion) -> u64 {
    let mut hasher = FxHasher::default();
    part.key.hash(&mut hasher);
    let mut sum = 0_u64;
    // Fields may come in any order.
    for (part, datum) in part.data() {
        let mut one = FxHasher::default();
        part.key.hash(&mut one);
        match datum {
            Datum::Prose(paragraph) => paragraph.tokens.hash(&mut one),
            datum => datum.to_string().hash(&mut one),
        }
        sum = sum.wrapping_add(one.finish());
    }
    sum.hash(&mut hasher);
    hasher.finish()
}

/// The words of a part, and its groups of three words: what two parts are likened by.
#[derive(Debug, Clone, Default)]
pub(super) struct Bag {
    words: Vec<u64>,
    groups: Vec<u64>,
}

/// From how many words on a part is likened by groups of words: pages of one act share most of their words.
const LONG: usize = 60;

impl Bag {
    /// The words of a part.
    pub(super) fn of(part: &Portion) -> Self {
        let mut bag = Self::default();
        for (_, datum) in part.data() {
            // The name of a field is said by every row of the same kind: it likens nothing.
            let mut words: Vec<u64> = Vec::new();
            let mut add = |text: &str| words.extend(words_and_numbers(text).map(|(_, word)| hashed(word)));
            match datum {
                Datum::Prose(paragraph) => paragraph.tokens.iter().for_each(|word| add(word.shown())),
                datum => add(&datum.to_string()),
            }
            let own = words.windows(3).map(hashed);
            match words.len() {
                0..3 => bag.groups.push(hashed(&words)),
                _ => bag.groups.extend(own),
            }
            bag.words.extend(words);
        }
        bag.words.sort_unstable();
        bag.groups.sort_unstable();
        bag
    }

    /// How much two parts are alike, in thousandths.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        let (a, b) = self.compared(other);
        thousandths(2 * shared(a, b), a.len() + b.len())
    }

    /// How much of this part is in another, in thousandths.
    pub(super) fn share_in(&self, other: &Self) -> u32 {
        thousandths(shared(&self.groups, &other.groups), self.groups.len())
    }

    fn compared<'b>(&'b self, other: &'b Self) -> (&'b [u64], &'b [u64]) {
        match self.words.len().max(other.words.len()) >= LONG {
            true => (&self.groups, &other.groups),
            false => (&self.words, &other.words),
        }
    }
}

fn hashed(value: impl std::hash::Hash) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}

fn thousandths(part: usize, whole: usize) -> u32 {
    (part * 1_000).checked_div(whole).and_then(|n| u32::try_from(n).ok()).unwrap_or(0)
}

/// How many values two sorted lists share, each as often as it is in both.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut left, mut right) = (a.iter().peekable(), b.iter().peekable());
    let mut count = 0;
    while let (Some(x), Some(y)) = (left.peek(), right.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(left.next()),
            std::cmp::Ordering::Greater => drop(right.next()),
            std::cmp::Ordering::Equal => {
                count += 1;
                left.next();
                right.next();
            }
        }
    }
    count
}

/// Of pairs in the order of the second side, those whose order is also that of the first: the longest such list. The others
/// moved.
pub(super) fn unmoved(pairs: &[(usize, usize)]) -> Vec<bool> {
    // The ends of the best list of each length, by rank in `pairs`, and what comes before each pair in its list.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    let first = |rank: usize| pairs.get(rank).map_or(0, |(a, _)| *a);
    for (rank, (a, _)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| first(*end) < *a);
        if let Some(slot) = before.get_mut(rank) {
            *slot = length.checked_sub(1).and_then(|i| ends.get(i)).copied();
        }
        match ends.get_mut(length) {
            Some(end) => *end = rank,
            None => ends.push(rank),
        }
    }
    let mut stays = vec![false; pairs.len()];
    let mut last = ends.last().copied();
    while let Some(rank) = last {
        if let Some(slot) = stays.get_mut(rank) {
            *slot = true;
        }
        last = before.get(rank).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::compare::portion::ChangeTopic;

    fn row(key: &str, words: &str) -> Portion {
        let datum = Datum::Words(words.to_owned());
        Portion::datum(key, key, ChangeTopic::Wording, datum, None)
    }

    #[test]
    fn rows_are_the_same_by_what_they_say_then_by_their_keys_then_by_their_likeness() {
        let before = [row("a", "un"), row("b", "deux"), row("c", "une équipe va vers les familles isolées")];
        let after = [row("d", "une équipe va vers les jeunes isolées"), row("b", "vingt"), row("a", "un")];
        assert_eq!(pair(&before, &after, Keys::Names), [(2, 0), (1, 1), (0, 2)]);
        // Without a name, a row is what it says.
        assert_eq!(pair(&[row("", "deux")], &[row("", "vingt")], Keys::None), []);
    }

    #[test]
    fn two_rows_that_say_the_same_are_paired_in_order() {
        let twins = [row("a", "un"), row("a", "un")];
        assert_eq!(pair(&twins, &twins, Keys::Names), [(0, 0), (1, 1)]);
        assert_eq!(pair(&twins, &twins[..1], Keys::Names), [(0, 0)]);
    }

    proptest! {
        #[test]
        fn the_rows_that_stay_are_the_longest_list_in_order(
            ranks in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle()
        ) {
            let pairs: Pairs = ranks.iter().copied().zip(0..).collect();
            let stays = unmoved(&pairs);
            let kept: Vec<usize> =
                ranks.iter().zip(&stays).filter(|(_, stays)| **stays).map(|(rank, _)| *rank).collect();
            prop_assert!(kept.is_sorted());
            let longest = (0_u32..1 << ranks.len())
                .filter(|mask| {
                    let own = ranks.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0);
                    own.map(|(_, rank)| *rank).is_sorted()
                })
                .map(u32::count_ones)
                .max();
            prop_assert_eq!(Some(u32::try_from(kept.len()).unwrap()), longest);
        }
    }
}
