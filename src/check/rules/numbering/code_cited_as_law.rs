//! Checks that no article numbered as in a code (L., R., D.) is cited as an article of a law.

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::pattern;
use regex::Regex;

const FILE: &str = "content/2024/fiches/03-prevention.md";
const SENTENCE: &str = "là où ils sont.";

pub(crate) static PAGE: Page = Page {
    title: "un article de code est cité comme celui d’une loi",
    severity: Severity::Warning,
    checks: "Dans la prose, « article » suivi d’un numéro précédé de L., R. ou D., puis de « de la loi » : la lettre est \
              celle de la partie d’un code. Un article de loi (« article 3 de la loi »), un article suivi de son code, et \
              un renvoi où d’autres mots viennent entre le numéro et la loi, ne sont pas retenus.",
    why: "La loi ainsi désignée n’a pas cet article : le lecteur ne peut pas trouver le texte qui oblige.",
    source: "Numérotation des codes : L. pour la partie législative, R. et D. pour la partie réglementaire (guide de \
             légistique, Secrétariat général du Gouvernement et Conseil d’État).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "là où ils sont, selon l'article L. 262-29 de la loi.",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "là où ils sont, selon l'article L. 262-29 du code de l'action sociale et des familles.",
            },
            Change { file: FILE, from: SENTENCE, to: "là où ils sont, selon l'article 3 de la loi." },
        ],
    },
};

static CITED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b[Aa]rticles?[\s\x{a0}]+([LRD]\.?[\s\x{a0}]*[0-9]+(?:-[0-9]+)*)[\s\x{a0}]+de[\s\x{a0}]+(?:la|cette)[\s\x{a0}]+loi\b",
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passage in context.prose().filter(|p| p.text.contains("rticle")) {
        for found in CITED.captures_iter(&passage.text) {
            let (Some(citation), Some(number)) = (found.get(0), found.get(1)) else { continue };
            let number = number.as_str();
            findings.push(
                Diagnostic::finding(
                    passage.span_of(&citation.range()),
                    format!("« {} » : l’article {number} est d’un code, et non d’une loi", citation.as_str()),
                )
                .help(format!("nommer le code : « article {number} du code… »")),
            );
        }
    }
    findings
}
