//! The header of a fiche for the next edition: what is decided again bears a mark, what the other act printed goes.

use super::{MARK, NextEdition, absent, mark, numbers};
use crate::ledger::rapport::Action;
use crate::model::budget::Budget;
use crate::model::cadre::Direction;
use crate::model::column::ObjectiveColumn;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::parties::PartyRole;
use crate::model::rapport::{FollowUp, ResultValue};
use crate::model::{Fiche, ImpreciseDate, Value, Window};
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
                "budget" => {
                    for (budget, read) in value.one_or_many().iter().zip(&fiche.budgets) {
                        self.budget(edits, budget, read, fiche);
                    }
                }
                "statut" => edits.comment(entry, &mark("le statut")),
                "duree" if self.is_past(value) => edits.comment(entry, &mark("la durée")),
                "indicateurs" => {
                    let objectives = fiche.objectives.as_ref();
                    if let Some(objectives) = objectives.filter(|o| !o.typed.is_empty()) {
                        self.typed_indicateurs(edits, value, objectives, action.as_ref());
                    } else if let Some(objectives) = objectives {
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

    /// Amounts stay as a proposal; the total that the other act printed goes. A budget that the other act signed for the
    /// new year stays as it is, and no other is dated of that year beside it.
    fn budget(&self, edits: &mut Edits<'_>, budget: &Node, read: &Budget, fiche: &Fiche) {
        let is_signed = |budget: &Budget| first_year(budget).is_some_and(|year| year >= i32::from(self.year));
        if is_signed(read) {
            return;
        }
        let old_year = self.dossier.convention.year.to_string();
        let is_free = !fiche.budgets.iter().any(is_signed);
        for entry in budget.entries() {
            match entry.0.value.as_str() {
                "periode" if is_free && entry.1.scalar() == Some(&old_year) => {
                    edits.set(entry, &self.year.to_string());
                }
                "periode" => edits.comment(entry, &mark("la période du budget")),
                "charges" => edits.comment(entry, &mark("les coûts")),
                "financements" | "hors_total" => mark_montants(edits, &entry.1),
                _ => {}
            }
        }
        edits.remove(budget, &["total_affiche"]);
    }

    /// The results of the report as situations of departure, targets to decide, and those that the other act signed for
    /// the years to come.
    fn objectives(
        &self,
        edits: &mut Edits<'_>,
        root: &Node,
        entry: &Entry,
        objectives: &Objectives,
        action: Option<&Action<'_>>,
    ) {
        let before = format!("Résultat {}", self.dossier.convention.year);
        let to_come = self.to_come(objectives);
        let signs_the_year = |column: &ObjectiveColumn| {
            column.meaning.range().is_some_and(|(first, last)| (first..=last).contains(&self.year))
        };
        let is_to_decide =
            !to_come.iter().filter_map(|rank| objectives.columns.get(*rank)).any(signs_the_year);
        let target = is_to_decide.then(|| quoted(&format!("Cible {}", self.year)));
        let written = entry.1.entry("colonnes").map(|(_, columns)| columns.one_or_many()).unwrap_or_default();
        let kept = to_come.iter().filter_map(|rank| written.get(*rank)).map(column);
        let columns: Vec<String> = std::iter::once(quoted(&before)).chain(target).chain(kept).collect();
        let columns = format!("[{}]", columns.join(", "));
        let rows: Vec<(String, bool)> = objectives
            .lines
            .iter()
            .map(|row| self.objective_row(row, &before, action, objectives, &to_come))
            .collect();
        let mut lines =
            format!("indicateurs:\n  colonnes: {columns}\n  par_defaut: non renseigné\n  lignes:\n");
        for (row, has_target) in &rows {
            let is_marked = *has_target && is_to_decide;
            let comment = if is_marked { format!("     {}", mark("la cible")) } else { String::new() };
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

    /// Typed indicators: the result of the report is the situation of departure, the target is to decide, unless the
    /// other act signed that of the new year. A target of the past is never a situation of departure.
    fn typed_indicateurs(
        &self,
        edits: &mut Edits<'_>,
        list: &Node,
        objectives: &Objectives,
        action: Option<&Action<'_>>,
    ) {
        let year = self.year.to_string();
        let end = self.dossier.rapports.last().map(|rapport| rapport.period.value.1);
        for item in list.items() {
            let Some(typed) = objectives.typed.iter().find(|typed| typed.span == item.span) else { continue };
            if let Some(entry) = item.entry("cibles") {
                match typed.target(&year) {
                    Some(signed) => {
                        edits.set(entry, &format!("{{ {year}: {} }}", cell(signed, self.sources)));
                    }
                    None => {
                        edits.set(entry, &format!("{{ {year}: non renseigné }}"));
                        edits.comment(entry, &mark("la cible"));
                    }
                }
            }
            let Some(entry) = item.entry("depart") else { continue };
            let obtained = result(action, typed.key()).and_then(|r| match r.value.as_slice() {
                [only] => Some((only, end?)),
                _ => None,
            });
            match obtained {
                Some((value, end)) => {
                    let dated = Value {
                        window: Some(value.window.unwrap_or(Window::AsOf(end))),
                        note: None,
                        ..value.clone()
                    };
                    edits.set(entry, &cell(&vec![dated], self.sources));
                }
                None => edits.comment(entry, &mark("la situation de départ")),
            }
        }
    }

    /// The ranks of the columns that the other act signed for years after its own.
    fn to_come(&self, objectives: &Objectives) -> Vec<usize> {
        let year = self.dossier.convention.year;
        let is_later = |column: &ObjectiveColumn| column.meaning.range().is_some_and(|(_, last)| last > year);
        let columns = objectives.columns.iter().enumerate();
        columns.filter(|(_, column)| is_later(column)).map(|(rank, _)| rank).collect()
    }

    /// A row of the table of objectives, and whether it has a target to decide.
    fn objective_row(
        &self,
        row: &ObjectiveRow,
        before: &str,
        action: Option<&Action<'_>>,
        objectives: &Objectives,
        to_come: &[usize],
    ) -> (String, bool) {
        match row {
            ObjectiveRow::Heading(title) => (format!("{{ titre: {} }}", quoted(title)), false),
            ObjectiveRow::Indicateur { indicateur, label, direction, cells, .. } => {
                let name = indicateur.as_ref().or(label.as_ref()).map_or("", |c| c.value.as_str());
                let mut keys = Vec::new();
                keys.extend(indicateur.as_ref().map(|i| format!("indicateur: {}", quoted(&i.value))));
                keys.extend(label.as_ref().map(|l| format!("libelle: {}", quoted(&l.value))));
                keys.extend(direction.map(|direction| format!("sens: {}", word(direction))));
                let obtained = result(action, name).map(|r| (quoted(before), cell(&r.value, self.sources)));
                let signed = to_come.iter().filter_map(|rank| {
                    let (column, values) = (objectives.columns.get(*rank)?, cells.get(*rank)?);
                    (!absent(values)).then(|| (quoted(&column.title.value), cell(values, self.sources)))
                });
                let values: Vec<String> = obtained
                    .into_iter()
                    .chain(signed)
                    .map(|(column, value)| format!("{column}: {value}"))
                    .collect();
                if !values.is_empty() {
                    keys.push(format!("valeurs: {{ {} }}", values.join(", ")));
                }
                (format!("{{ {} }}", keys.join(", ")), true)
            }
        }
    }

    /// What the Département executed, at the end of its row of earlier years; a year that is written stays.
    fn executions(&self, edits: &mut Edits<'_>, executions: &Node, action: Option<&Action<'_>>) {
        for financeur in self.dossier.cadre.financeurs_of(PartyRole::Authority) {
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

/// The year in which the period of a budget begins.
fn first_year(budget: &Budget) -> Option<i32> {
    match budget.period.as_ref()?.value.bounds()?.0 {
        ImpreciseDate::Day(day) => Some(day.year()),
        ImpreciseDate::Month(_, year) | ImpreciseDate::Year(year) => Some(i32::from(*year)),
        _ => None,
    }
}

/// A column as it is written: its heading, or its keys.
fn column(node: &Node) -> String {
    let keys: Vec<String> = node
        .entries()
        .iter()
        .filter_map(|(key, value)| Some(format!("{}: {}", key.value, quoted(value.scalar()?))))
        .collect();
    match node.scalar() {
        Some(heading) => quoted(heading),
        None => format!("{{ {} }}", keys.join(", ")),
    }
}

fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "hausse",
        Direction::Decrease => "baisse",
    }
}

fn result<'a>(action: Option<&'a Action<'_>>, key: &str) -> Option<&'a ResultValue> {
    let results = &action?.fiche?.results;
    results.iter().find(|r| r.key() == key && !absent(&r.value))
}
