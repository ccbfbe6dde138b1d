//! Checks that no heading repeats its number.

use crate::check::headings::{by_file, headings_of};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le numéro d’un titre est écrit deux fois",
    severity: Severity::Error,
    checks: "Un titre qui s’ouvre deux fois par le même numéro : « VI. VI. Objectifs ». La réparation automatique \
              retire le second.",
    why: "C’est la trace d’une numérotation automatique ajoutée à une numérotation tapée : elle s’imprime, et \
               passe au sommaire.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "## 6. Objectifs et progression",
            to: "## 6. 6. Objectifs et progression",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    by_file(&context.dossier.passages)
        .flat_map(|passages| headings_of(passages.iter()))
        .filter_map(|heading| {
            let number = heading.number.as_ref()?;
            let repeated = number.repeated.as_ref()?;
            let text = heading.passage.text.get(number.bytes.clone())?;
            let span = heading.passage.span_of(repeated);
            Some(
                Diagnostic::finding(span, format!("ce titre porte deux fois le numéro « {text} »"))
                    .help("retirer le second")
                    .fix(span, ""),
            )
        })
        .collect()
}
