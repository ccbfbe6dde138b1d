//! A ceiling that a text calculates, told again with another unit cost or another rate.

use super::super::near_numbers::{digits, near_miss};
use super::super::stated_numbers::{self, NumberKind, StatedNumber};
use super::{StatedCalculation, read};
use crate::diagnostic::Diagnostic;
use crate::lang::{flat, stem};
use crate::model::Passage;
use crate::model::passage::is_prose;

/// What is said of the costs and rates of a file that are nearly those of a ceiling that it calculates.
pub(crate) fn wrong(passages: &[Passage]) -> Vec<Diagnostic> {
    let texts = passages.iter().filter(|p| is_prose(p));
    let ceilings: Vec<StatedCalculation<'_>> =
        texts.flat_map(read).filter(|c| c.increased && c.is_correct()).collect();
    if ceilings.is_empty() {
        return Vec::new();
    }
    let prose: Vec<StatedNumber<'_>> = stated_numbers::of_prose(passages).collect();
    ceilings.iter().flat_map(|ceiling| compare(ceiling, &prose)).collect()
}

fn compare(ceiling: &StatedCalculation<'_>, prose: &[StatedNumber<'_>]) -> Vec<Diagnostic> {
    let [base, rate] = ceiling.terms.as_slice() else { return Vec::new() };
    let rated_thing = rate.names().into_iter().next();
    let others =
        prose.iter().filter(|number| number.bytes != rate.bytes || number.passage.span != rate.passage.span);
    let near_montant = |number: &StatedNumber<'_>| {
        let unit = ceiling.result.per();
        let same = number.kind == NumberKind::Euros && !unit.is_empty() && number.per() == unit;
        let near =
            |a: &StatedNumber<'_>| near_miss(&digits(a.value, 0).0, &digits(number.value, 0).0).is_some();
        let known = [base, &ceiling.result];
        (same && known.iter().all(|a| a.value != number.value))
            .then(|| known.into_iter().find(|a| near(a)))
            .flatten()
    };
    let same_rate = |number: &StatedNumber<'_>| {
        let named = rated_name(number);
        number.kind == NumberKind::Percentage
            && named.is_some()
            && named == rated_thing
            && number.value != rate.value
    };
    others
        .filter_map(|number| {
            let other = near_montant(number).or_else(|| same_rate(number).then_some(rate))?;
            let message = format!(
                "le texte dit « {} » ici, et « {} » dans le calcul du plafond",
                number.excerpt(),
                other.excerpt()
            );
            Some(
                Diagnostic::finding(number.span(), message)
                    .warning()
                    .arithmetic(ceiling.formula.clone())
                    .also(other.span(), other.excerpt())
                    .help("écrire la même valeur aux deux endroits"),
            )
        })
        .collect()
}

/// The stem of what a rate is the rate of: « la bonification de 15 % », « cette bonification, dans la limite de 15 % ».
fn rated_name(number: &StatedNumber<'_>) -> Option<String> {
    let before = flat(number.before(60));
    let before = before.trim_end().strip_suffix(" de")?;
    let before = before.strip_suffix(" dans la limite").unwrap_or(before);
    let mut words = before.rsplit(' ');
    let name = words.next()?;
    words.next().filter(|article| ["la", "cette", "une"].contains(article)).map(|_| stem(name))
}
