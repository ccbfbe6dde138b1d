//! « Les 400 personnes intégrées », and the number already told of them.

use std::collections::BTreeMap;

use super::quantities::{Quantity, is_person, of_passage, prose_by_file};
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

/// Qualifiers that only send back.
const CROSS_REFERENCES: [&str; 5] = ["concern", "retenu", "precit", "vis", "identifi"];

/// A count and its place.
struct CountedThing {
    quantity: Quantity,
    definite: bool,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in prose_by_file(context).values() {
        // The counts seen so far, by their qualifier.
        let mut seen: BTreeMap<String, Vec<CountedThing>> = BTreeMap::new();
        for count in passages.iter().flat_map(|p| counted(p)) {
            let words = &count.quantity.words;
            let cross_reference =
                words.last().is_some_and(|m| CROSS_REFERENCES.iter().any(|r| m.starts_with(r)));
            let key = if cross_reference { words.first() } else { words.last() };
            let Some(key) = key.cloned() else { continue };
            if count.definite
                && words.len() >= 2
                && let Some(others) = seen.get(&key)
            {
                findings.extend(compare(&count, others, cross_reference));
            }
            // « 7 territoires de MDS » counts what « les 7 MDS concernées » speaks of.
            seen.entry(key).or_default().push(count);
        }
    }
    findings
}

fn counted(passage: &Passage) -> Vec<CountedThing> {
    of_passage(passage)
        .into_iter()
        .filter(|q| !q.per_cent && !q.words.is_empty())
        .map(|quantity| {
            let before = passage.text.get(..quantity.bytes.start).unwrap_or("").trim_end().to_lowercase();
            let definite = ["les", "ces", "aux", "des"].iter().any(|a| {
                before
                    .strip_suffix(a)
                    .is_some_and(|r| r.chars().next_back().is_none_or(|c| !c.is_alphabetic()))
            });
            CountedThing { span: passage.span_of(&quantity.bytes), quantity, definite }
        })
        .collect()
}

fn compare(count: &CountedThing, others: &[CountedThing], cross_reference: bool) -> Option<Diagnostic> {
    let head = count.quantity.words.first()?;
    let alike: Vec<&CountedThing> = others
        .iter()
        .filter(|a| {
            let other = a.quantity.words.first();
            let persons = is_person(head) && other.is_some_and(|m| is_person(m));
            cross_reference || ((persons || other == Some(head)) && a.quantity.words.len() >= 2)
        })
        .collect();
    let first = alike.first()?;
    if alike.iter().any(|a| a.quantity.number == count.quantity.number) {
        return None;
    }
    let knowns = alike.iter().map(|a| number(a.quantity.number)).collect::<Vec<_>>().join(" ou ");
    Some(
        Diagnostic::finding(
            count.span,
            format!("« {} » renvoie à un nombre déjà donné, qui est {knowns}", count.quantity.text),
        )
        .also(first.span, format!("« {} »", first.quantity.text))
        .help(
            "corriger l’un des deux nombres, ou écrire sans article défini ce qui n’a pas encore été compté",
        ),
    )
}
