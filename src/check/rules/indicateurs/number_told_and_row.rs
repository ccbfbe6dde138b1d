//! A row of a table and the sentence that says the same thing with another number.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::grid::{self, grid};
use super::quantities::{Quantity, contains, of_passage, prose_by_file, quantities, shared, words};
use super::values::{of_fiches, say, short, years};
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

/// A row of a table, and what it says.
struct TableRow {
    label: String,
    /// The words of the label; those of the whole row.
    keys: BTreeSet<String>,
    words: BTreeSet<String>,
    quantities: Vec<Quantity>,
    years: Vec<i32>,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(context);
    let mut objectives: BTreeMap<u32, Vec<TableRow>> = BTreeMap::new();
    for datum in of_fiches(context) {
        let values: Vec<String> = datum.cell.iter().map(|v| say(&v.measured.value)).collect();
        let text = format!("{} {}", datum.label, values.join(" ; "));
        if let Some(span) = datum.cell.first().map(|v| v.measured.span) {
            let mut row = row(datum.label.to_owned(), &[], &text, span);
            row.years.extend(years(datum.column));
            objectives.entry(datum.span.file.index()).or_default().push(row);
        }
    }
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let index = fiche.span.file.index();
        let mut rows = of_tables(fiche);
        rows.extend(objectives.remove(&index).unwrap_or_default());
        rows.retain(|r| !r.quantities.is_empty() && !r.words.is_empty());
        for passage in prose.get(&index).into_iter().flatten() {
            findings.extend(cross_check(passage, &rows));
        }
    }
    findings
}

fn row(label: String, headers: &[&str], text: &str, span: Span) -> TableRow {
    let mut keys = words(&label);
    keys.extend(headers.iter().flat_map(|e| words(e)));
    let mut all = words(text);
    all.extend(keys.iter().cloned());
    TableRow { label, keys, words: all, quantities: quantities(text), years: years(text), span }
}

/// The rows of the tables of data; the label is the first cell that no other row shares.
fn of_tables(fiche: &Fiche) -> Vec<TableRow> {
    let mut output = Vec::new();
    for table in &fiche.tables {
        for (index, line) in grid(table).iter().enumerate() {
            let own_ones = || line.iter().zip(&table.columns).filter(|(p, _)| p.head == index);
            let text_of = |p: &grid::Place<'_>, kind: ColumnType| {
                let sign = if kind == ColumnType::Percentage { " %" } else { "" };
                format!("{}{sign}", grid::text(&p.cell.value))
            };
            let Some((head, _)) = own_ones().find(|(_, c)| c.kind == ColumnType::Text).or(own_ones().next())
            else {
                continue;
            };
            let label = grid::text(&head.cell.value);
            let headers: Vec<&str> = table
                .columns
                .iter()
                .filter(|c| c.kind == ColumnType::Percentage)
                .map(|c| c.title.value.as_str())
                .collect();
            let values = own_ones().filter(|(_, c)| c.kind != ColumnType::Montant);
            let text = values.map(|(p, c)| text_of(p, c.kind)).collect::<Vec<_>>().join(" ; ");
            // A single column of percentages is what the row is about.
            let headers = if headers.len() == 1 { headers.as_slice() } else { &[] };
            let span = own_ones().next_back().map_or(head.cell.span, |(p, _)| p.cell.span);
            output.push(row(label, headers, &text, span));
        }
    }
    output
}

fn cross_check(passage: &Passage, rows: &[TableRow]) -> Option<Diagnostic> {
    const SHORT_WORDS: usize = 14;
    let claims = of_passage(passage);
    if claims.is_empty() || rows.is_empty() {
        return None;
    }
    let of_text = words(&passage.text);
    let years = years(&passage.text);
    let share = |r: &TableRow| shared(&of_text, &r.words);
    let short_enough = of_text.len() <= SHORT_WORDS;
    let per_cent_count = claims.iter().filter(|q| q.per_cent).count();
    let whole = |r: &TableRow| {
        let n = share(r);
        // One word is enough when it is all that both say: « 95 % de référencement ».
        let enough = n >= 2 || (n == 1 && of_text.len() == 1 && per_cent_count == 1 && r.keys.len() == 1);
        short_enough && enough && n.saturating_mul(4) >= of_text.len().saturating_mul(3)
    };
    let label = |r: &TableRow| r.keys.len() >= 2 && per_cent_count == 1 && contains(&of_text, &r.keys);
    let repeated = |r: &&TableRow| (whole(r) || label(r)) && years.iter().all(|a| r.years.contains(a));
    let nearby: Vec<&TableRow> = rows.iter().filter(repeated).collect();
    let best = nearby.iter().copied().max_by_key(|r| share(r))?;
    let are_equal = || nearby.iter().copied().filter(|r| share(r) == share(best));
    claims.iter().find_map(|q| {
        // A long text that holds the label says more than it: only its percentage can be the row's.
        let lines = are_equal().filter(|r| q.per_cent || whole(r));
        let knowns: Vec<Decimal> = lines.flat_map(|r| alike(r, q)).collect();
        if knowns.is_empty() || knowns.contains(&q.number) {
            return None;
        }
        let say = |n: Decimal| if q.per_cent { percent(n) } else { number(n) };
        let expected = knowns.iter().map(|n| say(*n)).collect::<Vec<_>>().join(" ou ");
        Some(
            Diagnostic::finding(
                passage.span_of(&q.bytes),
                format!(
                    "le texte dit {}, et le tableau {expected}, pour {}",
                    say(q.number),
                    short(&best.label)
                ),
            )
            .also(best.span, "ligne du tableau")
            .help("corriger l’un des deux nombres, ou dire ce qui les distingue"),
        )
    })
}

/// The numbers of a row that are of the same unit as a quantity of the text.
fn alike(row: &TableRow, quantity: &Quantity) -> Vec<Decimal> {
    let same = |q: &&Quantity| {
        q.per_cent == quantity.per_cent
            && (q.per_cent || (!q.words.is_empty() && q.words.first() == quantity.words.first()))
    };
    row.quantities.iter().filter(same).map(|q| q.number).collect()
}
