//! Fields as a table: what each was, what it is.

use super::blocks::RedlineBlock;
use super::numbering::{KeyPath, anchor};
use super::pieces::{ComparedText, RedlineFate};
use super::sides::Sides;
use super::writer::Writer;
use crate::compare::portion::{Datum, Portion, PortionContent};
use crate::document::tables::{cents, euros};
use crate::document::view::{Cell, Column, Row, RowKind, TableView};

/// Characters of words that are shown before and after; longer ones are shown once, with what became of each word.
const SHORT: usize = 48;

/// A field on both sides.
pub(super) struct FieldRow {
    name: String,
    fate: RedlineFate,
    cells: FieldCells,
    path: KeyPath,
}

enum FieldCells {
    Apart(Option<Box<Cell>>, Option<Box<Cell>>),
    Together(Vec<ComparedText>),
}

/// The fields of a part, those within others after the name of what holds them.
pub(super) fn fields(part: Sides<'_>, path: &KeyPath, within: &str, rows: &mut Vec<FieldRow>) {
    let own = part.part.name.as_str();
    let name = match (within.is_empty(), own.is_empty()) {
        (true, _) => own.to_owned(),
        (false, true) => within.to_owned(),
        (false, false) => format!("{within} › {own}"),
    };
    let fate = part.fate();
    let parts = part.parts();
    let is_list = |side: Option<&Portion>| {
        side.is_none_or(|side| match &side.content {
            PortionContent::Rows(rows, _) => {
                rows.iter().all(|row| row.said().is_some() && row.name.is_empty())
            }
            _ => false,
        })
    };
    if !parts.is_empty() && is_list(part.before) && is_list(part.after) {
        let mut pieces: Vec<_> = Vec::new();
        for item in &parts {
            let mut own = item.pieces();
            // An item of a list in one cell is a line.
            if let Some(first) = own.first_mut().filter(|_| !pieces.is_empty()) {
                pieces.push(first.clone().line_end());
                first.avant = "";
            }
            pieces.extend(own);
        }
        rows.push(FieldRow { name, fate, cells: FieldCells::Together(pieces), path: path.clone() });
        return;
    }
    // A row that says one thing, which is its name too.
    if let ([only], false) = (parts.as_slice(), within.is_empty()) {
        let own = only.part.said().map(ToString::to_string);
        if own.as_deref() == Some(part.part.name.as_str()) {
            let rank = rows.len();
            fields(*only, path, "", rows);
            rows.iter_mut().skip(rank).for_each(|row| within.clone_into(&mut row.name));
            return;
        }
    }
    if !parts.is_empty() {
        for piece in parts {
            fields(piece, &path.to(&piece.part.key), &name, rows);
        }
        return;
    }
    let (before, after) = (part.before.and_then(simple), part.after.and_then(simple));
    let in_box = |datum: &Datum| Box::new(cell(datum));
    let cells = if [&before, &after].into_iter().flatten().any(is_long) {
        let runs = super::pieces::compared(before.as_ref(), after.as_ref());
        FieldCells::Together(super::pieces::pieces(&runs))
    } else {
        FieldCells::Apart(before.as_ref().map(in_box), after.as_ref().map(in_box))
    };
    rows.push(FieldRow { name, fate, cells, path: path.clone() });
}

/// Whether words are shown once, with what became of each.
pub(super) fn is_long(datum: &Datum) -> bool {
    matches!(datum, Datum::Words(_) | Datum::Prose(_)) && datum.to_string().chars().count() > SHORT
}

/// What a part says, in words when it says several things.
fn simple(part: &Portion) -> Option<Datum> {
    match part.said() {
        Some(datum) => Some(datum.clone()),
        None => Some(Datum::Words(crate::compare::changes::summary(part))),
    }
}

/// A datum as a cell prints it.
pub(super) fn cell(datum: &Datum) -> Cell {
    match datum {
        Datum::Montant(montant) => euros(*montant, cents([*montant])),
        Datum::Number(number, unit) => Cell::number(*number, None, unit),
        Datum::Absent(absence) => Cell::absent(*absence),
        Datum::Day(_) | Datum::Words(_) | Datum::Flag(_) | Datum::Prose(_) => Cell::text(&datum.to_string()),
    }
}

impl Writer<'_> {
    /// A table of fields; with one column of values when none changed. A row of titles stands before the fields of each
    /// part of the groups.
    pub(super) fn field_table(
        &mut self,
        groups: Vec<(Option<String>, Vec<FieldRow>)>,
        caption: Option<String>,
    ) -> Option<RedlineBlock> {
        let is_changed = groups.iter().flat_map(|(_, rows)| rows).any(|row| row.fate != RedlineFate::Egal);
        let all = || groups.iter().flat_map(|(_, rows)| rows);
        let is_whole =
            [RedlineFate::Ajout, RedlineFate::Retrait].iter().any(|fate| all().all(|row| row.fate == *fate));
        let has_both = is_changed && !is_whole;
        let mut columns = vec![Column::text("Rubrique")];
        match has_both {
            true => columns.extend([Column::text("Avant"), Column::text("Après"), Column::figures("N°")]),
            false => columns.push(Column::text("Valeur")),
        }
        let width = columns.len();
        let mut table = TableView::new(columns);
        table.legende = caption;
        let mut omitted = 0;
        for (title, rows) in groups {
            let mut titled = title.map(|title| Row::title(&title, width));
            for row in rows {
                if self.only_changed && is_changed && row.fate == RedlineFate::Egal {
                    omitted += 1;
                    continue;
                }
                table.lignes.extend(titled.take());
                let cells = self.field_cells(row, has_both);
                table.push(RowKind::Ligne, cells);
            }
        }
        let sort = if is_changed { RedlineFate::Modifie } else { RedlineFate::Egal };
        (!table.lignes.is_empty()).then(|| RedlineBlock::Tableau {
            tableau: Box::new(table.explain_blanks()),
            sort,
            numeros: Vec::new(),
            omises: omitted,
            titre: None,
        })
    }

    fn field_cells(&mut self, row: FieldRow, has_both: bool) -> Vec<Cell> {
        let FieldRow { name, fate, cells, path } = row;
        let is_changed = fate != RedlineFate::Egal;
        let mut name = Cell::text(&name);
        name.barre = is_changed;
        if matches!(fate, RedlineFate::Ajout | RedlineFate::Retrait) {
            name = name.with_fate(fate);
        }
        let mut all = vec![name];
        match cells {
            FieldCells::Together(pieces) if has_both => {
                all.push(Cell::compared(of_side(&pieces, RedlineFate::Ajout)));
                all.push(Cell::compared(of_side(&pieces, RedlineFate::Retrait)));
            }
            FieldCells::Together(pieces) => all.push(Cell::compared(pieces)),
            FieldCells::Apart(before, after) => {
                let or_nothing = |cell: Option<Box<Cell>>| cell.map_or_else(Cell::nothing, |cell| *cell);
                if has_both {
                    all.push(or_nothing(before));
                    all.push(or_nothing(after));
                } else {
                    let only = or_nothing(after.or(before));
                    all.push(if is_changed { only.with_fate(fate) } else { only });
                }
            }
        }
        let numbers = if is_changed { self.numbering.claim(&path) } else { Vec::new() };
        if has_both {
            all.push(number_cell(&numbers));
        } else if let Some(first) = all.first_mut() {
            first.ancres.extend(number_cell(&numbers).ancres);
        }
        all
    }
}

/// The words of one side: those that are not of the other alone.
fn of_side(pieces: &[ComparedText], other: RedlineFate) -> Vec<ComparedText> {
    let mut own: Vec<ComparedText> = pieces.iter().filter(|piece| piece.sort != other).cloned().collect();
    let blank = own.iter().take_while(|piece| piece.saut).count();
    own.drain(..blank);
    if let Some(first) = own.first_mut() {
        first.avant = "";
    }
    own
}

/// The numbers of the changes of a row, which lead to it.
pub(super) fn number_cell(numbers: &[usize]) -> Cell {
    if numbers.is_empty() {
        return Cell::nothing();
    }
    let words: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let mut cell = Cell::text(&words.join(", "));
    cell.ancres = numbers.iter().copied().map(anchor).collect();
    cell
}

impl FieldRow {
    /// Whether it differs.
    pub(super) fn is_changed(&self) -> bool {
        self.fate != RedlineFate::Egal
    }
}
