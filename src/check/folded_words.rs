//! The words of a text and what each is once folded: several rules look for names there.

use std::ops::Range;

use super::readings::Reading;
use crate::lang::flat;
use crate::text::{words, words_and_numbers};

/// The runs of letters and digits of a text, in order.
#[derive(Debug)]
pub(crate) struct FoldedWords {
    /// All the folded words, one after the other.
    letters: String,
    /// Bytes of each word, in the text and in `letters`.
    words: Vec<(Range<usize>, Range<usize>)>,
    /// The same for runs of letters alone, when a word has digits.
    letters_alone: Option<Vec<(Range<usize>, Range<usize>)>>,
}

impl Reading for FoldedWords {
    fn read(text: &str) -> Self {
        let mut letters = String::with_capacity(text.len());
        let mut fold = |(start, word): (usize, &str)| {
            let first = letters.len();
            match word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
                true => letters.push_str(word),
                false => letters.push_str(&flat(word)),
            }
            (start..start + word.len(), first..letters.len())
        };
        let all = words_and_numbers(text).map(&mut fold).collect();
        let has_numbers = text.chars().any(char::is_numeric);
        let letters_alone = has_numbers.then(|| words(text).map(&mut fold).collect());
        Self { letters, words: all, letters_alone }
    }
}

impl FoldedWords {
    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The runs of letters alone: their bytes in the text, and their folded letters.
    pub(crate) fn letters(&self) -> impl Iterator<Item = (Range<usize>, &str)> {
        let words = self.letters_alone.as_ref().unwrap_or(&self.words);
        words.iter().map(|(bytes, folded)| (bytes.clone(), self.letters.get(folded.clone()).unwrap_or("")))
    }

    /// The words from a rank on: their bytes in the text, and their folded letters.
    pub(crate) fn from(&self, rank: usize) -> impl Iterator<Item = (&Range<usize>, &str)> {
        let words = self.words.get(rank..).unwrap_or(&[]);
        words.iter().map(|(bytes, folded)| (bytes, self.letters.get(folded.clone()).unwrap_or("")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_places_and_are_folded() {
        let read = FoldedWords::read("L’Île-de-France, 77");
        let words: Vec<_> = read.from(1).map(|(bytes, folded)| (bytes.start, folded)).collect();
        assert_eq!((read.len(), words), (5, vec![(4, "ile"), (9, "de"), (12, "france"), (20, "77")]));
    }
}
