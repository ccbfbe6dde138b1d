//! Words of a text and where they start. ASCII is tested by byte, and only the rest goes through Unicode tables: rules
//! cut the whole content into words.

/// A sentence with a capital at its head.
pub fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// A text on one line, its blanks plain spaces: metadata want it, and no text that somebody gives makes a line of its own.
pub fn one_line(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Enough of a digest in hexadecimal to tell two versions apart.
pub fn short_digest(digest: &str) -> &str {
    head(digest, 8)
}

/// Runs of letters, each with the offset of its first byte.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Runs { text, place: 0, ascii: |byte: u8| byte.is_ascii_alphabetic(), other: char::is_alphabetic }
}

/// Runs of letters and digits, each with the offset of its first byte.
pub fn words_and_numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Runs { text, place: 0, ascii: |byte: u8| byte.is_ascii_alphanumeric(), other: char::is_alphanumeric }
}

/// The start of a text, at most `bytes` long and cut between characters. Rules bound with it what they read around a
/// number, so that a long paragraph is not read once for each of its numbers.
pub fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or("")
}

/// The end of a text, at most `bytes` long and cut between characters.
pub fn tail(text: &str, bytes: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(bytes))..).unwrap_or("")
}

/// Runs of the characters that `ascii` accepts, below 128, or `other`, above.
struct Runs<'t, A, B> {
    text: &'t str,
    place: usize,
    ascii: A,
    other: B,
}

impl<A: Fn(u8) -> bool, B: Fn(char) -> bool> Runs<'_, A, B> {
    /// Moves past the characters that belong to a run, or past those that do not.
    fn skip_over(&mut self, inside: bool) {
        while let Some(byte) = self.text.as_bytes().get(self.place) {
            if byte.is_ascii() {
                if (self.ascii)(*byte) != inside {
                    return;
                }
                self.place += 1;
                continue;
            }
            let Some(c) = self.text.get(self.place..).and_then(|t| t.chars().next()) else { return };
            if (self.other)(c) != inside {
                return;
            }
            self.place += c.len_utf8();
        }
    }
}

impl<'t, A: Fn(u8) -> bool, B: Fn(char) -> bool> Iterator for Runs<'t, A, B> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_over(false);
        let start = self.place;
        self.skip_over(true);
        self.text.get(start..self.place).filter(|word| !word.is_empty()).map(|word| (start, word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_keep_their_places() {
        let text = "l’été, 2 mois";
        assert_eq!(words(text).collect::<Vec<_>>(), [(0, "l"), (4, "été"), (13, "mois")]);
        assert_eq!(words_and_numbers("a77, é²").collect::<Vec<_>>(), [(0, "a77"), (5, "é²")]);
    }

    proptest! {
        #[test]
        fn words_are_what_is_left_between_the_other_characters(text in "[a-zé77Ⅷ²́ ’.]{0,20}|\\PC{0,12}") {
            let scanned: Vec<&str> = words(&text).map(|(_, word)| word).collect();
            let expected: Vec<&str> = text.split(|c: char| !c.is_alphabetic()).filter(|m| !m.is_empty()).collect();
            prop_assert_eq!(scanned, expected);
            let scanned: Vec<&str> = words_and_numbers(&text).map(|(_, word)| word).collect();
            let expected: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|m| !m.is_empty()).collect();
            prop_assert_eq!(scanned, expected);
            prop_assert!(words(&text).all(|(start, word)| text.get(start..).is_some_and(|t| t.starts_with(word))));
        }
    }
}
