//! Who pays or does, and what a figure is: the phrase that governs the figure, its verb and the subject of the verb.
//! What is not surely one of the known turns binds nothing.

use std::ops::Range;

use super::clause_verbs::clause;
use super::complements::after_figure;
use super::measures::FigureRead;
use super::nouns::after_de;
use super::parties::party;
use super::phrases::{Nearest, is_filler, noun_phrase, region_before};
use super::said::{FigureLink, PerUnit, SaidNumber, SaidValue, Thing};
use super::scopes::Scopes;
use super::tokens::Tokens;

/// What the words around a figure bind it to, as tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Bound {
    pub by: Option<Range<usize>>,
    pub thing: Option<Thing>,
    /// Whether a noun says the thing.
    pub is_named: bool,
}

/// A figure with what is known before it is bound.
pub(super) struct Governed<'a> {
    pub figure: &'a FigureRead,
    /// Where its words of modality start.
    pub start: usize,
    pub link: FigureLink,
    /// Where the figure before ends, its noun included, in the same sentence.
    pub floor: usize,
    /// The amount of the figure before, when it is one.
    pub previous_euros: Option<SaidNumber>,
    /// What the figure before is bound to, when it is in the same sentence and of a kind that measures the same.
    pub previous: Option<&'a Bound>,
    /// Whether the figure before is a count.
    pub follows_count: bool,
}

/// Most tokens looked at on each side of a figure.
pub(super) const REACH: usize = 40;

/// The binding of a figure.
pub(super) fn bind(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>) -> Bound {
    if scopes.scope(governed.figure.tokens.start).is_some_and(|clause| clause.is_negated) {
        return Bound::default();
    }
    let mut bound = governing(tokens, scopes, governed);
    after_figure(tokens, scopes, governed, &mut bound);
    per_one(governed.figure, &mut bound);
    if bound.thing == Some(Thing::Expense) && bound.by.is_none() {
        bound.by = concerned(tokens, scopes, governed);
    }
    match governed.figure.value {
        SaidValue::Count { .. } => {
            let is_times = matches!(tokens.word(governed.figure.tokens.end), "fois" | "seule");
            let by = bound.by.filter(|_| !is_times);
            let thing = bound.thing.filter(|thing| *thing == Thing::Contribution && by.is_some());
            Bound { by, thing, is_named: bound.is_named }
        }
        SaidValue::Percentage(_) => {
            let thing = bound
                .thing
                .filter(|thing| matches!(thing, Thing::Contribution | Thing::Advance | Thing::FinalPayment));
            Bound { thing, ..bound }
        }
        _ => bound,
    }
}

/// « Pour le Département, cela revient à… »: whose expense the sentence tells.
fn concerned(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>) -> Option<Range<usize>> {
    let start = scopes.sentence(governed.figure.tokens.start).start;
    let by = party(tokens, scopes, tokens.after(start, "pour")?)?;
    (tokens.word(by.end) == "," && by.end < governed.start).then_some(by)
}

/// A cost of one, where nothing else is said.
fn per_one(figure: &FigureRead, bound: &mut Bound) {
    let SaidValue::Amount(amount) = &figure.value else { return };
    let holds_things = amount.per.iter().any(|unit| !matches!(unit, PerUnit::Time(_)));
    if holds_things && matches!(bound.thing, None | Some(Thing::Expense)) {
        bound.thing = Some(Thing::UnitCost);
    }
}

/// What governs the figure on its left.
fn governing(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>) -> Bound {
    let sentence = scopes.sentence(governed.figure.tokens.start);
    let floor = sentence.start.max(governed.floor).max(governed.start.saturating_sub(REACH));
    let mut place = governed.start;
    if governed.link == FigureLink::Part {
        return Bound::default();
    }
    if governed.link == FigureLink::Restated {
        if let Some(bound) = restated(tokens, scopes, governed, floor) {
            return bound;
        }
        return Bound::default();
    }
    while place > floor && is_filler(tokens, place - 1) {
        place -= 1;
    }
    // « portée de 30 000 € à 42 000 € ».
    if let Some(previous) = governed.previous
        && tokens.word(governed.floor) == "a"
        && governed.floor + 1 == governed.start
    {
        return previous.clone();
    }
    let bound = match tokens.before(place) {
        "(" if place == governed.start && tokens.word(governed.figure.end) == ")" && place > floor => {
            apposed(tokens, scopes, floor, place - 1)
        }
        ":" if place > floor => label(tokens, scopes, floor..place - 1),
        "," if place > floor => {
            let nothing_between = place == governed.figure.tokens.start;
            let bound = elliptical(tokens, scopes, governed, place, floor);
            match nothing_between {
                true => bound.unwrap_or_default(),
                false => bound.unwrap_or_else(|| apposed(tokens, scopes, floor, place - 1)),
            }
        }
        "celui" | "celle" => Bound::default(),
        _ => clause(tokens, scopes, governed, place, floor),
    };
    // « et celui du Département à 51 000 € », « et la Région 20 000 € ».
    if bound == Bound::default() {
        elliptical(tokens, scopes, governed, place, floor).unwrap_or_default()
    } else {
        bound
    }
}

/// The same figure in other terms: bound as the figure before, unless it results from a product; « le solde, soit
/// 20 % » has no figure before.
fn restated(tokens: &Tokens<'_>, scopes: &Scopes, governed: &Governed<'_>, floor: usize) -> Option<Bound> {
    // « soit un coût moyen de », « soit une dépense de ».
    if let Some(sign) =
        (floor..governed.start).rev().find(|at| matches!(tokens.word(*at), "soit" | "=" | ":"))
    {
        let bound = noun_phrase(tokens, scopes, sign + 1..governed.start, Nearest::Last);
        if matches!(bound.thing, Some(Thing::UnitCost | Thing::Expense)) {
            return Some(bound);
        }
    }
    let opening = ["soit", "c' est a dire", "c' est - a - dire", "="];
    let mut place = governed.start;
    while place > floor && is_filler(tokens, place - 1) {
        place -= 1;
    }
    let start = tokens.ending_any(place, &opening)?;
    let stop = if matches!(tokens.before(start), "," | "(") { start.saturating_sub(1) } else { start };
    if stop > floor && governed.floor < stop {
        let bound = noun_phrase(tokens, scopes, floor..stop, Nearest::First);
        if bound.thing.is_some() {
            return Some(bound);
        }
    }
    // « : l'écart, soit »: of something else.
    let is_apart = (floor..start).any(|at| matches!(tokens.word(at), ":" | ";") || scopes.verb(at).is_some());
    if governed.follows_count || is_apart {
        return None;
    }
    // « soit 11 000 € par association » is another figure.
    let divides = matches!(&governed.figure.value, SaidValue::Amount(amount) if amount.per.iter().any(|unit| !matches!(unit, PerUnit::Time(_))));
    // « 100 000 €, soit 50 000 € pour l'État » shares it out.
    let differs = matches!(&governed.figure.value, SaidValue::Amount(amount) if governed.previous_euros.is_some_and(|euros| euros != amount.euros));
    governed.previous.filter(|bound| !divides && !differs && bound.thing != Some(Thing::UnitCost)).cloned()
}

/// « Apport FSE : 96 000 € », « État : 20 000 € ».
fn label(tokens: &Tokens<'_>, scopes: &Scopes, label: Range<usize>) -> Bound {
    let start = label
        .clone()
        .rev()
        .find(|at| matches!(tokens.word(*at), ":" | ";" | "," | "." | "(" | ")"))
        .map_or(label.start, |at| at + 1);
    let label = start..label.end;
    if label.is_empty() || label.clone().any(|at| scopes.verb(at).is_some()) {
        return Bound::default();
    }
    let bound = noun_phrase(tokens, scopes, label.clone(), Nearest::First);
    if bound.thing.is_some() {
        return bound;
    }
    match party(tokens, scopes, label.start).filter(|party| party.end == label.end) {
        Some(party) => Bound { by: Some(party), thing: Some(Thing::Contribution), is_named: true },
        None => Bound::default(),
    }
}

/// « La contribution de l'État, d'un montant de 90 000 € ».
fn apposed(tokens: &Tokens<'_>, scopes: &Scopes, floor: usize, comma: usize) -> Bound {
    let region = region_before(tokens, scopes, floor, comma);
    noun_phrase(tokens, scopes, region, Nearest::First)
}

/// A figure whose verb is that of the figure before: « et celui du Département à 51 000 € », « et l'État 40 % ».
fn elliptical(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    governed: &Governed<'_>,
    place: usize,
    floor: usize,
) -> Option<Bound> {
    let previous = governed.previous?;
    let mut place = place;
    while place > floor
        && (is_filler(tokens, place - 1) && !matches!(tokens.before(place), "et")
            || tokens.before(place) == ","
                && tokens.before(place - 1) != ","
                && place < governed.start + 1
                && place == governed.start)
    {
        place -= 1;
    }
    // « … ; l'abondement de l'État, de 26 000 € » has its own noun.
    let region = governed.floor.max(floor)..place;
    let mut start = region.start;
    while matches!(
        tokens.word(start),
        "," | "et" | ";" | "puis" | "tandis" | "que" | "alors" | "pour" | "sa" | "a" | "au" | "euros"
    ) && start < region.end
    {
        start += 1;
    }
    if start >= region.end || start == region.start {
        return None;
    }
    if matches!(tokens.word(start), "celui" | "celle" | "ceux" | "celles") {
        let of = after_de(tokens, start + 1)?;
        let by = party(tokens, scopes, of)?;
        let rest_is_verb = (by.end..region.end).all(|at| {
            is_filler(tokens, at) || scopes.verb(at).is_some() || matches!(tokens.word(at), "s'" | ",")
        });
        return rest_is_verb.then_some(Bound { by: Some(by), ..previous.clone() });
    }
    if tokens.word(start) == "par" {
        // « financé par l'État pour 30 000 €, par la Région pour 20 000 € ».
        let start = if tokens.word(start + 1) == "des" { start + 2 } else { start + 1 };
        let by =
            party(tokens, scopes, start).filter(|by| (by.end..region.end).all(|at| is_filler(tokens, at)))?;
        return previous.by.is_some().then_some(Bound { by: Some(by), ..previous.clone() });
    }
    let by = party(tokens, scopes, start)?;
    let is_whole = (by.end..region.end).all(|at| is_filler(tokens, at) || tokens.word(at) == ",");
    (is_whole && previous.by.is_some()).then_some(Bound { by: Some(by), ..previous.clone() })
}
