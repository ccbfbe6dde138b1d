//! A unit cost multiplied by numbers of posts, of days, and by rates.

use rust_decimal::Decimal;

use super::{Calculation, PATTERNS, concludes, euros};
use crate::check::rules::finance::magnitudes::{Kind, Magnitude, roots};
use crate::lang::numbers::number_in_letters;
use crate::lang::{flat, sentence_start};
use crate::text::tail;

/// Nouns that a number of posts, persons or days multiplies.
const MULTIPLES: [&str; 22] = [
    "etp",
    "post",
    "agent",
    "person",
    "jour",
    "journe",
    "heur",
    "jeun",
    "plac",
    "beneficiair",
    "sit",
    "seanc",
    "atelier",
    "cadr",
    "travailleur",
    "salarie",
    "salari",
    "stagiair",
    "group",
    "vehicul",
    "foyer",
    "menag",
];

/// Most terms of a product, its cost included.
const TERMS_MAX: usize = 5;
/// Bytes looked at for the numbers written in words.
const WINDOW: usize = 1_000;

/// « 14 agents à 90 000 € par an pour 10 % de leur temps, soit 126 000 € »: one unit cost and its factors.
pub(super) fn product<'p>(result: &Magnitude<'p>, before: &[Magnitude<'p>]) -> Option<Calculation<'p>> {
    if before.len() > TERMS_MAX || result.sort != Kind::Euros || !concludes(result) {
        return None;
    }
    let mut montants = before.iter().filter(|g| g.sort == Kind::Euros);
    let cost = montants.next().filter(|_| montants.next().is_none())?;
    let unit_cost = PATTERNS.unit_cost_before.is_match(cost.before(60))
        || PATTERNS.unit_cost_after.is_match(wide_rest(cost));
    if !unit_cost || PATTERNS.yearly.is_match(result.rest()) {
        return None;
    }
    let mut factors: Vec<(Decimal, String)> = Vec::new();
    for g in before.iter().filter(|g| g.sort != Kind::Euros) {
        let month = g.names().first().is_some_and(|m| m == "mois" || m == "moi");
        match g.sort {
            Kind::Percentage => factors.push((g.value / Decimal::ONE_HUNDRED, g.as_written().to_owned())),
            _ if month => factors.push((g.value / Decimal::from(12), format!("{}/12", g.as_written()))),
            _ if multiple(&g.names()) => factors.push((g.value, g.as_written().to_owned())),
            _ => return None,
        }
    }
    let text = result.passage.text.get(..result.bytes.start).unwrap_or("");
    factors.extend(spelled_out(text, before));
    if factors.is_empty() || factors.len() >= TERMS_MAX {
        return None;
    }
    let product = |choice: u32| {
        let kept = factors.iter().enumerate().filter(|(i, _)| choice & (1 << i) != 0);
        kept.map(|(_, (n, _))| *n).try_fold(cost.value, Decimal::checked_mul)
    };
    let all = (1u32 << factors.len()) - 1;
    let margin = result.half();
    let is_correct = (1..=all).filter_map(product).find(|p| (*p - result.value).abs() <= margin);
    let expected = is_correct.or_else(|| product(all))?;
    let written_texts: Vec<&str> = factors.iter().map(|(_, t)| t.as_str()).collect();
    Some(Calculation {
        result: result.clone(),
        expected,
        margin,
        formula: format!("{} × {} = {}", written_texts.join(" × "), cost.as_written(), euros(expected)),
        terms: before.to_vec(),
        increased: false,
    })
}

/// The text after a number, brackets included.
fn wide_rest<'p>(g: &Magnitude<'p>) -> &'p str {
    g.passage.text.get(g.bytes.end..).unwrap_or("")
}

fn multiple(names: &[String]) -> bool {
    names.first().is_some_and(|n| MULTIPLES.contains(&n.as_str()))
}

/// The numbers of posts or things written in words since the last result: « deux ETP ».
fn spelled_out(text: &str, before: &[Magnitude<'_>]) -> Vec<(Decimal, String)> {
    // What stands before the first number by more than a sentence is told of something else.
    let start = before.first().map_or(0, |g| {
        text.get(..g.bytes.start)
            .and_then(|t| {
                let near = tail(t, WINDOW);
                Some(sentence_start(near) + t.len() - near.len())
            })
            .unwrap_or(0)
    });
    let words: Vec<String> =
        flat(tail(text.get(start..).unwrap_or(""), 2 * WINDOW)).split(' ').map(str::to_owned).collect();
    words
        .windows(2)
        .filter_map(|pair| {
            let n = number_in_letters(pair.first()?).filter(|n| *n > 1)?;
            let names = roots(pair.last()?);
            multiple(&names).then(|| (Decimal::from(n), n.to_string()))
        })
        .collect()
}
