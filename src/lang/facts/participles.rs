//! Past participles, told by their ending where it has an accent, and by a list where it has none.

use unicode_normalization::UnicodeNormalization;

use super::tokens::Tokens;
use crate::text::unseen::unseen_kind;

/// Participles that no ending tells from a noun or an adjective.
const PARTICIPLES: &[&str] = &[
    "inscrit",
    "produit",
    "conduit",
    "construit",
    "remis",
    "mis",
    "pris",
    "permis",
    "promis",
    "compris",
    "acquis",
    "ouvert",
    "couvert",
    "offert",
    "suivi",
    "accueilli",
    "reuni",
    "fourni",
    "defini",
    "etabli",
    "garanti",
    "reparti",
    "prevu",
    "recu",
    "percu",
    "tenu",
    "obtenu",
    "retenu",
    "soutenu",
    "maintenu",
    "detenu",
    "rendu",
    "attendu",
    "venu",
    "issu",
    "conclu",
    "voulu",
    "du",
    "eu",
    "fait",
    "pu",
    "atteint",
    "investi",
    "sorti",
    "fallu",
    "vu",
    "lu",
    "connu",
    "vecu",
    "paru",
    "pourvu",
    "souscrit",
];

/// Whether a word is a past participle, in any gender and number.
pub(super) fn is_participle(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    let bare = word.strip_suffix('s').filter(|_| !word.ends_with("ss")).unwrap_or(word);
    let stem = bare.strip_suffix('e').unwrap_or(bare);
    PARTICIPLES.contains(&word) && word != "du"
        || PARTICIPLES.contains(&stem) && stem != "du" && stem.len() > 2
        || ends_in_acute(tokens, at)
}

/// Whether a word ends in « é », « ée », « és » or « ées ».
pub(super) fn ends_in_acute(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.is_word(at) {
        return false;
    }
    let word = tokens.word(at);
    let singular = word.strip_suffix('s').unwrap_or(word);
    if !singular.ends_with('e') {
        return false;
    }
    let seen = tokens.written(&(at..at + 1)).nfd().filter(|letter| unseen_kind(*letter).is_none());
    let mut letters = seen.collect::<Vec<_>>().into_iter().rev().peekable();
    letters.next_if(|letter| matches!(letter, 's' | 'S'));
    // « ée »: the mark of the feminine comes after the accent.
    letters.next_if(|letter| matches!(letter, 'e' | 'E'));
    letters.next() == Some('\u{301}')
}

/// Where the participles that open a text end, which say of what was counted which part it is: « repérées »,
/// « accueillies ».
pub fn qualifiers_end(text: &str) -> usize {
    let head = crate::text::head(text, HEAD_MAX);
    // A comma or a bracket cuts what follows from the noun.
    if !head.starts_with(|c: char| c.is_whitespace()) {
        return 0;
    }
    let tokens = Tokens::new(head);
    let count = (0..tokens.len()).take_while(|at| is_participle(&tokens, *at)).count();
    match count {
        0 => 0,
        _ => tokens.bytes(&(0..count)).end,
    }
}

/// Bytes of a text that are looked at for its first participles.
const HEAD_MAX: usize = 60;
