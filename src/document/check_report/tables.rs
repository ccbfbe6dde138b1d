//! The tables of the annexe de contrôle: findings by family of rules, figures of the prose by part of the act.

use crate::diagnostic::summary::SummaryRow;
use crate::document::view::{Cell, Column, RowKind, TableView};
use crate::figures::{FigureTally, inventory};
use crate::model::{Dossier, Montant};
use crate::resolve::Links;

/// The parts of the act that have figures, each with what these rest on.
pub(super) fn figures_table(dossier: &Dossier, links: &Links) -> Option<TableView> {
    let inventory = inventory(dossier, links);
    let titles = ["Calculés", "Liés", "Sourcés", "Déclarés libres", "Libres", "Tenus"];
    let mut columns = vec![Column::text("Partie de l’acte")];
    columns.extend(titles.map(Column::figures));
    let mut table = TableView::new(columns);
    for file in inventory.files.iter().filter(|file| !file.uses.is_empty()) {
        table.push(RowKind::Ligne, tally_cells(&part_of_act(dossier, file.path.as_str()), file.tally()));
    }
    let total = inventory.tally();
    table.push(RowKind::Total, tally_cells("Ensemble", total));
    (total.all() > 0).then(|| table.explain_blanks())
}

fn tally_cells(part: &str, tally: FigureTally) -> Vec<Cell> {
    let count = |count: usize| match i64::try_from(count) {
        Ok(count) if count > 0 => Cell::number(count.into(), None, ""),
        _ => Cell::text("–"),
    };
    let counts = [tally.computed, tally.linked, tally.with_source, tally.declared, tally.free];
    let held = tally.held().and_then(|held| i64::try_from(held).ok());
    let held = held.map_or(Cell::text("–"), |held| Cell::number(held.into(), None, "%"));
    std::iter::once(Cell::text(part)).chain(counts.map(count)).chain([held]).collect()
}

pub(super) fn family_table(lines: &[SummaryRow]) -> TableView {
    let titles = ["Erreurs", "Avertissements", "Conseils", "Tolérés", "Plus grand écart"];
    let mut columns = vec![Column::text("Famille de règles")];
    columns.extend(titles.map(Column::figures));
    let mut table = TableView::new(columns);
    let mut total = SummaryRow { family: "Ensemble".to_owned(), ..SummaryRow::default() };
    for line in lines {
        total.counted += line.counted;
        total.largest = total.largest.max(line.largest);
        table.push(RowKind::Ligne, family_cells(line));
    }
    table.push(RowKind::Total, family_cells(&total));
    table.explain_blanks()
}

fn family_cells(line: &SummaryRow) -> Vec<Cell> {
    let counts = line.counted;
    let mut cells = vec![Cell::text(&line.family)];
    for count in [counts.erreurs, counts.avertissements, counts.conseils, counts.toleres] {
        cells.push(if count == 0 { Cell::text("–") } else { Cell::number(count.into(), None, "") });
    }
    let stake = Montant::rounded(line.largest).filter(|m| !m.is_zero());
    cells.push(stake.map_or(Cell::text("–"), |m| Cell::number(m.euros(), Some(2), "€")));
    cells
}

/// The part of the act that a file belongs to.
fn part_of_act(dossier: &Dossier, file: &str) -> String {
    if let Some(article) = dossier.articles.iter().find(|a| a.path.as_str() == file) {
        let number = article.number.as_ref().map(|n| format!("Article {n}"));
        let title = article.title.as_ref().map(|t| t.value.clone());
        return [number, title].into_iter().flatten().collect::<Vec<_>>().join(" – ");
    }
    if let Some(fiche) = dossier.fiches.iter().find(|f| f.path.as_str() == file) {
        return format!("Fiche {} – {}", fiche.number, fiche.title_in_table());
    }
    let name = file.rsplit('/').next().unwrap_or(file);
    let part = match name {
        _ if file.contains("/cadres/") => "Cadre",
        "organisation.yaml" => "Parties",
        "indicateurs.yaml" => "Matrice des indicateurs",
        _ => "Acte",
    };
    part.to_owned()
}
