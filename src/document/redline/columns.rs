//! The columns of a table on both sides: those that came and went, and how their figures are printed.

use super::blocks::RedlineBlock;
use super::numbering::KeyPath;
use super::pieces::RedlineFate;
use super::sides::Sides;
use super::writer::Writer;
use crate::compare::portion::{Datum, Portion};

/// A column on both sides.
pub(super) struct GridColumn {
    /// The key of its cells, on each side.
    pub keys: (Option<String>, Option<String>),
    pub title: String,
    pub group: Option<String>,
    pub fate: RedlineFate,
    pub sums: bool,
    pub look: FigureLook,
}

/// How the figures of a column are printed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FigureLook {
    pub is_percentage: bool,
    pub decimals: Option<u32>,
    /// Decimals of its amounts.
    pub cents: u32,
}

/// What the keys of cells begin with in a table of objectives.
pub(super) const PREFIX: &str = "colonne ";

impl Writer<'_> {
    /// The columns that a table says, and what became of them, told in `said`.
    pub(super) fn columns(
        &mut self,
        table: Sides<'_>,
        path: &KeyPath,
        said: &mut Vec<RedlineBlock>,
    ) -> Vec<GridColumn> {
        let is_objective = table.part("lignes").is_some_and(|rows| {
            rows.parts().iter().flat_map(Sides::parts).any(|cell| cell.part.key.starts_with(PREFIX))
        });
        let key = |part: &Portion| match is_objective {
            true => format!("{PREFIX}{}", part.key),
            false => part.key.clone(),
        };
        let flag =
            |part: &Portion, key: &str| part.part(key).and_then(Portion::said) == Some(&Datum::Flag(true));
        let mut columns = Vec::new();
        let is_whole = table.before.is_some() && table.after.is_some();
        let Some(all) = table.part("colonnes") else { return columns };
        for column in all.parts() {
            let title = |part: Option<&Portion>| {
                let part = part?;
                Some(
                    part.part("titre")
                        .and_then(Portion::said)
                        .map_or_else(|| part.key.clone(), Datum::to_string),
                )
            };
            let (was, is) = (title(column.before), title(column.after));
            let fate = column.fate();
            let told = match (fate, is_whole) {
                (_, false) => None,
                (RedlineFate::Ajout, _) => Some("ajout"),
                (RedlineFate::Retrait, _) => Some("retrait"),
                (RedlineFate::Deplace, _) => Some("déplacement"),
                _ if was != is => Some("modification"),
                _ => None,
            };
            if let Some(changement) = told {
                let numeros = self.numbering.claim(&path.to("colonnes").to(&column.part.key));
                said.push(RedlineBlock::Annonce {
                    changement,
                    objet: "colonne",
                    avant: was.clone(),
                    apres: is.clone(),
                    numeros,
                });
            }
            columns.push(GridColumn {
                keys: (column.before.map(key), column.after.map(key)),
                title: is.or(was).unwrap_or_default(),
                group: column.part.part("groupe").and_then(Portion::said).map(Datum::to_string),
                fate: if is_whole { fate } else { RedlineFate::Egal },
                sums: flag(column.part, "somme"),
                look: look(column.part),
            });
        }
        columns
    }
}

/// How a column that says its type prints its figures.
fn look(column: &Portion) -> FigureLook {
    let said = |key: &str| column.part(key).and_then(Portion::said).map(Datum::to_string);
    FigureLook {
        is_percentage: said("type").as_deref() == Some("pourcentage"),
        decimals: said("decimales").and_then(|count| count.parse().ok()),
        cents: 0,
    }
}
