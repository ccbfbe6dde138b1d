//! Binds what was read, and puts it in order.

use std::ops::Range;

use super::frames::{Bound, Governed, bind};
use super::measures::FigureRead;
use super::modality::modality;
use super::said::{Facts, FigureLink, Frame, Modality, SaidFact, SaidNumber, SaidValue, Tense, Thing, Trend};
use super::scan::Draft;
use super::scopes::Scopes;
use super::tokens::Tokens;
use super::years::{belonging, periods};

/// The figure before, as the next one sees it.
#[derive(Debug, Clone)]
struct Earlier {
    bound: Bound,
    /// Where it ends, its noun included.
    end: usize,
    is_count: bool,
    is_money: bool,
    euros: Option<SaidNumber>,
}

/// The facts of a text, from what was read.
pub(super) fn assemble(tokens: &Tokens<'_>, scopes: &Scopes, drafts: Vec<Draft>) -> Facts {
    let belongings: Vec<_> = drafts
        .iter()
        .filter_map(|draft| match draft {
            Draft::Other(value, range) => belonging(tokens, scopes, value, range),
            Draft::Figure(_) => None,
        })
        .collect();
    let figures: Vec<(Range<usize>, usize)> = drafts
        .iter()
        .filter_map(|draft| match draft {
            Draft::Figure(figure) if belongs(figure) => Some((figure.tokens.clone(), figure.end)),
            _ => None,
        })
        .collect();
    let mut years = periods(tokens, scopes, &figures, &belongings).into_iter();
    let mut facts = Vec::with_capacity(drafts.len());
    let mut earlier: Option<Earlier> = None;
    let mut earlier_period = None;
    for draft in drafts {
        match draft {
            Draft::Other(value, range) => facts.push(bare(tokens, scopes, value, &range)),
            // What follows is not bound by it.
            Draft::Figure(figure) if matches!(figure.value, SaidValue::Bare(_)) => {
                let (modality, _) = modality(tokens, scopes, &figure.tokens, figure.end);
                facts.push(SaidFact { modality, ..bare(tokens, scopes, figure.value, &figure.tokens) });
            }
            Draft::Figure(figure) => {
                let period = if belongs(&figure) { years.next().flatten() } else { None };
                let sentence = scopes.sentence(figure.tokens.start);
                if earlier.as_ref().is_some_and(|earlier| earlier.end <= sentence.start) {
                    earlier = None;
                    earlier_period = None;
                }
                let mut fact = bound_fact(tokens, scopes, figure, &mut earlier);
                let negated =
                    scopes.scope(tokens_start(tokens, &fact)).is_some_and(|clause| clause.is_negated);
                // A part and what a figure comes to are of its period.
                let inherited = if fact.link == FigureLink::Alone { None } else { earlier_period };
                fact.frame.period = period.or(inherited).filter(|_| !negated);
                earlier_period = fact.frame.period;
                facts.push(fact);
            }
        }
    }
    facts.sort_by_key(|fact| fact.bytes.start);
    Facts {
        sentences: scopes.sentences.iter().map(|sentence| tokens.bytes(sentence)).collect(),
        clauses: scopes.said(tokens),
        facts,
    }
}

fn tokens_start(tokens: &Tokens<'_>, fact: &SaidFact) -> usize {
    tokens.place_of(fact.bytes.start)
}

/// Whether a figure may belong to a year.
fn belongs(figure: &FigureRead) -> bool {
    matches!(figure.value, SaidValue::Amount(_) | SaidValue::Percentage(_) | SaidValue::Count { .. })
        && !figure.is_age
}

/// A fact that nothing binds.
fn bare(tokens: &Tokens<'_>, scopes: &Scopes, value: SaidValue, range: &Range<usize>) -> SaidFact {
    let clause = scopes.clause(range.start);
    SaidFact {
        value,
        bytes: tokens.bytes(range),
        sentence: scopes.clauses.get(clause).map_or(0, |clause| clause.sentence),
        clause,
        modality: Modality::Exact,
        tense: Tense::Present,
        link: FigureLink::Alone,
        frame: Frame::default(),
    }
}

fn bound_fact(
    tokens: &Tokens<'_>,
    scopes: &Scopes,
    figure: FigureRead,
    earlier: &mut Option<Earlier>,
) -> SaidFact {
    if matches!(figure.value, SaidValue::Unread(_)) {
        return bare(tokens, scopes, figure.value, &figure.tokens);
    }
    let (said, start) = modality(tokens, scopes, &figure.tokens, figure.end);
    let modality = if said == Modality::Exact && figure.is_about { Modality::About } else { said };
    let link = link(tokens, scopes, start, earlier.is_some());
    let is_money = matches!(figure.value, SaidValue::Amount(_) | SaidValue::Percentage(_));
    let is_measure = !matches!(figure.value, SaidValue::Duration { .. }) && !figure.is_age;
    let governed = Governed {
        figure: &figure,
        start,
        link,
        previous_euros: earlier.as_ref().and_then(|earlier| earlier.euros),
        floor: earlier.as_ref().map_or(0, |earlier| earlier.end),
        previous: earlier
            .as_ref()
            .filter(|earlier| earlier.is_money == is_money)
            .map(|earlier| &earlier.bound),
        follows_count: earlier.as_ref().is_some_and(|earlier| earlier.is_count),
    };
    let mut bound = if is_measure { bind(tokens, scopes, &governed) } else { Bound::default() };
    if figure.is_age {
        bound = Bound::default();
    }
    let range = figure.tokens.clone();
    let tense = scopes.scope(range.start).map_or(Tense::Present, |clause| clause.tense);
    let is_negated = scopes.scope(range.start).is_some_and(|clause| clause.is_negated);
    let mut fact = SaidFact {
        modality,
        tense: if is_negated || figure.is_age { Tense::Present } else { tense },
        link,
        frame: Frame {
            by: bound.by.as_ref().map(|by| tokens.bytes(by)),
            thing: bound.thing,
            is_named: bound.is_named,
            period: None,
        },
        ..bare(tokens, scopes, figure.value.clone(), &range)
    };
    trend(tokens, &figure, start, &mut fact);
    let euros = match &fact.value {
        SaidValue::Amount(amount) => Some(amount.euros),
        _ => None,
    };
    *earlier = Some(Earlier {
        bound,
        end: figure.end,
        is_count: matches!(fact.value, SaidValue::Count { .. }),
        is_money,
        euros,
    });
    fact
}

/// « dont », « parmi lesquels », « sur ce montant »; « soit », « = ».
fn link(tokens: &Tokens<'_>, scopes: &Scopes, start: usize, has_earlier: bool) -> FigureLink {
    let sentence = scopes.sentence(start);
    let mut place = start;
    while place > sentence.start
        && matches!(
            tokens.before(place),
            "la" | "un"
                | "une"
                | "les"
                | "total"
                | "au"
                | "de"
                | "montant"
                | "somme"
                | "d'"
                | "a"
                | "en"
                | "tout"
                | "cout"
                | "depense"
                | "moyen"
                | "unitaire"
        )
    {
        place -= 1;
    }
    for from in [start, place] {
        if tokens
            .ending_any(from, &["dont", "parmi lesquels", "parmi lesquelles", "parmi eux", "y compris"])
            .is_some()
        {
            return FigureLink::Part;
        }
        let restates = [
            "soit",
            "c' est a dire",
            "c' est - a - dire",
            "=",
            "ce qui represente",
            "ce qui fait",
            "ce qui donne",
            "cela represente",
            "cela fait",
            "cela donne",
            "cela revient",
            "cela equivaut",
            "ce qui revient",
        ];
        if let Some(opening) = tokens.ending_any(from, &restates) {
            // « soit … soit » is an alternative.
            let is_choice = tokens.word(opening) == "soit"
                && (opening == sentence.start || tokens.before(opening) == "qu'");
            if !is_choice || has_earlier {
                return FigureLink::Restated;
            }
        }
    }
    let opens = |phrase: &str| tokens.ending(start, phrase).is_some();
    if opens("sur ce montant ,")
        || opens("sur cette somme ,")
        || opens("de cette somme ,")
        || opens("de ce montant ,")
        || opens("sur ce total ,")
        || opens("parmi eux ,")
        || opens("parmi elles ,")
    {
        return FigureLink::Part;
    }
    FigureLink::Alone
}

/// A growth or a fall, from a sign or from the noun or verb before.
fn trend(tokens: &Tokens<'_>, figure: &FigureRead, start: usize, fact: &mut SaidFact) {
    let SaidValue::Percentage(percentage) = &mut fact.value else { return };
    percentage.trend = match figure.sign {
        _ if fact.modality == Modality::About && tokens.before(figure.tokens.start) == "-" => None,
        // « 41 000 € + 10 % » is a sum.
        Some(_) if figure.tokens.start > 1 && tokens.before(figure.tokens.start - 1) == "€" => None,
        Some('+') => Some(Trend::Up),
        Some(_) => Some(Trend::Down),
        None => trend_before(tokens, start),
    };
    if fact.frame.thing == Some(Thing::Total) {
        fact.frame.thing = None;
    }
}

/// Stems of words that say a growth or a fall.
const UPS: [&str; 10] =
    ["hausse", "augment", "progress", "accroi", "gagn", "croissance", "major", "bonifi", "relev", "crois"];
const DOWNS: [&str; 8] = ["baiss", "diminu", "recul", "reduction", "chut", "perd", "repli", "regress"];

fn trend_before(tokens: &Tokens<'_>, start: usize) -> Option<Trend> {
    let mut at = start;
    // « une hausse de l'ordre de », « a progressé de »; « puis de 8 % » goes on.
    for _ in 0..9 {
        at = at.checked_sub(1)?;
        let word = tokens.word(at);
        let starts = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
        let joins = matches!(
            word,
            "de" | "d'"
                | "pres"
                | "plus"
                | "puis"
                | ","
                | "un"
                | "quart"
                | "tiers"
                | "environ"
                | "moins"
                | "encore"
                | "fortement"
                | "legere"
                | "nette"
                | "une"
                | "moyenne"
        );
        if starts(&UPS) && word != "majorite" && word != "bonification" {
            return Some(Trend::Up);
        }
        if starts(&DOWNS) {
            return Some(Trend::Down);
        }
        if !joins {
            return None;
        }
    }
    None
}
