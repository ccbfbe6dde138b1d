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

    /// Where some words are seen, whatever their blanks.
    pub(super) fn find(&self, words: &str) -> Vec<Range<usize>> {
        let words = Self::new(words).text.trim().replace('\n', " ");
        if words.is_empty() {
            return Vec::new();
        }
        let text = self.text.replace('\n', " ");
        text.match_indices(&words).map(|(start, found)| start..start + found.len()).collect()
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
    }
}
