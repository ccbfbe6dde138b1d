//! Checks yearly numbers prorated to the period of their column (« 180 / an, soit 225 »).

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::Context;
use crate::check::figures_and_words::number;
use crate::diagnostic::Diagnostic;
use crate::lang::numbers::read_decimal;
use crate::model::table::{Content, DataColumn, DataRow, DataTable};
use crate::text::{Spanned, pattern};
use regex::Regex;

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<m1>[0-9]{1,2})[/-](?:20)?(?P<a1>[0-9]{2})\s?(?:au|à|-)\s?(?P<m2>[0-9]{1,2})[/-](?:20)?(?P<a2>[0-9]{2})\b",
    )
});

static YEARLY_AND_PRORATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)(?P<an>[0-9]+(?:,[0-9]+)?)\s?(?:/|par)\s?an\b[^0-9]*\bsoit (?P<n>[0-9]+(?:,[0-9]+)?)")
});

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.tables.iter().flat_map(in_table)).collect()
}

/// Months of the period in a column heading, both ends included, and the period as written.
fn column_months(column: &DataColumn) -> Option<(u32, String)> {
    let titles = [Some(column.title.value.as_str()), column.group.as_deref()];
    let matched = titles.into_iter().flatten().find_map(|t| PERIOD.captures(t))?;
    let n = |name: &str| matched.name(name)?.as_str().parse::<u32>().ok();
    let (m1, y1, m2, y2) = (n("m1")?, n("a1")?, n("m2")?, n("a2")?);
    let months = (y2.checked_sub(y1)? * 12 + m2 + 1).checked_sub(m1)?;
    ((1..=12).contains(&m1) && (1..=12).contains(&m2) && months > 0)
        .then(|| (months, matched.get(0).map_or("", |m| m.as_str()).to_owned()))
}

fn in_table(table: &DataTable) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (column_index, column) in table.columns.iter().enumerate() {
        let Some((months, period)) = column_months(column) else { continue };
        for row in &table.lines {
            if let DataRow::Cells(cells) = row
                && let Some(cell) = cells.get(column_index)
            {
                findings.extend(compare(cell, months, &period, column));
            }
        }
    }
    findings
}

fn compare(cell: &Spanned<Content>, months: u32, period: &str, column: &DataColumn) -> Option<Diagnostic> {
    let Content::Text(text) = &cell.value else { return None };
    let found = YEARLY_AND_PRORATED.captures(text)?;
    let decimal = |name: &str| read_decimal(found.name(name)?.as_str()).ok();
    let (yearly, stated) = (decimal("an")?, decimal("n")?);
    let exact = yearly.checked_mul(Decimal::from(months))?.checked_div(Decimal::from(12))?;
    let gap = (exact - stated).abs();
    (gap >= Decimal::ONE).then(|| {
        let finding = Diagnostic::finding(
            cell.span,
            format!(
                "{} par an, sur les {months} mois de « {period} », ne font pas {}",
                number(yearly),
                number(stated)
            ),
        )
        .also(column.title.span, format!("{months} mois"))
        .arithmetic(format!(
            "{} × {months} ÷ 12 = {} ; affiché : {}",
            number(yearly),
            number(exact.round_dp(2)),
            number(stated)
        ))
        .help("corriger l’un des deux nombres, ou la période de la colonne");
        if gap == Decimal::ONE { finding.advice() } else { finding }
    })
}
