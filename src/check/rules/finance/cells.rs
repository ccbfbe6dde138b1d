//! Cells of data tables, and their text as written.

use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::model::table::{Content, DataRow, DataTable};
use crate::text::{Span, Spanned};

/// The rows of cells of a table, without its subheadings.
pub(crate) fn cell_rows(table: &DataTable) -> impl Iterator<Item = &[Spanned<Content>]> {
    table.lines.iter().filter_map(|row| match row {
        DataRow::Cells(cells) => Some(cells.as_slice()),
        DataRow::Subheading(_) => None,
    })
}

/// The passage of the row that a cell is written in.
fn row_passage(passages: &[Passage], cell: Span) -> Option<&Passage> {
    let next = passages.partition_point(|p| p.span.start <= cell.start);
    passages.get(next.checked_sub(1)?).filter(|p| p.kind == PassageKind::Row)
}

/// The trimmed text of a cell.
pub(crate) fn as_written(passages: &[Passage], cell: Span) -> Option<&str> {
    let row_passage = row_passage(passages, cell)?;
    let start = cell.start.checked_sub(row_passage.span.start)?;
    row_passage.text.get(start..start + cell.end.checked_sub(cell.start)?).map(str::trim)
}
