//! Checks that a value which a fiche gives is not left to be filled in the matrix, nor the reverse.

use std::collections::BTreeMap;

use super::values::{IndicateurCell, fiche_cells, format_measured, matrix_cells, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::{Absence, Measured, Value};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une valeur est connue d’une fiche et « non renseigné » dans la matrice, ou l’inverse",
    severity: Severity::Warning,
    checks: "La valeur d’un indicateur du référentiel dans une fiche et celle de la matrice, quand les deux colonnes sont \
              d’une même année et annoncent toutes deux une cible, ou toutes deux non : si l’une est un nombre, l’autre \
              n’est pas « non renseigné » (ce que vaut aussi une case que la matrice n’écrit pas, sous « par_defaut: non renseigné »). \
              Une fiche qui précise le libellé n’est pas examinée. Quand plusieurs fiches portent l’indicateur, la matrice en attend \
              une valeur dès que toutes en ont une ; une fiche sans valeur n’est pas signalée. Un constat par sens.",
    why: "Le tableau des engagements laisse à compléter ce que l’acte dit ailleurs : qui lit l’un ignore l’autre.",
    source: "Cohérence interne de l’acte, entre les fiches et la matrice de l’annexe.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "\"2024\": 12 jours }",
            to: "\"2024\": non renseigné }",
        }],
        admitted: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "\"2024\": 12 jours }",
            to: "\"2024\": non communiqué }",
        }],
    },
};

/// Places shown one by one; the others are counted.
const SHOWN_MAX: usize = 6;

/// A value that one side gives, and the place of the other.
struct OneSided<'d> {
    cell: &'d IndicateurCell<'d>,
    value: &'d Value,
    unwritten: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let (fiches, matrix) = (fiche_cells(context), matrix_cells(context));
    let key = |cell: &IndicateurCell<'_>| (cell.name(), cell.only_year(), cell.meaning.is_target());
    let written: BTreeMap<_, &IndicateurCell<'_>> = matrix.iter().map(|cell| (key(cell), cell)).collect();
    let mut carried: BTreeMap<_, Vec<&IndicateurCell<'_>>> = BTreeMap::new();
    for cell in fiches.iter().filter(|cell| cell.cadre.is_some() && cell.only_year().is_some()) {
        carried.entry(key(cell)).or_default().push(cell);
    }
    let values = &context.dossier.matrix;
    let default = values.default_span.filter(|_| values.default_value == Absence::NotReported);
    let (mut in_fiches, mut in_matrix) = (Vec::new(), Vec::new());
    for (key, cells) in &carried {
        let Some(first) = cells.first() else { continue };
        if cells.iter().any(|cell| has_own_label(cell)) || !is_column(context, first) {
            continue;
        }
        let of_matrix = written.get(key).copied();
        match (cells.iter().map(|cell| cell.single()).collect::<Option<Vec<_>>>(), of_matrix) {
            (Some(values), Some(cell)) => {
                in_fiches.extend(one_sided(first, values.first().copied(), not_reported(cell)));
            }
            (Some(values), None) => in_fiches.extend(one_sided(first, values.first().copied(), default)),
            (None, Some(cell)) if cells.len() == 1 => {
                in_matrix.extend(one_sided(cell, cell.single(), not_reported(first)));
            }
            (None, _) => {}
        }
    }
    let to_matrix = report(
        &in_fiches,
        ["la fiche", "les fiches"],
        "la matrice",
        "écrire la valeur dans la matrice aussi, ou dire pourquoi elle n’y est pas (« sans objet », « non communiqué »)",
    );
    let to_fiche = report(
        &in_matrix,
        ["la matrice"; 2],
        "la fiche",
        "écrire la valeur dans la fiche aussi, ou dire pourquoi elle n’y est pas (« sans objet », « non communiqué »)",
    );
    to_matrix.into_iter().chain(to_fiche).collect()
}

/// Whether the matrix has a column for the year of a cell, of the same nature: without it nothing stands there.
fn is_column(context: &Context<'_>, cell: &IndicateurCell<'_>) -> bool {
    let columns = &context.dossier.cadre.columns;
    columns.iter().any(|column| {
        column.meaning.only_year().map(i32::from) == cell.only_year()
            && column.meaning.is_target() == cell.meaning.is_target()
    })
}

fn has_own_label(cell: &IndicateurCell<'_>) -> bool {
    cell.cadre.is_some_and(|(_, indicateur)| flat(&indicateur.label) != flat(cell.label))
}

/// Where a cell says « non renseigné », and nothing else.
fn not_reported(cell: &IndicateurCell<'_>) -> Option<Span> {
    match cell.values {
        [value] if value.measured.value == Measured::Absent(Absence::NotReported) => {
            Some(value.measured.span)
        }
        _ => None,
    }
}

fn one_sided<'d>(
    cell: &'d IndicateurCell<'d>,
    value: Option<&'d Value>,
    unwritten: Option<Span>,
) -> Option<OneSided<'d>> {
    Some(OneSided { cell, value: value?, unwritten: unwritten? })
}

fn report(found: &[OneSided<'_>], sides: [&str; 2], other: &str, help: &str) -> Option<Diagnostic> {
    let first = found.first()?;
    let message = match found {
        [only] => format!(
            "{} vaut {} dans {}, et {other} dit « {} »",
            only.cell.name(),
            format_measured(&only.value.measured.value),
            sides[0],
            Absence::NotReported.word()
        ),
        several => format!(
            "{} valeurs sont dans {}, et {other} dit « {} »",
            several.len(),
            sides[1],
            Absence::NotReported.word()
        ),
    };
    let mut finding = Diagnostic::finding(first.value.measured.span, message)
        .here(quoted_label(first.cell.label))
        .also(first.unwritten, format!("« {} »", Absence::NotReported.word()));
    for more in found.iter().skip(1).take(SHOWN_MAX) {
        let value = format_measured(&more.value.measured.value);
        finding = finding.also(more.value.measured.span, format!("{} : {value}", more.cell.name()));
    }
    Some(finding.help(help))
}
