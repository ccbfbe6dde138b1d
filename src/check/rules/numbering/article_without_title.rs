//! Checks that every numbered article has a title, when most have.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "un article n’a pas de titre",
    severity: Severity::Warning,
    checks: "Dans un acte dont la plupart des articles ont un titre, un article numéroté qui n’en a pas. Un acte dont \
              aucun article, ou moins de la moitié, n’a de titre est laissé de côté : c’est son parti.",
    why: "Le titre dit l’objet de l’article et figure au sommaire : sans lui, l’article ne se trouve pas, et se \
               confond avec la suite de celui qui précède.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/articles/04-duree.md", from: "titre: Durée\n", to: "" }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let numbered = || {
        context
            .dossier
            .articles
            .iter()
            .filter_map(|article| article.number.as_ref().map(|number| (article, number)))
    };
    let titled = numbered().filter(|(article, _)| article.title.is_some()).count();
    let untitled: Vec<_> = numbered().filter(|(article, _)| article.title.is_none()).collect();
    if titled <= untitled.len() {
        return Vec::new();
    }
    untitled
        .iter()
        .map(|(_, number)| {
            Diagnostic::finding(
                number.span,
                format!("cet article {} n’a pas de titre, alors que {titled} autres en ont un", number.value),
            )
            .help("ajouter « titre: … » à l’en-tête de l’article")
        })
        .collect()
}
