//! The tables of the money of an action: by financeur, by charge, and what earlier years executed.

use super::synthesis::{
    action_name, contracted_cell, contracted_share_cell, coverage_of_action, executed_cell, gap_cell,
    rate_cell,
};
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, CellForm, Column, RowKind, TableView};
use crate::ledger::charges::charge_rows;
use crate::ledger::contract::sum_of;
use crate::ledger::rapport::{Action, RapportSummary, Share};
use crate::model::fiche::Executed;
use crate::model::rapport::Reported;
use crate::model::{Absence, Cadre, Dossier, Fiche, Montant};

/// The financeurs who contracted or executed something, by name.
pub(super) fn shares_by_financeur<'a>(
    action: &'a Action<'_>,
    summary: &'a RapportSummary<'_>,
) -> Vec<(&'a str, &'a Share)> {
    let mut lines: Vec<(&str, &Share)> =
        summary.financeurs.iter().map(|f| f.name.as_str()).zip(&action.shares).collect();
    lines.push(("Autres financeurs", &action.others));
    lines.retain(|(_, p)| !p.is_empty());
    lines
}

/// Columns shared by the tables of execution, the first under `title`.
fn execution_columns(title: &str) -> Vec<Column> {
    let mut columns = vec![Column::text(title)];
    let titles = ["Contracté", "Engagé", "Liquidé", "Reste à payer", "Taux", "Écart"];
    columns.extend(titles.map(Column::figures));
    columns
}

/// Cells of a share under [`execution_columns`], but the first.
fn share_cells(share: &Share, decimals: u32) -> Vec<Cell> {
    let committed = if share.committed.is_empty() {
        match share.committed.missing() {
            0 if share.is_not_applicable => Cell::absent(Absence::NotApplicable),
            0 => Cell::text("–"),
            _ => Cell::absent(Absence::NotReported),
        }
    } else {
        euros(share.committed.total, decimals).remark((share.committed.missing() > 0).then_some("incomplet"))
    };
    vec![
        contracted_share_cell(share, decimals),
        committed,
        executed_cell(share, decimals),
        share.left_to_pay().map_or_else(|| Cell::text("–"), |m| euros(m, decimals)),
        rate_cell(share.rate()),
        gap_cell(share.gap(), decimals),
    ]
}

pub(super) fn financements_table(
    action: &Action<'_>,
    summary: &RapportSummary<'_>,
    decimals: u32,
) -> TableView {
    let mut table = TableView::new(execution_columns("Financeur"));
    for (name, share) in shares_by_financeur(action, summary) {
        let mut row = vec![Cell::text(name).remark(other_labels(action, summary, name).as_deref())];
        let mut figures = share_cells(share, decimals);
        apply_reasons(action, summary, name, &mut figures);
        row.extend(figures);
        table.push(RowKind::Ligne, row);
    }
    let mut total = vec![Cell::text("Total").remark(coverage_of_action(&action.total))];
    total.extend(share_cells(&action.total, decimals));
    table.push(RowKind::Total, total);
    without_silent_columns(table).explain_blanks()
}

/// Drops the columns of figures, after the first, where nothing is known: what they await is told elsewhere.
fn without_silent_columns(mut table: TableView) -> TableView {
    let silent = |cell: &Cell| match cell.forme {
        CellForm::Absence => cell.lignes == [Absence::NotReported.word()],
        CellForm::Texte => cell.lignes.concat() == "–",
        _ => false,
    };
    for index in (2..table.colonnes.len()).rev() {
        if table.lignes.iter().all(|row| row.cellules.get(index).is_none_or(silent)) {
            table.colonnes.remove(index);
            for row in table.lignes.iter_mut().filter(|row| row.cellules.len() > index) {
                row.cellules.remove(index);
            }
        }
    }
    table
}

/// The labels of the funders that the framework does not name, for the row that sums them.
fn other_labels(action: &Action<'_>, summary: &RapportSummary<'_>, row: &str) -> Option<String> {
    if summary.financeurs.iter().any(|f| f.name == row) {
        return None;
    }
    let lines = action.fiche.into_iter().flat_map(|f| &f.financements).filter(|l| l.financeur.is_none());
    let labels: Vec<&str> =
        lines.filter_map(|l| l.label.as_ref()).map(|label| label.value.as_str()).collect();
    (!labels.is_empty()).then(|| labels.join(" ; "))
}

/// Replaces « non renseigné » by the reason that the page gives for an absence.
fn apply_reasons(action: &Action<'_>, summary: &RapportSummary<'_>, name: &str, cells: &mut [Cell]) {
    let id = summary.financeurs.iter().find(|f| f.name == name).map(|f| f.id.as_str());
    let line = action
        .fiche
        .into_iter()
        .flat_map(|f| &f.financements)
        .find(|l| l.financeur.as_ref().map(|f| f.value.as_str()) == id);
    let Some(line) = line else { return };
    for (index, reported) in [(1, &line.committed), (2, &line.paid)] {
        if let (Err(absence), Some(cell)) = (reported, cells.get_mut(index))
            && cell.forme == CellForm::Absence
        {
            *cell = Cell::absent(absence.value);
        }
    }
}

pub(super) fn charges_table(action: &Action<'_>, decimals: u32) -> TableView {
    let mut table = TableView::new(vec![
        Column::text("Charge"),
        Column::figures("Prévu"),
        Column::figures("Engagé"),
        Column::figures("Liquidé"),
        Column::figures("Reste à payer"),
    ]);
    let reported = |r: &Reported<Montant>| match r {
        Ok(m) => euros(m.value, decimals),
        Err(a) => Cell::absent(a.value),
    };
    let rows = charge_rows(action.commitment.as_ref(), action.fiche);
    // The only charge of an action that the act does not detail stands for its whole budget.
    let is_whole_budget = action.charges.contracted.is_empty() && rows.len() == 1;
    for row in &rows {
        let planned = match row.contracted.as_slice() {
            [] if is_whole_budget && !action.total.contracted.is_empty() => {
                euros(action.total.contracted.total, decimals)
            }
            [] => Cell::text("–"),
            [single] => reported(&single.montant),
            several => contracted_cell(&sum_of(several), decimals),
        };
        let (committed, paid) = match row.executed {
            Some(line) => (reported(&line.committed), reported(&line.paid)),
            None => (Cell::absent(Absence::NotReported), Cell::absent(Absence::NotReported)),
        };
        let left_to_pay = match row.executed.map(|line| (&line.committed, &line.paid)) {
            Some((Ok(committed), Ok(paid))) => euros(committed.value - paid.value, decimals),
            _ => Cell::text("–"),
        };
        table.push(RowKind::Ligne, vec![Cell::text(row.label()), planned, committed, paid, left_to_pay]);
    }
    if rows.len() > 1 {
        let charges = &action.charges;
        let total = |sum: &crate::ledger::Sum| match (sum.is_empty(), sum.missing()) {
            (false, missing) => euros(sum.total, decimals).remark((missing > 0).then_some("incomplet")),
            (true, 0) => Cell::text("–"),
            (true, _) => Cell::absent(Absence::NotReported),
        };
        table.push(
            RowKind::Total,
            vec![
                Cell::text("Total"),
                total(&charges.contracted),
                total(&charges.committed),
                executed_cell(charges, decimals),
                charges.left_to_pay().map_or_else(|| Cell::text("–"), |m| euros(m, decimals)),
            ],
        );
    }
    without_silent_columns(table).explain_blanks()
}

/// Execution of earlier years as the convention tells it: a row per financeur, a column per year.
pub(super) fn earlier_executions(fiche: &Fiche, cadre: &Cadre) -> Option<TableView> {
    earlier_table(&[fiche], vec![Column::text("Financeur")], |_, name| vec![Cell::text(name)], cadre)
}

/// The same of several actions, each with its name on its first row.
pub(super) fn earlier_executions_of<'a, 'd: 'a>(
    dossier: &Dossier,
    actions: impl Iterator<Item = &'a Action<'d>>,
) -> Option<TableView> {
    let actions: Vec<&Action<'_>> = actions.collect();
    let fiche_of = |action: &&Action<'_>| dossier.fiches.iter().find(|f| f.number.value == action.number);
    let fiches: Vec<&Fiche> = actions.iter().filter_map(fiche_of).collect();
    let name = |fiche: &Fiche| {
        let action = actions.iter().find(|action| action.number == fiche.number.value);
        action.map(|action| action_name(action)).unwrap_or_default()
    };
    let heads = vec![Column::text("Action"), Column::text("Financeur")];
    let first = |fiche: &Fiche, financeur: &str| vec![Cell::text(&name(fiche)), Cell::text(financeur)];
    earlier_table(&fiches, heads, first, &dossier.cadre)
}

fn earlier_table(
    fiches: &[&Fiche],
    heads: Vec<Column>,
    first_cells: impl Fn(&Fiche, &str) -> Vec<Cell>,
    cadre: &Cadre,
) -> Option<TableView> {
    let executions = || fiches.iter().flat_map(|fiche| fiche.executions.iter().map(move |e| (*fiche, e)));
    let mut years: Vec<u16> = executions().flat_map(|(_, e)| &e.years).map(|(a, _)| a.value).collect();
    years.sort_unstable();
    years.dedup();
    let amounts = executions().flat_map(|(_, e)| &e.years).filter_map(|(_, executed)| match executed {
        Executed::Montant(m) => Some(m.value),
        Executed::Absent(..) => None,
    });
    let decimals = cents(amounts);
    let columns = heads.into_iter().chain(years.iter().map(|a| Column::figures(&a.to_string())));
    let mut table = TableView::new(columns.collect());
    for (fiche, execution) in executions() {
        let id = execution.financeur.value.as_str();
        let mut row = first_cells(fiche, cadre.financeur(id).map_or(id, |f| f.name.as_str()));
        for year in &years {
            row.push(match execution.years.iter().find(|(a, _)| a.value == *year) {
                Some((_, Executed::Montant(m))) => euros(m.value, decimals),
                Some((_, Executed::Absent(a, _))) => Cell::absent(*a),
                None => Cell::empty(),
            });
        }
        table.push(RowKind::Ligne, row);
    }
    (!table.lignes.is_empty()).then(|| table.explain_blanks())
}
