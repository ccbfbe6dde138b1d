//! The text of a link does not say where it leads.

use crate::check::blocks::{Places, inlines, texts, walk};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::text::{Inline, plain_text};
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "un lien ne dit pas où il mène",
    severity: Severity::Warning,
    checks: "Un lien dont le texte est « ici », « cliquez ici », « lien », « en savoir plus »… ou l’adresse elle-même (une \
              adresse de courriel, ou le seul nom d’un site, est admise) ; en conseil, un lien en `http:` quand `https:` est \
              l’usage. Le contenu de la page n’est pas vérifié.",
    why: "Imprimé, un lien « ici » ne mène nulle part ; lu par une synthèse vocale, hors de sa phrase, il ne dit rien.",
    source: "RGAA 4.1, critère 6.1 (liens explicites).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/01-objet.md",
            from: "La convention réunit deux annexes.",
            to: "La convention, à lire [ici](https://haute-vaunoise.example/convention), réunit deux annexes.",
        }],
        admitted: &[Change {
            file: "content/2024/articles/01-objet.md",
            from: "La convention réunit deux annexes.",
            to: "La convention, [publiée par le Département](https://haute-vaunoise.example/convention), réunit deux annexes.",
        }],
    },
};

/// Folded link texts that say nothing out of context.
const HOLLOW: [&str; 14] = [
    "ici",
    "cliquer ici",
    "cliquez ici",
    "la",
    "lien",
    "ce lien",
    "le lien",
    "lien suivant",
    "en savoir plus",
    "plus d informations",
    "lire la suite",
    "voir",
    "suivre ce lien",
    "page",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let places = Places::new(context);
    let mut findings = Vec::new();
    for (file, blocks) in texts(context) {
        walk(blocks, &mut |block| {
            // The text before a link helps to find its passage.
            let mut before = "";
            inlines(block, &mut |inline| match inline {
                Inline::Text(t) => before = t.as_str(),
                Inline::Link { url, content } => {
                    findings.extend(link(&places, file, before, url, &plain_text(content)))
                }
                _ => {}
            });
        });
    }
    findings
}

fn link(places: &Places<'_>, file: FileId, before: &str, url: &str, text: &str) -> Option<Diagnostic> {
    let address = text.contains("://") || text.starts_with("www.") && text.contains('/');
    let (message, is_advice) = if HOLLOW.contains(&flat(text).as_str()) {
        (format!("le lien « {text} » ne dit pas où il mène"), false)
    } else if address {
        (format!("le texte du lien est son adresse, « {text} »"), false)
    } else if url.starts_with("http:") {
        (format!("le lien « {text} » mène à une adresse non chiffrée, « {url} »"), true)
    } else {
        return None;
    };
    let with_context = format!("{before}{text}");
    let (passage, offset) = places
        .passage(file, 0, &with_context)
        .map(|passage| (passage, before.len()))
        .or_else(|| places.passage(file, 0, text).map(|passage| (passage, 0)))?;
    let start = passage.text.find(if offset > 0 { with_context.as_str() } else { text })? + offset;
    let finding = Diagnostic::finding(passage.span_of(&(start..start + text.len())), message);
    Some(if is_advice {
        finding.help("écrire l’adresse en « https: »").advice()
    } else {
        finding.help("donner au lien le titre de la page où il mène")
    })
}
