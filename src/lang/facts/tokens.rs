//! Words, digits and signs of a text, each folded once: case, accents, kinds of blank, of dash and of apostrophe no
//! longer count after this, and each token keeps its bytes.

use std::ops::Range;

use crate::lang::letters;
use crate::text::lookalikes::lookalike;
use crate::text::unseen::{Unseen, unseen_kind};
use unicode_normalization::char::is_combining_mark;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters; an elided word keeps its apostrophe, `l'`, and an acronym loses its dots.
    Word,
    /// Digits from 0 to 9.
    Digits,
    /// Any other character, alone.
    Sign,
}

/// A word, a run of digits or a sign.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub bytes: Range<usize>,
    folded: Range<usize>,
    /// Whether a blank stands before it.
    pub spaced: bool,
    /// Whether a line ends before it, and another is left empty.
    pub after_gap: bool,
    /// Whether it starts with a capital.
    pub is_capitalized: bool,
    /// Whether it has two capitals or more, and nothing else.
    pub is_capitals: bool,
    /// Whether it is an acronym written with dots.
    pub is_dotted: bool,
    /// Whether an unseen character stands inside.
    pub is_tampered: bool,
}

/// A text cut in tokens. Places outside of the text read as an empty word.
#[derive(Debug)]
pub(super) struct Tokens<'t> {
    pub text: &'t str,
    folded: String,
    list: Vec<Token>,
}

/// Words that an apostrophe elides.
const ELIDED: [&str; 14] =
    ["l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "presqu", "quelqu"];

impl<'t> Tokens<'t> {
    /// Cuts a text.
    pub(super) fn new(text: &'t str) -> Self {
        let mut tokens = Self { text, folded: String::with_capacity(text.len()), list: Vec::new() };
        let (mut spaced, mut lines) = (true, 0);
        for (place, letter) in text.char_indices() {
            let end = place + letter.len_utf8();
            if !letter.is_ascii()
                && let Some(unseen) = unseen_kind(letter)
            {
                match unseen {
                    Unseen::Blank => spaced = true,
                    Unseen::Invisible | Unseen::Direction if !spaced => tokens.tamper(),
                    Unseen::Invisible | Unseen::Direction => {}
                }
                continue;
            }
            if letter.is_whitespace() || letter.is_control() {
                spaced = true;
                lines += usize::from(letter == '\n');
                continue;
            }
            let gap = lines > 1;
            lines = 0;
            tokens.push(letter, place..end, std::mem::take(&mut spaced), gap);
        }
        tokens.join_dotted();
        tokens
    }

    fn tamper(&mut self) {
        if let Some(last) = self.list.last_mut() {
            last.is_tampered = true;
        }
    }

    fn push(&mut self, letter: char, bytes: Range<usize>, spaced: bool, after_gap: bool) {
        let folded = self.folded.len();
        let last = if spaced { None } else { self.list.last_mut() };
        if !letter.is_ascii() && is_combining_mark(letter) {
            // An accent typed apart belongs to what it is on.
            if let Some(last) = last {
                last.bytes.end = bytes.end;
            }
            return;
        }
        let is_letter = letter.is_alphabetic() && letter != 'ʼ';
        if is_letter {
            let upper = letter.is_uppercase();
            if let Some(last) = last
                && last.kind == TokenKind::Word
                && !self.folded.ends_with('\'')
            {
                fold(letter, &mut self.folded);
                last.is_capitals =
                    upper && (last.is_capitals || last.folded.len() == 1 && last.is_capitalized);
                last.bytes.end = bytes.end;
                last.folded.end = self.folded.len();
                return;
            }
            fold(letter, &mut self.folded);
            self.add(TokenKind::Word, bytes, folded, spaced, after_gap, upper);
        } else if letter.is_ascii_digit() {
            self.folded.push(letter);
            if let Some(last) = last
                && last.kind == TokenKind::Digits
            {
                last.bytes.end = bytes.end;
                last.folded.end = self.folded.len();
                return;
            }
            self.add(TokenKind::Digits, bytes, folded, spaced, after_gap, false);
        } else {
            let sign = match letter {
                '°' | 'º' => '°',
                _ => lookalike(letter).unwrap_or(letter),
            };
            if sign == '\''
                && let Some(last) = last
                && last.kind == TokenKind::Word
                && self.folded.get(last.folded.clone()).is_some_and(|word| ELIDED.contains(&word))
            {
                self.folded.push('\'');
                last.bytes.end = bytes.end;
                last.folded.end = self.folded.len();
                return;
            }
            self.folded.push(sign);
            self.add(TokenKind::Sign, bytes, folded, spaced, after_gap, false);
        }
    }

    fn add(
        &mut self,
        kind: TokenKind,
        bytes: Range<usize>,
        folded: usize,
        spaced: bool,
        after_gap: bool,
        is_capitalized: bool,
    ) {
        let folded = folded..self.folded.len();
        self.list.push(Token {
            kind,
            bytes,
            folded,
            spaced,
            after_gap,
            is_capitalized,
            is_capitals: false,
            is_dotted: false,
            is_tampered: false,
        });
    }

    /// Makes one word of « P.D.I. »: capitals alone, each with its dot, at least two.
    fn join_dotted(&mut self) {
        let is_initial =
            |token: &Token| token.kind == TokenKind::Word && token.is_capitalized && token.folded.len() == 1;
        let old = std::mem::take(&mut self.list);
        let text = self.text;
        let dot = |token: Option<&Token>| {
            token.is_some_and(|t| !t.spaced && text.get(t.bytes.clone()) == Some("."))
        };
        let mut list: Vec<Token> = Vec::with_capacity(old.len());
        let mut joined = String::new();
        let mut at = 0;
        while let Some(first) = old.get(at) {
            let mut next = at;
            joined.clear();
            let before_is_glued = !first.spaced
                && list.last().is_some_and(|t| {
                    t.kind == TokenKind::Word
                        && !self.folded.get(t.folded.clone()).is_some_and(|w| w.ends_with('\''))
                });
            while let Some(initial) = old.get(next).filter(|t| is_initial(t))
                && (next == at || !initial.spaced)
                && (dot(old.get(next + 1)) || next > at)
                && !before_is_glued
            {
                joined.push_str(self.folded.get(initial.folded.clone()).unwrap_or(""));
                next += 1;
                if !dot(old.get(next)) {
                    break;
                }
                next += 1;
            }
            if joined.len() < 2 {
                list.push(first.clone());
                at += 1;
                continue;
            }
            let start = self.folded.len();
            self.folded.push_str(&joined);
            let end = old.get(next - 1).map_or(first.bytes.end, |last| last.bytes.end);
            list.push(Token {
                bytes: first.bytes.start..end,
                folded: start..self.folded.len(),
                is_capitals: true,
                is_dotted: true,
                ..first.clone()
            });
            at = next;
        }
        self.list = list;
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at a place.
    pub(super) fn at(&self, at: usize) -> Option<&Token> {
        self.list.get(at)
    }

    /// The folded text of a token.
    pub(super) fn word(&self, at: usize) -> &str {
        self.list.get(at).and_then(|token| self.folded.get(token.folded.clone())).unwrap_or("")
    }

    /// The folded text of the token before a place.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// Whether a token is made of letters.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == TokenKind::Word)
    }

    /// Whether a token is made of digits.
    pub(super) fn is_digits(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.kind == TokenKind::Digits)
    }

    /// Whether no blank stands before a token, which is there.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| !token.spaced)
    }

    /// Whether a token starts with a capital.
    pub(super) fn is_capitalized(&self, at: usize) -> bool {
        self.list.get(at).is_some_and(|token| token.is_capitalized)
    }

    /// The place after some words, blank between each and the next, when they stand at a place.
    pub(super) fn after(&self, at: usize, words: &str) -> Option<usize> {
        let first = self.word(at);
        if first.is_empty() || !words.starts_with(first) {
            return None;
        }
        let mut place = at;
        for word in words.split(' ') {
            if self.word(place) != word {
                return None;
            }
            place += 1;
        }
        Some(place)
    }

    /// The place after the first of some phrases that stands at a place; the longest must come first.
    pub(super) fn after_any(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.after(at, phrase))
    }

    /// Where some words start, when they end before a place.
    pub(super) fn ending(&self, end: usize, words: &str) -> Option<usize> {
        let last = self.before(end);
        if last.is_empty() || !words.ends_with(last) {
            return None;
        }
        let mut place = end;
        for word in words.rsplit(' ') {
            place = place.checked_sub(1)?;
            if self.word(place) != word {
                return None;
            }
        }
        Some(place)
    }

    /// Where the first of some phrases starts that ends before a place.
    pub(super) fn ending_any(&self, end: usize, phrases: &[&str]) -> Option<usize> {
        phrases.iter().find_map(|phrase| self.ending(end, phrase))
    }

    /// Whether a token is written just so, accents and case included.
    pub(super) fn is_written(&self, at: usize, word: &str) -> bool {
        self.list.get(at).is_some_and(|token| self.text.get(token.bytes.clone()) == Some(word))
    }

    /// The place after the whole word that starts at a place: « demi-journée » is three tokens.
    pub(super) fn whole_word(&self, at: usize) -> usize {
        let mut end = at + 1;
        while matches!(self.word(end), "-" | "'")
            && self.is_glued(end)
            && self.is_glued(end + 1)
            && self.is_word(end + 1)
        {
            end += 2;
        }
        end
    }

    /// The text of some tokens as it is written.
    pub(super) fn written(&self, tokens: &Range<usize>) -> &'t str {
        self.text.get(self.bytes(tokens)).unwrap_or("")
    }

    /// The token that starts at a byte, or the next one.
    pub(super) fn place_of(&self, byte: usize) -> usize {
        self.list.partition_point(|token| token.bytes.start < byte)
    }

    /// The bytes of some tokens.
    pub(super) fn bytes(&self, tokens: &Range<usize>) -> Range<usize> {
        let last = tokens.end.checked_sub(1);
        match (self.list.get(tokens.start), last.and_then(|last| self.list.get(last))) {
            (Some(first), Some(last)) if tokens.start < tokens.end => first.bytes.start..last.bytes.end,
            (first, _) => {
                let place = first.map_or(self.text.len(), |token| token.bytes.start);
                place..place
            }
        }
    }
}

/// Adds a letter in lower case and without its accents.
fn fold(letter: char, folded: &mut String) {
    match letter {
        _ if letter.is_ascii() => folded.push(letter.to_ascii_lowercase()),
        // Letters above the line, of « 1ᵉʳ ».
        'ᵉ' => folded.push('e'),
        'ʳ' => folded.push('r'),
        'ᵈ' => folded.push('d'),
        'ⁿ' => folded.push('n'),
        'ᵐ' => folded.push('m'),
        _ => folded.extend(letters(letter.encode_utf8(&mut [0; 4]))),
    }
}
