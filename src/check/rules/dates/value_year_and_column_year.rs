//! Windows of values and years of columns that contradict each other.

use std::collections::BTreeMap;

use crate::check::rules::dates::facts::{Interval, interval, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::years;
use crate::model::fiche::ObjectiveRow;
use crate::model::passage::PassageKind;
use crate::model::table::Column;
use crate::model::time::Window;
use crate::model::{Day, Duration, ImpreciseDate, Value};
use crate::text::Span;

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

/// Where an indicator was measured, in a column.
type Mesures<'d> = BTreeMap<(&'d str, &'d str), Vec<(Span, Window)>>;

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = c.dossier;
    let mut output = Vec::new();
    let mut mesures: Mesures<'_> = BTreeMap::new();
    for objectives in c.fiches().filter_map(|f| f.objectives.as_ref()) {
        for line in &objectives.lines {
            let ObjectiveRow::Indicateur { indicateur, cells, .. } = line else { continue };
            for (cell, column) in cells.iter().zip(&objectives.columns) {
                output
                    .extend(cell.iter().filter_map(|v| outside_column(v, &column.value, Some(column.span))));
                let Some(indicateur) = indicateur else { continue };
                let windows = cell.iter().filter_map(|v| v.window.map(|f| (v.measured.span, f)));
                mesures
                    .entry((indicateur.value.as_str(), column.value.as_str()))
                    .or_default()
                    .extend(windows);
            }
        }
    }
    for line in &dossier.matrix.values {
        for (column, cell) in &line.cells {
            let place = Some(column.span);
            output.extend(cell.iter().filter_map(|v| outside_column(v, &column.value, place)));
        }
    }
    output.extend(
        mesures.iter().filter_map(|((indicateur, column), readings)| shared(indicateur, column, readings)),
    );
    output.extend(columns(c));
    output.extend(c.fiches().flat_map(|f| &f.tables).flat_map(|t| &t.columns).filter_map(outside_group));
    output
}

/// A column of a day that is not of the period of its group: « Files au 30-06-2023 », « Convention du … au … ».
fn outside_group(column: &Column) -> Option<Diagnostic> {
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

/// The days written in figures in a heading.
fn written_days(text: &str) -> Vec<Day> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '-' || c == '/'));
    words
        .filter_map(|word| {
            let parties: Vec<&str> = word.split(['-', '/']).collect();
            let [day, month, year] = parties.as_slice() else { return None };
            Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        })
        .collect()
}

fn days_of(title: &str) -> Option<Interval> {
    let years: Vec<u16> = years(title).collect();
    let (from, a) = (years.iter().min()?, years.iter().max()?);
    interval(&Duration::Period(ImpreciseDate::Year(*from), ImpreciseDate::Year(*a)))
}

fn outside_column(value: &Value, column: &str, place: Option<Span>) -> Option<Diagnostic> {
    let window = value.window?;
    let (start, end) = match window {
        Window::AsOf(j) => (j, j),
        Window::FromTo(a, b) => (a, b),
    };
    let days = days_of(column)?;
    if days.0 <= start && end <= days.1 {
        return None;
    }
    let finding = Diagnostic::finding(
        value.measured.span,
        format!("cette valeur de la colonne « {column} » est mesurée {window}"),
    )
    .help("corriger la période de mesure, ou changer la valeur de colonne");
    Some(match place {
        Some(place) => finding.also(place, format!("colonne « {column} »")),
        None => finding,
    })
}

/// One indicator of the framework, measured by several fiches over different days.
fn shared(indicateur: &str, column: &str, readings: &[(Span, Window)]) -> Option<Diagnostic> {
    let (first, window) = readings.first()?;
    let (other, different) = readings.iter().find(|(_, f)| f != window)?;
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

/// The columns of the matrix whose year is not that of their title.
fn columns(c: &Context<'_>) -> Vec<Diagnostic> {
    let texts: BTreeMap<&str, Span> = c
        .dossier
        .passages
        .iter()
        .filter(|p| p.kind == PassageKind::Field)
        .map(|p| (p.text.as_str(), p.span))
        .collect();
    c.dossier
        .cadre
        .columns
        .iter()
        .filter_map(|column| {
            let id: u16 = Some(&column.id).filter(|id| id.len() == 4)?.parse().ok()?;
            let claims = column.title.split(|c: char| !c.is_ascii_digit()).filter(|m| m.len() == 4);
            let wrong = claims.filter_map(|m| m.parse::<u16>().ok()).find(|a| *a != id)?;
            Some(
                Diagnostic::finding(
                    *texts.get(column.title.as_str())?,
                    format!("la colonne {id} de la matrice s’intitule « {} », et dit {wrong}", column.title),
                )
                .help("accorder l’identifiant et le titre de la colonne"),
            )
        })
        .collect()
}
