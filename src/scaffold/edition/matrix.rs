//! `indicateurs.yaml` for the next edition: the results of the report, where the framework has a column for their
//! year.

use super::{NextEdition, absent, mark};
use crate::model::CellValues;
use crate::model::cadre::MatrixColumn;
use crate::model::rapport::Rapport;
use crate::scaffold::yaml::{cell, quoted};
use crate::syntax::{Edits, Node, NodeKind};

impl NextEdition<'_> {
    pub(super) fn matrix(&self, edits: &mut Edits<'_>, root: &Node) {
        let year = self.dossier.convention.year;
        // A target stays a target: results go to a column of what is measured.
        let is_for_results =
            |column: &&MatrixColumn| column.meaning.only_year() == Some(year) && !column.meaning.is_target();
        let Some(values) = root.entry("valeurs") else { return };
        let results = self.dossier.rapports.last().map(results).unwrap_or_default();
        let Some(column) = self.dossier.cadre.columns.iter().find(is_for_results) else {
            if !results.is_empty() {
                let what = format!("les résultats de {year}, qui n’ont pas de colonne dans le cadre");
                edits.comment(values, &mark(&what));
            }
            return;
        };
        if !column.meaning.is_measured() {
            mark_what_was_foreseen(edits, &values.1, column, &results);
        }
        let column = column.id.clone();
        let mut new_targets = Vec::new();
        for (target, obtained) in results {
            let written: Vec<String> = obtained.into_iter().map(|c| cell(c, self.sources)).collect();
            let written = match written.as_slice() {
                [single] => single.clone(),
                several => format!("[{}]", several.join(", ")),
            };
            let own_cell = format!("{}: {written}", quoted(&column));
            match values.1.entry(target) {
                None => new_targets.push(format!("{}: {{ {own_cell} }}\n", quoted(target))),
                Some(row) => match row.1.entry(&column) {
                    Some(before) => edits.set(before, &written),
                    None if matches!(row.1.kind, NodeKind::Null) => {
                        edits.set(row, &format!("{{ {own_cell} }}"))
                    }
                    None => {
                        edits.append_entries(&row.1, &[format!("{own_cell}\n")]);
                    }
                },
            }
        }
        if new_targets.is_empty() {
            return;
        }
        if matches!(values.1.kind, NodeKind::Null) {
            let entries: Vec<&str> = new_targets.iter().map(|t| t.trim_end()).collect();
            edits.set(values, &format!("{{ {} }}", entries.join(", ")));
        } else {
            edits.append_entries(&values.1, &new_targets);
        }
    }
}

/// Marks what the other act foresaw in a column, and that no result replaces: it would pass for a situation of departure.
fn mark_what_was_foreseen(
    edits: &mut Edits<'_>,
    values: &Node,
    column: &MatrixColumn,
    results: &[(&str, Vec<&CellValues>)],
) {
    for (key, row) in values.entries() {
        let is_replaced = results.iter().any(|(target, _)| *target == key.value);
        let foreseen = row.entry(&column.id).filter(|(_, value)| {
            value
                .scalars()
                .iter()
                .filter_map(|n| n.scalar())
                .any(|text| text.bytes().any(|b| b.is_ascii_digit()))
        });
        if let Some(cell) = foreseen.filter(|_| !is_replaced) {
            edits.comment(cell, &mark(&format!("le résultat de « {} »", column.title)));
        }
    }
}

/// The results of a report, by indicator of the framework, in the order told.
fn results(rapport: &Rapport) -> Vec<(&str, Vec<&CellValues>)> {
    let of_matrix =
        rapport.matrix.iter().flat_map(|row| row.cells.iter().map(|(_, c)| (row.key.value.as_str(), c)));
    let of_fiches = rapport
        .fiches
        .iter()
        .flat_map(|f| &f.results)
        .filter_map(|r| r.indicateur.as_ref().map(|i| (i.value.as_str(), &r.value)));
    let mut results: Vec<(&str, Vec<&CellValues>)> = Vec::new();
    for (target, obtained) in of_matrix.chain(of_fiches).filter(|(_, c)| !absent(c)) {
        match results.iter_mut().find(|(known, _)| *known == target) {
            Some((_, cells)) => cells.push(obtained),
            None => results.push((target, vec![obtained])),
        }
    }
    results
}
