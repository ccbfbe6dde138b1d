//! Tables of rows and columns: rows and columns that came and went, cells with what they were and what they are.

use rust_decimal::Decimal;

use super::blocks::RedlineBlock;
use super::columns::{FigureLook, GridColumn, PREFIX};
use super::fields::{cell, is_long, number_cell};
use super::numbering::KeyPath;
use super::pieces::{RedlineFate, compared, pieces};
use super::sides::Sides;
use super::writer::Writer;
use crate::compare::portion::{Datum, Portion};
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, Row, RowKind, TableView};

/// From how many rows on those that did not change may be left out.
const LONG: usize = 8;

impl Writer<'_> {
    /// A table that says its columns and its rows: `numbers` are the changes of the whole table.
    pub(super) fn grid(
        &mut self,
        table: Sides<'_>,
        path: &KeyPath,
        numbers: Vec<usize>,
    ) -> Vec<RedlineBlock> {
        let mut blocks = Vec::new();
        let columns = self.columns(table, path, &mut blocks);
        let rows = table.part("lignes");
        let names =
            columns.iter().any(|column| is_prefixed(column.keys.1.as_deref().or(column.keys.0.as_deref())));
        let mut numbers = numbers;
        for key in ["titre", "entete", "note", "colonnes"] {
            numbers.extend(self.numbering.claim(&path.to(key)));
        }
        let caption = |part: Option<&Portion>| Some(part?.part("titre")?.said()?.to_string());
        let titles = (caption(table.before), caption(table.after));
        if titles.0 != titles.1 && table.before.is_some() && table.after.is_some() {
            blocks.push(RedlineBlock::Annonce {
                changement: "modification",
                objet: "titre",
                avant: titles.0.clone(),
                apres: titles.1.clone(),
                numeros: Vec::new(),
            });
        }
        let frame = GridFrame {
            columns,
            name_title: names.then_some("Indicateur"),
            caption: titles.1.or(titles.0),
            fate: table.fate(),
        };
        let rows = rows.map(|rows| flattened(rows, &path.to("lignes"), 0)).unwrap_or_default();
        blocks.extend(self.grid_of(frame, rows, numbers));
        blocks
    }

    /// Rows whose columns are the keys that they have.
    pub(super) fn loose_grid(
        &mut self,
        rows: Sides<'_>,
        path: &KeyPath,
        name_title: &'static str,
        caption: Option<String>,
        is_column: &dyn Fn(&str) -> bool,
    ) -> Option<RedlineBlock> {
        let fate = rows.fate();
        let rows = flattened(rows, path, 0);
        let mut columns: Vec<GridColumn> = Vec::new();
        for part in rows.iter().flat_map(|(row, ..)| row.parts()) {
            let key = part.part.key.as_str();
            if is_column(key) && columns.iter().all(|column| column.keys.1.as_deref() != Some(key)) {
                columns.push(GridColumn {
                    keys: (Some(key.to_owned()), Some(key.to_owned())),
                    title: part.part.name.clone(),
                    group: None,
                    fate: RedlineFate::Egal,
                    sums: false,
                    look: FigureLook::default(),
                });
            }
        }
        let frame = GridFrame { columns, name_title: Some(name_title), caption, fate };
        self.grid_of(frame, rows, Vec::new())
    }

    fn grid_of(
        &mut self,
        frame: GridFrame,
        rows: Vec<(Sides<'_>, KeyPath, usize)>,
        numbers: Vec<usize>,
    ) -> Option<RedlineBlock> {
        let GridFrame { mut columns, name_title, caption, fate } = frame;
        for column in &mut columns {
            let data = rows.iter().flat_map(|(row, ..)| <[_; 2]>::from(both(*row, column))).flatten();
            column.look.cents = cents(data.filter_map(|datum| match datum {
                Datum::Montant(montant) => Some(*montant),
                _ => None,
            }));
        }
        let is_changed = fate != RedlineFate::Egal;
        let has_numbers =
            is_changed && rows.iter().any(|(row, ..)| of_row(*row, &columns) != RedlineFate::Egal);
        let mut heads: Vec<Column> = name_title.map(Column::text).into_iter().collect();
        heads.extend(columns.iter().map(|column| {
            let is_figures = rows.iter().any(|(row, ..)| is_figure(*row, column));
            let head = if is_figures { Column::figures(&column.title) } else { Column::text(&column.title) };
            let sort =
                matches!(column.fate, RedlineFate::Ajout | RedlineFate::Retrait).then_some(column.fate);
            Column { sort, ..head.under(column.group.as_deref()) }
        }));
        if has_numbers {
            heads.push(Column::figures("N°"));
        }
        let width = heads.len();
        let mut table = TableView::new(heads);
        table.legende = caption;
        let leaves_out = self.only_changed && has_numbers && rows.len() >= LONG;
        let mut omitted = 0;
        let mut title: Option<Row> = None;
        for (row, path, depth) in &rows {
            let own = of_row(*row, &columns);
            if let Some(said) = row.part.said() {
                let mut titled = Row::title_at(depth + 1, &said.to_string(), width);
                if matches!(own, RedlineFate::Ajout | RedlineFate::Retrait) {
                    titled.cellules.iter_mut().for_each(|cell| cell.sort = Some(own));
                }
                let numbers = if own == RedlineFate::Egal { Vec::new() } else { self.numbering.claim(path) };
                titled.cellules.iter_mut().for_each(|cell| cell.ancres.extend(number_cell(&numbers).ancres));
                title = Some(titled);
                if !leaves_out || own != RedlineFate::Egal {
                    table.lignes.extend(title.take());
                }
                continue;
            }
            if leaves_out && own == RedlineFate::Egal {
                omitted += 1;
                continue;
            }
            table.lignes.extend(title.take());
            let mut cells: Vec<Cell> =
                name_title.map(|_| named(*row, *depth, &columns)).into_iter().collect();
            cells.extend(columns.iter().map(|column| grid_cell(*row, column)));
            if let Some(first) = cells.first_mut() {
                first.barre = own != RedlineFate::Egal;
            }
            if has_numbers {
                let numbers = if own == RedlineFate::Egal { Vec::new() } else { self.numbering.claim(path) };
                cells.push(number_cell(&numbers));
            }
            table.push(RowKind::Ligne, cells);
        }
        merge(&mut table);
        if let Some(mut total) = totals(&columns, &rows, name_title.is_some()) {
            total.resize_with(width, Cell::nothing);
            table.push(RowKind::Total, total);
        }
        (!table.lignes.is_empty()).then(|| RedlineBlock::Tableau {
            tableau: Box::new(table.explain_blanks()),
            sort: fate,
            numeros: numbers,
            omises: omitted,
            titre: None,
        })
    }
}

/// Makes one cell of those that say that they go on with the one above, where nothing came or went between them.
fn merge(table: &mut TableView) {
    let goes_on = |cell: &Cell| {
        cell.sort.is_none() && cell.morceaux.is_empty() && cell.valeurs.is_empty() && cell.lignes == [MERGED]
    };
    for column in 0..table.colonnes.len() {
        let mut origin: Option<usize> = None;
        for rank in 0..table.lignes.len() {
            let row = table.lignes.get(rank);
            let cell = row.filter(|row| row.genre == RowKind::Ligne).and_then(|row| row.cellules.get(column));
            match (cell, origin) {
                (Some(cell), Some(above)) if goes_on(cell) => {
                    let at = |rank: usize, table: &mut TableView, change: &dyn Fn(&mut Cell)| {
                        table.lignes.get_mut(rank).and_then(|row| row.cellules.get_mut(column)).map(change);
                    };
                    at(rank, table, &|cell| *cell = Cell::continued());
                    at(above, table, &|cell| cell.rowspan += 1);
                }
                (Some(cell), _) => origin = cell.sort.is_none().then_some(rank),
                (None, _) => origin = None,
            }
        }
    }
}

/// What the outline says of a cell that goes on with the one above.
const MERGED: &str = "idem";

/// What stands around the rows of a table.
struct GridFrame {
    columns: Vec<GridColumn>,
    /// The title of the column that names the rows; none when the first column of the table does.
    name_title: Option<&'static str>,
    caption: Option<String>,
    fate: RedlineFate,
}

fn is_prefixed(key: Option<&str>) -> bool {
    key.is_some_and(|key| key.starts_with(PREFIX))
}

/// The rows, each before those that it holds.
fn flattened<'c>(rows: Sides<'c>, path: &KeyPath, depth: usize) -> Vec<(Sides<'c>, KeyPath, usize)> {
    let mut all = Vec::new();
    for row in rows.parts() {
        let own = path.to(&row.part.key);
        all.push((row, own.clone(), depth));
        if let Some(inner) = row.part("lignes") {
            all.extend(flattened(inner, &own.to("lignes"), depth + 1));
        }
    }
    all
}

/// The cells of a row in a column.
fn both<'c>(row: Sides<'c>, column: &GridColumn) -> (Option<&'c Datum>, Option<&'c Datum>) {
    let said = |part: Option<&'c Portion>, key: &Option<String>| part?.part(key.as_deref()?)?.said();
    (said(row.before, &column.keys.0), said(row.after, &column.keys.1))
}

/// What became of a row, the columns that came or went apart.
fn of_row(row: Sides<'_>, columns: &[GridColumn]) -> RedlineFate {
    let fate = row.fate();
    if fate != RedlineFate::Modifie || row.part.said().is_some() {
        return fate;
    }
    let is_same = |column: &GridColumn| {
        matches!(column.fate, RedlineFate::Ajout | RedlineFate::Retrait) || {
            let (was, is) = both(row, column);
            was == is
        }
    };
    let is_of_column = |part: &Sides<'_>| {
        let key = Some(part.part.key.as_str());
        columns.iter().any(|column| column.keys.0.as_deref() == key || column.keys.1.as_deref() == key)
    };
    let is_left = |part: &Sides<'_>| part.part.key != "lignes" && part.is_changed() && !is_of_column(part);
    match columns.iter().all(is_same) && !row.parts().iter().any(is_left) {
        true => RedlineFate::Egal,
        false => RedlineFate::Modifie,
    }
}

fn is_figure(row: Sides<'_>, column: &GridColumn) -> bool {
    let (was, is) = both(row, column);
    [was, is].into_iter().flatten().any(|datum| matches!(datum, Datum::Montant(_) | Datum::Number(..)))
}

fn grid_cell(row: Sides<'_>, column: &GridColumn) -> Cell {
    let (was, is) = both(row, column);
    let FigureLook { is_percentage, decimals, cents } = column.look;
    let cell = |datum: &Datum| match datum {
        Datum::Montant(montant) => euros(*montant, decimals.unwrap_or(cents)),
        Datum::Number(number, unit) => {
            Cell::number(*number, decimals, if is_percentage { "%" } else { unit.as_str() })
        }
        other => cell(other),
    };
    let is_prose = |datum: Option<&Datum>| matches!(datum, Some(Datum::Prose(_)));
    let is_long = was != is && [was, is].into_iter().all(|datum| datum.is_some_and(is_long));
    if is_prose(was) || is_prose(is) || is_long {
        return Cell::compared(pieces(&compared(was, is)));
    }
    match (was, is) {
        (None, None) => Cell::nothing(),
        (Some(was), Some(is)) if was == is => cell(is),
        (Some(was), Some(is)) => Cell::several(vec![
            cell(was).with_fate(RedlineFate::Retrait),
            cell(is).with_fate(RedlineFate::Ajout),
        ]),
        (Some(was), None) => cell(was).with_fate(RedlineFate::Retrait),
        (None, Some(is)) => cell(is).with_fate(RedlineFate::Ajout),
    }
}

/// The name of a row, and under it what changed that no column shows.
fn named(row: Sides<'_>, depth: usize, columns: &[GridColumn]) -> Cell {
    let mut name = Cell::compared(row.name()).indent(depth);
    if row.before.is_none() || row.after.is_none() {
        return name;
    }
    for part in row.parts() {
        let key = part.part.key.as_str();
        let is_column = columns.iter().any(|column| {
            [&column.keys.0, &column.keys.1].into_iter().any(|known| known.as_deref() == Some(key))
        });
        if key != "lignes" && key != "libelle" && !is_column && part.is_changed() {
            name.precisions.push(change_in_words(part));
        }
    }
    name
}

/// « Unité : jours → semaines ».
pub(super) fn change_in_words(part: Sides<'_>) -> String {
    let side = |side: Option<&Portion>| side.map_or_else(|| "–".to_owned(), crate::compare::changes::summary);
    format!("{}\u{a0}: {} → {}", part.part.name, side(part.before), side(part.after))
}

/// The totals of the columns that have one.
fn totals(
    columns: &[GridColumn],
    rows: &[(Sides<'_>, KeyPath, usize)],
    has_names: bool,
) -> Option<Vec<Cell>> {
    columns.iter().any(|column| column.sums).then_some(())?;
    let number = |datum: Option<&Datum>| match datum {
        Some(Datum::Montant(montant)) => Some(montant.euros()),
        Some(Datum::Number(number, _)) => Some(*number),
        _ => None,
    };
    let sum = |pick: &dyn Fn(Sides<'_>) -> Option<Decimal>| -> Option<Decimal> {
        rows.iter().filter_map(|(row, ..)| pick(*row)).try_fold(Decimal::ZERO, Decimal::checked_add)
    };
    let total = |column: &GridColumn| {
        if !column.sums {
            return Cell::nothing();
        }
        let is_money = rows.iter().any(|(row, ..)| {
            let (was, is) = both(*row, column);
            [was, is].into_iter().flatten().any(|datum| matches!(datum, Datum::Montant(_)))
        });
        let FigureLook { is_percentage, decimals, cents } = column.look;
        let decimals = if is_money { Some(decimals.unwrap_or(cents)) } else { decimals };
        let unit = if is_money {
            "€"
        } else if is_percentage {
            "%"
        } else {
            ""
        };
        let figure = |value: Decimal| Cell::number(value.normalize(), decimals, unit);
        let was = sum(&|row| number(both(row, column).0));
        let is = sum(&|row| number(both(row, column).1));
        match (was, is) {
            (Some(was), Some(is)) if was == is || column.fate == RedlineFate::Ajout => figure(is),
            (Some(was), Some(_)) if column.fate == RedlineFate::Retrait => {
                figure(was).with_fate(RedlineFate::Retrait)
            }
            (Some(was), Some(is)) => Cell::several(vec![
                figure(was).with_fate(RedlineFate::Retrait),
                figure(is).with_fate(RedlineFate::Ajout),
            ]),
            _ => Cell::nothing(),
        }
    };
    let mut cells: Vec<Cell> = has_names.then(|| Cell::text("Total")).into_iter().collect();
    cells.extend(columns.iter().map(total));
    if let Some(first) = cells.first_mut().filter(|_| !has_names && columns.first().is_some_and(|c| !c.sums))
    {
        *first = Cell::text("Total");
    }
    Some(cells)
}
