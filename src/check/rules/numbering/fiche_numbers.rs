//! Checks that the fiches are numbered 1, 2, 3… and that their file names have the same numbers.

use crate::model::Numero;
use std::collections::BTreeSet;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;

pub(crate) static PAGE: Page = Page {
    title: "les numéros des fiches ne se suivent pas, ou ne sont pas ceux de leurs fichiers",
    severity: Severity::Error,
    checks: "Les numéros des fiches sont 1, 2, 3… sans saut (une répétition empêche déjà la lecture), et le nombre \
              qui commence le nom d’un fichier (`04-accueil.md`) est le numéro de sa fiche. Un fichier dont le nom ne \
              commence pas par un nombre n’est pas comparé. Quand un numéro sauté est celui d’un fichier, seul le \
              fichier est signalé.",
    why: "Un numéro sauté fait chercher une fiche qui n’existe pas ; un fichier qui porte un autre numéro que sa \
               fiche fait corriger la mauvaise.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[
            Change { file: "content/2024/fiches/03-prevention.md", from: "numero: 3", to: "numero: 5" },
            Change { file: "content/2024/articles/01-objet.md", from: "(fiche 3)", to: "(fiche 5)" },
        ],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut numbers_of_files: BTreeSet<Numero> = BTreeSet::new();
    for fiche in context.fiches() {
        let Some(file) = Numero::of_file(&fiche.path).filter(|n| *n != fiche.number.value) else { continue };
        numbers_of_files.insert(file);
        findings.push(
            Diagnostic::finding(
                fiche.number.span,
                format!(
                    "cette fiche porte le numéro {}, et son fichier le numéro {file}",
                    fiche.number.value
                ),
            )
            .help("corriger le numéro, ou renommer le fichier"),
        );
    }
    let mut previous: Option<&Fiche> = None;
    for fiche in context.fiches() {
        let number = fiche.number.value;
        // Only whole numbers, or the last figure of numbers of one chapter, follow one another.
        let Some(expected) = expected_after(previous, number) else {
            previous = Some(fiche);
            continue;
        };
        let is_explained = numbers_of_files.iter().any(|n| (expected..number).contains(n))
            || Numero::of_file(&fiche.path).is_some_and(|n| n != number);
        if number > expected && !is_explained {
            let mut finding = Diagnostic::finding(
                fiche.number.span,
                format!("la fiche {} vient quand la fiche {expected} est attendue", fiche.number.value),
            )
            .help("rétablir la suite des numéros, ou la fiche qui manque");
            if let Some(previous) = previous {
                finding = finding.also(previous.number.span, "la fiche qui précède");
            }
            findings.push(finding);
        }
        previous = Some(fiche);
    }
    findings
}

/// The number expected after a fiche; none when nothing says it.
fn expected_after(previous: Option<&Fiche>, number: Numero) -> Option<Numero> {
    let chapter =
        |number: Numero| number.as_str().rsplit_once(['.', '-', '/']).map(|(chapter, _)| chapter.to_owned());
    match previous.map(|fiche| fiche.number.value) {
        None => number.whole().map(|_| Numero::from(1)),
        Some(previous) if chapter(previous) == chapter(number) => previous.next(),
        Some(_) => None,
    }
}
