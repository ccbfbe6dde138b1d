//! The cells of a table of data, by the type of their column. No decimal is cut, no leftover of a spreadsheet printed.

use rust_decimal::Decimal;

use super::letters_for_digits::in_figures_alone;
use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::lang::decimals::{is_blank, is_invisible, is_spreadsheet_error};
use crate::lang::numbers::{NumberError, read_decimal, read_fraction};
use crate::model::Montant;
use crate::model::montant::MontantError;
use crate::model::table::{ColumnType, Content, DataColumn};
use crate::text::Span;

/// The finding on a number of which the column would cut decimals.
pub(super) fn hidden_decimals(span: Span, text: &str, shown: u32) -> Diagnostic {
    Diagnostic::error(
        "TAB-003",
        span,
        format!("« {text} » a plus de décimales que la colonne n’en montre (« decimales: {shown} »)"),
    )
    .help("augmenter « decimales », retirer cette clé pour montrer chaque nombre comme il est écrit, ou arrondir le nombre")
}

/// Reads a percentage whose sign may be left to the column.
pub(super) fn without_percent(text: &str) -> Result<Decimal, NumberError> {
    let text = text.trim_matches(is_blank);
    read_fraction(text.strip_suffix('%').unwrap_or(text))
}

/// Reads the number of a column of numbers; one of three decimals or more is in no thousands.
fn number_of(column: &DataColumn, text: &str) -> Result<Decimal, NumberError> {
    if column.decimals.is_some_and(|d| d >= 3) { read_fraction(text) } else { read_decimal(text) }
}

/// Why a cell does not have the type of its column, and what to write, when the text says it.
struct CellFault {
    why: Option<String>,
    advice: Option<String>,
    invisible: Option<char>,
}

impl From<NumberError> for CellFault {
    fn from(error: NumberError) -> Self {
        let plain = matches!(error, NumberError::Unreadable);
        let invisible = if let NumberError::Invisible(c) = error { Some(c) } else { None };
        Self { why: (!plain).then(|| error.to_string()), advice: error.advice(), invisible }
    }
}

impl From<MontantError> for CellFault {
    fn from(error: MontantError) -> Self {
        match error {
            MontantError::Number(error) => error.into(),
            MontantError::Unreadable => Self { why: None, advice: None, invisible: None },
            error => Self { why: Some(error.to_string()), advice: error.advice(), invisible: None },
        }
    }
}

/// Reads a cell that is neither blank nor an absence; `None` when it does not have the type of its column, which is told.
pub(super) fn read_typed(
    reader: &mut Reader<'_>,
    text: &str,
    column: &DataColumn,
    span: Span,
) -> Option<Content> {
    let words = || Content::Text(text.replace(" // ", "\n"));
    let parsed: Result<Content, CellFault> = match column.kind {
        _ if is_spreadsheet_error(text) => Err(NumberError::Spreadsheet.into()),
        ColumnType::Text => Ok(words()),
        ColumnType::Montant => Montant::read(text).map(Content::Montant).map_err(Into::into),
        ColumnType::Number => number_of(column, text).map(Content::Number).map_err(Into::into),
        ColumnType::Percentage => without_percent(text).map(Content::Number).map_err(Into::into),
        ColumnType::Value => match number_of(column, text) {
            // A code such as « 077 » would lose its zeros.
            Ok(_) if has_leading_zero(text) && !column.sum => Ok(words()),
            // A year or a code, such as « 2024 » or « 77100 », is not cut in thousands.
            Ok(number) if is_ungrouped(text) && column.decimals.is_none() && !column.sum => {
                Ok(Content::Written(number, text.to_owned()))
            }
            Ok(number) => Ok(Content::Number(number)),
            Err(error) if column.sum || is_mistaken(error, text) => Err(error.into()),
            Err(_) => Ok(words()),
        },
    };
    let content = match parsed {
        Ok(content) => content,
        Err(fault) => {
            let fault = letter_of(text, column).unwrap_or(fault);
            reader.say(wrong_type(reader, text, column, span, fault));
            return None;
        }
    };
    let number = match &content {
        Content::Number(n) => Some(*n),
        Content::Montant(m) => Some(m.euros()),
        Content::Written(..) | Content::Text(_) | Content::Absent(_) | Content::Merged => None,
    };
    if let (Some(number), Some(shown)) = (number, column.decimals)
        && number.normalize().scale() > shown
    {
        reader.say(hidden_decimals(span, text, shown));
        return None;
    }
    Some(content)
}

/// The fault of a cell in which a letter is typed for a figure.
fn letter_of(text: &str, column: &DataColumn) -> Option<CellFault> {
    let found = in_figures_alone(text, |meant| match column.kind {
        ColumnType::Text => false,
        ColumnType::Montant => Montant::read(meant).is_ok(),
        ColumnType::Number | ColumnType::Value => number_of(column, meant).is_ok(),
        ColumnType::Percentage => without_percent(meant).is_ok(),
    })?;
    Some(CellFault { why: Some(found.why()), advice: Some(found.advice()), invisible: Some(found.letter()) })
}

/// Whether words of a column of values were surely meant as a number.
fn is_mistaken(error: NumberError, text: &str) -> bool {
    match error {
        NumberError::Ambiguous { .. } | NumberError::Spreadsheet | NumberError::Brackets(_) => true,
        NumberError::Exponent(_) => text.contains("E+") || text.contains("E-"),
        NumberError::Invisible(_) => {
            let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
            !matches!(read_decimal(&visible), Err(NumberError::Unreadable))
        }
        NumberError::Unreadable
        | NumberError::Groups
        | NumberError::TooLarge
        | NumberError::Sign
        | NumberError::Changed => false,
    }
}

/// Whether a whole number of four digits or more is typed without groups.
fn is_ungrouped(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn has_leading_zero(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next() == Some('0') && letters.next().is_some_and(|c| c.is_ascii_digit())
}

fn wrong_type(
    reader: &Reader<'_>,
    text: &str,
    column: &DataColumn,
    span: Span,
    fault: CellFault,
) -> Diagnostic {
    let (what, example) = match column.kind {
        ColumnType::Montant => ("un montant", "« 35 423,15 € »"),
        ColumnType::Percentage => ("un pourcentage", "« 49 % »"),
        ColumnType::Number | ColumnType::Value | ColumnType::Text => ("un nombre", "« 0,65 »"),
    };
    let title = &column.title.value;
    let message = match &fault.why {
        Some(why) => format!("« {text} », dans la colonne « {title} » : {why}"),
        None if column.kind == ColumnType::Value => {
            format!("« {text} » n’est pas un nombre, et la colonne « {title} » a un total")
        }
        None => format!("« {text} » n’est pas {what}, que demande la colonne « {title} »"),
    };
    let place = fault.invisible.and_then(|c| reader.span_of_char(span, c)).unwrap_or(span);
    let help = fault.advice.unwrap_or_else(|| match column.kind {
        ColumnType::Value => {
            format!("écrire {example}, un mot d’absence, ou retirer « total: somme » de la colonne")
        }
        _ => format!("écrire {example}, un mot d’absence, ou donner à la colonne « type: valeur »"),
    });
    Diagnostic::error("TAB-003", place, message).help(help)
}
