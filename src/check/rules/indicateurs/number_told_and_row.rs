//! Checks the numbers of a sentence against the table row of the fiche that says the same thing.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::grid::{self, grid_of};
use super::quantities::{
    Quantity, contains_all, content_words, passage_quantities, prose_by_file, quantities, shared_count,
};
use super::values::{fiche_cells, format_measured, quoted_label, years};
use crate::check::figures_and_words::{number, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::table::ColumnType;
use crate::model::{Fiche, Passage};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "le texte donne un autre nombre que la ligne de tableau qui dit la même chose",
    severity: Severity::Warning,
    checks: "Les lignes des tableaux de données et du tableau des objectifs d’une fiche, et les paragraphes et items \
              de la même fiche. Un passage redit une ligne quand les trois quarts de ses mots s’y trouvent, ou quand il \
              contient tous les mots de son libellé. Les nombres de même unité (pourcentage, ou même mot compté) du \
              passage doivent alors se trouver dans la ligne, ou dans une autre ligne que le passage redit aussi bien. \
              Un passage long n’est examiné que s’il n’a qu’un pourcentage ; celui qui nomme une année que la ligne \
              n’a pas n’est pas retenu.",
    why: "Un seuil ou une quotité que le tableau et le texte disent autrement se prête à deux calculs, donc à un \
               litige au moment de payer.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les loyers des sites sont donnés par le tableau ci-dessous.",
            to: "Le taux d'occupation de Roquenoire est de 80 %.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Les loyers des sites sont donnés par le tableau ci-dessous.",
                to: "Le taux d'occupation de Roquenoire est de 60 %.",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "Les loyers des sites sont donnés par le tableau ci-dessous.",
                to: "En 2021, le taux d'occupation de Roquenoire était de 80 %.",
            },
        ],
    },
};

/// What a row of a table says.
struct RowClaims {
    label: String,
    /// Words of the label.
    label_words: BTreeSet<String>,
    /// Words of the whole row.
    words: BTreeSet<String>,
    quantities: Vec<Quantity>,
    years: Vec<i32>,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(context);
    let mut objectives: BTreeMap<u32, Vec<RowClaims>> = BTreeMap::new();
    for cell in fiche_cells(context) {
        let values: Vec<String> = cell.values.iter().map(|v| format_measured(&v.measured.value)).collect();
        let told = format!("{} {}", cell.label, values.join(" ; "));
        if let Some(span) = cell.values.first().map(|v| v.measured.span) {
            let mut row = row_claims(cell.label.to_owned(), &[], &told, span);
            row.years.extend(cell.meaning.years.iter().copied().map(i32::from));
            objectives.entry(cell.span.file.index()).or_default().push(row);
        }
    }
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let index = fiche.span.file.index();
        let mut rows = table_rows(fiche);
        rows.extend(objectives.remove(&index).unwrap_or_default());
        rows.retain(|r| !r.quantities.is_empty() && !r.words.is_empty());
        for passage in prose.get(&index).into_iter().flatten() {
            findings.extend(compare(passage, &rows));
        }
    }
    findings
}

fn row_claims(label: String, headers: &[&str], text: &str, span: Span) -> RowClaims {
    let mut label_words = content_words(&label);
    label_words.extend(headers.iter().flat_map(|e| content_words(e)));
    let mut words_of_row = content_words(text);
    words_of_row.extend(label_words.iter().cloned());
    RowClaims {
        label,
        label_words,
        words: words_of_row,
        quantities: quantities(text),
        years: years(text),
        span,
    }
}

/// The rows of the data tables; the label is the first text cell that is not merged.
fn table_rows(fiche: &Fiche) -> Vec<RowClaims> {
    let mut output = Vec::new();
    for table in &fiche.tables {
        for (index, row) in grid_of(table).iter().enumerate() {
            let own_cells = || row.iter().zip(&table.columns).filter(|(cell, _)| cell.origin_row == index);
            let text_of = |cell: &grid::GridCell<'_>, kind: ColumnType| {
                let sign = if kind == ColumnType::Percentage { " %" } else { "" };
                format!("{}{sign}", grid::cell_text(&cell.content.value))
            };
            let Some((head, _)) =
                own_cells().find(|(_, column)| column.kind == ColumnType::Text).or(own_cells().next())
            else {
                continue;
            };
            let label = grid::cell_text(&head.content.value);
            let headers: Vec<&str> = table
                .columns
                .iter()
                .filter(|column| column.kind == ColumnType::Percentage)
                .map(|column| column.title.value.as_str())
                .collect();
            let values = own_cells().filter(|(_, column)| column.kind != ColumnType::Montant);
            let text =
                values.map(|(cell, column)| text_of(cell, column.kind)).collect::<Vec<_>>().join(" ; ");
            // A single percentage column says what the row is about.
            let headers = if headers.len() == 1 { headers.as_slice() } else { &[] };
            let span = own_cells().next_back().map_or(head.content.span, |(cell, _)| cell.content.span);
            output.push(row_claims(label, headers, &text, span));
        }
    }
    output
}

fn compare(passage: &Passage, rows: &[RowClaims]) -> Option<Diagnostic> {
    const SHORT_WORDS: usize = 14;
    let claims = passage_quantities(passage);
    if claims.is_empty() || rows.is_empty() {
        return None;
    }
    let text_words = content_words(&passage.text);
    let years = years(&passage.text);
    let words_in_common = |row: &RowClaims| shared_count(&text_words, &row.words);
    let short_enough = text_words.len() <= SHORT_WORDS;
    let per_cent_count = claims.iter().filter(|quantity| quantity.per_cent).count();
    let repeats_row = |row: &RowClaims| {
        let in_common = words_in_common(row);
        // One shared word is enough when it is all that both say: « 95 % de référencement ».
        let enough = in_common >= 2
            || (in_common == 1 && text_words.len() == 1 && per_cent_count == 1 && row.label_words.len() == 1);
        short_enough && enough && in_common.saturating_mul(4) >= text_words.len().saturating_mul(3)
    };
    let repeats_label = |row: &RowClaims| {
        row.label_words.len() >= 2 && per_cent_count == 1 && contains_all(&text_words, &row.label_words)
    };
    let repeats = |row: &&RowClaims| {
        (repeats_row(row) || repeats_label(row)) && years.iter().all(|year| row.years.contains(year))
    };
    let candidates: Vec<&RowClaims> = rows.iter().filter(repeats).collect();
    let best = candidates.iter().copied().max_by_key(|row| words_in_common(row))?;
    let best_rows = || candidates.iter().copied().filter(|row| words_in_common(row) == words_in_common(best));
    claims.iter().find_map(|quantity| {
        // A long text that holds the label says more than the row: only its percentage is compared.
        let rows = best_rows().filter(|row| quantity.per_cent || repeats_row(row));
        let known: Vec<Decimal> = rows.flat_map(|row| same_unit(row, quantity)).collect();
        if known.is_empty() || known.contains(&quantity.number) {
            return None;
        }
        let spell = |n: Decimal| if quantity.per_cent { percent(n) } else { number(n) };
        let expected = known.iter().map(|n| spell(*n)).collect::<Vec<_>>().join(" ou ");
        Some(
            Diagnostic::finding(
                passage.span_of(&quantity.bytes),
                format!(
                    "le texte dit {}, et le tableau {expected}, pour {}",
                    spell(quantity.number),
                    quoted_label(&best.label)
                ),
            )
            .also(best.span, "ligne du tableau")
            .help("corriger l’un des deux nombres, ou dire ce qui les distingue"),
        )
    })
}

/// The numbers of a row in the unit of a quantity.
fn same_unit(row: &RowClaims, quantity: &Quantity) -> Vec<Decimal> {
    let same = |other: &&Quantity| {
        other.per_cent == quantity.per_cent
            && (other.per_cent || (!other.words.is_empty() && other.words.first() == quantity.words.first()))
    };
    row.quantities.iter().filter(same).map(|other| other.number).collect()
}
