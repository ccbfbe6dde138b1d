//! Checks that the title of a figure and its alternative text share a year, when both give one.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le titre d’une figure et son texte de remplacement donnent deux années",
    severity: Severity::Warning,
    checks: "Quand le titre d’une figure et son texte de remplacement donnent l’un et l’autre des années, ils en ont une \
              en commun.",
    why: "Qui ne voit pas l’image lirait d’autres données que celui qui la voit.",
    source: "RGAA, critère 1.3 (l’alternative textuelle est pertinente) ; cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    titre: Le parcours d'une personne reçue\n",
            to: "    titre: Le parcours d'une personne reçue en 2023\n",
        }],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    alternative: Un point noir figure l'entrée du parcours.",
            to: "    alternative: Un point noir figure l'entrée du parcours en 2021.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "    alternative: Un point noir figure l'entrée du parcours.",
            to: "    alternative: Un point noir figure l'entrée du parcours, de 2021 à 2023.",
        }],
    },
};

fn years(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_digit());
    words.filter(|word| word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))).collect()
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches()
        .flat_map(|fiche| &fiche.figures)
        .filter_map(|figure| {
            let (title, alternative) = (years(&figure.title), years(&figure.alternative));
            let (title_year, text_year) = (title.first()?, alternative.first()?);
            (!title.iter().any(|a| alternative.contains(a))).then(|| {
                Diagnostic::finding(
                    figure.id.span,
                    format!("la figure est de {title_year} d’après son titre, de {text_year} d’après son texte de remplacement"),
                )
                .help("accorder le titre et le texte")
            })
        })
        .collect()
}
