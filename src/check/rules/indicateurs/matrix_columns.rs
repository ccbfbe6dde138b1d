//! Checks that the matrix has a column for the edition's year or for a target.

use super::values::quoted_label;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::column::ColumnMeaning;

pub(crate) static PAGE: Page = Page {
    title: "la matrice n’a de colonne ni pour l’année de l’édition, ni pour une cible",
    severity: Severity::Warning,
    checks: "Les colonnes de la matrice du cadre : quand chacune nomme une année antérieure à celle de l’édition, et \
              qu’aucune n’annonce une cible (« cible », « objectif », « attendu », « prévu »…), un constat. Une colonne \
              sans année, ou dont le titre nomme l’année de l’édition ou une année suivante, suffit.",
    why: "La matrice montre d’où part le Département ; sans cible ni colonne de l’année, elle ne dit pas à quoi il \
               s’engage, et le résultat de l’année n’aura rien en face.",
    source: "Matrice des engagements du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: "content/cadres/essai-2024.yaml",
                from: "    - { id: \"2024\", titre: Cible pour 2024 }\n",
                to: "",
            },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": 1 300 }", to: " }" },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": 350 }", to: " }" },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": 1 040 }", to: " }" },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": 80 % }", to: " }" },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": 12 jours }", to: " }" },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": 100 }", to: " }" },
            Change { file: "content/2024/indicateurs.yaml", from: ", \"2024\": non contracté }", to: " }" },
        ],
        admitted: &[
            Change {
                file: "content/cadres/essai-2024.yaml",
                from: "titre: Cible pour 2024",
                to: "titre: Cible",
            },
            Change {
                file: "content/cadres/essai-2024.yaml",
                from: "titre: Cible pour 2024",
                to: "titre: Prévision 2024",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let edition = i32::from(context.dossier.convention.year);
    let mesures = || cadre.themes.iter().flat_map(|theme| &theme.mesures);
    let is_past = |meaning: &ColumnMeaning| {
        !meaning.is_target() && meaning.range().is_some_and(|(_, last)| i32::from(last) < edition)
    };
    let Some(last) = cadre.columns.last() else { return Vec::new() };
    if mesures().all(|mesure| mesure.indicateurs.is_empty())
        || !cadre.columns.iter().all(|column| is_past(&column.meaning))
    {
        return Vec::new();
    }
    // The message leaves the year out, so that a new edition on the same cadre keeps the finding's tolerance.
    let mut finding = Diagnostic::finding(
        last.span,
        format!(
            "la matrice n’a de colonne ni pour l’année de l’édition, ni pour une cible : elle s’arrête à {}",
            quoted_label(&last.title)
        ),
    )
    .here("la dernière colonne")
    .also(context.dossier.convention.cadre.span, format!("le cadre de l’édition {edition}"))
    .help(format!("ajouter au cadre une colonne « Cible {edition} », ou de l’année, et la renseigner"));
    for other in cadre.columns.iter().rev().skip(1).take(6) {
        finding = finding.also(other.span, quoted_label(&other.title));
    }
    vec![finding]
}
