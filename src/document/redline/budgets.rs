//! The tables of a budget: each line with its amount before and after, and the difference.

use super::blocks::RedlineBlock;
use super::fields::{cell, fields, number_cell};
use super::grid::change_in_words;
use super::numbering::KeyPath;
use super::pieces::RedlineFate;
use super::sides::Sides;
use super::writer::Writer;
use crate::compare::changes::{AMOUNTS, amount};
use crate::compare::portion::{Datum, Portion};
use crate::document::tables::{cents, euros, factor_in_words, sum_cell};
use crate::document::view::{Cell, Column, Row, RowKind, TableView};
use crate::ledger::Sum;
use crate::model::Montant;
use crate::model::budget::FACTORS;

/// The two tables of a budget: key of its rows, title of the column of their names.
pub(super) const BUDGET_TABLES: [(&str, &str); 2] = [("charges", "Poste"), ("financements", "Financeur")];

/// A line, at its depth.
struct BudgetLine<'c> {
    line: Sides<'c>,
    path: KeyPath,
    depth: usize,
    /// Whether it is a part of the line above it.
    is_part: bool,
}

impl BudgetLine<'_> {
    fn amounts(&self) -> (Option<Montant>, Option<Montant>) {
        (self.line.before.and_then(amount), self.line.after.and_then(amount))
    }
}

impl Writer<'_> {
    /// What changed of a budget beside its lines.
    pub(super) fn budget_fields(&mut self, budget: Sides<'_>, path: &KeyPath) -> Option<RedlineBlock> {
        let mut rows = Vec::new();
        for part in budget.parts() {
            let key = part.part.key.as_str();
            let is_line = BUDGET_TABLES.iter().any(|(known, _)| *known == key) || key == "hors_total";
            if !is_line && part.is_changed() && budget.before.is_some() && budget.after.is_some() {
                fields(part, &path.to(key), "", &mut rows);
            }
        }
        self.field_table(vec![(None, rows)], Some(budget.part.name.clone()))
    }

    /// A table of a budget, with its total on each side.
    pub(super) fn budget_table(
        &mut self,
        budget: Sides<'_>,
        path: &KeyPath,
        (key, title): (&str, &str),
        totals: (Option<Sum>, Option<Sum>),
    ) -> Option<RedlineBlock> {
        let lines = budget.part(key)?;
        let mut all = Vec::new();
        flatten(lines, &path.to(key), (0, false), &mut all);
        let outside = budget.part("hors_total").filter(|_| key == "financements");
        let counted = all.len();
        if let Some(outside) = outside {
            flatten(outside, &path.to("hors_total"), (0, false), &mut all);
        }
        // What came or went whole has one amount a line.
        let is_whole = budget.before.is_none() || budget.after.is_none();
        let is_changed = !is_whole && all.iter().any(|line| line.line.is_changed());
        let amounts = all.iter().flat_map(|line| [line.amounts().0, line.amounts().1]).flatten();
        let decimals = cents(amounts.chain(totals.0.iter().chain(&totals.1).map(|sum| sum.total)));
        let mut columns = vec![Column::text(title)];
        match is_changed {
            true => columns.extend(["Avant", "Après", "Écart", "N°"].map(Column::figures)),
            false => columns.push(Column::figures("Montant")),
        }
        let width = columns.len();
        let mut table = TableView::new(columns);
        let said = |key: &str| budget.part.part(key).and_then(Portion::said).map(ToString::to_string);
        table.legende = said("titre").or_else(|| said("periode"));
        for (rank, line) in all.into_iter().enumerate() {
            if rank == counted {
                table.lignes.push(total(&totals, is_changed, decimals, width));
            }
            let kind = if rank < counted { RowKind::Ligne } else { RowKind::Note };
            let cells = self.line_cells(line, is_changed, decimals);
            table.push(kind, cells);
        }
        if table.lignes.len() == counted {
            table.lignes.push(total(&totals, is_changed, decimals, width));
        }
        let sort = if is_changed || is_whole { RedlineFate::Modifie } else { RedlineFate::Egal };
        let numeros = Vec::new();
        Some(RedlineBlock::Tableau {
            tableau: Box::new(table.explain_blanks()),
            sort,
            numeros,
            omises: 0,
            titre: None,
        })
    }

    fn line_cells(&mut self, line: BudgetLine<'_>, is_changed: bool, decimals: u32) -> Vec<Cell> {
        let own = line.line;
        let fate = own_fate(own);
        let mut words = own.name();
        if let Some(first) = words.first_mut().filter(|_| line.is_part) {
            first.texte.insert_str(0, "dont ");
        }
        let name = if words.is_empty() { Cell::text("(sans libellé)") } else { Cell::compared(words) };
        let mut name = name.indent(line.depth);
        name.barre = fate != RedlineFate::Egal;
        name.precisions = remarks(own);
        let amount =
            |side: Option<&Portion>| side.map_or_else(Cell::nothing, |side| amount_cell(side, decimals));
        if !is_changed {
            return vec![name, amount(own.after.or(own.before))];
        }
        let numbers = if own.is_changed() { self.numbering.claim(&line.path) } else { Vec::new() };
        let gap = match (line.amounts(), own.before, own.after) {
            ((Some(a), Some(b)), ..) if a != b => Some(b - a),
            ((None, Some(b)), None, _) => Some(b),
            ((Some(a), None), _, None) => Some(Montant::ZERO - a),
            _ => None,
        };
        let (was, is) = (amount(own.before), amount(own.after));
        vec![name, was, is, gap_cell(gap, decimals), number_cell(&numbers)]
    }
}

/// What became of a line, those within it apart.
fn own_fate(line: Sides<'_>) -> RedlineFate {
    let fate = line.fate();
    let is_apart = |part: &Sides<'_>| WITHIN.contains(&part.part.key.as_str());
    let is_its = |part: &Sides<'_>| !is_apart(part) && part.is_changed();
    match fate {
        RedlineFate::Modifie if line.part.said().is_none() && !line.parts().iter().any(is_its) => {
            let (was, is) = (line.before.and_then(amount), line.after.and_then(amount));
            if was == is { RedlineFate::Egal } else { RedlineFate::Modifie }
        }
        fate => fate,
    }
}

/// The keys of lines within a line.
const WITHIN: [&str; 3] = ["detail", "termes", "dont"];

fn flatten<'c>(
    lines: Sides<'c>,
    path: &KeyPath,
    (depth, is_part): (usize, bool),
    all: &mut Vec<BudgetLine<'c>>,
) {
    for line in lines.parts() {
        let own = path.to(&line.part.key);
        all.push(BudgetLine { line, path: own.clone(), depth, is_part });
        for part in line.parts() {
            let key = part.part.key.as_str();
            let is_schedule = key == "montant" && !part.parts().is_empty();
            if WITHIN.contains(&key) || is_schedule {
                flatten(part, &own.to(key), (depth + 1, key == "dont"), all);
            }
        }
    }
}

/// The amount of a line, or the word of its absence.
fn amount_cell(line: &Portion, decimals: u32) -> Cell {
    if let Some(montant) = amount(line) {
        return euros(montant, decimals);
    }
    let datum = line.said().or_else(|| AMOUNTS.iter().find_map(|key| line.part(key)?.said()));
    datum.map_or_else(Cell::nothing, cell)
}

/// What is said of a line in small print: its calculation, and what changed that no column shows.
fn remarks(line: Sides<'_>) -> Vec<String> {
    let mut remarks = Vec::new();
    for part in line.parts() {
        match part.part.key.as_str() {
            "valorisation" => {
                let formula =
                    |side: Option<&Portion>| side.map(formula).filter(|formula| !formula.is_empty());
                match (formula(part.before), formula(part.after)) {
                    (Some(was), Some(is)) if was != is => remarks.push(format!("{was} → {is}")),
                    (was, is) => remarks.extend(is.or(was)),
                }
            }
            "libelle" | "montant" | "bordereau" | "detail" | "termes" | "dont" => {}
            "note" if !part.is_changed() => remarks.extend(part.part.said().map(ToString::to_string)),
            _ if part.is_changed() && line.before.is_some() && line.after.is_some() => {
                remarks.push(change_in_words(part));
            }
            _ => {}
        }
    }
    remarks
}

/// « 14 × 10 % × 90 000 € ».
fn formula(valorisation: &Portion) -> String {
    let words = valorisation.parts().iter().filter_map(|part| {
        let (_, kind) = FACTORS.into_iter().find(|(key, _)| *key == part.key)?;
        match part.said()? {
            Datum::Number(value, _) => Some(factor_in_words(kind, *value)),
            Datum::Montant(montant) => Some(factor_in_words(kind, montant.euros())),
            _ => None,
        }
    });
    words.collect::<Vec<_>>().join(" × ")
}

fn gap_cell(gap: Option<Montant>, decimals: u32) -> Cell {
    match gap {
        Some(gap) if gap.euros().is_sign_positive() => euros(gap, decimals).signed("+"),
        Some(gap) => euros(gap, decimals),
        None => Cell::nothing(),
    }
}

fn total((was, is): &(Option<Sum>, Option<Sum>), is_changed: bool, decimals: u32, width: usize) -> Row {
    let figure = |total: Option<&Sum>| total.map_or_else(Cell::nothing, |total| sum_cell(total, decimals));
    let mut cells = vec![Cell::text("Total")];
    if is_changed {
        // Between sums that lack an amount, the gap is not known.
        let side = |sum: &Option<Sum>| match sum {
            Some(sum) => (sum.missing() == 0).then_some(sum.total),
            None => Some(Montant::ZERO),
        };
        let gap = side(was).zip(side(is)).map(|(was, is)| is - was);
        cells.push(figure(was.as_ref()));
        cells.push(figure(is.as_ref()));
        cells.push(gap_cell(gap.filter(|gap| !gap.is_zero()), decimals));
    } else {
        cells.push(figure(is.as_ref().or(was.as_ref())));
    }
    cells.resize_with(width, Cell::nothing);
    Row::new(RowKind::Total, cells)
}
