//! The tables at the end of the convention: annexes, récapitulatif financier, announced documents, acronyms.

use crate::model::parties::PartyRole;
use serde::Serialize;

use super::data::cell;
use super::money::TitledTable;
use super::tables::{cents, euros, sum_cell, written_out};
use super::view::{Cell, CellForm, Column, Row, RowKind, TableView};
use crate::lang::flat;
use crate::ledger::matrix::{MatrixCell, MatrixRow};
use crate::ledger::{Sum, executions, matrix, recapitulatif};
use crate::model::cadre::{Axe, AxeTable, MoneyTablePlace};
use crate::model::convention::AnnouncedAnnexe;
use crate::model::fiche::{Executed, Fiche};
use crate::model::life::ActStatus;
use crate::model::tree::TreeStep;
use crate::model::{Absence, Cadre, Dossier, Montant};
use crate::text::Spanned;

/// A node of the tree, as its template reads it.
#[derive(Debug, Serialize)]
pub struct AxeView {
    /// Path of its emitted file.
    pub chemin: String,
    /// « Annexe A », « Axe 2 ».
    pub appellation: String,
    /// Title given by the cadre.
    pub titre: String,
    /// Level of its heading: 1 at the top of the tree.
    pub niveau: u8,
    /// Whether it goes on the page of what is before it: a node that has no fiche of its own.
    pub suite: bool,
    /// Heading above the table; empty without one.
    pub titre_tableau: String,
    /// `None` when it would have no row.
    pub tableau: Option<TableView>,
    /// Whether the table needs a landscape page.
    pub paysage: bool,
    /// Remark of the cadre, printed under the table.
    pub note: Option<String>,
    /// Where its actions are, when they are in another act.
    pub renvoi: Option<String>,
    /// The tables of money that the cadre wants after its own.
    pub tableaux: Vec<TitledTable>,
    /// Names of the emitted files of its fiches, in the same folder as its own.
    pub fiches: Vec<String>,
}

/// Composes the nodes of the tree of the cadre.
pub fn axes(dossier: &Dossier) -> Vec<AxeView> {
    let mut views: Vec<AxeView> = Vec::new();
    for (rank, node) in dossier.cadre.axes.iter().enumerate() {
        let mut view = axe(rank, node, dossier);
        let follows = |before: &AxeView| before.fiches.is_empty() && !before.paysage;
        // A heading and a sentence do not take a page.
        let is_short = view.tableau.is_none() && view.tableaux.is_empty() && view.fiches.is_empty();
        view.suite = is_short && rank > 0
            || node.parent.is_some() && !view.paysage && views.last().is_some_and(follows);
        views.push(view);
    }
    views
}

/// Whether a fiche is the first of its node, which has no page of its own to show before it.
pub(super) fn opens_its_node(fiche: &Fiche, dossier: &Dossier) -> bool {
    let is_first =
        |axe: &Axe| dossier.fiches_of(&axe.id.value).next().is_some_and(|first| first.number == fiche.number);
    let axe = dossier.cadre.axe(&fiche.axe.value);
    axe.is_some_and(|axe| axe.table != Some(AxeTable::Matrix) && is_first(axe))
}

/// Deepest level of the heading of a node: one more for its fiches, two for their sections, three for the headings of these,
/// and a PDF has six. What is deeper in the tree has the same.
const DEEPEST: u8 = 3;

/// Level of the heading of a node, from 1.
pub(super) fn level(cadre: &Cadre, id: &str) -> u8 {
    u8::try_from(cadre.depth(id)).map_or(DEEPEST, |depth| depth.min(DEEPEST))
}

fn axe(rank: usize, axe: &Axe, dossier: &Dossier) -> AxeView {
    let is_parent = dossier.cadre.axes_under(&axe.id.value).next().is_some();
    let table = axe.table.map(|table| match table {
        AxeTable::Matrix => matrix_table(dossier),
        AxeTable::Executions => executions_table(dossier, axe),
    });
    // A node without a table of its own shows the money of its actions.
    let table = table.or_else(|| super::money::of_axe(axe, dossier));
    AxeView {
        chemin: format!(
            "convention/{}.typ",
            flat(&axe.heading()).replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        ),
        appellation: axe.heading(),
        titre: axe.title.clone(),
        niveau: level(&dossier.cadre, &axe.id.value),
        suite: false,
        titre_tableau: match axe.table {
            Some(_) => axe.table_title.clone(),
            None if is_parent => format!("Les montants {}", axe.of_the()),
            None => format!("Les actions {}", axe.of_the()),
        },
        paysage: axe.table == Some(AxeTable::Matrix),
        tableau: table.filter(|table| !table.lignes.is_empty()),
        note: axe.note.clone(),
        renvoi: axe.referral.as_ref().map(|referral| referral.value.clone()),
        tableaux: super::money::tables_after(MoneyTablePlace::Axe(rank), dossier),
        fiches: dossier.fiches_of(&axe.id.value).map(super::fiche::file_name).collect(),
    }
}

fn matrix_table(dossier: &Dossier) -> TableView {
    let mut columns =
        vec![Column::text("Indicateur"), Column::text("Commentaires et éléments de définition")];
    columns.extend(dossier.cadre.columns.iter().map(|c| Column::figures(&c.title)));
    let width = columns.len();
    let mut table = TableView::new(columns);
    let is_draft = dossier.convention.status == ActStatus::Draft;
    let mut theme = String::new();
    for line in matrix::rows(dossier) {
        match line {
            // Print the theme on the row of its first mesure: two title rows in a row would leave a hole in the page.
            MatrixRow::Theme(next) => theme = format!("{}. {} · ", next.number, next.title),
            MatrixRow::Mesure(mesure) => {
                let title = format!("{}{} {}", std::mem::take(&mut theme), mesure.number, mesure.title);
                table.lignes.push(Row::title(&title, width));
            }
            MatrixRow::Group(title) => {
                let mut cell = Cell::text(title);
                cell.colspan = width;
                table.push(RowKind::Groupe, vec![cell]);
            }
            MatrixRow::Indicateur(indicateur, matrix_cells) => {
                let indent =
                    usize::from(indicateur.part_of.is_some()) + usize::from(indicateur.group.is_some());
                let definition = indicateur.definition.as_deref().unwrap_or_default();
                let mut cells = vec![Cell::text(&indicateur.label).indent(indent), Cell::text(definition)];
                if let Some(cell) = cells.first_mut() {
                    cell.note.clone_from(&indicateur.note);
                    cell.precisions.extend(indicateur.purpose.map(|purpose| purpose.words().to_owned()));
                }
                cells.extend(matrix_cells.iter().map(if is_draft { draft_cell } else { matrix_cell }));
                table.push(RowKind::Ligne, cells);
            }
        }
    }
    table.explain_blanks()
}

/// A cell of the matrix while the act is written: what is not known yet is a place to fill. In an act that was voted it is a
/// fact, « non renseigné ».
fn draft_cell(matrix: &MatrixCell<'_>) -> Cell {
    let mut cell = matrix_cell(matrix);
    if cell.forme == CellForm::Absence && cell.lignes == [Absence::NotReported.word()] {
        cell.lignes = vec![Absence::TO_FILL.to_owned()];
    }
    cell
}

/// A cell of the matrix of indicateurs.
pub(super) fn matrix_cell(matrix_cell: &MatrixCell<'_>) -> Cell {
    match matrix_cell {
        MatrixCell::Values(values) => cell(values),
        MatrixCell::Mesure(values, height) => Cell { rowspan: *height, ..cell(values) },
        MatrixCell::Continuation => Cell::continued(),
        MatrixCell::Absent(absence) => Cell::absent(*absence),
    }
}

/// The names of the funders of a role, for the heading of the column of all.
fn names_of(dossier: &Dossier, role: PartyRole) -> String {
    let names: Vec<&str> = dossier.cadre.financeurs_of(role).map(|f| f.name.as_str()).collect();
    names.join(", ")
}

fn executions_table(dossier: &Dossier, axe: &Axe) -> TableView {
    let executions = executions::table(dossier, &axe.id.value);
    let mut columns = vec![Column::text("N°"), Column::text("Action")];
    for year in &executions.years {
        columns.push(Column::figures(&year.to_string()).under(Some("Montant exécuté (action antérieure)")));
    }
    let planned = format!("Montant prévisionnel {}", dossier.convention.year);
    columns.push(Column::figures(&names_of(dossier, PartyRole::Authority)).under(Some(&planned)));
    columns.push(Column::figures(&names_of(dossier, PartyRole::Etat)).under(Some(&planned)));
    let montants = executions.lines.iter().flat_map(|l| [l.departement.total, l.etat.total]);
    let executed_values = executions.lines.iter().flat_map(|l| l.executed_by_year.iter().flatten());
    let executed_values = executed_values.filter_map(|executed| match executed {
        Executed::Montant(m) => Some(m.value),
        Executed::Absent(..) => None,
    });
    let decimals = cents(montants.chain(executed_values));
    let mut table = TableView::new(columns);
    for line in &executions.lines {
        let mut cells = vec![Cell::text(&line.fiche.number.value.to_string()), action(line.fiche)];
        for executed in &line.executed_by_year {
            cells.push(executed_cell(executed, decimals));
        }
        let if_different = |printed: Option<Montant>, computed: &Sum| {
            printed.filter(|a| *a != computed.total).map(|a| written_out(a, decimals.max(cents([a]))))
        };
        cells.push(
            sum_cell(&line.departement, decimals)
                .with_printed(if_different(line.printed_departement, &line.departement)),
        );
        cells.push(sum_cell(&line.etat, decimals).with_printed(if_different(line.printed_etat, &line.etat)));
        table.push(RowKind::Ligne, cells);
    }
    if !executions.lines.is_empty() {
        let mut cells = vec![Cell::text(""), Cell::text("Total")];
        let sums = executions.totals.iter().chain([&executions.departement, &executions.etat]);
        cells.extend(sums.map(|sum| sum_cell(sum, decimals)));
        table.push(RowKind::Total, cells);
    }
    table.explain_blanks()
}

/// The name of an action, which leads to its fiche.
pub(super) fn action(fiche: &Fiche) -> Cell {
    Cell::text(fiche.title_in_table()).leading_to(super::fiche::anchor(fiche.number.value))
}

/// What was executed in a year: the sum of its terms, or why one of them is missing.
fn executed_cell(terms: &[&Executed], decimals: u32) -> Cell {
    let absent = terms.iter().find_map(|term| match term {
        Executed::Absent(absence, printed) => Some((*absence, printed.clone())),
        Executed::Montant(_) => None,
    });
    let montants = terms.iter().filter_map(|term| match term {
        Executed::Montant(montant) => Some(montant.value),
        Executed::Absent(..) => None,
    });
    match absent {
        Some((absence, printed)) => Cell::absent(absence).with_printed(printed),
        None if terms.is_empty() => Cell::absent(Absence::Blank),
        None => euros(montants.sum(), decimals),
    }
}

/// The récapitulatif; `article` is the number of the article that states the State's amount.
pub fn recapitulatif(dossier: &Dossier, article: Option<&str>) -> TableView {
    let recapitulatif = recapitulatif::summarize(dossier);
    let mut columns = vec![Column::text("N°"), Column::text("Action")];
    columns.extend(recapitulatif.financeurs.iter().map(|f| Column::figures(&f.name)));
    if recapitulatif.others {
        columns.push(Column::figures("Autres"));
    }
    columns.push(Column::figures("Total"));
    let width = columns.len();
    let mut table = TableView::new(columns);
    let all = recapitulatif
        .axes
        .iter()
        .flat_map(|b| &b.fiches)
        .flat_map(|(_, l)| l.shares.iter().chain([&l.others, &l.total]));
    let decimals = cents(all.map(|s| s.total).chain(recapitulatif.etat_gap));
    let row = |number: &str, title: Cell, line: &recapitulatif::SharesRow, has_budget: bool| {
        let mut cells = vec![Cell::text(number), title];
        // Why a fiche has no budget is told once, under its total.
        let montant = |s: &Sum| if has_budget { sum_cell(s, decimals) } else { Cell::nothing() };
        cells.extend(line.shares.iter().map(montant));
        if recapitulatif.others {
            cells.push(montant(&line.others));
        }
        cells.push(sum_cell(&line.total, decimals));
        cells
    };
    let of = |axe: &Axe| recapitulatif.axes.iter().find(|shares| shares.axe.id == axe.id);
    let has_fiches = |id: &str| dossier.fiches_of(id).next().is_some();
    for step in dossier.cadre.walk(has_fiches) {
        let axe = match step {
            TreeStep::Enter(axe) => axe,
            TreeStep::Leave(axe) => {
                if let Some(shares) = of(axe).filter(|_| recapitulatif.axes.len() > 1) {
                    let title = format!("Total {}", axe.of_the());
                    table.push(RowKind::Groupe, row("", Cell::text(&title), &shares.total, true));
                }
                continue;
            }
        };
        let Some(shares) = of(axe) else { continue };
        let title = format!("{} · {}", axe.heading(), axe.title);
        table.lignes.push(Row::title_at(dossier.cadre.depth(&axe.id.value), &title, width));
        for (fiche, line) in &shares.fiches {
            let number = fiche.number.value.to_string();
            table.push(RowKind::Ligne, row(&number, action(fiche), line, fiche.no_budget.is_none()));
        }
    }
    table.push(RowKind::Total, row("", Cell::text("Total des fiches"), &recapitulatif.total, true));
    // Under the State's first column: the amount that the act states, and its gap with the sum of the fiches.
    if let Some(index) = recapitulatif.financeurs.iter().position(|f| f.role == PartyRole::Etat) {
        let under_etat = |title: String, cell: Cell| {
            let mut cells = vec![Cell::nothing(), Cell::text(&title)];
            cells.resize_with(width, Cell::nothing);
            if let Some(place) = cells.get_mut(index + 2) {
                *place = cell;
            }
            cells
        };
        let place = article.map_or_else(|| "dans l’acte".to_owned(), |a| format!("à l’article {a}"));
        if let Some(announced) = &dossier.convention.montant_etat {
            let entered = euros(announced.value, decimals);
            table.push(RowKind::Ligne, under_etat(format!("Soutien de l’État inscrit {place}"), entered));
        }
        if let Some(gap) = recapitulatif.etat_gap.filter(|gap| !gap.is_zero()) {
            let gap = euros(gap, decimals).highlight();
            table.push(RowKind::Gap, under_etat("Écart avec la somme des fiches".to_owned(), gap));
        }
    }
    table.explain_blanks()
}

/// The documents that the act says it annexes, joined or not; `None` when it announces none.
pub fn announced_documents(announced: &[AnnouncedAnnexe]) -> Option<TableView> {
    let mut table =
        TableView::new(vec![Column::text("Pièce"), Column::text("Annoncée par"), Column::text("Présence")]);
    for document in announced {
        let article = match &document.article {
            Some(a) => format!("article {a}"),
            None => "visas".to_owned(),
        };
        let presence =
            if document.present { Cell::text("jointe") } else { Cell::text("non jointe").highlight() };
        table.push(RowKind::Ligne, vec![Cell::text(&document.title.value), Cell::text(&article), presence]);
    }
    (!announced.is_empty()).then(|| table.explain_blanks())
}

/// The acronyms that the act declares, sorted; `None` when it declares none.
pub fn acronyms(declared: &[(Spanned<String>, String)]) -> Option<TableView> {
    let mut table = TableView::new(vec![Column::text("Sigle"), Column::text("Signification")]);
    let mut sorted: Vec<_> =
        declared.iter().map(|(acronym, expansion)| (&acronym.value, expansion)).collect();
    sorted.sort();
    for (acronym, expansion) in sorted {
        table.push(RowKind::Ligne, vec![Cell::text(acronym), Cell::text(expansion)]);
    }
    (!declared.is_empty()).then_some(table)
}
