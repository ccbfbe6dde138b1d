//! A rate or a base of a valuation that differs from what the label or the prose gives.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::check::figures_and_words::percent;
use crate::check::rules::finance::arithmetic;
use crate::check::rules::finance::magnitudes::{self, Kind, Magnitude, contains, roots};
use crate::check::rules::finance::texts::{by_file, passage_at, passages};
use crate::check::rules::finance::valued_posts::{Post, posts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::budget::{BudgetKind, Factor};
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

/// What a share of time is a share of.
const TIME_WORDS: [&str; 3] = ["etp", "temp", "mission"];

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    c.fiches().flat_map(|f| in_fiche(f, passages(&all, f))).collect()
}

fn in_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let posts = posts(fiche);
    if posts.is_empty() {
        return Vec::new();
    }
    let prose: Vec<Magnitude<'_>> =
        magnitudes::of_prose(passages).filter(|g| g.sort != Kind::Count).collect();
    let mut findings = Vec::new();
    for post in &posts {
        let label = passage_at(passages, post.charge.label.span).map(magnitudes::read).unwrap_or_default();
        for factor in post.valorisation.factors.iter().filter(|f| matches!(f.kind, BudgetKind::Percentage(_)))
        {
            findings.extend(percentage(factor, post, &label, &prose));
        }
    }
    findings.extend(rate_carried(&posts, &prose));
    findings.extend(basis(&posts, &prose));
    findings
}

/// Against the label, or against the sentences that name the persons and their time.
fn percentage(
    factor: &Factor,
    post: &Post<'_>,
    label: &[Magnitude<'_>],
    prose: &[Magnitude<'_>],
) -> Option<Diagnostic> {
    let mut statements = label.iter().filter(|g| g.sort == Kind::Percentage);
    if let Some(stated) = statements.next() {
        let only = statements.next().is_none() && stated.value != factor.value.value;
        return only.then(|| {
            finding(factor.value.span, stated.span(), stated, &percent(factor.value.value), "le libellé")
        });
    }
    if post.head.len() < 2 || factor.kind != BudgetKind::Percentage("du temps") {
        return None;
    }
    let of_time = |g: &&Magnitude<'_>| {
        g.sort == Kind::Percentage
            && g.names().first().is_some_and(|n| TIME_WORDS.contains(&n.as_str()))
            && sentence_contains(g, &post.head)
    };
    against(factor, &prose.iter().filter(of_time).collect::<Vec<_>>())
}

fn sentence_contains(g: &Magnitude<'_>, words: &[String]) -> bool {
    let sentence: BTreeSet<String> = roots(g.passage.sentence(&g.bytes)).into_iter().collect();
    contains(&sentence, words)
}

/// What prose says, when it never says the factor; what a false computation says is told by it.
fn against(factor: &Factor, statements: &[&Magnitude<'_>]) -> Option<Diagnostic> {
    if statements.iter().any(|g| g.value == factor.value.value) {
        return None;
    }
    let stated = statements.iter().find(|g| !arithmetic::wrong(g.passage).contains(&g.span()))?;
    Some(finding(stated.span(), factor.value.span, stated, &percent(factor.value.value), "le texte"))
}

fn finding(here: Span, other: Span, stated: &Magnitude<'_>, value: &str, who: &str) -> Diagnostic {
    Diagnostic::finding(
        here,
        format!("{who} dit « {} », et la valorisation compte {value}", stated.excerpt()),
    )
    .also(other, format!("{} contre {value}", stated.as_written()))
    .help("corriger le facteur ou le texte")
}

/// « porter ce taux à 35 % » against the only rate that the fiche values.
fn rate_carried(posts: &[Post<'_>], prose: &[Magnitude<'_>]) -> Option<Diagnostic> {
    let factor = only(posts, BudgetKind::Percentage(""))?;
    let carries = |g: &&Magnitude<'_>| {
        let before = g.before(40).to_lowercase();
        g.sort == Kind::Percentage && before.contains("porter") && before.trim_end().ends_with("taux à")
    };
    against(factor, &prose.iter().filter(carries).collect::<Vec<_>>())
}

/// « près de 4,5 millions d’euros » against the only base that the fiche values.
fn basis(posts: &[Post<'_>], prose: &[Magnitude<'_>]) -> Option<Diagnostic> {
    let factor = only(posts, BudgetKind::Montant(""))?;
    let mut statements = prose.iter().filter(|g| g.sort == Kind::Euros && g.as_written().contains("illion"));
    let stated = statements
        .next()
        .filter(|d| statements.next().is_none() && !arithmetic::wrong(d.passage).contains(&d.span()))?;
    let gap = (stated.value - factor.value.value).abs();
    // Farther than a third, it is another amount.
    if gap <= stated.half() || gap.checked_mul(Decimal::from(3))? > factor.value.value {
        return None;
    }
    let value = Montant::rounded(factor.value.value)?.to_string();
    Some(finding(stated.span(), factor.value.span, stated, &value, "le texte"))
}

/// The factor of a kind, when one charge only has it.
fn only<'d>(posts: &[Post<'d>], kind: BudgetKind) -> Option<&'d Factor> {
    let mut factors = posts.iter().filter_map(|p| p.factor(kind));
    factors.next().filter(|_| factors.next().is_none())
}
