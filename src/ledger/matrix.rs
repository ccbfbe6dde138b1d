//! The matrix of indicators: the framework's tree filled with the values of the edition.

use crate::model::cadre::{Indicateur, Mesure, Theme};
use crate::model::{Absence, CellValues, Dossier};

/// A row of the matrix.
#[derive(Debug)]
pub enum MatrixRow<'d> {
    /// A theme.
    Theme(&'d Theme),
    /// A measure.
    Mesure(&'d Mesure),
    /// A group of indicators.
    Group(&'d str),
    /// An indicator and one cell per column.
    Indicateur(&'d Indicateur, Vec<MatrixCell<'d>>),
}

/// A cell of an indicator.
#[derive(Debug, Clone)]
pub enum MatrixCell<'d> {
    /// Values written for this indicator.
    Values(&'d CellValues),
    /// Values written for the whole measure, and how many rows the cell spans.
    Mesure(&'d CellValues, usize),
    /// Covered by the cell above.
    Continuation,
    /// Nothing is written: the default absence of the matrix.
    Absent(Absence),
}

/// The rows of the matrix, in the order of the framework.
pub fn rows(dossier: &Dossier) -> Vec<MatrixRow<'_>> {
    let mut rows = Vec::new();
    for theme in &dossier.cadre.themes {
        rows.push(MatrixRow::Theme(theme));
        for mesure in &theme.mesures {
            rows.push(MatrixRow::Mesure(mesure));
            mesure_rows(dossier, mesure, &mut rows);
        }
    }
    rows
}

fn mesure_rows<'d>(dossier: &'d Dossier, mesure: &'d Mesure, rows: &mut Vec<MatrixRow<'d>>) {
    let indicateurs = &mesure.indicateurs;
    let own_values =
        |i: &Indicateur, column: &str| values(dossier, &format!("{}/{}", mesure.number, i.id.value), column);
    let mut group: Option<&str> = None;
    for (index, indicateur) in indicateurs.iter().enumerate() {
        if indicateur.group.as_deref() != group {
            group = indicateur.group.as_deref();
            rows.extend(group.map(MatrixRow::Group));
        }
        let matrix_cell = |column: &str| {
            if let Some(values) = own_values(indicateur, column) {
                return MatrixCell::Values(values);
            }
            let Some(shared) = values(dossier, &mesure.number, column) else {
                return MatrixCell::Absent(dossier.matrix.default_value);
            };
            // The cell of a measure spans neighbours of one group that have no value of their own.
            let shares_cell =
                |i: &&Indicateur| i.group == indicateur.group && own_values(i, column).is_none();
            let before = index.checked_sub(1).and_then(|r| indicateurs.get(r));
            if before.is_some_and(|i| shares_cell(&i)) {
                return MatrixCell::Continuation;
            }
            MatrixCell::Mesure(shared, indicateurs.iter().skip(index).take_while(shares_cell).count())
        };
        let matrix_cells = dossier.cadre.columns.iter().map(|c| matrix_cell(&c.id)).collect();
        rows.push(MatrixRow::Indicateur(indicateur, matrix_cells));
    }
}

fn values<'d>(dossier: &'d Dossier, key: &str, column: &str) -> Option<&'d CellValues> {
    dossier
        .matrix
        .values
        .iter()
        .filter(|l| l.key.value == key)
        .flat_map(|l| &l.cells)
        .find(|(c, _)| c.value == column)
        .map(|(_, cell)| cell)
}
