//! The tables of the annexes and the récapitulatif financier.

use serde::Serialize;

use super::data::{BLANK_NOTE, cell};
use super::tables::{cents, euros, written_out};
use super::view::{Cell, Column, Form, RowKind, RowView as TableRow, TableView};
use crate::ledger::matrix::{MatrixCell, Row as MatrixRow};
use crate::ledger::{Sum, executions, matrix, recapitulatif};
use crate::model::cadre::{Annexe, AnnexeTable, DEPARTEMENT, ETAT};
use crate::model::convention::AnnouncedAnnexe;
use crate::model::fiche::Executed;
use crate::model::{Absence, Dossier, Montant};
use crate::text::Spanned;

/// An annexe.
#[derive(Debug, Serialize)]
pub struct AnnexeView {
    /// Its emitted file.
    pub chemin: String,
    /// Letter.
    pub id: String,
    /// Title.
    pub titre: String,
    /// Title of its table.
    pub titre_tableau: String,
    /// Its table; none when it would be empty.
    pub tableau: Option<TableView>,
    /// Whether the table needs the width of the sheet.
    pub paysage: bool,
    /// Remark of the framework.
    pub note: Option<String>,
    /// Emitted files of its fiches, beside its own.
    pub fiches: Vec<String>,
}

/// An annexe of the framework, filled.
pub fn annexe(annexe: &Annexe, dossier: &Dossier) -> AnnexeView {
    let tableau = match annexe.table {
        AnnexeTable::Matrix => matrix_table(dossier),
        AnnexeTable::Executions => executions_table(dossier, annexe),
    };
    AnnexeView {
        chemin: format!(
            "convention/annexe-{}.typ",
            annexe.id.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-")
        ),
        id: annexe.id.clone(),
        titre: annexe.title.clone(),
        titre_tableau: annexe.table_title.clone(),
        paysage: annexe.table == AnnexeTable::Matrix,
        tableau: (!tableau.lignes.is_empty()).then_some(tableau),
        note: annexe.note.clone(),
        fiches: dossier.fiches_of(&annexe.id).map(super::fiche::file_name).collect(),
    }
}

fn matrix_table(dossier: &Dossier) -> TableView {
    let mut colonnes =
        vec![Column::texte("Indicateur"), Column::texte("Commentaires et éléments de définition")];
    colonnes.extend(dossier.cadre.columns.iter().map(|c| Column::chiffres(&c.title)));
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    let mut theme = String::new();
    for ligne in matrix::compute(dossier) {
        match ligne {
            // The theme goes with its first measure: two titles in a row would be a hole in the page.
            MatrixRow::Theme(t) => theme = format!("{}. {} · ", t.number, t.title),
            MatrixRow::Mesure(m) => {
                let titre = format!("{}{} {}", std::mem::take(&mut theme), m.number, m.title);
                tableau.lignes.push(TableRow::titre(&titre, width));
            }
            MatrixRow::Group(titre) => {
                let mut cell = Cell::texte(titre);
                cell.colspan = width;
                tableau.ligne(RowKind::Groupe, vec![cell]);
            }
            MatrixRow::Indicateur(indicateur, matrix_cells) => {
                let retrait =
                    usize::from(indicateur.part_of.is_some()) + usize::from(indicateur.group.is_some());
                let definition = indicateur.definition.as_deref().unwrap_or_default();
                let mut cellules =
                    vec![Cell::texte(&indicateur.label).retrait(retrait), Cell::texte(definition)];
                if let Some(cell) = cellules.first_mut() {
                    cell.note.clone_from(&indicateur.note);
                }
                cellules.extend(matrix_cells.iter().map(matrix_cell));
                tableau.ligne(RowKind::Ligne, cellules);
            }
        }
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Form::Vide) {
        tableau.note = Some(BLANK_NOTE.to_owned());
    }
    tableau.align()
}

fn matrix_cell(matrix_cell: &MatrixCell<'_>) -> Cell {
    match matrix_cell {
        MatrixCell::Values(values) => cell(values),
        MatrixCell::Mesure(values, height) => Cell { rowspan: *height, ..cell(values) },
        MatrixCell::Continuation => Cell::suite(),
        MatrixCell::Absent(absence) => Cell::absence(*absence),
    }
}

fn nom(dossier: &Dossier, financeur: &str) -> String {
    dossier.cadre.financeur(financeur).map_or_else(|| financeur.to_owned(), |f| f.name.clone())
}

fn executions_table(dossier: &Dossier, annexe: &Annexe) -> TableView {
    let e = executions::compute(dossier, &annexe.id);
    let mut colonnes = vec![Column::texte("N°"), Column::texte("Action")];
    for annee in &e.years {
        colonnes
            .push(Column::chiffres(&annee.to_string()).under(Some("Montant exécuté (action antérieure)")));
    }
    let prevu = format!("Montant prévisionnel {}", dossier.convention.year);
    colonnes.push(Column::chiffres(&nom(dossier, DEPARTEMENT)).under(Some(&prevu)));
    colonnes.push(Column::chiffres(&nom(dossier, ETAT)).under(Some(&prevu)));
    let montants = e.lines.iter().flat_map(|l| [l.departement.total, l.etat.total]);
    let executed_values = e.lines.iter().flat_map(|l| &l.executed_values).filter_map(|x| match x {
        Some(Executed::Montant(m)) => Some(m.value),
        _ => None,
    });
    let decimales = cents(montants.chain(executed_values));
    let mut tableau = TableView::new(colonnes);
    for ligne in &e.lines {
        let mut cellules = vec![
            Cell::texte(&ligne.fiche.number.value.to_string()),
            Cell::texte(ligne.fiche.title_in_table()),
        ];
        for execute in &ligne.executed_values {
            cellules.push(match execute {
                Some(Executed::Montant(m)) => euros(m.value, decimales),
                Some(Executed::Absent(absence, printed)) => Cell::absence(*absence).acte(printed.clone()),
                None => Cell::absence(Absence::Blank),
            });
        }
        let acte = |printed: Option<Montant>, computed: &Sum| {
            printed.filter(|a| *a != computed.total).map(|a| written_out(a, decimales))
        };
        cellules.push(
            euros(ligne.departement.total, decimales)
                .acte(acte(ligne.printed_departement, &ligne.departement)),
        );
        cellules.push(euros(ligne.etat.total, decimales).acte(acte(ligne.printed_etat, &ligne.etat)));
        tableau.ligne(RowKind::Ligne, cellules);
    }
    if !e.lines.is_empty() {
        let mut cellules = vec![Cell::texte(""), Cell::texte("Total")];
        cellules.extend(e.totals.iter().map(|t| euros(t.total, decimales)));
        cellules.push(euros(e.departement.total, decimales));
        cellules.push(euros(e.etat.total, decimales));
        tableau.ligne(RowKind::Total, cellules);
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Form::Vide) {
        tableau.note = Some(BLANK_NOTE.to_owned());
    }
    tableau.compact = tableau.colonnes.len() > 5;
    tableau.align()
}

/// The récapitulatif; `article` is where the act tells the State's amount.
pub fn recapitulatif(dossier: &Dossier, article: Option<&str>) -> TableView {
    let r = recapitulatif::compute(dossier);
    let mut colonnes = vec![Column::texte("N°"), Column::texte("Action")];
    colonnes.extend(r.financeurs.iter().map(|f| Column::chiffres(&f.name)));
    if r.others {
        colonnes.push(Column::chiffres("Autres"));
    }
    colonnes.push(Column::chiffres("Total"));
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    let all = r
        .annexes
        .iter()
        .flat_map(|b| &b.fiches)
        .flat_map(|(_, l)| l.shares.iter().chain([&l.others, &l.total]));
    let decimales = cents(all.map(|s| s.total).chain([r.etat_gap]));
    let row = |numero: &str, titre: &str, ligne: &recapitulatif::Row| {
        let mut cellules = vec![Cell::texte(numero), Cell::texte(titre)];
        let montant = |s: &Sum| if s.is_empty() { Cell::nothing() } else { euros(s.total, decimales) };
        cellules.extend(ligne.shares.iter().map(montant));
        if r.others {
            cellules.push(montant(&ligne.others));
        }
        cellules.push(euros(ligne.total.total, decimales));
        cellules
    };
    for block in &r.annexes {
        let titre = format!("Annexe {} · {}", block.annexe.id, block.annexe.title);
        tableau.lignes.push(TableRow::titre(&titre, width));
        for (fiche, ligne) in &block.fiches {
            let numero = fiche.number.value.to_string();
            tableau.ligne(RowKind::Ligne, row(&numero, fiche.title_in_table(), ligne));
        }
        if r.annexes.len() > 1 {
            let titre = format!("Total de l’annexe {}", block.annexe.id);
            tableau.ligne(RowKind::Groupe, row("", &titre, &block.total));
        }
    }
    tableau.ligne(RowKind::Total, row("", "Total des fiches", &r.total));
    // The act's own amount stands under the State's column, and what separates it from the sum of the fiches.
    if let Some(index) = r.financeurs.iter().position(|f| f.id == ETAT) {
        let under_etat = |titre: String, cell: Cell| {
            let mut cellules = vec![Cell::nothing(), Cell::texte(&titre)];
            cellules.resize_with(width, Cell::nothing);
            if let Some(place) = cellules.get_mut(index + 2) {
                *place = cell;
            }
            cellules
        };
        let lieu = article.map_or_else(|| "dans l’acte".to_owned(), |a| format!("à l’article {a}"));
        let entered = euros(dossier.convention.montant_etat.value, decimales);
        tableau.ligne(RowKind::Ligne, under_etat(format!("Soutien de l’État inscrit {lieu}"), entered));
        if !r.etat_gap.is_zero() {
            let gap = euros(r.etat_gap, decimales).signal();
            tableau.ligne(RowKind::Groupe, under_etat("Écart avec la somme des fiches".to_owned(), gap));
        }
    }
    tableau.compact = width > 5;
    tableau.align()
}

/// The documents that the act announces in annex; `None` when it announces none.
pub fn pieces(announced_list: &[AnnouncedAnnexe]) -> Option<TableView> {
    let mut tableau = TableView::new(vec![
        Column::texte("Pièce"),
        Column::texte("Annoncée par"),
        Column::texte("Présence"),
    ]);
    for part in announced_list {
        let article = match &part.article {
            Some(a) => format!("article {a}"),
            None => "visas".to_owned(),
        };
        let presence =
            if part.present { Cell::texte("jointe") } else { Cell::texte("absente de la source").signal() };
        tableau.ligne(RowKind::Ligne, vec![Cell::texte(&part.title.value), Cell::texte(&article), presence]);
    }
    (!announced_list.is_empty()).then(|| tableau.align())
}

/// The acronyms of the act; `None` when it declares none.
pub fn sigles(sigles: &[(Spanned<String>, String)]) -> Option<TableView> {
    let mut tableau = TableView::new(vec![Column::texte("Sigle"), Column::texte("Signification")]);
    let mut sorted: Vec<_> = sigles.iter().map(|(sigle, direction)| (&sigle.value, direction)).collect();
    sorted.sort();
    for (sigle, direction) in sorted {
        tableau.ligne(RowKind::Ligne, vec![Cell::texte(sigle), Cell::texte(direction)]);
    }
    (!sigles.is_empty()).then_some(tableau)
}
