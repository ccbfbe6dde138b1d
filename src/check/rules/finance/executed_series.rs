//! Amounts from one year to the next that deserve a look.

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::rules::finance::sums::of_whom;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let year = c.dossier.convention.year;
    c.fiches()
        .filter_map(|f| f.executions.iter().find_map(|e| examine(f, e, year, &c.dossier.cadre)))
        .collect()
}

type Point = (u16, Montant, Span);

fn examine(fiche: &Fiche, execution: &Execution, year: u16, cadre: &Cadre) -> Option<Diagnostic> {
    let executed_values: Vec<Point> = execution
        .years
        .iter()
        .filter_map(|(a, e)| match e {
            Executed::Montant(m) if !m.value.is_zero() => Some((a.value, m.value, m.span)),
            _ => None,
        })
        .collect();
    let mut series = executed_values.clone();
    let planned = fiche_share(fiche, Some(&execution.financeur.value));
    if let Some(term) = planned.terms.first().filter(|_| !planned.total.is_zero() && planned.missing == 0) {
        series.push((year, planned.total, term.span));
    }
    let who = of_whom(&execution.financeur.value, cadre);
    series.sort_by_key(|(a, ..)| *a);
    start(fiche, &series).or_else(|| jump(&series, &who)).or_else(|| repetition(&executed_values))
}

/// A full amount in the year at the end of which the action started.
fn start(fiche: &Fiche, series: &[Point]) -> Option<Diagnostic> {
    let dates = fiche.launch.as_ref()?.as_ref().ok()?;
    let [date] = dates.as_slice() else { return None };
    let year = match &date.datum {
        ImpreciseDate::End(a) => *a,
        ImpreciseDate::Month(m, a) if *m >= 10 => *a,
        ImpreciseDate::Day(j) if j.month() >= 10 => u16::try_from(j.year()).ok()?,
        _ => return None,
    };
    let (first_one, montant, span) = series.first()?;
    let (next_one, after, other) = series.get(1)?;
    let full = *first_one == year && montant == after && *next_one == year + 1;
    full.then(|| {
        Diagnostic::finding(
            *span,
            format!(
                "{montant} exécutés en {year}, autant qu’en {next_one}, alors que l’action a commencé {}",
                date.datum
            ),
        )
        .also(date.span, "mise en place")
        .also(*other, format!("{next_one} : {after}"))
        .help("vérifier que le montant de la première année est bien une exécution, et non une prévision")
    })
}

/// More than three times, or less than a third, from a year to the next.
fn jump(series: &[Point], who: &str) -> Option<Diagnostic> {
    let three = Decimal::from(3);
    series.windows(2).find_map(|pair| {
        let [(a, before, location), (b, after, span)] = pair else { return None };
        let rapport = after.euros().checked_div(before.euros())?;
        let increase = rapport > three;
        if !increase && rapport * three >= Decimal::ONE {
            return None;
        }
        let (verb, times) = if increase {
            ("monte", format!("{after} / {before} = {}", number(rapport.round_dp(2))))
        } else {
            ("tombe", format!("{after} / {before} = {}", number(rapport.round_dp(2))))
        };
        Some(
            Diagnostic::finding(*span, format!("la part {who} {verb} de {before} en {a} à {after} en {b}"))
                .arithmetic(times)
                .also(*location, format!("{a} : {before}"))
                .help("expliquer l’écart dans la fiche, ou corriger l’un des montants"),
        )
    })
}

/// The same amount over three years or more.
fn repetition(executed_values: &[Point]) -> Option<Diagnostic> {
    let (_, first, _) = executed_values.first()?;
    let (end, _, span) = executed_values.last()?;
    let (start, _, location) = executed_values.first()?;
    if executed_values.len() < 3 || executed_values.iter().any(|(_, m, _)| m != first) {
        return None;
    }
    Some(
        Diagnostic::finding(
            *span,
            format!("{first} exécutés chaque année de {start} à {end}, à l’euro près"),
        )
        .also(*location, format!("{start} : {first}"))
        .help("vérifier que ce sont des exécutions, et non la prévision recopiée"),
    )
}
