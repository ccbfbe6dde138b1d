//! Checks the ETP that the text announces against the time shares of the table before it.

use std::ops::Range;

use rust_decimal::Decimal;

use super::grid::{cell_text, grid_of, reference_span};
use super::quantities::prose_by_file;
use crate::check::Context;
use crate::check::figures_and_words::number;
use crate::diagnostic::Diagnostic;
use crate::lang::facts::{self, Facts, SaidValue};
use crate::model::passage::PassageKind;
use crate::model::table::DataTable;
use crate::model::{Fiche, Passage};
use crate::text::Span;

/// A share, in per cent, of a number of full-time equivalents.
struct TimeShare {
    share: Decimal,
    fte: Decimal,
    span: Span,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(context);
    let passages =
        |fiche: &Fiche| prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
    context
        .fiches()
        .flat_map(|fiche| {
            fiche.tables.iter().filter_map(|table| compare(passages(fiche), fiche, table)).collect::<Vec<_>>()
        })
        .collect()
}

fn time_shares(table: &DataTable) -> Vec<TimeShare> {
    let grid = grid_of(table);
    let places = grid
        .iter()
        .enumerate()
        .flat_map(|(index, row)| row.iter().filter(move |cell| cell.origin_row == index));
    places
        .filter_map(|cell| {
            let stated = cell_text(&cell.content.value);
            let read = facts::read(&stated);
            let share = read.facts.iter().find_map(|fact| match &fact.value {
                SaidValue::Percentage(share) if share.number.high.is_none() => Some(share.number.low),
                _ => None,
            })?;
            let (fte, _) = full_time_posts(&stated, &read).next()?;
            Some(TimeShare { share, fte, span: cell.content.span })
        })
        .collect()
}

/// The numbers of full-time posts of a text, with their bytes.
fn full_time_posts<'t>(text: &'t str, read: &'t Facts) -> impl Iterator<Item = (Decimal, Range<usize>)> + 't {
    read.facts.iter().filter_map(|fact| match &fact.value {
        SaidValue::Count { number, noun, .. } if number.high.is_none() => {
            let is_post = text.get(noun.clone())?.starts_with("ETP");
            is_post.then(|| (number.low, fact.bytes.clone()))
        }
        _ => None,
    })
}

fn compare(passages: &[&Passage], fiche: &Fiche, table: &DataTable) -> Option<Diagnostic> {
    let time_shares = time_shares(table);
    if time_shares.len() < 2 {
        return None;
    }
    let reference = reference_span(fiche, table)?;
    let after =
        |passage: &&&Passage| passage.kind == PassageKind::Paragraph && passage.span.start >= reference.end;
    let passage = passages.iter().find(after)?;
    let mut announced = full_time_posts(&passage.text, passage.facts());
    let (stated, bytes) = announced.next().filter(|_| announced.next().is_none())?;
    let sum = time_shares.iter().try_fold(Decimal::ZERO, |section, time_share| {
        section.checked_add(time_share.share.checked_mul(time_share.fte)?.checked_div(Decimal::ONE_HUNDRED)?)
    })?;
    let tolerance = Decimal::new(5, stated.scale().saturating_add(1).min(20));
    if (sum - stated).abs() <= tolerance {
        return None;
    }
    let terms: Vec<String> = time_shares
        .iter()
        .map(|time_share| format!("{} % × {}", number(time_share.share), number(time_share.fte)))
        .collect();
    let mut finding = Diagnostic::finding(
        passage.span_of(&bytes),
        format!(
            "le texte annonce {} ETP, et les quotités du tableau en font {}",
            number(stated),
            number(sum)
        ),
    )
    .arithmetic(format!("{} = {} ; affiché : {}", terms.join(" + "), number(sum), number(stated)))
    .help("corriger une quotité, un effectif ou le nombre annoncé");
    for time_share in &time_shares {
        finding = finding.also(
            time_share.span,
            format!("{} % de {} ETP", number(time_share.share), number(time_share.fte)),
        );
    }
    Some(finding)
}
