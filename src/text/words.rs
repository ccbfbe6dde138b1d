//! Words of a text and where they stand. Nearly all letters are of ASCII: the tables of Unicode are for the others.

/// The runs of letters of a text, each with its first byte.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Runs { text, place: 0, ascii: |o: u8| o.is_ascii_alphabetic(), other: char::is_alphabetic }
}

/// The runs of letters and figures of a text, each with its first byte.
pub fn words_and_numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    Runs { text, place: 0, ascii: |o: u8| o.is_ascii_alphanumeric(), other: char::is_alphanumeric }
}

/// The beginning of a text, at most some bytes. Rules bound what they look at around a number: one long paragraph
/// would otherwise be read as many times as it has numbers.
pub fn head(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or("")
}

/// The end of a text, at most some bytes.
pub fn tail(text: &str, bytes: usize) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(bytes))..).unwrap_or("")
}

/// The runs of some characters: those of ASCII that `ascii` keeps, the others that `autre` keeps.
struct Runs<'t, A, B> {
    text: &'t str,
    place: usize,
    ascii: A,
    other: B,
}

impl<A: Fn(u8) -> bool, B: Fn(char) -> bool> Runs<'_, A, B> {
    /// Goes on over characters that are of a run, or over those that are not.
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
