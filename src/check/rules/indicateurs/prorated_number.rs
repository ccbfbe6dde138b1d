//! A yearly number, and the same over the period of the column.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::read_decimal;
use crate::model::table::{Column, Content, DataTable, Row};
use crate::text::{Spanned, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un nombre ramené à la période n’est pas le nombre annuel au prorata des mois",
    severity: Severity::Error,
    checks: "Dans un tableau de données, une colonne dont le titre, ou celui de son groupe, dit une période en mois \
              (« 10/21 au 12/22 ») et une cellule qui donne un nombre par an et ce qu’il fait (« 180 / an, soit 225 ») : \
              le second est le premier × mois ÷ 12, à moins d’une unité près (un écart d’une unité juste est un conseil). D’une fourchette (« 250 - 300 / an »), c’est la \
              borne haute que l’on ramène.",
    why: "La capacité ramenée à la période est celle que l’on compare au réalisé : fausse, elle fausse l’écart.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: bilans\n    titre: Les bilans prévus\n    colonnes:\n      - { titre: Lieu }\n      \
                    - { titre: Marché 10/23 au 12/24 }\n    lignes: |\n      Aubière | 180 / an // soit 225\n      \
                    Bourgon | 80 - 100 / an // soit 125 max\n\nfigures:\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\n{tableau.bilans}\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "soit 125 max",
            to: "soit 135 max",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "80 - 100 / an // soit 125 max",
            to: "90 - 110 / an // soit 137 max",
        }],
    },
};

static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    let period = r"\b(?P<m1>[0-9]{1,2})[/-](?:20)?(?P<a1>[0-9]{2})\s?(?:au|à|-)\s?(?P<m2>[0-9]{1,2})[/-](?:20)?(?P<a2>[0-9]{2})\b";
    let cell = r"(?i)(?P<an>[0-9]+(?:,[0-9]+)?)\s?(?:/|par)\s?an\b[^0-9]*\bsoit (?P<n>[0-9]+(?:,[0-9]+)?)";
    (pattern(period), pattern(cell))
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.tables.iter().flat_map(of_table)).collect()
}

/// The months of the period of a heading, both ends included.
fn month(column: &Column) -> Option<(u32, String)> {
    let titles = [Some(column.title.value.as_str()), column.group.as_deref()];
    let matched = titles.into_iter().flatten().find_map(|t| PATTERNS.0.captures(t))?;
    let n = |name: &str| matched.name(name)?.as_str().parse::<u32>().ok();
    let (m1, y1, m2, y2) = (n("m1")?, n("a1")?, n("m2")?, n("a2")?);
    let month = (y2.checked_sub(y1)? * 12 + m2 + 1).checked_sub(m1)?;
    ((1..=12).contains(&m1) && (1..=12).contains(&m2) && month > 0)
        .then(|| (month, matched.get(0).map_or("", |m| m.as_str()).to_owned()))
}

fn of_table(table: &DataTable) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, column) in table.columns.iter().enumerate() {
        let Some((month, period)) = month(column) else { continue };
        for line in &table.lines {
            if let Row::Cells(cells) = line
                && let Some(cell) = cells.get(index)
            {
                findings.extend(compare(cell, month, &period, column));
            }
        }
    }
    findings
}

fn compare(cell: &Spanned<Content>, month: u32, period: &str, column: &Column) -> Option<Diagnostic> {
    let Content::Text(text) = &cell.value else { return None };
    let matched = PATTERNS.1.captures(text)?;
    let read = |name: &str| read_decimal(matched.name(name)?.as_str()).ok();
    let (yr, stated) = (read("an")?, read("n")?);
    let exact = yr.checked_mul(Decimal::from(month))?.checked_div(Decimal::from(12))?;
    let gap = (exact - stated).abs();
    (gap >= Decimal::ONE).then(|| {
        let finding = Diagnostic::finding(
            cell.span,
            format!(
                "{} par an, sur les {month} mois de « {period} », ne font pas {}",
                number(yr),
                number(stated)
            ),
        )
        .also(column.title.span, format!("{month} mois"))
        .arithmetic(format!(
            "{} × {month} ÷ 12 = {} ; affiché : {}",
            number(yr),
            number(exact.round_dp(2)),
            number(stated)
        ))
        .help("corriger l’un des deux nombres, ou la période de la colonne");
        if gap == Decimal::ONE { finding.advice() } else { finding }
    })
}
