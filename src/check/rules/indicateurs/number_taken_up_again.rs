//! Checks a number with a definite article (« les 400 personnes intégrées ») against those given before.

use std::collections::BTreeMap;

use super::quantities::{Quantity, is_person, passage_quantities, prose_by_file};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Passage;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un nombre repris avec « les » n’est pas celui qui a été donné",
    severity: Severity::Warning,
    checks: "Dans une fiche, un nombre précédé de « les », « ces », « aux » ou « des » et suivi d’un nom et de son qualificatif \
              (« les 400 personnes intégrées », « les 7 sites concernés ») renvoie à un nombre donné plus haut : si la \
              fiche compte plus haut les mêmes (même nom, ou des personnes des deux côtés, et même qualificatif), \
              l’un de ces nombres doit être le même. Les pourcentages ne sont pas examinés.",
    why: "L’article défini affirme que le nombre est déjà connu : s’il a changé en chemin, l’un des deux est faux.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont. Elle compte 40 jeunes repérés. Un éducateur suit les 40 personnes repérées.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "les 40 personnes",
            to: "les 60 personnes",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "les 40 personnes repérées",
                to: "les 12 personnes logées",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "suit les 40 personnes",
                to: "suit 30 personnes",
            },
        ],
    },
};

/// Stems of qualifiers that only refer back.
const REFERRING_BACK: [&str; 5] = ["concern", "retenu", "precit", "vis", "identifi"];

/// A number given in the text.
struct GivenCount {
    quantity: Quantity,
    definite: bool,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in prose_by_file(context).values() {
        // Numbers given so far, by qualifier.
        let mut seen: BTreeMap<String, Vec<GivenCount>> = BTreeMap::new();
        for count in passages.iter().flat_map(|passage| given_counts(passage)) {
            let words = &count.quantity.words;
            let refers_back =
                words.last().is_some_and(|word| REFERRING_BACK.iter().any(|stem| word.starts_with(stem)));
            let key = if refers_back { words.first() } else { words.last() };
            let Some(key) = key.cloned() else { continue };
            if count.definite
                && words.len() >= 2
                && let Some(others) = seen.get(&key)
            {
                findings.extend(compare(&count, others, refers_back));
            }
            // The last word is the key: « 7 territoires de MDS » is what « les 7 MDS concernées » refers to.
            seen.entry(key).or_default().push(count);
        }
    }
    findings
}

fn given_counts(passage: &Passage) -> Vec<GivenCount> {
    passage_quantities(passage)
        .into_iter()
        .filter(|quantity| !quantity.per_cent && !quantity.words.is_empty())
        .map(|quantity| {
            let before = passage.text.get(..quantity.bytes.start).unwrap_or("").trim_end().to_lowercase();
            let definite = ["les", "ces", "aux", "des"].iter().any(|article| {
                before
                    .strip_suffix(article)
                    .is_some_and(|rest| rest.chars().next_back().is_none_or(|letter| !letter.is_alphabetic()))
            });
            GivenCount { span: passage.span_of(&quantity.bytes), quantity, definite }
        })
        .collect()
}

fn compare(count: &GivenCount, others: &[GivenCount], refers_back: bool) -> Option<Diagnostic> {
    let head = count.quantity.words.first()?;
    let matching: Vec<&GivenCount> = others
        .iter()
        .filter(|other| {
            let noun = other.quantity.words.first();
            let persons = is_person(head) && noun.is_some_and(|word| is_person(word));
            refers_back || ((persons || noun == Some(head)) && other.quantity.words.len() >= 2)
        })
        .collect();
    let first = matching.first()?;
    if matching.iter().any(|other| other.quantity.number == count.quantity.number) {
        return None;
    }
    let given = matching.iter().map(|other| number(other.quantity.number)).collect::<Vec<_>>().join(" ou ");
    Some(
        Diagnostic::finding(
            count.span,
            format!("« {} » renvoie à un nombre déjà donné, qui est {given}", count.quantity.text),
        )
        .also(first.span, format!("« {} »", first.quantity.text))
        .help(
            "corriger l’un des deux nombres, ou écrire sans article défini ce qui n’a pas encore été compté",
        ),
    )
}
