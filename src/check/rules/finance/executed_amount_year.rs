//! Checks that executed amounts fall between the launch of the action and the year of the act, without a gap.

use std::collections::BTreeSet;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fiche::{Executed, Execution};
use crate::model::{Fiche, ImpreciseDate};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "un montant exécuté ne va pas avec son année",
    severity: Severity::Error,
    checks: "Un montant exécuté (`executions`) est d’une année antérieure à celle de l’acte, et n’est pas antérieur à la \
              mise en place de l’action quand celle-ci est datée. Une année qui manque entre deux années dites est un \
              conseil. Un montant nul et une absence ne sont pas comparés à la mise en place ; « en cours », « action \
              déjà existante » et les mots qui ne sont pas une date n’apprennent rien.",
    why: "Le tableau de l’annexe montre l’effort passé : une année fausse prête à une action une histoire qu’elle \
               n’a pas.",
    source: "Cohérence interne de l’acte : on n’exécute que ce qui a commencé.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "\"2021\": 18 200 €",
            to: "\"2020\": 12 000 €, \"2021\": 18 200 €",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "\"2021\": 18 200 €",
                to: "\"2020\": sans objet, \"2021\": 18 200 €",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "\"2021\": 18 200 €",
                to: "\"2020\": 0 €, \"2021\": 18 200 €",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let year = context.dossier.convention.year;
    context
        .fiches()
        .flat_map(|fiche| fiche.executions.iter().flat_map(move |e| compare(fiche, e, year)))
        .collect()
}

fn compare(fiche: &Fiche, execution: &Execution, edition: u16) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let launch_year = launch_year(fiche);
    for (year, executed) in &execution.years {
        let montant = match executed {
            Executed::Montant(m) if !m.value.is_zero() => m,
            Executed::Montant(_) | Executed::Absent(..) => continue,
        };
        if year.value >= edition {
            let message =
                format!("{} sont dits exécutés en {year}, et l’acte est de {edition}", montant.value);
            findings.push(Diagnostic::finding(year.span, message).help("corriger l’année"));
        } else if let Some(launch_year) = launch_year.as_ref().filter(|d| year.value < d.value) {
            let message = format!(
                "{} sont dits exécutés en {year}, et l’action commence en {launch_year}",
                montant.value
            );
            findings.push(
                Diagnostic::finding(year.span, message)
                    .also(launch_year.span, "mise en place")
                    .help("corriger l’année, le montant ou la date de mise en place"),
            );
        }
    }
    findings.extend(missing_year(&execution.years));
    findings
}

/// A year without an entry between two years with one.
fn missing_year(years: &[(Spanned<u16>, Executed)]) -> Option<Diagnostic> {
    let known_years: BTreeSet<u16> = years.iter().map(|(year, _)| year.value).collect();
    let (first, last) = (known_years.first()?, known_years.last()?);
    let missing = (*first..*last).find(|year| !known_years.contains(year))?;
    let after = known_years.range(missing..).next()?;
    let location: Span = years.iter().find(|(year, _)| year.value == *after).map(|(year, _)| year.span)?;
    let message = format!("l’exécution de {missing} n’est pas dite, entre celles de {first} et de {last}");
    Some(
        Diagnostic::finding(location, message)
            .advice()
            .help("écrire cette année, ou la raison de son absence, comme « non renseigné »"),
    )
}

/// The year of the launch; `None` unless every date of launch has a year.
fn launch_year(fiche: &Fiche) -> Option<Spanned<u16>> {
    let Some(Ok(dates)) = &fiche.launch else { return None };
    let years: Option<Vec<Spanned<u16>>> =
        dates.iter().map(|p| year(&p.datum).map(|a| Spanned::new(a, p.span))).collect();
    years?.into_iter().min_by_key(|a| a.value)
}

fn year(date: &ImpreciseDate) -> Option<u16> {
    match date {
        ImpreciseDate::Day(j) => u16::try_from(j.year()).ok(),
        ImpreciseDate::Month(_, a)
        | ImpreciseDate::Year(a)
        | ImpreciseDate::Start(a)
        | ImpreciseDate::End(a) => Some(*a),
        ImpreciseDate::Either(a, b) => Some(year(a)?.min(year(b)?)),
        ImpreciseDate::Ongoing | ImpreciseDate::AlreadyExisting | ImpreciseDate::Text(_) => None,
    }
}
