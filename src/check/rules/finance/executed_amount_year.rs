//! Years of the amounts executed against the life of the action and the year of the act.

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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let year = c.dossier.convention.year;
    c.fiches().flat_map(|f| f.executions.iter().flat_map(move |e| compare(f, e, year))).collect()
}

fn compare(fiche: &Fiche, execution: &Execution, edition: u16) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let start = start(fiche);
    for (year, executed) in &execution.years {
        let montant = match executed {
            Executed::Montant(m) if !m.value.is_zero() => m,
            Executed::Montant(_) | Executed::Absent(..) => continue,
        };
        if year.value >= edition {
            let message =
                format!("{} sont dits exécutés en {year}, et l’acte est de {edition}", montant.value);
            findings.push(Diagnostic::finding(year.span, message).help("corriger l’année"));
        } else if let Some(start) = start.as_ref().filter(|d| year.value < d.value) {
            let message =
                format!("{} sont dits exécutés en {year}, et l’action commence en {start}", montant.value);
            findings.push(
                Diagnostic::finding(year.span, message)
                    .also(start.span, "mise en place")
                    .help("corriger l’année, le montant ou la date de mise en place"),
            );
        }
    }
    findings.extend(hole(&execution.years));
    findings
}

/// A year that is not told between two that are.
fn hole(years: &[(Spanned<u16>, Executed)]) -> Option<Diagnostic> {
    let claims: BTreeSet<u16> = years.iter().map(|(a, _)| a.value).collect();
    let (first_one, last) = (claims.first()?, claims.last()?);
    let lack = (*first_one..*last).find(|a| !claims.contains(a))?;
    let after = claims.range(lack..).next()?;
    let location: Span = years.iter().find(|(a, _)| a.value == *after).map(|(a, _)| a.span)?;
    let message = format!("l’exécution de {lack} n’est pas dite, entre celles de {first_one} et de {last}");
    Some(
        Diagnostic::finding(location, message)
            .advice()
            .help("écrire cette année, ou la raison de son absence, comme « non renseigné »"),
    )
}

/// The first year in which the action is set up, when every date given says one.
fn start(fiche: &Fiche) -> Option<Spanned<u16>> {
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
