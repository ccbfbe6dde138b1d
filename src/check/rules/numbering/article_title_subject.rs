//! A title that says more than its article.

use crate::check::rules::numbering::cross_references::{Party, targets};
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let targets = targets(c);
    c.dossier
        .articles
        .iter()
        .filter_map(|article| {
            let title = article.title.as_ref()?;
            let party = targets.article_of_file(article.span.file)?;
            let word = second_member(&title.value)?;
            if contains(party, &word, &flat(&title.value)) {
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

/// The first noun after « et », as written.
fn second_member(title: &str) -> Option<String> {
    let (_, after) = title.split_once(" et ")?;
    let words = after.split([' ', '\u{a0}', '\'', '’']);
    // « de l’État et du Département »: both are parties, not objects.
    let first = words.clone().next()?;
    if ["de", "du", "des", "d", "à", "au", "aux"].contains(&first) {
        return None;
    }
    let empties = ["le", "la", "les", "l", "son", "sa", "ses", "leur", "leurs"];
    words
        .map(|m| m.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|m| !empties.contains(m) && m.chars().count() > 4)
        .map(str::to_owned)
}

/// Whether the text of an article has a word of the same family; its own title does not count.
fn contains(party: &Party, word: &str, title: &str) -> bool {
    let root: String = flat(word).chars().take(5).collect();
    let text = party.text.replacen(title, " ", 1);
    text.split(' ').any(|m| m.starts_with(&root))
}
