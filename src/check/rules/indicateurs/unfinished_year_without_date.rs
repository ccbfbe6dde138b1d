//! Checks that a figure of a year not over at signature has a date.

use std::collections::BTreeMap;

use super::values::{IndicateurCell, fiche_cells, figure, format_count, format_measured, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::life::LifeStep;

pub(crate) static PAGE: Page = Page {
    title: "une valeur d’une année non achevée est sans date d’arrêté",
    severity: Severity::Advice,
    checks: "Dans un acte signé, les nombres d’une colonne de fiche dont la dernière année n’était pas achevée à la \
              signature, et dont le titre n’annonce pas une cible : chacun dit sa date d’arrêté (« au ») ou sa période \
              (« du… au »). Une valeur dont la source est déclarée (« source ») n’est pas examinée. Une borne (« ≥ 3 »), une fourchette et une tolérance sont des cibles, comme la colonne \
              qu’une fiche n’écrit pas (l’année de l’édition), et ne sont pas examinées. Un constat par colonne.",
    why: "Faute de date, on ne sait si le nombre est un résultat provisoire, une estimation ou une cible : il ne \
               pourra pas être comparé au résultat de l’année.",
    source: "Cohérence interne de l’acte avec sa date de signature.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "  colonnes: [Cible 2024]\n",
                to: "  colonnes: [\"2024\"]\n",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "valeurs: { Cible 2024: 45 personnes }",
                to: "valeur: 45 personnes",
            },
        ],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{ \"2023\": 900, Cible 2024: 1 040 personnes }",
                to: "{ \"2023\": 900, Cible 2024: { valeur: 1 040 personnes, note: Sur deux sites. } }",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "  colonnes: [Cible 2024]\n  lignes:\n    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                to: "  lignes:\n    - { libelle: Nombre de jeunes suivis, valeur: 45 personnes }",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(signature) = context.signature() else { return Vec::new() };
    let data = fiche_cells(context);
    let mut columns: BTreeMap<_, Vec<&IndicateurCell<'_>>> = BTreeMap::new();
    for cell in &data {
        let is_open = cell.last_year().is_some_and(|year| year >= signature.year());
        if is_open && !cell.meaning.is_target() && !is_of_default_column(cell) && is_undated(cell) {
            columns.entry(cell.column_key()).or_default().push(cell);
        }
    }
    columns.into_iter().filter_map(|((_, title), cells)| report(context, title, &cells)).collect()
}

/// Whether the fiche leaves its column unwritten: what it then holds is what is to be reached in the year.
fn is_of_default_column(cell: &IndicateurCell<'_>) -> bool {
    let objectives = cell.fiche.and_then(|fiche| fiche.objectives.as_ref());
    objectives.is_some_and(|objectives| objectives.columns.iter().any(|column| !column.is_written))
}

/// Whether a number of the cell has neither a window nor a source that would date it.
fn is_undated(cell: &IndicateurCell<'_>) -> bool {
    cell.values.iter().any(|value| {
        matches!(value.measured.value, crate::model::Measured::Number(_))
            && value.window.is_none()
            && value.source.is_none()
    })
}

fn report(context: &Context<'_>, title: &str, cells: &[&IndicateurCell<'_>]) -> Option<Diagnostic> {
    let (first, others) = cells.split_first()?;
    let figures = |cell: &IndicateurCell<'_>| {
        let values = cell.values.iter().filter(|value| figure(&value.measured.value).is_some());
        values.map(|value| format_measured(&value.measured.value)).collect::<Vec<_>>().join(" et ")
    };
    let describe = |cell: &IndicateurCell<'_>| format!("{} : {}", quoted_label(cell.label), figures(cell));
    let values = cells.iter().map(|cell| figures(cell)).collect::<Vec<_>>().join(", ");
    let what = format_count(cells.len(), "ligne chiffrée est", "lignes chiffrées sont");
    let mut finding = Diagnostic::finding(
        first.values.first().map_or(first.span, |value| value.measured.span),
        format!(
            "colonne « {title} », période non achevée à la signature : {what} sans date d’arrêté ({values})"
        ),
    )
    .here(describe(first))
    .help("dire la date ou la période de chaque valeur (« au », « du »), ou titrer la colonne « Cible … »");
    for other in others.iter().take(12) {
        finding = finding.also(other.span, describe(other));
    }
    if let Some(date) = context.dossier.convention.life.day(LifeStep::Signature) {
        finding = finding.also(date.span, format!("l’acte est signé le {}", date.value));
    }
    Some(finding)
}
