//! Dates and durations that the format does not read, « T3 2026 », « à compter du 1er mars 2026 »: what to write instead.

use super::dates::{read_date, read_duration};
use super::first_try::in_braces;
use crate::lang::flat;
use crate::model::ImpreciseDate;

/// Longest words written whole in an advice, in characters.
const WORDS_MAX: usize = 60;
/// What people put before a date.
const BEFORE: [&str; 12] = [
    "à compter du",
    "à compter de",
    "à partir du",
    "à partir de",
    "à partir d’",
    "à partir d'",
    "à compter d’",
    "à compter d'",
    "depuis le",
    "dès le",
    "dès",
    "au",
];
/// Words of a date or of a duration that has no other form than free words.
const OF_FREE_DATES: [&str; 14] = [
    "semestre",
    "trimestre",
    "rentree",
    "printemps",
    "ete",
    "automne",
    "hiver",
    "courant",
    "immediate",
    "immediat",
    "immediatement",
    "signature",
    "vote",
    "notification",
];
const OF_FREE_DURATIONS: [&str; 8] = [
    "renouvelable",
    "renouvelables",
    "reconductible",
    "reconductibles",
    "jusqu",
    "perenne",
    "permanente",
    "permanent",
];

/// `{ texte: T3 2026 }`, with the words when they are short.
pub(super) fn free_words(words: &str) -> String {
    let is_short = words.chars().count() <= WORDS_MAX && !words.contains(char::is_control);
    format!("{{ texte: {} }}", if is_short { in_braces(words) } else { "…".to_owned() })
}

/// What to write for a date that is not read, when its words tell it.
pub(super) fn date_to_write(text: &str) -> Option<String> {
    if let Some(whole) = with_its_century(text) {
        return Some(format!("écrire l’année en quatre chiffres : « {whole} » si c’est cette année"));
    }
    let lower = text.trim().to_lowercase();
    let rest = BEFORE.iter().find_map(|start| lower.strip_prefix(start)).map(str::trim);
    match rest.and_then(read_date) {
        Some(ImpreciseDate::Day(day)) => return Some(format!("écrire « {} »", day.iso())),
        Some(ImpreciseDate::Month(..) | ImpreciseDate::Year(_)) => {
            return Some(format!("écrire « {} »", rest.unwrap_or_default()));
        }
        _ => {}
    }
    let is_free = read_duration(text).is_some() || says_one_of(text, &OF_FREE_DATES);
    is_free.then(|| format!("écrire « {} »", free_words(text)))
}

/// What to write for a duration that is not read, when its words tell it.
pub(super) fn duration_to_write(text: &str) -> Option<String> {
    if ["perenne", "permanente", "permanent", "illimitee", "sans limite"].contains(&flat(text).as_str()) {
        return Some(format!("écrire « indéterminée », ou « {} »", free_words(text)));
    }
    says_one_of(text, &OF_FREE_DURATIONS).then(|| format!("écrire « {} »", free_words(text)))
}

fn says_one_of(text: &str, words: &[&str]) -> bool {
    flat(text).split(' ').any(|word| words.contains(&word))
}

/// The day of « 15/3/26 », its year in four digits: this century's.
fn with_its_century(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).map(str::trim).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let is_number = |part: &str, max: u8| {
        (1..=2).contains(&part.len()) && part.parse::<u8>().is_ok_and(|n| (1..=max).contains(&n))
    };
    let is_year = year.len() == 2 && year.bytes().all(|b| b.is_ascii_digit());
    let whole = format!("{day}/{month}/20{year}");
    (is_number(day, 31) && is_number(month, 12) && is_year && read_date(&whole).is_some()).then_some(whole)
}
