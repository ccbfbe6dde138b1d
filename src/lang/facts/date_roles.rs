//! What a date bounds: « à compter du », « au plus tard », « jusqu’au ».

use std::ops::Range;

use super::said::DateRole;
use super::tokens::Tokens;

/// What bounds a date that starts at a place, and where its words start.
pub(super) fn role(tokens: &Tokens<'_>, date: &Range<usize>) -> Option<DateRole> {
    let article = tokens.ending_any(
        date.start,
        &["le", "la", "l'", "au mois de", "au mois d'", "mois de", "l' annee", "l' exercice", "les"],
    );
    let start = article.unwrap_or(date.start);
    let said = |phrases: &[&str]| {
        tokens.ending_any(start, phrases).is_some() || tokens.ending_any(date.start, phrases).is_some()
    };
    if said(&[
        "a compter du",
        "a compter de",
        "a compter d'",
        "a partir du",
        "a partir de",
        "a partir d'",
        "des",
        "depuis",
        "au plus tot",
        "avec effet au",
        "effet au",
        "depuis la",
        "depuis le",
    ]) && !said(&["les", "tous les"])
    {
        return Some(DateRole::From);
    }
    if said(&[
        "au plus tard",
        "au plus tard en",
        "au plus tard au",
        "au plus tard a",
        "au plus tard a la",
        "d' ici",
        "d' ici a",
        "d' ici au",
        "d' ici a la",
        "d' ici la",
        "avant",
        "avant la",
        "avant le",
        "avant l'",
        "avant fin",
        "pour le",
        "ici a",
        "au plus tard fin",
    ]) && !said(&["pour le"])
    {
        return Some(DateRole::By);
    }
    if said(&[
        "jusqu' au",
        "jusqu' en",
        "jusqu' a",
        "jusqu' a la",
        "jusqu' en fin",
        "jusqu'",
        "jusqu' a l'",
        "jusques au",
    ]) {
        return Some(DateRole::Until);
    }
    let after = tokens.after_any(date.end, &["au plus tard", ", au plus tard", "inclus"]);
    match after {
        Some(end) if tokens.before(end) == "tard" => Some(DateRole::By),
        _ => None,
    }
}
