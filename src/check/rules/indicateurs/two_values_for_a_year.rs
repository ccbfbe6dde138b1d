//! Checks that an indicateur has one value for a year, in the fiches and in the matrix.

use std::collections::BTreeMap;

use super::values::{IndicateurCell, fiche_cells, format_measured, matrix_cells, quoted_label, value_range};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::{Measured, Value, Window};

pub(crate) static PAGE: Page = Page {
    title: "un même indicateur a deux valeurs pour la même année",
    severity: Severity::Error,
    checks: "La valeur d’un indicateur du référentiel dans une fiche est comparée à celle de la matrice, quand les deux \
              colonnes sont d’une même année et annoncent toutes deux une cible, ou toutes deux non, sauf si la fiche \
              précise le libellé ou si plusieurs fiches portent l’indicateur. Elle l’est aussi, \
              en conseil, à celle d’une autre fiche qui l’imprime sous le même libellé, dans une colonne de même titre. \
              Des nombres doivent être égaux, une borne et une fourchette compatibles. Une valeur arrêtée en cours \
              d’année, ou d’un périmètre dit, n’est comparée qu’à une valeur qui dit de même.",
    why: "L’évaluation portera sur l’une des deux valeurs : tant qu’elles diffèrent, chaque partie peut \
               choisir la sienne.",
    source: "Cohérence interne de l’acte, entre les fiches et la matrice de l’annexe.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "\"2023\": \"17,5 jours\",",
            to: "\"2023\": \"17 jours\",",
        }],
        admitted: &[
            Change {
                file: "content/2024/indicateurs.yaml",
                from: "\"2023\": \"17,5 jours\",",
                to: "\"2023\": { valeur: 17 jours, au: 2023-06-30 },",
            },
            Change {
                file: "content/2024/indicateurs.yaml",
                from: "\"2024\": 12 jours }",
                to: "\"2024\": 10 à 12 jours }",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (fiches, matrix) = (fiche_cells(context), matrix_cells(context));
    let mut index: BTreeMap<_, &IndicateurCell<'_>> = BTreeMap::new();
    for cell in &matrix {
        index.insert((cell.name(), cell.only_year(), cell.meaning.is_target()), cell);
    }
    let mut findings = Vec::new();
    // Do not compare with the matrix what several fiches carry: the matrix sums them.
    let mut carriers: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for cell in &fiches {
        *carriers.entry((cell.name(), cell.column)).or_default() += 1;
    }
    let mut seen: BTreeMap<(String, String, &str), &IndicateurCell<'_>> = BTreeMap::new();
    for cell in fiches.iter().filter(|cell| cell.cadre.is_some()) {
        let has_own_label =
            cell.cadre.is_some_and(|(_, indicateur)| flat(&indicateur.label) != flat(cell.label));
        let carried_once = carriers.get(&(cell.name(), cell.column)) == Some(&1);
        if let Some(year) = cell.only_year().filter(|_| carried_once && !has_own_label)
            && let Some(other) = index.get(&(cell.name(), Some(year), cell.meaning.is_target()))
            && let Some((a, b)) = differing(cell, other)
        {
            let message = format!(
                "{} vaut {} ici et {} dans la matrice, pour {year}",
                cell.name(),
                format_measured(&a.measured.value),
                format_measured(&b.measured.value)
            );
            findings.push(
                Diagnostic::finding(a.measured.span, message)
                    .here(quoted_label(cell.label))
                    .also(b.measured.span, "valeur de la matrice")
                    .help("corriger l’une des deux valeurs, ou dire la période ou le périmètre qui les distingue"),
            );
        }
        match seen.get(&(cell.name(), flat(cell.label), cell.column)) {
            Some(other) if other.fiche.map(|fiche| fiche.span) != cell.fiche.map(|fiche| fiche.span) => {
                findings.extend(between_fiches(cell, other));
            }
            Some(_) => {}
            None => {
                seen.insert((cell.name(), flat(cell.label), cell.column), cell);
            }
        }
    }
    findings
}

fn between_fiches(cell: &IndicateurCell<'_>, other: &IndicateurCell<'_>) -> Option<Diagnostic> {
    let (a, b) = differing(cell, other)?;
    let finding = Diagnostic::finding(
        a.measured.span,
        format!(
            "{} vaut {} ici et {} dans une autre fiche, sous le même libellé",
            cell.name(),
            format_measured(&a.measured.value),
            format_measured(&b.measured.value)
        ),
    )
    .advice()
    .here(quoted_label(cell.label))
    .also(b.measured.span, "valeur de l’autre fiche")
    .help("préciser le libellé de chaque fiche (« …, à savoir … »), ou dire le périmètre de chaque valeur");
    Some(finding)
}

/// The two values, when both cannot be true.
fn differing<'d>(a: &IndicateurCell<'d>, l: &IndicateurCell<'d>) -> Option<(&'d Value, &'d Value)> {
    let (value_a, value_b) = (a.single()?, l.single()?);
    if value_a.perimeter != value_b.perimeter || !same_periods(value_a.window, value_b.window) {
        return None;
    }
    let compatible = match (&value_a.measured.value, &value_b.measured.value) {
        (Measured::Number(x), Measured::Number(y)) => x.value == y.value,
        (x, y) => {
            let ((low_x, high_x), (low_y, high_y)) = (value_range(x)?, value_range(y)?);
            let before = |high: Option<_>, low: Option<_>| high.zip(low).is_some_and(|(h, l)| h < l);
            !before(high_x, low_y) && !before(high_y, low_x)
        }
    };
    (!compatible).then_some((value_a, value_b))
}

/// Whether two windows are the same; none declared means the whole year.
fn same_periods(a: Option<Window>, b: Option<Window>) -> bool {
    let is_whole_year = |window: Window| {
        let (start, end) = match window {
            Window::AsOf(end) => (None, end),
            Window::FromTo(start, end) => (Some(start), end),
        };
        (end.month(), end.day()) == (12, 31)
            && start.is_none_or(|start| (start.month(), start.day()) == (1, 1))
    };
    match (a, b) {
        (None, None) => true,
        (Some(window), None) | (None, Some(window)) => is_whole_year(window),
        (Some(a), Some(b)) => a == b || (is_whole_year(a) && is_whole_year(b)),
    }
}
