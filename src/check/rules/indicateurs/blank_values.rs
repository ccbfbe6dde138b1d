//! A value that is missing without a reason, or promised by an act that is signed.

use std::collections::BTreeMap;

use super::values::{Datum, count, of_fiches, short};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::matrix::{self, MatrixCell, Row};
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
            to: "valeurs: { Cible 2024: non renseigné }",
        }],
    },
};

/// Most rows shown one by one.
const SHOWN_MAX: usize = 12;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let data = of_fiches(context);
    let mut fiches: BTreeMap<u32, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in &data {
        if let Some(fiche) = datum.fiche {
            fiches.entry(fiche.span.file.index()).or_default().push(datum);
        }
    }
    let mut findings: Vec<Diagnostic> = fiches.values().filter_map(|cells| empties(cells)).collect();
    if context.signature().is_some() {
        findings.extend(fiches.values().filter_map(|cells| promised_cells(cells)));
    }
    findings.extend(in_matrix(context));
    findings
}

fn every(cell: &[Value], absences: &[Absence]) -> bool {
    !cell.is_empty()
        && cell.iter().all(|v| matches!(v.measured.value, Measured::Absent(a) if absences.contains(&a)))
}

/// The rows of some boxes, each with the number of its boxes.
fn by_line<'c, 'd>(cells: &[&'c Datum<'d>]) -> Vec<(&'c Datum<'d>, usize)> {
    let mut lines: Vec<(&Datum<'_>, usize)> = Vec::new();
    for cell in cells {
        match lines.last_mut() {
            Some((line, n)) if line.span == cell.span => *n += 1,
            _ => lines.push((cell, 1)),
        }
    }
    lines
}

fn empties(cells: &[&Datum<'_>]) -> Option<Diagnostic> {
    let hits: Vec<_> = cells.iter().copied().filter(|d| every(d.cell, &[Absence::Blank])).collect();
    let message = match hits.len() {
        1 if cells.len() == 1 => {
            "la seule case du tableau des objectifs est vide, sans raison déclarée".to_owned()
        }
        n if n == cells.len() => {
            format!("les {n} cases du tableau des objectifs sont vides, sans raison déclarée")
        }
        n => format!(
            "{} du tableau des objectifs, sur {}, sans raison déclarée",
            count(n, "case vide", "cases vides"),
            cells.len()
        ),
    };
    show(&by_line(&hits), message).map(|d| {
        d.help("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet », « non communiqué »…")
    })
}

fn promised_cells(cells: &[&Datum<'_>]) -> Option<Diagnostic> {
    let hits: Vec<_> = cells.iter().copied().filter(|d| every(d.cell, &PROMISED)).collect();
    let message = format!(
        "l’acte est signé, et {} au tableau des objectifs",
        count(hits.len(), "valeur y reste promise", "valeurs y restent promises")
    );
    show(&by_line(&hits), message)
        .map(|d| d.advice().help("donner la valeur, ou dire qui la transmettra et quand"))
}

fn show(lines: &[(&Datum<'_>, usize)], message: String) -> Option<Diagnostic> {
    let say = |(line, n): &(&Datum<'_>, usize)| match n {
        1 => short(line.label),
        n => format!("{} : {n} cases", short(line.label)),
    };
    let (first_one, others) = lines.split_first()?;
    let mut finding = Diagnostic::finding(first_one.0.span, message).here(say(first_one));
    for line in others.iter().take(SHOWN_MAX) {
        finding = finding.also(line.0.span, say(line));
    }
    Some(finding)
}

/// The two ways of promising a value.
const PROMISED: [Absence; 2] = [Absence::ToBeSent, Absence::UnderConstruction];

/// A row of the matrix: an indicator and its boxes.
type TableRow<'d> = (&'d Indicateur, Vec<ActStatus>);

/// What a box of the matrix holds, as far as this rule looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ActStatus {
    Blank,
    Promised,
    Other,
}

fn in_matrix(context: &Context<'_>) -> Vec<Diagnostic> {
    let values = &context.dossier.matrix;
    let Some(fallback) = values.default_span.filter(|_| !values.values.is_empty()) else {
        return Vec::new();
    };
    let mut mesures: Vec<(&Mesure, Vec<TableRow<'_>>)> = Vec::new();
    for line in matrix::compute(context.dossier) {
        match line {
            Row::Mesure(mesure) => mesures.push((mesure, Vec::new())),
            Row::Indicateur(indicateur, matrix_cells) => {
                let before =
                    mesures.last().and_then(|(_, lines)| lines.last()).map(|(_, states)| states.clone());
                let states = matrix_cells.iter().enumerate().map(|(column, matrix_cell)| {
                    etat(matrix_cell)
                        .or_else(|| before.as_ref()?.get(column).copied())
                        .unwrap_or(ActStatus::Other)
                });
                if let Some((_, lines)) = mesures.last_mut() {
                    lines.push((indicateur, states.collect()));
                }
            }
            Row::Theme(_) | Row::Group(_) => {}
        }
    }
    let columns = &context.dossier.cadre.columns;
    let empty = |column: usize| {
        mesures.iter().flat_map(|(_, l)| l).all(|(_, states)| states.get(column) == Some(&ActStatus::Blank))
    };
    let whole_columns: Vec<usize> = (0..columns.len()).filter(|k| empty(*k)).collect();
    let mut findings = Vec::new();
    if !whole_columns.is_empty() {
        let titles: Vec<String> =
            whole_columns.iter().filter_map(|k| columns.get(*k)).map(|c| short(&c.title)).collect();
        let message = match titles.as_slice() {
            [only] => format!("la colonne {only} de la matrice est entièrement vide"),
            _ => format!("les colonnes {} de la matrice sont entièrement vides", titles.join(", ")),
        };
        findings.push(
            Diagnostic::finding(fallback, message)
                .here("vaut pour toute case qui n’est pas écrite")
                .help("donner les valeurs, ou la raison de leur absence par « par_defaut: non renseigné »"),
        );
    }
    for (mesure, lines) in &mesures {
        findings.extend(of_mesure(context, mesure, lines, &whole_columns));
    }
    findings
}

/// What a box holds; `None` when it goes on from the one above.
fn etat(matrix_cell: &MatrixCell<'_>) -> Option<ActStatus> {
    let from = |cell: &[Value]| {
        if every(cell, &[Absence::Blank]) {
            ActStatus::Blank
        } else if every(cell, &PROMISED) {
            ActStatus::Promised
        } else {
            ActStatus::Other
        }
    };
    Some(match matrix_cell {
        MatrixCell::Values(cell) | MatrixCell::Mesure(cell, _) => from(cell),
        MatrixCell::Absent(Absence::Blank) => ActStatus::Blank,
        MatrixCell::Absent(Absence::ToBeSent | Absence::UnderConstruction) => ActStatus::Promised,
        MatrixCell::Absent(_) => ActStatus::Other,
        MatrixCell::Continuation => return None,
    })
}

/// The boxes of one measure: one finding for those that are blank and those that are promised.
fn of_mesure(
    context: &Context<'_>,
    mesure: &Mesure,
    lines: &[TableRow<'_>],
    whole_columns: &[usize],
) -> Option<Diagnostic> {
    let fallback = context.dossier.matrix.default_span?;
    let locate = |sought: ActStatus| {
        let cells = lines.iter().flat_map(|(i, l)| l.iter().enumerate().map(move |(k, e)| (*i, k, *e)));
        cells.filter(|(_, k, e)| *e == sought && !whole_columns.contains(k)).collect::<Vec<_>>()
    };
    let (empties, promised_cells) = (locate(ActStatus::Blank), locate(ActStatus::Promised));
    let promised_cells = if context.signature().is_some() { promised_cells } else { Vec::new() };
    let total =
        lines.iter().map(|(_, l)| l.len()).sum::<usize>().saturating_sub(lines.len() * whole_columns.len());
    let empty = match empties.len() {
        0 => None,
        1 if total == 1 => Some("la seule case est vide, sans raison déclarée".to_owned()),
        n if n == total => {
            // The columns that are blank for all the measures have their own finding.
            let at = if whole_columns.is_empty() { "" } else { " des autres colonnes" };
            Some(format!("les {n} cases{at} sont vides, sans raison déclarée"))
        }
        n => Some(format!("{} sans raison déclarée", count(n, "case vide", "cases vides"))),
    };
    let promised = (!promised_cells.is_empty()).then(|| {
        format!(
            "l’acte est signé, et {}",
            count(promised_cells.len(), "valeur y reste promise", "valeurs y restent promises")
        )
    });
    let statements: Vec<String> = empty.iter().chain(&promised).cloned().collect();
    if statements.is_empty() {
        return None;
    }
    let as_written = |etat: &[Absence]| written(context, mesure, etat).next();
    let (place, absences) = if empties.is_empty() {
        (as_written(&PROMISED).unwrap_or(fallback), &promised_cells)
    } else {
        (as_written(&[Absence::Blank]).unwrap_or(fallback), &empties)
    };
    let mut finding =
        Diagnostic::finding(place, format!("matrice, mesure {} : {}", mesure.number, statements.join(" ; ")))
            .here(name_cells(absences));
    if empties.is_empty() {
        return Some(finding.advice().help("donner la valeur, ou dire qui la transmettra et quand"));
    }
    for span in written(context, mesure, &PROMISED).take(SHOWN_MAX) {
        finding = finding.also(span, "promise");
    }
    Some(finding.help("donner la valeur, ou la raison de son absence : « non renseigné », « sans objet »…"))
}

/// Where values of a measure are written in the matrix as absent in some way.
fn written<'c>(
    context: &'c Context<'_>,
    mesure: &'c Mesure,
    absences: &'c [Absence],
) -> impl Iterator<Item = Span> + 'c {
    let from =
        |target: &str| target.split_once('/').map_or(target == mesure.number, |(m, _)| m == mesure.number);
    let lines = context.dossier.matrix.values.iter().filter(move |l| from(&l.target.value));
    lines
        .flat_map(|l| &l.cells)
        .filter(|(_, cell)| every(cell, absences))
        .filter_map(|(_, cell)| cell.first().map(|v| v.measured.span))
}

/// The indicators of some boxes, each once.
fn name_cells(cells: &[(&Indicateur, usize, ActStatus)]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (indicateur, ..) in cells {
        let name = short(&indicateur.label);
        if names.last() != Some(&name) {
            names.push(name);
        }
    }
    let remainder = names.len().saturating_sub(SHOWN_MAX);
    names.truncate(SHOWN_MAX);
    let rest =
        if remainder > 0 { format!(", et {}", count(remainder, "autre", "autres")) } else { String::new() };
    format!("{}{rest}", names.join(", "))
}
