//! The cumulated view of a report of several exercices, as its two tables.

use super::synthesis::rate_cell;
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::cumulated::{CumulatedMoney, CumulatedRow};
use crate::ledger::rapport::percent;

/// By exercice, then by action.
pub(super) fn tables(cumulated: &CumulatedMoney) -> Vec<TableView> {
    let rows = || cumulated.by_exercice.iter().chain(&cumulated.by_action);
    let decimals = cents(rows().flat_map(|row| {
        [row.contracted, row.revised, row.committed.total, row.paid.total, row.granted.total]
    }));
    [("Exercice", &cumulated.by_exercice), ("Action", &cumulated.by_action)]
        .into_iter()
        .map(|(title, rows)| {
            let mut table = TableView::new(vec![
                Column::text(title),
                Column::figures("Contracté"),
                Column::figures("Révisé"),
                Column::figures("Engagé"),
                Column::figures("Liquidé"),
                Column::figures("Accordé par l’État"),
                Column::figures("Liquidé sur révisé"),
            ]);
            rows.iter().for_each(|row| table.push(RowKind::Ligne, cells(row, decimals)));
            table.push(RowKind::Total, cells(&cumulated.total, decimals));
            table.compact = true;
            table.align()
        })
        .collect()
}

fn cells(row: &CumulatedRow, decimals: u32) -> Vec<Cell> {
    let sum = |sum: &Sum| match sum.is_empty() {
        true => Cell::text("–"),
        false => euros(sum.total, decimals).remark((sum.missing > 0).then_some("incomplet")),
    };
    let is_whole = !row.paid.is_empty() && row.paid.missing == 0;
    let rate = is_whole.then(|| percent(row.paid.total, row.revised)).flatten();
    vec![
        Cell::text(&row.label),
        euros(row.contracted, decimals),
        euros(row.revised, decimals),
        sum(&row.committed),
        sum(&row.paid),
        sum(&row.granted),
        rate_cell(rate),
    ]
}
