//! Checks that a reference targets one existing part of the act.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::cross_references::{
    ActParts, CrossReference, act_files, act_parts, cross_references, speaks_of_law,
};
use crate::check::headings::{by_file, headings_of};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::ReferenceKind;
use crate::model::Numero;
use crate::model::passage::Passage;
use crate::text::{Span, Spanned, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un renvoi vise une partie de l’acte qui n’existe pas, ou qui n’est pas seule",
    severity: Severity::Error,
    checks: "Dans les articles et les fiches, « article 2.1 », « annexe A », « fiche 3 », « mesure 1.2 » désignent une \
              partie qui existe et qui est seule à porter ce numéro ; un article ne renvoie pas à lui-même par son \
              numéro ; « la partie 1.3 de cette fiche » est un titre de la fiche ; l’article d’une pièce annoncée \
              existe. « L’article 3 de la loi », « son article 2 » visent un autre texte et ne sont pas retenus, pas \
              plus qu’un numéro inconnu dans une phrase qui cite une loi, un décret, une instruction.",
    why: "Une obligation qui s’appuie sur un article introuvable ne peut être ni exécutée ni opposée.",
    source: "Cohérence interne de l’acte ; les clauses d’un contrat s’interprètent les unes par rapport aux \
             autres (code civil, art. 1189).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/02-financement.md",
            from: "mentionnée à l'article 2.1",
            to: "mentionnée à l'article 2.3",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Ce rapport rend compte des engagements de l'article 2.",
                to: "Ce rapport est prévu par l'article 12 du règlement budgétaire.",
            },
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Ce rapport rend compte des engagements de l'article 2.",
                to: "Ce rapport rend compte des engagements des articles 1 et 2.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let parts = act_parts(context);
    let annexes: BTreeSet<&str> =
        context.dossier.cadre.axes.iter().map(|annexe| annexe.id.value.as_str()).collect();
    let fiches: BTreeSet<Numero> = context.fiches().map(|fiche| fiche.number.value).collect();
    let mut findings = Vec::new();
    for reference in cross_references(context) {
        let key = reference.number.as_str();
        let finding = match reference.kind {
            ReferenceKind::Article => article_reference(&reference, key, &parts),
            ReferenceKind::Annexe if !annexes.contains(key) => {
                absent(&reference, &format!("l’annexe {key}"), "les annexes sont", annexes.iter().copied())
            }
            ReferenceKind::Fiche => {
                let Some(number) = Numero::read(key) else { continue };
                // « fiche 2.1 » names the mesure of a fiche where numbers are 1, 2, 3.
                if fiches.contains(&number) || !fiches.iter().any(|fiche| fiche.is_like(number)) {
                    continue;
                }
                let (start, end) = (fiches.first(), fiches.last());
                let bounds =
                    start.into_iter().chain(end).map(ToString::to_string).collect::<Vec<_>>().join(" à ");
                absent(
                    &reference,
                    &format!("la fiche {number}"),
                    "les fiches vont de",
                    [bounds.as_str()].into_iter(),
                )
            }
            ReferenceKind::Mesure if key.contains('.') && context.dossier.cadre.mesure(key).is_none() => {
                let mesures = context.dossier.cadre.themes.iter().flat_map(|theme| &theme.mesures);
                absent(
                    &reference,
                    &format!("la mesure {key}"),
                    "les mesures du cadre sont",
                    mesures.map(|mesure| mesure.number.as_str()),
                )
            }
            _ => None,
        };
        findings.extend(finding);
    }
    for piece in &context.dossier.convention.announced_annexes {
        findings.extend(piece.article.as_ref().and_then(|annexe| piece_without_article(annexe, &parts)));
    }
    findings.extend(section_references(context));
    findings
}

fn article_reference(reference: &CrossReference, key: &str, parts: &ActParts) -> Option<Diagnostic> {
    let candidates = parts.with_number(key);
    let Some(first) = candidates.first() else {
        let known = parts.parts.iter().map(|part| part.key.as_str());
        return absent(reference, &format!("l’article {key}"), "les articles sont", known);
    };
    if candidates.len() > 1 {
        let mut finding = Diagnostic::finding(
            reference.span,
            format!(
                "ce renvoi à l’article {key} est ambigu : {} articles portent ce numéro",
                candidates.len()
            ),
        )
        .help("renuméroter les articles, puis le renvoi");
        for part in candidates {
            finding = finding.also(part.span, format!("article {key}"));
        }
        return Some(finding);
    }
    let here = parts.around(reference.span).filter(|part| part.key == key)?;
    Some(
        Diagnostic::finding(reference.span, format!("l’article {key} renvoie à lui-même par son numéro"))
            .also(if here.span == first.span { first.span } else { here.span }, format!("l’article {key}"))
            .help("écrire « le présent article », ou corriger le numéro")
            .warning(),
    )
}

/// The finding for a missing target, with those that exist.
fn absent<'m>(
    reference: &CrossReference,
    what: &str,
    introduction: &str,
    known: impl Iterator<Item = &'m str>,
) -> Option<Diagnostic> {
    if speaks_of_law(reference.sentence()) {
        return None;
    }
    let mut seen = BTreeSet::new();
    let known: Vec<&str> = known.filter(|name| seen.insert(*name)).take(16).collect();
    let help = if known.is_empty() {
        "corriger le numéro".to_owned()
    } else {
        format!("corriger le numéro ; {introduction} {}", known.join(", "))
    };
    Some(Diagnostic::finding(reference.span, format!("{what} n’existe pas dans l’acte")).help(help))
}

/// A piece declared to be announced by an article that does not exist.
fn piece_without_article(article_reference: &Spanned<String>, parts: &ActParts) -> Option<Diagnostic> {
    if parts.by_number.contains_key(&article_reference.value) {
        return None;
    }
    let message =
        format!("cette pièce serait annoncée par l’article {}, qui n’existe pas", article_reference.value);
    Some(Diagnostic::finding(article_reference.span, message).help("corriger le numéro de l’article"))
}

static RUBRIQUE: LazyLock<Regex> = LazyLock::new(|| {
    let text = r"(?i)\b(?:partie|rubrique|section|paragraphe|point)\s([0-9]{1,2}(?:\.[0-9]{1,2})*)\s(?:de (?:cette|la présente) fiche|du présent article|ci-dessus|ci-dessous|ci-après)";
    pattern(text)
});

/// References to numbered headings of the same text: « la partie 1.3 de cette fiche ».
fn section_references(context: &Context<'_>) -> Vec<Diagnostic> {
    let files = act_files(context);
    let mut findings = Vec::new();
    for passages in by_file(&context.dossier.passages) {
        if !passages.first().is_some_and(|passage| files.contains(&passage.file())) {
            continue;
        }
        let mut mentions = passages.iter().flat_map(section_mentions).peekable();
        if mentions.peek().is_none() {
            continue;
        }
        let headings = headings_of(passages.iter());
        let known: BTreeMap<String, Span> = headings
            .iter()
            .filter_map(|heading| heading.number.as_ref().map(|number| (number.key(), heading.span())))
            .collect();
        for (key, span) in mentions.filter(|(key, _)| !known.contains_key(key)) {
            findings.push(
                Diagnostic::finding(span, format!("la partie {key} n’existe pas dans ce texte"))
                    .help("corriger le numéro, ou celui du titre visé"),
            );
        }
    }
    findings
}

fn section_mentions(passage: &Passage) -> Vec<(String, Span)> {
    let text = passage.text.as_str();
    let is_situated =
        ["fiche", "FICHE", "article", "ARTICLE", "ci-", "CI-"].iter().any(|word| text.contains(word));
    if !is_situated || !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    let numbers = RUBRIQUE.captures_iter(text).filter_map(|found| found.get(1));
    numbers.map(|number| (number.as_str().to_owned(), passage.span_of(&number.range()))).collect()
}
