//! A table of data as a grid: the cell that stands at each place, merged cells followed up to the one that holds
//! the content.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::lang::numbers::read_decimal;
use crate::model::table::{Content, DataTable, Row};
use crate::text::{Spanned, pattern};
use regex::Regex;

/// A place of the grid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'d> {
    /// Row, in the grid, of the cell that holds the content.
    pub head: usize,
    /// That cell.
    pub cell: &'d Spanned<Content>,
}

/// The rows of cells of a table, subtitles aside.
pub(crate) fn grid(table: &DataTable) -> Vec<Vec<Place<'_>>> {
    let mut output: Vec<Vec<Place<'_>>> = Vec::new();
    for line in &table.lines {
        let Row::Cells(cells) = line else { continue };
        let index = output.len();
        let places = cells.iter().enumerate().map(|(column, cell)| {
            let above = || output.last().and_then(|l| l.get(column)).copied();
            match cell.value {
                Content::Merged => above().unwrap_or(Place { head: index, cell }),
                _ => Place { head: index, cell },
            }
        });
        let places = places.collect();
        output.push(places);
    }
    output
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"));

/// The numbers of a cell in order, signs aside.
pub(crate) fn numbers(content: &Content) -> Vec<Decimal> {
    match content {
        Content::Number(n) => vec![n.abs()],
        Content::Text(t) => NUMBER.find_iter(t).filter_map(|m| read_decimal(m.as_str()).ok()).collect(),
        Content::Montant(_) | Content::Absent(_) | Content::Merged => Vec::new(),
    }
}

/// The number that a cell starts with: « 44,05 (siège) ».
pub(crate) fn first_number(content: &Content) -> Option<Decimal> {
    match content {
        Content::Number(n) => Some(*n),
        Content::Text(t) => {
            let m = NUMBER.find(t).filter(|m| m.start() == 0)?;
            read_decimal(m.as_str()).ok()
        }
        Content::Montant(_) | Content::Absent(_) | Content::Merged => None,
    }
}

/// The text of a cell as written, in short.
pub(crate) fn text(content: &Content) -> String {
    match content {
        Content::Text(t) => t.replace('\n', " "),
        Content::Number(n) => crate::check::figures_and_words::number(*n),
        Content::Montant(m) => m.to_string(),
        Content::Absent(a) => a.word().to_owned(),
        Content::Merged => String::new(),
    }
}
