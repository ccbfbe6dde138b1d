//! A column of estimates that follows one rate, but for a row.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::check::figures_and_words::number;
use crate::check::rules::indicateurs::grid::grid;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::table::{Content, DataTable};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une estimation s’écarte du taux que suivent les autres lignes",
    severity: Severity::Warning,
    checks: "Dans un tableau de données, une colonne de nombres dont le titre dit une estimation, une évolution, une \
              prévision ou une projection, et la colonne de nombres qui la précède : quand au moins cinq lignes, et \
              toutes sauf une sur six au plus, se déduisent de la précédente par un même nombre entier de pour cent, \
              à l’arrondi près, les autres lignes sont signalées. Si deux taux conviennent autant, rien n’est dit.",
    why: "Une ligne qui s’écarte de la règle suivie par toutes les autres est presque toujours une faute de frappe, \
               et les moyens accordés en dépendent.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    example: Example {
        context: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "figures:\n",
                to: "  - id: files\n    titre: Les files d'attente\n    colonnes:\n      - { titre: Lieu }\n      \
                    - { titre: File en janvier 2024, type: nombre }\n      - { titre: Estimation en décembre 2024, type: nombre }\n    \
                    lignes: |\n      Aubière | 120 | 134\n      Bourgon | 85 | 95\n      Cerny | 143 | 160\n      \
                    Doré | 97 | 109\n      Esbly | 208 | 233\n      Fierville | 64 | 72\n\nfigures:\n",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "{tableau.sites}\n",
                to: "{tableau.sites}\n\n{tableau.files}\n",
            },
        ],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Doré | 97 | 109",
            to: "Doré | 97 | 119",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Doré | 97 | 109",
            to: "Doré | 97 | non communiqué",
        }],
    },
};

/// A row: the two numbers and where they are.
struct Couple {
    before: (Decimal, Span),
    after: (Decimal, Span),
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.tables.iter().flat_map(of_table)).collect()
}

fn of_table(table: &DataTable) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (index, column) in table.columns.iter().enumerate().skip(1) {
        let title = flat(&column.title.value);
        if ["estim", "evolution", "previ", "projection"].iter().any(|m| title.contains(m)) {
            findings.extend(
                index
                    .checked_sub(1)
                    .map(|before| compare(&couples(table, before, index)))
                    .unwrap_or_default(),
            );
        }
    }
    findings
}

fn couples(table: &DataTable, before: usize, after: usize) -> Vec<Couple> {
    let grid = grid(table);
    let read = |line: usize, column: usize| {
        let place = grid.get(line)?.get(column).filter(|p| p.head == line)?;
        match place.cell.value {
            Content::Number(n) if n > Decimal::ZERO => Some((n, place.cell.span)),
            _ => None,
        }
    };
    (0..grid.len())
        .filter_map(|l| Some(Couple { before: read(l, before)?, after: read(l, after)? }))
        .collect()
}

/// The whole numbers of per cent that lead from one number to the other, once rounded.
fn rate(couple: &Couple) -> Option<std::ops::RangeInclusive<i64>> {
    let per_cent = |n: Decimal| n.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(couple.before.0);
    let half = Decimal::new(5, couple.after.0.scale().saturating_add(1).min(20));
    let low = per_cent(couple.after.0.checked_sub(half)?)?.ceil().to_i64()?;
    let high = per_cent(couple.after.0.checked_add(half)?)?.floor().to_i64()?;
    // A small number admits too many rates to say anything.
    (high.saturating_sub(low) <= 20).then_some(low..=high)
}

fn compare(couples: &[Couple]) -> Vec<Diagnostic> {
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for possible in couples.iter().filter_map(rate) {
        for k in possible {
            *votes.entry(k).or_default() += 1;
        }
    }
    let Some(max) = votes.values().max().copied() else { return Vec::new() };
    let mut winners = votes.iter().filter(|(_, n)| **n == max).map(|(k, _)| *k);
    let (Some(winner), None) = (winners.next(), winners.next()) else { return Vec::new() };
    let out_of_range = couples.len().saturating_sub(max);
    if max < 5 || out_of_range == 0 || out_of_range.saturating_mul(6) > couples.len() || winner == 100 {
        return Vec::new();
    }
    let faulty = couples.iter().filter(|c| rate(c).is_some_and(|t| !t.contains(&winner)));
    faulty.filter_map(|c| report(c, winner, max)).collect()
}

fn report(couple: &Couple, winner: i64, max: usize) -> Option<Diagnostic> {
    let factor = Decimal::new(winner, 2);
    let exact = couple.before.0.checked_mul(factor)?;
    let (before, after) = (number(couple.before.0), number(couple.after.0));
    Some(
        Diagnostic::finding(
            couple.after.1,
            format!(
                "{after} ne se déduit pas de {before} comme sur les {max} autres lignes, par × {}",
                number(factor)
            ),
        )
        .also(couple.before.1, before.clone())
        .arithmetic(format!("{before} × {} = {} ; affiché : {after}", number(factor), number(exact)))
        .help("corriger l’un des deux nombres, ou dire ce qui distingue cette ligne"),
    )
}
