//! Checks forecasts that a table derives from a column and a signed rate, and the rate that the text announces.

use rust_decimal::{Decimal, RoundingStrategy};

use super::grid::{GridCell, first_number, grid_of, reference_span};
use super::quantities::prose_by_file;
use crate::check::Context;
use crate::check::figures_and_words::{number, percent};
use crate::diagnostic::Diagnostic;
use crate::lang::facts::{self, SaidFact, SaidValue, Trend};
use crate::model::passage::PassageKind;
use crate::model::table::{Content, DataTable};
use crate::model::{Fiche, Passage};
use crate::text::Span;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let prose = prose_by_file(context);
    for fiche in context.fiches() {
        let passages = prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
        for table in &fiche.tables {
            let grid = grid_of(table);
            for (index, row) in grid.iter().enumerate() {
                for (column, cell) in row.iter().enumerate() {
                    if let Some(rate) = rate(cell, index) {
                        findings.extend(compare(&grid, index, column, rate));
                        findings.extend(announced_rate(passages, fiche, table, cell.content.span, rate));
                    }
                }
            }
        }
    }
    findings
}

/// The signed rate that is all of a cell; merged cells count once, on the row that holds the content.
fn rate(cell: &GridCell<'_>, index: usize) -> Option<Decimal> {
    let Content::Text(text) = &cell.content.value else { return None };
    let text = text.trim();
    let is_signed = text.starts_with(['+', '-', '−', '–']) && text.ends_with('%');
    (is_signed && cell.origin_row == index).then_some(())?;
    match facts::read(text).facts.as_slice() {
        [SaidFact { value: SaidValue::Percentage(said), .. }] if said.number.high.is_none() => {
            Some(if said.trend == Some(Trend::Down) { -said.number.low } else { said.number.low })
        }
        _ => None,
    }
}

fn compare(grid: &[Vec<GridCell<'_>>], index: usize, column: usize, rate: Decimal) -> Option<Diagnostic> {
    let (left, right) = (column.checked_sub(1)?, column.checked_add(1)?);
    let covered = grid
        .iter()
        .enumerate()
        .skip(index)
        .take_while(|(_, row)| row.get(column).is_some_and(|cell| cell.origin_row == index));
    let mut terms = Vec::new();
    let mut forecast: Option<&GridCell<'_>> = None;
    for (row_index, row) in covered {
        let term = row.get(left)?;
        if term.origin_row == row_index {
            terms.push((first_number(&term.content.value)?, term.content.span));
        }
        let target = row.get(right)?;
        if forecast.is_some_and(|cell| cell.origin_row != target.origin_row) {
            return None;
        }
        forecast = Some(target);
    }
    let forecast = forecast?.content;
    let stated = first_number(&forecast.value)?;
    let sum = terms.iter().try_fold(Decimal::ZERO, |sum, (term, _)| sum.checked_add(*term))?;
    let exact = sum.checked_mul(Decimal::ONE.checked_add(rate.checked_div(Decimal::ONE_HUNDRED)?)?)?;
    let last_digit = Decimal::new(1, stated.scale());
    let gap = (exact - stated).abs();
    if gap.checked_mul(Decimal::TWO)? <= last_digit {
        return None;
    }
    let terms_written: Vec<String> = terms.iter().map(|(term, _)| number(*term)).collect();
    let base = if terms_written.len() > 1 {
        format!("({})", terms_written.join(" + "))
    } else {
        terms_written.concat()
    };
    let sign = if rate.is_sign_negative() { "−" } else { "+" };
    let arithmetic = format!("{base} {sign} {}", percent(rate.abs()));
    let message = if exact.trunc_with_scale(stated.scale()) == stated {
        let rounded = exact.round_dp_with_strategy(stated.scale(), RoundingStrategy::MidpointAwayFromZero);
        format!("{} est tronqué : l’arrondi de {arithmetic} serait {}", number(stated), number(rounded))
    } else {
        format!("{} n’est pas {arithmetic}", number(stated))
    };
    let mut finding = Diagnostic::finding(forecast.span, message)
        .arithmetic(format!(
            "{arithmetic} = {} ; affiché : {}",
            number(exact.round_dp(stated.scale().saturating_add(2).min(8))),
            number(stated)
        ))
        .help("corriger le nombre prévu, le taux, ou l’un des nombres de départ");
    for (term, span) in &terms {
        finding = finding.also(*span, number(*term));
    }
    Some(if gap < last_digit { finding.advice() } else { finding })
}

/// The paragraph above the table against the rate that the table applies.
fn announced_rate(
    passages: &[&Passage],
    fiche: &Fiche,
    table: &DataTable,
    at: Span,
    rate: Decimal,
) -> Option<Diagnostic> {
    let reference = reference_span(fiche, table)?;
    let before = |percentage: &&&Passage| {
        percentage.kind == PassageKind::Paragraph && percentage.span.end <= reference.start
    };
    let passage = passages.iter().rfind(before)?;
    let (percentage, span) = passage.facts().facts.iter().find_map(|fact| match &fact.value {
        SaidValue::Percentage(said) if said.trend.is_some() && said.number.high.is_none() => {
            (said.number.low != rate.abs()).then(|| (said.number.low, passage.span_of(&fact.bytes)))
        }
        _ => None,
    })?;
    Some(
        Diagnostic::finding(
            span,
            format!(
                "le texte annonce {}, et le tableau qui suit applique {}",
                percent(percentage),
                percent(rate.abs())
            ),
        )
        .also(at, "taux du tableau")
        .help("corriger l’un des deux taux"),
    )
}
