//! Checks that an article speaks of all that its title announces.

use super::cross_references::{NumberedPart, act_parts};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;

pub(crate) static PAGE: Page = Page {
    title: "le titre d’un article annonce un objet dont l’article ne parle pas",
    severity: Severity::Advice,
    checks: "Dans un titre d’article en deux membres (« Durée et renouvellement »), le premier nom qui suit « et » se \
              retrouve, par ses premières lettres, dans le texte de l’article. Les autres titres, et les articles \
              sans titre, sont laissés de côté.",
    why: "Un titre qui annonce ce que l’article ne dit pas laisse une lacune : les parties croient le point réglé.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "titre: Durée",
            to: "titre: Durée et reconduction",
        }],
        admitted: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "titre: Durée\n---\nLa convention vaut un an.",
            to: "titre: Durée et renouvellement\n---\nLa convention vaut un an ; elle n'est pas renouvelable.",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let parts = act_parts(context);
    context
        .dossier
        .articles
        .iter()
        .filter_map(|article| {
            let title = article.title.as_ref()?;
            let part = parts.article_of_file(article.span.file)?;
            let word = second_member(&title.value)?;
            if speaks_of(part, &word, &flat(&title.value)) {
                return None;
            }
            Some(
                Diagnostic::finding(
                    title.span,
                    format!("le titre annonce « {word} », et l’article n’en dit rien"),
                )
                .help("compléter l’article, ou retirer le mot du titre"),
            )
        })
        .collect()
}

/// The first noun after « et » in a title, as written.
fn second_member(title: &str) -> Option<String> {
    let (_, after) = title.split_once(" et ")?;
    let words = after.split([' ', '\u{a0}', '\'', '’']);
    // Skip « de l’État et du Département »: these are parties, not subjects.
    let first = words.clone().next()?;
    if ["de", "du", "des", "d", "à", "au", "aux"].contains(&first) {
        return None;
    }
    let determiners = ["le", "la", "les", "l", "son", "sa", "ses", "leur", "leurs"];
    words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| !determiners.contains(word) && word.chars().count() > 4)
        .map(str::to_owned)
}

/// Whether the text of an article, its title aside, has a word that begins as this one.
fn speaks_of(part: &NumberedPart, word: &str, title: &str) -> bool {
    let stem: String = flat(word).chars().take(5).collect();
    let text = part.text.replacen(title, " ", 1);
    text.split(' ').any(|word| word.starts_with(&stem))
}
