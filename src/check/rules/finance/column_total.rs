//! Checks the printed total of a column of a table against the sum of its cells.

use rust_decimal::Decimal;

use super::sums::{addition, half_unit, show};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::format_plain;
use crate::model::Montant;
use crate::model::table::{ColumnType, Content, DataColumn, DataRow, DataTable};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "le total affiché d’une colonne n’est pas la somme de ses cases",
    severity: Severity::Error,
    checks: "Le `total_affiche` d’une colonne de nombres ou de montants est comparé à la somme de ses cases ; une case \
              fusionnée compte une fois. Un écart qui s’explique par l’arrondi des cases (une demi-unité de la \
              dernière décimale par case) est dit comme tel, en conseil. Quand une case attend sa valeur, un total \
              plus grand que la somme est un avertissement. Les pourcentages ne s’ajoutent pas, sauf si la colonne dit \
              `total: somme`. Les colonnes qui contiennent des mots ne sont pas comparées.",
    why: "Le total d’un tableau est repris ailleurs dans l’acte : faux, il fausse ce qui le cite.",
    source: "Cohérence interne de l’acte : un total est la somme de ses lignes.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Roquenoire     | 20 | 7 050,50 € | 60 %",
            to: "Roquenoire     | 25 | 7 050,50 € | 60 %",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{ titre: Taux d'occupation, type: pourcentage }",
                to: "{ titre: Taux d'occupation, type: pourcentage, total_affiche: \"67,5\" }",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "      Roquenoire     | 20 | 7 050,50 € | 60 %",
                to: "      Roquenoire     | 20 | 7 050,50 € | 60 %\n      Point relais   | ^  | ^          | ^",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let tables = context.fiches().flat_map(|fiche| &fiche.tables);
    tables
        .flat_map(|t| t.columns.iter().enumerate().filter_map(move |(i, column)| compare(t, i, column)))
        .collect()
}

/// The cells of a column, by what they hold.
#[derive(Default)]
struct ColumnCells {
    numbers: Vec<(Decimal, Span)>,
    awaited: usize,
    has_text: bool,
}

fn cells(table: &DataTable, index: usize) -> ColumnCells {
    let mut cells = ColumnCells::default();
    for line in &table.lines {
        let DataRow::Cells(row_cells) = line else { continue };
        let Some(Spanned { value, span }) = row_cells.get(index) else { continue };
        match value {
            Content::Number(n) | Content::Written(n, _) => cells.numbers.push((*n, *span)),
            Content::Montant(m) => cells.numbers.push((m.euros(), *span)),
            Content::Text(_) => cells.has_text = true,
            Content::Absent(absence) => cells.awaited += usize::from(absence.is_awaited()),
            Content::Merged => {}
        }
    }
    cells
}

fn compare(table: &DataTable, index: usize, column: &DataColumn) -> Option<Diagnostic> {
    let printed = column.printed_total.as_ref()?;
    let cells = cells(table, index);
    let sum = cells.numbers.iter().fold(Decimal::ZERO, |a, (n, _)| a.saturating_add(*n));
    let is_summable = match column.kind {
        ColumnType::Text => false,
        ColumnType::Percentage => column.sum,
        ColumnType::Number | ColumnType::Montant | ColumnType::Value => true,
    };
    if !is_summable || cells.has_text || cells.numbers.is_empty() || sum == printed.value {
        return None;
    }
    // Same number of decimals everywhere, so that the figures compare at a glance.
    let decimals = cells.numbers.iter().map(|(n, _)| n.scale()).fold(printed.value.scale(), u32::max);
    let say = |n: Decimal| match column.kind {
        ColumnType::Montant => Montant::rounded(n).unwrap_or_default().to_string(),
        ColumnType::Percentage => format!("{} %", format_plain(n, Some(decimals))),
        _ => format_plain(n, Some(decimals)),
    };
    let (stated, computed) = (say(printed.value), say(sum));
    let difference = printed.value - sum;
    let terms: Vec<String> = cells.numbers.iter().map(|(n, _)| say(*n)).collect();
    let locations: Vec<(Span, String)> = cells.numbers.iter().map(|(n, s)| (*s, say(*n))).collect();
    let message = format!(
        "le total affiché de la colonne « {} », {stated}, n’est pas la somme de ses cases, {computed}",
        column.title.value
    );
    let finding = Diagnostic::finding(printed.span, message).here("total affiché").arithmetic(format!(
        "{} ; écart : {}",
        addition(&terms, &computed),
        say(difference.abs())
    ));
    let finding = if column.kind == ColumnType::Montant { finding.stake(difference) } else { finding };
    let finding = if difference.abs() <= margin(&cells, column.kind, printed.value) {
        finding
            .advice()
            .help("l’écart est de l’ordre de l’arrondi des cases : écrire le total des cases, ou dire qu’elles sont arrondies")
    } else {
        let finding = finding.help("corriger le total ou une case");
        if cells.awaited > 0 && difference > Decimal::ZERO { finding.warning() } else { finding }
    };
    Some(show(finding, &locations))
}

/// The largest gap that rounding the cells can explain: none for whole numbers and for cents.
fn margin(cells: &ColumnCells, kind: ColumnType, total: Decimal) -> Decimal {
    let number = Decimal::from(cells.numbers.len());
    let decimals = cells.numbers.iter().map(|(n, _)| n.scale()).max().unwrap_or(0);
    match kind {
        ColumnType::Montant if decimals > 0 && total.fract().is_zero() => Decimal::new(99, 2),
        ColumnType::Montant => Decimal::ZERO,
        _ if decimals == 0 => Decimal::ZERO,
        _ => cells
            .numbers
            .iter()
            .map(|(n, _)| n)
            .max_by_key(|n| n.scale())
            .map_or(Decimal::ZERO, |n| half_unit(*n).saturating_mul(number)),
    }
}
