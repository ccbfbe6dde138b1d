//! Checks that table amounts are in columns of amounts, one per cell, all written the same way.

use std::sync::LazyLock;

use super::cells;
use super::texts::{by_file, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Passage;
use crate::model::table::{ColumnType, Content, DataColumn, DataTable};
use crate::text::{Span, pattern};
use regex::Regex;

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

struct Patterns {
    amount_alone: Regex,
    montant: Regex,
    euro: Regex,
    no_thousands_separator: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    amount_alone: pattern(r"^[+−-]?\s*[0-9][0-9 \x{a0}\x{202f}]*(?:,[0-9]{1,2})?\s*(?:€|euros?)$"),
    montant: pattern(r"[0-9](?:,[0-9]{1,2})?[ \x{a0}\x{202f}]*(?:€|euros?\b)"),
    euro: pattern(r"€|euro"),
    no_thousands_separator: pattern(r"[0-9]{4}"),
});

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
    if cells.len() > 1 && cells.iter().all(|(t, _)| PATTERNS.amount_alone.is_match(t)) {
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
    let several = cells.iter().filter(|(t, _)| PATTERNS.montant.find_iter(t).count() > 1);
    several
        .map(|(t, span)| {
            Diagnostic::finding(*span, format!("cette cellule réunit plusieurs montants : « {t} »"))
                .help("donner une ligne à chaque montant, dans une colonne de type « montant »")
        })
        .collect()
}

/// The one cell of a column that is not written like the others.
fn notation(cells: &[(&str, Span)]) -> Vec<Diagnostic> {
    let single = |deviates: &dyn Fn(&str) -> bool| {
        let mut deviating = cells.iter().filter(|(t, _)| deviates(t));
        let only = deviating.next().filter(|_| deviating.next().is_none() && cells.len() > 2)?;
        Some(*only)
    };
    let without_euro = single(&|t| !PATTERNS.euro.is_match(t));
    let long_amounts =
        cells.iter().filter(|(t, _)| t.chars().filter(char::is_ascii_digit).count() > 3).count();
    let unseparated = single(&|t| PATTERNS.no_thousands_separator.is_match(t)).filter(|_| long_amounts > 2);
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
