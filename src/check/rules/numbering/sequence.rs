//! Sequences of numbers that should be 1, 2, 3…

use std::collections::BTreeMap;

/// A number that breaks its sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SequenceBreak {
    /// Its index in the sequence.
    pub index: usize,
    /// The number expected in its place.
    pub expected: u32,
    /// Index where the same number was already given.
    pub first: Option<usize>,
}

/// The breaks of a sequence that should be 1, 2, 3… One wrong number gives one break.
pub(crate) fn sequence_breaks(numbers: &[u32]) -> Vec<SequenceBreak> {
    let mut breaks = Vec::new();
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    let mut expected = 1u32;
    for (index, n) in numbers.iter().copied().enumerate() {
        if n != expected {
            breaks.push(SequenceBreak { index, expected, first: seen.get(&n).copied() });
            // If the next number follows the expected one, only this one is wrong: keep counting.
            let alone = numbers.get(index + 1).is_none_or(|next| *next == expected.saturating_add(1));
            if !alone {
                expected = n;
            }
        }
        seen.entry(n).or_insert(index);
        expected = expected.saturating_add(1);
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_number_is_one_break() {
        let say = |n: &[u32]| -> Vec<(usize, u32, Option<usize>)> {
            sequence_breaks(n).iter().map(|r| (r.index, r.expected, r.first)).collect()
        };
        assert_eq!(say(&[1, 2, 3]), []);
        assert_eq!(say(&[1, 2, 2, 3, 4]), [(2, 3, Some(1))]);
        assert_eq!(say(&[1, 2, 9, 4]), [(2, 3, None)]);
        assert_eq!(say(&[7, 2, 3]), [(0, 1, None)]);
        assert_eq!(say(&[1, 3, 4]), [(1, 2, None)]);
        assert_eq!(say(&[1, 2, 8]), [(2, 3, None)]);
    }
}
