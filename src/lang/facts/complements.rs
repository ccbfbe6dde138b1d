//! What the words after a figure bind it to: « 20 000 € d'avance », « versés par l'État », « ont été dépensés ».

use std::ops::Range;

use super::clause_verbs::is_being;
use super::frames::{Bound, Governed, REACH};
use super::nouns::after_de;
use super::participles::is_participle;
use super::parties::party;
use super::said::{FigureLink, SaidValue, Thing};
use super::scopes::Scopes;
use super::things::{is_paid, is_spending, party_of, thing_at};
use super::tokens::Tokens;
use super::verbs::ADVERBS;

/// Adds what the words after a figure say: « 20 000 € d'avance », « versés par l'État », « ont été dépensés ».
pub(super) fn after_figure(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>, bound: &mut Bound) {
    let end = governed.figure.end;
    let sentence_end = scopes.sentence(governed.figure.tokens.start).end;
    if end >= sentence_end {
        return;
    }
    let is_amount = matches!(governed.figure.value, SaidValue::Amount(_));
    let titles = ["au titre du", "au titre de la", "au titre de l'", "a titre d'", "a titre de"];
    if is_amount && let Some(of) = after_de(tokens, end).or_else(|| tokens.after_any(end, &titles)) {
        complement(tokens, scopes, governed, of, bound);
    } else if let Some(of) = tokens.after_any(end, &["a la charge de", "a la charge du", "a la charge des"]) {
        bound.by = bound.by.take().or_else(|| party(tokens, scopes, of));
    } else if is_amount && let Some(payer) = shares_cost(tokens, scopes, governed) {
        *bound = Bound { by: Some(payer), thing: Some(Thing::Contribution), is_named: true };
    } else {
        participle(tokens, scopes, governed, sentence_end, bound);
    }
}

/// Who pays a part of a cost: « coûte 120 000 €, dont 60 000 € pour l'État et 60 000 € pour le Département ».
fn shares_cost(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>) -> Option<Range<usize>> {
    let previous = governed.previous?;
    let is_part_of_cost = governed.link == FigureLink::Part
        && matches!(previous.thing, Some(Thing::Total | Thing::Expense))
        && previous.by.is_none();
    let follows_part = || {
        tokens.word(governed.floor) == "pour"
            && previous.is_named
            && previous.thing == Some(Thing::Contribution)
            && matches!(tokens.before(governed.start), "," | "et")
            && (governed.floor..governed.start).all(|at| scopes.verb(at).is_none())
    };
    if !is_part_of_cost && !follows_part() {
        return None;
    }
    party(tokens, scopes, tokens.after(governed.figure.end, "pour")?)
}

/// « d'avance », « de subvention de l'État », « au titre du solde ».
fn complement(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>, of: usize, bound: &mut Bound) {
    if let Some(thing) = thing_at(tokens, scopes, of) {
        if bound.thing.is_none() || matches!(thing.thing, Thing::Advance | Thing::FinalPayment) {
            bound.thing = Some(thing.thing);
        }
        bound.by = bound.by.take().or_else(|| party_of(tokens, scopes, thing.tokens.end));
    } else if bound.by.is_none()
        && let Some(giver) = party(tokens, scopes, of)
    {
        // « les 20 000 € du Département »; after a noun or a verb of its own, « de » may go with them.
        let is_free = *bound == Bound::default() && tokens.before(governed.start) == "les";
        if is_free {
            *bound = Bound { by: Some(giver), thing: Some(Thing::Contribution), is_named: true };
        } else if governed.link == FigureLink::Part || is_received(tokens, scopes, governed) {
            bound.by = Some(giver);
        }
    }
}

/// « sont versés par l'État », « pris en charge par le Département », « financés par », « ont été dépensés ».
fn participle(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>, stop: usize, bound: &mut Bound) {
    let is_amount = matches!(governed.figure.value, SaidValue::Amount(_));
    let is_money = is_amount || matches!(governed.figure.value, SaidValue::Percentage(_));
    let mut at = governed.figure.end;
    if matches!(tokens.word(at), "par" | "/") && super::measures::time_unit(tokens.word(at + 1)).is_some() {
        at += 2;
    }
    let mut passed_verb = false;
    let last = stop.min(at + 4);
    while at < last {
        let word = tokens.word(at);
        match scopes.verb(at).filter(|_| !passed_verb) {
            Some(_) if is_spending(word) && is_money && bound.thing.is_none() => {
                bound.thing = Some(Thing::Expense);
                return;
            }
            Some(verb) if !verb.is_auxiliary && !is_being(word) => return,
            Some(_) => passed_verb = true,
            None if word == "ete" || ADVERBS.contains(&word) => {}
            None => break,
        }
        at += 1;
    }
    if !is_participle(tokens, at) {
        return;
    }
    let word = tokens.word(at);
    if is_money && bound.thing.is_none() {
        if passed_verb && is_spending(word) {
            bound.thing = Some(Thing::Expense);
        } else if !passed_verb && tokens.before(at) == "deja" && is_paid(word) && is_amount {
            bound.thing = Some(Thing::Contribution);
        }
    }
    let par = tokens.after_any(at + 1, &["en charge par", "par"]);
    let Some(giver) = par.and_then(|par| party(tokens, scopes, par)) else { return };
    let gives = ["pris", "support", "accord", "deleg"].iter().any(|stem| word.starts_with(stem));
    if is_money && !is_paid(word) && !gives {
        return;
    }
    bound.by = bound.by.take().or(Some(giver));
    if is_money && is_paid(word) && bound.thing.is_none() {
        bound.thing = Some(Thing::Contribution);
    }
}

/// Whether the figure is what somebody receives: who gives follows « de ».
fn is_received(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>) -> bool {
    let clause = scopes.scope(governed.figure.tokens.start);
    let sentence = clause.map_or(0, |clause| clause.tokens.start);
    let first = sentence.max(governed.start.saturating_sub(REACH)).min(governed.start);
    let here = (first..governed.start).any(|at| {
        tokens.word(at).starts_with("recu")
            || tokens.word(at).starts_with("recoi")
            || tokens.word(at).starts_with("percoi")
            || tokens.word(at).starts_with("percu")
    });
    here || tokens.before(governed.start) == "et"
        && governed.previous.is_some_and(|previous| previous.by.is_some() && previous.thing.is_none())
}
