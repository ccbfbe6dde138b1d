//! The table of what budgets cost.

use rust_decimal::Decimal;

use super::{
    budget_name, by_exercice, caption, cents, printed_if_different, rate_cell, sum_cell, whole_share,
};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::lang::numbers::format_french;
use crate::ledger::{Sum, budget as budget_sums};
use crate::model::Exercices;
use crate::model::budget::{Budget, Charge, Cost, Factor, FactorKind, Valorisation};
use crate::model::fiche::Fiche;

/// The charges of some budgets of a fiche; several stand side by side.
pub fn charges(budgets: &[&Budget], fiche: &Fiche, exercices: &Exercices) -> TableView {
    if let [only] = budgets
        && by_exercice::has_schedule(only)
    {
        return by_exercice::charges(only, fiche, exercices);
    }
    let all = || budgets.iter().flat_map(|b| with_details(&b.charges));
    let montants = all().map(|c| budget_sums::cost(c, fiche).total);
    let printed_values = all().filter_map(|c| c.mentions.printed.as_ref()).map(|a| a.value);
    let decimals = cents(
        montants
            .chain(printed_values)
            .chain(budgets.iter().filter_map(|b| b.printed_total.as_ref()).map(|t| t.value)),
    );
    let has_formulas = all().any(has_calculation);
    let has_shares = all().any(|c| c.mentions.printed_share.is_some());
    let mut columns = vec![Column::text("Poste")];
    if has_formulas {
        columns.push(Column::text("Calcul"));
    }
    for budget in budgets {
        let name = (budgets.len() > 1).then(|| budget_name(budget));
        columns.push(Column::figures("Montant").under(name.as_deref()));
        if has_shares {
            columns.push(Column::figures("Part").under(name.as_deref()));
        }
    }
    let mut table = TableView::new(columns);
    let rows = ChargeRows { fiche, decimals, has_formulas, has_shares };
    match budgets {
        [only] => {
            let total = budget_sums::charges(only, fiche);
            rows.push(&mut table, &only.charges, &total, 0);
        }
        _ => rows.push_side_by_side(&mut table, budgets),
    }
    let mut cells = vec![Cell::text("Total")];
    if has_formulas {
        cells.push(Cell::nothing());
    }
    for budget in budgets {
        let total = budget_sums::charges(budget, fiche);
        cells.push(sum_cell(&total, decimals).with_printed(printed_if_different(
            total.total,
            budget.printed_total.as_ref(),
            decimals,
        )));
        if has_shares {
            cells.push(whole_share(&table, cells.len(), &total));
        }
    }
    table.push(RowKind::Total, cells);
    table.legende = match budgets {
        [only] => caption(only, exercices),
        _ => None,
    };
    table.explain_blanks()
}

/// Charges and their details, at any depth: cents hide nowhere.
fn with_details(charges: &[Charge]) -> Vec<&Charge> {
    let mut all = Vec::new();
    for charge in charges {
        all.push(charge);
        if let Cost::Detailed(lines) = &charge.cost {
            all.extend(with_details(lines));
        }
    }
    all
}

/// Whether a charge has more to print than its amount, which no column beside others holds.
pub fn has_details(charge: &Charge) -> bool {
    matches!(charge.cost, Cost::Detailed(_) | Cost::Valorisation(_))
}

fn has_calculation(charge: &Charge) -> bool {
    match &charge.cost {
        Cost::Valorisation(_) => true,
        Cost::Detailed(lines) => lines.iter().any(has_calculation),
        _ => false,
    }
}

/// What all the rows of a table of charges depend on.
struct ChargeRows<'f> {
    fiche: &'f Fiche,
    decimals: u32,
    has_formulas: bool,
    has_shares: bool,
}

impl ChargeRows<'_> {
    /// Adds the rows of one budget: each charge, then its detail, indented.
    fn push(&self, table: &mut TableView, charges: &[Charge], total: &Sum, indent: usize) {
        for charge in charges {
            let mut cells = vec![
                Cell::text(&charge_label(charge)).indent(indent).remark(charge.mentions.note.as_deref()),
            ];
            if self.has_formulas {
                cells.push(match &charge.cost {
                    Cost::Valorisation(v) => Cell::text(&formula(v)),
                    _ => Cell::nothing(),
                });
            }
            self.add_amounts(&mut cells, charge, total);
            let kind =
                if matches!(charge.cost, Cost::Detailed(_)) { RowKind::Groupe } else { RowKind::Ligne };
            table.push(kind, cells);
            if let Cost::Detailed(lines) = &charge.cost {
                self.push(table, lines, total, indent + 1);
            }
        }
    }

    fn add_amounts(&self, cells: &mut Vec<Cell>, charge: &Charge, total: &Sum) {
        let cost = budget_sums::cost(charge, self.fiche);
        let printed = printed_if_different(cost.total, charge.mentions.printed.as_ref(), self.decimals);
        cells.push(sum_cell(&cost, self.decimals).with_printed(printed));
        if self.has_shares {
            cells.push(rate_cell(&cost, total, charge.mentions.printed_share.as_ref()));
        }
    }

    /// Adds the rows of several budgets, one per column: charges with the same label share a row.
    fn push_side_by_side(&self, table: &mut TableView, budgets: &[&Budget]) {
        let mut names: Vec<String> = Vec::new();
        for charge in budgets.iter().flat_map(|b| &b.charges) {
            let name = charge_label(charge);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        for name in names {
            let mut cells = vec![Cell::text(&name)];
            if self.has_formulas {
                cells.push(Cell::nothing());
            }
            for budget in budgets {
                let total = budget_sums::charges(budget, self.fiche);
                match budget.charges.iter().find(|c| charge_label(c) == name) {
                    Some(charge) => self.add_amounts(&mut cells, charge, &total),
                    None => cells.extend((0..=usize::from(self.has_shares)).map(|_| Cell::nothing())),
                }
            }
            table.push(RowKind::Ligne, cells);
        }
    }
}

pub(super) fn charge_label(charge: &Charge) -> String {
    match &charge.account {
        Some(account) => format!("{account} – {}", charge.label.value),
        None => charge.label.value.clone(),
    }
}

/// The factors of a valorisation in words: « 14 × 10 % du temps × 90 000 € par an ».
pub fn formula(valorisation: &Valorisation) -> String {
    let factor = |factor: &Factor| factor_in_words(factor.kind, factor.value.value);
    valorisation.factors.iter().map(factor).collect::<Vec<_>>().join(" × ")
}

/// A factor in words: « 10 % du temps ».
pub fn factor_in_words(kind: FactorKind, value: Decimal) -> String {
    let with = |number: String, word: &str| if word.is_empty() { number } else { format!("{number} {word}") };
    match kind {
        FactorKind::Number(word) => with(format_french(value, None), word),
        FactorKind::Percentage(word) => with(format!("{}\u{a0}%", format_french(value, None)), word),
        FactorKind::Month => format!("{}/12", format_french(value, None)),
        FactorKind::Montant(word) => {
            let decimals = if value.normalize().scale() > 0 { 2 } else { 0 };
            with(format!("{}\u{202f}€", format_french(value, Some(decimals))), word)
        }
    }
}
