//! A capital in the middle of a signature.

use super::names::signatories;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "une ligne d’un bloc de signature continue la précédente par une majuscule",
    severity: Severity::Advice,
    checks: "Les lignes d’un bloc de signature se lisent à la suite : « Le Préfet » puis « de la Creuse ». Une ligne qui \
              commence par « De », « Du », « Des » ou « D’ » après une ligne sans point est montrée, avec sa correction. Les \
              autres majuscules (noms, « Pour le Préfet ») ne sont pas retenues.",
    why: "C’est la dernière page de l’acte, celle que l’on montre : la majuscule y coupe le titre du signataire.",
    source: "Règles typographiques de l’Imprimerie nationale (emploi de la majuscule).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/organisation.yaml",
            from: "      - La Préfète de la Haute-Vaunoise",
            to: "      - La Préfète\n      - De la Haute-Vaunoise",
        }],
        admitted: &[Change {
            file: "content/organisation.yaml",
            from: "      - La Préfète de la Haute-Vaunoise",
            to: "      - La Préfète\n      - Denise Vanelle, par délégation",
        }],
    },
};

const PREPOSITIONS: [&str; 5] = ["De ", "Du ", "Des ", "D’", "D'"];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for signatory in signatories(context) {
        for (before, line) in signatory.block.iter().zip(signatory.block.iter().skip(1)) {
            let opens = PREPOSITIONS.iter().any(|p| line.value.starts_with(p));
            if !opens || before.value.ends_with(['.', '!', ':']) {
                continue;
            }
            let span = line.span;
            let mut lowered = line.value.clone();
            lowered.replace_range(..1, "d");
            findings.push(
                Diagnostic::finding(span, format!("« {line} » continue « {before} » par une majuscule"))
                    .help(format!("écrire « {lowered} »"))
                    .fix(span, lowered),
            );
        }
    }
    findings
}
