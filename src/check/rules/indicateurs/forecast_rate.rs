//! A table that applies an increase in per cent to a column.

use std::sync::LazyLock;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::check::figures_and_words::{number, percent};
use crate::check::rules::indicateurs::grid::{Place, first_number, grid};
use crate::check::rules::indicateurs::quantities::prose_by_file;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::passage::{Fact, PassageKind};
use crate::model::table::{Content, DataTable};
use crate::model::text::Block;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let prose = prose_by_file(c);
    for fiche in c.fiches() {
        let passages = prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
        for table in &fiche.tables {
            let grid = grid(table);
            for (index, line) in grid.iter().enumerate() {
                for (column, place) in line.iter().enumerate() {
                    if let Some(rate) = rate(place, index) {
                        findings.extend(compare(&grid, index, column, rate));
                        findings.extend(announced(passages, fiche, table, place.cell.span, rate));
                    }
                }
            }
        }
    }
    findings
}

/// The signed rate of a cell, on its own row.
fn rate(place: &Place<'_>, index: usize) -> Option<Decimal> {
    let Content::Text(text) = &place.cell.value else { return None };
    let parsed = RATE.captures(text.trim()).filter(|_| place.head == index)?;
    let n = crate::lang::numbers::read_decimal(parsed.name("n")?.as_str()).ok()?;
    Some(if parsed.name("s")?.as_str() == "+" { n } else { -n })
}

fn compare(grid: &[Vec<Place<'_>>], index: usize, column: usize, rate: Decimal) -> Option<Diagnostic> {
    let (left, right) = (column.checked_sub(1)?, column.checked_add(1)?);
    let covered = grid
        .iter()
        .enumerate()
        .skip(index)
        .take_while(|(_, l)| l.get(column).is_some_and(|p| p.head == index));
    let mut terms = Vec::new();
    let mut planned: Option<&Place<'_>> = None;
    for (k, line) in covered {
        let term = line.get(left)?;
        if term.head == k {
            terms.push((first_number(&term.cell.value)?, term.cell.span));
        }
        let target = line.get(right)?;
        if planned.is_some_and(|p| p.head != target.head) {
            return None;
        }
        planned = Some(target);
    }
    let planned = planned?.cell;
    let stated = first_number(&planned.value)?;
    let sum = terms.iter().try_fold(Decimal::ZERO, |s, (n, _)| s.checked_add(*n))?;
    let exact = sum.checked_mul(Decimal::ONE.checked_add(rate.checked_div(Decimal::ONE_HUNDRED)?)?)?;
    let stride = Decimal::new(1, stated.scale());
    let gap = (exact - stated).abs();
    if gap.checked_mul(Decimal::TWO)? <= stride {
        return None;
    }
    let statements: Vec<String> = terms.iter().map(|(n, _)| number(*n)).collect();
    let base =
        if statements.len() > 1 { format!("({})", statements.join(" + ")) } else { statements.concat() };
    let sign = if rate.is_sign_negative() { "−" } else { "+" };
    let arithmetic = format!("{base} {sign} {}", percent(rate.abs()));
    let message = if exact.trunc_with_scale(stated.scale()) == stated {
        let rounded = exact.round_dp_with_strategy(stated.scale(), RoundingStrategy::MidpointAwayFromZero);
        format!("{} est tronqué : l’arrondi de {arithmetic} serait {}", number(stated), number(rounded))
    } else {
        format!("{} n’est pas {arithmetic}", number(stated))
    };
    let mut finding = Diagnostic::finding(planned.span, message)
        .arithmetic(format!(
            "{arithmetic} = {} ; affiché : {}",
            number(exact.round_dp(stated.scale().saturating_add(2).min(8))),
            number(stated)
        ))
        .help("corriger le nombre prévu, le taux, ou l’un des nombres de départ");
    for (n, span) in &terms {
        finding = finding.also(*span, number(*n));
    }
    Some(if gap < stride { finding.advice() } else { finding })
}

/// The paragraph above the table that announces another rate.
fn announced(
    passages: &[&Passage],
    fiche: &Fiche,
    table: &DataTable,
    at: Span,
    rate: Decimal,
) -> Option<Diagnostic> {
    let key = format!("tableau.{}", table.id.value);
    let mut blocks = fiche.introduction.iter().chain(fiche.sections.iter().flat_map(|s| &s.body));
    let reference = blocks.find_map(|b| match b {
        Block::Reference(r) if r.value == key => Some(r.span),
        _ => None,
    })?;
    let before = |p: &&&Passage| p.kind == PassageKind::Paragraph && p.span.end <= reference.start;
    let passage = passages.iter().rfind(before)?;
    let words = flat(&passage.text);
    if !["hausse", "augment", "baisse", "diminu"].iter().any(|m| words.contains(m)) {
        return None;
    }
    let statements: Vec<_> = passage
        .mentions
        .iter()
        .filter_map(|m| match m.fact {
            Fact::Percentage(p) => Some((p, passage.fact_span(m))),
            _ => None,
        })
        .collect();
    let (p, span) = *statements.iter().find(|(p, _)| *p != rate.abs())?;
    Some(
        Diagnostic::finding(
            span,
            format!(
                "le texte annonce {}, et le tableau qui suit applique {}",
                percent(p),
                percent(rate.abs())
            ),
        )
        .also(at, "taux du tableau")
        .help("corriger l’un des deux taux"),
    )
}
