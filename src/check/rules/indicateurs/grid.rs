//! Tables of data as grids: a merged cell is followed up to the one that holds its content.

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use crate::lang::numbers::read_decimal;
use crate::model::Fiche;
use crate::model::table::{Content, DataRow, DataTable};
use crate::model::text::Block;
use crate::text::{Span, Spanned, pattern};

/// A number as French writes it, thousands separated or not.
pub(super) static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"));

/// A cell of the grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GridCell<'d> {
    /// Row that holds the content: above this one when the cell is merged.
    pub origin_row: usize,
    /// The content.
    pub content: &'d Spanned<Content>,
}

/// The rows of a table, subheadings aside.
pub(crate) fn grid_of(table: &DataTable) -> Vec<Vec<GridCell<'_>>> {
    let mut rows: Vec<Vec<GridCell<'_>>> = Vec::new();
    for row in &table.lines {
        let DataRow::Cells(cells) = row else { continue };
        let row_index = rows.len();
        let cells = cells.iter().enumerate().map(|(column, content)| {
            let above = || rows.last().and_then(|above| above.get(column)).copied();
            match content.value {
                Content::Merged => above().unwrap_or(GridCell { origin_row: row_index, content }),
                _ => GridCell { origin_row: row_index, content },
            }
        });
        let cells = cells.collect();
        rows.push(cells);
    }
    rows
}

/// Where the text of a fiche places a table.
pub(crate) fn reference_span(fiche: &Fiche, table: &DataTable) -> Option<Span> {
    let reference = format!("tableau.{}", table.id.value);
    let mut blocks = fiche.introduction.iter().chain(fiche.sections.iter().flat_map(|s| &s.body));
    blocks.find_map(|block| match block {
        Block::Reference(r) if r.value == reference => Some(r.span),
        _ => None,
    })
}

/// The numbers of a cell in order, without their signs.
pub(crate) fn cell_numbers(content: &Content) -> Vec<Decimal> {
    match content {
        Content::Number(n) | Content::Written(n, _) => vec![n.abs()],
        Content::Text(t) => NUMBER.find_iter(t).filter_map(|m| read_decimal(m.as_str()).ok()).collect(),
        Content::Montant(_) | Content::Absent(_) | Content::Merged => Vec::new(),
    }
}

/// The number that a cell starts with: « 44,05 (siège) ».
pub(crate) fn first_number(content: &Content) -> Option<Decimal> {
    match content {
        Content::Number(n) | Content::Written(n, _) => Some(*n),
        Content::Text(t) => {
            let m = NUMBER.find(t).filter(|m| m.start() == 0)?;
            read_decimal(m.as_str()).ok()
        }
        Content::Montant(_) | Content::Absent(_) | Content::Merged => None,
    }
}

/// The text of a cell on one line.
pub(crate) fn cell_text(content: &Content) -> String {
    match content {
        Content::Text(t) => t.replace('\n', " "),
        Content::Written(_, digits) => digits.clone(),
        Content::Number(n) => crate::check::figures_and_words::number(*n),
        Content::Montant(m) => m.to_string(),
        Content::Absent(a) => a.word().to_owned(),
        Content::Merged => String::new(),
    }
}
