//! The cost of a full-time post that the prose gives to a group of staff, against what the charges value it at.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::stated_numbers::{self, NumberKind, StatedNumber, contains, roots};
use super::texts::{by_file, passages};
use super::valued_posts::{ValuedPost, posts};
use crate::check::Context;
use crate::diagnostic::Diagnostic;
use crate::lang::facts::{PerUnit, SaidValue};
use crate::lang::{flat, valued_name};
use crate::model::passage::is_prose;
use crate::model::{Fiche, Montant, Passage};

/// Most bytes between a number of posts and their cost.
const REACH: usize = 40;

/// What a text gives for one full-time post.
struct ToldCost<'p> {
    /// The amount as written.
    amount: StatedNumber<'p>,
    /// Euros for one post.
    of_one: Decimal,
}

/// What is said of the costs of posts that are not those of the charges.
pub(crate) fn wrong(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<Vec<String>, Vec<ValuedPost<'_>>> = BTreeMap::new();
    for post in context.fiches().flat_map(posts).filter(|post| post.is_annual() && post.head.len() > 1) {
        groups.entry(post.head.clone()).or_default().push(post);
    }
    if groups.is_empty() {
        return Vec::new();
    }
    let all = by_file(context.dossier);
    let of_fiche = |fiche: &Fiche| {
        let texts = passages(&all, fiche).iter().filter(|p| is_prose(p) && p.text.contains("ETP"));
        texts.flat_map(|passage| in_passage(passage, &groups)).collect::<Vec<_>>()
    };
    context.fiches().flat_map(of_fiche).collect()
}

fn in_passage(passage: &Passage, groups: &BTreeMap<Vec<String>, Vec<ValuedPost<'_>>>) -> Vec<Diagnostic> {
    let numbers = stated_numbers::read(passage);
    let told = numbers.iter().enumerate().filter_map(|(rank, amount)| {
        let before = rank.checked_sub(1).and_then(|before| numbers.get(before));
        Some(ToldCost { amount: amount.clone(), of_one: cost_of_one(before, amount)? })
    });
    let is_whole_year = |told: &ToldCost<'_>| {
        !passage.facts().facts.iter().any(|fact| {
            fact.sentence == told.amount.fact.sentence && matches!(fact.value, SaidValue::Duration { .. })
        })
    };
    told.filter(is_whole_year).filter_map(|told| compare(&told, groups)).collect()
}

/// The cost of one post: « 24 000 € par ETP », « 1,5 ETP à 24 000 € », « 1,5 ETP, soit 36 000 € ».
fn cost_of_one(before: Option<&StatedNumber<'_>>, amount: &StatedNumber<'_>) -> Option<Decimal> {
    if amount.kind != NumberKind::Euros || !amount.exact {
        return None;
    }
    if amount.per().contains(&PerUnit::FullTimePost) {
        return Some(amount.value);
    }
    let posts =
        before.filter(|n| n.kind == NumberKind::Count && n.names().first().is_some_and(|n| n == "etp"))?;
    let link = amount.passage.text.get(posts.bytes.end..amount.bytes.start)?;
    let words = flat(link);
    let words = words.trim().strip_prefix("etp")?.trim();
    if link.len() > REACH || posts.fact.sentence != amount.fact.sentence {
        return None;
    }
    let joins = ["correspond", "soit", "represent", "pour un cout", "pour un montant", "equiva"];
    match words {
        "a" => Some(amount.value),
        words if amount.per().is_empty() && joins.iter().any(|join| words.starts_with(join)) => {
            amount.value.checked_div(posts.value)
        }
        _ => None,
    }
}

fn compare(told: &ToldCost<'_>, groups: &BTreeMap<Vec<String>, Vec<ValuedPost<'_>>>) -> Option<Diagnostic> {
    let named = named_in_sentences(&told.amount);
    let mut named = groups.iter().filter(|(head, _)| contains(&named, head)).map(|(_, posts)| posts);
    // Of two groups, nothing tells which one is priced.
    let posts = named.next().filter(|_| named.next().is_none())?;
    let post = posts.first()?;
    let hundredth = |n: Decimal| n.checked_div(Decimal::ONE_HUNDRED).unwrap_or_default();
    let is_same = |post: &ValuedPost<'_>| (post.cost - told.of_one).abs() <= hundredth(post.cost);
    let of_a_size = |post: &ValuedPost<'_>| {
        let three = Decimal::from(3);
        told.of_one.checked_mul(three).is_some_and(|most| post.cost < most)
            && post.cost.checked_mul(three).is_some_and(|most| told.of_one < most)
    };
    if posts.iter().any(is_same) || !of_a_size(post) {
        return None;
    }
    let (one, cost) = (Montant::rounded(told.of_one)?, Montant::rounded(post.cost)?);
    let (name, fiche) = (valued_name(&post.charge.label.value), post.fiche.number.value);
    let message = format!(
        "le texte compte {one} par ETP pour « {name} », que la fiche {fiche} valorise à {cost} par an"
    );
    let finding = Diagnostic::finding(told.amount.span(), message);
    let finding = finding.also(post.cost_span, format!("fiche {fiche} : {cost} par an"));
    Some(finding.help("retenir un seul coût, ou dire ce qui distingue ces postes"))
}

/// The roots of the words of the sentence of a number, and of the one before it.
fn named_in_sentences(number: &StatedNumber<'_>) -> BTreeSet<String> {
    let sentences = &number.passage.facts().sentences;
    let last = number.fact.sentence;
    let ranks = last.saturating_sub(1)..=last;
    let texts = ranks.filter_map(|rank| number.passage.text.get(sentences.get(rank)?.clone()));
    texts.flat_map(roots).collect()
}
