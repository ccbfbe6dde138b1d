//! Checks that table amounts are in columns of amounts, one per cell, all written the same way.

use super::cells;
use super::texts::{by_file, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, SaidFact, SaidValue};
use crate::model::Passage;
use crate::model::table::{ColumnType, Content, DataColumn, DataTable};
use crate::text::Span;

const FILE: &str = "content/2024/fiches/01-accueil.md";

pub(crate) static PAGE: Page = Page {
    title: "des montants sont écrits comme du texte, ou autrement que leurs voisins",
    severity: Severity::Advice,
    checks: "Dans les tableaux des fiches : une colonne de texte ou de valeurs dont toutes les cellules remplies sont des \
              montants ; une cellule de texte qui réunit plusieurs montants ; dans une colonne de montants, une cellule \
              sans « € » ou sans séparateur de milliers quand toutes les autres en ont. Une colonne d’une seule cellule est \
              laissée de côté.",
    why: "Un montant écrit comme du texte n’est ni additionné, ni aligné, ni vérifié.",
    source: "Bonne pratique de présentation des tableaux de chiffres (un montant par cellule, l’unité dite).",
    example: Example {
        context: &[Change {
            file: FILE,
            from: "      - { titre: Taux d'occupation, type: pourcentage }\n    lignes: |\n      Vaunes-le-Haut | 12 | 4 200 €    | 75 %\n      Roquenoire     | 20 | 7 050,50 € | 60 %",
            to: "      - { titre: Travaux }\n    lignes: |\n      Vaunes-le-Haut | 12 | 4 200 €    | à venir\n      Roquenoire     | 20 | 7 050,50 € | aucun",
        }],
        fault: &[Change {
            file: FILE,
            from: "      Vaunes-le-Haut | 12 | 4 200 €    | à venir\n      Roquenoire     | 20 | 7 050,50 € | aucun",
            to: "      Vaunes-le-Haut | 12 | 4 200 €    | 1 300 €\n      Roquenoire     | 20 | 7 050,50 € | 2 100 €",
        }],
        admitted: &[Change {
            file: FILE,
            from: "4 200 €    | à venir",
            to: "4 200 €    | peinture à 1 300 €",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let mut findings = Vec::new();
    for fiche in context.fiches().filter(|fiche| !fiche.tables.is_empty()) {
        let passages = passages(&all, fiche);
        for table in &fiche.tables {
            for (index, column) in table.columns.iter().enumerate() {
                let cells = filled_cells(table, index, passages);
                findings.extend(match column.kind {
                    ColumnType::Text | ColumnType::Value => as_text(column, &cells),
                    ColumnType::Montant => notation(&cells),
                    ColumnType::Number | ColumnType::Percentage => Vec::new(),
                });
            }
        }
    }
    findings
}

/// The filled cells of a column, as written.
fn filled_cells<'p>(table: &DataTable, index: usize, passages: &'p [Passage]) -> Vec<(&'p str, Span)> {
    cells::cell_rows(table)
        .filter_map(|row| row.get(index))
        .filter(|cell| !matches!(cell.value, Content::Absent(_) | Content::Merged))
        .filter_map(|cell| {
            Some((cells::as_written(passages, cell.span).filter(|t| !t.is_empty())?, cell.span))
        })
        .collect()
}

fn as_text(column: &DataColumn, cells: &[(&str, Span)]) -> Vec<Diagnostic> {
    if cells.len() > 1 && cells.iter().all(|(t, _)| is_amount_alone(t)) {
        let finding = Diagnostic::finding(
            column.title.span,
            format!(
                "la colonne « {} » ne contient que des montants, et elle est du texte",
                column.title.value
            ),
        );
        return vec![
            finding.help("ajouter « type: montant » à la colonne, et « total: somme » si le total a un sens"),
        ];
    }
    let several = cells.iter().filter(|(t, _)| amounts(t).count() > 1);
    several
        .map(|(t, span)| {
            Diagnostic::finding(*span, format!("cette cellule réunit plusieurs montants : « {t} »"))
                .help("donner une ligne à chaque montant, dans une colonne de type « montant »")
        })
        .collect()
}

/// The amounts of a cell.
fn amounts(cell: &str) -> impl Iterator<Item = SaidFact> {
    facts::read(cell).facts.into_iter().filter(|fact| matches!(fact.value, SaidValue::Amount(_)))
}

/// Whether a cell is an amount and nothing else, sign apart.
fn is_amount_alone(cell: &str) -> bool {
    let unsigned = cell.trim_start_matches(['+', '−', '-']).trim_start();
    cell.contains(['€', 'e']) && amounts(unsigned).any(|fact| fact.bytes == (0..unsigned.len()))
}

/// Whether four digits follow one another.
fn is_unseparated(cell: &str) -> bool {
    cell.as_bytes().windows(4).any(|digits| digits.iter().all(u8::is_ascii_digit))
}

/// The one cell of a column that is not written like the others.
fn notation(cells: &[(&str, Span)]) -> Vec<Diagnostic> {
    let single = |deviates: &dyn Fn(&str) -> bool| {
        let mut deviating = cells.iter().filter(|(t, _)| deviates(t));
        let only = deviating.next().filter(|_| deviating.next().is_none() && cells.len() > 2)?;
        Some(*only)
    };
    let without_euro = single(&|t| !(t.contains('€') || t.contains("euro")));
    let long_amounts =
        cells.iter().filter(|(t, _)| t.chars().filter(char::is_ascii_digit).count() > 3).count();
    let unseparated = single(&|t| is_unseparated(t)).filter(|_| long_amounts > 2);
    let say = |(t, span): (&str, Span), what: &str| {
        Diagnostic::finding(
            span,
            format!("« {t} » est écrit {what}, à la différence des autres cellules de la colonne"),
        )
        .help("écrire tous les montants de la colonne de la même manière : « 12 345,67 € »")
    };
    let without_euro = without_euro.map(|c| say(c, "sans « € »"));
    without_euro.into_iter().chain(unseparated.map(|c| say(c, "sans espace entre les milliers"))).collect()
}
