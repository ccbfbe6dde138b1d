//! Alternative texts that say nothing of their image.

use std::collections::BTreeMap;

use crate::check::blocks::{Places, texts, walk};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::text::Block;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "le texte de remplacement d’une image ne dit pas ce qu’elle montre",
    severity: Severity::Warning,
    checks: "Le texte de remplacement d’une figure, d’une image ou de la marque d’une partie : il ne doit être ni le titre de la figure, ni le nom du \
              fichier, ni un mot seul comme « image » ou « schéma », ni compter moins de dix signes, ni servir à deux figures \
              de titres différents. Sa justesse n’est pas vérifiée. Une image sans texte de remplacement est déjà refusée à \
              la lecture.",
    why: "Ce texte est tout ce qu’une personne aveugle saura de l’image, et tout ce qu’il en restera si elle se perd.",
    source: "RGAA 4.1, critère 1.3 (pertinence de l’alternative textuelle) ; PDF/UA-1 (ISO 14289-1).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    alternative: Un point noir figure l'entrée du parcours.",
            to: "    alternative: Le parcours d’une personne reçue",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    alternative: Un point noir figure l'entrée du parcours.",
            to: "    alternative: Le parcours d’une personne reçue, de l’entrée au suivi, en trois étapes.",
        }],
    },
};

/// Folded words that name an image without describing it.
const HOLLOW: [&str; 12] = [
    "image",
    "figure",
    "photo",
    "photographie",
    "illustration",
    "schema",
    "graphique",
    "carte",
    "diagramme",
    "logo",
    "tableau",
    "capture d ecran",
];

/// Fewest characters of a useful alternative.
const MINIMUM: usize = 10;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let places = Places::new(context);
    let mut findings = Vec::new();
    // Folded alternative → title and place of its first figure.
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for figure in context.fiches().flat_map(|f| &f.figures) {
        let span = places.place(figure.id.span, &figure.alternative, 0..figure.alternative.len());
        let file = figure.file.as_ref().map(|f| f.value.as_str());
        if let Some(reason) = hollow(&figure.alternative, Some(&figure.title), file) {
            findings.push(say(span, &figure.alternative, reason));
            continue;
        }
        let (title, first) = *seen.entry(flat(&figure.alternative)).or_insert((&figure.title, span));
        if flat(title) != flat(&figure.title) {
            let reason = "est aussi celui d’une autre figure";
            findings.push(say(span, &figure.alternative, reason).also(first, format!("figure « {title} »")));
        }
    }
    for mark in context.dossier.convention.parties.iter().filter_map(|party| party.mark.as_ref()) {
        if let Some(reason) = hollow(&mark.alternative.value, None, Some(mark.file.value.as_str())) {
            findings.push(say(mark.alternative.span, &mark.alternative.value, reason));
        }
    }
    for (_, blocks) in texts(context) {
        walk(blocks, &mut |block| {
            if let Block::Image(image) = block
                && let Some(reason) = hollow(&image.alternative, None, Some(image.file.value.as_str()))
            {
                findings.push(say(image.file.span, &image.alternative, reason));
            }
        });
    }
    findings
}

fn say(span: Span, alternative: &str, reason: &str) -> Diagnostic {
    Diagnostic::finding(span, format!("le texte de remplacement « {alternative} » {reason}"))
        .help("dire en une phrase ce que l’image montre et ce qu’il faut en retenir")
}

/// Why an alternative says nothing; `None` when it may.
fn hollow(alternative: &str, title: Option<&str>, file: Option<&str>) -> Option<&'static str> {
    let folded = flat(alternative);
    let name = file.and_then(|f| f.rsplit('/').next()).map(flat);
    let without_extension = file.and_then(|f| f.rsplit('/').next()?.rsplit_once('.')).map(|(n, _)| flat(n));
    if title.is_some_and(|t| flat(t) == folded) {
        Some("répète le titre de la figure")
    } else if name.as_ref() == Some(&folded) || without_extension.as_ref() == Some(&folded) {
        Some("est le nom du fichier")
    } else if HOLLOW.contains(&folded.as_str()) || alternative.chars().count() < MINIMUM {
        Some("ne dit pas ce que l’image montre")
    } else {
        None
    }
}
