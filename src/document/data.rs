//! Tables of data and of objectives: values as the act gives them, absences as it words them, totals computed.

use super::tables::{cents, euros};
use super::view::{Cell, Column, Row, RowKind, TableView};
use crate::lang::numbers::format_french;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::indicateur::{Combination, TypedIndicateur};
use crate::model::table::{ColumnType, Content, DataColumn, DataRow, DataTable};
use crate::model::{Absence, Cadre, CellValues, Measured, Montant, Number, Value};

/// A table of data of a fiche, with a total row when a column sums.
pub fn data(data: &DataTable) -> TableView {
    let columns: Vec<Column> = data
        .columns
        .iter()
        .map(|column| {
            let title = &column.title.value;
            let view = if is_text(column) { Column::text(title) } else { Column::figures(title) };
            view.under(column.group.as_deref())
        })
        .collect();
    let width = columns.len();
    let mut table = TableView::new(columns);
    table.entete = data.header;
    table.legende.clone_from(&data.title);
    table.note.clone_from(&data.note);
    let decimals: Vec<Option<u32>> = (0..width).map(|index| column_decimals(data, index)).collect();
    for (index, line) in data.lines.iter().enumerate() {
        match line {
            DataRow::Subheading(title) => table.lignes.push(Row::title(title, width)),
            DataRow::Cells(row_cells) => {
                let row_cells = row_cells.iter().enumerate().map(|(column, content)| {
                    let decimals = decimals.get(column).copied().flatten();
                    let cell = data_cell(&content.value, data.columns.get(column), decimals);
                    Cell { rowspan: height(&data.lines, index, column), ..cell }
                });
                table.push(RowKind::Ligne, row_cells.collect());
            }
        }
    }
    if data.columns.iter().any(|c| c.sum) {
        let row_cells = data
            .columns
            .iter()
            .enumerate()
            .map(|(index, c)| total(data, c, index, decimals.get(index).copied().flatten()));
        table.push(RowKind::Total, row_cells.collect());
    }
    table.explain_blanks()
}

fn is_text(column: &DataColumn) -> bool {
    matches!(column.kind, ColumnType::Text)
}

/// Decimals of a column: those asked for, else 0 or 2 for amounts. `None` leaves each figure as it is written.
fn column_decimals(data: &DataTable, index: usize) -> Option<u32> {
    let column = data.columns.get(index)?;
    let contents = data.lines.iter().filter_map(|l| match l {
        DataRow::Cells(c) => c.get(index).map(|c| &c.value),
        DataRow::Subheading(_) => None,
    });
    column.decimals.or_else(|| match column.kind {
        ColumnType::Montant => Some(cents(contents.filter_map(|c| match c {
            Content::Montant(m) => Some(*m),
            _ => None,
        }))),
        _ => None,
    })
}

fn data_cell(content: &Content, column: Option<&DataColumn>, decimals: Option<u32>) -> Cell {
    match content {
        Content::Text(t) => Cell::text(t),
        Content::Number(n) => Cell::number(*n, decimals, unit(column)),
        Content::Written(_, digits) => Cell::typed_number(digits),
        Content::Montant(m) => euros(*m, decimals.unwrap_or(0)),
        Content::Absent(a) => Cell::absent(*a),
        Content::Merged => Cell::continued(),
    }
}

/// The unit printed after the numbers of a column.
fn unit(column: Option<&DataColumn>) -> &'static str {
    match column.map(|c| c.kind) {
        Some(ColumnType::Percentage) => "%",
        _ => "",
    }
}

/// Number of rows that a cell spans: its own, and the merged ones just below.
fn height(lines: &[DataRow], index: usize, column: usize) -> usize {
    let merged = lines.iter().skip(index + 1).take_while(
        |l| matches!(l, DataRow::Cells(c) if c.get(column).is_some_and(|c| c.value == Content::Merged)),
    );
    1 + merged.count()
}

fn total(data: &DataTable, column: &DataColumn, index: usize, decimals: Option<u32>) -> Cell {
    if !column.sum {
        return if index == 0 { Cell::text("Total") } else { Cell::nothing() };
    }
    let sum = data.sum(index);
    let computed = sum.total;
    let remark = sum.lack.in_words("case sans valeur", "cases sans valeur");
    let printed = column.printed_total.as_ref().filter(|t| t.value != computed || sum.terms == 0);
    let unit = unit(Some(column));
    let with_unit = |number: String| if unit.is_empty() { number } else { format!("{number}\u{a0}{unit}") };
    let printed = printed.and_then(|total| match column.kind {
        ColumnType::Montant => {
            let montant = Montant::rounded(total.value)?;
            Some(super::tables::written_out(montant, decimals.unwrap_or(0).max(cents([montant]))))
        }
        _ => Some(with_unit(format_french(total.value, decimals))),
    });
    // Nothing to add is not zero.
    let cell = match (sum.terms, column.kind) {
        (0, _) => return sum.lack.why.map_or_else(Cell::nothing, Cell::absent).with_printed(printed),
        (_, ColumnType::Montant) => match Montant::rounded(computed) {
            Some(montant) => euros(montant, decimals.unwrap_or(0)),
            None => return Cell::nothing(),
        },
        _ => Cell::number(computed, decimals, unit),
    };
    cell.with_printed(printed).remark(remark.as_deref())
}

/// The table of objectives of a fiche: a row per indicateur, a column per date or target.
pub fn objectives(objectives: &Objectives, cadre: &Cadre) -> TableView {
    let mut columns = vec![Column::text("Indicateur")];
    columns.extend(objectives.columns.iter().map(|column| Column::figures(&column.title.value)));
    let width = columns.len();
    let mut table = TableView::new(columns);
    for (rank, line) in objectives.lines.iter().enumerate() {
        // Those that are typed are each a row.
        let typed = objectives.typed.get(rank);
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
                let id = indicateur.as_ref().map(|i| i.value.as_str());
                let of_name = under_its_name(typed, id, cadre);
                let name = Cell::text(name).indent(indent);
                let mut row_cells = vec![Cell { precisions: of_name, ..name }];
                row_cells.extend(cells.iter().map(|values| match values.as_slice() {
                    // Nothing is to be reached there, which is not a blank.
                    [] if typed.is_some() => Cell::absent(Absence::NotApplicable),
                    _ => cell(values),
                }));
                table.push(RowKind::Ligne, row_cells);
            }
        }
    }
    if objectives.typed.iter().flat_map(|typed| &typed.targets).any(|target| target.exercices.len() > 1) {
        table.note = Some("La cible d’une suite d’exercices est celle de chacun d’eux.".to_owned());
    }
    table.explain_blanks()
}

/// What stands under the name of an indicator: what it is about, as the fiche or else the cadre says it; of a typed one, its
/// unit, how its exercices are combined, its source.
pub(super) fn under_its_name(
    typed: Option<&TypedIndicateur>,
    indicateur: Option<&str>,
    cadre: &Cadre,
) -> Vec<String> {
    let of_cadre = indicateur.and_then(|id| cadre.indicateur(id)).and_then(|(_, known)| known.purpose);
    let purpose = typed.and_then(|typed| typed.purpose).or(of_cadre);
    let mut lines: Vec<String> = purpose.iter().map(|purpose| purpose.words().to_owned()).collect();
    lines.extend(typed.into_iter().flat_map(how_counted));
    lines
}

fn how_counted(typed: &TypedIndicateur) -> Vec<String> {
    let combination = match (typed.combination, &typed.terms) {
        (Some(Combination::Quotient), Some((numerator, denominator))) => {
            Some(format!("{numerator} / {denominator}"))
        }
        (combination, _) => combination.and_then(Combination::words),
    };
    let counted: Vec<String> =
        typed.unit.iter().map(|unit| format!("en {unit}")).chain(combination).collect();
    let mut lines = Vec::new();
    if !counted.is_empty() {
        lines.push(counted.join(" ; "));
    }
    lines.extend(typed.source.iter().map(|source| format!("source : {source}")));
    lines
}

/// A cell of values. Several are listed, one a line, never added up.
pub fn cell(cell: &CellValues) -> Cell {
    match cell.as_slice() {
        [] => Cell::empty(),
        [single] => with_complements(measured(&single.measured.value), single),
        several => Cell::several(
            several.iter().map(|value| with_complements(measured(&value.measured.value), value)).collect(),
        ),
    }
}

/// Several values in a sentence, each with what is known of it.
pub(super) fn values_in_words(cell: &CellValues) -> String {
    lines_of(cell).collect::<Vec<_>>().join(", ")
}

fn lines_of(values: &[Value]) -> impl Iterator<Item = String> {
    values.iter().map(|v| {
        let details = details(v);
        let rest = if details.is_empty() { String::new() } else { format!(" ({})", details.join(" ; ")) };
        format!("{}{rest}", in_words(&v.measured.value))
    })
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
        Measured::Number(number) => number_with_unit(number),
        Measured::Bound(comparison, number) => number_with_unit(number).signed(comparison.sign()),
        Measured::Absent(Absence::Blank) => Cell::empty(),
        Measured::Absent(absence) => Cell::absent(*absence),
        other => Cell::text(&in_words(other)),
    }
}

/// A figure with its unit, on the line when it is short, else under it.
fn number_with_unit(number: &Number) -> Cell {
    let unit = number.unit.as_deref().unwrap_or_default();
    if unit.chars().count() <= LONGEST_UNIT {
        Cell::number(number.value, None, unit)
    } else {
        Cell::number(number.value, None, "").remark(Some(unit))
    }
}

/// Past that number of characters, a unit would push the figures of its column away from the edge.
const LONGEST_UNIT: usize = 10;

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
