//! Checks forecasts that a table derives from a column and a signed rate, and the rate that the text announces.

use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};

use super::grid::{GridCell, first_number, grid_of, reference_span};
use super::quantities::prose_by_file;
use crate::check::figures_and_words::{number, percent};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::passage::{Fact, PassageKind};
use crate::model::table::{Content, DataTable};
use crate::model::{Fiche, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une valeur prévue n’est pas la valeur actuelle augmentée du taux affiché",
    severity: Severity::Error,
    checks: "Dans un tableau de données, une cellule qui n’est qu’un taux signé (« + 17 % »), entre une colonne de \
              nombres à sa gauche et une autre à sa droite : le nombre de droite est la somme de ceux de gauche, sur \
              les lignes que la cellule couvre, augmentée du taux et arrondie. Un écart d’une unité du dernier chiffre \
              est un conseil, qui dit l’arrondi quand le nombre est tronqué. Le paragraphe qui précède le tableau, s’il annonce une hausse ou une baisse en pour cent, \
              annonce ce taux.",
    why: "Une prévision qui ne suit pas de son taux ne peut justifier ni des postes ni une subvention.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: postes\n    titre: Les postes d'accueil\n    colonnes:\n      - { titre: Postes actuels, type: valeur }\n      \
                    - { titre: Augmentation, type: valeur }\n      - { titre: Postes prévus, type: valeur }\n    lignes: |\n      \
                    8,5 (bourg) | + 10 % | 10,45\n      1           | ^      | ^\n\nfigures:\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\nLes postes sont en hausse de 10 %.\n\n{tableau.postes}\n",
            },
        ],
        fault: &[Change { file: "content/2024/fiches/01-accueil.md", from: "| 10,45\n", to: "| 12,45\n" }],
        admitted: &[Change { file: "content/2024/fiches/01-accueil.md", from: "| 10,45\n", to: "| 10,5\n" }],
    },
};

static RATE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<s>[+\-−–])\s?(?P<n>[0-9]{1,3}(?:,[0-9]+)?)\s?%$"));

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
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

/// The signed rate of a cell; merged cells count once, on the row that holds the content.
fn rate(cell: &GridCell<'_>, index: usize) -> Option<Decimal> {
    let Content::Text(text) = &cell.content.value else { return None };
    let found = RATE.captures(text.trim()).filter(|_| cell.origin_row == index)?;
    let rate = crate::lang::numbers::read_decimal(found.name("n")?.as_str()).ok()?;
    Some(if found.name("s")?.as_str() == "+" { rate } else { -rate })
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
    let words = flat(&passage.text);
    if !["hausse", "augment", "baisse", "diminu"].iter().any(|mention| words.contains(mention)) {
        return None;
    }
    let percentages: Vec<_> = passage
        .mentions
        .iter()
        .filter_map(|mention| match mention.fact {
            Fact::Percentage(percentage) => Some((percentage, passage.fact_span(mention))),
            _ => None,
        })
        .collect();
    let (percentage, span) = *percentages.iter().find(|(percentage, _)| *percentage != rate.abs())?;
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
