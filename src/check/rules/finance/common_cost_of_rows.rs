//! Checks that no row of a table departs from the unit cost common to all the other rows.

use rust_decimal::Decimal;

use super::cells;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::table::{ColumnType, Content, DataTable};
use crate::text::{Span, Spanned};

const FILE: &str = "content/2024/fiches/01-accueil.md";
const START: &str = "figures:\n  - id: parcours";
const SITE: &str = "{tableau.sites}";

pub(crate) static PAGE: Page = Page {
    title: "un montant s’écarte du coût commun à toutes les autres lignes du tableau",
    severity: Severity::Warning,
    checks: "Une colonne de montants d’un tableau, et une colonne de nombres (ou de montants) dont elle est le produit par \
              un même coût, à l’arrondi d’écriture près, dans toutes les lignes sauf une. Il faut au moins six lignes, \
              quatre valeurs différentes dans chaque colonne, et un coût connu à 2 % près par les autres lignes.",
    why: "Un abondement calculé au même coût pour tous ne peut différer pour un seul sans raison dite.",
    source: "Cohérence interne de l’acte ; égalité de traitement entre les structures financées.",
    example: Example {
        context: &[
            Change {
                file: FILE,
                from: START,
                to: "  - id: files\n    titre: Files actives par site\n    colonnes:\n      - { titre: Site }\n      - { titre: File, type: nombre }\n      - { titre: Aide, type: montant }\n    lignes: |\n      Vaunes     | 152 | 7 600 €\n      Roquenoire | 168 | 8 400 €\n      Ambreval   | 145 | 7 250 €\n      Fontclaire | 115 | 5 750 €\n      Ponts      | 117 | 5 850 €\n      Sources    | 136 | 6 800 €\n\nfigures:\n  - id: parcours",
            },
            Change {
                file: FILE,
                from: SITE,
                to: "{tableau.sites}\n\nLes files sont données par le tableau ci-dessous.\n\n{tableau.files}",
            },
        ],
        fault: &[Change {
            file: FILE, from: "Ambreval   | 145 | 7 250 €", to: "Ambreval   | 145 | 7 350 €"
        }],
        admitted: &[Change {
            file: FILE,
            from: "Ambreval   | 145 | 7 250 €",
            to: "Ambreval   | 145 | sans objet",
        }],
    },
};

const ROWS_MIN: usize = 6;
const DISTINCT_MIN: usize = 4;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let tables = context.fiches().flat_map(|fiche| &fiche.tables).filter(|t| t.lines.len() >= ROWS_MIN);
    tables.flat_map(in_table).collect()
}

/// The number of a cell and half the unit of its last decimal.
#[derive(Clone, Copy)]
struct CellNumber {
    value: Decimal,
    margin: Decimal,
    span: Span,
}

fn cell_number(cell: &Spanned<Content>) -> Option<CellNumber> {
    let (value, decimals) = match &cell.value {
        Content::Number(n) | Content::Written(n, _) => (*n, n.scale()),
        Content::Montant(m) => (m.euros(), 2),
        _ => return None,
    };
    let margin = Decimal::new(5, decimals + 1);
    (value > Decimal::ZERO).then_some(CellNumber { value, margin, span: cell.span })
}

fn in_table(table: &DataTable) -> Vec<Diagnostic> {
    let n = table.columns.len();
    let montant = |c: usize| table.columns.get(c).is_some_and(|c| c.kind == ColumnType::Montant);
    let pairs =
        (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).filter(|(a, b)| montant(*a) || montant(*b));
    pairs
        .filter_map(|(a, b)| {
            let rows: Vec<(CellNumber, CellNumber)> = cells::cell_rows(table)
                .filter_map(|l| Some((cell_number(l.get(a)?)?, cell_number(l.get(b)?)?)))
                .collect();
            let titles = (&table.columns.get(a)?.title.value, &table.columns.get(b)?.title.value);
            outlier(&rows).map(|e| finding(&e, titles))
        })
        .collect()
}

/// The row apart, and the bounds of the coefficient common to the others.
struct Outlier {
    row: (CellNumber, CellNumber),
    bounds: (Decimal, Decimal),
}

fn outlier(rows: &[(CellNumber, CellNumber)]) -> Option<Outlier> {
    if rows.len() < ROWS_MIN {
        return None;
    }
    let bounds: Vec<(Decimal, Decimal)> = rows.iter().filter_map(|(a, b)| coefficient(a, b)).collect();
    if bounds.len() != rows.len() || intersection(bounds.iter()).is_some() {
        return None;
    }
    // Without overlap, the row apart gives either the highest low bound or the lowest high bound.
    let highest = bounds.iter().enumerate().max_by_key(|(_, b)| b.0)?.0;
    let lowest = bounds.iter().enumerate().min_by_key(|(_, b)| b.1)?.0;
    let without = |index: usize| {
        intersection(bounds.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, b)| b))
            .map(|b| (index, b))
    };
    let (index, bounds) = match (without(highest), without(lowest)) {
        (Some(single), None) | (None, Some(single)) => single,
        _ => return None,
    };
    let others = || rows.iter().enumerate().filter(|(i, _)| *i != index).map(|(_, l)| l);
    let distinct = |values: Vec<Decimal>| values.into_iter().collect::<std::collections::BTreeSet<_>>().len();
    let varies = distinct(others().map(|l| l.0.value).collect()) >= DISTINCT_MIN
        && distinct(others().map(|l| l.1.value).collect()) >= DISTINCT_MIN;
    let precise = (bounds.1 - bounds.0).checked_mul(Decimal::from(50))? <= bounds.0;
    (varies && precise).then_some(Outlier { row: *rows.get(index)?, bounds })
}

/// Bounds of the quotient of two rounded numbers.
fn coefficient(a: &CellNumber, b: &CellNumber) -> Option<(Decimal, Decimal)> {
    // A whole number as the multiplicand counts things: it is exact.
    let margin = if a.value.is_integer() && a.value.scale() == 0 { Decimal::ZERO } else { a.margin };
    let low = (b.value - b.margin).checked_div(a.value + margin)?;
    let high = (b.value + b.margin).checked_div((a.value - margin).max(Decimal::new(1, 6)))?;
    Some((low, high))
}

/// Intersection of the intervals; `None` when empty.
fn intersection<'b>(bounds: impl Iterator<Item = &'b (Decimal, Decimal)>) -> Option<(Decimal, Decimal)> {
    let common = bounds.fold(None, |acc: Option<(Decimal, Decimal)>, b| match acc {
        None => Some(*b),
        Some((low, high)) => Some((low.max(b.0), high.min(b.1))),
    });
    common.filter(|(low, high)| low <= high)
}

fn finding(outlier: &Outlier, (a, b): (&String, &String)) -> Diagnostic {
    let (x, y) = outlier.row;
    let (low, high) = outlier.bounds;
    let middle = ((low + high) / Decimal::TWO).round_dp(4);
    let expected = x.value.saturating_mul(middle).round_dp(y.value.scale());
    Diagnostic::finding(
        y.span,
        format!(
            "« {b} » vaut ici {}, quand le coefficient de toutes les autres lignes donnerait environ {} pour {}",
            number(y.value),
            number(expected),
            number(x.value)
        ),
    )
    .arithmetic(format!("{} × {} = {}", number(x.value), number(middle), number(expected)))
    .also(x.span, format!("« {a} » : {}", number(x.value)))
    .help("corriger l’un des deux nombres, ou dire pourquoi cette ligne est calculée autrement")
}
