//! Finds acronyms in prose and decides whether the words around expand them.

use std::ops::Range;

use crate::check::pieces::has_acronyms;
use crate::check::readings::Reading;
use crate::lang::{clause_start, flat};
use crate::text::words_and_numbers;

/// An acronym in capitals.
#[derive(Debug)]
pub(crate) struct Acronym<'t> {
    /// Its letters.
    pub letters: &'t str,
    /// Bytes of the text.
    pub bytes: Range<usize>,
    /// Whether a determiner precedes it: it is then a common noun, not the name of a firm.
    pub has_determiner: bool,
}

/// The acronyms of a text, and what expands each.
#[derive(Debug)]
pub(crate) struct AcronymsRead(Vec<AcronymRead>);

#[derive(Debug)]
struct AcronymRead {
    bytes: Range<usize>,
    has_determiner: bool,
    expansion: Option<String>,
}

impl Reading for AcronymsRead {
    fn read(text: &str) -> Self {
        let read = |acronym: Acronym<'_>| AcronymRead {
            expansion: expansion(text, &acronym).map(str::to_owned),
            bytes: acronym.bytes,
            has_determiner: acronym.has_determiner,
        };
        Self(acronyms(text).into_iter().map(read).collect())
    }
}

impl AcronymsRead {
    /// The acronyms of the text that was read, each with what expands it.
    pub(crate) fn of<'t>(&self, text: &'t str) -> impl Iterator<Item = (Acronym<'t>, Option<&str>)> {
        self.0.iter().filter_map(move |read| {
            let (bytes, has_determiner) = (read.bytes.clone(), read.has_determiner);
            let acronym = Acronym { letters: text.get(bytes.clone())?, bytes, has_determiner };
            Some((acronym, read.expansion.as_deref()))
        })
    }
}

/// Determiners: what follows is a common noun.
const DETERMINANTS: [&str; 22] = [
    "le", "la", "les", "l", "du", "des", "au", "aux", "un", "une", "ce", "cette", "cet", "ces", "son", "sa",
    "ses", "leur", "leurs", "chaque", "notre", "nos",
];

/// Words that never start an expansion.
const SMALL_WORDS: [&str; 12] = ["pour", "par", "de", "du", "des", "d", "l", "le", "la", "les", "et", "en"];

/// The acronyms of a text: words of two to eight capitals, unless their neighbours are in capitals too.
fn acronyms(text: &str) -> Vec<Acronym<'_>> {
    if !has_acronyms(text) || !text.contains(char::is_lowercase) {
        return Vec::new();
    }
    let words: Vec<(usize, &str)> = words_and_numbers(text).collect();
    let shouts = |i: Option<usize>| {
        let word = i.and_then(|i| words.get(i));
        word.is_some_and(|(_, m)| m.chars().count() > 1 && m.chars().all(char::is_uppercase))
    };
    let mut output = Vec::new();
    for (i, (start, word)) in words.iter().enumerate() {
        let capitals = word.len() >= 2 && word.len() <= 8 && word.chars().all(|l| l.is_ascii_uppercase());
        let before = i.checked_sub(1).and_then(|p| words.get(p));
        let glued = |other: Option<&(usize, &str)>, end: usize| {
            other.is_some_and(|(d, _)| text.get(end..*d).is_some_and(|t| t == " " || t == "-"))
        };
        let shout_before = shouts(i.checked_sub(1))
            && before.is_some_and(|(d, m)| glued(Some(&(*start, word)), d + m.len()));
        let shout_after = shouts(Some(i + 1)) && glued(words.get(i + 1), start + word.len());
        if !capitals || roman(word) || shout_before || shout_after {
            continue;
        }
        let has_determiner = before.is_some_and(|(d, m)| {
            let in_between = text.get(d + m.len()..*start).unwrap_or("");
            let near = matches!(in_between, " " | "\u{a0}" | "'" | "’" | " « " | " **");
            near && DETERMINANTS.contains(&m.to_lowercase().as_str())
                && (*m != "l" && *m != "L" || in_between != " ")
        });
        output.push(Acronym { letters: word, bytes: *start..start + word.len(), has_determiner });
    }
    output
}

fn roman(word: &str) -> bool {
    word.chars().all(|l| "IVXLCDM".contains(l)) && word.contains(['I', 'V', 'X'])
}

/// The words that may expand an acronym: those before its parenthesis, or inside the one that follows it.
pub(crate) fn vicinity<'t>(text: &'t str, acronym: &Acronym<'_>) -> Option<&'t str> {
    let before = text.get(..acronym.bytes.start)?.trim_end().trim_end_matches(['«', ' ', '*', '“']);
    let after = text.get(acronym.bytes.end..)?.trim_start_matches(['»', '*', ' ', '”']);
    let sentence = |t: &'t str| t.get(clause_start(t)..)?.rsplit(['(', ')']).next();
    if let Some(name) = ["(", "(dit", "(dite", "(dits"].iter().find_map(|p| before.strip_suffix(p)) {
        return sentence(name.trim_end());
    }
    if let Some(name) = after.strip_prefix('(') {
        return name.split(')').next();
    }
    // « un PLIE, ou Plan local pour l’insertion et l’emploi »; « conventions d’appui…, dites CEI ».
    if let Some(name) = [", ou ", ", soit ", ": "].iter().find_map(|p| after.strip_prefix(p)) {
        return name.split([',', '.', ';', '(']).next();
    }
    let stated = [", dit", ", dits", ", dite", ", dites", ", dit le", ", dite la", " ou"];
    stated.iter().find_map(|d| before.strip_suffix(d)).and_then(sentence)
}

/// The words that expand an acronym: those whose initials match it, or else those that hold its letters in order.
fn expansion<'t>(text: &'t str, acronym: &Acronym<'_>) -> Option<&'t str> {
    let around = vicinity(text, acronym)?;
    let words: Vec<(usize, &str)> = words_and_numbers(around).collect();
    let initial = acronym.letters.chars().next()?;
    let limit = words.len().saturating_sub(acronym.letters.len() * 2 + 2);
    // Nearest first, to keep the shortest run of words.
    let sequences = || {
        let names_something = |m: &str| !SMALL_WORDS.contains(&m.to_lowercase().as_str());
        let starts = words
            .iter()
            .skip(limit)
            .rev()
            .filter(move |(_, m)| names_something(m) && initials_match(m, &initial.to_string()));
        starts.filter_map(|(start, _)| around.get(*start..))
    };
    let by_initials = sequences().find(|name| initials_match(name, acronym.letters));
    by_initials.or_else(|| sequences().find(|name| contains(&flat(name), acronym.letters))).map(str::trim_end)
}

/// Whether the letters are, in order, initials of words of the text.
pub(crate) fn initials_match(text: &str, letters: &str) -> bool {
    let folded = flat(text);
    let mut words = folded.split(' ');
    letters.chars().all(|l| words.any(|m| m.starts_with(l.to_ascii_lowercase())))
}

/// Whether a folded text holds the letters of an acronym in order.
fn contains(text: &str, letters: &str) -> bool {
    let mut rest = text.chars();
    letters.chars().all(|l| rest.any(|c| c == l.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(text: &str) -> Vec<(&str, bool)> {
        acronyms(text).into_iter().map(|s| (s.letters, s.has_determiner)).collect()
    }

    #[test]
    fn acronyms_are_told_from_capitals_and_numbers() {
        assert_eq!(scanned("le RSA et la CAF, hors ACME"), [("RSA", true), ("CAF", true), ("ACME", false)]);
        assert_eq!(scanned("à ROISSY EN BRIE, chapitre XIV"), []);
        assert_eq!(scanned("TOUT EN CAPITALES"), []);
        assert_eq!(scanned("l’IAE, d'APSIE"), [("IAE", true), ("APSIE", false)]);
    }

    #[test]
    fn the_words_around_develop_an_acronym() {
        for (text, expected) in [
            ("le revenu de solidarité active (RSA) est", Some("revenu de solidarité active")),
            (
                "crèches à vocation d'insertion professionnelle (AVIP)",
                Some("à vocation d'insertion professionnelle"),
            ),
            (
                "un PLIE, ou Plan local pour l'insertion et l'emploi, suit",
                Some("Plan local pour l'insertion et l'emploi"),
            ),
            ("dite SPA (« Service des Personnes Âgées »)", Some("Service des Personnes Âgées »")),
            ("des conventions d'appui, dites CA, ont", Some("conventions d'appui")),
            ("l'Itinéraire Tremplin (COS)", None),
            ("la CAF a dit", None),
        ] {
            let acronym = &acronyms(text)[0];
            let parsed = expansion(text, acronym);
            assert_eq!(parsed, expected, "{text}");
        }
    }
}
