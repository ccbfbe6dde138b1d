//! A text as its reader sees it, to find in it what is written across marks of emphasis, entities, odd blanks and ends of
//! lines, and to lead back to what was typed.

use std::ops::Range;

/// A text without its marks.
#[derive(Debug)]
pub(super) struct Plain {
    /// What is seen.
    pub(super) text: String,
    /// For each character of it, its first byte and the bytes that it was written with.
    written: Vec<(usize, Range<usize>)>,
}

impl Plain {
    /// What is seen of a text.
    pub(super) fn new(raw: &str) -> Self {
        let mut plain = Self { text: String::new(), written: Vec::new() };
        let mut place = 0;
        while let Some(sign) = raw.get(place..).and_then(|rest| rest.chars().next()) {
            let rest = raw.get(place..).unwrap_or_default();
            let (seen, length) = match sign {
                '&' => entity(rest).map_or((Some('&'), 1), |(letter, length)| (Some(letter), length)),
                '*' | '_' | '`' | '~' => (None, 1),
                '\\' if rest.chars().nth(1).is_some_and(|c| c.is_ascii_punctuation() || c == '\n') => {
                    (None, 1)
                }
                _ => (Some(sign), sign.len_utf8()),
            };
            plain.push(seen.and_then(folded), place..place + length);
            place += length;
        }
        plain
    }

    fn push(&mut self, seen: Option<char>, written: Range<usize>) {
        let Some(sign) = seen else { return };
        // A blank line ends what precedes it: a number does not go on after it.
        match (sign, self.text.chars().next_back()) {
            (' ', Some(' ' | '\n')) => return,
            ('\n', Some('\n')) => {
                self.written.push((self.text.len(), written));
                self.text.push('¶');
                return;
            }
            ('\n', Some(' ')) => {
                self.text.pop();
                self.written.pop();
            }
            _ => {}
        }
        self.written.push((self.text.len(), written));
        self.text.push(sign);
    }

    /// The bytes that some of what is seen was written with.
    pub(super) fn raw(&self, seen: &Range<usize>) -> Range<usize> {
        let rank = |byte: usize| self.written.partition_point(|(first, _)| *first <= byte).saturating_sub(1);
        let written = |byte: usize| self.written.get(rank(byte)).map_or(0..0, |(_, range)| range.clone());
        written(seen.start).start..written(seen.end.saturating_sub(1)).end
    }

    /// Where some words are seen, whatever their blanks and their capitals.
    pub(super) fn find(&self, words: &str) -> Vec<Range<usize>> {
        let words: Vec<char> = Self::new(words).text.trim().chars().map(low).collect();
        let signs: Vec<(usize, char)> = self.text.char_indices().collect();
        let letters: Vec<char> = signs.iter().map(|(_, sign)| low(*sign)).collect();
        let byte = |place: usize| signs.get(place).map_or(self.text.len(), |(byte, _)| *byte);
        let mut found = Vec::new();
        let mut place = 0;
        while !words.is_empty() && place + words.len() <= letters.len() {
            if letters.get(place..).is_some_and(|rest| rest.starts_with(&words)) {
                found.push(byte(place)..byte(place + words.len()));
                place += words.len();
            } else {
                place += 1;
            }
        }
        found
    }

    /// Where a code is seen, whatever stands between its figures and letters: blanks, points, bars, the cells of a row.
    pub(super) fn find_code(&self, code: &str) -> Vec<Range<usize>> {
        let code: Vec<char> = code.chars().filter(|c| c.is_alphanumeric()).map(low).collect();
        // Each sign of a code with its place, and the signs before it that are none.
        let mut signs: Vec<(usize, char, usize)> = Vec::new();
        let mut gap = 0;
        for (place, sign) in self.text.char_indices() {
            if sign.is_alphanumeric() {
                signs.push((place, low(sign), gap));
                gap = 0;
            } else {
                gap += 1;
            }
        }
        let is_code = |window: &[(usize, char, usize)]| {
            let same = window.iter().map(|(_, sign, _)| sign).eq(&code);
            same && window.iter().skip(1).all(|(.., gap)| *gap <= CODE_GAP_MAX)
        };
        let mut found: Vec<Range<usize>> = Vec::new();
        for (rank, window) in signs.windows(code.len().max(1)).enumerate() {
            let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
            let is_alone =
                (rank == 0 || first.2 > 0) && signs.get(rank + window.len()).is_none_or(|(.., gap)| *gap > 0);
            let is_after = found.last().is_none_or(|before| before.end <= first.0);
            if is_alone && is_after && is_code(window) {
                let length = self.text.get(last.0..).and_then(|rest| rest.chars().next());
                found.push(first.0..last.0 + length.map_or(1, char::len_utf8));
            }
        }
        found
    }
}

/// Most signs between two of a code: « | », « - » at the head of a line.
const CODE_GAP_MAX: usize = 6;

/// A letter without its capital, a line break as a blank; one sign for one.
fn low(sign: char) -> char {
    match sign {
        '\n' => ' ',
        _ => sign.to_lowercase().next().unwrap_or(sign),
    }
}

/// A character as the search takes it: blanks alike, apostrophes and dashes alike, wide forms as narrow ones; none for one
/// that is not seen.
fn folded(sign: char) -> Option<char> {
    Some(match sign {
        '\n' => '\n',
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => return None,
        _ if sign.is_whitespace() => ' ',
        '’' | 'ʼ' => '\'',
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign).saturating_sub(0xfee0)).unwrap_or(sign),
        _ => sign,
    })
}

/// The character that an entity names, and its bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.get(..12.min(text.len())).unwrap_or(text).find(';')?;
    let name = text.get(1..end)?;
    let letter = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok().and_then(char::from_u32)?,
            None => number.parse().ok().and_then(char::from_u32)?,
        },
        None => match name {
            "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
            "commat" => '@',
            "period" => '.',
            "plus" => '+',
            "lowbar" => '_',
            "amp" => '&',
            "shy" | "zwj" | "zwnj" => '\u{ad}',
            _ => return None,
        },
    };
    Some((letter, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_leads_back_to_what_was_typed() {
        let raw = "Joindre **Mme\nDupont** au 01&nbsp;*64* 14\u{a0}77 77.";
        let plain = Plain::new(raw);
        assert_eq!(plain.text, "Joindre Mme\nDupont au 01 64 14 77 77.");
        for (words, written) in
            [("Mme Dupont", "Mme\nDupont"), ("01 64 14 77 77", "01&nbsp;*64* 14\u{a0}77 77")]
        {
            let found = plain.find(words);
            assert_eq!(
                found.iter().map(|range| raw.get(plain.raw(range)).unwrap()).collect::<Vec<_>>(),
                [written]
            );
        }
        assert!(plain.find("77 78").is_empty() && plain.find("").is_empty());
        assert_eq!(Plain::new("un\n\ndeux").find("un deux").len(), 0);
        assert_eq!(Plain::new("M. et MME ZORGLUB").find("Mme Zorglub").first(), Some(&(6..17)));
    }

    #[test]
    fn a_code_is_seen_whatever_stands_in_it() {
        for text in [
            "FR56/3000/1008/42E4",
            "FR56·3000·1008·42e4",
            "FR56, 3000, 1008, 42E4",
            "FR56 3000 | 1008 42E4",
            "- FR56 3000\n- 1008 42E4",
            "**FR56** 3000\u{202f}1008 42E4.",
        ] {
            assert_eq!(Plain::new(text).find_code("FR563000100842E4").len(), 1, "{text}");
        }
        for text in
            ["FR56 3000 1008 42E45", "XFR563000100842E4", "FR56 (deux ou trois mots) 3000100842E4", ""]
        {
            assert_eq!(Plain::new(text).find_code("FR563000100842E4").len(), 0, "{text}");
        }
    }
}
