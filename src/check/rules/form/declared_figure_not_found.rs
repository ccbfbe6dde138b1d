//! Checks that each figure that the act declares is still in the prose.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::convention::DeclaredFigure;
use crate::model::passage::is_prose;
use crate::text::{FileId, ProjectPath};

const FILE: &str = "content/2024/convention.yaml";

pub(crate) static PAGE: Page = Page {
    title: "un chiffre déclaré n’est plus dans le texte",
    severity: Severity::Advice,
    checks: "Chaque ligne de `chiffres` : son extrait doit se trouver dans la prose du fichier qu’elle désigne.",
    why: "Une source qui ne porte plus sur rien laisse croire qu’un chiffre est tenu.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: "montant_etat: \"90 666,67 €\"",
            to: "montant_etat: \"90 666,67 €\"\nchiffres:\n  - { lieu: fiches/02, extrait: 48 000 €, source: marché 2023-12 }",
        }],
        admitted: &[Change {
            file: FILE,
            from: "montant_etat: \"90 666,67 €\"",
            to: "montant_etat: \"90 666,67 €\"\nchiffres:\n  - { lieu: fiches/02, extrait: au prix de 9 120 €, source: marché 2023-12 }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let articles = dossier.articles.iter().map(|article| (&article.path, article.span.file));
    let files: Vec<(&ProjectPath, FileId)> =
        articles.chain(dossier.fiches.iter().map(|fiche| (&fiche.path, fiche.span.file))).collect();
    let is_there = |declared: &DeclaredFigure| {
        let texts = dossier.passages.iter().filter(|passage| is_prose(passage));
        let excerpt = &declared.excerpt.value;
        texts.into_iter().any(|passage| {
            files
                .iter()
                .any(|(path, file)| passage.file() == *file && declared.covers(path, &passage.text, excerpt))
        })
    };
    let lost = dossier.convention.figures.iter().filter(|declared| !is_there(declared));
    lost.map(|declared| {
        let message =
            format!("« {} » n’est plus dans le texte de « {} »", declared.excerpt.value, declared.file.value);
        Diagnostic::finding(declared.excerpt.span, message)
            .help("retirer la ligne, ou corriger son lieu ou son extrait")
    })
    .collect()
}
