//! The text of a link does not say where it leads.

use crate::check::blocks::{inlines, texts, walk};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::text::{Inline, plain_text};
use crate::text::Span;

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
    let mut findings = Vec::new();
    for (_, blocks) in texts(context) {
        walk(blocks, &mut |block| {
            inlines(block, &mut |inline| {
                if let Inline::Link { url, content, span } = inline {
                    findings.extend(link(url, &plain_text(content), *span));
                }
            });
        });
    }
    findings
}

fn link(url: &str, text: &str, span: Span) -> Option<Diagnostic> {
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
    let finding = Diagnostic::finding(span, message);
    Some(if is_advice {
        finding.help("écrire l’adresse en « https: »").advice()
    } else {
        finding.help("donner au lien le titre de la page où il mène")
    })
}
