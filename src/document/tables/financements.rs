//! The table of who pays for budgets.

use super::{
    budget_name, by_exercice, caption, cents, printed_if_different, rate_cell, sum_cell, whole_share,
};
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::ledger::{Sum, budget as budget_sums};
use crate::model::Exercices;
use crate::model::budget::{Budget, Contribution, Financement, Mentions, NamedAmount};
use crate::model::cadre::Cadre;

/// The financements of some budgets of a fiche; several stand side by side.
pub fn financements(budgets: &[&Budget], cadre: &Cadre, exercices: &Exercices) -> TableView {
    if let [only] = budgets
        && by_exercice::has_schedule(only)
    {
        return by_exercice::financements(only, cadre, exercices);
    }
    let all = || budgets.iter().flat_map(|b| b.financements.iter().chain(&b.outside_total));
    let montants = all().flat_map(with_parts).map(|f| budget_sums::contribution(f).total);
    let totals = budgets.iter().filter_map(|b| b.printed_total.as_ref());
    let printed = totals.chain(all().filter_map(|f| f.mentions.printed.as_ref())).map(|m| m.value);
    let decimals = cents(montants.chain(printed));
    let has_announced_rate = all().any(|f| f.mentions.rate.is_some());
    let mut columns = vec![Column::text("Financeur")];
    for budget in budgets {
        let name = (budgets.len() > 1).then(|| budget_name(budget));
        columns.push(Column::figures("Montant").under(name.as_deref()));
        columns.push(Column::figures("Part").under(name.as_deref()));
        if has_announced_rate && budgets.len() == 1 {
            columns.push(Column::figures("Taux annoncé"));
        }
    }
    let width = columns.len();
    let totals: Vec<Sum> = budgets.iter().map(|b| budget_sums::financements(b)).collect();
    let mut table = TableView::new(columns);
    let mut names: Vec<String> = Vec::new();
    for line in budgets.iter().flat_map(|b| &b.financements) {
        let name = payer(line, cadre);
        if budgets.len() == 1 || !names.contains(&name) {
            names.push(name);
        }
    }
    for (index, name) in names.iter().enumerate() {
        // Two lines of one budget may have the same payer, so look the line up by rank there.
        let sought = |budget: &'_ Budget| match budgets {
            [_] => Some(index),
            _ => budget.financements.iter().position(|f| payer(f, cadre) == *name),
        };
        let lines: Vec<Option<&Financement>> =
            budgets.iter().map(|b| sought(b).and_then(|r| b.financements.get(r))).collect();
        funding_row(&mut table, name, &lines, budgets, decimals, has_announced_rate && budgets.len() == 1);
        for (rank, line) in lines.iter().enumerate() {
            let parts = Parts { rank, width, decimals, cadre, total: totals.get(rank) };
            line.iter().for_each(|line| parts.push(&mut table, &line.of_which, 1));
        }
    }
    let mut cells = vec![Cell::text("Total")];
    for budget in budgets {
        let sum = budget_sums::financements(budget);
        cells.push(sum_cell(&sum, decimals).with_printed(printed_if_different(
            sum.total,
            budget.printed_total.as_ref(),
            decimals,
        )));
        cells.push(whole_share(&table, cells.len(), &sum));
    }
    cells.resize_with(width, Cell::nothing);
    table.push(RowKind::Total, cells);
    for outside in budgets.iter().flat_map(|b| &b.outside_total) {
        let mut cells = vec![
            Cell::text(&format!("Hors total : {}", payer(outside, cadre)))
                .remark(outside.mentions.note.as_deref())
                .remark(terms(outside).as_deref()),
            sum_cell(&budget_sums::contribution(outside), decimals),
        ];
        cells.resize_with(width, Cell::nothing);
        table.push(RowKind::Note, cells);
        let parts = Parts { rank: 0, width, decimals, cadre, total: None };
        parts.push(&mut table, &outside.of_which, 1);
    }
    table.legende = match budgets {
        [only] => caption(only, exercices),
        _ => None,
    };
    table.explain_blanks()
}

/// A financement and its parts, at any depth: cents hide nowhere.
fn with_parts(financement: &Financement) -> Vec<&Financement> {
    let mut all = vec![financement];
    all.extend(financement.of_which.iter().flat_map(with_parts));
    all
}

/// The rows « dont … » under a financement, all in the columns of its budget.
struct Parts<'d> {
    /// Rank of the budget among those that stand side by side.
    rank: usize,
    width: usize,
    decimals: u32,
    cadre: &'d Cadre,
    /// What the budget receives; `None` for what is out of its total.
    total: Option<&'d Sum>,
}

impl Parts<'_> {
    fn push(&self, table: &mut TableView, financements: &[Financement], depth: usize) {
        for part in financements {
            let Mentions { printed, printed_share, rate, note } = &part.mentions;
            let name = Cell::text(&format!("dont {}", payer(part, self.cadre)))
                .indent(depth)
                .remark(note.as_deref())
                .remark(terms(part).as_deref());
            let computed = budget_sums::contribution(part);
            let mut cells = vec![name];
            cells.resize_with(1 + 2 * self.rank, Cell::nothing);
            cells.push(sum_cell(&computed, self.decimals).with_printed(printed_if_different(
                computed.total,
                printed.as_ref(),
                self.decimals,
            )));
            // A part has a share only when the act gives it one.
            let shown = printed_share.as_ref().or(rate.as_ref());
            cells.push(match (shown, self.total) {
                (Some(shown), Some(total)) => rate_cell(&computed, total, Some(shown)),
                _ => Cell::nothing(),
            });
            cells.resize_with(self.width, Cell::nothing);
            table.push(RowKind::Ligne, cells);
            self.push(table, &part.of_which, depth + 1);
        }
    }
}

fn funding_row(
    table: &mut TableView,
    name: &str,
    lines: &[Option<&Financement>],
    budgets: &[&Budget],
    decimals: u32,
    has_announced_rate: bool,
) {
    let mut head = Cell::text(name);
    for line in lines.iter().flatten() {
        head = head.remark(line.mentions.note.as_deref()).remark(terms(line).as_deref());
    }
    let mut cells = vec![head];
    for (line, budget) in lines.iter().zip(budgets) {
        let Some(line) = line else {
            cells.extend([Cell::nothing(), Cell::nothing()]);
            continue;
        };
        let total = budget_sums::financements(budget);
        let contribution = budget_sums::contribution(line);
        cells.push(sum_cell(&contribution, decimals).with_printed(printed_if_different(
            contribution.total,
            line.mentions.printed.as_ref(),
            decimals,
        )));
        let Mentions { printed_share, rate, .. } = &line.mentions;
        let shown = printed_share.as_ref().or(if budgets.len() > 1 { rate.as_ref() } else { None });
        cells.push(rate_cell(&contribution, &total, shown));
        if has_announced_rate {
            cells.push(match rate {
                Some(rate) => Cell::number(rate.value, None, "%"),
                None => Cell::nothing(),
            });
        }
    }
    table.push(RowKind::Ligne, cells);
}

/// The terms of a contribution in words: « 83 694 € + 52 000 € (mobilité territoires ruraux) ».
fn terms(line: &Financement) -> Option<String> {
    let Contribution::Terms(terms) = &line.contribution else { return None };
    let in_words = |t: &NamedAmount| match &t.label {
        Some(l) => format!("{} ({l})", t.montant.value.in_prose()),
        None => t.montant.value.in_prose(),
    };
    Some(terms.iter().map(in_words).collect::<Vec<_>>().join(" + "))
}

/// Who pays: the label of the line, else the name of its financeur.
pub fn payer(line: &Financement, cadre: &Cadre) -> String {
    let financeur = line.financeur.as_ref();
    let name = financeur.map(|f| cadre.financeur(&f.value).map_or(f.value.as_str(), |c| c.name.as_str()));
    line.label().or(name).unwrap_or_default().to_owned()
}
