//! Checks that the numbers of the headings of a fiche or an article follow one another and nest.

use std::collections::BTreeMap;

use super::sequence::{SequenceBreak, sequence_breaks};
use crate::check::headings::{Heading, NumeralStyle, by_file, headings_of, roman};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "les numéros des rubriques ou des sous-articles ne se suivent pas",
    severity: Severity::Error,
    checks: "Dans une fiche ou un article, les numéros qui ouvrent les titres d’un même niveau se suivent à partir de \
              1 (chiffres arabes ou romains), et un numéro composé commence par celui de la rubrique ou de l’article \
              qui le contient : 2.1 est dans 2. Les titres sans numéro sont laissés de côté, comme un titre de \
              troisième niveau qui est seul à porter un numéro simple.",
    why: "Un numéro répété, sauté ou déplacé rend les renvois ambigus et laisse croire qu’une partie a été \
               retirée.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "### 1.2. La réponse",
            to: "### 1.1. La réponse",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "### 1.1. Le besoin",
                to: "### Rappel\n\nLe canton est vaste.\n\n### 1.1. Le besoin",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "Une équipe mobile",
                to: "### 3 équipes pour 12 cantons\n\nUne équipe mobile",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let articles: BTreeMap<FileId, Option<u32>> = context
        .dossier
        .articles
        .iter()
        .map(|article| {
            (
                article.span.file,
                article.number.as_ref().and_then(|number| number.value.trim_end_matches("er").parse().ok()),
            )
        })
        .collect();
    by_file(&context.dossier.passages)
        .flat_map(|passages| {
            let article =
                passages.first().and_then(|passage| articles.get(&passage.file()).copied()).flatten();
            check_headings(&headings_of(passages.iter()), article)
        })
        .collect()
}

/// A sequence: index of the enclosing heading, level, and number of parts of the numbers.
type SequenceKey = (usize, u8, usize);

fn check_headings(headings: &[Heading<'_>], article: Option<u32>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut sequences: BTreeMap<SequenceKey, Vec<&Heading<'_>>> = BTreeMap::new();
    // The headings that enclose the current one, each with its index.
    let mut stack: Vec<(usize, &Heading<'_>)> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        while stack.last().is_some_and(|(_, enclosing)| enclosing.level >= heading.level) {
            stack.pop();
        }
        if let Some(number) = &heading.number {
            let parent = stack.iter().rev().find(|(_, enclosing)| enclosing.number.is_some());
            let prefix: Vec<u32> = match parent {
                Some((_, enclosing)) => {
                    enclosing.number.iter().flat_map(|number| number.parts.iter().copied()).collect()
                }
                None => article.into_iter().collect(),
            };
            let leading = number.parts.get(..number.parts.len().saturating_sub(1)).unwrap_or(&[]);
            if !leading.is_empty() && !prefix.is_empty() && leading != prefix.as_slice() {
                findings.push(misplaced(heading, &prefix, parent.map(|(_, enclosing)| *enclosing)));
            }
            let key = (stack.last().map_or(0, |(gap, _)| gap + 1), heading.level, number.parts.len());
            sequences.entry(key).or_default().push(heading);
        }
        stack.push((index, heading));
    }
    for ((_, level, part_count), sequence) in &sequences {
        if *part_count == 1 && *level > 2 && sequence.len() < 2 {
            continue;
        }
        let last_numbers: Vec<u32> = sequence
            .iter()
            .filter_map(|enclosing| enclosing.number.as_ref().map(|number| number.last()))
            .collect();
        findings.extend(sequence_breaks(&last_numbers).iter().filter_map(|gap| broken(sequence, gap)));
    }
    findings
}

/// The finding for a number that does not start with that of the part around it.
fn misplaced(heading: &Heading<'_>, prefix: &[u32], parent: Option<&Heading<'_>>) -> Diagnostic {
    let expected: Vec<String> = prefix.iter().map(u32::to_string).collect();
    let expected = expected.join(".");
    let key = heading.number.as_ref().map(|number| number.key()).unwrap_or_default();
    let finding = Diagnostic::finding(
        heading.span(),
        format!("le titre {key} est dans la partie {expected}, dont il ne porte pas le numéro"),
    )
    .help(format!("écrire un numéro qui commence par « {expected}. »"));
    match parent {
        Some(parent) => finding.also(parent.span(), "la partie qui le contient"),
        None => finding,
    }
}

fn broken(sequence: &[&Heading<'_>], gap: &SequenceBreak) -> Option<Diagnostic> {
    let heading = sequence.get(gap.index)?;
    let full_number = |last: u32| {
        let number = heading.number.as_ref()?;
        if number.style == NumeralStyle::Roman {
            return Some(roman(last));
        }
        let mut parts: Vec<String> = number.parts.iter().map(u32::to_string).collect();
        parts.pop();
        parts.push(last.to_string());
        Some(parts.join("."))
    };
    let (here, expected) = (full_number(heading.number.as_ref()?.last())?, full_number(gap.expected)?);
    let finding = match gap.first.and_then(|index| sequence.get(index)) {
        Some(first) => Diagnostic::finding(
            heading.span(),
            format!("le numéro {here} est déjà donné : {expected} est attendu"),
        )
        .also(first.span(), "donné ici"),
        None => Diagnostic::finding(
            heading.span(),
            format!("le numéro {here} vient quand {expected} est attendu"),
        ),
    };
    let before =
        gap.index.checked_sub(1).and_then(|index| sequence.get(index)).filter(|_| gap.first.is_none());
    let finding = match before {
        Some(before) => finding.also(before.span(), "le titre qui précède"),
        None => finding,
    };
    Some(finding.help("renuméroter ce titre et ceux qui le suivent"))
}
