//! Checks the mesure that a fiche prints in its own words against the cadre's title.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, singular};
use crate::model::Fiche;
use crate::model::cadre::Mesure;

pub(crate) static PAGE: Page = Page {
    title: "la mesure imprimée par une fiche n’est pas celle du cadre",
    severity: Severity::Warning,
    checks: "Dans une fiche qui sert une mesure et l’imprime à sa façon (`mesure_affichee`), ce nom contient l’intitulé \
              de la mesure, sans tenir compte de la casse, des accents, des pluriels, des articles ni de ce qui \
              l’entoure (le thème). Pour une fiche qui sert plusieurs mesures, la moitié des mots de chacune suffit.",
    why: "Le nom de la mesure rattache la fiche à la matrice : changé, il fait croire à une autre mesure, ou \
               révèle une erreur de numéro.",
    source: "Référentiel des mesures du cadre.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "mesure_affichee: Premier accueil social",
            to: "mesure_affichee: Premier accueil médical",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "mesure_affichee: Premier accueil social",
            to: "mesure_affichee: Accueillir – Les premiers accueils sociaux",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| check_fiche(context, fiche)).collect()
}

/// Words of a title, flattened and singular, without articles.
fn content_words(text: &str) -> Vec<String> {
    const STOP_WORDS: [&str; 12] = ["de", "du", "des", "d", "le", "la", "les", "l", "a", "au", "aux", "un"];
    flat(text)
        .split(' ')
        .filter(|word| !word.is_empty() && !STOP_WORDS.contains(word))
        .map(|word| singular(word).into_owned())
        .collect()
}

fn check_fiche(context: &Context<'_>, fiche: &Fiche) -> Vec<Diagnostic> {
    let Some(printed) = &fiche.printed_mesure else { return Vec::new() };
    let printed_words = content_words(&printed.value);
    let is_only = fiche.mesures.len() == 1;
    let is_named = |mesure: &Mesure| {
        let title_words = content_words(&mesure.title);
        if is_only {
            return printed_words.windows(title_words.len().max(1)).any(|window| window == title_words);
        }
        title_words.iter().filter(|word| printed_words.contains(word)).count() * 2 >= title_words.len()
    };
    fiche
        .mesures
        .iter()
        .filter_map(|number| context.dossier.cadre.mesure(&number.value).map(|(_, mesure)| (number, mesure)))
        .filter(|(_, mesure)| !is_named(mesure))
        .map(|(number, mesure)| {
            Diagnostic::finding(
                printed.span,
                format!(
                    "la mesure {} s’intitule « {} » dans le cadre, et la fiche imprime « {} »",
                    mesure.number, mesure.title, printed.value
                ),
            )
            .also(number.span, "le numéro de la mesure")
            .help("reprendre l’intitulé du cadre, ou corriger le numéro")
        })
        .collect()
}
