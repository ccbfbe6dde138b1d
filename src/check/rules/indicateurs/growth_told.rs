//! « De 120 à 150 personnes, soit une hausse de 20 % »: a growth against its two figures, of things or of euros.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::check::figures_and_words::{number, percent};
use crate::diagnostic::Diagnostic;
use crate::lang::facts::{FigureLink, Modality, SaidFact, SaidNumber, SaidPercentage, SaidValue, Trend};
use crate::lang::{flat, roots};
use crate::model::Passage;

/// Two figures of one thing, one after the other in time.
struct Change {
    before: Decimal,
    after: Decimal,
    /// Bytes of what is counted.
    noun: Option<Range<usize>>,
    bytes: Range<usize>,
    sentence: usize,
}

/// Words between two figures and their growth.
const LEADING: [&str; 16] = [
    "soit",
    "une",
    "un",
    "en",
    "de",
    "d",
    "an",
    "ans",
    "hausse",
    "augmentation",
    "progression",
    "croissance",
    "evolution",
    "baisse",
    "diminution",
    "environ",
];

/// What a passage says of a growth that its figures do not make.
pub(super) fn compare(passage: &Passage) -> Vec<Diagnostic> {
    let facts = &passage.facts().facts;
    let growths: Vec<(&SaidFact, &SaidPercentage)> = facts
        .iter()
        .filter_map(|fact| match &fact.value {
            SaidValue::Percentage(said) if said.trend.is_some() && !said.is_points => Some((fact, said)),
            _ => None,
        })
        .collect();
    if growths.is_empty() {
        return Vec::new();
    }
    let figures: Vec<&SaidFact> = facts.iter().filter(|fact| figure(fact).is_some()).collect();
    let pairs = figures.windows(2).filter_map(|pair| change(passage, pair));
    let ranges = figures.iter().filter_map(|fact| of_range(passage, fact));
    let changes: Vec<Change> = pairs.chain(ranges).collect();
    growths.iter().filter_map(|(fact, said)| of_growth(passage, fact, said, &changes)).collect()
}

fn figure(fact: &SaidFact) -> Option<(SaidNumber, Option<Range<usize>>)> {
    match &fact.value {
        SaidValue::Count { number, noun, .. } => Some((*number, Some(noun.clone()))),
        SaidValue::Bare(number) => Some((*number, None)),
        SaidValue::Amount(amount) if amount.per.is_empty() => Some((amount.euros, None)),
        _ => None,
    }
}

/// « Passe de 120 à 150 »: two figures, the first after « de », the second after « à ».
fn change(passage: &Passage, pair: &[&SaidFact]) -> Option<Change> {
    let [before, after] = pair else { return None };
    let ((low, first_noun), (high, noun)) = (figure(before)?, figure(after)?);
    let between = flat(passage.text.get(before.bytes.end..after.bytes.start)?);
    let (lead, _) = lead(passage, before.bytes.start);
    let is_change =
        lead == "de" && before.sentence == after.sentence && between.split(' ').next_back() == Some("a");
    let is_one_thing = first_noun.is_none() || is_same(passage, first_noun.as_ref(), noun.as_ref());
    let is_plain =
        [before, after].iter().all(|fact| fact.modality == Modality::Exact && fact.link != FigureLink::Part);
    (is_change && is_one_thing && is_plain && low.high.is_none() && high.high.is_none()).then_some(Change {
        before: low.low,
        after: high.low,
        noun,
        bytes: before.bytes.start..after.bytes.end,
        sentence: after.sentence,
    })
}

/// « Passe de 80 à 100 places », which is read as a range.
fn of_range(passage: &Passage, fact: &SaidFact) -> Option<Change> {
    let (number, noun) = figure(fact)?;
    let (_, has_passed) = lead(passage, fact.bytes.start);
    let after = number.high.filter(|_| has_passed && fact.modality == Modality::Exact)?;
    Some(Change { before: number.low, after, noun, bytes: fact.bytes.clone(), sentence: fact.sentence })
}

/// The word before a place, and whether « passe de » leads to it.
fn lead(passage: &Passage, at: usize) -> (String, bool) {
    let head = crate::text::tail(passage.text.get(..at).unwrap_or(""), 40);
    let words = flat(head);
    let mut words = words.split(' ').rev();
    let last = words.next().unwrap_or("").to_owned();
    let passes = |word: &str| word.starts_with("pass");
    let has_passed = passes(&last) || last == "de" && words.next().is_some_and(passes);
    (if last == "d" { "de".to_owned() } else { last }, has_passed)
}

/// Whether two nouns have the same head.
fn is_same(passage: &Passage, one: Option<&Range<usize>>, other: Option<&Range<usize>>) -> bool {
    let head = |bytes: Option<&Range<usize>>| roots(passage.text.get(bytes?.clone())?).into_iter().next();
    head(one) == head(other)
}

fn of_growth(
    passage: &Passage,
    fact: &SaidFact,
    said: &SaidPercentage,
    changes: &[Change],
) -> Option<Diagnostic> {
    let mut of_sentence = changes.iter().filter(|change| change.sentence == fact.sentence);
    let (change, None) = (of_sentence.next()?, of_sentence.next()) else { return None };
    // Its own noun, when it has one, is what is counted.
    let is_of_it = said.base.is_none()
        || change.noun.is_none()
        || is_same(passage, said.base.as_ref(), change.noun.as_ref());
    let end = change.noun.as_ref().map_or(change.bytes.end, |noun| noun.end.max(change.bytes.end));
    let is_beside = match passage.text.get(end..fact.bytes.start) {
        Some(between) => {
            let words = flat(between);
            words
                .split(' ')
                .all(|word| LEADING.contains(&word) || word.parse::<u16>().is_ok() || word.is_empty())
        }
        // « Une hausse de 17 % des demandes, de 1 204 à 1 409 ».
        None => said.base.is_some(),
    };
    (is_of_it && is_beside && said.number.high.is_none() && change.before > Decimal::ZERO).then_some(())?;
    let gap = change.after.checked_sub(change.before)?;
    let growth = if said.trend == Some(Trend::Down) { -gap } else { gap };
    let exact = growth.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(change.before)?;
    let margin = match fact.modality {
        Modality::Exact => Decimal::new(5, said.number.low.scale().saturating_add(1).min(20)),
        Modality::About => Decimal::ONE,
        _ => return None,
    };
    if (exact - said.number.low).abs() <= margin {
        return None;
    }
    let (before, after) = (number(change.before), number(change.after));
    let way = if said.trend == Some(Trend::Down) { "baisse" } else { "hausse" };
    let stated = percent(said.number.low);
    let message = format!("de {before} à {after}, la {way} n’est pas de {stated}");
    Some(
        Diagnostic::finding(passage.span_of(&fact.bytes), message)
            .also(passage.span_of(&change.bytes), "les deux nombres")
            .arithmetic(format!(
                "{} ÷ {before} = {} ; affiché : {stated}",
                number(growth),
                percent(exact.round_dp(2))
            ))
            .help("corriger l’un des deux nombres, ou le taux"),
    )
}
