//! The names of bodies: « Conseil départemental du Gard », « CAF », « régie de quartier ». Who they are in an act is
//! found elsewhere.

use std::ops::Range;

use super::nouns::{after_de, may_name};
use super::scopes::Scopes;
use super::tokens::Tokens;

/// Bodies by which a party is named with a common noun.
const BODIES: &[&str] = &[
    "agence",
    "agglomeration",
    "antenne",
    "association",
    "bailleur",
    "banque",
    "caisse",
    "ccas",
    "centre",
    "chambre",
    "collectivite",
    "commune",
    "communaute",
    "conseil",
    "cooperative",
    "departement",
    "direction",
    "employeur",
    "entreprise",
    "etablissement",
    "etat",
    "federation",
    "fondation",
    "fonds",
    "foyer",
    "groupement",
    "hopital",
    "intercommunalite",
    "maison",
    "mairie",
    "metropole",
    "ministere",
    "mission",
    "mutualite",
    "mutuelle",
    "operateur",
    "organisme",
    "partenaire",
    "prefecture",
    "prefet",
    "prestataire",
    "porteur",
    "region",
    "regie",
    "reseau",
    "service",
    "societe",
    "structure",
    "syndicat",
    "territoire",
    "titulaire",
    "union",
    "universite",
    "ville",
    "epci",
    "financeur",
];

/// Whether a word is a common noun for a body.
fn is_body(word: &str) -> bool {
    BODIES.contains(&word) || word.strip_suffix(['s', 'x']).is_some_and(|word| BODIES.contains(&word))
}

/// The name of a body that starts at a place, without its article: « Conseil départemental du Gard », « CAF »,
/// « régie de quartier ».
pub(super) fn party(tokens: &Tokens<'_>, scopes: &Scopes, at: usize) -> Option<Range<usize>> {
    let start = match tokens.word(at) {
        "le" | "la" | "les" | "l'" => at + 1,
        "chaque" | "cette" | "ce" | "cet" | "un" | "une" => return None,
        _ => at,
    };
    let word = tokens.word(start);
    let is_shouted = tokens.at(at).is_some_and(|token| token.is_capitals);
    let is_name = tokens.is_capitalized(start)
        && tokens.is_word(start)
        && (start > scopes.sentence(start).start
            || is_body(word)
            || tokens.at(start).is_some_and(|token| token.is_capitals));
    let is_known = is_name || is_body(word) && !is_shouted;
    if !is_known || NOT_PARTIES.contains(&word) || word.len() < 2 {
        return None;
    }
    if is_body(word) {
        return body_name(tokens, scopes, start);
    }
    if !may_name(tokens, scopes, start) {
        return None;
    }
    let mut end = tokens.whole_word(start);
    if tokens.word(end) == "+" && tokens.is_glued(end) {
        end += 1;
    }
    loop {
        // « France Travail », « Seine-Maritime », « Fonds social européen », « CAF de la Drôme ».
        let next = tokens.word(end);
        if let Some(inner) = after_de(tokens, end)
            && tokens.is_capitalized(inner)
            && tokens.is_word(inner)
        {
            end = tokens.whole_word(inner);
        } else if tokens.is_word(end) && tokens.is_capitalized(end) && !tokens.is_glued(end) {
            end = tokens.whole_word(end);
        } else if tokens.is_word(end) && is_name_adjective(next) {
            end += 1;
        } else {
            break;
        }
    }
    Some(start..end)
}

/// The adjectives that follow the noun of a body.
fn is_name_adjective(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    [
        "al", "ale", "aux", "ique", "if", "ive", "een", "eenne", "aire", "eur", "eure", "ain", "aine", "ois",
        "oise", "ais", "aise",
    ]
    .iter()
    .any(|end| singular.len() > end.len() + 2 && singular.ends_with(end))
        && !NOT_ADJECTIVES.contains(&word)
        || matches!(word, "public" | "publique" | "locale" | "local" | "jeune" | "jeunes")
}

const NOT_ADJECTIVES: &[&str] =
    &["total", "totale", "annuel", "mais", "annuelle", "aux", "desormais", "financiere"];

const NOT_PARTIES: &[&str] = &[
    "action",
    "projet",
    "dispositif",
    "convention",
    "annee",
    "exercice",
    "montant",
    "accompagnement",
    "article",
    "annexe",
    "fiche",
    "mesure",
    "programme",
    "plan",
    "budget",
    "cout",
    "il",
    "elle",
    "ils",
    "elles",
    "chacun",
    "euros",
    "etp",
    "etpt",
];

fn body_name(tokens: &Tokens<'_>, scopes: &Scopes, start: usize) -> Option<Range<usize>> {
    let mut end = tokens.whole_word(start);
    loop {
        let next = tokens.word(end);
        if let Some(inner) = after_de(tokens, end) {
            // « d'allocations familiales », « du Gard », « de quartier »; not « de 3 000 € » nor « de subvention ».
            if !tokens.is_word(inner)
                || !may_name(tokens, scopes, inner)
                || super::dates::month(tokens.word(inner)).is_some()
                || super::things::is_thing_word(tokens, inner)
            {
                break;
            }
            end = tokens.whole_word(inner);
        } else if tokens.is_word(end)
            && !tokens.is_glued(end)
            && (tokens.is_capitalized(end) || is_name_adjective(next))
            && may_name(tokens, scopes, end)
        {
            end = tokens.whole_word(end);
        } else if matches!(next, "le" | "la" | "les")
            && tokens.is_capitalized(end)
            && tokens.is_capitalized(end + 1)
        {
            // « association Le Relais ».
            end = tokens.whole_word(end + 1);
        } else {
            break;
        }
    }
    Some(start..end)
}
