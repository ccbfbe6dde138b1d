//! Checks that no title, and no rubrique of the cadre, is given twice.

use std::collections::BTreeMap;

use crate::check::headings::{Heading, by_file, headings_of};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Convention;

pub(crate) static PAGE: Page = Page {
    title: "un titre est donné deux fois",
    severity: Severity::Warning,
    checks: "Deux titres de même texte (numéro, casse et accents à part) et de même niveau dans la même partie d’une \
              fiche ou d’un article ; deux rubriques d’une fiche qui sont la même rubrique du cadre ; deux articles de \
              même titre ; deux visas des mêmes mots, numéro et date ; deux pièces annoncées de même nom. Le même intertitre repris dans deux parties différentes (« Calendrier ») est admis.",
    why: "Deux parties de même titre disent que l’une est de trop, ou qu’une recopie a été oubliée ; un renvoi \
               par le titre devient ambigu.",
    source: "Cohérence interne de l’acte ; RGAA, critère 9.1 (structure des titres).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "### 1.2. La réponse",
            to: "### 1.2. Le besoin",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Le nombre de personnes reçues",
            to: "### Le besoin\n\nLe nombre de personnes reçues",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = by_file(&context.dossier.passages)
        .flat_map(|passages| in_file(&headings_of(passages.iter())))
        .collect();
    for fiche in context.fiches() {
        let mut seen_rubriques = BTreeMap::new();
        for section in &fiche.sections {
            let Some(rubrique) = &section.rubrique else { continue };
            let Some(first) = seen_rubriques.insert(rubrique, section) else { continue };
            let text = |s: &crate::model::fiche::Section| flat(&crate::model::text::plain_text(&s.title));
            // Titles of the same words are found by `in_file`.
            if text(first) != text(section) {
                findings.push(repeated(
                    section.span,
                    first.span,
                    "cette rubrique du cadre est déjà plus haut",
                ));
            }
        }
    }
    let mut seen = BTreeMap::new();
    for title in context.dossier.articles.iter().filter_map(|article| article.title.as_ref()) {
        if let Some(first) = seen.insert(flat(&title.value), title) {
            let message = format!("deux articles ont pour titre « {} »", title.value);
            findings.push(repeated(title.span, first.span, &message));
        }
    }
    findings.extend(visas_and_pieces(&context.dossier.convention));
    findings
}

/// Visas that cite the same text, and announced pieces of the same name.
fn visas_and_pieces(convention: &Convention) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen = BTreeMap::new();
    for visa in &convention.visas {
        let number = visa.number.as_ref().map(|number| flat(&number.value));
        let date = visa.date.as_ref().map(|date| date.value.index());
        if let Some(first) = seen.insert((flat(&visa.words()), number, date), visa.span) {
            let finding = repeated(visa.span, first, "ce visa est déjà plus haut");
            findings.push(finding.help("retirer l’un des deux, ou corriger ce qu’il cite"));
        }
    }
    let mut seen = BTreeMap::new();
    for piece in &convention.announced_annexes {
        if let Some(first) = seen.insert(flat(&piece.title.value), piece.title.span) {
            let finding = repeated(piece.title.span, first, "cette pièce est déjà annoncée plus haut");
            findings.push(finding.help("en retirer une, ou leur donner deux noms"));
        }
    }
    findings
}

fn in_file(headings: &[Heading<'_>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut seen: BTreeMap<(usize, u8, String), &Heading<'_>> = BTreeMap::new();
    let mut stack: Vec<(u8, usize)> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        while stack.last().is_some_and(|(level, _)| *level >= heading.level) {
            stack.pop();
        }
        let parent = stack.last().map_or(0, |(_, index)| index + 1);
        stack.push((heading.level, index));
        let text = flat(heading.text());
        if text.is_empty() {
            continue;
        }
        if let Some(first) = seen.insert((parent, heading.level, text), heading) {
            let message = format!("le titre « {} » est déjà donné dans cette partie", heading.text());
            findings.push(repeated(heading.passage.span, first.passage.span, &message));
        }
    }
    findings
}

fn repeated(span: crate::text::Span, first: crate::text::Span, message: &str) -> Diagnostic {
    Diagnostic::finding(span, message)
        .also(first, "donné ici une première fois")
        .help("retirer l’une des deux parties, ou leur donner deux titres")
}
