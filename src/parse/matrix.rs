//! `<édition>/indicateurs.yaml`: the values of the matrix.

use super::reader::Reader;
use crate::model::convention::{IndicateurValues, MatrixValues};
use crate::text::Span;

/// Reads the values.
pub fn read(reader: &mut Reader<'_>, zone: Span) -> MatrixValues {
    let mut matrix = MatrixValues::empty();
    let Some(root) = reader.tree(zone) else { return matrix };
    let Some(mut map) = reader.map(&root) else { return matrix };
    if let Some(n) = reader.require(&mut map, "par_defaut") {
        match reader.absence(n) {
            Some(absence) => {
                matrix.default_value = absence.value;
                matrix.default_span = Some(absence.span);
            }
            None => reader.expected(n, "un mot d’absence (« vide », « non renseigné »…)"),
        }
    }
    if let Some(n) = reader.require(&mut map, "valeurs") {
        reader.map(n);
        for (key, columns) in reader.named_entries(n) {
            let cells = reader.named_entries(columns).into_iter();
            let cells = cells.filter_map(|(column, value)| Some((column, reader.cell(value)?))).collect();
            matrix.values.push(IndicateurValues { key, cells });
        }
    }
    reader.finish(&map);
    matrix
}
