//! Checks the series of executed amounts of a financeur for jumps, copies, and a full first year after a late launch.

use rust_decimal::Decimal;

use super::sums::of_whom;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::budget::fiche_share;
use crate::model::cadre::Cadre;
use crate::model::fiche::{Executed, Execution};
use crate::model::{Fiche, ImpreciseDate, Montant};
use crate::text::Span;

const FILE: &str = "content/2024/fiches/03-prevention.md";

pub(crate) static PAGE: Page = Page {
    title: "une série de montants exécutés étonne",
    severity: Severity::Advice,
    checks: "La suite des montants exécutés d’un financeur, année après année, prolongée par sa part prévue. Sont \
              signalés, un seul par fiche : une année pleine dans une année où \
              l’action n’a commencé qu’à la fin, un saut de plus du triple ou une chute sous le tiers, et le même montant à \
              l’euro près trois années de suite. Un montant nul ou absent interrompt la comparaison.",
    why: "Un montant recopié d’une année sur l’autre est souvent une prévision prise pour une exécution ; un saut \
               demande une explication au rapport.",
    source: "Cohérence interne de l’acte ; compte rendu d’exécution de la convention.",
    example: Example {
        context: &[],
        fault: &[Change { file: FILE, from: "\"2023\": 21 400 €", to: "\"2023\": 71 400 €" }],
        admitted: &[Change { file: FILE, from: "\"2023\": 21 400 €", to: "\"2023\": 19 850 €" }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let year = context.dossier.convention.year;
    context
        .fiches()
        .filter_map(|fiche| {
            fiche.executions.iter().find_map(|e| examine(fiche, e, year, &context.dossier.cadre))
        })
        .collect()
}

/// A year, the amount executed or planned in it, and its place.
type YearAmount = (u16, Montant, Span);

fn examine(fiche: &Fiche, execution: &Execution, year: u16, cadre: &Cadre) -> Option<Diagnostic> {
    let executed: Vec<YearAmount> = execution
        .years
        .iter()
        .filter_map(|(executed_year, amount)| match amount {
            Executed::Montant(m) if !m.value.is_zero() => Some((executed_year.value, m.value, m.span)),
            _ => None,
        })
        .collect();
    let mut series = executed.clone();
    let planned = fiche_share(fiche, Some(&execution.financeur.value));
    if let Some(term) = planned.terms.first().filter(|_| !planned.total.is_zero() && planned.missing() == 0) {
        series.push((year, planned.total, term.span));
    }
    let who = of_whom(&execution.financeur.value, cadre);
    series.sort_by_key(|(year, ..)| *year);
    full_first_year(fiche, &series).or_else(|| jump(&series, &who)).or_else(|| repeated(&executed))
}

/// A full amount executed in a year that the action started in its last quarter.
fn full_first_year(fiche: &Fiche, series: &[YearAmount]) -> Option<Diagnostic> {
    let dates = fiche.launch.as_ref()?.as_ref().ok()?;
    let [date] = dates.as_slice() else { return None };
    let year = match &date.datum {
        ImpreciseDate::End(year) => *year,
        ImpreciseDate::Month(month, year) if *month >= 10 => *year,
        ImpreciseDate::Day(day) if day.month() >= 10 => u16::try_from(day.year()).ok()?,
        _ => return None,
    };
    let (first_year, montant, span) = series.first()?;
    let (next_year, next_montant, next_span) = series.get(1)?;
    let full = *first_year == year && montant == next_montant && *next_year == year + 1;
    full.then(|| {
        Diagnostic::finding(
            *span,
            format!(
                "{montant} exécutés en {year}, autant qu’en {next_year}, alors que l’action a commencé {}",
                date.datum
            ),
        )
        .also(date.span, "mise en place")
        .also(*next_span, format!("{next_year} : {next_montant}"))
        .help("vérifier que le montant de la première année est bien une exécution, et non une prévision")
    })
}

/// An amount more than three times, or less than a third of, that of the year before.
fn jump(series: &[YearAmount], who: &str) -> Option<Diagnostic> {
    let three = Decimal::from(3);
    series.windows(2).find_map(|pair| {
        let [(a, before, location), (b, after, span)] = pair else { return None };
        let ratio = after.euros().checked_div(before.euros())?;
        let increase = ratio > three;
        if !increase && ratio * three >= Decimal::ONE {
            return None;
        }
        let (verb, times) = if increase {
            ("monte", format!("{after} / {before} = {}", number(ratio.round_dp(2))))
        } else {
            ("tombe", format!("{after} / {before} = {}", number(ratio.round_dp(2))))
        };
        Some(
            Diagnostic::finding(*span, format!("la part {who} {verb} de {before} en {a} à {after} en {b}"))
                .arithmetic(times)
                .also(*location, format!("{a} : {before}"))
                .help("expliquer l’écart dans la fiche, ou corriger l’un des montants"),
        )
    })
}

/// The same amount for three years or more.
fn repeated(executed: &[YearAmount]) -> Option<Diagnostic> {
    let (_, first, _) = executed.first()?;
    let (end, _, span) = executed.last()?;
    let (first_year, _, location) = executed.first()?;
    if executed.len() < 3 || executed.iter().any(|(_, m, _)| m != first) {
        return None;
    }
    Some(
        Diagnostic::finding(
            *span,
            format!("{first} exécutés chaque année de {first_year} à {end}, à l’euro près"),
        )
        .also(*location, format!("{first_year} : {first}"))
        .help("vérifier que ce sont des exécutions, et non la prévision recopiée"),
    )
}
