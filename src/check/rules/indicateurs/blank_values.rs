//! Checks that a missing value has a reason, and that a signed act promises none.

use std::collections::BTreeMap;

use super::values::{IndicateurCell, fiche_cells, format_count, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::matrix::{self, MatrixCell, MatrixRow};
use crate::model::cadre::{Indicateur, Mesure};
use crate::model::{Absence, Measured, Value};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "des valeurs d’indicateurs sont vides, ou promises par un acte signé",
    severity: Severity::Warning,
    checks: "Les cases vides sans raison du tableau des objectifs de chaque fiche, puis de la matrice : un constat par \
              fiche, un par mesure, un pour les colonnes entièrement vides. « non contracté », « non renseigné », \
              « non communiqué » et « sans objet » sont des raisons. « à transmettre » et « en cours de construction » \
              n’en sont plus une fois l’acte signé, en conseil ; la matrice dit les deux en un constat par mesure. Une matrice dont rien n’est écrit n’est pas examinée.",
    why: "Une case vide se lit de trois façons : zéro, inconnu, oublié. Sans situation de départ ni cible, \
               l’évaluation de l’action n’a rien à comparer.",
    source: "Cohérence interne de l’acte, qui annonce des indicateurs renseignés.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "valeurs: { Cible 2024: 100 diagnostics }",
            to: "valeurs: { Cible 2024: vide }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "valeurs: { Cible 2024: 100 diagnostics }",
            to: "valeurs: { Cible 2024: non communiqué }",
        }],
    },
};

/// Rows shown one by one; the others are counted.
const SHOWN_MAX: usize = 12;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = fiche_cells(context);
    let mut cells_by_fiche: BTreeMap<u32, Vec<&IndicateurCell<'_>>> = BTreeMap::new();
    for cell in &data {
        if let Some(fiche) = cell.fiche {
            cells_by_fiche.entry(fiche.span.file.index()).or_default().push(cell);
        }
    }
    let mut findings: Vec<Diagnostic> =
        cells_by_fiche.values().filter_map(|cells| blank_cells(cells)).collect();
    if context.signature().is_some() {
        findings.extend(cells_by_fiche.values().filter_map(|cells| promised_cells(cells)));
    }
    findings.extend(in_matrix(context));
    findings
}

fn all_absent(cell: &[Value], absences: &[Absence]) -> bool {
    !cell.is_empty()
        && cell.iter().all(|v| matches!(v.measured.value, Measured::Absent(a) if absences.contains(&a)))
}

/// The rows of some cells, each by its first cell, with the number of cells.
fn by_row<'c, 'd>(cells: &[&'c IndicateurCell<'d>]) -> Vec<(&'c IndicateurCell<'d>, usize)> {
    let mut rows: Vec<(&IndicateurCell<'_>, usize)> = Vec::new();
    for cell in cells {
        match rows.last_mut() {
            Some((row, count)) if row.span == cell.span => *count += 1,
            _ => rows.push((cell, 1)),
        }
    }
    rows
}

fn blank_cells(cells: &[&IndicateurCell<'_>]) -> Option<Diagnostic> {
    let blank: Vec<_> =
        cells.iter().copied().filter(|diagnostic| all_absent(diagnostic.values, &[Absence::Blank])).collect();
    let message = match blank.len() {
        1 if cells.len() == 1 => {
            "la seule case du tableau des objectifs est vide, sans raison déclarée".to_owned()
        }
        n if n == cells.len() => {
            format!("les {n} cases du tableau des objectifs sont vides, sans raison déclarée")
        }
        n => format!(
            "{} du tableau des objectifs, sur {}, sans raison déclarée",
            format_count(n, "case vide", "cases vides"),
            cells.len()
        ),
    };
    report_rows(&by_row(&blank), message).map(|diagnostic| {
        diagnostic.help("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet », « non communiqué »…")
    })
}

fn promised_cells(cells: &[&IndicateurCell<'_>]) -> Option<Diagnostic> {
    let promised: Vec<_> =
        cells.iter().copied().filter(|diagnostic| all_absent(diagnostic.values, &PROMISED)).collect();
    let message = format!(
        "l’acte est signé, et {} au tableau des objectifs",
        format_count(promised.len(), "valeur y reste promise", "valeurs y restent promises")
    );
    report_rows(&by_row(&promised), message)
        .map(|diagnostic| diagnostic.advice().help("donner la valeur, ou dire qui la transmettra et quand"))
}

fn report_rows(rows: &[(&IndicateurCell<'_>, usize)], message: String) -> Option<Diagnostic> {
    let format_row = |(row, count): &(&IndicateurCell<'_>, usize)| match count {
        1 => quoted_label(row.label),
        count => format!("{} : {count} cases", quoted_label(row.label)),
    };
    let (first, others) = rows.split_first()?;
    let mut finding = Diagnostic::finding(first.0.span, message).here(format_row(first));
    for row in others.iter().take(SHOWN_MAX) {
        finding = finding.also(row.0.span, format_row(row));
    }
    Some(finding)
}

/// Absences that promise a value.
const PROMISED: [Absence; 2] = [Absence::ToBeSent, Absence::UnderConstruction];

/// An indicateur and the state of its cells, by column.
type IndicateurStates<'d> = (&'d Indicateur, Vec<CellState>);

/// What a cell of the matrix holds, as far as this rule looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellState {
    Blank,
    Promised,
    Other,
}

fn in_matrix(context: &Context<'_>) -> Vec<Diagnostic> {
    let matrix_values = &context.dossier.matrix;
    let Some(default_span) = matrix_values.default_span.filter(|_| !matrix_values.values.is_empty()) else {
        return Vec::new();
    };
    let mut mesures: Vec<(&Mesure, Vec<IndicateurStates<'_>>)> = Vec::new();
    for row in matrix::rows(context.dossier) {
        match row {
            MatrixRow::Mesure(mesure) => mesures.push((mesure, Vec::new())),
            MatrixRow::Indicateur(indicateur, matrix_cells) => {
                let above =
                    mesures.last().and_then(|(_, rows)| rows.last()).map(|(_, states)| states.clone());
                let states = matrix_cells.iter().enumerate().map(|(column, matrix_cell)| {
                    cell_state(matrix_cell)
                        .or_else(|| above.as_ref()?.get(column).copied())
                        .unwrap_or(CellState::Other)
                });
                if let Some((_, rows)) = mesures.last_mut() {
                    rows.push((indicateur, states.collect()));
                }
            }
            MatrixRow::Theme(_) | MatrixRow::Group(_) => {}
        }
    }
    let columns = &context.dossier.cadre.columns;
    let is_blank = |column: usize| {
        mesures
            .iter()
            .flat_map(|(_, rows)| rows)
            .all(|(_, states)| states.get(column) == Some(&CellState::Blank))
    };
    let whole_columns: Vec<usize> = (0..columns.len()).filter(|index| is_blank(*index)).collect();
    let mut findings = Vec::new();
    if !whole_columns.is_empty() {
        let titles: Vec<String> = whole_columns
            .iter()
            .filter_map(|index| columns.get(*index))
            .map(|c| quoted_label(&c.title))
            .collect();
        let message = match titles.as_slice() {
            [only] => format!("la colonne {only} de la matrice est entièrement vide"),
            _ => format!("les colonnes {} de la matrice sont entièrement vides", titles.join(", ")),
        };
        findings.push(
            Diagnostic::finding(default_span, message)
                .here("vaut pour toute case qui n’est pas écrite")
                .help("donner les valeurs, ou la raison de leur absence par « par_defaut: non renseigné »"),
        );
    }
    for (mesure, rows) in &mesures {
        findings.extend(in_mesure(context, mesure, rows, &whole_columns));
    }
    findings
}

/// State of a cell; `None` when it continues the one above.
fn cell_state(matrix_cell: &MatrixCell<'_>) -> Option<CellState> {
    let state = |cell: &[Value]| {
        if all_absent(cell, &[Absence::Blank]) {
            CellState::Blank
        } else if all_absent(cell, &PROMISED) {
            CellState::Promised
        } else {
            CellState::Other
        }
    };
    Some(match matrix_cell {
        MatrixCell::Values(cell) | MatrixCell::Mesure(cell, _) => state(cell),
        MatrixCell::Absent(Absence::Blank) => CellState::Blank,
        MatrixCell::Absent(Absence::ToBeSent | Absence::UnderConstruction) => CellState::Promised,
        MatrixCell::Absent(_) => CellState::Other,
        MatrixCell::Continuation => return None,
    })
}

/// One finding for the blank and the promised cells of a mesure.
fn in_mesure(
    context: &Context<'_>,
    mesure: &Mesure,
    rows: &[IndicateurStates<'_>],
    whole_columns: &[usize],
) -> Option<Diagnostic> {
    let default_span = context.dossier.matrix.default_span?;
    let cells_in_state = |wanted: CellState| {
        let cells = rows.iter().flat_map(|(indicateur, states)| {
            states.iter().enumerate().map(move |(column, state)| (*indicateur, column, *state))
        });
        cells
            .filter(|(_, column, state)| *state == wanted && !whole_columns.contains(column))
            .collect::<Vec<_>>()
    };
    let (blank, promised) = (cells_in_state(CellState::Blank), cells_in_state(CellState::Promised));
    let promised = if context.signature().is_some() { promised } else { Vec::new() };
    let total = rows
        .iter()
        .map(|(_, states)| states.len())
        .sum::<usize>()
        .saturating_sub(rows.len() * whole_columns.len());
    let blank_message = match blank.len() {
        0 => None,
        1 if total == 1 => Some("la seule case est vide, sans raison déclarée".to_owned()),
        n if n == total => {
            // Columns blank for every mesure have their own finding.
            let elsewhere = if whole_columns.is_empty() { "" } else { " des autres colonnes" };
            Some(format!("les {n} cases{elsewhere} sont vides, sans raison déclarée"))
        }
        n => Some(format!("{} sans raison déclarée", format_count(n, "case vide", "cases vides"))),
    };
    let promised_message = (!promised.is_empty()).then(|| {
        format!(
            "l’acte est signé, et {}",
            format_count(promised.len(), "valeur y reste promise", "valeurs y restent promises")
        )
    });
    let messages: Vec<String> = blank_message.iter().chain(&promised_message).cloned().collect();
    if messages.is_empty() {
        return None;
    }
    let first_absent = |absences: &[Absence]| absent_spans(context, mesure, absences).next();
    let (span, shown_cells) = if blank.is_empty() {
        (first_absent(&PROMISED).unwrap_or(default_span), &promised)
    } else {
        (first_absent(&[Absence::Blank]).unwrap_or(default_span), &blank)
    };
    let mut finding =
        Diagnostic::finding(span, format!("matrice, mesure {} : {}", mesure.number, messages.join(" ; ")))
            .here(quote_indicateurs(shown_cells))
            .on(format!("mesure {}", mesure.number));
    if blank.is_empty() {
        return Some(finding.advice().help("donner la valeur, ou dire qui la transmettra et quand"));
    }
    for span in absent_spans(context, mesure, &PROMISED).take(SHOWN_MAX) {
        finding = finding.also(span, "promise");
    }
    Some(finding.help("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet »…"))
}

/// Where the matrix writes one of some absences for a mesure.
fn absent_spans<'c>(
    context: &'c Context<'_>,
    mesure: &'c Mesure,
    absences: &'c [Absence],
) -> impl Iterator<Item = Span> + 'c {
    let is_of_mesure = |target: &str| {
        target.split_once('/').map_or(target == mesure.number, |(number, _)| number == mesure.number)
    };
    let lines = context.dossier.matrix.values.iter().filter(move |line| is_of_mesure(&line.key.value));
    lines
        .flat_map(|line| &line.cells)
        .filter(|(_, cell)| all_absent(cell, absences))
        .filter_map(|(_, cell)| cell.first().map(|v| v.measured.span))
}

/// Labels of the indicateurs of some cells, each once.
fn quote_indicateurs(cells: &[(&Indicateur, usize, CellState)]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (indicateur, ..) in cells {
        let name = quoted_label(&indicateur.label);
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    let hidden = names.len().saturating_sub(SHOWN_MAX);
    names.truncate(SHOWN_MAX);
    let others =
        if hidden > 0 { format!(", et {}", format_count(hidden, "autre", "autres")) } else { String::new() };
    format!("{}{others}", names.join(", "))
}
