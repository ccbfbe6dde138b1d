//! The header of a fiche for the next edition: what is decided again bears a mark, what the other act printed goes.

use super::{MARK, NextEdition, absent, mark, numbers};
use crate::ledger::rapport::Action;
use crate::model::Fiche;
use crate::model::cadre::FinanceurRole;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::rapport::{FollowUp, ResultValue};
use crate::scaffold::yaml::{cell, euros, quoted};
use crate::syntax::{Edits, Entry, Node, NodeKind};

impl NextEdition<'_> {
    pub(super) fn fiche(&self, edits: &mut Edits<'_>, root: &Node, fiche: &Fiche) {
        let action = self.action(fiche);
        let rest =
            action.as_ref().and_then(|a| a.fiche).and_then(|f| f.follow_up.as_ref().ok()).map(|s| s.value);
        if let Some(rest @ (FollowUp::Modified | FollowUp::Abandoned)) = rest {
            edits.open_with_comment(&format!("{MARK} : le rapport propose « {} »", rest.word()));
        }
        for entry in root.entries() {
            let (key, value) = entry;
            match key.value.as_str() {
                "budget" => value.one_or_many().iter().for_each(|budget| self.budget(edits, budget)),
                "statut" => edits.comment(entry, &mark("le statut")),
                "duree" if self.is_past(value) => edits.comment(entry, &mark("la durée")),
                "indicateurs" => {
                    if let Some(objectives) = &fiche.objectives {
                        self.objectives(edits, root, entry, objectives, action.as_ref());
                    }
                }
                "executions" => self.executions(edits, value, action.as_ref()),
                _ => {}
            }
        }
        // What the table of the other act printed.
        edits.remove(root, &["affiche_en_annexe"]);
    }

    /// Whether a datum names a year that the new edition leaves behind.
    fn is_past(&self, value: &Node) -> bool {
        let years = 1900..self.year;
        value.scalars().iter().filter_map(|n| n.scalar()).flat_map(numbers).any(|n| years.contains(&n))
    }

    /// Amounts stay as a proposal; the total that the other act printed goes.
    fn budget(&self, edits: &mut Edits<'_>, budget: &Node) {
        let old_year = self.dossier.convention.year.to_string();
        for entry in budget.entries() {
            match entry.0.value.as_str() {
                "periode" if entry.1.scalar() == Some(&old_year) => edits.set(entry, &self.year.to_string()),
                "periode" => edits.comment(entry, &mark("la période du budget")),
                "charges" => edits.comment(entry, &mark("les coûts")),
                "financements" | "hors_total" => mark_montants(edits, &entry.1),
                _ => {}
            }
        }
        edits.remove(budget, &["total_affiche"]);
    }

    /// The results of the report as situations of departure, and targets to decide.
    fn objectives(
        &self,
        edits: &mut Edits<'_>,
        root: &Node,
        entry: &Entry,
        objectives: &Objectives,
        action: Option<&Action<'_>>,
    ) {
        let before = format!("Résultat {}", self.dossier.convention.year);
        let columns = format!("[{}, {}]", quoted(&before), quoted(&format!("Cible {}", self.year)));
        let rows: Vec<(String, bool)> =
            objectives.lines.iter().map(|row| self.objective_row(row, &before, action)).collect();
        let mut lines =
            format!("indicateurs:\n  colonnes: {columns}\n  par_defaut: non renseigné\n  lignes:\n");
        for (row, to_decide) in &rows {
            let comment = if *to_decide { format!("     {}", mark("la cible")) } else { String::new() };
            lines.push_str(&format!("    - {row}{comment}\n"));
        }
        if !edits.replace_entry(root, entry, &lines) {
            let rows: Vec<String> = rows.into_iter().map(|(row, _)| row).collect();
            let rows = rows.join(", ");
            edits.set(
                entry,
                &format!("{{ colonnes: {columns}, par_defaut: non renseigné, lignes: [{rows}] }}"),
            );
            edits.comment(entry, &mark("les cibles"));
        }
    }

    /// A row of the table of objectives, and whether it has a target to decide.
    fn objective_row(&self, row: &ObjectiveRow, before: &str, action: Option<&Action<'_>>) -> (String, bool) {
        match row {
            ObjectiveRow::Heading(title) => (format!("{{ titre: {} }}", quoted(title)), false),
            ObjectiveRow::Indicateur { indicateur, label, .. } => {
                let name = indicateur.as_ref().or(label.as_ref()).map_or("", |c| c.value.as_str());
                let mut keys = Vec::new();
                keys.extend(indicateur.as_ref().map(|i| format!("indicateur: {}", quoted(&i.value))));
                keys.extend(label.as_ref().map(|l| format!("libelle: {}", quoted(&l.value))));
                if let Some(obtained) = result(action, name) {
                    let value = cell(&obtained.value, self.sources);
                    keys.push(format!("valeurs: {{ {}: {value} }}", quoted(before)));
                }
                (format!("{{ {} }}", keys.join(", ")), true)
            }
        }
    }

    /// What the Département executed, at the end of its row of earlier years; a year that is written stays.
    fn executions(&self, edits: &mut Edits<'_>, executions: &Node, action: Option<&Action<'_>>) {
        for financeur in self.dossier.cadre.financeurs_of(FinanceurRole::Authority) {
            self.executions_of(&financeur.id, edits, executions, action);
        }
    }

    fn executions_of(&self, id: &str, edits: &mut Edits<'_>, executions: &Node, action: Option<&Action<'_>>) {
        let executed = action.and_then(|a| a.fiche).and_then(|fiche| {
            let row =
                fiche.financements.iter().find(|r| r.financeur.as_ref().is_some_and(|f| f.value == id))?;
            row.paid.as_ref().ok().map(|m| m.value)
        });
        let year = self.dossier.convention.year.to_string();
        let (Some(montant), Some(row)) = (executed, executions.entry(id)) else { return };
        let entry = format!("{}: {}", quoted(&year), quoted(&euros(montant)));
        if matches!(row.1.kind, NodeKind::Null) {
            edits.set(row, &format!("{{ {entry} }}"));
        } else if row.1.entry(&year).is_none() {
            edits.append_entries(&row.1, &[format!("{entry}\n")]);
        }
    }
}

/// Marks every amount of a list of financements, those of « dont » and « termes » too.
fn mark_montants(edits: &mut Edits<'_>, node: &Node) {
    node.items().iter().for_each(|item| mark_montants(edits, item));
    for entry in node.entries() {
        if entry.0.value == "montant" {
            edits.comment(entry, &mark("le montant"));
        }
        mark_montants(edits, &entry.1);
    }
}

fn result<'a>(action: Option<&'a Action<'_>>, key: &str) -> Option<&'a ResultValue> {
    let results = &action?.fiche?.results;
    results.iter().find(|r| r.key() == key && !absent(&r.value))
}
