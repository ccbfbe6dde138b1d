//! The values of the indicateurs, of the fiches and of the matrix alike: one cell type for both, values compared
//! as ranges.

use rust_decimal::Decimal;

use crate::check::Context;
use crate::check::figures_and_words::number;
use crate::lang::numbers;
use crate::model::cadre::{Indicateur, Mesure};
use crate::model::column::ColumnMeaning;
use crate::model::fiche::ObjectiveRow;
use crate::model::indicateur::TypedIndicateur;
use crate::model::{Comparison, Fiche, Measured, Number, Value};
use crate::text::{Span, Spanned};

/// A cell of a fiche's table of objectives, or of the matrix.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IndicateurCell<'d> {
    /// The fiche; `None` for the matrix.
    pub fiche: Option<&'d Fiche>,
    /// The cadre's indicateur and its mesure; `None` when the indicateur is the fiche's own.
    pub cadre: Option<(&'d Mesure, &'d Indicateur)>,
    /// The indicateur, when its figures are typed.
    pub typed: Option<&'d TypedIndicateur>,
    /// Label as printed.
    pub label: &'d str,
    /// Column heading.
    pub column: &'d str,
    /// What the figures of the column are.
    pub meaning: &'d ColumnMeaning,
    /// Subheading above the row, or the cadre's group.
    pub group: Option<&'d str>,
    /// Its values: usually one, several when the act puts several in the cell.
    pub values: &'d [Value],
    /// Where the row names the indicateur; the same for all the cells of a row.
    pub span: Span,
}

impl<'d> IndicateurCell<'d> {
    /// The value, when the cell holds exactly one that has a figure.
    pub(crate) fn single(&self) -> Option<&'d Value> {
        match self.values {
            [value] if value_range(&value.measured.value).is_some() => Some(value),
            _ => None,
        }
    }

    /// The number and its value, when the cell holds exactly one plain number.
    pub(crate) fn number(&self) -> Option<(&'d Number, &'d Value)> {
        match self.values {
            [value] => match &value.measured.value {
                Measured::Number(n) => Some((n, value)),
                _ => None,
            },
            _ => None,
        }
    }

    /// Full identifier (`1.1/delai`); the label when the indicateur is the fiche's own.
    pub(crate) fn name(&self) -> String {
        match self.cadre {
            Some((mesure, indicateur)) => format!("{}/{}", mesure.number, indicateur.id.value),
            None => self.label.to_owned(),
        }
    }

    /// Unit of the indicateur: that which the fiche types, else that of the cadre.
    pub(crate) fn unit(&self) -> Option<&'d str> {
        let typed = self.typed.and_then(|typed| typed.unit.as_deref());
        typed.or_else(|| self.cadre.and_then(|(_, i)| i.unit.as_deref()))
    }

    /// The year of its column, when there is no other.
    pub(crate) fn only_year(&self) -> Option<i32> {
        self.meaning.only_year().map(i32::from)
    }

    /// Last of the years of its column.
    pub(crate) fn last_year(&self) -> Option<i32> {
        self.meaning.years.last().copied().map(i32::from)
    }

    /// Table and column: cells of equal keys can be compared.
    pub(crate) fn column_key(&self) -> (Option<Span>, &'d str) {
        (self.fiche.map(|f| f.span), self.column)
    }
}

/// The cells of the fiches, row by row.
pub(crate) fn fiche_cells<'d>(context: &Context<'d>) -> Vec<IndicateurCell<'d>> {
    let mut cells = Vec::new();
    for fiche in context.fiches() {
        let Some(table) = &fiche.objectives else { continue };
        let mut group = None;
        for (rank, row) in table.lines.iter().enumerate() {
            let (indicateur, label, row_values, span) = match row {
                ObjectiveRow::Heading(title) => {
                    group = Some(title.as_str());
                    continue;
                }
                ObjectiveRow::Indicateur { indicateur, label, cells: row_values, span, .. } => {
                    (indicateur, label, row_values, span)
                }
            };
            let cadre = indicateur.as_ref().and_then(|id| context.dossier.cadre.indicateur(&id.value));
            let own_label = label.as_ref().map(|label: &Spanned<String>| label.value.as_str());
            let Some(printed_label) = own_label.or(cadre.map(|(_, indicateur)| indicateur.label.as_str()))
            else {
                continue;
            };
            let name_span = indicateur.as_ref().or(label.as_ref()).map_or(*span, |name| name.span);
            for (column, values) in table.columns.iter().zip(row_values) {
                cells.push(IndicateurCell {
                    fiche: Some(fiche),
                    cadre,
                    typed: table.typed.get(rank),
                    label: printed_label,
                    column: &column.title.value,
                    meaning: &column.meaning,
                    group,
                    values,
                    span: name_span,
                });
            }
        }
    }
    cells
}

/// The cells written in the matrix for an indicateur, in source order.
pub(crate) fn matrix_cells<'d>(context: &Context<'d>) -> Vec<IndicateurCell<'d>> {
    let cadre = &context.dossier.cadre;
    let mut cells = Vec::new();
    for line in &context.dossier.matrix.values {
        let Some((mesure, indicateur)) = cadre.indicateur(&line.key.value) else { continue };
        for (id, values) in &line.cells {
            let Some(column) = cadre.columns.iter().find(|declared| declared.id == id.value) else {
                continue;
            };
            cells.push(IndicateurCell {
                fiche: None,
                cadre: Some((mesure, indicateur)),
                typed: None,
                label: &indicateur.label,
                column: &column.title,
                meaning: &column.meaning,
                group: indicateur.group.as_deref(),
                values,
                span: line.key.span,
            });
        }
    }
    cells
}

/// The cells of the fiches, then those of the matrix.
pub(crate) fn all_cells<'d>(context: &Context<'d>) -> Vec<IndicateurCell<'d>> {
    let mut cells = fiche_cells(context);
    cells.extend(matrix_cells(context));
    cells
}

/// Lowest and highest number that a value admits; `None` on a side without limit.
pub(crate) type ValueRange = (Option<Decimal>, Option<Decimal>);

/// The range of a value; `None` when it has no figure.
pub(crate) fn value_range(measured: &Measured) -> Option<ValueRange> {
    Some(match measured {
        Measured::Number(n) => (Some(n.value), Some(n.value)),
        Measured::Bound(Comparison::LessThan | Comparison::AtMost, n) => (None, Some(n.value)),
        Measured::Bound(Comparison::Above | Comparison::AtLeast, n) => (Some(n.value), None),
        Measured::Between(low, n) => (Some(*low), Some(n.value)),
        Measured::Tolerance(n, per_cent) => {
            let margin = n.value.checked_mul(*per_cent)?.checked_div(Decimal::ONE_HUNDRED)?.abs();
            (n.value.checked_sub(margin), n.value.checked_add(margin))
        }
        Measured::Text(_) | Measured::Absent(_) => return None,
    })
}

/// The number that a value is written with, and its unit.
pub(crate) fn figure(measured: &Measured) -> Option<&Number> {
    match measured {
        Measured::Number(n) | Measured::Bound(_, n) | Measured::Between(_, n) | Measured::Tolerance(n, _) => {
            Some(n)
        }
        Measured::Text(_) | Measured::Absent(_) => None,
    }
}

/// A value as the act writes it: « 1 204 personnes », « < 30 % ».
pub(crate) fn format_measured(measured: &Measured) -> String {
    let with_unit = |n: &Number| match &n.unit {
        Some(u) => format!("{} {u}", number(n.value)),
        None => number(n.value),
    };
    match measured {
        Measured::Number(n) => with_unit(n),
        Measured::Bound(c, n) => format!("{} {}", c.sign(), with_unit(n)),
        Measured::Between(low, n) => format!("{} à {}", number(*low), with_unit(n)),
        Measured::Tolerance(n, t) => format!("{} ± {} %", with_unit(n), number(*t)),
        Measured::Text(t) => t.clone(),
        Measured::Absent(a) => a.word().to_owned(),
    }
}

/// A label quoted in a message, cut at 70 characters.
pub(crate) fn quoted_label(label: &str) -> String {
    const MAX: usize = 70;
    if label.chars().count() <= MAX {
        return format!("« {label} »");
    }
    let start: String = label.chars().take(MAX).collect();
    let start = start.rsplit_once(' ').map_or(start.as_str(), |(head, _)| head);
    format!("« {}… »", start.trim_end_matches([',', ';', ':', ' ']))
}

/// The years that a text names, in order.
pub(crate) fn years(text: &str) -> Vec<i32> {
    numbers::years(text).map(i32::from).collect()
}

/// Whether two values declare the same time window and the same perimeter.
pub(crate) fn same_window_and_perimeter(a: &Value, b: &Value) -> bool {
    a.window == b.window && a.perimeter == b.perimeter
}

/// « 3 lignes », « 1 ligne ».
pub(crate) fn format_count(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n > 1 { several } else { one })
}
