//! Ages, which are written as lengths of time are: « les 16-25 ans », « moins de 3 ans ».

use rust_decimal::Decimal;

use super::numerals::Numeral;
use super::tokens::Tokens;

/// Words of lengths, near a number of years.
const LENGTHS: &[&str] = &[
    "duree",
    "pendant",
    "delai",
    "bail",
    "periode",
    "contrat",
    "depuis",
    "conclue",
    "conclu",
    "dure",
    "renouvelable",
    "preavis",
    "terme",
    "experience",
    "anciennete",
    "convention",
    "plan",
    "programme",
    "engagement",
    "horizon",
];

/// Words of persons, near an age.
const PERSONS: &[&str] = &[
    "age",
    "ages",
    "agee",
    "agees",
    "jeunes",
    "jeune",
    "personnes",
    "personne",
    "enfants",
    "enfant",
    "public",
    "publics",
    "adultes",
    "seniors",
    "mineurs",
    "majeurs",
    "hommes",
    "femmes",
    "filles",
    "garcons",
    "habitants",
    "beneficiaires",
    "demandeurs",
];

/// Phrases that bound an age.
const BOUNDS: &[&str] = &[
    "de moins de",
    "de plus de",
    "les moins de",
    "les plus de",
    "des moins de",
    "des plus de",
    "plus de",
    "moins de",
    "a partir de",
    "ages de",
    "agees de",
    "age de",
];

/// Whether years are those of persons.
pub(super) fn is_age(tokens: &Tokens<'_>, numeral: &Numeral) -> bool {
    let start = numeral.tokens.start;
    if numeral.is_article || numeral.number.low > Decimal::from(120) {
        return false;
    }
    let window: Vec<&str> = (start.saturating_sub(7)..start).map(|at| tokens.word(at)).collect();
    let says = |words: &[&str]| window.iter().any(|word| words.contains(word));
    // « les 16-25 ans », « aux 18/25 ans ».
    let is_tight = numeral.number.high.is_some()
        && numeral.tokens.clone().any(|at| matches!(tokens.word(at), "-" | "/"));
    if is_tight {
        return true;
    }
    if says(LENGTHS) {
        return false;
    }
    let is_range = numeral.number.high.is_some();
    let is_public = says(PERSONS);
    let bounded = tokens.ending_any(start, BOUNDS).is_some();
    // « aidants de plus de 60 ans ».
    let qualifies = tokens
        .ending_any(start, &["de plus de", "de moins de"])
        .and_then(|at| at.checked_sub(1))
        .is_some_and(|at| tokens.is_word(at) && tokens.word(at).ends_with('s') && tokens.word(at).len() > 4);
    qualifies
        || is_public && (is_range || bounded || tokens.before(start) == "de")
        || bounded
            && !is_range
            && says(&["les", "des"])
            && tokens.before(start) == "de"
            && matches!(tokens.before(start - 2), "les" | "des" | "de")
}
