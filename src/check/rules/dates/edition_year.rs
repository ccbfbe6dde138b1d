//! Checks that the vote, the signature and the execution period are of the edition's year.

use super::facts::{interval, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::life::LifeStep;

pub(crate) static PAGE: Page = Page {
    title: "l’année de l’édition n’est pas celle de l’acte",
    severity: Severity::Warning,
    checks: "Le vote et la signature sont de l’année de l’édition, ou du dernier trimestre de la précédente ; la période \
              d’exécution commence cette année-là. Une convention de plusieurs années est rangée à sa première.",
    why: "Une convention annuelle signée une autre année engage des crédits qui ne sont plus, ou pas encore, ouverts.",
    source: "Annualité budgétaire ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "execution: du 2024-01-01",
            to: "execution: du 2023-12-01",
        }],
        admitted: &[Change {
            file: "content/2024/articles/02-financement.md",
            from: "pour l'année 2024.",
            to: "pour l'année 2024. Il en apportait la moitié en 2023.",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &context.dossier.convention;
    // PRJ-008 says that the folder is of another year: nothing here would be surer of its own.
    let folder = crate::model::edition::years(&context.dossier.edition);
    if folder.is_some_and(|(first, last)| !(first..=last).contains(&convention.year)) {
        return Vec::new();
    }
    let year = i32::from(convention.year);
    let dates = [
        ("le vote", convention.life.day(LifeStep::Vote)),
        ("la signature", convention.life.day(LifeStep::Signature)),
    ];
    let mut findings: Vec<Diagnostic> = dates
        .into_iter()
        .filter_map(|(name, date)| Some((name, date?)))
        .filter(|(_, d)| d.value.year() != year)
        .filter(|(_, d)| d.value.year() != year.saturating_sub(1) || d.value.month() < 10)
        .map(|(name, d)| {
            Diagnostic::finding(d.span, format!("{name} est du {}, et l’édition de {year}", d.value))
                .help("vérifier la date et l’année de l’édition (« annee »)")
        })
        .collect();
    if let Some(execution) = &convention.execution
        && let Some(days) = interval(&execution.value)
        && days.0.year() != year
    {
        findings.push(
            Diagnostic::finding(
                execution.span,
                format!(
                    "la période d’exécution, {}, ne commence pas en {year}, année de l’édition",
                    say(days)
                ),
            )
            .help("vérifier la période et l’année de l’édition (« annee »)"),
        );
    }
    findings
}
