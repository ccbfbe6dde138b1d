//! Checks that a post or a category of staff is valued at one unit cost.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::told_post_cost;
use super::valued_posts::{ValuedPost, posts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Montant;
use crate::text::words;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const CHARGE: &str = "    - { libelle: Accompagnement, montant: 30 880 € }";

pub(crate) static PAGE: Page = Page {
    title: "un même poste est valorisé à deux coûts unitaires",
    severity: Severity::Warning,
    checks: "Les coûts annuels des charges de même libellé (précisions entre parenthèses ou après deux-points à part), et \
              les coûts annuels ou journaliers des charges qui nomment la même catégorie (A, B ou C), dans tout l’acte. \
              Deux coûts différents sont signalés, sauf une hausse de 10 % au plus par an d’un budget à celui d’une \
              période plus tardive ; pour une simple catégorie, qui réunit plusieurs grades, en conseil. Le coût d’un ETP que la prose donne \
              aux mêmes personnes (« 1,5 ETP, soit 36 000 € », « 24 000 € par ETP ») est comparé à leur coût annuel.",
    why: "Le même agent ne peut coûter deux prix : l’une des valorisations est à revoir, ou une raison est à dire.",
    source: "Cohérence interne de l’acte ; justification des dépenses de personnel valorisées.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: CHARGE,
            to: "    - { libelle: Travailleurs sociaux, valorisation: { effectif: 1, mois: 8, cout_annuel: 46 320 € } }",
        }],
        admitted: &[Change {
            file: FILE,
            from: CHARGE,
            to: "    - { libelle: Accompagnement par un psychologue, valorisation: { effectif: 1, mois: 8, cout_annuel: 46 320 € } }",
        }],
    },
};

/// The most that a cost rises in a year, step and inflation together.
const RISE_A_YEAR: Decimal = Decimal::from_parts(10, 0, 0, false, 2);

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_label: BTreeMap<Vec<String>, Vec<ValuedPost<'_>>> = BTreeMap::new();
    let mut by_category: BTreeMap<(String, &str), Vec<ValuedPost<'_>>> = BTreeMap::new();
    for post in context.fiches().flat_map(posts) {
        if let Some(letter) = category(&post.charge.label.value) {
            by_category.entry((letter, post.unit)).or_default().push(post.clone());
        }
        if post.is_annual() && !post.head.is_empty() {
            by_label.entry(post.head.clone()).or_default().push(post);
        }
    }
    let alike =
        by_label.into_values().filter_map(|p| compare(&p, &format!("« {} »", p.first()?.charge.label.value)));
    let categories = by_category.into_iter().filter_map(|((letter, _), p)| {
        // Posts with the same label are compared by label already.
        let labels = p.iter().any(|a| p.first().is_some_and(|b| a.head != b.head || !a.is_annual()));
        compare(&p, &format!("la catégorie {letter}")).filter(|_| labels).map(Diagnostic::advice)
    });
    alike.chain(categories).chain(told_post_cost::wrong(context)).collect()
}

/// The letter of « catégorie A ».
fn category(label: &str) -> Option<String> {
    let words: Vec<&str> = words(label).map(|(_, word)| word).collect();
    let mut pairs = words.windows(2).filter_map(|pair| pair.first().zip(pair.last()));
    let (_, letter) = pairs.find(|(word, _)| flat(word) == "categorie")?;
    let letter = letter.to_uppercase();
    ["A", "B", "C"].contains(&letter.as_str()).then_some(letter)
}

/// Whether posts cost the same in budgets of one period, and no less in a later one: a salary rises with the years.
fn rises_with_the_years(posts: &[ValuedPost<'_>]) -> bool {
    let mut by_period: BTreeMap<i32, Decimal> = BTreeMap::new();
    let is_one_by_period = posts.iter().all(|post| {
        post.since.is_some_and(|since| *by_period.entry(since).or_insert(post.cost) == post.cost)
    });
    let within_reason = |before: Decimal, months: i32, after: Decimal| {
        let years = Decimal::from(months).checked_div(Decimal::from(12))?;
        let most = before.checked_mul(Decimal::ONE.checked_add(RISE_A_YEAR.checked_mul(years)?)?)?;
        Some((before..=most).contains(&after))
    };
    let periods: Vec<(i32, Decimal)> = by_period.into_iter().collect();
    is_one_by_period
        && periods.windows(2).all(|pair| match pair {
            [(a, before), (b, after)] => within_reason(*before, b - a, *after).unwrap_or(false),
            _ => false,
        })
}

fn compare(posts: &[ValuedPost<'_>], what: &str) -> Option<Diagnostic> {
    if rises_with_the_years(posts) {
        return None;
    }
    let mut counts: BTreeMap<Decimal, usize> = BTreeMap::new();
    posts.iter().for_each(|p| *counts.entry(p.cost).or_default() += 1);
    // The rarest cost is the suspect one; among equals, the last written.
    let (rarest, _) = counts.iter().min_by_key(|(_, n)| **n).filter(|_| counts.len() > 1)?;
    let suspect = posts.iter().rev().find(|p| p.cost == *rarest)?;
    let say = |p: &ValuedPost<'_>| {
        format!("{} {}", Montant::rounded(p.cost).unwrap_or_default(), p.unit).trim_end().to_owned()
    };
    let others: Vec<String> = counts
        .keys()
        .filter(|v| *v != rarest)
        .map(|v| Montant::rounded(*v).unwrap_or_default().to_string())
        .collect();
    let mut finding = Diagnostic::finding(
        suspect.cost_span,
        format!("{what} est valorisé ici à {}, et ailleurs à {}", say(suspect), others.join(", ")),
    )
    .help("retenir un seul coût, ou dire ce qui distingue ces postes");
    for p in posts.iter().filter(|p| p.cost_span != suspect.cost_span).take(12) {
        finding = finding.also(p.cost_span, format!("fiche {} : {}", p.fiche.number.value, say(p)));
    }
    Some(finding)
}
