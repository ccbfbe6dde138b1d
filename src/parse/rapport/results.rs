//! The results of a report by exercice: their values, and the contract to which each is bound.

use rust_decimal::Decimal;

use super::not_reported;
use crate::diagnostic::Diagnostic;
use crate::lang::numbers::read_decimal;
use crate::model::indicateur::{ExerciceId, QuotientTerms, accounted, days};
use crate::model::rapport::{ContractedObjective, ExerciceResult, RapportFiche, ResultValue, Revision};
use crate::model::{Absence, Cadre, CellValues, Day, Exercices, Measured, Number};
use crate::parse::reader::Reader;
use crate::parse::scalars;
use crate::syntax::{Node, NodeKind};
use crate::text::Spanned;

/// A result: a value, or the two terms of a quotient, « 86 / 103 ».
pub(super) fn cell(reader: &mut Reader<'_>, node: &Node) -> Option<(CellValues, Option<QuotientTerms>)> {
    let NodeKind::Scalar(written) = &node.kind else { return Some((reader.cell(node)?, None)) };
    let Some(terms) = quotient(written) else { return Some((reader.cell(node)?, None)) };
    let word = reader.text(node)?;
    let measured = match rate(terms) {
        Some(rate) => {
            Measured::Number(Number { value: rate.round_dp(2).normalize(), unit: Some("%".to_owned()) })
        }
        // Of nobody, there is no rate.
        None if terms.numerator.is_zero() => Measured::Absent(Absence::NotApplicable),
        None => {
            let message = format!("« {} » : rien ne se divise par zéro", word.value);
            reader.say(
                Diagnostic::error("VAL-008", word.span, message)
                    .help("corriger le dénominateur, ou écrire un mot d’absence (« sans objet »…)"),
            );
            return None;
        }
    };
    let mut value = scalars::simple(Spanned::new(measured, word.span));
    value.note = Some(word.value);
    Some((vec![value], Some(terms)))
}

/// The quotient of two terms, in per cent, unrounded.
fn rate(terms: QuotientTerms) -> Option<Decimal> {
    terms.numerator.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(terms.denominator)
}

/// Two numbers and a bar between them.
fn quotient(written: &str) -> Option<QuotientTerms> {
    let (numerator, denominator) = written.split_once('/')?;
    let number = |text: &str| read_decimal(text.trim()).ok();
    Some(QuotientTerms { numerator: number(numerator)?, denominator: number(denominator)? })
}

/// `valeurs: { 2024: 150, 2025: … }`; an exercice left without a value is « non renseigné ».
pub(super) fn by_exercice(reader: &mut Reader<'_>, node: &Node) -> Vec<ExerciceResult> {
    let mut results = Vec::new();
    for (exercice, value) in reader.named_entries(node) {
        let read = match &value.kind {
            NodeKind::Null => Some((not_reported(exercice.span), None)),
            _ => cell(reader, value),
        };
        results.extend(read.map(|(value, terms)| ExerciceResult { exercice, days: None, value, terms }));
    }
    results
}

/// Binds what a report says to what was contracted: the exercice that it accounts for, among those of the act and those
/// of the record, which it returns; its targets; its results; the fiche's own indicators, named by their identifier.
pub(super) fn bind(
    reader: &mut Reader<'_>,
    revisions: &mut [Revision],
    fiches: &mut [RapportFiche],
    act: &Exercices,
    period: Option<(Day, Day)>,
    cadre: &Cadre,
) -> Option<ExerciceId> {
    let mut known: Vec<ExerciceId> = act.ids();
    let typed = revisions
        .iter()
        .flat_map(|r| &r.contracts)
        .flat_map(|c| &c.objectives)
        .filter_map(|o| o.typed.as_ref());
    for exercice in typed.flat_map(|typed| typed.exercices()) {
        if !known.iter().any(|id| id == exercice) {
            known.push(exercice.to_owned());
        }
    }
    let days_of = |id: &str| {
        let own = act.rank(id).and_then(|rank| act.get(rank)).map(|exercice| (exercice.from, exercice.to));
        own.or_else(|| days(id))
    };
    let only = || known.first().filter(|_| known.len() == 1).map(String::as_str);
    let exercice = period
        .and_then(|period| accounted(period, known.iter().filter_map(|id| Some((id.as_str(), days_of(id)?)))))
        .or_else(only);
    for objective in revisions.iter_mut().flat_map(|r| &mut r.contracts).flat_map(|c| &mut c.objectives) {
        let Some(typed) = &objective.typed else { continue };
        let target = exercice.and_then(|exercice| typed.next_target(exercice)).map(|(later, value)| {
            let mut value = value.clone();
            if let (Some(later), [only]) = (later, value.as_mut_slice()) {
                only.note = Some(format!("cible {later}"));
            }
            value
        });
        objective.target = target.unwrap_or_else(|| {
            vec![scalars::simple(Spanned::new(Measured::Absent(Absence::NotApplicable), typed.span))]
        });
    }
    for fiche in fiches {
        let own: Vec<&ContractedObjective> = revisions
            .iter()
            .flat_map(|r| &r.contracts)
            .filter(|c| c.fiche.value == fiche.fiche.value)
            .flat_map(|c| &c.objectives)
            .collect();
        for result in &mut fiche.results {
            name_own(reader, result, &own, cadre);
            date(reader, result, exercice, &known);
            result.by_exercice.iter_mut().for_each(|told| told.days = days_of(&told.exercice.value));
        }
    }
    exercice.map(str::to_owned)
}

/// Takes an identifier that the fiche declares for the label that bears it.
fn name_own(reader: &mut Reader<'_>, result: &mut ResultValue, own: &[&ContractedObjective], cadre: &Cadre) {
    let Some(name) = result.indicateur.clone().filter(|name| !name.value.contains('/')) else { return };
    let typed = own.iter().rev().filter_map(|o| o.typed.as_ref());
    let declared = typed.clone().find(|typed| typed.id.as_ref().is_some_and(|id| id.value == name.value));
    match declared {
        Some(typed) if typed.indicateur.is_some() => {
            result.indicateur = typed.indicateur.clone().map(|id| Spanned::new(id.value, name.span));
        }
        Some(typed) => {
            result.indicateur = None;
            result.label = typed.label.clone().map(|label| Spanned::new(label.value, name.span));
        }
        None if cadre.is_whole => {
            let own: Vec<String> =
                typed.filter_map(|typed| typed.id.as_ref()).map(|id| id.value.clone()).collect();
            let identifiers: Vec<String> = own.into_iter().chain(cadre.identifiers()).collect();
            reader.unknown(&name, "un indicateur du cadre", identifiers.iter().map(String::as_str));
        }
        None => {}
    }
}

/// Gives a result its exercice, and the value of that exercice when several are told.
fn date(reader: &mut Reader<'_>, result: &mut ResultValue, exercice: Option<&str>, known: &[ExerciceId]) {
    let rank = |told: &ExerciceResult| known.iter().position(|id| *id == told.exercice.value);
    for told in result.by_exercice.iter().filter(|told| rank(told).is_none()) {
        let message =
            format!("« {} » n’est pas un exercice de l’acte ({})", told.exercice.value, known.join(", "));
        reader.say(
            Diagnostic::error("REF-001", told.exercice.span, message).help("écrire l’un de ces exercices"),
        );
    }
    result.by_exercice.retain(|told| rank(told).is_some());
    result.by_exercice.sort_by_key(rank);
    let Some(exercice) = exercice else { return };
    if result.by_exercice.is_empty() {
        let (value, terms) = (result.value.clone(), result.terms);
        let exercice = Spanned::new(exercice.to_owned(), result.span);
        result.by_exercice.push(ExerciceResult { exercice, days: None, value, terms });
    } else if let Some(told) = result.by_exercice.iter().find(|told| told.exercice.value == exercice) {
        result.value.clone_from(&told.value);
        result.terms = told.terms;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_and_a_bar_are_a_quotient() {
        let read = |text: &str| quotient(text).map(|t| (t.numerator.to_string(), t.denominator.to_string()));
        assert_eq!(read("86 / 103"), Some(("86".into(), "103".into())));
        assert_eq!(read("1 286/2 103"), Some(("1286".into(), "2103".into())));
        assert_eq!(read("86"), None);
        assert_eq!(read("oui / non"), None);
    }
}
