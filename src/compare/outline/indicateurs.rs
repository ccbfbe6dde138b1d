//! Objectives, the matrix, tables of data.

use super::prose::named_apart;
use super::{Outliner, Sheet};
use crate::compare::portion::{ChangeTopic, Datum, Portion, PortionContent};
use crate::model::cadre::{Direction, IndicateurKind, IndicateurPurpose};
use crate::model::column::{ColumnKind, ColumnMeaning, ObjectiveColumn};
use crate::model::convention::{IndicateurValues, MatrixValues};
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::indicateur::{ExerciceTarget, TypedIndicateur};
use crate::model::table::{ColumnType, Content as Cell, DataColumn, DataRow, DataTable, Derivation};
use crate::text::{Span, Spanned};

impl Outliner<'_> {
    pub(super) fn objectives(&self, objectives: &Objectives) -> Vec<Portion> {
        let Objectives { columns, lines, typed } = objectives;
        let mut sheet = Sheet::new(ChangeTopic::Indicateur);
        if typed.is_empty() {
            let titles = named_apart(columns.iter().map(|column| column.title.value.clone()));
            let column = |(column, title): (&ObjectiveColumn, &String)| {
                let ObjectiveColumn { title: written, meaning, is_written: _ } = column;
                let mut own = Sheet::new(ChangeTopic::Indicateur);
                own.put("titre", "Titre", written);
                put_meaning(meaning, &mut own);
                own.row(title, title, Some(written.span))
            };
            sheet.columns(columns.iter().zip(&titles).map(column).collect());
            sheet.rows("lignes", "", lines.iter().map(|row| self.objective(row, &titles)).collect());
        } else {
            // Columns and rows are derived from them.
            sheet.rows("indicateurs", "", typed.iter().map(|typed| self.typed(typed)).collect());
        }
        sheet.parts
    }

    fn objective(&self, row: &ObjectiveRow, titles: &[String]) -> Portion {
        match row {
            ObjectiveRow::Heading(title) => {
                Portion::datum(title, "Intertitre", ChangeTopic::Wording, Datum::Words(title.clone()), None)
            }
            ObjectiveRow::Indicateur { indicateur, label, direction, cells, span } => {
                let mut sheet = Sheet::new(ChangeTopic::Indicateur);
                sheet.put("indicateur", "Indicateur", indicateur);
                sheet.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
                sheet.put("sens", "Sens", &direction.map(direction_word));
                for (title, cell) in titles.iter().zip(cells) {
                    sheet.put(&format!("colonne {title}"), title, cell);
                }
                let id = indicateur.as_ref().map(|id| id.value.as_str());
                let own = label.as_ref().map(|label| label.value.as_str());
                let name = own.map(str::to_owned).or_else(|| Some(self.indicateur_name(id?)));
                let name = name.unwrap_or_default();
                sheet.row(id.or(own).unwrap_or_default(), &name, Some(*span))
            }
        }
    }

    /// What the framework calls an indicator.
    fn indicateur_name(&self, id: &str) -> String {
        let known = self.dossier.cadre.indicateur(id);
        known.map_or_else(|| id.to_owned(), |(_, indicateur)| indicateur.label.clone())
    }

    fn typed(&self, typed: &TypedIndicateur) -> Portion {
        let TypedIndicateur {
            id,
            indicateur,
            label,
            combination,
            direction,
            kind,
            purpose,
            unit,
            weight,
            source,
            terms,
            baseline,
            targets,
            final_target,
            span,
        } = typed;
        let mut sheet = Sheet::new(ChangeTopic::Indicateur);
        sheet.put("indicateur", "Indicateur", indicateur);
        sheet.put_as(ChangeTopic::Wording, "libelle", "Libellé", label);
        sheet.put("calcul", "Calcul", &combination.and_then(|combination| combination.words()));
        sheet.put("sens", "Sens", &direction.map(direction_word));
        sheet.put("nature", "Nature", &kind.map(kind_word));
        sheet.put("type", "Type", &purpose.map(IndicateurPurpose::words));
        sheet.put("unite", "Unité", unit);
        sheet.put("poids", "Poids", weight);
        sheet.put_as(ChangeTopic::Wording, "source", "Source", source);
        if let Some((numerator, denominator)) = terms {
            sheet.put("numerateur", "Numérateur", numerator);
            sheet.put("denominateur", "Dénominateur", denominator);
        }
        sheet.put("depart", "Situation de départ", baseline);
        for ExerciceTarget { written, exercices, value } in targets {
            let names = if exercices.is_empty() { std::slice::from_ref(&written.value) } else { exercices };
            for name in names {
                sheet.put(&format!("cible {name}"), &format!("Cible {name}"), value);
            }
        }
        sheet.put("final", "Cible finale", final_target);
        let key = typed.key();
        let of_cadre = indicateur.as_ref().map(|id| self.indicateur_name(&id.value));
        let name = label.as_ref().map(|label| label.value.clone()).or(of_cadre);
        let key = id.as_ref().map_or(key, |id| id.value.as_str());
        sheet.row(key, &name.unwrap_or_default(), Some(*span))
    }

    pub(super) fn matrix(&self, matrix: &MatrixValues) -> Vec<Portion> {
        let MatrixValues { default_value, default_span, values } = matrix;
        let mut sheet = Sheet::new(ChangeTopic::Indicateur);
        if let Some(span) = default_span {
            sheet.put("defaut", "Valeur par défaut", &Spanned::new(*default_value, *span));
        }
        let rows = values.iter().map(|IndicateurValues { key, cells }| {
            let mut own = Sheet::new(ChangeTopic::Indicateur);
            for (column, cell) in cells {
                let known = self.dossier.cadre.columns.iter().find(|known| known.id == column.value);
                own.put(&column.value, known.map_or(&column.value, |known| &known.title), cell);
            }
            let name = self.indicateur_name(&key.value);
            own.row(&key.value, &name, Some(key.span))
        });
        let rows = rows.collect();
        sheet.rows("valeurs", "", rows);
        sheet.parts
    }

    pub(super) fn data_table(&self, table: &DataTable) -> Portion {
        let DataTable { id, title, header, columns, lines, note } = table;
        let mut sheet = Sheet::new(ChangeTopic::Wording);
        sheet.put("titre", "Titre", title);
        sheet.put("entete", "Têtes de colonnes imprimées", header);
        let titles = named_apart(columns.iter().map(|column| column.title.value.clone()));
        let described =
            columns.iter().zip(&titles).map(|(column, title)| data_column(column, title)).collect();
        sheet.columns(described);
        // A merged cell says what the one above says.
        let mut above: Vec<Cell> = Vec::new();
        let mut rows = Vec::new();
        for row in lines {
            rows.push(match row {
                DataRow::Subheading(title) => {
                    above.clear();
                    let datum = Datum::Words(title.clone());
                    Portion::datum(title, "Intertitre", ChangeTopic::Wording, datum, None)
                }
                DataRow::Cells(cells) => {
                    above = merged(cells, &above);
                    let cells = titles.iter().zip(&above).zip(cells);
                    let cells =
                        cells.map(|((title, said), cell)| data_cell(title, said, cell.span)).collect();
                    data_row(cells)
                }
            });
        }
        sheet.rows("lignes", "", rows);
        sheet.put("note", "Note", note);
        sheet.row(&id.value, title.as_deref().unwrap_or(&id.value), Some(id.span))
    }
}

fn data_column(column: &DataColumn, key: &str) -> Portion {
    let DataColumn { title, group, kind, derivation, decimals, sum, printed_total } = column;
    let mut sheet = Sheet::new(ChangeTopic::Wording);
    sheet.put("titre", "Titre", title);
    sheet.put("groupe", "Groupe", group);
    sheet.put("type", "Type", &column_type(*kind));
    sheet.put("calcul", "Calcul", &derivation.map(derivation_word));
    sheet.put("decimales", "Décimales", &decimals.map(rust_decimal::Decimal::from));
    sheet.put("somme", "Total calculé", sum);
    sheet.put_as(ChangeTopic::Money, "total_affiche", "Total affiché", printed_total);
    sheet.row(key, key, Some(title.span))
}

/// The cells of a row, those that are merged with the row above filled with what it says.
fn merged(cells: &[Spanned<Cell>], above: &[Cell]) -> Vec<Cell> {
    let filled = cells.iter().enumerate().map(|(rank, cell)| match (&cell.value, above.get(rank)) {
        (Cell::Merged, Some(above)) => above.clone(),
        (own, _) => own.clone(),
    });
    filled.collect()
}

/// A row of a table: about money when it says some.
fn data_row(cells: Vec<Portion>) -> Portion {
    let key = cells.first().and_then(Portion::said).map(ToString::to_string).unwrap_or_default();
    let place = cells.first().and_then(|cell| cell.place);
    let has_money = cells.iter().any(|cell| cell.topic == ChangeTopic::Money);
    let topic = if has_money { ChangeTopic::Money } else { ChangeTopic::Wording };
    Portion::new(&key, &key, topic, PortionContent::Fields(cells), place)
}

fn data_cell(title: &str, cell: &Cell, span: Span) -> Portion {
    let datum = match cell {
        Cell::Text(text) => Datum::Words(text.clone()),
        Cell::Number(number) => Datum::Number(number.normalize(), String::new()),
        Cell::Written(_, text) => Datum::Words(text.clone()),
        Cell::Montant(montant) => Datum::Montant(*montant),
        Cell::Absent(absence) => Datum::Absent(*absence),
        Cell::Merged => Datum::Words(String::new()),
    };
    let topic = match datum {
        Datum::Montant(_) => ChangeTopic::Money,
        Datum::Words(_) => ChangeTopic::Wording,
        _ => ChangeTopic::Indicateur,
    };
    Portion::datum(title, title, topic, datum, Some(span))
}

pub(super) fn put_meaning(meaning: &ColumnMeaning, sheet: &mut Sheet) {
    let ColumnMeaning { kind, years } = meaning;
    let word = kind.map(|kind| match kind {
        ColumnKind::Baseline => "situation de départ",
        ColumnKind::Target => "cible",
        ColumnKind::Result => "résultat",
        ColumnKind::Exercice => "exercice",
    });
    sheet.put("nature", "Nature", &word);
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    if !years.is_empty() {
        sheet.put("annees", "Années", &years.join("-"));
    }
}

pub(super) fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "hausse",
        Direction::Decrease => "baisse",
    }
}

pub(super) fn kind_word(kind: IndicateurKind) -> &'static str {
    match kind {
        IndicateurKind::Flow => "flux",
        IndicateurKind::Stock => "stock",
        IndicateurKind::Rate => "taux",
        IndicateurKind::Delay => "délai",
        IndicateurKind::Headcount => "effectif",
    }
}

fn column_type(kind: ColumnType) -> &'static str {
    match kind {
        ColumnType::Text => "texte",
        ColumnType::Number => "nombre",
        ColumnType::Montant => "montant",
        ColumnType::Percentage => "pourcentage",
        ColumnType::Value => "valeur",
    }
}

fn derivation_word(derivation: Derivation) -> &'static str {
    match derivation {
        Derivation::Computed => "calculée",
        Derivation::Estimated => "estimée",
    }
}
