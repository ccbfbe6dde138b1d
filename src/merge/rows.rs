//! Rows to pieces: those of a Markdown table, and those of a table typed as a block of text in YAML.

use std::collections::BTreeMap;

use super::piece::{PieceKind, SourcePiece, number, words};

/// What repeats the cell above.
const SAME_AS_ABOVE: &str = "^";

/// A row: its bars and its cells.
pub(super) fn row(block: &str) -> SourcePiece {
    let body = block.trim_end();
    let mut parts = Vec::new();
    let mut start = 0;
    for (rank, bar) in bars(body).chain([body.len()]).enumerate() {
        let cell = body.get(start..bar).unwrap_or("");
        let written = cell.trim();
        let lead = cell.len() - cell.trim_start().len();
        let (blank, rest) = cell.split_at_checked(lead).unwrap_or(("", cell));
        parts.push(SourcePiece::mark(&format!("before {rank}"), blank));
        parts.push(SourcePiece::leaf(PieceKind::Words, &format!("cell {rank}"), written, &words(written)));
        let end = (bar + 1).min(body.len());
        let after =
            format!("{}{}", rest.get(written.len()..).unwrap_or(""), body.get(bar..end).unwrap_or(""));
        parts.push(SourcePiece::mark(&format!("after {rank}"), &after));
        start = end;
    }
    parts.push(SourcePiece::mark("tail", block.get(body.len()..).unwrap_or("")));
    let name = parts.iter().find(|part| !part.value().is_empty()).map(|part| part.value().to_owned());
    SourcePiece::branch(PieceKind::Row, &name.unwrap_or_default(), parts)
}

/// Where the bars of a row stand, but for those that belong to a cell.
fn bars(body: &str) -> impl Iterator<Item = usize> {
    body.match_indices('|').map(|(place, _)| place).filter(|place| {
        let before = body.get(..*place).unwrap_or("");
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 0
    })
}

/// A block of text of YAML whose lines are all rows; `None` for another text.
pub(super) fn table(written: &str) -> Option<SourcePiece> {
    let (head, body) = written.split_at_checked(written.find('\n')? + 1)?;
    if !head.starts_with('|') {
        return None;
    }
    let mut parts = vec![SourcePiece::mark("head", head)];
    for line in body.split_inclusive('\n') {
        if line.trim().is_empty() {
            parts.push(SourcePiece::mark("blank", line));
        } else {
            bars(line.trim()).next()?;
            parts.push(row(line));
        }
    }
    let is_row = |part: &SourcePiece| part.kind == PieceKind::Row;
    if !parts.iter().any(is_row) {
        return None;
    }
    for (rank, identity) in identities(&parts) {
        if let Some(part) = parts.get_mut(rank) {
            part.identity = identity;
        }
    }
    number(&mut parts);
    Some(SourcePiece::branch(PieceKind::Table, "value", parts))
}

/// The cells of a row.
fn cells(row: &SourcePiece) -> impl Iterator<Item = &str> {
    row.parts().iter().filter(|part| part.kind == PieceKind::Words).map(SourcePiece::value)
}

/// Whether a row repeats a cell of the one above it: no other row may come between them.
pub(super) fn repeats_above(row: &SourcePiece) -> bool {
    row.kind == PieceKind::Row && cells(row).any(|cell| cell == SAME_AS_ABOVE)
}

/// What tells the rows of a table apart: as many of their first cells as it takes.
fn identities(parts: &[SourcePiece]) -> Vec<(usize, String)> {
    let mut above: Vec<&str> = Vec::new();
    let mut rows: Vec<(usize, Vec<&str>)> = Vec::new();
    for (rank, row) in parts.iter().enumerate().filter(|(_, part)| part.kind == PieceKind::Row) {
        let own = cells(row).enumerate();
        above = own
            .map(|(column, cell)| match cell {
                SAME_AS_ABOVE => above.get(column).copied().unwrap_or(cell),
                _ => cell,
            })
            .collect();
        rows.push((rank, above.clone()));
    }
    let most = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let mut identities = Vec::new();
    for width in 1..=most {
        let key = |cells: &[&str]| cells.get(..width).unwrap_or(cells).join("\0");
        let mut counts = BTreeMap::<String, usize>::new();
        rows.iter().for_each(|(_, cells)| *counts.entry(key(cells)).or_default() += 1);
        rows.retain(|(rank, cells)| {
            let key = key(cells);
            let is_alone = width == most || counts.get(&key) == Some(&1);
            if is_alone {
                identities.push((*rank, key));
            }
            !is_alone
        });
    }
    identities
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_named_by_as_many_cells_as_it_takes() {
        let written = "|\n  a | x | 1\n  ^ | y | 2\n\n  b | x | 3\n  b\\|c | z\n";
        let table = table(written).unwrap();
        assert_eq!(table.written(), written);
        let rows = table.parts().iter().filter(|part| part.kind == PieceKind::Row);
        let names: Vec<&str> = rows.map(|row| row.identity.as_str()).collect();
        assert_eq!(names, ["a\0x", "a\0y", "b", "b\\|c"]);
    }

    #[test]
    fn a_text_with_a_line_that_is_no_row_is_no_table() {
        assert!(table("|\n  a | b\n  une adresse\n").is_none());
        assert!(table("|\n\n").is_none());
        assert!(table("\"a | b\"").is_none());
        assert!(table("|\n").is_none());
    }
}
