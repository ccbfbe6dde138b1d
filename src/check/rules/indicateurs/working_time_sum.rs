//! Checks the ETP that the text announces against the time shares of the table before it.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::grid::{cell_text, grid_of, reference_span};
use super::quantities::prose_by_file;
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_decimal;
use crate::model::passage::PassageKind;
use crate::model::table::DataTable;
use crate::model::{Fiche, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "les quotités d’un tableau ne font pas les ETP que le texte annonce",
    severity: Severity::Error,
    checks: "Un tableau de données dont une colonne donne des quotités d’effectifs (« 20 % de 7 ETP ») et le paragraphe \
              qui le suit, s’il annonce un seul nombre d’ETP : ce nombre est la somme des quotités, à l’arrondi écrit.",
    why: "Le nombre d’ETP est la base du coût que l’acte met en face : faux, il fausse la participation de chacun.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\n{tableau.temps}\n\nLe temps est compté.\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: temps\n    titre: Le temps de travail\n    colonnes:\n      - { titre: Fonction }\n      \
                - { titre: Temps }\n    lignes: |\n      Référents | 20 % des missions de 7 ETP\n      \
                Pilotage  | 30 % des missions d'1 ETP\n\nfigures:\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le temps est compté.\n",
            to: "Cela revient à 1,5 ETP en année pleine.\n",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le temps est compté.\n",
            to: "Cela revient à 1,7 ETP en année pleine.\n",
        }],
    },
};

static TIME_SHARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<p>[0-9]{1,3}(?:,[0-9]+)?)\s?%[^0-9%]{0,40}?\b(?:de |d['’])(?P<n>[0-9]+(?:,[0-9]+)?)\s?ETP\b",
    )
});

static FTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?P<n>[0-9]+(?:,[0-9]+)?)\s?ETP\b"));

/// A share, in per cent, of a number of full-time equivalents.
struct TimeShare {
    share: Decimal,
    fte: Decimal,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
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
            let found = TIME_SHARE.captures(&stated)?;
            let decimal = |name: &str| read_decimal(found.name(name)?.as_str()).ok();
            Some(TimeShare { share: decimal("p")?, fte: decimal("n")?, span: cell.content.span })
        })
        .collect()
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
    let mut announced = FTE.captures_iter(&passage.text);
    let announced_fte = announced.next().filter(|_| announced.next().is_none())?.name("n")?;
    let stated = read_decimal(announced_fte.as_str()).ok()?;
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
        passage.span_of(&announced_fte.range()),
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
