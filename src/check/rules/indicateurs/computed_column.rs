//! Checks the numbers of a column that says it is computed from the other cells of the row.

use rust_decimal::Decimal;

use super::grid::{GridCell, cell_numbers, cell_text, grid_of};
use crate::check::Context;
use crate::check::figures_and_words::number;
use crate::diagnostic::Diagnostic;
use crate::model::table::{DataTable, Derivation};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.tables.iter().flat_map(in_table)).collect()
}

fn in_table(table: &DataTable) -> Vec<Diagnostic> {
    let grid = grid_of(table);
    let computed = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, declared)| declared.derivation == Some(Derivation::Computed));
    let mut findings = Vec::new();
    for (column, _) in computed {
        let rows: Vec<_> = grid
            .iter()
            .enumerate()
            .filter_map(|(index, row)| {
                let cell = row.get(column).filter(|cell| cell.origin_row == index)?;
                let stated = cell_numbers(&cell.content.value);
                (!stated.is_empty()).then(|| (row, cell, unexplained(row, column, &stated)))
            })
            .collect();
        let mut faulty = rows.iter().filter(|(_, _, wrong)| !wrong.is_empty());
        if let (Some((row, cell, unexplained)), None) = (faulty.next(), faulty.next())
            && rows.len() >= 3
        {
            findings.push(report(row, cell, unexplained, column));
        }
    }
    findings
}

/// The numbers of a computed cell that are neither a difference of two others of the row nor a sum of two of
/// its own.
fn unexplained(row: &[GridCell<'_>], column: usize, stated: &[Decimal]) -> Vec<Decimal> {
    let others: Vec<Decimal> = row
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != column)
        .flat_map(|(_, cell)| cell_numbers(&cell.content.value))
        .collect();
    let pairs = |list: &[Decimal], operation: fn(Decimal, Decimal) -> Option<Decimal>, goal: Decimal| {
        list.iter().enumerate().any(|(i, a)| list.iter().skip(i + 1).any(|b| operation(*a, *b) == Some(goal)))
    };
    let difference = |a: Decimal, b: Decimal| a.checked_sub(b).map(|d| d.abs());
    stated
        .iter()
        .copied()
        .filter(|number| {
            !pairs(&others, difference, *number) && !pairs(stated, Decimal::checked_add, *number)
        })
        .collect()
}

fn report(row: &[GridCell<'_>], cell: &GridCell<'_>, unexplained: &[Decimal], column: usize) -> Diagnostic {
    let wrong = unexplained.iter().map(|wrong_number| number(*wrong_number)).collect::<Vec<_>>().join(", ");
    let others =
        row.iter().enumerate().filter(|(index, _)| *index != column).map(|(_, other)| &other.content);
    let numeric: Vec<_> = others.filter(|other| !cell_numbers(&other.value).is_empty()).collect();
    let values =
        numeric.iter().map(|other| format!("« {} »", cell_text(&other.value))).collect::<Vec<_>>().join(", ");
    let mut finding = Diagnostic::finding(
        cell.content.span,
        format!(
            "{wrong} n’est pas la différence de deux nombres de la ligne ({values}), comme aux autres lignes"
        ),
    )
    .warning()
    .help("refaire le calcul de la ligne, ou corriger l’un de ses nombres");
    for cell in numeric {
        finding = finding.also(cell.span, cell_text(&cell.value));
    }
    finding
}
