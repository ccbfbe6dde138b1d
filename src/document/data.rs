//! Tables of data and tables of objectives: values as they were given, absences as they are.

use super::tables::euros;
use super::view::{Cell, CellForm, Column, Row, RowKind, TableView};
use crate::lang::numbers::format_french;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::table::{ColumnType, Content, DataColumn, DataRow, DataTable};
use crate::model::{Absence, Cadre, CellValues, Measured, Montant, Number, Value};

/// A table of data of a fiche.
pub fn data(d: &DataTable) -> TableView {
    let columns: Vec<Column> = d
        .columns
        .iter()
        .map(|c| {
            let column =
                if is_text(c) { Column::text(&c.title.value) } else { Column::figures(&c.title.value) };
            column.under(c.group.as_deref())
        })
        .collect();
    let width = columns.len();
    let mut table = TableView::new(columns);
    table.entete = d.header;
    table.legende.clone_from(&d.title);
    table.note.clone_from(&d.note);
    let decimals: Vec<Option<u32>> = (0..width).map(|index| column_decimals(d, index)).collect();
    for (index, line) in d.lines.iter().enumerate() {
        match line {
            DataRow::Subheading(title) => table.lignes.push(Row::title(title, width)),
            DataRow::Cells(row_cells) => {
                let row_cells = row_cells.iter().enumerate().map(|(column, content)| {
                    let decimals = decimals.get(column).copied().flatten();
                    let cell = data_cell(&content.value, d.columns.get(column), decimals);
                    Cell { rowspan: height(&d.lines, index, column), ..cell }
                });
                table.push(RowKind::Ligne, row_cells.collect());
            }
        }
    }
    if d.columns.iter().any(|c| c.sum) {
        let row_cells = d
            .columns
            .iter()
            .enumerate()
            .map(|(index, c)| total(d, c, index, decimals.get(index).copied().flatten()));
        table.push(RowKind::Total, row_cells.collect());
    }
    table.align()
}

fn is_text(column: &DataColumn) -> bool {
    matches!(column.kind, ColumnType::Text)
}

/// Decimals of a column of figures: those asked for, or the most that are written; cents when there are some.
fn column_decimals(d: &DataTable, index: usize) -> Option<u32> {
    let column = d.columns.get(index)?;
    let contents = d.lines.iter().filter_map(|l| match l {
        DataRow::Cells(c) => c.get(index).map(|c| &c.value),
        DataRow::Subheading(_) => None,
    });
    column.decimals.or_else(|| match column.kind {
        ColumnType::Montant => Some(super::tables::cents(contents.filter_map(|c| match c {
            Content::Montant(m) => Some(*m),
            _ => None,
        }))),
        _ => None,
    })
}

fn data_cell(content: &Content, column: Option<&DataColumn>, decimals: Option<u32>) -> Cell {
    match content {
        Content::Text(t) => Cell::text(t),
        Content::Number(n) => {
            let unit = match column.map(|c| c.kind) {
                Some(ColumnType::Percentage) => "%",
                _ => "",
            };
            Cell::number(*n, decimals, unit)
        }
        Content::Montant(m) => euros(*m, decimals.unwrap_or(0)),
        Content::Absent(a) => Cell::absent(*a),
        Content::Merged => Cell::continued(),
    }
}

/// How many rows a cell covers: itself and the merged ones just below.
fn height(lines: &[DataRow], index: usize, column: usize) -> usize {
    let merged = lines.iter().skip(index + 1).take_while(
        |l| matches!(l, DataRow::Cells(c) if c.get(column).is_some_and(|c| c.value == Content::Merged)),
    );
    1 + merged.count()
}

fn total(d: &DataTable, column: &DataColumn, index: usize, decimals: Option<u32>) -> Cell {
    if !column.sum {
        return if index == 0 { Cell::text("Total") } else { Cell::nothing() };
    }
    let computed = d.total(index);
    let printed = column.printed_total.as_ref().filter(|t| t.value != computed);
    if column.kind == ColumnType::Montant {
        let Some(montant) = Montant::rounded(computed) else { return Cell::nothing() };
        let n = decimals.unwrap_or(0);
        let printed = printed.and_then(|a| Montant::rounded(a.value));
        return euros(montant, n).with_printed(printed.map(|m| super::tables::written_out(m, n)));
    }
    Cell::number(computed, decimals, "").with_printed(printed.map(|a| format_french(a.value, decimals)))
}

/// The table of objectives of a fiche.
pub fn objectives(o: &Objectives, cadre: &Cadre) -> TableView {
    let mut columns = vec![Column::text("Indicateur")];
    columns.extend(o.columns.iter().map(|c| Column::figures(&c.title.value)));
    let width = columns.len();
    let mut table = TableView::new(columns);
    for line in &o.lines {
        match line {
            ObjectiveRow::Heading(title) => table.lignes.push(Row::title(title, width)),
            ObjectiveRow::Indicateur { indicateur, label, cells, .. } => {
                let known = indicateur.as_ref().and_then(|i| cadre.indicateur(&i.value)).map(|(_, i)| i);
                let name = label
                    .as_ref()
                    .map(|l| l.value.as_str())
                    .or(known.map(|i| i.label.as_str()))
                    .unwrap_or_default();
                let indent = usize::from(known.is_some_and(|i| i.part_of.is_some()));
                let mut row_cells = vec![Cell::text(name).indent(indent)];
                row_cells.extend(cells.iter().map(cell));
                table.push(RowKind::Ligne, row_cells);
            }
        }
    }
    if table.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == CellForm::Vide) {
        table.note = Some(BLANK_NOTE.to_owned());
    }
    table.align()
}

/// Said under a table that has blank boxes.
pub const BLANK_NOTE: &str =
    "· : case vide dans l’acte. Une case vide n’est ni un zéro ni « non contracté ».";

/// A box of values.
pub fn cell(cell: &CellValues) -> Cell {
    match cell.as_slice() {
        [] => Cell::empty(),
        [single] => with_complements(measured(&single.measured.value), single),
        several => {
            let lines = several.iter().map(|v| {
                let details = details(v);
                let rest =
                    if details.is_empty() { String::new() } else { format!(" ({})", details.join(" ; ")) };
                format!("{}{rest}", in_words(&v.measured.value))
            });
            Cell::text(&lines.collect::<Vec<_>>().join("\n"))
        }
    }
}

fn with_complements(mut cell: Cell, value: &Value) -> Cell {
    cell.precisions.extend(details(value));
    cell.acte.clone_from(&value.printed);
    cell
}

fn details(value: &Value) -> Vec<String> {
    let mut details: Vec<String> = value.window.iter().map(ToString::to_string).collect();
    details.extend(value.perimeter.clone());
    details.extend(value.note.clone());
    details.extend(value.source.as_ref().map(|s| format!("source : {s}")));
    details
}

fn measured(measured: &Measured) -> Cell {
    match measured {
        Measured::Number(Number { value, unit: None }) => Cell::number(*value, None, ""),
        Measured::Absent(Absence::Blank) => Cell::empty(),
        Measured::Absent(absence) => Cell::absent(*absence),
        other => Cell::text(&in_words(other)),
    }
}

/// A value in words: « 95 % », « < 30 % », « 250 à 300 ».
pub fn in_words(measured: &Measured) -> String {
    let number = |n: &Number| match &n.unit {
        Some(unit) => format!("{}\u{a0}{unit}", format_french(n.value, None)),
        None => format_french(n.value, None),
    };
    match measured {
        Measured::Number(n) => number(n),
        Measured::Bound(comparison, n) => format!("{}\u{a0}{}", comparison.sign(), number(n)),
        Measured::Between(low, high) => format!("{} à {}", format_french(*low, None), number(high)),
        Measured::Tolerance(n, tolerance) => {
            format!("{} (± {}\u{a0}%)", number(n), format_french(*tolerance, None))
        }
        Measured::Text(t) => t.clone(),
        Measured::Absent(a) => a.word().to_owned(),
    }
}
