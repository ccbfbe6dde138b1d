//! Tables: every cell of every row, or the row is told.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Prose;
use crate::diagnostic::Diagnostic;
use crate::model::passage::PassageKind;
use crate::model::text::{Alignment, Block, Table};

impl Prose<'_> {
    pub(super) fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Block {
        let columns = alignments.len();
        let alignments = alignments
            .iter()
            .map(|a| match a {
                pulldown_cmark::Alignment::Right => Alignment::Right,
                pulldown_cmark::Alignment::Center => Alignment::Center,
                _ => Alignment::Left,
            })
            .collect();
        let mut table = Table { alignments, header: Vec::new(), lines: Vec::new() };
        let mut line = Vec::new();
        while let Some((event, bytes)) = self.next() {
            match event {
                Event::Start(Tag::TableRow) => self.count_cells(bytes, columns),
                Event::Start(Tag::TableCell) => line.push(self.leaf(PassageKind::Cell, true)),
                Event::End(TagEnd::TableHead) => table.header = std::mem::take(&mut line),
                Event::End(TagEnd::TableRow) => table.lines.push(std::mem::take(&mut line)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(table)
    }

    /// CommonMark drops the cells beyond the last column, and makes up those that lack.
    fn count_cells(&mut self, row: &Range<usize>, columns: usize) {
        let written = self.page.text.get(row.clone()).unwrap_or("");
        let count = cell_count(written);
        if count == columns {
            return;
        }
        let span = self.page.span(row);
        self.say(if !has_bar(written) {
            Diagnostic::error("TAB-001", span, "cette ligne touche le tableau : elle en deviendrait une ligne")
                .help("laisser une ligne vide après le tableau")
        } else {
            let cells = if count == 1 { "cellule" } else { "cellules" };
            Diagnostic::error("TAB-001", span, format!("cette ligne a {count} {cells}, et le tableau {columns} colonnes"))
                .help("séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \\| »")
        });
    }
}

/// The cells of a row as it is written: its bars, but those of the margins and those after a backslash, part them.
pub(super) fn cell_count(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bars = bars(row).count();
    let ends_with_a_bar = bars_end(row);
    if ends_with_a_bar { bars.max(1) } else { bars + 1 }
}

/// Whether a line has a bar that parts cells.
pub(super) fn has_bar(line: &str) -> bool {
    bars(line).next().is_some()
}

/// Whether a line is the rule under the titles of a table; how many columns it has.
pub(super) fn rule_columns(line: &str) -> Option<usize> {
    let line = line.trim();
    let signs = line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '–' | '—'));
    (signs && line.contains("--") && line.contains('|')).then(|| cell_count(line))
}

fn bars(row: &str) -> impl Iterator<Item = usize> {
    let mut is_escaped = false;
    row.char_indices().filter_map(move |(i, c)| {
        let is_bar = c == '|' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_bar.then_some(i)
    })
}

fn bars_end(row: &str) -> bool {
    bars(row).last().is_some_and(|last| last + 1 == row.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_of_the_margins_part_nothing() {
        for (row, expected) in [
            ("| un | deux |", 2),
            ("un | deux", 2),
            ("| A|B | deux |", 3),
            ("| A\\|B | deux |", 2),
            ("| un |", 1),
            ("| un | deux | |", 3),
            ("| |", 1),
            ("une phrase", 1),
        ] {
            assert_eq!(cell_count(row), expected, "{row}");
        }
    }
}
