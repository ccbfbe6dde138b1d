//! Checks that every row of an estimate column follows the rate that the others follow.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::grid::grid_of;
use crate::check::Context;
use crate::check::figures_and_words::number;
use crate::diagnostic::Diagnostic;
use crate::model::table::{Content, DataTable, Derivation};
use crate::text::Span;

/// The two numbers of a row, with their places.
struct RowPair {
    before: (Decimal, Span),
    after: (Decimal, Span),
}

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.tables.iter().flat_map(in_table)).collect()
}

fn in_table(table: &DataTable) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, column) in table.columns.iter().enumerate().skip(1) {
        if column.derivation == Some(Derivation::Estimated) {
            findings.extend(
                index
                    .checked_sub(1)
                    .map(|before| compare(&row_pairs(table, before, index)))
                    .unwrap_or_default(),
            );
        }
    }
    findings
}

fn row_pairs(table: &DataTable, before: usize, after: usize) -> Vec<RowPair> {
    let grid = grid_of(table);
    let read = |row: usize, column: usize| {
        let cell = grid.get(row)?.get(column).filter(|cell| cell.origin_row == row)?;
        match cell.content.value {
            Content::Number(n) | Content::Written(n, _) if n > Decimal::ZERO => Some((n, cell.content.span)),
            _ => None,
        }
    };
    (0..grid.len())
        .filter_map(|row| Some(RowPair { before: read(row, before)?, after: read(row, after)? }))
        .collect()
}

/// The whole percentages that lead from one number to the other after rounding.
fn possible_rates(pair: &RowPair) -> Option<std::ops::RangeInclusive<i64>> {
    let per_cent = |n: Decimal| n.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(pair.before.0);
    let half = Decimal::new(5, pair.after.0.scale().saturating_add(1).min(20));
    let low = per_cent(pair.after.0.checked_sub(half)?)?.ceil().to_i64()?;
    let high = per_cent(pair.after.0.checked_add(half)?)?.floor().to_i64()?;
    // Skip small numbers: too many rates fit.
    (high.saturating_sub(low) <= 20).then_some(low..=high)
}

fn compare(row_pairs: &[RowPair]) -> Vec<Diagnostic> {
    let mut rows_by_rate: BTreeMap<i64, usize> = BTreeMap::new();
    for possible in row_pairs.iter().filter_map(possible_rates) {
        for rate in possible {
            *rows_by_rate.entry(rate).or_default() += 1;
        }
    }
    let Some(agreeing) = rows_by_rate.values().max().copied() else { return Vec::new() };
    let mut best_rates = rows_by_rate.iter().filter(|(_, rows)| **rows == agreeing).map(|(rate, _)| *rate);
    let (Some(common_rate), None) = (best_rates.next(), best_rates.next()) else { return Vec::new() };
    let others = row_pairs.len().saturating_sub(agreeing);
    if agreeing < 5 || others == 0 || others.saturating_mul(6) > row_pairs.len() || common_rate == 100 {
        return Vec::new();
    }
    let strays = row_pairs
        .iter()
        .filter(|pair| possible_rates(pair).is_some_and(|rates| !rates.contains(&common_rate)));
    strays.filter_map(|pair| report(pair, common_rate, agreeing)).collect()
}

fn report(pair: &RowPair, common_rate: i64, agreeing: usize) -> Option<Diagnostic> {
    let factor = Decimal::new(common_rate, 2);
    let exact = pair.before.0.checked_mul(factor)?;
    let (before, after) = (number(pair.before.0), number(pair.after.0));
    Some(
        Diagnostic::finding(
            pair.after.1,
            format!(
                "{after} ne se déduit pas de {before} comme sur les {agreeing} autres lignes, par × {}",
                number(factor)
            ),
        )
        .also(pair.before.1, before.clone())
        .arithmetic(format!("{before} × {} = {} ; affiché : {after}", number(factor), number(exact)))
        .warning()
        .help("corriger l’un des deux nombres, ou dire ce qui distingue cette ligne"),
    )
}
