//! Checks that the numbers of the articles are 1, 2, 3…

use super::sequence::sequence_breaks;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "les numéros des articles ne se suivent pas",
    severity: Severity::Error,
    checks: "Les numéros des articles, dans l’ordre des fichiers, sont 1, 2, 3… : ni répétés, ni sautés. Un article \
              sans numéro (un préambule) est laissé de côté ; si l’un des numéros n’est pas un nombre, rien n’est \
              comparé.",
    why: "Deux articles de même numéro rendent ambigu tout renvoi à l’un d’eux ; un numéro sauté fait croire \
               qu’un article a été retiré après le vote.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "numero: \"4\"",
            to: "numero: \"3\"",
        }],
        admitted: &[Change {
            file: "content/2024/articles/01-objet.md",
            from: "numero: \"1\"",
            to: "numero: 1er",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let numbers: Vec<_> =
        context.dossier.articles.iter().filter_map(|article| article.number.as_ref()).collect();
    let parsed: Option<Vec<u32>> =
        numbers.iter().map(|number| number.value.trim().trim_end_matches("er").parse().ok()).collect();
    let Some(parsed) = parsed else { return Vec::new() };
    sequence_breaks(&parsed)
        .iter()
        .filter_map(|sequence_break| {
            let number = numbers.get(sequence_break.index)?;
            let first = sequence_break.first.and_then(|index| numbers.get(index));
            let before = sequence_break.index.checked_sub(1).and_then(|index| numbers.get(index));
            let expected = sequence_break.expected;
            Some(match (first, before) {
                (Some(first), _) => Diagnostic::finding(
                    number.span,
                    format!(
                        "deux articles portent le numéro {} ; ici, l’article {expected} est attendu",
                        number.value
                    ),
                )
                .also(first.span, format!("le premier article {}", first.value))
                .help("renuméroter les articles à partir de celui-ci, et les renvois qui les visent"),
                (None, Some(before)) => Diagnostic::finding(
                    number.span,
                    format!(
                        "l’article {} suit l’article {} : l’article {expected} est attendu",
                        number.value, before.value
                    ),
                )
                .also(before.span, "l’article qui précède")
                .help("rétablir la suite des numéros, et les renvois qui les visent"),
                (None, None) => Diagnostic::finding(
                    number.span,
                    format!("le premier article porte le numéro {} au lieu de {expected}", number.value),
                )
                .help("commencer à 1"),
            })
        })
        .collect()
}
