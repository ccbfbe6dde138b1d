//! What the State's platform (@CTES) asks of an act that is sent to it, and that the act does not say.

use std::fmt;

use super::Day;
use crate::text::{Span, Spanned};

/// What is written of the sending of an act, beside its events.
#[derive(Debug, Clone, Default)]
pub struct TransmissionData {
    /// The number that the collectivité gives to the act ([`is_act_number`]), in capitals.
    pub number: Option<Spanned<String>>,
    /// What the act is about, when it is not what the framework says.
    pub matiere: Option<Spanned<Matiere>>,
    /// The date of the préfecture's list of matières.
    pub classification: Option<Spanned<Day>>,
    /// The digit of the arrondissement.
    pub arrondissement: Option<Spanned<String>>,
    /// The keys that are written and could not be read: they are told, and not missing.
    pub unread: Vec<&'static str>,
    /// All that is written of it; none when nothing is.
    pub extent: Option<Span>,
}

/// Longest number of an act (cahier des charges of @CTES).
pub const ACT_NUMBER_MAX: usize = 15;

/// Whether the platform takes a number of an act: unaccented letters, digits and « _ ». It writes letters in capitals; either
/// case is read.
pub fn is_act_number(text: &str) -> bool {
    (1..=ACT_NUMBER_MAX).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// A heading of the national list of matières: « 8.2 Aide sociale ».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matiere {
    /// From the widest to the narrowest: one to five numbers.
    pub levels: Vec<u8>,
    /// Its words, when they are written.
    pub title: Option<String>,
}

impl Matiere {
    /// Deepest level of the message of transmission.
    const LEVELS_MAX: usize = 5;

    /// Reads a code and the words that may follow it: « 8.2 », « 8.2 Aide sociale ». `None` when no code opens the text.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (code, rest) = text.split_at_checked(end)?;
        // « 8,2 » is no code with words after it.
        let after = rest.strip_prefix(',').unwrap_or(rest);
        let is_apart = rest.is_empty()
            || after.starts_with(char::is_whitespace)
            || rest.starts_with([':', '–', '—', '-']);
        let levels: Vec<u8> = code.trim_end_matches('.').split('.').map(level).collect::<Option<_>>()?;
        let title = rest.trim_start_matches(|c: char| c.is_whitespace() || ":,–—-".contains(c));
        (is_apart && levels.len() <= Self::LEVELS_MAX)
            .then(|| Self { levels, title: (!title.is_empty()).then(|| title.to_owned()) })
    }

    /// « 8.2 ».
    pub fn code(&self) -> String {
        self.levels.iter().map(u8::to_string).collect::<Vec<_>>().join(".")
    }
}

/// One or two digits, which are not zero.
fn level(text: &str) -> Option<u8> {
    let level = text.parse().ok().filter(|_| text.len() <= 2 && !text.starts_with('+'))?;
    (level > 0).then_some(level)
}

impl fmt::Display for Matiere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.code())?;
        match &self.title {
            Some(title) => write!(f, " {title}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matiere_is_a_code_and_its_words() {
        let said = |text: &str| Matiere::read(text).map(|matiere| (matiere.code(), matiere.to_string()));
        for (text, code, whole) in [
            ("8.2", "8.2", "8.2"),
            (" 8.2 Aide sociale ", "8.2", "8.2 Aide sociale"),
            ("8.2. – Aide sociale", "8.2", "8.2 Aide sociale"),
            ("7.10.3.2.1", "7.10.3.2.1", "7.10.3.2.1"),
            ("9 : Autres domaines", "9", "9 Autres domaines"),
        ] {
            assert_eq!(said(text), Some((code.to_owned(), whole.to_owned())), "{text}");
        }
        for text in
            ["", "Aide sociale", "8.2a", "8..2", ".8", "0.1", "8.0", "8.200", "1.2.3.4.5.6", "8,2€", "+8"]
        {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_of_an_act_is_short_and_plain() {
        for number in ["CD2022_09", "lmc100000024177", "1"] {
            assert!(is_act_number(number), "{number}");
        }
        for number in ["", "2022-09", "CD 2022", "Délib", "LMC1000000241770", "A/1"] {
            assert!(!is_act_number(number), "{number}");
        }
    }
}
