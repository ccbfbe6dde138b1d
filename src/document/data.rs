//! Tables of data and tables of objectives: values as they were given, absences as they are.

use super::tables::euros;
use super::view::{Cell, Column, Form, RowKind, RowView as TableRow, TableView};
use crate::lang::numbers::format_french;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::table::{Column as Field, ColumnType, Content, DataTable, Row};
use crate::model::{Absence, BoxValue, Cadre, Measured, Montant, Number, Value};

/// A table of data of a fiche.
pub fn data(d: &DataTable) -> TableView {
    let colonnes: Vec<Column> = d
        .columns
        .iter()
        .map(|c| {
            let colonne =
                if is_text(c) { Column::texte(&c.title.value) } else { Column::chiffres(&c.title.value) };
            colonne.under(c.group.as_deref())
        })
        .collect();
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    tableau.entete = d.header;
    tableau.legende.clone_from(&d.title);
    tableau.note.clone_from(&d.note);
    let decimales: Vec<Option<u32>> = (0..width).map(|index| decimales(d, index)).collect();
    for (index, ligne) in d.lines.iter().enumerate() {
        match ligne {
            Row::Subheading(titre) => tableau.lignes.push(TableRow::titre(titre, width)),
            Row::Cells(cellules) => {
                let cellules = cellules.iter().enumerate().map(|(colonne, content)| {
                    let field = d.columns.get(colonne);
                    let row_cell = row_cell(&content.value, field, decimales.get(colonne).copied().flatten());
                    Cell { rowspan: height(&d.lines, index, colonne), ..row_cell }
                });
                tableau.ligne(RowKind::Ligne, cellules.collect());
            }
        }
    }
    if d.columns.iter().any(|c| c.sum) {
        let cellules = d
            .columns
            .iter()
            .enumerate()
            .map(|(index, c)| total(d, c, index, decimales.get(index).copied().flatten()));
        tableau.ligne(RowKind::Total, cellules.collect());
    }
    tableau.align()
}

fn is_text(colonne: &Field) -> bool {
    matches!(colonne.kind, ColumnType::Text)
}

/// Decimals of a column of figures: those asked for, or the most that are written; cents when there are some.
fn decimales(d: &DataTable, index: usize) -> Option<u32> {
    let colonne = d.columns.get(index)?;
    let contents = d.lines.iter().filter_map(|l| match l {
        Row::Cells(c) => c.get(index).map(|c| &c.value),
        Row::Subheading(_) => None,
    });
    colonne.decimals.or_else(|| match colonne.kind {
        ColumnType::Montant => Some(super::tables::cents(contents.filter_map(|c| match c {
            Content::Montant(m) => Some(*m),
            _ => None,
        }))),
        _ => None,
    })
}

fn row_cell(content: &Content, field: Option<&Field>, decimales: Option<u32>) -> Cell {
    match content {
        Content::Text(t) => Cell::texte(t),
        Content::Number(n) => {
            let unite = match field.map(|c| c.kind) {
                Some(ColumnType::Percentage) => "%",
                _ => "",
            };
            Cell::nombre(*n, decimales, unite)
        }
        Content::Montant(m) => euros(*m, decimales.unwrap_or(0)),
        Content::Absent(a) => Cell::absence(*a),
        Content::Merged => Cell::suite(),
    }
}

/// How many rows a cell covers: itself and the merged ones just below.
fn height(lignes: &[Row], index: usize, colonne: usize) -> usize {
    let suite = lignes.iter().skip(index + 1).take_while(
        |l| matches!(l, Row::Cells(c) if c.get(colonne).is_some_and(|c| c.value == Content::Merged)),
    );
    1 + suite.count()
}

fn total(d: &DataTable, colonne: &Field, index: usize, decimales: Option<u32>) -> Cell {
    if !colonne.sum {
        return if index == 0 { Cell::texte("Total") } else { Cell::nothing() };
    }
    let computed = d.total(index);
    let acte = colonne.printed_total.as_ref().filter(|t| t.value != computed);
    if colonne.kind == ColumnType::Montant {
        let Some(montant) = Montant::rounded(computed) else { return Cell::nothing() };
        let n = decimales.unwrap_or(0);
        let acte = acte.and_then(|a| Montant::rounded(a.value));
        return euros(montant, n).acte(acte.map(|m| super::tables::written_out(m, n)));
    }
    Cell::nombre(computed, decimales, "").acte(acte.map(|a| format_french(a.value, decimales)))
}

/// The table of objectives of a fiche.
pub fn objectifs(o: &Objectives, cadre: &Cadre) -> TableView {
    let mut colonnes = vec![Column::texte("Indicateur")];
    colonnes.extend(o.columns.iter().map(|titre| Column::chiffres(&titre.value)));
    let width = colonnes.len();
    let mut tableau = TableView::new(colonnes);
    for ligne in &o.lines {
        match ligne {
            ObjectiveRow::Heading(titre) => tableau.lignes.push(TableRow::titre(titre, width)),
            ObjectiveRow::Indicateur { indicateur, label: libelle, cells, .. } => {
                let known = indicateur.as_ref().and_then(|i| cadre.indicateur(&i.value)).map(|(_, i)| i);
                let nom = libelle
                    .as_ref()
                    .map(|l| l.value.as_str())
                    .or(known.map(|i| i.label.as_str()))
                    .unwrap_or_default();
                let retrait = usize::from(known.is_some_and(|i| i.part_of.is_some()));
                let mut cellules = vec![Cell::texte(nom).retrait(retrait)];
                cellules.extend(cells.iter().map(cell));
                tableau.ligne(RowKind::Ligne, cellules);
            }
        }
    }
    if tableau.lignes.iter().flat_map(|l| &l.cellules).any(|c| c.forme == Form::Vide) {
        tableau.note = Some(BLANK_NOTE.to_owned());
    }
    tableau.align()
}

/// Said under a table that has blank boxes.
pub const BLANK_NOTE: &str =
    "· : case vide dans l’acte. Une case vide n’est ni un zéro ni « non contracté ».";

/// A box of values.
pub fn cell(cell: &BoxValue) -> Cell {
    match cell.as_slice() {
        [] => Cell::empty(),
        [single] => with_complements(measured(&single.measured.value), single),
        several => {
            let lignes = several.iter().map(|v| {
                let details = details(v);
                let suite =
                    if details.is_empty() { String::new() } else { format!(" ({})", details.join(" ; ")) };
                format!("{}{suite}", in_words(&v.measured.value))
            });
            Cell::texte(&lignes.collect::<Vec<_>>().join("\n"))
        }
    }
}

fn with_complements(mut row_cell: Cell, valeur: &Value) -> Cell {
    row_cell.precisions.extend(details(valeur));
    row_cell.acte.clone_from(&valeur.printed);
    row_cell
}

fn details(valeur: &Value) -> Vec<String> {
    let mut details: Vec<String> = valeur.window.iter().map(ToString::to_string).collect();
    details.extend(valeur.perimeter.clone());
    details.extend(valeur.note.clone());
    details.extend(valeur.source.as_ref().map(|s| format!("source : {s}")));
    details
}

fn measured(measured: &Measured) -> Cell {
    match measured {
        Measured::Number(Number { value, unit: None }) => Cell::nombre(*value, None, ""),
        Measured::Absent(Absence::Blank) => Cell::empty(),
        Measured::Absent(absence) => Cell::absence(*absence),
        other => Cell::texte(&in_words(other)),
    }
}

/// A value in words: « 95 % », « < 30 % », « 250 à 300 ».
pub fn in_words(measured: &Measured) -> String {
    let nombre = |n: &Number| match &n.unit {
        Some(unite) => format!("{}\u{a0}{unite}", format_french(n.value, None)),
        None => format_french(n.value, None),
    };
    match measured {
        Measured::Number(n) => nombre(n),
        Measured::Bound(comparison, n) => format!("{}\u{a0}{}", comparison.sign(), nombre(n)),
        Measured::Between(low, high) => format!("{} à {}", format_french(*low, None), nombre(high)),
        Measured::Tolerance(n, tolerance) => {
            format!("{} (± {}\u{a0}%)", nombre(n), format_french(*tolerance, None))
        }
        Measured::Text(t) => t.clone(),
        Measured::Absent(a) => a.word().to_owned(),
    }
}
