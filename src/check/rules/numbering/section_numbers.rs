//! Numbers of the sections of a fiche and of the parts of an article.

use std::collections::BTreeMap;

use crate::check::headings::{Heading, SequenceBreak, Style, by_file, roman, sequence_breaks, titles};
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
        .map(|a| (a.span.file, a.number.as_ref().and_then(|n| n.value.trim_end_matches("er").parse().ok())))
        .collect();
    by_file(&context.dossier.passages)
        .flat_map(|passages| {
            let article = passages.first().and_then(|p| articles.get(&p.file()).copied()).flatten();
            audit(&titles(passages.iter()), article)
        })
        .collect()
}

/// A sequence: the level of its headings and how many parts their numbers have, within one heading.
type Key = (usize, u8, usize);

fn audit(titles: &[Heading<'_>], article: Option<u32>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut sequences: BTreeMap<Key, Vec<&Heading<'_>>> = BTreeMap::new();
    // The headings that contain the current one, each with its rank.
    let mut stack: Vec<(usize, &Heading<'_>)> = Vec::new();
    for (index, title) in titles.iter().enumerate() {
        while stack.last().is_some_and(|(_, t)| t.level >= title.level) {
            stack.pop();
        }
        if let Some(number) = &title.number {
            let parent = stack.iter().rev().find(|(_, t)| t.number.is_some());
            let prefix: Vec<u32> = match parent {
                Some((_, t)) => t.number.iter().flat_map(|n| n.parties.iter().copied()).collect(),
                None => article.into_iter().collect(),
            };
            let start = number.parties.get(..number.parties.len().saturating_sub(1)).unwrap_or(&[]);
            if !start.is_empty() && !prefix.is_empty() && start != prefix.as_slice() {
                findings.push(misplaced(title, &prefix, parent.map(|(_, t)| *t)));
            }
            let key = (stack.last().map_or(0, |(r, _)| r + 1), title.level, number.parties.len());
            sequences.entry(key).or_default().push(title);
        }
        stack.push((index, title));
    }
    for ((_, level, parties), rest) in &sequences {
        if *parties == 1 && *level > 2 && rest.len() < 2 {
            continue;
        }
        let last_ones: Vec<u32> = rest.iter().filter_map(|t| t.number.as_ref().map(|n| n.last())).collect();
        findings.extend(sequence_breaks(&last_ones).iter().filter_map(|r| broken(rest, r)));
    }
    findings
}

/// A number that does not begin as the part that holds it.
fn misplaced(title: &Heading<'_>, prefix: &[u32], parent: Option<&Heading<'_>>) -> Diagnostic {
    let expected: Vec<String> = prefix.iter().map(u32::to_string).collect();
    let expected = expected.join(".");
    let key = title.number.as_ref().map(|n| n.key()).unwrap_or_default();
    let finding = Diagnostic::finding(
        title.span(),
        format!("le titre {key} est dans la partie {expected}, dont il ne porte pas le numéro"),
    )
    .help(format!("écrire un numéro qui commence par « {expected}. »"));
    match parent {
        Some(parent) => finding.also(parent.span(), "la partie qui le contient"),
        None => finding,
    }
}

fn broken(rest: &[&Heading<'_>], sequence_break: &SequenceBreak) -> Option<Diagnostic> {
    let title = rest.get(sequence_break.index)?;
    let say = |last: u32| {
        let number = title.number.as_ref()?;
        if number.style == Style::Roman {
            return Some(roman(last));
        }
        let mut parties: Vec<String> = number.parties.iter().map(u32::to_string).collect();
        parties.pop();
        parties.push(last.to_string());
        Some(parties.join("."))
    };
    let (here, expected) = (say(title.number.as_ref()?.last())?, say(sequence_break.expected)?);
    let finding = match sequence_break.first.and_then(|r| rest.get(r)) {
        Some(first) => Diagnostic::finding(
            title.span(),
            format!("le numéro {here} est déjà donné : {expected} est attendu"),
        )
        .also(first.span(), "donné ici"),
        None => {
            Diagnostic::finding(title.span(), format!("le numéro {here} vient quand {expected} est attendu"))
        }
    };
    let before = sequence_break
        .index
        .checked_sub(1)
        .and_then(|r| rest.get(r))
        .filter(|_| sequence_break.first.is_none());
    let finding = match before {
        Some(before) => finding.also(before.span(), "le titre qui précède"),
        None => finding,
    };
    Some(finding.help("renuméroter ce titre et ceux qui le suivent"))
}
