//! Checks the rates and bases of a valorisation against those that the label and the prose give.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::arithmetic;
use super::stated_numbers::{self, NumberKind, StatedNumber, contains, roots};
use super::texts::{by_file, passage_at, passages};
use super::valued_posts::{ValuedPost, posts};
use crate::check::figures_and_words::percent;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::budget::{Factor, FactorKind};
use crate::model::{Fiche, Montant, Passage};
use crate::text::Span;

const FILE: &str = "content/2024/fiches/01-accueil.md";
const SENTENCE: &str = "Deux sites ouvrent :";

pub(crate) static PAGE: Page = Page {
    title: "un taux ou une assiette valorisés ne sont pas ceux du texte",
    severity: Severity::Warning,
    checks: "La part de temps et le taux d’une charge contre le seul pourcentage de son libellé, ou contre les phrases de \
              la prose qui nomment ces personnes et disent « … % de leur temps » (ou « de leur ETP ») ; le seul taux de la \
              fiche contre « porter ce taux à … % » ; la seule assiette contre le seul montant que la prose donne en \
              millions. Il suffit que la prose donne une fois la valeur pour que rien ne soit signalé.",
    why: "Le montant engagé est le produit de ces facteurs : si le texte en donne un autre, il est contestable.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Les travailleurs sociaux y passent 40 % de leur temps. Deux sites ouvrent :",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Les travailleurs sociaux y passent 50 % de leur temps. Deux sites ouvrent :",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Les bénévoles y passent 40 % de leur temps. Deux sites ouvrent :",
            },
            Change {
                file: FILE,
                from: "    - libelle: Travailleurs sociaux",
                to: "    - libelle: Travailleurs sociaux (à 50 %)",
            },
        ],
    },
};

/// Roots of the words after a share of time: « de leur temps ».
const TIME_WORDS: [&str; 3] = ["etp", "temp", "mission"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    context.fiches().flat_map(|fiche| in_fiche(fiche, passages(&all, fiche))).collect()
}

fn in_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let posts = posts(fiche);
    if posts.is_empty() {
        return Vec::new();
    }
    let prose: Vec<StatedNumber<'_>> =
        stated_numbers::of_prose(passages).filter(|number| number.kind != NumberKind::Count).collect();
    let mut findings = Vec::new();
    for post in &posts {
        let label =
            passage_at(passages, post.charge.label.span).map(stated_numbers::read).unwrap_or_default();
        for factor in post.valorisation.factors.iter().filter(|f| matches!(f.kind, FactorKind::Percentage(_)))
        {
            findings.extend(check_percentage(factor, post, &label, &prose));
        }
    }
    findings.extend(raised_rate(&posts, &prose));
    findings.extend(basis_in_millions(&posts, &prose));
    findings
}

/// Compares a percentage with the label or, for a share of time, with the sentences that name the staff.
fn check_percentage(
    factor: &Factor,
    post: &ValuedPost<'_>,
    label: &[StatedNumber<'_>],
    prose: &[StatedNumber<'_>],
) -> Option<Diagnostic> {
    let mut in_label = label.iter().filter(|number| number.kind == NumberKind::Percentage);
    if let Some(stated) = in_label.next() {
        let only = in_label.next().is_none() && stated.value != factor.value.value;
        return only.then(|| {
            finding(factor.value.span, stated.span(), stated, &percent(factor.value.value), "le libellé")
        });
    }
    if post.head.len() < 2 || factor.kind != FactorKind::TIME_SHARE {
        return None;
    }
    let of_time = |number: &&StatedNumber<'_>| {
        number.kind == NumberKind::Percentage
            && number.names().first().is_some_and(|n| TIME_WORDS.contains(&n.as_str()))
            && sentence_contains(number, &post.head)
    };
    unless_confirmed(factor, &prose.iter().filter(of_time).collect::<Vec<_>>())
}

fn sentence_contains(number: &StatedNumber<'_>, words: &[String]) -> bool {
    let sentence: BTreeSet<String> = roots(number.passage.sentence(&number.bytes)).into_iter().collect();
    contains(&sentence, words)
}

/// Reports the first candidate, unless one of them confirms the factor. Wrong calculations are left to FIN-022.
fn unless_confirmed(factor: &Factor, candidates: &[&StatedNumber<'_>]) -> Option<Diagnostic> {
    if candidates.iter().any(|number| number.value == factor.value.value) {
        return None;
    }
    let stated =
        candidates.iter().find(|number| !arithmetic::wrong(number.passage).contains(&number.span()))?;
    Some(finding(stated.span(), factor.value.span, stated, &percent(factor.value.value), "le texte"))
}

fn finding(here: Span, other: Span, stated: &StatedNumber<'_>, value: &str, who: &str) -> Diagnostic {
    Diagnostic::finding(
        here,
        format!("{who} dit « {} », et la valorisation compte {value}", stated.excerpt()),
    )
    .also(other, format!("{} contre {value}", stated.as_written()))
    .help("corriger le facteur ou le texte")
}

/// « porter ce taux à 35 % » against the only rate that the fiche values.
fn raised_rate(posts: &[ValuedPost<'_>], prose: &[StatedNumber<'_>]) -> Option<Diagnostic> {
    let factor = only(posts, FactorKind::RATE)?;
    let carries = |number: &&StatedNumber<'_>| {
        let before = number.before(40).to_lowercase();
        number.kind == NumberKind::Percentage
            && before.contains("porter")
            && before.trim_end().ends_with("taux à")
    };
    unless_confirmed(factor, &prose.iter().filter(carries).collect::<Vec<_>>())
}

/// « près de 4,5 millions d’euros » against the only base that the fiche values.
fn basis_in_millions(posts: &[ValuedPost<'_>], prose: &[StatedNumber<'_>]) -> Option<Diagnostic> {
    let factor = only(posts, FactorKind::BASIS)?;
    let mut in_millions = prose
        .iter()
        .filter(|number| number.kind == NumberKind::Euros && number.as_written().contains("illion"));
    let stated = in_millions
        .next()
        .filter(|d| in_millions.next().is_none() && !arithmetic::wrong(d.passage).contains(&d.span()))?;
    let gap = (stated.value - factor.value.value).abs();
    // Further than a third apart, it is another amount.
    if gap <= stated.half_last_unit() || gap.checked_mul(Decimal::from(3))? > factor.value.value {
        return None;
    }
    let value = Montant::rounded(factor.value.value)?.to_string();
    Some(finding(stated.span(), factor.value.span, stated, &value, "le texte"))
}

/// The factor of a kind, when only one charge has it.
fn only<'d>(posts: &[ValuedPost<'d>], kind: FactorKind) -> Option<&'d Factor> {
    let mut factors = posts.iter().filter_map(|p| p.factor(kind));
    factors.next().filter(|_| factors.next().is_none())
}
