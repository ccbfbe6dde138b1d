//! A fiche: what identifies it, its text, its budgets and tables at the place where the text quotes them.

use std::collections::BTreeSet;

use super::blocks::RedlineBlock;
use super::budgets::BUDGET_TABLES;
use super::fields::fields;
use super::numbering::KeyPath;
use super::pieces::RedlineFate;
use super::sides::Sides;
use super::writer::Writer;
use crate::ledger::{Sum, budget as sums};
use crate::model::cadre::RubriqueContent;
use crate::model::{Dossier, Fiche};

/// Keys of the fields that stand elsewhere in the page.
const ELSEWHERE: [&str; 11] = [
    "numero",
    "titre",
    "titre_ajoute",
    "budgets",
    "bordereaux",
    "executions",
    "objectifs",
    "tableaux",
    "figures",
    "introduction",
    "sections",
];

/// The pieces of a fiche that are already placed.
#[derive(Debug, Default)]
struct PlacedPieces(BTreeSet<String>);

impl Writer<'_> {
    /// The blocks of a fiche.
    pub(super) fn fiche(&mut self, fiche: Sides<'_>, path: &KeyPath) -> Vec<RedlineBlock> {
        let mut blocks = Vec::new();
        let mut rows = Vec::new();
        let held = fiche.parts().into_iter().filter(|part| !ELSEWHERE.contains(&part.part.key.as_str()));
        for part in held {
            fields(part, &path.to(&part.part.key), "", &mut rows);
        }
        blocks.extend(self.field_table(vec![(None, rows)], None));
        let mut placed = PlacedPieces::default();
        if let Some(text) = fiche.part("introduction") {
            blocks.extend(self.quoting(fiche, path, text, &path.to("introduction"), &mut placed));
        }
        let sections = fiche.part("sections").map(|sections| sections.parts()).unwrap_or_default();
        for section in sections {
            let own = path.to("sections").to(&section.part.key);
            blocks.extend(self.section(fiche, path, section, &own, &mut placed));
        }
        for key in ["budgets", "bordereaux", "objectifs", "tableaux", "figures", "executions"] {
            blocks.extend(self.pieces_of(fiche, path, key, &mut placed));
        }
        blocks
    }

    fn section(
        &mut self,
        fiche: Sides<'_>,
        path: &KeyPath,
        section: Sides<'_>,
        own: &KeyPath,
        placed: &mut PlacedPieces,
    ) -> Vec<RedlineBlock> {
        let title = section.part("titre");
        let mut numbers = Vec::new();
        if section.is_changed() {
            if section.before.is_none() || section.after.is_none() || section.is_moved {
                numbers = self.numbering.claim_row(own, section.before, section.after);
            }
            numbers.extend(self.numbering.claim(&own.to("titre")));
            numbers.extend(self.numbering.claim(&own.to("rubrique")));
        }
        let fate = match section.fate() {
            RedlineFate::Modifie => title.map_or(RedlineFate::Egal, |title| title.fate()),
            other => other,
        };
        let mut blocks = vec![RedlineBlock::Titre {
            niveau: 2,
            sort: fate,
            morceaux: title.map(|title| title.pieces()).unwrap_or_default(),
            numeros: numbers,
        }];
        let text = section.part("texte");
        if let Some(text) = text {
            blocks.extend(self.quoting(fiche, path, text, &own.to("texte"), placed));
        }
        let is_empty = text.is_none_or(|text| text.part.parts().is_empty());
        let id = section.part.part("rubrique").and_then(|id| id.said()).map(ToString::to_string);
        let content = id.as_deref().and_then(|id| {
            let rubriques = self.acts.1.cadre.rubriques.iter().chain(&self.acts.0.cadre.rubriques);
            rubriques.into_iter().find(|rubrique| rubrique.id == id).map(|rubrique| rubrique.content)
        });
        let key = match content {
            Some(RubriqueContent::Budget) => {
                blocks.extend(self.pieces_of(fiche, path, "budgets", placed));
                "sans_budget".to_owned()
            }
            Some(RubriqueContent::Indicateurs) => {
                blocks.extend(self.pieces_of(fiche, path, "objectifs", placed));
                return blocks;
            }
            Some(RubriqueContent::Launch) => "demarrage".to_owned(),
            Some(RubriqueContent::Duration) => "duree".to_owned(),
            Some(RubriqueContent::Partners) => "partenaires".to_owned(),
            Some(RubriqueContent::Mention) => format!("mention {}", id.unwrap_or_default()),
            Some(RubriqueContent::Prose) | None => return blocks,
        };
        if let Some(field) = fiche.part(&key).filter(|_| is_empty) {
            let mut morceaux = field.pieces();
            for part in field.parts() {
                let mut own = part.pieces();
                if let Some(first) = own.first_mut().filter(|_| !morceaux.is_empty()) {
                    morceaux.push(first.clone().line_end());
                }
                morceaux.extend(own);
            }
            let sort = field.fate();
            blocks.push(RedlineBlock::Alinea { forme: "courant", sort, morceaux, numeros: Vec::new() });
        }
        blocks
    }

    /// A text, with the tables that it quotes.
    fn quoting(
        &mut self,
        fiche: Sides<'_>,
        path: &KeyPath,
        text: Sides<'_>,
        own: &KeyPath,
        placed: &mut PlacedPieces,
    ) -> Vec<RedlineBlock> {
        let mut quoted = |writer: &mut Self, name: &str| {
            let mut steps = name.split('.');
            let (kind, id, part) =
                (steps.next().unwrap_or_default(), steps.next().unwrap_or_default(), steps.next());
            match kind {
                "budget" if matches!(id, "charges" | "financements") => {
                    let budgets = fiche.part("budgets").map(|budgets| budgets.parts()).unwrap_or_default();
                    let ids = budgets.iter().map(|budget| budget.part.key.as_str());
                    ids.flat_map(|own| writer.budget_of(fiche, path, own, Some(id), placed)).collect()
                }
                "indicateurs" => writer.pieces_of(fiche, path, "objectifs", placed),
                "budget" => {
                    let ids = id.split('+');
                    ids.flat_map(|id| writer.budget_of(fiche, path, id, part, placed)).collect()
                }
                "tableau" => writer.piece_of(fiche, path, "tableaux", id, placed),
                "bordereau" => writer.piece_of(fiche, path, "bordereaux", id, placed),
                "figure" => writer.piece_of(fiche, path, "figures", id, placed),
                _ => Vec::new(),
            }
        };
        self.prose(text, own, &mut quoted)
    }

    /// The pieces of a kind that are not placed yet.
    fn pieces_of(
        &mut self,
        fiche: Sides<'_>,
        path: &KeyPath,
        key: &str,
        placed: &mut PlacedPieces,
    ) -> Vec<RedlineBlock> {
        let Some(pieces) = fiche.part(key) else { return Vec::new() };
        let own = path.to(key);
        match key {
            "budgets" => {
                let ids: Vec<String> = pieces.parts().iter().map(|budget| budget.part.key.clone()).collect();
                ids.iter().flat_map(|id| self.budget_of(fiche, path, id, None, placed)).collect()
            }
            "objectifs" if placed.0.insert(key.to_owned()) => match pieces.part("indicateurs") {
                Some(typed) => {
                    let is_column =
                        |key: &str| matches!(key, "depart" | "final") || key.starts_with("cible ");
                    let path = own.to("indicateurs");
                    self.loose_grid(typed, &path, "Indicateur", None, &is_column).into_iter().collect()
                }
                None => self.grid(pieces, &own, Vec::new()),
            },
            "executions" => {
                let caption = Some(pieces.part.name.clone());
                self.loose_grid(pieces, &own, "Financeur", caption, &|_| true).into_iter().collect()
            }
            "objectifs" => Vec::new(),
            _ => {
                let ids: Vec<String> = pieces.parts().iter().map(|piece| piece.part.key.clone()).collect();
                ids.iter().flat_map(|id| self.piece_of(fiche, path, key, id, placed)).collect()
            }
        }
    }

    /// A table of data, a schedule of prices or an image, once.
    fn piece_of(
        &mut self,
        fiche: Sides<'_>,
        path: &KeyPath,
        key: &str,
        id: &str,
        placed: &mut PlacedPieces,
    ) -> Vec<RedlineBlock> {
        let Some(piece) = fiche.part(key).and_then(|pieces| pieces.part(id)) else { return Vec::new() };
        if !placed.0.insert(format!("{key}/{id}")) {
            return Vec::new();
        }
        let own = path.to(key).to(id);
        let is_one_sided = piece.before.is_none() || piece.after.is_none() || piece.is_moved;
        let numbers =
            if is_one_sided { self.numbering.claim_row(&own, piece.before, piece.after) } else { Vec::new() };
        match key {
            "tableaux" => self.grid(piece, &own, numbers),
            "bordereaux" => {
                let mut rows = Vec::new();
                for part in piece.parts().into_iter().filter(|part| part.part.key != "lignes") {
                    fields(part, &own.to(&part.part.key), "", &mut rows);
                }
                let caption = Some(piece.part.name.clone());
                let mut blocks: Vec<RedlineBlock> =
                    self.field_table(vec![(None, rows)], caption).into_iter().collect();
                if let Some(lines) = piece.part("lignes") {
                    let is_column = |key: &str| key.starts_with("jours ") || key == "sur_site";
                    blocks.extend(self.loose_grid(lines, &own.to("lignes"), "Prestation", None, &is_column));
                }
                blocks
            }
            _ => {
                let mut rows = Vec::new();
                for part in piece.parts().into_iter().filter(|part| part.part.key != "empreinte") {
                    fields(part, &own.to(&part.part.key), "", &mut rows);
                }
                let mut table: Vec<RedlineBlock> =
                    self.field_table(vec![(None, rows)], None).into_iter().collect();
                let mut numbers = numbers;
                numbers.extend(self.numbering.claim(&own.to("empreinte")));
                if let Some(RedlineBlock::Tableau { numeros, sort, .. }) = table.first_mut() {
                    if piece.is_changed() {
                        *sort = RedlineFate::Modifie;
                    }
                    numeros.extend(numbers);
                }
                table
            }
        }
    }

    /// The tables of a budget, or one of them, once.
    fn budget_of(
        &mut self,
        fiche: Sides<'_>,
        path: &KeyPath,
        id: &str,
        part: Option<&str>,
        placed: &mut PlacedPieces,
    ) -> Vec<RedlineBlock> {
        let Some(budget) = fiche.part("budgets").and_then(|budgets| budgets.part(id)) else {
            return Vec::new();
        };
        let own = path.to("budgets").to(id);
        let mut blocks = Vec::new();
        let mut numbers = Vec::new();
        if placed.0.insert(format!("budgets/{id}")) {
            if budget.before.is_none() || budget.after.is_none() || budget.is_moved {
                numbers = self.numbering.claim_row(&own, budget.before, budget.after);
            }
            blocks.extend(self.budget_fields(budget, &own));
        }
        for table in BUDGET_TABLES.into_iter().filter(|(key, _)| part.is_none_or(|part| part == *key)) {
            if placed.0.insert(format!("budgets/{id}/{}", table.0)) {
                let totals = self.totals(fiche, budget, table.0);
                blocks.extend(self.budget_table(budget, &own, table, totals));
            }
        }
        if let Some(RedlineBlock::Tableau { numeros, .. }) = blocks.first_mut() {
            numeros.extend(numbers);
        }
        blocks
    }

    /// The total of a table of a budget on each side, as the ledger counts it.
    fn totals(&self, fiche: Sides<'_>, budget: Sides<'_>, key: &str) -> (Option<Sum>, Option<Sum>) {
        let total = |dossier: &Dossier, number: String, id: &str| {
            let is_it = |fiche: &&Fiche| fiche.number.value.to_string() == number;
            let fiche = dossier.fiches.iter().find(is_it)?;
            let budget = fiche.budgets.iter().find(|budget| budget.id == id)?;
            Some(if key == "charges" { sums::charges(budget, fiche) } else { sums::financements(budget) })
        };
        let side = |dossier: &Dossier,
                    fiche: Option<&crate::compare::Portion>,
                    budget: Option<&crate::compare::Portion>| {
            total(dossier, fiche?.part("numero")?.said()?.to_string(), &budget?.key)
        };
        (side(self.acts.0, fiche.before, budget.before), side(self.acts.1, fiche.after, budget.after))
    }
}
