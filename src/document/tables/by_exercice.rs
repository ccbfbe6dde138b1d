//! The tables of a budget whose lines say an amount for each exercice: a column by exercice, and the total.

use super::{caption, cents, charge_label, payer, printed_if_different, rate_cell, sum_cell, whole_share};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::Sum;
use crate::ledger::entry::{LedgerEntry, exercice_of, of_charge, of_contribution};
use crate::model::budget::{Budget, Charge, Contribution, Cost};
use crate::model::cadre::Cadre;
use crate::model::fiche::Fiche;
use crate::model::{Exercices, Montant};
use crate::text::Spanned;

/// Whether a line of a budget says an amount for each exercice.
pub(super) fn has_schedule(budget: &Budget) -> bool {
    let charge =
        |charge: &Charge| charges_below(charge).iter().any(|c| matches!(c.cost, Cost::ByExercice(_)));
    budget.charges.iter().any(charge)
        || budget.financements.iter().any(|line| matches!(line.contribution, Contribution::ByExercice(_)))
}

/// A charge and its details, at any depth.
fn charges_below(charge: &Charge) -> Vec<&Charge> {
    let mut all = vec![charge];
    if let Cost::Detailed(lines) = &charge.cost {
        all.extend(lines.iter().flat_map(charges_below));
    }
    all
}

/// What a budget costs, exercice by exercice.
pub(super) fn charges(budget: &Budget, fiche: &Fiche, exercices: &Exercices) -> TableView {
    let mut rows = Vec::new();
    for charge in &budget.charges {
        charge_rows(charge, fiche, 0, &mut rows);
    }
    let has_sections = budget.charges.iter().flat_map(charges_below).any(|c| c.section.is_some());
    let sheet = Sheet { budget, exercices, rows, extra: has_sections.then_some("Section") };
    sheet.table("Poste", budget.printed_total.as_ref(), |_, _| Vec::new())
}

fn charge_rows<'d>(charge: &'d Charge, fiche: &'d Fiche, depth: usize, rows: &mut Vec<SheetRow<'d>>) {
    let mut label = Cell::text(&charge_label(charge)).indent(depth).remark(charge.mentions.note.as_deref());
    if let Some(price) = &charge.excl_vat {
        let rate = price
            .rate
            .as_ref()
            .map(|rate| format!(", TVA {} %", crate::lang::numbers::format_french(rate.value, None)));
        label =
            label.remark(Some(&format!("{} HT{}", price.montant.value.in_prose(), rate.unwrap_or_default())));
    }
    let details: &[Charge] = if let Cost::Detailed(lines) = &charge.cost { lines } else { &[] };
    rows.push(SheetRow {
        label,
        extra: charge.section.map(|section| section.word().to_owned()),
        kind: if details.is_empty() { RowKind::Ligne } else { RowKind::Groupe },
        entries: of_charge(charge, fiche),
        printed: charge.mentions.printed.as_ref(),
        is_summed: depth == 0,
    });
    details.iter().for_each(|line| charge_rows(line, fiche, depth + 1, rows));
}

/// Who pays for a budget, exercice by exercice.
pub(super) fn financements(budget: &Budget, cadre: &Cadre, exercices: &Exercices) -> TableView {
    let mut rows = Vec::new();
    for line in &budget.financements {
        rows.push(SheetRow {
            label: Cell::text(&payer(line, cadre)).remark(line.mentions.note.as_deref()),
            extra: None,
            kind: RowKind::Ligne,
            entries: of_contribution(line),
            printed: line.mentions.printed.as_ref(),
            is_summed: true,
        });
        rows.extend(line.of_which.iter().map(|part| {
            SheetRow {
                label: Cell::text(&format!("dont {}", payer(part, cadre)))
                    .indent(1)
                    .remark(part.mentions.note.as_deref()),
                extra: None,
                kind: RowKind::Ligne,
                entries: of_contribution(part),
                printed: part.mentions.printed.as_ref(),
                is_summed: false,
            }
        }));
    }
    let sheet = Sheet { budget, exercices, rows, extra: None };
    let mut table = sheet
        .table("Financeur", budget.printed_total.as_ref(), |part, total| vec![rate_cell(part, total, None)]);
    for outside in &budget.outside_total {
        let sum = Sum::of(&of_contribution(outside));
        let mut cells = vec![
            Cell::text(&format!("Hors total : {}", payer(outside, cadre)))
                .remark(outside.mentions.note.as_deref()),
        ];
        cells.resize_with(table.colonnes.len().saturating_sub(2), Cell::nothing);
        cells.extend([sum_cell(&sum, cents([sum.total])), Cell::nothing()]);
        table.push(RowKind::Note, cells);
    }
    table.explain_blanks()
}

/// A row of a sheet.
struct SheetRow<'d> {
    label: Cell,
    extra: Option<String>,
    kind: RowKind,
    entries: Vec<LedgerEntry<'d>>,
    printed: Option<&'d Spanned<Montant>>,
    /// Whether the total counts it: else it details another row.
    is_summed: bool,
}

/// A table of one budget by exercice.
struct Sheet<'d> {
    budget: &'d Budget,
    exercices: &'d Exercices,
    rows: Vec<SheetRow<'d>>,
    /// The heading of a second column of words.
    extra: Option<&'static str>,
}

impl Sheet<'_> {
    /// `last` adds the cells that follow the total of a row, from its total and the total of the table.
    fn table(
        &self,
        first: &str,
        printed_total: Option<&Spanned<Montant>>,
        last: impl Fn(&Sum, &Sum) -> Vec<Cell>,
    ) -> TableView {
        let ranks = self.ranks();
        let mut columns = vec![Column::text(first)];
        columns.extend(self.extra.map(Column::text));
        columns.extend(ranks.iter().map(|rank| Column::figures(self.exercices.name(*rank))));
        columns.push(Column::figures("Total"));
        let all =
            self.rows.iter().flat_map(|row| &row.entries).filter_map(|entry| entry.montant.as_ref().ok());
        let decimals = cents(all.copied().chain(printed_total.map(|total| total.value)));
        let summed = || self.rows.iter().filter(|row| row.is_summed).flat_map(|row| &row.entries);
        let total = Sum::of(summed());
        let trailing = last(&Sum::default(), &Sum::default()).len();
        columns.extend((0..trailing).map(|_| Column::figures("Part")));
        let mut table = TableView::new(columns);
        for row in &self.rows {
            let mut cells = vec![row.label.clone()];
            cells.extend(self.extra.map(|_| Cell::text(row.extra.as_deref().unwrap_or_default())));
            cells.extend(ranks.iter().map(|rank| self.cell(&row.entries, Some(*rank), decimals)));
            let sum = Sum::of(&row.entries);
            let printed = printed_if_different(sum.total, row.printed, decimals);
            cells.push(self.cell(&row.entries, None, decimals).with_printed(printed));
            cells.extend(last(&sum, &total));
            table.push(row.kind, cells);
        }
        let entries: Vec<LedgerEntry<'_>> = summed().cloned().collect();
        let mut cells = vec![Cell::text("Total")];
        cells.extend(self.extra.map(|_| Cell::nothing()));
        cells.extend(ranks.iter().map(|rank| self.cell(&entries, Some(*rank), decimals)));
        let printed = printed_if_different(total.total, printed_total, decimals);
        cells.push(self.cell(&entries, None, decimals).with_printed(printed));
        let shares = cells.len()..cells.len() + trailing;
        cells.extend(shares.map(|column| whole_share(&table, column, &total)));
        table.push(RowKind::Total, cells);
        table.legende = caption(self.budget, self.exercices);
        table.explain_blanks()
    }

    /// The exercices of the columns: those that a line says, from the first to the last.
    fn ranks(&self) -> Vec<usize> {
        let said = self.rows.iter().flat_map(|row| &row.entries).filter_map(|entry| self.exercice(entry));
        let (first, last) =
            said.fold((usize::MAX, 0), |(first, last), rank| (first.min(rank), last.max(rank)));
        (first..=last).collect()
    }

    fn exercice(&self, entry: &LedgerEntry<'_>) -> Option<usize> {
        entry.exercice.or_else(|| exercice_of(self.budget, self.exercices))
    }

    /// What some entries give in an exercice, or in all.
    fn cell(&self, entries: &[LedgerEntry<'_>], rank: Option<usize>, decimals: u32) -> Cell {
        let own = || entries.iter().filter(|entry| rank.is_none() || self.exercice(entry) == rank);
        sum_cell(&Sum::of(own()), decimals)
    }
}
