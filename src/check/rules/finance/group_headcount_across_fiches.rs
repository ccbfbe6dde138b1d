//! Checks that another fiche does not give a valued group another headcount.

use std::collections::BTreeMap;

use super::stated_numbers::{self, NumberKind, StatedNumber, begins, roots};
use super::texts::{by_file, passages};
use super::valued_posts::{ValuedPost, posts};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::valued_name;
use crate::model::budget::{Factor, FactorKind};

const FILE: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "Une équipe mobile va vers les jeunes dont le parcours s'interrompt, là où ils sont.";

pub(crate) static PAGE: Page = Page {
    title: "l’effectif d’un groupe valorisé n’est pas le même dans une autre fiche",
    severity: Severity::Warning,
    checks: "Un groupe nommé d’au moins deux mots, qu’une fiche valorise avec un effectif, et qu’une autre fiche cite en \
              entier avec son nombre : « les 14 directeurs d’accueil » ou « directeurs d’accueil (14) ». « 3 directeurs \
              d’accueil », sans article défini, n’est qu’une partie du groupe et n’est pas comparé.",
    why: "Le même groupe valorisé à deux effectifs donne deux coûts.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Le suivi revient aux travailleurs sociaux (4), en lien avec la fiche 1.",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Le suivi revient aux travailleurs sociaux (3), en lien avec la fiche 1.",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Le suivi revient à 2 travailleurs sociaux, en lien avec la fiche 1.",
            },
        ],
    },
};

/// By group (roots of its label): the factor that counts it, in each fiche that values it.
type ValuedGroups<'d> = BTreeMap<Vec<String>, Vec<(&'d Factor, ValuedPost<'d>)>>;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut groups: ValuedGroups<'_> = BTreeMap::new();
    for post in context.fiches().flat_map(posts).filter(|p| p.head.len() > 1) {
        let factor = post.factor(FactorKind::HEADCOUNT).or_else(|| post.factor(FactorKind::PERSONS));
        if let Some(factor) = factor {
            groups.entry(post.head.clone()).or_default().push((factor, post));
        }
    }
    let mut by_word: BTreeMap<&str, Vec<&Vec<String>>> = BTreeMap::new();
    for head in groups.keys() {
        for word in head.first().into_iter().chain(head.last()) {
            by_word.entry(word).or_default().push(head);
        }
    }
    let all = by_file(context.dossier);
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        for stated in
            stated_numbers::of_prose(passages(&all, fiche)).filter(|stated| stated.kind == NumberKind::Count)
        {
            let Some(valued) = named_group(&stated, &by_word).and_then(|t| groups.get(t)) else { continue };
            let same_fiche_or_count = |(f, p): &(&Factor, ValuedPost<'_>)| {
                p.fiche.number.value == fiche.number.value || f.value.value == stated.value
            };
            if let Some((factor, post)) = valued.first().filter(|_| !valued.iter().any(same_fiche_or_count)) {
                findings.push(finding(&stated, factor, post));
            }
        }
    }
    findings
}

fn finding(stated: &StatedNumber<'_>, factor: &Factor, post: &ValuedPost<'_>) -> Diagnostic {
    let (fiche, headcount) = (post.fiche.number.value, number(factor.value.value));
    let label = valued_name(&post.charge.label.value);
    Diagnostic::finding(
        stated.span(),
        format!(
            "le texte en compte {} ici, et la fiche {fiche} valorise {headcount} « {label} »",
            stated.as_written()
        ),
    )
    .also(factor.value.span, format!("fiche {fiche} : {headcount}"))
    .help("écrire le même effectif dans les deux fiches, ou dire de quelle partie du groupe il s’agit")
}

/// The group that a stated counts as a whole, not in part.
fn named_group<'t>(
    stated: &StatedNumber<'_>,
    by_word: &BTreeMap<&str, Vec<&'t Vec<String>>>,
) -> Option<&'t Vec<String>> {
    let before = stated.before(80);
    if let Some(label) = before.trim_end().strip_suffix('(') {
        let after = stated.passage.text.get(stated.bytes.end..).unwrap_or("");
        let words = roots(label);
        let candidates = by_word.get(words.last()?.as_str()).filter(|_| after.starts_with(')'))?;
        return candidates.iter().find(|group| words.ends_with(group)).copied();
    }
    let article = before.trim_end().rsplit(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    if !["les", "ses", "des", "ces", "aux", "leurs"].contains(&article.as_str()) {
        return None;
    }
    let names = stated.names();
    by_word.get(names.first()?.as_str())?.iter().find(|group| begins(&names, group)).copied()
}
