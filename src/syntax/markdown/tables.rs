//! Tables: every cell of every row, or the row is told.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, Tag, TagEnd};
use regex::Regex;

use super::leaf::Line;
use super::lines::at;
use super::{Page, Prose, brief};
use crate::diagnostic::Diagnostic;
use crate::model::passage::PassageKind;
use crate::model::text::{Alignment, Block, Table};
use crate::text::pattern;

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
        let titles = self.events.first().map_or(0..0, |(_, bytes)| bytes.clone());
        let span = self.page.span(&titles);
        let mut table = Table { alignments, header: Vec::new(), lines: Vec::new(), span };
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
            Diagnostic::error("TAB-001", span, format!("cette ligne a {count} {cells}, et le tableau {columns} colonne{}", if columns > 1 { "s" } else { "" }))
                .help("séparer les cellules par « | » ; une case vide se laisse vide entre deux barres, une barre dans le texte s’écrit « \\| »")
        });
    }
}

/// A table that its lines draw and that Markdown takes for text.
pub(super) fn written_as_text(
    page: Page<'_>,
    lines: &[Line<'_>],
    above: Option<usize>,
) -> Option<Diagnostic> {
    drawn(page, lines).or_else(|| detached_row(page, lines, above)).or_else(|| without_rule(page, lines))
}

fn fault(page: Page<'_>, line: &Line<'_>, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("TAB-004", at(page, line), message)
}

static DRAWN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\+(?:[-=:]{2,}\+)+$|^[\u{2500}-\u{257f}]{3,}$"));

/// A table drawn with signs, as pandoc and programs of databases do.
fn drawn(page: Page<'_>, lines: &[Line<'_>]) -> Option<Diagnostic> {
    let opens = |line: &str| line.starts_with(|c| matches!(c, '+' | '\u{2500}'..='\u{257f}'));
    let drawn =
        lines.iter().find(|line| opens(line.written.trim()) && DRAWN.is_match(line.written.trim()))?;
    let titles = lines.iter().find(|line| has_bar(line.written)).map(|line| line.written.trim());
    let help = match titles {
        Some(titles) => format!(
            "écrire « {} », puis « {} » dessous, et retirer les lignes de traits",
            brief(titles),
            rule(cell_count(titles))
        ),
        None => "séparer les cellules par « | », et mettre « |---|---| » sous la ligne des titres".to_owned(),
    };
    Some(
        fault(page, drawn, "ce tableau est dessiné trait par trait : il s’imprimerait comme du texte")
            .help(help),
    )
}

/// A row with bars on both sides that no table holds.
fn detached_row(page: Page<'_>, lines: &[Line<'_>], above: Option<usize>) -> Option<Diagnostic> {
    let first = lines.first()?;
    let row = first.written.trim();
    let is_bordered = row.starts_with('|') && bars_end(row) && row.len() > 1;
    if let Some(columns) = above.filter(|_| has_bar(row))
        && (is_bordered || (lines.len() == 1 && cell_count(row) == columns))
    {
        let message = "une ligne vide sépare cette ligne du tableau : elle s’imprimerait avec ses barres";
        return Some(fault(page, first, message).help("retirer la ligne vide au-dessus d’elle"));
    }
    (lines.len() == 1 && is_bordered && bars(row).count() > 2).then(|| {
        fault(
            page,
            first,
            "cette ligne a la forme d’une ligne de tableau : elle s’imprimerait avec ses barres",
        )
        .help(format!("sous la ligne des titres d’un tableau, écrire « {} »", rule(cell_count(row))))
    })
}

fn without_rule(page: Page<'_>, lines: &[Line<'_>]) -> Option<Diagnostic> {
    let outer = |line: &Line<'_>| line.written.starts_with('|') && has_bar(line.written);
    let (rank, first, second) =
        (0..).zip(lines.iter().zip(lines.iter().skip(1))).find_map(|(rank, (first, second))| {
            let is_table = has_bar(first.written)
                && (rule_columns(second.written).is_some() || outer(first) && outer(second));
            is_table.then_some((rank, first, second))
        })?;
    let columns = cell_count(first.written);
    let rule = rule(columns);
    Some(match rule_columns(second.written) {
        Some(found) if found != columns => fault(
            page,
            second,
            format!("le trait de ce tableau a {found} colonne{}, et ses titres {columns}", if found > 1 { "s" } else { "" }),
        )
        .help(format!("écrire « {rule} »")),
        Some(_) if rank == 0 => fault(page, second, "le trait sous les titres de ce tableau ne se lit pas")
            .help(format!("écrire « {rule} » : des « - » dans chaque case")),
        Some(_) => fault(page, first, "ce tableau touche le texte qui le précède")
            .help("laisser une ligne vide avant la ligne des titres, et n’écrire dans le trait que « | », « - » et « : »"),
        None => fault(page, first, "ces lignes ont la forme d’un tableau, mais le trait sous les titres manque")
            .help(format!("écrire « {rule} » sous la ligne des titres")),
    })
}

/// Lines whose words tabs part, as they are pasted from a spreadsheet: as many tabs in two lines that follow.
pub(super) fn written_with_tabs(page: Page<'_>, lines: &[Line<'_>]) -> Option<Diagnostic> {
    let tabs = |line: &Line<'_>| line.written.matches('\t').count();
    let (first, second) =
        lines.iter().zip(lines.iter().skip(1)).find(|(a, b)| tabs(a) > 0 && tabs(a) == tabs(b))?;
    let row = |line: &Line<'_>| {
        let cells: Vec<&str> = line.written.split('\t').map(str::trim).collect();
        format!("| {} |", cells.join(" | "))
    };
    let message = "des tabulations séparent les mots de ces lignes : le tableau s’imprimerait bout à bout";
    Some(fault(page, first, message).help(format!(
        "écrire « {} », puis « {} », puis « {} »",
        row(first),
        rule(tabs(first) + 1),
        row(second)
    )))
}

/// The rule under the titles of a table.
fn rule(columns: usize) -> String {
    format!("|{}", "---|".repeat(columns.min(12)))
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
