//! The cumulated view of a report of several exercices, as its two tables.

use super::synthesis::rate_cell;
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::contract::in_force;
use crate::ledger::cumulated::CumulatedMoney;
use crate::ledger::entry::MoneyStage;
use crate::ledger::rapport::percent;
use crate::ledger::view::{Key, View};
use crate::model::Dossier;
use crate::model::rapport::Rapport;

/// The stages that have a column, with its title.
const STAGES: [(MoneyStage, &str); 5] = [
    (MoneyStage::Planned, "Contracté"),
    (MoneyStage::Revised, "Révisé"),
    (MoneyStage::Committed, "Engagé"),
    (MoneyStage::Paid, "Liquidé"),
    (MoneyStage::Granted, "Accordé par l’État"),
];

/// By exercice, then by action.
pub(super) fn tables(cumulated: &CumulatedMoney, dossier: &Dossier, rapport: &Rapport) -> Vec<TableView> {
    let views = [("Exercice", &cumulated.by_exercice), ("Action", &cumulated.by_action)];
    let cells = || views.iter().flat_map(|(_, view)| view.cells.iter().flatten());
    let decimals = cents(cells().map(|sum| sum.total));
    let tables = views.iter().map(|(title, view)| {
        let mut table = TableView::new(
            [Column::text(title)]
                .into_iter()
                .chain(STAGES.iter().map(|(_, title)| Column::figures(title)))
                .chain([Column::figures("Liquidé sur révisé")])
                .collect(),
        );
        for row in rows(view, dossier, rapport) {
            let sums = STAGES.map(|(stage, _)| view.cell(row, Key::Stage(stage)));
            table.push(RowKind::Ligne, cells_of(&label(row, dossier, rapport), &sums, decimals));
        }
        let totals = STAGES.map(|(stage, _)| view.column_total(Key::Stage(stage)));
        table.push(RowKind::Total, cells_of("Total", &totals, decimals));
        table.explain_blanks()
    });
    tables.collect()
}

/// The rows of a view, and those of the exercices of the report that have no money.
fn rows(view: &View, dossier: &Dossier, rapport: &Rapport) -> Vec<Key> {
    let mut rows = view.rows.clone();
    if rows.iter().any(|row| matches!(row, Key::Exercice(_))) {
        let own = rapport.exercices.iter().filter_map(|name| dossier.convention.exercices.rank(name));
        rows.extend(own.map(Key::Exercice));
        rows.sort_unstable();
        rows.dedup();
    }
    rows
}

/// What a row is: an action has the title that it was contracted under.
fn label(row: Key, dossier: &Dossier, rapport: &Rapport) -> String {
    let Key::Action(_, number) = row else { return row.label(dossier) };
    let commitments = in_force(rapport);
    let contracted = commitments.iter().find(|commitment| commitment.number == number);
    contracted.map_or_else(|| row.label(dossier), |commitment| format!("{number}. {}", commitment.title()))
}

/// Amounts by stage, then what was paid over what is contracted in force.
fn cells_of(label: &str, sums: &[Sum; STAGES.len()], decimals: u32) -> Vec<Cell> {
    let [_, revised, _, paid, _] = sums;
    let is_whole = !paid.is_empty() && paid.missing() == 0;
    let rate = is_whole.then(|| percent(paid.total, revised.total)).flatten();
    let amount = |sum: &Sum| match sum.is_empty() {
        true => Cell::text("–"),
        false => euros(sum.total, decimals).remark((sum.missing() > 0).then_some("incomplet")),
    };
    let mut cells = vec![Cell::text(label)];
    cells.extend(sums.iter().map(amount));
    cells.push(rate_cell(rate));
    cells
}
