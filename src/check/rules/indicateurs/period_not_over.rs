//! Checks that a signed act gives no result for a period that was not over at signature.

use super::values::{all_cells, figure, format_measured, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Window;
use crate::model::life::LifeStep;

pub(crate) static PAGE: Page = Page {
    title: "un résultat porte sur une période qui n’était pas achevée à la signature",
    severity: Severity::Error,
    checks: "Dans un acte signé, une valeur arrêtée à un jour postérieur à la signature (« au »), hors des colonnes qui \
              annoncent une cible ; puis un nombre d’une colonne qui annonce un résultat ou une situation (« Résultat \
              atteint en… ») d’une année postérieure à celle de la signature. Une valeur de l’année en cours, sans date, \
              n’est pas examinée ici.",
    why: "Un acte ne peut constater ce qui n’a pas encore eu lieu : c’est une cible, ou la date est fausse.",
    source: "Cohérence interne de l’acte avec sa date de signature.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            to: "  colonnes: [\"2024\"]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeur: { valeur: 45 personnes, au: 2024-02-29 } }",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "au: 2024-02-29",
            to: "au: 2024-12-31",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Cible 2024: 1 300 personnes }",
            to: "Cible 2024: { valeur: 1 300 personnes, au: 2024-12-31 } }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (Some(signature), Some(date)) =
        (context.signature(), context.dossier.convention.life.day(LifeStep::Signature))
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for cell in all_cells(context).iter().filter(|cell| !cell.meaning.is_target()) {
        for value in cell.values.iter().filter(|value| figure(&value.measured.value).is_some()) {
            let late_window = value.window.filter(|window| match window {
                Window::AsOf(end) | Window::FromTo(_, end) => *end > signature,
            });
            let year = cell.last_year().unwrap_or(0);
            let when = match late_window {
                Some(window) => window.to_string(),
                None if cell.meaning.is_measured() && year > signature.year() => format!("en {year}"),
                None => continue,
            };
            findings.push(
                Diagnostic::finding(
                    value.measured.span,
                    format!(
                        "{} : la valeur {} est donnée {when}, après la signature de l’acte",
                        cell.name(),
                        format_measured(&value.measured.value)
                    ),
                )
                .here(quoted_label(cell.label))
                .also(date.span, format!("l’acte est signé le {signature}"))
                .help("corriger la date, ou dire dans le titre de la colonne que c’est une cible"),
            );
        }
    }
    findings
}
