//! The slips that one makes when one retypes a figure: which texts replace which, kind by kind.

use calpae::ledger::budget as sums;
use calpae::model::Dossier;
use calpae::model::cadre::Financeur;
use calpae::text::{Sources, Span};

use super::figures::{LETTERS, Shape, number, plain};
use super::in_prose::{parts, shows};
use super::stated_twice::{Medium, Statement};
use calpae::model::time::MONTHS;

/// A kind of slip, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slip {
    Digit,
    Swap,
    ZeroLost,
    ZeroAdded,
    Letters,
    Count,
    Month,
    Year,
    Unit,
    Party,
}

impl Slip {
    pub(crate) const ALL: [Self; 10] = [
        Self::Digit,
        Self::Swap,
        Self::ZeroLost,
        Self::ZeroAdded,
        Self::Letters,
        Self::Count,
        Self::Month,
        Self::Year,
        Self::Unit,
        Self::Party,
    ];

    /// Its words in the page.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Digit => "un chiffre changé",
            Self::Swap => "deux chiffres voisins échangés",
            Self::ZeroLost => "un zéro perdu",
            Self::ZeroAdded => "un zéro ajouté",
            Self::Letters => "un nombre en lettres changé",
            Self::Count => "un compte annoncé changé",
            Self::Month => "un mois changé",
            Self::Year => "une année de plus ou de moins",
            Self::Unit => "M€ pour k€, ou l’inverse",
            Self::Party => "une partie pour l’autre",
        }
    }
}

/// A slip in a statement: other words at a place.
#[derive(Debug, Clone)]
pub(crate) struct Mutant {
    /// The rank of the statement.
    pub(crate) of: usize,
    pub(crate) slip: Slip,
    pub(crate) place: Span,
    pub(crate) words: String,
}

/// All the slips of the statements of an act, none twice the same.
pub(crate) fn mutants(statements: &[Statement], dossier: &Dossier, sources: &Sources) -> Vec<Mutant> {
    let mut mutants: Vec<Mutant> = Vec::new();
    let parts = parts(dossier);
    for (of, statement) in statements.iter().enumerate() {
        let text = sources.text(statement.span);
        let mut told: Vec<String> = Vec::new();
        for (slip, words) in retyped(statement, text) {
            let is_wrong = statement.shape != Shape::Reference
                || shows(sources.text(statement.around), text, &words, &parts);
            if words != text && is_wrong && !told.contains(&words) {
                told.push(words.clone());
                mutants.push(Mutant { of, slip, place: statement.span, words });
            }
        }
        mutants.extend(other_party(of, statement, dossier, sources));
    }
    mutants
}

/// The texts that a slip makes of a figure; the kinds that have a name first, since a digit may do the same.
fn retyped(statement: &Statement, text: &str) -> Vec<(Slip, String)> {
    let mut slips = Vec::new();
    slips.extend(in_letters(statement, text));
    match statement.shape {
        Shape::Day | Shape::Month | Shape::Duration => {
            slips.extend(other_month(text));
            slips.extend(other_years(text));
        }
        Shape::Year => slips.extend(other_years(text)),
        Shape::Amount => {
            slips.extend(other_unit(text));
            slips.extend(zeros(text));
        }
        _ => {}
    }
    let digit = if statement.way == "compte d’une liste" { Slip::Count } else { Slip::Digit };
    let digits: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).collect();
    for (byte, c) in &digits {
        let mut other = text.to_owned();
        other.replace_range(*byte..=*byte, &next_digit(*c).to_string());
        slips.push((digit, other));
    }
    for pair in digits.windows(2) {
        let [(first, a), (second, b)] = [pair[0], pair[1]];
        // What stands between two neighbours is at most a blank; no number starts with a zero.
        if second - first > 4 || a == b || b == '0' && digits.first() == Some(&(first, a)) {
            continue;
        }
        let mut other = text.to_owned();
        other.replace_range(first..=first, &b.to_string());
        other.replace_range(second..=second, &a.to_string());
        slips.push((Slip::Swap, other));
    }
    slips
}

/// A digit at a distance of one.
fn next_digit(digit: char) -> char {
    let n = digit.to_digit(10).unwrap();
    char::from_digit(if n == 9 { 8 } else { n + 1 }, 10).unwrap()
}

/// « trente » for « quarante ».
fn in_letters(statement: &Statement, text: &str) -> Option<(Slip, String)> {
    let first = text.split([' ', '\u{a0}']).next()?;
    let rank = LETTERS.iter().position(|(word, _)| *word == first.to_lowercase())?;
    let (other, _) = LETTERS.get(rank + 1).or_else(|| LETTERS.get(rank - 1))?;
    let typed = match first.starts_with(char::is_uppercase) {
        true => other[..1].to_uppercase() + &other[1..],
        false => (*other).to_owned(),
    };
    let slip = if statement.way == "compte d’une liste" { Slip::Count } else { Slip::Letters };
    Some((slip, text.replacen(first, &typed, 1)))
}

/// The next month, or the one before December.
fn other_month(text: &str) -> Option<(Slip, String)> {
    let beside = |rank: usize| if rank == 11 { 10 } else { rank + 1 };
    if let Some(rank) = MONTHS.iter().position(|month| text.contains(month)) {
        return Some((Slip::Month, text.replacen(MONTHS[rank], MONTHS[beside(rank)], 1)));
    }
    let (year, rest) = text.split_once('-')?;
    let month: usize = rest.get(..2)?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let other = beside(month - 1) + 1;
    Some((Slip::Month, format!("{year}-{other:02}{}", rest.get(2..)?)))
}

/// The years before and after.
fn other_years(text: &str) -> Vec<(Slip, String)> {
    let year = regex::Regex::new(r"\b(?:19|20)\d{2}\b").unwrap();
    let Some(found) = year.find(text) else { return Vec::new() };
    let value: u32 = found.as_str().parse().unwrap();
    let other = |n: u32| (Slip::Year, text.replacen(found.as_str(), &n.to_string(), 1));
    vec![other(value - 1), other(value + 1)]
}

/// « M€ » for « k€ », « milliers » for « millions ».
fn other_unit(text: &str) -> Option<(Slip, String)> {
    let pairs = [("M€", "k€"), ("k€", "M€"), ("millions", "milliers"), ("milliers", "millions")];
    let (from, to) = pairs.into_iter().find(|(from, _)| text.contains(from))?;
    Some((Slip::Unit, text.replacen(from, to, 1)))
}

/// An amount with one zero less, when it ends by one, and with one more.
fn zeros(text: &str) -> Vec<(Slip, String)> {
    let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | ',');
    let end = text.find(|c| !is_of_number(c)).unwrap_or(text.len());
    let (digits, unit) = (text[..end].trim_end(), &text[text[..end].trim_end().len()..]);
    let (whole, cents) =
        digits.split_once(',').map_or((digits, String::new()), |(w, c)| (w, format!(",{c}")));
    let Some(value) = number(whole).filter(|value| !value.is_zero()).map(plain) else { return Vec::new() };
    let typed = |digits: &str| format!("{}{cents}{unit}", grouped(digits));
    let mut slips = vec![(Slip::ZeroAdded, typed(&format!("{value}0")))];
    if let Some(less) = value.strip_suffix('0').filter(|less| !less.is_empty()) {
        slips.push((Slip::ZeroLost, typed(less)));
    }
    slips
}

fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// « l’État » for « le Département », where the amount is the share of the one and not of the other.
fn other_party(of: usize, statement: &Statement, dossier: &Dossier, sources: &Sources) -> Option<Mutant> {
    if statement.medium != Medium::Prose || statement.shape != Shape::Amount {
        return None;
    }
    let fiche = dossier.fiches.iter().find(|f| f.span.file == statement.span.file);
    let value = number(sources.text(statement.span).trim_end_matches(|c: char| !c.is_ascii_digit()))?;
    let pays = |financeur: &Financeur| match fiche {
        Some(fiche) => {
            fiche.budgets.iter().any(|b| sums::share(b, Some(&financeur.id)).total.euros() == value)
        }
        None => dossier.convention.montant_etat.as_ref().is_some_and(|m| m.value.euros() == value),
    };
    let of_role = |name: &str| dossier.cadre.financeurs.iter().find(|f| f.id == name);
    let (etat, departement) = (of_role("etat")?, of_role("departement"));
    let etat_pays = pays(etat);
    let departement_pays = fiche.is_some() && departement.is_some_and(pays);
    let sentence = sources.text(statement.around);
    let names = |word: &str| sentence.matches(word).count() == 1;
    let forms = [
        ("de l'État", "du Département"),
        ("l'État", "le Département"),
        ("L'État", "Le Département"),
        ("de l’État", "du Département"),
        ("l’État", "le Département"),
        ("L’État", "Le Département"),
    ];
    let (from, to) = match (etat_pays, departement_pays) {
        (true, false) if names("État") && !sentence.contains("Département") => {
            forms.into_iter().find(|(from, _)| sentence.contains(from))?
        }
        (false, true) if names("Département") && !sentence.contains("État") => {
            forms.into_iter().map(|(etat, other)| (other, etat)).find(|(from, _)| sentence.contains(from))?
        }
        _ => return None,
    };
    let start = statement.around.start + sentence.find(from)?;
    let place = Span { start, end: start + from.len(), ..statement.around };
    Some(Mutant { of, slip: Slip::Party, place, words: to.to_owned() })
}
