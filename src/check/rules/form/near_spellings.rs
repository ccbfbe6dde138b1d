//! Spellings that no language has, or that the act has once beside another that it uses: an accent too many, an acronym
//! that lacks a letter, a label of a funding line.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::Context;
use crate::check::pieces::has_acronyms;
use crate::check::shares::{FileShare, FileTexts};
use crate::diagnostic::Diagnostic;
use crate::lang::facts::SaidValue;
use crate::lang::{flat, singular};
use crate::ledger::budget;
use crate::model::budget::Financement;
use crate::text::{Span, Spanned};

/// Fewest uses of the other spelling.
const USAGES_MIN: usize = 4;

/// Whether a word has an « é » in a syllable that ends with a consonant, as « référént »: French has none.
fn has_closed_accent(word: &str) -> Option<String> {
    let may_be_closed = |(at, accented): (usize, &str)| match word.as_bytes().get(at + accented.len()..) {
        Some([b'n' | b'm', _, ..]) => true,
        Some([a @ (b'f' | b'l' | b'r' | b's' | b't'), b, ..]) => a == b,
        _ => false,
    };
    if !word.match_indices('é').any(may_be_closed) {
        return None;
    }
    let letters: Vec<char> = word.chars().collect();
    let is_vowel = |c: char| "aeiouyhàâéèêëîïôûùü".contains(c);
    let place = letters.windows(3).position(|window| match window {
        ['é', 'n' | 'm', next] => !is_vowel(*next),
        ['é', a @ ('f' | 'l' | 'r' | 's' | 't'), b] => a == b,
        _ => false,
    })?;
    Some(letters.iter().enumerate().map(|(at, c)| if at == place { 'e' } else { *c }).collect())
}

/// The words of a file with an accent too many.
#[derive(Debug)]
struct Accents(Vec<Accented>);

#[derive(Debug)]
struct Accented {
    place: Span,
    word: String,
    right: String,
}

impl FileShare for Accents {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let mut found = Vec::new();
        let pieces = file.pieces(context).iter();
        for piece in pieces.filter(|piece| !piece.of_cadre && piece.text.contains('é')) {
            let accented = piece.words().filter_map(|(at, word)| {
                let bytes = at..at + word.len();
                let right = has_closed_accent(word).filter(|_| piece.free(&bytes))?;
                Some(Accented { place: piece.span(&bytes), word: word.to_owned(), right })
            });
            found.extend(accented);
        }
        Self(found)
    }
}

/// How often a file writes some words.
#[derive(Debug)]
struct Written(BTreeMap<String, usize>);

impl FileShare for Written {
    type Given = BTreeSet<String>;

    fn of(context: &Context<'_>, file: &FileTexts<'_>, words: &BTreeSet<String>) -> Self {
        let mut written = BTreeMap::new();
        // A text that does not hold the letters is not cut into words.
        let may_hold = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
        let pieces = file.pieces(context).iter().filter(|piece| may_hold(piece.text));
        for (_, word) in pieces.flat_map(|piece| piece.words()).filter(|(_, word)| words.contains(*word)) {
            *written.entry(word.to_owned()).or_default() += 1;
        }
        Self(written)
    }
}

/// Words with an accent too many, which the act writes without it elsewhere.
pub(super) fn accents(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = context.shares::<Accents>(());
    let faulty = || files.iter().flat_map(|file| &file.0);
    let right: BTreeSet<String> = faulty().map(|accented| accented.right.clone()).collect();
    if right.is_empty() {
        return Vec::new();
    }
    let written = context.shares::<Written>(right);
    let frequent = faulty().filter_map(|Accented { place, word, right }| {
        let number: usize = written.iter().filter_map(|file| file.0.get(right)).sum();
        let message = format!("« {word} » a un accent de trop ; l’acte écrit {number} fois « {right} »");
        let finding = Diagnostic::finding(*place, message).on_its_words().help("retirer l’accent");
        (number >= USAGES_MIN).then_some(finding)
    });
    frequent.collect()
}

/// The acronyms that a file states.
#[derive(Debug)]
struct Acronyms(Vec<SaidAcronym>);

#[derive(Debug)]
struct SaidAcronym {
    letters: String,
    place: Span,
    is_expanded: bool,
    is_of_a_name: bool,
}

impl FileShare for Acronyms {
    type Given = ();

    fn of(context: &Context<'_>, file: &FileTexts<'_>, (): &()) -> Self {
        let mut said = Vec::new();
        let mut seen = None;
        for piece in file.pieces(context).iter().filter(|piece| has_acronyms(piece.text)) {
            if seen.replace(piece.passage.span) == Some(piece.passage.span) {
                continue;
            }
            for fact in &piece.passage.facts().facts {
                let SaidValue::Acronym { letters, expansion } = &fact.value else { continue };
                let rest = piece.passage.text.get(fact.bytes.end..).unwrap_or("");
                let name = [" de ", " d'", " d’", " du "].iter().find_map(|link| rest.strip_prefix(link));
                said.push(SaidAcronym {
                    letters: letters.clone(),
                    place: piece.passage.span_of(&fact.bytes),
                    is_expanded: expansion.is_some(),
                    is_of_a_name: name.is_some_and(|name| name.starts_with(char::is_uppercase)),
                });
            }
        }
        Self(said)
    }
}

/// Acronyms used once that lack an inner letter of another, both before a name: « la MS de Clairac ».
pub(super) fn acronyms(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = context.shares::<Acronyms>(());
    let mut uses: BTreeMap<&str, Vec<&SaidAcronym>> = BTreeMap::new();
    for said in files.iter().flat_map(|file| &file.0) {
        uses.entry(&said.letters).or_default().push(said);
    }
    let declared = |letters: &str, said: &SaidAcronym| {
        let mut declared = context.dossier.convention.acronyms.iter();
        said.is_expanded || declared.any(|(acronym, _)| acronym.value == letters)
    };
    let rare = uses.iter().filter_map(|(letters, places)| match places.as_slice() {
        [said] if said.is_of_a_name && !declared(letters, said) => Some((letters, said.place)),
        _ => None,
    });
    rare.filter_map(|(letters, place)| {
        let (other, number) = uses
            .iter()
            .map(|(other, places)| (other, places.iter().filter(|said| said.is_of_a_name).count()))
            .find(|(other, number)| *number >= USAGES_MIN && lacks_inner_letter(letters, other))?;
        let message =
            format!("« {letters} » ne s’écrit qu’ici ; l’acte écrit {number} fois « {other} » devant un nom");
        Some(
            Diagnostic::finding(place, message)
                .on_its_words()
                .advice()
                .help("corriger le sigle, ou dire ce qu’il désigne"),
        )
    })
    .collect()
}

/// Whether a word is another without one letter that is neither its first nor its last.
fn lacks_inner_letter(short: &str, long: &str) -> bool {
    short.len() + 1 == long.len()
        && short.bytes().next() == long.bytes().next()
        && short.bytes().next_back() == long.bytes().next_back()
        && strsim::osa_distance(short, long) == 1
}

/// Labels of funding lines of one funder that differ by a letter of a word, otherwise than in number or gender.
pub(super) fn funding_labels(context: &Context<'_>) -> Vec<Diagnostic> {
    let lines = context.fiches().flat_map(budget::counted).flat_map(|budget| &budget.financements);
    let mut by_funder: BTreeMap<&str, Vec<&Spanned<String>>> = BTreeMap::new();
    for Financement { financeur, label, .. } in lines {
        if let (Some(financeur), Some(label)) = (financeur, label) {
            by_funder.entry(&financeur.value).or_default().push(label);
        }
    }
    let mut findings = Vec::new();
    for labels in by_funder.values() {
        let uses = |label: &str| labels.iter().filter(|other| flat(&other.value) == flat(label)).count();
        for (rank, label) in labels.iter().enumerate() {
            let is_suspect = |other: &&&Spanned<String>| {
                is_nearly(&label.value, &other.value)
                    && (uses(&label.value) < uses(&other.value) || !starts_well(&label.value, &other.value))
            };
            let others =
                labels.iter().enumerate().filter(|(other, _)| *other != rank).map(|(_, other)| other);
            if let Some(other) = others.into_iter().find(is_suspect) {
                let message = format!(
                    "« {} » est presque « {} », d’une autre ligne du même financeur",
                    label.value, other.value
                );
                findings.push(
                    Diagnostic::finding(label.span, message)
                        .on_its_words()
                        .also(other.span, "l’autre libellé")
                        .help("corriger la coquille, si c’en est une"),
                );
            }
        }
    }
    findings
}

/// Whether the label is the longer of two used as often: what lacks a letter is the suspect one.
fn starts_well(label: &str, other: &str) -> bool {
    label.len() >= other.len()
}

/// Whether two labels have the same words, but for one letter of a word of three letters or more; their number and the
/// gender of the others do not count.
fn is_nearly(a: &str, b: &str) -> bool {
    if a == b {
        return false;
    }
    let (a, b) = (flat(a), flat(b));
    let bare = |word: &str| singular(word).trim_end_matches('e').to_owned();
    let (a, b): (Vec<String>, Vec<String>) =
        (a.split(' ').map(bare).collect(), b.split(' ').map(bare).collect());
    let mut differing = a.iter().zip(&b).filter(|(x, y)| x != y);
    let (Some((x, y)), None) = (differing.next(), differing.next()) else { return false };
    // « Part fixe » and « Part mixe » are two words: a letter that is changed counts in long words only.
    let enough = if x.len() == y.len() { 6 } else { 3 };
    a.len() == b.len()
        && x.len().min(y.len()) >= enough
        && !x.bytes().chain(y.bytes()).any(|b| b.is_ascii_digit())
        && strsim::osa_distance(x, y) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_in_a_closed_syllable_is_one_too_many() {
        for (word, right) in [("référént", "référent"), ("éffet", "effet"), ("patiénte", "patiente")] {
            assert_eq!(has_closed_accent(word).as_deref(), Some(right));
        }
        for word in ["référent", "prénom", "générer", "éclat", "déménager", "énhardi", "été", "réinsérés"]
        {
            assert_eq!(has_closed_accent(word), None, "{word}");
        }
    }

    #[test]
    fn labels_that_differ_by_a_letter_are_near() {
        assert!(is_nearly("Par départemental", "Part départementale"));
        assert!(is_nearly("Subvension de l'État", "Subvention de l'État"));
        for (a, b) in [
            ("Part départementale", "Parts départementales"),
            ("Part 2023", "Part 2024"),
            ("Part fixe", "Part mixe"),
            ("Poste A", "Poste B"),
            ("Part départementale", "Part départementale (postes existants)"),
        ] {
            assert!(!is_nearly(a, b), "{a}");
        }
    }

    #[test]
    fn an_acronym_lacks_an_inner_letter() {
        assert!(lacks_inner_letter("MS", "MDS"));
        assert!(!lacks_inner_letter("CA", "CAF") && !lacks_inner_letter("MDS", "MDS"));
    }
}
