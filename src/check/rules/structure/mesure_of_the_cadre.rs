//! The name that a fiche prints for its measure, against that of the framework.

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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|fiche| audit(c, fiche)).collect()
}

/// The words that count, singular.
fn words(text: &str) -> Vec<String> {
    const STOP_WORDS: [&str; 12] = ["de", "du", "des", "d", "le", "la", "les", "l", "a", "au", "aux", "un"];
    flat(text)
        .split(' ')
        .filter(|m| !m.is_empty() && !STOP_WORDS.contains(m))
        .map(|m| singular(m).into_owned())
        .collect()
}

fn audit(c: &Context<'_>, fiche: &Fiche) -> Vec<Diagnostic> {
    let Some(shown) = &fiche.printed_mesure else { return Vec::new() };
    let statements = words(&shown.value);
    let single = fiche.mesures.len() == 1;
    let answers = |mesure: &Mesure| {
        let wanted = words(&mesure.title);
        if single {
            return statements.windows(wanted.len().max(1)).any(|w| w == wanted);
        }
        wanted.iter().filter(|m| statements.contains(m)).count() * 2 >= wanted.len()
    };
    fiche
        .mesures
        .iter()
        .filter_map(|number| c.dossier.cadre.mesure(&number.value).map(|(_, mesure)| (number, mesure)))
        .filter(|(_, mesure)| !answers(mesure))
        .map(|(number, mesure)| {
            Diagnostic::finding(
                shown.span,
                format!(
                    "la mesure {} s’intitule « {} » dans le cadre, et la fiche imprime « {} »",
                    mesure.number, mesure.title, shown.value
                ),
            )
            .also(number.span, "le numéro de la mesure")
            .help("reprendre l’intitulé du cadre, ou corriger le numéro")
        })
        .collect()
}
