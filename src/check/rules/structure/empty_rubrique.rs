//! Checks that a rubrique of a fiche has text or data.

use super::rubrique_data::has_data;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::text::plain_text;

pub(crate) static PAGE: Page = Page {
    title: "une rubrique est laissée sans texte et sans donnée",
    severity: Severity::Error,
    checks: "Une rubrique du cadre sans texte imprime la donnée de l’en-tête (durée, partenaires, budget, \
              indicateurs…) : cette donnée y est. La rubrique des indicateurs d’une action a aussi au moins un \
              indicateur, même quand elle a un texte, si le cadre la veut. Une absence déclarée (« non renseigné ») \
              est une donnée. Les rubriques propres à la fiche sont laissées de côté.",
    why: "Un titre sans rien dessous s’imprime : le lecteur ne sait pas si la réponse a été perdue ou n’existe pas.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/fiches/03-prevention.md", from: "duree: 2021-2024\n", to: "" }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "partenaires: [État, Département]",
                to: "partenaires: non renseigné",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 1. Description de l'action\n",
                to: "## 1. Description de l'action\n\n### Le contexte\n",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    use crate::model::cadre::RubriqueContent::Indicateurs;
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        for section in &fiche.sections {
            let rubriques = &context.dossier.cadre.rubriques;
            let Some(rubrique) =
                rubriques.iter().find(|declared| Some(&declared.id) == section.rubrique.as_ref())
            else {
                continue;
            };
            let is_empty = section.body.is_empty();
            let wants_data = is_empty || rubrique.content == Indicateurs && rubrique.required;
            if !wants_data || has_data(fiche, rubrique) {
                continue;
            }
            let title = plain_text(&section.title);
            let message = match (is_empty, rubrique.content) {
                (_, Indicateurs) => {
                    format!("la fiche {} n’a aucun indicateur sous « {} »", fiche.number, title.trim())
                }
                _ => format!("la rubrique « {} » est vide", title.trim()),
            };
            findings.push(
                Diagnostic::finding(section.span, message)
                    .help("remplir la rubrique, ou déclarer l’absence dans l’en-tête (« non renseigné », « sans objet »)"),
            );
        }
    }
    findings
}
