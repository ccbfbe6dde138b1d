//! The cells of the tables of data as they are written, with the numbers that they hold.

use crate::check::rules::finance::magnitudes::{self, Magnitude};
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::model::table::{Content, DataTable, Row};
use crate::text::{Span, Spanned};

/// The rows of cells of a table.
pub(crate) fn lines(table: &DataTable) -> impl Iterator<Item = &[Spanned<Content>]> {
    table.lines.iter().filter_map(|l| match l {
        Row::Cells(c) => Some(c.as_slice()),
        Row::Subheading(_) => None,
    })
}

/// The row that a cell is written in.
fn line(passages: &[Passage], cell: Span) -> Option<&Passage> {
    let next = passages.partition_point(|p| p.span.start <= cell.start);
    passages.get(next.checked_sub(1)?).filter(|p| p.kind == PassageKind::Row)
}

/// A cell as it is written.
pub(crate) fn as_written(passages: &[Passage], cell: Span) -> Option<&str> {
    let line = line(passages, cell)?;
    let start = cell.start.checked_sub(line.span.start)?;
    line.text.get(start..start + cell.end.checked_sub(cell.start)?).map(str::trim)
}

/// The numbers of a cell.
pub(crate) fn magnitudes(passages: &[Passage], cell: Span) -> Vec<Magnitude<'_>> {
    let Some(line) = line(passages, cell) else { return Vec::new() };
    let start = cell.start.saturating_sub(line.span.start);
    let end = cell.end.saturating_sub(line.span.start);
    magnitudes::read(line).into_iter().filter(|g| g.bytes.start >= start && g.bytes.end <= end).collect()
}
