//! Checks that values are measured in the years that their columns name.

use std::collections::BTreeMap;

use super::facts::{DayRange, interval, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::column::ColumnMeaning;
use crate::model::fiche::ObjectiveRow;
use crate::model::table::DataColumn;
use crate::model::time::Window;
use crate::model::{Day, Duration, ImpreciseDate, Value};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "une valeur n’est pas de l’année de sa colonne, ou une colonne pas de son année",
    severity: Severity::Error,
    checks: "La période de mesure d’une valeur tient dans l’année, ou les années, que nomme sa colonne (tableaux des \
              fiches et matrice). Une colonne de la matrice dont l’identifiant est une année la redit dans son titre, \
              et n’en dit pas d’autre. En avertissement : un même indicateur du cadre, dans une même colonne, mesuré \
              dans deux fiches sur deux périodes dont les jours diffèrent ; une colonne « au 30-06-2024 » hors de la \
              période de son groupe. Une colonne sans année est laissée de côté.",
    why: "On compare des colonnes : une valeur d’une autre année y fait une progression, ou un recul, qui n’ont pas \
               eu lieu ; deux fiches mesurées sur des périodes différentes ne s’additionnent pas.",
    source: "Comparabilité des indicateurs : matrice et fiches du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "au: 2023-12-31, source",
            to: "au: 2021-12-31, source",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "au: 2023-12-31, source",
            to: "du: 2023-01-01, au: 2023-12-31, source",
        }],
    },
};

/// By indicateur and column: where values are written, and when they were measured.
type Measures<'d> = BTreeMap<(&'d str, &'d str), Vec<(Span, Window)>>;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut findings = Vec::new();
    let mut measures: Measures<'_> = BTreeMap::new();
    for objectives in context.fiches().filter_map(|fiche| fiche.objectives.as_ref()) {
        for line in &objectives.lines {
            let ObjectiveRow::Indicateur { indicateur, cells, .. } = line else { continue };
            for (cell, column) in cells.iter().zip(&objectives.columns) {
                findings.extend(cell.iter().filter_map(|v| check_value(v, &column.title, &column.meaning)));
                let Some(indicateur) = indicateur else { continue };
                let windows = cell.iter().filter_map(|v| v.window.map(|f| (v.measured.span, f)));
                measures
                    .entry((indicateur.value.as_str(), column.title.value.as_str()))
                    .or_default()
                    .extend(windows);
            }
        }
    }
    for line in &dossier.matrix.values {
        for (column, cell) in &line.cells {
            let Some(declared) = dossier.cadre.columns.iter().find(|c| c.id == column.value) else {
                continue;
            };
            findings.extend(cell.iter().filter_map(|v| check_value(v, column, &declared.meaning)));
        }
    }
    findings.extend(
        measures
            .iter()
            .filter_map(|((indicateur, column), measures)| check_shared(indicateur, column, measures)),
    );
    findings.extend(check_matrix_columns(context));
    findings.extend(
        context.fiches().flat_map(|fiche| &fiche.tables).flat_map(|t| &t.columns).filter_map(check_group),
    );
    findings
}

/// A column of a day (« Files au 30-06-2023 ») outside the period of its group (« Convention du … au … »).
fn check_group(column: &DataColumn) -> Option<Diagnostic> {
    let (start, end) = match written_days(column.group.as_deref()?).as_slice() {
        [start, end] if start < end => (*start, *end),
        _ => return None,
    };
    let title = written_days(&column.title.value);
    let day = title.iter().find(|j| **j < start || end < **j)?;
    Some(
        Diagnostic::finding(
            column.title.span,
            format!("la colonne donne le {day}, hors de la période de son groupe, {}", say((start, end))),
        )
        .warning()
        .help("corriger le jour, ou la période du groupe"),
    )
}

/// The days written in figures in a title.
fn written_days(text: &str) -> Vec<Day> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '/'));
    words
        .filter_map(|word| {
            let parts: Vec<&str> = word.split(['-', '/']).collect();
            let [day, month, year] = parts.as_slice() else { return None };
            Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        })
        .collect()
}

/// The days of the years of a column.
fn days_of(column: &ColumnMeaning) -> Option<DayRange> {
    let (first, last) = column.range()?;
    interval(&Duration::Period(ImpreciseDate::Year(first), ImpreciseDate::Year(last)))
}

fn check_value(value: &Value, column: &Spanned<String>, meaning: &ColumnMeaning) -> Option<Diagnostic> {
    let window = value.window?;
    let (start, end) = match window {
        Window::AsOf(j) => (j, j),
        Window::FromTo(a, b) => (a, b),
    };
    let days = days_of(meaning)?;
    if days.0 <= start && end <= days.1 {
        return None;
    }
    let finding = Diagnostic::finding(
        value.measured.span,
        format!("cette valeur de la colonne « {column} » est mesurée {window}"),
    )
    .also(column.span, format!("colonne « {column} »"))
    .help("corriger la période de mesure, ou changer la valeur de colonne");
    Some(finding)
}

/// An indicateur of the cadre that several fiches measure over different days.
fn check_shared(indicateur: &str, column: &str, measures: &[(Span, Window)]) -> Option<Diagnostic> {
    let (first, window) = measures.first()?;
    let (other, different) = measures.iter().find(|(_, f)| f != window)?;
    Some(
        Diagnostic::finding(
            *other,
            format!(
                "l’indicateur {indicateur}, colonne « {column} », est mesuré {different} ici, et {window} ailleurs"
            ),
        )
        .warning()
        .also(*first, window.to_string())
        .help("mesurer le même indicateur sur la même période"),
    )
}

/// Columns of the matrix whose year is other than that of their title.
fn check_matrix_columns(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .dossier
        .cadre
        .columns
        .iter()
        .filter_map(|column| {
            let year = column.meaning.only_year()?;
            let years_in_title = column.title.split(|c: char| !c.is_ascii_digit()).filter(|m| m.len() == 4);
            let wrong = years_in_title.filter_map(|m| m.parse::<u16>().ok()).find(|a| *a != year)?;
            Some(
                Diagnostic::finding(
                    column.span,
                    format!(
                        "la colonne {year} de la matrice s’intitule « {} », et dit {wrong}",
                        column.title
                    ),
                )
                .help("accorder l’année et le titre de la colonne"),
            )
        })
        .collect()
}
