//! A heading is followed by nothing.

use crate::check::section_headings::typo;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::cadre::{MoneyTablePlace, Rubrique};
use crate::model::fiche::Section;
use crate::model::text::{Block, Inline, plain_text};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "un titre n’est suivi de rien",
    severity: Severity::Warning,
    checks: "Un titre des articles ou des fiches suivi d’un titre de même niveau ou de niveau supérieur, ou de la fin du texte ; un article qui n’a que son titre. \
              Une rubrique reconnue du cadre, laissée sans texte, imprime la donnée de l’en-tête : STR-004 en juge. Un titre suivi d’un titre de niveau inférieur n’est pas vide.",
    why: "Le document imprime un titre sans réponse : le lecteur ne sait si elle manque ou s’il n’y a rien à dire.",
    source: "Cohérence interne de l’acte ; RGAA 4.1, critère 9.1 (structure par les titres).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "### 1.2. L'accompagnement",
            to: "### 1.2. Le calendrier\n\n### 1.3. L'accompagnement",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "### 1.2. L'accompagnement",
            to: "### 1.2. L'accompagnement\n\n#### Le suivi",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let articles = &context.dossier.articles;
    let mut findings: Vec<Diagnostic> =
        articles.iter().flat_map(|article| without_follow_up(&article.body, None)).collect();
    let placed =
        context.dossier.cadre.money_tables.iter().filter_map(|table| context.dossier.place_of(table));
    let placed: Vec<MoneyTablePlace> = placed.collect();
    let empty = articles.iter().enumerate().filter(|(rank, article)| {
        article.body.is_empty() && !placed.contains(&MoneyTablePlace::Article(*rank))
    });
    findings.extend(empty.filter_map(|(_, article)| {
        let title = article.title.as_ref()?;
        Some(without_anything(title.span, &title.value))
    }));
    for fiche in context.fiches() {
        findings.extend(without_follow_up(&fiche.introduction, None));
        // STR-001 already reports a required rubrique whose heading has a typo.
        let is_typo_of = |section: &Section, r: &Rubrique| {
            r.required && typo(fiche, r).is_some_and(|s| s.span == section.span)
        };
        for section in &fiche.sections {
            if !section.body.is_empty() {
                findings.extend(without_follow_up(&section.body, Some(2)));
            } else if section.rubrique.is_none()
                && !context.dossier.cadre.rubriques.iter().any(|r| is_typo_of(section, r))
            {
                findings.push(say(section.span, &section.title));
            }
        }
    }
    findings
}

/// Headings that nothing follows; `level` is that of the heading above the blocks.
fn without_follow_up(blocks: &[Block], level: Option<u8>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut opened: Option<(u8, &[Inline], Span)> = None;
    for block in blocks {
        let Block::Heading { level: here, content, span, .. } = block else {
            opened = None;
            continue;
        };
        findings
            .extend(opened.filter(|(before, _, _)| here <= before).map(|(_, title, span)| say(span, title)));
        opened = Some((*here, content, *span));
    }
    let end = opened.filter(|(here, _, _)| level.is_none_or(|n| *here > n));
    findings.extend(end.map(|(_, title, span)| say(span, title)));
    findings
}

fn say(span: Span, title: &[Inline]) -> Diagnostic {
    without_anything(span, &plain_text(title))
}

fn without_anything(span: Span, title: &str) -> Diagnostic {
    // A reference alone has no words of its own.
    let message = match title.trim() {
        "" => "rien n’est imprimé sous ce titre".to_owned(),
        title => format!("rien n’est imprimé sous le titre « {title} »"),
    };
    Diagnostic::finding(span, message).help("écrire le texte ou la donnée de l’en-tête, ou retirer le titre")
}
