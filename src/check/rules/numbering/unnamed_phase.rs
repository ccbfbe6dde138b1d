//! Checks that a mention of a phase, volet, action… has a number that the text gives.

use std::collections::BTreeSet;

use super::series::{mentions, opening_series};
use crate::check::headings::by_file;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "une phase, un volet, une action est cité sous un numéro que le texte ne donne pas",
    severity: Severity::Warning,
    checks: "Dans un fichier qui numérote des phases, volets, axes, actions (« Phase 1 – », « volet 2 : »), une mention \
              de l’un d’eux, dans une phrase ou un tableau, porte un numéro de la suite. Pour une sélection qui n’est \
              pas une suite, seules les mentions faites dans sa propre liste sont retenues. « L’action 12 du plan » \
              vise un autre document et n’est pas retenue.",
    why: "La mention d’un volet qui n’existe pas rattache un montant ou une action à rien.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont.\n\nPhase 1 – Repérage.\n\nPhase 2 – Suivi, quand la phase 1 a réussi.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "quand la phase 1 a réussi.",
            to: "quand la phase 3 a réussi.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "quand la phase 1 a réussi.",
            to: "quand la phase 3 du projet précédent a réussi.",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for passages in by_file(&context.dossier.passages) {
        let sequences = opening_series(passages);
        if sequences.values().all(|s| s.items.len() < 2) {
            continue;
        }
        for (word, mention) in mentions(passages) {
            let Some(series) = sequences.get(&word).filter(|s| s.items.len() > 1) else { continue };
            let numbers: BTreeSet<u32> = series.numbers().into_iter().collect();
            let list = mention.passage.item.map(|i| i.list);
            let is_in_its_list = series.is_in_list()
                && series.items.first().and_then(|item| item.passage.item).map(|i| i.list) == list;
            if numbers.contains(&mention.number) || !(series.is_sure() || is_in_its_list) {
                continue;
            }
            let known: Vec<String> = numbers.iter().map(u32::to_string).collect();
            let mut finding = Diagnostic::finding(
                mention.span(),
                format!("« {} » n’est pas donné dans ce texte", mention.text()),
            )
            .help(format!("vérifier le numéro ; ceux qui sont donnés : {}", known.join(", ")));
            if let Some(first) = series.items.first() {
                finding = finding.also(first.span(), "le premier");
            }
            findings.push(finding);
        }
    }
    findings
}
