//! `indicateurs.yaml` for the next edition: the results of the report, where the framework has a column for their
//! year.

use super::{NextEdition, absent};
use crate::model::CellValues;
use crate::model::rapport::Rapport;
use crate::scaffold::yaml::{cell, quoted};
use crate::syntax::{Edits, Node, NodeKind};

impl NextEdition<'_> {
    pub(super) fn matrix(&self, edits: &mut Edits<'_>, root: &Node) {
        let column = self.dossier.convention.year.to_string();
        let has_column = self.dossier.cadre.columns.iter().any(|c| c.id == column);
        let (Some(rapport), true, Some(values)) = (&self.dossier.rapport, has_column, root.entry("valeurs"))
        else {
            return;
        };
        let mut new_targets = Vec::new();
        for (target, obtained) in results(rapport) {
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
