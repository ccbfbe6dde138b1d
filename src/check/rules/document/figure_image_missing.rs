//! Figures whose image is missing.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "l’image d’une figure manque",
    severity: Severity::Warning,
    checks: "Les figures déclarées `manquante: oui`, réunies en un constat par fiche. Une figure dont le fichier n’existe pas \
              est déjà refusée à la lecture.",
    why: "Le texte renvoie à une image que les parties n’ont pas sous les yeux : une part de ce qu’elles signent leur \
               échappe.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    fichier: images/parcours.png",
            to: "    manquante: oui",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .fiches()
        // An image whose path leads nowhere was told when it was read.
        .filter(|fiche| context.is_linked(fiche))
        .filter_map(|fiche| {
            let mut missing = fiche.figures.iter().filter(|f| f.file.is_none());
            let first = missing.next()?;
            let others: Vec<_> = missing.collect();
            let titles: Vec<String> =
                std::iter::once(&first).chain(&others).map(|f| format!("« {} »", f.title)).collect();
            let what = if others.is_empty() { "l’image de la figure" } else { "les images des figures" };
            let verb = if others.is_empty() { "manque" } else { "manquent" };
            let finding = Diagnostic::finding(first.id.span, format!("{what} {} {verb}", titles.join(", ")))
                .help("joindre l’image dans « images/ » et la nommer par « fichier: », ou retirer la figure");
            Some(others.iter().fold(finding, |d, f| d.also(f.id.span, f.title.clone())))
        })
        .collect()
}
