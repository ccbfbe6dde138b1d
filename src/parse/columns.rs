//! The columns of indicators, of a fiche and of the matrix. The only place where the words of a heading mean
//! something: they stand for the keys `nature` and `annee` when these are not written.

use super::keys::MapReader;
use super::reader::Reader;
use crate::lang::flat;
use crate::lang::numbers::{read_year, years};
use crate::model::cadre::MatrixColumn;
use crate::model::column::{ColumnKind, ColumnMeaning, ObjectiveColumn};
use crate::syntax::{Node, NodeKind};
use crate::text::Spanned;

const KINDS: [(&str, ColumnKind); 4] = [
    ("depart", ColumnKind::Baseline),
    ("cible", ColumnKind::Target),
    ("resultat", ColumnKind::Result),
    ("exercice", ColumnKind::Exercice),
];

/// Parts of words by which a heading announces targets.
const TARGET_WORDS: [&str; 6] = ["cible", "objectif", "attendu", "previ", "prevu", "vise"];
/// Parts of words by which a heading announces results.
const RESULT_WORDS: [&str; 4] = ["resultat", "realis", "atteint", "constat"];

/// A column of the table of objectives: its heading alone, or `{ titre, nature, annee }`.
pub(super) fn objective(reader: &mut Reader<'_>, node: &Node) -> Option<ObjectiveColumn> {
    if !matches!(node.kind, NodeKind::Map(_)) {
        return reader.text(node).map(titled);
    }
    let mut map = reader.map(node)?;
    let title = reader.required_text(&mut map, "titre");
    let (kind, years) = said(reader, &mut map);
    reader.finish(&map);
    let column = titled(title?);
    let by_words = column.meaning;
    let meaning = ColumnMeaning { kind: kind.or(by_words.kind), years: years.unwrap_or(by_words.years) };
    Some(ObjectiveColumn { meaning, ..column })
}

/// A column of which only the heading is known.
pub(super) fn titled(title: Spanned<String>) -> ObjectiveColumn {
    let meaning = of_heading(&title.value);
    ObjectiveColumn { title, meaning, is_written: true }
}

/// A column of the matrix. Without `annee`, an identifier that is a year says it better than the heading.
pub(super) fn of_matrix(reader: &mut Reader<'_>, node: &Node) -> Option<MatrixColumn> {
    let mut map = reader.map(node)?;
    let id = reader.required_name(&mut map, "id");
    let title = reader.required_text(&mut map, "titre");
    let (kind, years) = said(reader, &mut map);
    reader.finish(&map);
    let (id, title) = (id?.value, title?);
    let by_words = of_heading(&title.value);
    let years = years.or_else(|| read_year(&id).map(|year| vec![year])).unwrap_or(by_words.years);
    let meaning = ColumnMeaning { kind: kind.or(by_words.kind), years };
    Some(MatrixColumn { id, title: title.value, meaning, span: title.span })
}

/// What the keys `nature` and `annee` say.
fn said(reader: &mut Reader<'_>, map: &mut MapReader<'_>) -> (Option<ColumnKind>, Option<Vec<u16>>) {
    let kind = map.take("nature").and_then(|n| reader.one_of(n, &KINDS));
    let years = map.take("annee").and_then(|n| {
        let years = reader.word(n).and_then(|word| only_years(&word.value));
        if years.is_none() {
            reader.expected(n, "une année, ou deux (« 2024-2025 »)");
        }
        years
    });
    (kind, years)
}

/// What the words of a heading say.
fn of_heading(title: &str) -> ColumnMeaning {
    if let Some(years) = only_years(title) {
        return ColumnMeaning { kind: Some(ColumnKind::Exercice), years };
    }
    let words = flat(title);
    let says = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    let kind = if says(&TARGET_WORDS) {
        Some(ColumnKind::Target)
    } else if says(&RESULT_WORDS) {
        Some(ColumnKind::Result)
    } else if says(&["situation"]) {
        Some(ColumnKind::Baseline)
    } else {
        None
    };
    ColumnMeaning { kind, years: years(title).collect() }
}

/// The year, or the ends of the period, of a text that says nothing else.
fn only_years(text: &str) -> Option<Vec<u16>> {
    let parts: Vec<&str> = text.split(['-', '–', '/']).collect();
    (parts.len() <= 2).then(|| parts.into_iter().map(read_year).collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_says_its_years_and_its_kind() {
        let kind = |title: &str| of_heading(title).kind;
        assert_eq!(kind("Cible 2024"), Some(ColumnKind::Target));
        assert_eq!(kind("Prévisionnel"), Some(ColumnKind::Target));
        assert_eq!(kind("Objectif à atteindre : résultat"), Some(ColumnKind::Target));
        assert_eq!(kind("Résultat atteint"), Some(ColumnKind::Result));
        assert_eq!(kind("Situation au 31 déc. 2018"), Some(ColumnKind::Baseline));
        assert_eq!(kind("2024"), Some(ColumnKind::Exercice));
        assert_eq!(kind("2024 – 2025"), Some(ColumnKind::Exercice));
        assert_eq!(kind("Nombre en 2023"), None);
        let only_year = |title: &str| of_heading(title).only_year();
        assert_eq!(only_year("Situation au 31 déc. 2018"), Some(2018));
        assert_eq!(only_year("Résultat 2020 et situation au 31 décembre 2020"), Some(2020));
        assert_eq!(only_year("2022-2023"), None);
        assert_eq!(of_heading("Effectif").range(), None);
    }
}
