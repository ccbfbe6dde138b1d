//! What the State decided of the credits of a report, and the steps of its review, as tables.

use super::synthesis::action_name;
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::rapport::{Action, RapportSummary};
use crate::ledger::settlement::Settlement;
use crate::model::Montant;
use crate::model::rapport::{Rapport, StateDecision};

/// What is printed of an amount that is not known.
const UNKNOWN: &str = "–";

/// What the State decided of each action, and in all; `None` when it decided of none.
pub(super) fn by_action(rapport: &Rapport, summary: &RapportSummary<'_>) -> Option<TableView> {
    let decided = |action: &Action<'_>| Some((action_name(action), action.fiche?.decision.as_ref()?.clone()));
    let rows: Vec<(String, StateDecision)> = summary.actions().filter_map(decided).collect();
    if rows.is_empty() {
        return None;
    }
    let decimals = cents(rows.iter().flat_map(|(_, decision)| amounts(Settlement::of(decision))));
    let mut table = TableView::new(vec![
        Column::text("Action"),
        Column::figures("Demandé"),
        Column::figures("Accordé"),
        Column::figures("Refusé"),
        Column::figures("Déjà versé"),
        Column::figures("Solde à verser"),
        Column::figures("À reverser"),
    ]);
    for (name, decision) in &rows {
        let reason = decision.reason.as_ref().map(|reason| format!("refus : {reason}"));
        let name = Cell::text(name).remark(reason.as_deref());
        table.push(RowKind::Ligne, cells(name, &Settlement::of(decision), decimals));
    }
    table.push(RowKind::Total, cells(Cell::text("Total"), &Settlement::total(rapport), decimals));
    Some(table.explain_blanks())
}

fn cells(name: Cell, decided: &Settlement, decimals: u32) -> Vec<Cell> {
    let amount =
        |montant: Option<Montant>| montant.map_or_else(|| Cell::text(UNKNOWN), |m| euros(m, decimals));
    let balance = decided.balance();
    vec![
        name,
        amount(decided.requested),
        amount(decided.granted),
        amount(decided.refused),
        amount(decided.paid),
        amount(balance.filter(|balance| *balance >= Montant::ZERO)),
        amount(balance.filter(|balance| *balance < Montant::ZERO).map(|balance| Montant::ZERO - balance)),
    ]
}

fn amounts(decided: Settlement) -> impl Iterator<Item = Montant> {
    [decided.requested, decided.granted, decided.refused, decided.paid, decided.balance()]
        .into_iter()
        .flatten()
}

/// What the State decided of an action, an amount a row.
pub(super) fn of_action(decision: &StateDecision) -> TableView {
    let decided = Settlement::of(decision);
    let decimals = cents(amounts(decided));
    let mut table = TableView::new(vec![Column::text("Crédits de l’État"), Column::figures("Montant")]);
    let refusal = decision.reason.as_deref();
    for (label, montant, remark) in [
        ("Demandé", decided.requested, None),
        ("Accordé", decided.granted, None),
        ("Refusé", decided.refused, refusal),
        ("Déjà versé", decided.paid, None),
    ] {
        if let Some(montant) = montant {
            table.push(RowKind::Ligne, vec![Cell::text(label).remark(remark), euros(montant, decimals)]);
        }
    }
    if let Some(balance) = decided.balance() {
        let (label, montant) = match balance >= Montant::ZERO {
            true => ("Solde à verser", balance),
            false => ("À reverser", Montant::ZERO - balance),
        };
        table.push(RowKind::Total, vec![Cell::text(label), euros(montant, decimals)]);
    }
    table.explain_blanks()
}

/// The steps of the review; `None` when none is told.
pub(super) fn reviews(rapport: &Rapport) -> Option<TableView> {
    let mut table = TableView::new(vec![
        Column::text("Date"),
        Column::text("État du dossier"),
        Column::text("Par"),
        Column::text("Motif"),
    ]);
    for step in &rapport.reviews {
        let words = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or(UNKNOWN));
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&step.day.to_string()),
                Cell::text(step.state.value.word()),
                words(&step.by),
                words(&step.reason),
            ],
        );
    }
    (!rapport.reviews.is_empty()).then(|| table.explain_blanks())
}
