//! Tables of data of a fiche: typed columns, merged cells, computed totals.

use rust_decimal::Decimal;

use super::{Absence, Lack, Montant};
use crate::text::Spanned;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Words.
    Text,
    /// A number.
    Number,
    /// Euros.
    Montant,
    /// Per cent.
    Percentage,
    /// A number when it is one, words otherwise.
    Value,
}

/// How the numbers of a column come from the others of their row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Derivation {
    /// By a sum or a difference.
    Computed,
    /// From the column before, by a rate that the rows share.
    Estimated,
}

/// A column.
#[derive(Debug, Clone)]
pub struct DataColumn {
    /// Heading.
    pub title: Spanned<String>,
    /// Heading shared with neighbouring columns of the same group.
    pub group: Option<String>,
    /// What its cells hold.
    pub kind: ColumnType,
    /// How its numbers come from the others; none when they are data.
    pub derivation: Option<Derivation>,
    /// Digits after the comma; those written when absent.
    pub decimals: Option<u32>,
    /// Whether a total is computed.
    pub sum: bool,
    /// The total that the act prints.
    pub printed_total: Option<Spanned<Decimal>>,
}

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words; `\n` breaks the line.
    Text(String),
    /// A number, in the unit of its column.
    Number(Decimal),
    /// A number that prints as it is typed, without groups of digits: a year, a code.
    Written(Decimal, String),
    /// Euros.
    Montant(Montant),
    /// Nothing, for a reason.
    Absent(Absence),
    /// The cell above goes on.
    Merged,
}

/// A row.
#[derive(Debug, Clone)]
pub enum DataRow {
    /// As many cells as columns.
    Cells(Vec<Spanned<Content>>),
    /// A title over the whole width.
    Subheading(String),
}

/// A table of data.
#[derive(Debug, Clone)]
pub struct DataTable {
    /// Name in references.
    pub id: Spanned<String>,
    /// Caption.
    pub title: Option<String>,
    /// Whether the headings are printed.
    pub header: bool,
    /// The columns.
    pub columns: Vec<DataColumn>,
    /// The rows.
    pub lines: Vec<DataRow>,
    /// A remark under the table.
    pub note: Option<String>,
}

impl DataTable {
    /// The sum of a column: amounts and numbers, merged cells counted once. « Sans objet » is no value that lacks; a blank is.
    pub fn sum(&self, column: usize) -> ColumnSum {
        let mut sum = ColumnSum::default();
        for line in &self.lines {
            let DataRow::Cells(cells) = line else { continue };
            let value = match cells.get(column).map(|cell| &cell.value) {
                Some(Content::Number(n) | Content::Written(n, _)) => *n,
                Some(Content::Montant(m)) => m.euros(),
                Some(Content::Absent(absence)) => {
                    sum.lack.add(*absence);
                    continue;
                }
                Some(Content::Text(_) | Content::Merged) | None => continue,
            };
            sum.total = sum.total.saturating_add(value);
            sum.terms += 1;
        }
        sum
    }
}

/// The sum of a column.
#[derive(Debug, Clone, Copy, Default)]
pub struct ColumnSum {
    /// The total, in the unit of the column.
    pub total: Decimal,
    /// How many cells have a value.
    pub terms: usize,
    /// What it is without.
    pub lack: Lack,
}

/// A figure of a fiche: an image, or the mention of one that is missing.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Name in references.
    pub id: Spanned<String>,
    /// Caption.
    pub title: String,
    /// The image; none when it could not be taken up.
    pub file: Option<Spanned<crate::text::ProjectPath>>,
    /// What it shows, in words.
    pub alternative: String,
    /// The entries of its legend.
    pub legend: Vec<String>,
}
