//! The tables of money of the whole act: views of its ledger, and what its ceilings leave.

use serde::Serialize;

use super::tables::{cents, euros, sum_cell};
use super::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::ceilings::{self, CeilingUse};
use crate::ledger::entry::{LedgerEntry, of_act};
use crate::ledger::view::{Filter, Key, View, view, view_of_node};
use crate::model::cadre::{Axe, Dimension, MoneyTable, MoneyTablePlace, Side};
use crate::model::{Dossier, Montant};

/// A table with its heading.
#[derive(Debug, Serialize)]
pub struct TitledTable {
    /// Heading.
    pub titre: String,
    /// Table.
    pub tableau: TableView,
}

/// The tables of money that the cadre wants at a place. One whose place is not known goes after the récapitulatif.
pub fn tables_after(place: MoneyTablePlace, dossier: &Dossier) -> Vec<TitledTable> {
    let is_there =
        |table: &&MoneyTable| dossier.place_of(table).unwrap_or(MoneyTablePlace::Recapitulatif) == place;
    let mut asked = dossier.cadre.money_tables.iter().filter(is_there).peekable();
    if asked.peek().is_none() {
        return Vec::new();
    }
    let entries = of_act(dossier);
    asked.filter_map(|table| asked_for(table, &entries, dossier)).collect()
}

/// The tables that follow the récapitulatif: those that the cadre or the act asks for; else, in an act of several
/// exercices, who pays what in each, and what each node of the tree receives in each; then the ceilings.
pub fn tables(dossier: &Dossier) -> Vec<TitledTable> {
    let entries = of_act(dossier);
    let asked = &dossier.cadre.money_tables;
    let mut tables = tables_after(MoneyTablePlace::Recapitulatif, dossier);
    if asked.is_empty() && dossier.convention.exercices.are_several() {
        let by_exercice = |rows, titre: String| {
            let view = view(&entries, dossier, (rows, Dimension::Exercice), &Filter::resources());
            (view.rows.len() > 1).then(|| TitledTable { titre, tableau: table_of(&view, rows, dossier) })
        };
        tables.extend(by_exercice(Dimension::Financeur, "Montants par financeur et par exercice".to_owned()));
        let word = dossier.cadre.axes.first().map_or_else(String::new, |axe| axe.word.word().to_owned());
        tables.extend(by_exercice(Dimension::Axe, format!("Montants par {word} et par exercice")));
    }
    tables.extend(ceilings_table(dossier, &entries));
    tables
}

/// What the actions of a node are paid, by exercice, or by funder in an act of one exercice: a row for each, and one for each
/// node right under it, whose own page has its actions; `None` without action.
pub fn of_axe(axe: &Axe, dossier: &Dossier) -> Option<TableView> {
    let columns = match dossier.convention.exercices.are_several() {
        true => Dimension::Exercice,
        false => Dimension::Financeur,
    };
    let view = view_of_node(&of_act(dossier), dossier, &axe.id.value, columns, &Filter::resources());
    let has_actions = view.rows.iter().any(|key| matches!(key, Key::Action(..)));
    let head = match (dossier.cadre.axes_under(&axe.id.value).next(), has_actions) {
        (None, _) => heading(Dimension::Action, dossier),
        (Some(below), false) => below.word.capitalized(),
        (Some(below), true) => format!("Action ou {}", below.word.word()),
    };
    let has_money = !view.columns.is_empty();
    has_money.then(|| table_with(&view, &head, has_actions, dossier))
}

fn asked_for(table: &MoneyTable, entries: &[LedgerEntry<'_>], dossier: &Dossier) -> Option<TitledTable> {
    let filter = match table.side {
        Side::Charge => Filter::charges(),
        Side::Resource => Filter { payer: table.payer.as_ref(), ..Filter::resources() },
    };
    let view = view(entries, dossier, (table.rows, table.columns), &filter);
    (!view.rows.is_empty())
        .then(|| TitledTable { titre: table.title.clone(), tableau: table_of(&view, table.rows, dossier) })
}

/// The heading of the column of the keys.
fn heading(dimension: Dimension, dossier: &Dossier) -> String {
    match dimension {
        Dimension::Action => "Action".to_owned(),
        Dimension::Axe => dossier.cadre.axes.first().map(|axe| axe.word.capitalized()).unwrap_or_default(),
        Dimension::Exercice => "Exercice".to_owned(),
        Dimension::Financeur => "Financeur".to_owned(),
        Dimension::Section => "Section".to_owned(),
        Dimension::Stage => "Étape".to_owned(),
    }
}

/// A view as a table, with its totals.
pub fn table_of(view: &View, rows: Dimension, dossier: &Dossier) -> TableView {
    table_with(view, &heading(rows, dossier), rows == Dimension::Action, dossier)
}

/// The same under any heading of its rows; `numbered` when some are actions.
fn table_with(view: &View, head: &str, numbered: bool, dossier: &Dossier) -> TableView {
    let decimals = cents(view.cells.iter().flatten().map(|sum| sum.total));
    let mut columns = Vec::new();
    if numbered {
        columns.push(Column::text("N°"));
    }
    columns.push(Column::text(head));
    columns.extend(view.columns.iter().map(|key| Column::figures(&key.label(dossier))));
    let with_total = view.columns.len() > 1;
    if with_total {
        columns.push(Column::figures("Total"));
    }
    let mut table = TableView::new(columns);
    let amount = |sum: &Sum| sum_cell(sum, decimals);
    for ((key, cells), total) in view.rows.iter().zip(&view.cells).zip(&view.row_totals) {
        let mut row = Vec::new();
        if numbered {
            row.push(Cell::text(&number(key)));
        }
        let name = Cell::text(&label(key, dossier));
        row.push(match key {
            Key::Action(_, number) => name.leading_to(super::fiche::anchor(*number)),
            _ => name,
        });
        row.extend(cells.iter().map(amount));
        if with_total {
            row.push(amount(total));
        }
        table.push(RowKind::Ligne, row);
    }
    let mut row = Vec::new();
    if numbered {
        row.push(Cell::nothing());
    }
    row.push(Cell::text("Total"));
    row.extend(view.column_totals.iter().map(amount));
    if with_total {
        row.push(amount(&view.total));
    }
    table.push(RowKind::Total, row);
    table.explain_blanks()
}

fn number(key: &Key) -> String {
    match key {
        Key::Action(_, number) => number.to_string(),
        _ => String::new(),
    }
}

/// A node is told with its title, which its number alone does not.
fn label(key: &Key, dossier: &Dossier) -> String {
    match key {
        Key::Axe(rank) => match dossier.cadre.axes.get(*rank) {
            Some(axe) => format!("{} · {}", axe.heading(), axe.title),
            None => String::new(),
        },
        key => key.label(dossier),
    }
}

fn ceilings_table(dossier: &Dossier, entries: &[LedgerEntry<'_>]) -> Option<TitledTable> {
    let uses = ceilings::uses(dossier, entries);
    let montants = uses.iter().flat_map(|u| [u.ceiling.montant.value, u.used.total, u.left()]);
    let decimals = cents(montants);
    let heads = ["Partie", "Exercice"].map(Column::text).into_iter();
    let figures = ["Plafond", "Montant des actions", "Reste à répartir"].map(Column::figures);
    let mut table = TableView::new(heads.chain(figures).collect());
    let exercices = &dossier.convention.exercices;
    for ceiling in &uses {
        let CeilingUse { ceiling: written, exercices: ranks, used } = ceiling;
        let left = euros(ceiling.left(), decimals);
        let is_over = ceiling.left() < Montant::ZERO;
        table.push(
            RowKind::Ligne,
            vec![
                Cell::text(&written.payer.name(&dossier.cadre)),
                Cell::text(&exercices.label(ranks)),
                euros(written.montant.value, decimals),
                euros(used.total, decimals).remark(used.caveat().as_deref()),
                if is_over { left.highlight() } else { left },
            ],
        );
    }
    (!uses.is_empty()).then(|| TitledTable {
        titre: "Plafonds et reste à répartir".to_owned(),
        tableau: table.explain_blanks(),
    })
}
