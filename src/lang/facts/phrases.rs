//! The noun phrases that govern a figure: « la contribution de l'État », « une subvention de ».

use std::ops::Range;

use super::frames::{Bound, REACH};
use super::nouns::after_de;
use super::participles::is_participle;
use super::parties::party;
use super::said::Thing;
use super::scopes::Scopes;
use super::things::{ThingRead, owner, party_of, thing_at};
use super::tokens::Tokens;

/// Whether a word only joins a noun or a verb to its figure.
pub(super) fn is_filler(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.word(at),
        "la" | "le"
            | "les"
            | "l'"
            | "un"
            | "une"
            | "des"
            | "somme"
            | "montant"
            | "valeur"
            | "total"
            | "totale"
            | "global"
            | "ces"
            | "hauteur"
            | "concurrence"
            | "plus"
            | "moins"
            | "maximal"
            | "maximum"
            | "ordre"
            | "au"
            | "en"
            | "moyenne"
            | "chiffre"
            | "environ"
            | "de"
            | "d'"
            | "a"
            | "du"
            | "pour"
            | "et"
            | "egal"
            | "egale"
    ) && !tokens.is_written(at, "a")
}

/// The phrase that ends before a place: back to a sign, a verb or a figure.
pub(super) fn region_before(tokens: &Tokens<'_>, scopes: &Scopes, floor: usize, end: usize) -> Range<usize> {
    let mut start = end;
    while start > floor {
        let at = start - 1;
        if tokens.word(at) == ")"
            && let Some(open) = scopes.answer(at).filter(|open| *open >= floor)
        {
            start = open;
            continue;
        }
        let stops = matches!(
            tokens.word(at),
            "," | ";"
                | ":"
                | "."
                | "("
                | ")"
                | "qui"
                | "que"
                | "qu'"
                | "dont"
                | "mais"
                | "si"
                | "lorsque"
                | "-"
                | "•"
        );
        if stops && !(tokens.word(at) == "-" && tokens.is_glued(at))
            || scopes.verb(at).is_some()
            || tokens.is_digits(at)
        {
            break;
        }
        start = at;
    }
    start..end
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearest {
    /// The head of a subject: its first noun of money.
    First,
    /// The noun right before the figure.
    Last,
}

/// The noun of money of a phrase, and its party.
pub(super) fn noun_phrase(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    region: Range<usize>,
    nearest: Nearest,
) -> Bound {
    let things: Vec<ThingRead> = region.clone().filter_map(|at| thing_at(tokens, scopes, at)).collect();
    let head = match nearest {
        Nearest::First => things.first(),
        Nearest::Last => things.last(),
    };
    // « le solde de la subvention » is a solde.
    let first = things
        .first()
        .filter(|thing| matches!(thing.thing, Thing::Advance | Thing::FinalPayment | Thing::LeftToPay));
    let Some(head) = first.or(head) else { return Bound::default() };
    // What comes before the head may only introduce it: « le montant de la contribution », not « le porteur de la contribution ».
    let prefix = region.start..head.tokens.start;
    let introduces = nearest == Nearest::Last
        || prefix.clone().all(|at| {
            matches!(
                tokens.word(at),
                "le" | "la"
                    | "les"
                    | "l'"
                    | "un"
                    | "une"
                    | "de"
                    | "du"
                    | "des"
                    | "d'"
                    | "montant"
                    | "total"
                    | "ce"
                    | "cette"
                    | "son"
                    | "sa"
                    | "leur"
                    | "leurs"
                    | "et"
                    | "chaque"
                    | "ces"
                    | "ses"
                    | "co"
                    | "-"
                    | "premier"
                    | "premiere"
                    | "pour"
                    | "en"
                    | "niveau"
            )
        })
        || prefix.end - prefix.start <= 5
            && prefix.clone().all(|at| {
                !tokens.is_word(at)
                    || tokens.is_capitalized(at)
                    || super::nouns::after_de(tokens, at).is_some()
            });
    if !introduces {
        return Bound::default();
    }
    let by = matches!(
        head.thing,
        Thing::Contribution | Thing::LeftToPay | Thing::Expense | Thing::Advance | Thing::FinalPayment
    )
    .then(|| party_of(tokens, scopes, head.tokens.end))
    .flatten()
    .filter(|party| party.end <= region.end && !is_joined(tokens, scopes, party.end, region.end))
    .or_else(|| named_before(tokens, scopes, head));
    Bound { by: by.filter(|_| head.thing != Thing::Expense), thing: Some(head.thing), is_named: true }
}

/// The party of « ce cofinancement », that of the last contribution told before; that of « sa part », the subject before.
fn named_before(tokens: &Tokens<'_>, scopes: &Scopes, head: &ThingRead) -> Option<Range<usize>> {
    if head.thing != Thing::Contribution {
        return None;
    }
    let mut start = head.tokens.start;
    if matches!(tokens.before(start), "-") && tokens.before(start - 1) == "co" {
        start -= 2;
    }
    if let Some(owner) = owner(tokens, scopes, start) {
        return Some(owner);
    }
    if !matches!(tokens.before(start), "ce" | "cette" | "cet") {
        return None;
    }
    let near = start.saturating_sub(2 * REACH)..start;
    let told = near.rev().filter_map(|at| thing_at(tokens, scopes, at));
    let given = told.filter(|thing| thing.thing == Thing::Contribution);
    // « après la notification de la subvention globale » tells nobody's.
    given.filter_map(|thing| party_of(tokens, scopes, thing.tokens.end)).next()
}

/// Whether another party follows: « de l'État et du Département ».
fn is_joined(tokens: &Tokens<'_>, scopes: &Scopes, at: usize, end: usize) -> bool {
    if at >= end || !matches!(tokens.word(at), "et" | "," | "ou") {
        return false;
    }
    let next = after_de(tokens, at + 1).unwrap_or(at + 1);
    party(tokens, scopes, next).is_some()
}

/// The noun that a figure completes: « une subvention de 3 000 € ».
pub(super) fn nearest_noun(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    floor: usize,
    start: usize,
    place: usize,
) -> Bound {
    // Something must join the noun to the figure: « de », « d'un montant de », « à hauteur de », or nothing but a name.
    let joined = (place..start).any(|at| matches!(tokens.word(at), "de" | "d'"));
    if !joined {
        return Bound::default();
    }
    let region = region_before(tokens, scopes, floor, place);
    let bound = noun_phrase(tokens, scopes, region.clone(), Nearest::Last);
    let last = region.rev().find_map(|at| thing_at(tokens, scopes, at));
    // Between the noun and the figure, only its party, its period and its action.
    let Some(last) = last else { return Bound::default() };
    let mut rest = bound.by.as_ref().map_or(last.tokens.end, |by| by.end.max(last.tokens.end));
    while rest < place {
        let next = after_de(tokens, rest)
            .or_else(|| {
                tokens.after_any(
                    rest,
                    &[
                        "a l'",
                        "a la",
                        "au titre de l'",
                        "au titre de",
                        "pour l'",
                        "pour le",
                        "pour la",
                        "pour",
                        "au",
                        "a",
                        "et",
                    ],
                )
            })
            .unwrap_or(rest);
        let is_known = super::dates::year(tokens, next).is_some()
            || WORDS_AFTER_A_NOUN.contains(&tokens.word(next))
            || is_participle(tokens, next);
        if !is_known {
            return Bound::default();
        }
        rest = next + 1;
    }
    bound
}

/// What may stand between a noun of money and its figure.
const WORDS_AFTER_A_NOUN: &[&str] = &[
    "annee",
    "exercice",
    "action",
    "projet",
    "dispositif",
    "convention",
    "total",
    "globale",
    "global",
    "totale",
    "annuelle",
    "annuel",
    "forfaitaire",
    "financiere",
    "personnel",
    "fonctionnement",
    "stage",
    "operation",
    "programme",
    "maximum",
];
