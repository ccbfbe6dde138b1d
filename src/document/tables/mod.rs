//! The tables of a fiche that show money, and the cells they share. Every total is computed; what the act prints stands
//! beside it when it differs.

mod bordereau;
mod by_exercice;
mod charges;
mod financements;

use rust_decimal::Decimal;

use super::view::{Cell, TableView};
use crate::lang::flat;
use crate::lang::numbers::{format_french, share};
use crate::ledger::Sum;
use crate::model::budget::Budget;
use crate::model::{Exercices, Montant};
use crate::text::Spanned;

pub use bordereau::bordereau;
use charges::charge_label;
pub use charges::{charges, factor_in_words, formula, has_details};
pub use financements::{financements, payer};

/// Decimals for a column of amounts: 2 when one of them has cents, else 0.
pub fn cents(montants: impl IntoIterator<Item = Montant>) -> u32 {
    if montants.into_iter().any(|m| m.euros().normalize().scale() > 0) { 2 } else { 0 }
}

/// A cell that aligns an amount on its comma.
pub fn euros(montant: Montant, decimals: u32) -> Cell {
    Cell::number(montant.euros(), Some(decimals), "€")
}

/// A sum, with what it lacks under it, or why there is none: nothing to add is not 0 €.
pub fn sum_cell(sum: &Sum, decimals: u32) -> Cell {
    match sum.lack.why {
        _ if sum.mixes_bases() => Cell::text("HT et TTC"),
        _ if !sum.is_empty() => euros(sum.total, decimals).remark(sum.caveat().as_deref()),
        Some(absence) => Cell::absent(absence),
        None => Cell::nothing(),
    }
}

/// An amount as text: « 1 234,50 € ».
pub fn written_out(montant: Montant, decimals: u32) -> String {
    format!("{}\u{202f}€", format_french(montant.euros(), Some(decimals)))
}

/// The amount that the act prints, in words, when it differs from the computed one.
fn printed_if_different(
    computed: Montant,
    printed: Option<&Spanned<Montant>>,
    decimals: u32,
) -> Option<String> {
    printed.filter(|a| a.value != computed).map(|a| written_out(a.value, decimals.max(cents([a.value]))))
}

/// A share of a total in per cent, with the decimals of the one that the act prints, which stands beside it when it
/// differs. Of a sum that lacks a term nobody knows a share: only that of the act is there.
fn rate_cell(part: &Sum, total: &Sum, shown: Option<&Spanned<Decimal>>) -> Cell {
    let decimals = shown.map_or(1, |a| a.value.scale());
    let printed = shown.map(|a| format!("{}\u{a0}%", format_french(a.value, None)));
    if !part.is_whole() || total.missing() > 0 {
        return Cell::nothing().with_printed(printed);
    }
    let (part, total) = (part.total, total.total);
    let Some(words) = share(part.euros(), total.euros(), decimals) else { return Cell::nothing() };
    let rate = (part.euros() * Decimal::ONE_HUNDRED).checked_div(total.euros());
    let cell = rate.map_or_else(Cell::nothing, |rate| Cell::number(rate, Some(decimals), "%"));
    cell.with_printed(printed.filter(|p| *p != words))
}

/// « 100 % » under a column of shares, with their decimals; nothing without a whole to share.
fn whole_share(table: &TableView, column: usize, total: &Sum) -> Cell {
    if total.missing() > 0 || total.total.is_zero() {
        return Cell::nothing();
    }
    let cells = table.lignes.iter().filter_map(|row| row.cellules.get(column));
    let decimals = cells.map(|cell| cell.fraction.chars().count().saturating_sub(1)).max().unwrap_or(0);
    Cell::number(Decimal::ONE_HUNDRED, Some(u32::try_from(decimals).unwrap_or(0)), "%")
}

/// The caption of the table of one budget: its title, and what it covers when that is not all of the act and the
/// title does not say it.
fn caption(budget: &Budget, exercices: &Exercices) -> Option<String> {
    let of_act = exercices.label_of_all();
    let title = budget.title.as_ref().map(|title| title.value.as_str());
    let period = budget.period.as_ref().map(ToString::to_string).filter(|p| *p != of_act);
    match (title, period) {
        (Some(title), Some(period)) if !flat(title).contains(&flat(&period)) => {
            Some(format!("{title} ({period})"))
        }
        (Some(title), _) => Some(title.to_owned()),
        (None, period) => period.map(|period| format!("Période : {period}")),
    }
}

/// What tells a budget from others: its title, else its period, else its identifier.
fn budget_name(budget: &Budget) -> String {
    budget
        .title
        .as_ref()
        .map(|title| title.value.clone())
        .or_else(|| budget.period.as_ref().map(ToString::to_string))
        .unwrap_or_else(|| budget.id.clone())
}
