//! Common nouns with their article: « l’axe », « du volet », « de la priorité ».

use super::Gender;

/// A common noun of the act, and its gender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noun {
    word: String,
    gender: Gender,
}

/// Nouns that their ending does not tell.
const FEMININE: [&str; 12] = [
    "annexe",
    "priorite",
    "mesure",
    "partie",
    "fiche",
    "thematique",
    "charte",
    "finalite",
    "cible",
    "filiere",
    "ligne",
    "strategie",
];

impl Noun {
    /// A noun whose gender is told by its ending, or known.
    pub fn new(word: &str) -> Self {
        let flat = super::flat(word.trim());
        let head = flat.split(' ').next().unwrap_or_default();
        let feminine = FEMININE.contains(&head)
            || ["tion", "sion", "ence", "ance", "ite", "ette"].iter().any(|end| head.ends_with(end));
        Self::with_gender(word, if feminine { Gender::Feminine } else { Gender::Masculine })
    }

    /// A noun whose gender is said.
    pub fn with_gender(word: &str, gender: Gender) -> Self {
        Self { word: word.trim().to_owned(), gender }
    }

    /// The noun alone.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Whether it is feminine.
    pub fn is_feminine(&self) -> bool {
        self.gender == Gender::Feminine
    }

    /// With a capital.
    pub fn capitalized(&self) -> String {
        crate::text::capitalized(&self.word)
    }

    /// « l’axe », « le volet », « la priorité ».
    pub fn the(&self) -> String {
        match (self.is_elided(), self.is_feminine()) {
            (true, _) => format!("l’{}", self.word),
            (false, true) => format!("la {}", self.word),
            (false, false) => format!("le {}", self.word),
        }
    }

    /// « de l’axe », « du volet », « de la priorité ».
    pub fn of_the(&self) -> String {
        match (self.is_elided(), self.is_feminine()) {
            (false, false) => format!("du {}", self.word),
            _ => format!("de {}", self.the()),
        }
    }

    /// « à l’axe », « au volet », « à la priorité ».
    pub fn to_the(&self) -> String {
        match (self.is_elided(), self.is_feminine()) {
            (false, false) => format!("au {}", self.word),
            _ => format!("à {}", self.the()),
        }
    }

    /// « un axe », « une annexe ».
    pub fn one(&self) -> String {
        format!("{} {}", if self.is_feminine() { "une" } else { "un" }, self.word)
    }

    fn is_elided(&self) -> bool {
        let flat = super::flat(&self.word);
        flat.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'œ', 'æ'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_agrees_with_its_noun() {
        for (word, the, of_the) in [
            ("axe", "l’axe", "de l’axe"),
            ("annexe", "l’annexe", "de l’annexe"),
            ("volet", "le volet", "du volet"),
            ("priorité", "la priorité", "de la priorité"),
            ("objectif", "l’objectif", "de l’objectif"),
            ("convention", "la convention", "de la convention"),
            ("contrat", "le contrat", "du contrat"),
            ("Évaluation", "l’Évaluation", "de l’Évaluation"),
        ] {
            let noun = Noun::new(word);
            assert_eq!((noun.the(), noun.of_the()), (the.into(), of_the.into()));
        }
        assert_eq!(Noun::with_gender("thème", Gender::Feminine).the(), "la thème", "what is said is kept");
    }
}
