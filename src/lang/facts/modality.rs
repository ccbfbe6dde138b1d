//! How exact a figure is, told by the words that touch it, or by the ceiling that its clause sets.

use std::ops::Range;

use super::said::Modality;
use super::scopes::Scopes;
use super::tokens::Tokens;

/// Phrases right before a figure; the longest first.
const BEFORE: &[(&str, Modality)] = &[
    ("de l' ordre de", Modality::About),
    ("aux alentours de", Modality::About),
    ("aux environs de", Modality::About),
    ("autour de", Modality::About),
    ("pres de", Modality::About),
    ("pres d'", Modality::About),
    ("quelque", Modality::About),
    ("environ", Modality::About),
    ("presque", Modality::About),
    ("approximativement", Modality::About),
    ("+ / -", Modality::About),
    ("± ", Modality::About),
    ("±", Modality::About),
    ("~", Modality::About),
    ("≈", Modality::About),
    ("estime a", Modality::About),
    ("estimee a", Modality::About),
    ("estimes a", Modality::About),
    ("estimees a", Modality::About),
    ("evalue a", Modality::About),
    ("evaluee a", Modality::About),
    ("avoisine", Modality::About),
    ("avoisinent", Modality::About),
    ("avoisinant", Modality::About),
    ("au plus", Modality::AtMost),
    ("au maximum", Modality::AtMost),
    ("tout au plus", Modality::AtMost),
    ("maximum de", Modality::AtMost),
    ("maximal de", Modality::AtMost),
    ("maximale de", Modality::AtMost),
    ("plafonne a", Modality::AtMost),
    ("plafonnee a", Modality::AtMost),
    ("plafonnes a", Modality::AtMost),
    ("plafonnees a", Modality::AtMost),
    ("plafond de", Modality::AtMost),
    ("plafond :", Modality::AtMost),
    ("plafond est de", Modality::AtMost),
    ("limite de", Modality::AtMost),
    ("limitee a", Modality::AtMost),
    ("limite a", Modality::AtMost),
    ("limites a", Modality::AtMost),
    ("limitees a", Modality::AtMost),
    ("concurrence de", Modality::AtMost),
    ("jusqu' a", Modality::AtMost),
    ("exceder", Modality::AtMost),
    ("depasser", Modality::AtMost),
    ("maximum :", Modality::AtMost),
    ("au moins", Modality::AtLeast),
    ("au minimum", Modality::AtLeast),
    ("minimum de", Modality::AtLeast),
    ("minimale de", Modality::AtLeast),
    ("minimal de", Modality::AtLeast),
    ("a minima", Modality::AtLeast),
    ("minimum :", Modality::AtLeast),
    ("plancher de", Modality::AtLeast),
    ("plus de", Modality::Above),
    ("plus d'", Modality::Above),
    ("au - dela de", Modality::Above),
    ("superieur a", Modality::Above),
    ("superieure a", Modality::Above),
    ("superieurs a", Modality::Above),
    ("superieures a", Modality::Above),
    ("moins de", Modality::Below),
    ("moins d'", Modality::Below),
    ("inferieur a", Modality::Below),
    ("inferieure a", Modality::Below),
    ("inferieures a", Modality::Below),
];

/// Phrases right after a figure.
const AFTER: &[(&str, Modality)] = &[
    ("environ", Modality::About),
    ("en moyenne environ", Modality::About),
    ("au plus", Modality::AtMost),
    ("au maximum", Modality::AtMost),
    ("maximum", Modality::AtMost),
    ("maximums", Modality::AtMost),
    ("maximale", Modality::AtMost),
    ("maximal", Modality::AtMost),
    ("max", Modality::AtMost),
    ("tout au plus", Modality::AtMost),
    ("au moins", Modality::AtLeast),
    ("au minimum", Modality::AtLeast),
    ("minimum", Modality::AtLeast),
    ("a minima", Modality::AtLeast),
    ("min", Modality::AtLeast),
    ("et plus", Modality::AtLeast),
    ("ou plus", Modality::AtLeast),
    ("( environ )", Modality::About),
    ("( maximum )", Modality::AtMost),
];

/// The modality of a figure, and where its words start.
pub(super) fn modality(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    figure: &Range<usize>,
    end: usize,
) -> (Modality, usize) {
    let start = figure.start;
    // « au moins les 20 premiers », « d'au moins 20 ».
    let place = match tokens.before(start) {
        "les" | "des" | "+" | "-" if tokens.ending(start, "+ / -").is_none() => start - 1,
        _ => start,
    };
    for from in [Some(start), (place != start).then_some(place)].into_iter().flatten() {
        for &(phrase, modality) in BEFORE {
            let Some(found) = tokens.ending(from, phrase) else { continue };
            if phrase == "plus de"
                && tokens.ending(from, "de plus de").is_none()
                && tokens.ending_any(found, &["en", "au"]).is_some()
            {
                continue;
            }
            // « Supérieur ou égal à » is not more than.
            return (modality, found);
        }
        for (phrase, modality) in [
            ("superieur ou egal a", Modality::AtLeast),
            ("superieure ou egale a", Modality::AtLeast),
            ("inferieur ou egal a", Modality::AtMost),
            ("inferieure ou egale a", Modality::AtMost),
            ("≥", Modality::AtLeast),
            ("≤", Modality::AtMost),
            (">", Modality::Above),
            ("<", Modality::Below),
        ] {
            if let Some(found) = tokens.ending(from, phrase) {
                return (modality, found);
            }
        }
    }
    let after = |place: usize| AFTER.iter().find(|(phrase, _)| tokens.after(place, phrase).is_some());
    for place in [Some(figure.end), (end != figure.end).then_some(end)].into_iter().flatten() {
        if let Some((_, modality)) = after(place) {
            return (*modality, start);
        }
    }
    (ceiling(tokens, scopes, start).unwrap_or_default(), start)
}

/// « n'excède pas », « ne peut dépasser », « le montant maximum est de », « le prix plancher est de ».
fn ceiling(tokens: &Tokens<'_>, scopes: &Scopes, start: usize) -> Option<Modality> {
    let clause = scopes.scope(start)?.tokens.clone();
    // What stands between the word and the figure is short: « n'excède pas la somme de ».
    let first = clause.start.max(start.saturating_sub(9));
    let mut seen_verb = false;
    for at in (first..start).rev() {
        let word = tokens.word(at);
        if tokens.is_digits(at) || word == "," {
            return None;
        }
        let is_negated = || {
            (1..4).any(|step| at.checked_sub(step).is_some_and(|at| matches!(tokens.word(at), "ne" | "n'")))
        };
        if (word.starts_with("exced") || word.starts_with("depass")) && is_negated() {
            return Some(Modality::AtMost);
        }
        if seen_verb || tokens.word(at) == ":" {
            match word {
                "maximum" | "maximal" | "maximale" | "plafond" => return Some(Modality::AtMost),
                "minimum" | "minimal" | "minimale" | "plancher" => return Some(Modality::AtLeast),
                _ => {}
            }
        }
        if scopes.verb(at).is_some() {
            if seen_verb || !is_stating(word) {
                return None;
            }
            seen_verb = true;
        }
    }
    None
}

/// Verbs that state a value of their subject.
pub(super) fn is_stating(word: &str) -> bool {
    [
        "est",
        "sera",
        "serait",
        "etait",
        "eleve",
        "elevera",
        "elevait",
        "atteint",
        "atteindra",
        "represente",
        "represent",
        "monte",
        "montera",
        "etablit",
        "etablira",
        "ressort",
        "revient",
        "correspond",
        "correspondra",
        "fixe",
        "reste",
        "demeure",
        "sont",
        "seront",
        "elevent",
        "eleveront",
        "montent",
        "equivaut",
        "passe",
        "passera",
        "a",
        "ont",
        "atteignent",
        "representent",
        "representera",
        "couvre",
        "couvrent",
        "couvrira",
        "avoisine",
        "excede",
        "depasse",
        "devra",
        "devrait",
        "pourra",
        "peut",
        "doit",
        "tient",
    ]
    .contains(&word)
}
