//! The matrix of indicators: the framework's tree filled with the values of the edition.

use crate::model::cadre::{Indicateur, Mesure, Theme};
use crate::model::{Absence, BoxValue, Dossier};

/// A row of the matrix.
#[derive(Debug)]
pub enum Row<'d> {
    /// A theme.
    Theme(&'d Theme),
    /// A measure; with one box over its indicators when a value holds for all of it.
    Mesure(&'d Mesure),
    /// A group of indicators.
    Group(&'d str),
    /// An indicator and one box per column.
    Indicateur(&'d Indicateur, Vec<MatrixCell<'d>>),
}

/// A box.
#[derive(Debug, Clone)]
pub enum MatrixCell<'d> {
    /// Values written for this indicator.
    Values(&'d BoxValue),
    /// Values written for the whole measure: the first row spans the number of rows given.
    Mesure(&'d BoxValue, usize),
    /// The box above goes on.
    Continuation,
    /// Nothing is written.
    Absent(Absence),
}

/// The rows in the order of the framework.
pub fn compute(dossier: &Dossier) -> Vec<Row<'_>> {
    let mut lines = Vec::new();
    for theme in &dossier.cadre.themes {
        lines.push(Row::Theme(theme));
        for mesure in &theme.mesures {
            lines.push(Row::Mesure(mesure));
            self::mesure(dossier, mesure, &mut lines);
        }
    }
    lines
}

fn mesure<'d>(dossier: &'d Dossier, mesure: &'d Mesure, lines: &mut Vec<Row<'d>>) {
    let indicateurs = &mesure.indicateurs;
    let own =
        |i: &Indicateur, column: &str| cell(dossier, &format!("{}/{}", mesure.number, i.id.value), column);
    let mut group: Option<&str> = None;
    for (index, indicateur) in indicateurs.iter().enumerate() {
        if indicateur.group.as_deref() != group {
            group = indicateur.group.as_deref();
            lines.extend(group.map(Row::Group));
        }
        let matrix_cell = |column: &str| {
            if let Some(cell) = own(indicateur, column) {
                return MatrixCell::Values(cell);
            }
            let Some(cell) = cell(dossier, &mesure.number, column) else {
                return MatrixCell::Absent(dossier.matrix.default_value);
            };
            // One box runs over neighbours of the same group that have no value of their own.
            let neighbor = |i: &&Indicateur| i.group == indicateur.group && own(i, column).is_none();
            let before = index.checked_sub(1).and_then(|r| indicateurs.get(r));
            if before.is_some_and(|i| neighbor(&i)) {
                return MatrixCell::Continuation;
            }
            MatrixCell::Mesure(cell, indicateurs.iter().skip(index).take_while(neighbor).count())
        };
        let matrix_cells = dossier.cadre.columns.iter().map(|c| matrix_cell(&c.id)).collect();
        lines.push(Row::Indicateur(indicateur, matrix_cells));
    }
}

fn cell<'d>(dossier: &'d Dossier, target: &str, column: &str) -> Option<&'d BoxValue> {
    dossier
        .matrix
        .values
        .iter()
        .filter(|l| l.target.value == target)
        .flat_map(|l| &l.cells)
        .find(|(c, _)| c.value == column)
        .map(|(_, cell)| cell)
}
