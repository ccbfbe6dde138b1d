//! Words of a text and where they stand. Nearly all letters are of ASCII: the tables of Unicode are for the others.

/// The runs of letters of a text, each with its first byte.
pub fn mots(texte: &str) -> impl Iterator<Item = (usize, &str)> {
    Suites { texte, place: 0, ascii: |o: u8| o.is_ascii_alphabetic(), autre: char::is_alphabetic }
}

/// The runs of letters and figures of a text, each with its first byte.
pub fn mots_et_nombres(texte: &str) -> impl Iterator<Item = (usize, &str)> {
    Suites { texte, place: 0, ascii: |o: u8| o.is_ascii_alphanumeric(), autre: char::is_alphanumeric }
}

/// The runs of some characters: those of ASCII that `ascii` keeps, the others that `autre` keeps.
struct Suites<'t, A, B> {
    texte: &'t str,
    place: usize,
    ascii: A,
    autre: B,
}

impl<A: Fn(u8) -> bool, B: Fn(char) -> bool> Suites<'_, A, B> {
    /// Goes on over characters that are of a run, or over those that are not.
    fn passer(&mut self, dedans: bool) {
        while let Some(octet) = self.texte.as_bytes().get(self.place) {
            if octet.is_ascii() {
                if (self.ascii)(*octet) != dedans {
                    return;
                }
                self.place += 1;
                continue;
            }
            let Some(c) = self.texte.get(self.place..).and_then(|t| t.chars().next()) else { return };
            if (self.autre)(c) != dedans {
                return;
            }
            self.place += c.len_utf8();
        }
    }
}

impl<'t, A: Fn(u8) -> bool, B: Fn(char) -> bool> Iterator for Suites<'t, A, B> {
    type Item = (usize, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        self.passer(false);
        let debut = self.place;
        self.passer(true);
        self.texte.get(debut..self.place).filter(|mot| !mot.is_empty()).map(|mot| (debut, mot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_keep_their_places() {
        let texte = "l’été, 2 mois";
        assert_eq!(mots(texte).collect::<Vec<_>>(), [(0, "l"), (4, "été"), (13, "mois")]);
        assert_eq!(mots_et_nombres("a77, é²").collect::<Vec<_>>(), [(0, "a77"), (5, "é²")]);
    }

    proptest! {
        #[test]
        fn words_are_what_is_left_between_the_other_characters(texte in "[a-zé77Ⅷ²́ ’.]{0,20}|\\PC{0,12}") {
            let lus: Vec<&str> = mots(&texte).map(|(_, mot)| mot).collect();
            let attendus: Vec<&str> = texte.split(|c: char| !c.is_alphabetic()).filter(|m| !m.is_empty()).collect();
            prop_assert_eq!(lus, attendus);
            let lus: Vec<&str> = mots_et_nombres(&texte).map(|(_, mot)| mot).collect();
            let attendus: Vec<&str> = texte.split(|c: char| !c.is_alphanumeric()).filter(|m| !m.is_empty()).collect();
            prop_assert_eq!(lus, attendus);
            prop_assert!(mots(&texte).all(|(debut, mot)| texte.get(debut..).is_some_and(|t| t.starts_with(mot))));
        }
    }
}
