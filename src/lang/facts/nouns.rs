//! Noun groups: a noun, its adjectives and its complements with « de », up to a verb, a participle, a preposition of
//! place or of time, or a sign.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::participles::{ends_in_acute, is_participle};
use super::scopes::Scopes;
use super::tokens::Tokens;

/// Words that no noun group goes over.
const STOPS: &[&str] = &[
    "a",
    "au",
    "aux",
    "dans",
    "en",
    "sur",
    "pour",
    "par",
    "avec",
    "chez",
    "sous",
    "vers",
    "lors",
    "depuis",
    "pendant",
    "des",
    "entre",
    "et",
    "ou",
    "ni",
    "mais",
    "donc",
    "car",
    "qui",
    "que",
    "qu'",
    "dont",
    "est",
    "sont",
    "ce",
    "cet",
    "cette",
    "ces",
    "son",
    "sa",
    "ses",
    "leur",
    "leurs",
    "soit",
    "ainsi",
    "plus",
    "moins",
    "environ",
    "minimum",
    "maximum",
    "sans",
    "selon",
    "hors",
    "via",
    "y",
    "se",
    "s'",
    "ne",
    "n'",
    "il",
    "elle",
    "ils",
    "elles",
    "on",
    "nous",
    "vous",
    "ayant",
    "etant",
    "issu",
    "issue",
    "issus",
    "issues",
    "afin",
    "comme",
    "lorsque",
    "si",
    "tous",
    "toutes",
    "tout",
    "toute",
    "chaque",
    "contre",
    "pres",
    "jusqu'",
    "puis",
    "notamment",
    "dite",
    "dites",
    "dit",
    "dits",
    "le",
    "la",
    "les",
    "l'",
    "un",
    "une",
    "du",
    "de",
    "d'",
    "jamais",
    "pas",
    "aussi",
    "autour",
    "avant",
    "apres",
    "durant",
    "deja",
    "chacun",
    "chacune",
    "sauf",
    "parmi",
    "selon",
    "seulement",
    "exactement",
    "cependant",
    "toutefois",
    "dès",
    "quand",
    "ont",
    "euros",
    "euro",
    "c'",
    "desormais",
];

static STOP_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| STOPS.iter().copied().collect());

/// Participles that are a part of the name of a public or of a trade.
const NAMING_PARTICIPLES: &[&str] = &[
    "age",
    "handicape",
    "diplome",
    "specialise",
    "isole",
    "refugie",
    "prive",
    "qualifie",
    "salarie",
    "retraite",
    "associe",
    "non",
    "defavorise",
    "integre",
    "scolarise",
];

/// Determiners inside a group, after « de ».
const INNER_DETERMINERS: &[&str] =
    &["la", "l'", "le", "les", "leur", "leurs", "son", "sa", "ses", "ce", "cette", "ces"];

/// Whether a word may be a noun or an adjective of a group.
pub(super) fn may_name(tokens: &Tokens<'_>, scopes: &Scopes, at: usize) -> bool {
    tokens.is_word(at) && !STOP_WORDS.contains(tokens.word(at)) && scopes.verb(at).is_none()
}

/// Where « de » and its article end, when they stand at a place: « du », « de la », « d' », « des ».
pub(super) fn after_de(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    match tokens.word(at) {
        "du" | "des" => Some(at + 1),
        "de" | "d'" if INNER_DETERMINERS.contains(&tokens.word(at + 1)) => Some(at + 2),
        "de" | "d'" => Some(at + 1),
        _ => None,
    }
}

/// The noun group that starts at a place, as tokens; `None` when no noun stands there.
pub(super) fn noun_group(tokens: &Tokens<'_>, scopes: &Scopes, at: usize) -> Option<Range<usize>> {
    if !may_name(tokens, scopes, at)
        || tokens.is_glued(at)
            && tokens.before(at) != "'"
            && !tokens.before(at).ends_with('\'')
            && !matches!(tokens.before(at), "(" | "«" | "\"")
    {
        return None;
    }
    // Words of one letter are units or marks: « 3 h », « 2 x ».
    if tokens.word(at).len() < 2 || super::numerals::is_number_word(tokens.word(at)) {
        return None;
    }
    let mut end = tokens.whole_word(at);
    while end - at < 16 {
        if let Some(inner) = after_de(tokens, end) {
            if !may_name(tokens, scopes, inner)
                || is_infinitive(tokens, inner)
                || super::dates::month(tokens.word(inner)).is_some()
            {
                break;
            }
            end = tokens.whole_word(inner);
            continue;
        }
        if tokens.is_word(end) && !tokens.is_glued(end) && matches!(tokens.word(end), "d'" | "de") {
            break;
        }
        if let Some(after) = tokens.after_any(
            end,
            &["en charge", "en place", "en œuvre", "en oeuvre", "en situation", "en relation"],
        ) && matches!(tokens.before(end), "prise" | "prises" | "mise" | "mises")
        {
            end = after;
            continue;
        }
        if !may_name(tokens, scopes, end) || tokens.word(end).len() < 2 || closes(tokens, end) {
            break;
        }
        if is_naming_participle(tokens, end) || !is_participle(tokens, end) {
            // « 3 postes ETP » : an acronym may end a group, a capitalised name too.
            end = tokens.whole_word(end);
            continue;
        }
        break;
    }
    Some(at..end)
}

/// Present participles and adverbs, which open what is no longer the group.
fn closes(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    // « composent »: in the place of an adjective, which would agree.
    let is_plural_verb = word.len() > 4 && word.ends_with("ent") && !word.ends_with("ment");
    is_plural_verb
        || word.len() > 5
            && (word.ends_with("ant") && !matches!(word, "enfant" | "montant" | "habitant" | "restant")
                || word.ends_with("ement")
                    && !matches!(
                        word,
                        "logement" | "hebergement" | "accompagnement" | "departement" | "recrutement"
                    ))
}

fn is_naming_participle(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    let singular = word.strip_suffix('s').unwrap_or(word);
    let bare = if ends_in_acute(tokens, at) {
        singular.strip_suffix("ee").map_or(singular, |_| singular.strip_suffix('e').unwrap_or(singular))
    } else {
        singular
    };
    NAMING_PARTICIPLES.contains(&bare)
}

fn is_infinitive(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    word.len() > 4
        && word.ends_with("er")
        && !matches!(
            word,
            "atelier"
                | "foyer"
                | "chantier"
                | "courrier"
                | "metier"
                | "quartier"
                | "loyer"
                | "papier"
                | "dossier"
                | "conseiller"
                | "premier"
                | "fichier"
                | "financier"
        )
}
