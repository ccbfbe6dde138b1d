//! `<édition>/indicateurs.yaml`: the values of the matrix.

use super::reader::Reader;
use crate::model::Absence;
use crate::model::convention::{IndicateurValues, MatrixValues};
use crate::text::Span;

/// The matrix of a project that gives no value: every box is blank.
pub fn empty() -> MatrixValues {
    MatrixValues { default_value: Absence::Blank, default_span: None, values: Vec::new() }
}

/// Reads the values.
pub fn read(l: &mut Reader<'_>, zone: Span) -> MatrixValues {
    let mut matrix = empty();
    let Some(root) = l.tree(zone) else { return matrix };
    let Some(mut c) = l.map_reader(&root) else { return matrix };
    if let Some(n) = l.require(&mut c, "par_defaut") {
        match l.absence(n) {
            Some(absence) => {
                matrix.default_value = absence.value;
                matrix.default_span = Some(absence.span);
            }
            None => l.expected(n, "un mot d’absence (« vide », « non renseigné »…)"),
        }
    }
    if let Some(n) = l.require(&mut c, "valeurs") {
        l.map_reader(n);
        for (target, columns) in l.entries(n) {
            let cells = l
                .entries(columns)
                .iter()
                .filter_map(|(column, value)| Some((column.clone(), l.cell(value)?)))
                .collect();
            matrix.values.push(IndicateurValues { key: target.clone(), cells });
        }
    }
    l.finish(&c);
    matrix
}
