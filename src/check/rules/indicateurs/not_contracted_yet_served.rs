//! Checks that a mesure « non contracté » has no value in the matrix and no fiche in its annexe.

use std::collections::BTreeMap;

use super::values::{figure, format_measured};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::cadre::AxeTable;
use crate::model::{Absence, CellValues, Measured};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une mesure est dite non contractée, et l’acte la sert ou la chiffre",
    severity: Severity::Error,
    checks: "Une mesure que la matrice dit « non contractée » pour une colonne n’a pas de nombre dans cette colonne ; \
              si elle l’est dans toutes les colonnes écrites, aucune fiche de l’annexe de la matrice ne la sert. Une \
              fiche d’une autre annexe, à l’initiative du Département, peut la servir.",
    why: "« Non contracté » dit que rien n’est dû : une fiche ou un résultat pour la même mesure dit l’inverse.",
    source: "Cohérence interne de l’acte, entre la matrice et les fiches.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "  \"2.2\": {",
            to: "  2.2/places: { \"2023\": 12 }\n  \"2.2\": {",
        }],
        admitted: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: "  \"2.2\": {",
            to: "  2.2/places: { \"2023\": non contracté }\n  \"2.2\": {",
        }],
    },
};

fn not_contracted(cell: &CellValues) -> bool {
    cell.iter().any(|value| value.measured.value == Measured::Absent(Absence::NotContracted))
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let values = &context.dossier.matrix.values;
    // By mesure: the place, the columns « non contracté », and whether that is all the written ones.
    let mut mesures: BTreeMap<&str, (Span, Vec<&str>, bool)> = BTreeMap::new();
    for line in values.iter().filter(|line| !line.key.value.contains('/')) {
        let uncontracted: Vec<&str> = line
            .cells
            .iter()
            .filter(|(_, cell)| not_contracted(cell))
            .map(|(column, _)| column.value.as_str())
            .collect();
        if !uncontracted.is_empty() {
            let in_all_columns = uncontracted.len() == line.cells.len();
            mesures.insert(&line.key.value, (line.key.span, uncontracted, in_all_columns));
        }
    }
    let mut findings = Vec::new();
    for line in values {
        let Some((mesure, _)) = line.key.value.split_once('/') else { continue };
        let Some((span, uncontracted, _)) = mesures.get(mesure) else { continue };
        for (column, cell) in
            line.cells.iter().filter(|(column, _)| uncontracted.contains(&column.value.as_str()))
        {
            let Some(value) = cell.iter().find(|value| figure(&value.measured.value).is_some()) else {
                continue;
            };
            let title = cadre.columns.iter().find(|c| c.id == column.value).map_or("", |c| c.title.as_str());
            findings.push(
                Diagnostic::finding(
                    value.measured.span,
                    format!(
                        "{} vaut {} pour « {title} », où la mesure {mesure} est dite non contractée",
                        line.key.value,
                        format_measured(&value.measured.value)
                    ),
                )
                .also(*span, "dite non contractée")
                .help("retirer la valeur, ou la mention « non contracté » de la mesure"),
            );
        }
    }
    let in_matrix_annexe =
        |annexe: &str| cadre.axe(annexe).is_some_and(|axe| axe.table == Some(AxeTable::Matrix));
    for fiche in context.fiches().filter(|fiche| in_matrix_annexe(&fiche.axe.value)) {
        for served in &fiche.mesures {
            if let Some((span, _, true)) = mesures.get(served.value.as_str()) {
                findings.push(
                    Diagnostic::finding(
                        served.span,
                        format!(
                            "la fiche {} relève de la mesure {}, que la matrice dit non contractée",
                            fiche.number, served.value
                        ),
                    )
                    .warning()
                    .also(*span, "dite non contractée")
                    .help("corriger la mesure de la fiche, ou la matrice"),
                );
            }
        }
    }
    findings
}
