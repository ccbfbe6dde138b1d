//! `<édition>/indicateurs.yaml`: the values of the matrix.

use super::reader::Reader;
use crate::model::convention::{IndicateurValues, MatrixValues};
use crate::syntax::yaml::Node;
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
        let columns_written = written_columns(n);
        for (key, columns) in reader.named_entries(n) {
            if let Some(value) = columns.scalar().filter(|value| !value.is_empty()) {
                let help = format!("écrire « \"{}\": {} »", key.value, row(&columns_written, value));
                reader.expected_so(columns, "une valeur par colonne", help);
                continue;
            }
            let cells = reader.named_entries(columns).into_iter();
            let cells = cells.filter_map(|(column, value)| Some((column, reader.cell(value)?))).collect();
            matrix.values.push(IndicateurValues { key, cells });
        }
    }
    reader.finish(&map);
    matrix
}

/// The columns that the first row gives, as they are written.
fn written_columns(values: &Node) -> Vec<String> {
    let mut rows = values.entries().iter().map(|(_, row)| row.entries());
    let first = rows.find(|row| !row.is_empty());
    first.into_iter().flatten().map(|(column, _)| column.value.clone()).collect()
}

/// A row with one value in each of its columns: « { "2025": non contracté, "2026": non contracté } ».
fn row(columns: &[String], value: &str) -> String {
    let cell = |column: &str| format!("\"{column}\": {value}");
    match columns {
        [] => format!("{{ {} }}", cell("titre de la colonne")),
        columns => {
            let cells: Vec<String> = columns.iter().map(|column| cell(column)).collect();
            format!("{{ {} }}", cells.join(", "))
        }
    }
}
