//! Lists the fiches that the act prints without an intitulé.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "des fiches n’ont pas d’intitulé",
    severity: Severity::Advice,
    checks: "Les fiches dont l’en-tête dit que l’acte n’imprime pas l’intitulé de l’action (`intitule_absent: oui`). Un \
              seul constat les réunit.",
    why: "L’intitulé est ce par quoi l’on cite l’action : sans lui, la fiche n’est désignée que par son numéro.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "intitule: Prévenir les ruptures de parcours",
            to: "intitule: Prévenir les ruptures de parcours\nintitule_absent: oui",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let untitled: Vec<_> = context.fiches().filter(|fiche| fiche.title_supplied).collect();
    let Some((first, others)) = untitled.split_first() else { return Vec::new() };
    let numbers: Vec<String> = untitled.iter().map(|fiche| fiche.number.to_string()).collect();
    let message = match others {
        [] => format!("l’acte n’imprime pas d’intitulé pour la fiche {}", first.number),
        _ => {
            format!("l’acte n’imprime pas d’intitulé pour {} fiches : {}", untitled.len(), numbers.join(", "))
        }
    };
    let mut finding = Diagnostic::finding(first.title.span, message)
        .here("intitulé supposé")
        .help("faire valider l’intitulé proposé, puis retirer « intitule_absent »");
    for fiche in others {
        finding = finding.also(fiche.title.span, format!("fiche {}", fiche.number));
    }
    vec![finding]
}
