//! The counts of the lines of charges, against their labels and the prose of the fiche.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::quantities::{Quantity, passage_quantities, quantities};
use crate::check::figures_and_words::number;
use crate::diagnostic::Diagnostic;
use crate::lang::{stem, valued_name};
use crate::ledger::budget;
use crate::model::budget::{Charge, Cost, FactorKind, Valorisation};
use crate::model::{Fiche, Passage};
use crate::text::Span;

/// Time units: a text counts many unrelated things in them.
const TIME_WORDS: [&str; 12] = [
    "jour",
    "journee",
    "demijournee",
    "heure",
    "minute",
    "mois",
    "an",
    "annee",
    "semaine",
    "trimestre",
    "semestre",
    "etp",
];

/// Whether a stem is that of a unit of time.
fn is_time(stem_of_word: &str) -> bool {
    TIME_WORDS.iter().any(|word| stem(word) == stem_of_word)
}

/// What is wrong in the charges of a fiche.
pub(super) fn compare(fiche: &Fiche, passages: &[&Passage]) -> Vec<Diagnostic> {
    let charges: Vec<&Charge> =
        fiche.budgets.iter().flat_map(|written| budget::leaves(&written.charges)).collect();
    if charges.is_empty() {
        return Vec::new();
    }
    let mut told: BTreeMap<Vec<String>, Vec<(Quantity, Span)>> = BTreeMap::new();
    for passage in passages {
        for quantity in passage_quantities(passage).into_iter().filter(Quantity::is_count) {
            let span = passage.span_of(&quantity.bytes);
            told.entry(quantity.words.clone()).or_default().push((quantity, span));
        }
    }
    let mut findings = total_days(&charges, passages);
    for charge in charges {
        findings.extend(against_label(charge));
        findings.extend(against_text(charge, &told));
    }
    findings
}

fn valorisation(charge: &Charge) -> Option<&Valorisation> {
    match &charge.cost {
        Cost::Valorisation(v) => Some(v),
        _ => None,
    }
}

/// The only factor of a valorisation that counts people or things.
fn headcount(valorisation: &Valorisation) -> Option<(Decimal, Span)> {
    let mut counts = valorisation
        .factors
        .iter()
        .filter(|factor| matches!(factor.kind, FactorKind::Number("" | "personnes")));
    let only = counts.next().filter(|_| counts.next().is_none())?;
    Some((only.value.value, only.value.span))
}

/// The factors of a line against the numbers of its label.
fn against_label(charge: &Charge) -> Vec<Diagnostic> {
    let Some(valorisation) = valorisation(charge) else { return Vec::new() };
    let quantities_told = quantities(&charge.label.value);
    let counted: Vec<&Quantity> =
        quantities_told.iter().filter(|quantity| quantity.is_count() && !quantity.is_range()).collect();
    let is_time = |quantity: &Quantity| quantity.words.first().is_some_and(|word| is_time(word));
    let mut findings = Vec::new();
    for factor in &valorisation.factors {
        let unit = match factor.kind {
            FactorKind::Number(unit @ ("jours" | "heures" | "ETP")) => stem(&unit.to_lowercase()),
            FactorKind::Month => "mois".to_owned(),
            FactorKind::Number("" | "personnes") => String::new(),
            _ => continue,
        };
        let mut matching = counted.iter().filter(|quantity| {
            if unit.is_empty() {
                !is_time(quantity)
            } else {
                quantity.words.first().map(|word| stem(word)) == Some(stem(&unit))
            }
        });
        // Skip labels with two numbers of the unit: which one is the factor is open.
        let (Some(quantity), None) = (matching.next(), matching.next()) else { continue };
        if quantity.number != factor.value.value {
            findings.push(
                Diagnostic::finding(
                    factor.value.span,
                    format!(
                        "la ligne compte {}, et son libellé dit « {} »",
                        number(factor.value.value),
                        quantity.text
                    ),
                )
                .also(charge.label.span, "libellé de la ligne")
                .help("corriger le facteur ou le libellé"),
            );
        }
    }
    findings
}

/// « 47 jours au total » in the prose against the days of the lines, one by one or summed.
fn total_days(charges: &[&Charge], passages: &[&Passage]) -> Vec<Diagnostic> {
    let factors = charges.iter().filter_map(|charge| valorisation(charge)).flat_map(|v| &v.factors);
    let days: Vec<_> = factors
        .filter(|factor| matches!(factor.kind, FactorKind::Number("jours")))
        .map(|factor| &factor.value)
        .collect();
    let Some(first) = days.first() else { return Vec::new() };
    let sum: Decimal = days.iter().fold(Decimal::ZERO, |sum, line| sum.saturating_add(line.value));
    let day_counts = days.iter().map(|line| number(line.value)).collect::<Vec<_>>().join(", ");
    passages
        .iter()
        .filter(|passage| passage.text.contains("au total"))
        .flat_map(|passage| passage_quantities(passage).into_iter().map(move |quantity| (passage, quantity)))
        .filter(|(passage, quantity)| {
            quantity.words.first().is_some_and(|m| m == "jour")
                && passage.sentence(&quantity.bytes).contains("au total")
        })
        .filter(|(_, quantity)| {
            quantity.number != sum && days.iter().all(|line| line.value != quantity.number)
        })
        .map(|(passage, quantity)| {
            Diagnostic::finding(
                passage.span_of(&quantity.bytes),
                format!(
                    "le texte dit « {} » au total, et les lignes de charges comptent {day_counts} jours",
                    quantity.text
                ),
            )
            .also(first.span, "jours d’une ligne de charges")
            .help("corriger le texte, ou le nombre de jours de la ligne")
        })
        .collect()
}

/// The numbers of a line against those of the prose with the same noun phrase.
fn against_text(charge: &Charge, told: &BTreeMap<Vec<String>, Vec<(Quantity, Span)>>) -> Vec<Diagnostic> {
    let label = &charge.label;
    let mut counts: Vec<(Vec<String>, Decimal, Span)> = quantities(&label.value)
        .into_iter()
        .filter(|quantity| !quantity.per_cent && quantity.words.first().is_some_and(|word| !is_time(word)))
        .map(|quantity| (quantity.words, quantity.number, label.span))
        .collect();
    if let Some((count, span)) = valorisation(charge).and_then(headcount) {
        // The label is what is counted: « Conseillers locaux d’insertion ».
        let counted = quantities(&format!("les 2 {}", valued_name(&label.value)));
        let words = counted.into_iter().next().map(|quantity| quantity.words).unwrap_or_default();
        if words.len() >= 2 {
            counts.push((words, count, span));
        }
    }
    counts
        .into_iter()
        .filter_map(|(words, count, span)| {
            let matching = told.get(&words)?;
            // « 34 travailleurs médico-sociaux des MDS de Lagny » are travailleurs médico-sociaux.
            let mut longer =
                told.iter().filter(|(noun, _)| noun.starts_with(&words)).flat_map(|(_, told)| told);
            if longer.any(|(quantity, _)| quantity.number == count) {
                return None;
            }
            let (first, told_span) = matching.first()?;
            let message = format!("la ligne compte {}, et le texte dit « {} »", number(count), first.text);
            Some(
                Diagnostic::finding(span, message)
                    .also(*told_span, "dit ici")
                    .help("corriger l’un des deux nombres, ou dire dans le texte ce qui les distingue"),
            )
        })
        .collect()
}
