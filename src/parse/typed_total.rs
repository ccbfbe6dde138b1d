//! Rows that are typed as the total of those above, under a column that computes its own: their figure would count twice.

use rust_decimal::Decimal;

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::lang::flat;
use crate::model::Absence;
use crate::model::table::{Content, DataColumn, DataRow};
use crate::text::{Span, Spanned};

/// Labels that say a total and nothing else, folded.
const TOTALS: [&str; 20] = [
    "total",
    "totaux",
    "total general",
    "totaux generaux",
    "grand total",
    "sous total",
    "sous totaux",
    "sous ensemble",
    "ensemble",
    "somme",
    "sommes",
    "somme totale",
    "montant total",
    "montants totaux",
    "cumul",
    "total cumule",
    "s t",
    "σ",
    "t o t a l",
    "tot",
];

/// Words by which a total begins, and other labels too: « Total des places », « Ensemble des jeunes ».
const FIRST_WORDS: [&str; 9] =
    ["total", "totaux", "ensemble", "somme", "cumul", "montant total", "s t", "σ", "sous ensemble"];

/// What the label of a row says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    /// A total, whatever its figures.
    Total,
    /// A total when its figures are the sum of those above.
    Perhaps,
    /// Something else.
    Other,
}

/// Tells the rows that are a total of the rows above, and would be added to what a column computes.
pub(super) fn tell(reader: &mut Reader<'_>, rows: &[DataRow], spans: &[Span], columns: &[DataColumn]) {
    if !columns.iter().any(|column| column.sum) {
        return;
    }
    // The rows that count, since the start and since the last heading or total.
    let mut above: Vec<&[Spanned<Content>]> = Vec::new();
    let mut group: Vec<&[Spanned<Content>]> = Vec::new();
    for (row, span) in rows.iter().zip(spans) {
        let DataRow::Cells(cells) = row else {
            group.clear();
            continue;
        };
        let Some(name) = label(cells, columns) else { continue };
        let column = columns
            .iter()
            .zip(cells)
            .find(|(column, cell)| column.sum && figure(&cell.value).is_some())
            .map(|(column, _)| column);
        let is_total = match read(&name) {
            Label::Total => true,
            Label::Perhaps => [&above, &group].iter().any(|rows| is_sum(cells, rows, columns)),
            Label::Other => false,
        };
        if let Some(column) = column.filter(|_| is_total) {
            let what = if name.is_empty() {
                "sans libellé, somme de celles du dessus,".to_owned()
            } else {
                format!("« {name} »")
            };
            reader.say(
                Diagnostic::error(
                    "TAB-005",
                    *span,
                    format!("cette ligne {what} serait ajoutée au total que la colonne « {} » calcule", column.title.value),
                )
                .help("retirer la ligne, et donner au besoin le total imprimé par « total_affiche: … » ; ou retirer « total: somme »"),
            );
        }
        if is_total {
            group.clear();
        } else {
            above.push(cells);
            group.push(cells);
        }
    }
}

/// The first words of a row, in a column that is not added up; blank when it has none, `None` when it goes on with the
/// label above or when every column is added up.
fn label(cells: &[Spanned<Content>], columns: &[DataColumn]) -> Option<String> {
    let mut words = String::new();
    let mut labels = cells.iter().zip(columns).filter(|(_, column)| !column.sum).peekable();
    labels.peek()?;
    for (cell, _) in labels {
        words = match &cell.value {
            Content::Text(text) => text.replace('\n', " "),
            Content::Number(number) | Content::Written(number, _) => number.to_string(),
            Content::Montant(montant) => montant.to_string(),
            Content::Absent(Absence::Blank) => continue,
            Content::Absent(absence) => absence.word().to_owned(),
            Content::Merged => return None,
        };
        break;
    }
    Some(words)
}

fn read(label: &str) -> Label {
    let words = flat(&label.replace('∑', "Σ"));
    if TOTALS.contains(&words.as_str()) || words.starts_with("sous total ") {
        return Label::Total;
    }
    let begins = |first: &str| words.strip_prefix(first).is_some_and(|rest| rest.starts_with(' '));
    if label.trim().is_empty() || FIRST_WORDS.iter().any(|first| begins(first)) {
        return Label::Perhaps;
    }
    Label::Other
}

fn figure(content: &Content) -> Option<Decimal> {
    match content {
        Content::Number(number) | Content::Written(number, _) => Some(*number),
        Content::Montant(montant) => Some(montant.euros()),
        Content::Text(_) | Content::Absent(_) | Content::Merged => None,
    }
}

/// Whether each figure of a row, in the columns that are added up, is the sum of two rows or more above it.
fn is_sum(cells: &[Spanned<Content>], above: &[&[Spanned<Content>]], columns: &[DataColumn]) -> bool {
    let mut sums = columns.iter().enumerate().filter(|(_, column)| column.sum).filter_map(|(place, _)| {
        let typed = figure(&cells.get(place)?.value)?;
        let terms: Vec<Decimal> = above.iter().filter_map(|row| figure(&row.get(place)?.value)).collect();
        let sum = terms.iter().fold(Decimal::ZERO, |sum, term| sum.saturating_add(*term));
        Some(terms.len() >= 2 && !sum.is_zero() && sum == typed)
    });
    sums.next() == Some(true) && sums.all(|is_sum| is_sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_says_a_total_or_may_say_one() {
        for label in [
            "Total",
            "TOTAUX",
            "Total général",
            "Ensemble",
            "**Somme**",
            "Montant total :",
            "Cumul",
            "S/T",
            "Sous-total",
            "sous-total Nord",
            "Σ",
            "∑",
            "T O T A L",
        ] {
            assert_eq!(read(label), Label::Total, "{label}");
        }
        for label in ["Total des places", "Ensemble des jeunes", "Cumul 2024", "Σ places", ""] {
            assert_eq!(read(label), Label::Perhaps, "{label}");
        }
        for label in ["Nord", "Totalement", "Saint-Total", "Stains"] {
            assert_eq!(read(label), Label::Other, "{label}");
        }
    }
}
