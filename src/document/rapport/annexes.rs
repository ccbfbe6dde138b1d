//! The annexes of the rapport: financial table, matrix of indicateurs.

use std::collections::{BTreeMap, BTreeSet};

use super::refaction::{AppliedRule, unit_name};
use super::synthesis::{
    action_name, contracted_cell, contracted_share_cell, coverage, coverage_of_action, executed_cell,
    executed_total_cell, gap_cell, rate_cell, scope, unspent,
};
use crate::document::annexes::matrix_cell;
use crate::document::data::cell;
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, Row, RowKind, TableView};
use crate::ledger::matrix::{MatrixRow, rows};
use crate::ledger::objectives::{Attainment, UnknownReason, track};
use crate::ledger::rapport::{Action, AxeActions, RapportSummary, ShareTotal, TotalsRow};
use crate::ledger::refaction::{Balance, RefactionUnit};

use crate::model::rapport::Rapport;
use crate::model::tree::TreeStep;
use crate::model::{Cadre, CellValues, Dossier, Measured, Montant, Numero, Value};

/// The amount due, and the net amount to pay (+) or to take back (−), over the exercices. Empty for an action that the
/// rule does not settle by itself.
fn balance_cells(units: &[&RefactionUnit], decimals: u32) -> [Cell; 2] {
    if units.is_empty() {
        return [Cell::nothing(), Cell::nothing()];
    }
    if units.iter().all(|unit| unit.balance.is_none()) {
        return [Cell::text("–"), Cell::text("–")];
    }
    sum_of_balances(units, decimals)
}

fn financial_columns(has_balances: bool) -> Vec<Column> {
    let groups: [(&str, &[&str]); 3] = [
        ("Tous financeurs", &["Contracté", "Exécuté", "Taux", "Écart"]),
        ("État", &["Contracté", "Exécuté", "Non consommé"]),
        (
            "Solde de l’État",
            if has_balances { &["Part due", "À verser (+) ou à reprendre (−)"] } else { &[] },
        ),
    ];
    let under = |(group, titles): (&'static str, &[&'static str])| {
        titles.iter().map(|title| Column::figures(title).under(Some(group))).collect::<Vec<_>>()
    };
    std::iter::once(Column::text("Action")).chain(groups.into_iter().flat_map(under)).collect()
}

/// Annexe 1: every action by annexe, with the balance of the État where the rule of the cadre gives one.
pub(super) fn financial_table(
    cadre: &Cadre,
    summary: &RapportSummary<'_>,
    applied: Option<&AppliedRule<'_>>,
) -> TableView {
    let columns = financial_columns(applied.is_some());
    let width = columns.len();
    let mut table = TableView::new(columns);
    let units = applied.map(|a| a.units.as_slice()).unwrap_or_default();
    let montants = summary.actions().flat_map(|a| a.shares.iter().chain([&a.others]));
    let decimals = cents(
        montants
            .flat_map(|p| [p.contracted.total, p.paid.total])
            .chain(units.iter().filter_map(|u| u.balance).flat_map(|s| [s.due, s.net()])),
    );
    let balances = Balances::new(units, cadre, summary, decimals);
    let row = |action: &Action<'_>| {
        let mut cells = action_cells(action, decimals);
        if applied.is_some() {
            cells.extend(balance_cells(&balances.of_action(action), decimals));
        }
        cells
    };
    let total_row = |name: &str, blocks: &[&AxeActions<'_>], balance: [Cell; 2]| {
        let mut total = TotalsRow::default();
        blocks.iter().for_each(|block| total.extend(&block.total));
        let etat = summary.has_etat.then_some(&total.etat);
        let left = unspent(blocks.iter().flat_map(|block| &block.actions));
        let mut cells = total_cells(name, &total.total, etat, left, decimals);
        if applied.is_some() {
            cells.extend(balance);
        }
        cells
    };
    let own =
        |id: &str| summary.annexes.iter().find(|block| block.annexe.is_some_and(|axe| axe.id.value == id));
    let has_totals = summary.annexes.len() > 1;
    for step in cadre.walk(|id| own(id).is_some()) {
        match step {
            TreeStep::Enter(axe) => {
                let title = format!("{} · {}", axe.heading(), axe.title);
                table.lignes.push(Row::title_at(cadre.depth(&axe.id.value), &title, width));
                for action in own(&axe.id.value).into_iter().flat_map(|block| &block.actions) {
                    table.push(RowKind::Ligne, row(action));
                }
            }
            TreeStep::Leave(axe) if has_totals => {
                let blocks: Vec<_> = summary.within(cadre, &axe.id.value).collect();
                let name = format!("Total {}", axe.of_the());
                table.push(RowKind::Groupe, total_row(&name, &blocks, balances.of_node(&axe.id.value)));
            }
            TreeStep::Leave(_) => {}
        }
    }
    for block in summary.annexes.iter().filter(|block| block.annexe.is_none()) {
        table.lignes.push(Row::title("Actions non contractées", width));
        block.actions.iter().for_each(|action| table.push(RowKind::Ligne, row(action)));
        if has_totals {
            let own: Vec<_> = block.actions.iter().flat_map(|action| balances.of_action(action)).collect();
            table.push(RowKind::Groupe, total_row("Total", &[block], sum_of_balances(&own, decimals)));
        }
    }
    for unit in applied.iter().flat_map(|_| balances.of_no_node()) {
        let name = applied.map(|applied| unit_name(unit, applied, summary)).unwrap_or_default();
        let mut cells = vec![Cell::text(&format!("Solde : {name}"))];
        cells.resize_with(width - 2, Cell::nothing);
        cells.extend(balance_cells(&[unit], decimals));
        table.push(RowKind::Groupe, cells);
    }
    let etat = summary.has_etat.then_some(&summary.total.etat);
    let mut cells = total_cells("Total", &summary.total.total, etat, unspent(summary.actions()), decimals);
    if applied.is_some() {
        cells.extend(sum_of_balances(&units.iter().collect::<Vec<_>>(), decimals));
    }
    table.push(RowKind::Total, cells);
    table.explain_blanks()
}

/// The balances of the units, where the table of the money has a row for them.
struct Balances<'s> {
    units: &'s [RefactionUnit],
    /// The nodes that have a row, and whose total is not that of the whole.
    rows: BTreeSet<&'s str>,
    /// Each node of the units, with those that hold it.
    holders: BTreeMap<&'s str, Vec<&'s str>>,
    decimals: u32,
}

impl<'s> Balances<'s> {
    fn new(
        units: &'s [RefactionUnit],
        cadre: &'s Cadre,
        summary: &RapportSummary<'s>,
        decimals: u32,
    ) -> Self {
        let up = |id: &str| -> Vec<&'s str> { cadre.axes_up(id).map(|axe| axe.id.value.as_str()).collect() };
        let nodes = units.iter().flat_map(|unit| &unit.nodes);
        let holders = nodes.map(|node| (node.as_str(), up(node))).collect();
        let blocks = summary.annexes.iter().filter(|_| summary.annexes.len() > 1);
        let rows = blocks.filter_map(|block| block.annexe).flat_map(|axe| up(&axe.id.value)).collect();
        Self { units, rows, holders, decimals }
    }

    fn of_action(&self, action: &Action<'_>) -> Vec<&'s RefactionUnit> {
        let number = action.number.to_string();
        self.units.iter().filter(|u| u.action.as_deref() == Some(number.as_str())).collect()
    }

    /// The units that count actions of a node; none when one of them counts others as well.
    fn settled_by(&self, node: &str) -> Vec<&'s RefactionUnit> {
        let is_in = |id: &String| self.holders.get(id.as_str()).is_some_and(|up| up.contains(&node));
        let units: Vec<_> = self.units.iter().filter(|unit| unit.nodes.iter().any(is_in)).collect();
        if units.iter().all(|unit| unit.nodes.iter().all(is_in)) { units } else { Vec::new() }
    }

    fn of_node(&self, node: &str) -> [Cell; 2] {
        let units = self.settled_by(node);
        if units.is_empty() || units.iter().any(|unit| unit.action.is_some()) {
            sum_of_balances(&units, self.decimals)
        } else {
            balance_cells(&units, self.decimals)
        }
    }

    /// The units that are the balance of no action and of no node alone, when there are others.
    fn of_no_node(&self) -> Vec<&'s RefactionUnit> {
        let alone: Vec<&RefactionUnit> = self
            .rows
            .iter()
            .filter_map(|node| match self.settled_by(node).as_slice() {
                [only] => Some(*only),
                _ => None,
            })
            .collect();
        let is_alone = |unit: &RefactionUnit| alone.iter().any(|other| std::ptr::eq(*other, unit));
        let others = self.units.iter().filter(|unit| unit.action.is_none() && !is_alone(unit));
        if self.units.len() > 1 { others.collect() } else { Vec::new() }
    }
}

fn action_cells(action: &Action<'_>, decimals: u32) -> Vec<Cell> {
    let total = &action.total;
    let mut cells = vec![
        Cell::text(&action_name(action)).remark(coverage_of_action(total)),
        contracted_share_cell(total, decimals),
        executed_cell(total, decimals),
        rate_cell(total.rate()),
        gap_cell(total.gap(), decimals),
    ];
    match Some(&action.etat).filter(|p| !p.is_empty()) {
        Some(etat) => {
            cells.push(contracted_share_cell(etat, decimals));
            cells.push(executed_cell(etat, decimals));
            let left = etat.gap().map(|e| (Montant::ZERO - e).max(Montant::ZERO));
            cells.push(left.map_or_else(|| Cell::text("–"), |m| euros(m, decimals)));
        }
        None => cells.extend([Cell::nothing(), Cell::nothing(), Cell::nothing()]),
    }
    cells
}

fn total_cells(
    name: &str,
    all: &ShareTotal,
    etat: Option<&ShareTotal>,
    left: Option<Montant>,
    decimals: u32,
) -> Vec<Cell> {
    let coverage = if all.is_complete() { coverage(all) } else { Some(scope(all)) };
    let mut cells = vec![
        Cell::text(name).remark(coverage.as_deref()),
        contracted_cell(&all.contracted, decimals),
        executed_total_cell(all, decimals),
        rate_cell(all.rate()),
        gap_cell(all.gap(), decimals),
    ];
    match etat {
        Some(etat) => cells.extend([
            contracted_cell(&etat.contracted, decimals),
            executed_total_cell(etat, decimals),
            left.map_or_else(|| Cell::text("–"), |m| euros(m, decimals)),
        ]),
        None => cells.extend([Cell::nothing(), Cell::nothing(), Cell::nothing()]),
    }
    cells
}

/// The balances of several units added up, saying how many they are when some could not be computed.
fn sum_of_balances(units: &[&RefactionUnit], decimals: u32) -> [Cell; 2] {
    let known: Vec<&Balance> = units.iter().filter_map(|u| u.balance.as_ref()).collect();
    if known.is_empty() {
        return [Cell::text("–"), Cell::text("–")];
    }
    let coverage = (known.len() < units.len()).then(|| format!("sur {} de {}", known.len(), units.len()));
    let due: Montant = known.iter().map(|s| s.due).sum();
    let net: Montant = known.iter().map(|b| b.net()).sum();
    [euros(due, decimals).remark(coverage.as_deref()), gap_cell(Some(net), decimals)]
}

/// The matrix, where it tells a result.
pub(super) struct ResultMatrix {
    pub(super) table: TableView,
    /// The indicateurs of the mesures that have no result, which the table leaves out.
    pub(super) left_out: usize,
}

/// Annexe 2, the matrix: situations of earlier years, targets, results. An indicateur that several fiches follow has a
/// value for each and never a sum: the same person may count in both. A mesure without any result is left out whole: the
/// act has its figures, and the report says elsewhere that its results are awaited.
pub(super) fn matrix(
    dossier: &Dossier,
    rapport: &Rapport,
    summary: &RapportSummary<'_>,
) -> Option<ResultMatrix> {
    let mut columns = vec![Column::text("Indicateur")];
    columns.extend(dossier.cadre.columns.iter().map(|c| Column::figures(&c.title)));
    columns.push(Column::figures("Cible des fiches"));
    columns.push(Column::figures("Résultat"));
    let width = columns.len();
    let mut table = TableView::new(columns);
    let (mut theme, mut mesure) = (String::new(), String::new());
    let mut left_out = 0;
    let mut own = MesureRows::default();
    for line in rows(dossier) {
        match line {
            MatrixRow::Theme(next) => {
                left_out += own.move_to(&mut table, &mut theme);
                theme = format!("{}. {} · ", next.number, next.title);
            }
            MatrixRow::Mesure(next) => {
                left_out += own.move_to(&mut table, &mut theme);
                mesure.clone_from(&next.number);
                own.title = format!("{} {}", next.number, next.title);
            }
            MatrixRow::Group(title) => {
                let title_cell = Cell { colspan: width, ..Cell::text(title) };
                own.rows.push(Row::new(RowKind::Groupe, vec![title_cell]));
            }
            MatrixRow::Indicateur(indicateur, matrix_cells) => {
                let id = format!("{mesure}/{}", indicateur.id.value);
                let indent =
                    usize::from(indicateur.part_of.is_some()) + usize::from(indicateur.group.is_some());
                let mut cells = vec![Cell::text(&indicateur.label).indent(indent)];
                cells.extend(matrix_cells.iter().map(matrix_cell));
                cells.push(values(&targets(dossier, summary, &id)));
                let results = results(rapport, summary, &id);
                own.has_result |= results.iter().flat_map(|(_, cell)| *cell).any(is_told);
                cells.push(values(&results));
                own.rows.push(Row::new(RowKind::Ligne, cells));
                own.indicateurs += 1;
            }
        }
    }
    left_out += own.move_to(&mut table, &mut theme);
    drop_without_value(&mut table, width - 2);
    (!table.lignes.is_empty()).then(|| ResultMatrix { table: table.explain_blanks(), left_out })
}

/// Drops a column of the matrix that has a dash in each row.
fn drop_without_value(table: &mut TableView, column: usize) {
    let is_told = |row: &Row| row.cellules.get(column).is_some_and(|cell| cell.lignes != ["–"]);
    if table.lignes.iter().any(is_told) {
        return;
    }
    table.colonnes.remove(column);
    for row in &mut table.lignes {
        match row.cellules.as_mut_slice() {
            [across] => across.colspan -= 1,
            _ => drop(row.cellules.remove(column)),
        }
    }
}

/// Whether a value is one, or an absence that is a fact, or whose source or note tells something.
fn is_told(value: &Value) -> bool {
    let is_missing = matches!(value.measured.value, Measured::Absent(absence) if absence.is_missing());
    !is_missing || value.source.is_some() || value.note.is_some()
}

/// The rows of a mesure, kept until it is known whether it has a result.
#[derive(Default)]
struct MesureRows {
    title: String,
    rows: Vec<Row>,
    indicateurs: usize,
    has_result: bool,
}

impl MesureRows {
    /// Adds the rows to the table under the title of the mesure, with the theme before the first of its mesures. Returns
    /// the number of indicateurs that it leaves out.
    fn move_to(&mut self, table: &mut TableView, theme: &mut String) -> usize {
        let own = std::mem::take(self);
        if !own.has_result {
            return own.indicateurs;
        }
        let title = format!("{}{}", std::mem::take(theme), own.title);
        table.lignes.push(Row::title(&title, table.colonnes.len()));
        table.lignes.extend(own.rows);
        0
    }
}

/// The values of several fiches in one cell, without their sources and notes, which the pages of the fiches give.
fn values(by_fiche: &[(Option<Numero>, &CellValues)]) -> Cell {
    let several = by_fiche.len() > 1;
    let mut merged: CellValues = Vec::new();
    for (fiche, cell) in by_fiche {
        for value in *cell {
            let mut value = Value { source: None, note: None, ..value.clone() };
            if let Some(number) = fiche.filter(|_| several) {
                value.perimeter = Some(match value.perimeter {
                    Some(perimeter) => format!("fiche {number}, {perimeter}"),
                    None => format!("fiche {number}"),
                });
            }
            merged.push(value);
        }
    }
    // A figure makes absences pointless; absences alone are told once.
    let is_absent = |value: &Value| matches!(value.measured.value, Measured::Absent(_));
    if merged.iter().any(|value| !is_absent(value)) {
        merged.retain(|value| !is_absent(value));
    } else {
        merged.truncate(1);
    }
    if merged.is_empty() { Cell::text("–") } else { cell(&merged) }
}

/// The targets of an indicateur, by fiche. Leaves out what the act has in their place and is no target: a situation, or
/// a reason for not having one.
fn targets<'b>(
    dossier: &'b Dossier,
    summary: &'b RapportSummary<'b>,
    id: &str,
) -> Vec<(Option<Numero>, &'b CellValues)> {
    let trackings = summary.actions().flat_map(|action| {
        track(&dossier.cadre, action).into_iter().map(|tracking| (action.number, tracking))
    });
    trackings
        .filter(|(_, tracking)| {
            let situation = tracking.attainment == Attainment::Unknown(UnknownReason::Situation);
            !situation && tracking.result.is_none_or(|result| result.no_target.is_none())
        })
        .filter_map(|(number, tracking)| Some((number, tracking.objective?)))
        .filter(|(_, objective)| objective.indicateur.as_deref() == Some(id))
        .map(|(number, objective)| (Some(number), &objective.target))
        .collect()
}

/// The results of an indicateur: those of the matrix of the rapport, then those of the fiches.
fn results<'b>(
    rapport: &'b Rapport,
    summary: &'b RapportSummary<'_>,
    id: &str,
) -> Vec<(Option<Numero>, &'b CellValues)> {
    let rows = rapport.matrix.iter().filter(|l| l.key.value == id);
    let mut results: Vec<_> = rows.flat_map(|l| &l.cells).map(|(_, c)| (None, c)).collect();
    for action in summary.actions() {
        let own = action.fiche.into_iter().flat_map(|f| &f.results);
        let own = own.filter(|r| r.indicateur.as_ref().is_some_and(|i| i.value == id));
        results.extend(own.map(|r| (Some(action.number), &r.value)));
    }
    results
}
