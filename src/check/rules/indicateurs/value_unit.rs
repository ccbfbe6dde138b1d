//! Checks the unit of a value against the cadre's.

use super::objectives::time_objective;
use super::values::{IndicateurCell, all_cells, figure, format_measured, quoted_label};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang;
use crate::lang::{flat, same_unit, unit_stem};
use crate::model::Value;
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "l’unité d’une valeur manque, ou n’est pas celle du référentiel",
    severity: Severity::Warning,
    checks: "Les nombres des fiches et de la matrice dont le cadre donne l’unité : l’unité écrite est la même (au \
              pluriel près, et la fin en est libre : « jours ouvrés ») ; l’unité absente se lit dans le libellé \
              (« Nombre de personnes… »). Quand la définition de l’indicateur donne son objectif dans une autre unité, \
              c’est celle-ci qui est citée. Les personnes peuvent être dites bénéficiaires, jeunes, usagers…",
    why: "« 39,5 » peut être des jours, des semaines ou un pourcentage : sans unité, la valeur ne se compare \
               ni à la cible ni au seuil du cadre.",
    source: "Unités du référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/indicateurs.yaml", from: ": 20 jours,", to: ": 20," }],
        admitted: &[Change {
            file: "content/2024/indicateurs.yaml",
            from: ": 20 jours,",
            to: ": 20 jours ouvrés,",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    all_cells(context)
        .iter()
        .flat_map(|cell| cell.values.iter().filter_map(|value| report(cell, value)))
        .collect()
}

/// The finding for a value without unit when the cadre's objective is in another unit than the cadre's own: either
/// may be meant.
fn without_expected_unit(
    cell: &IndicateurCell<'_>,
    expected: &str,
    written: &str,
    span: Span,
) -> Option<Diagnostic> {
    let (_, indicateur) = cell.cadre?;
    let objective =
        time_objective(indicateur).filter(|objective| unit_stem(objective.unit) != unit_stem(expected))?;
    let message = format!(
        "{} : {written} est sans unité ; l’objectif du référentiel est en {}",
        cell.name(),
        objective.unit
    );
    Some(
        Diagnostic::finding(span, message)
            .here(quoted_label(cell.label))
            .also(indicateur.id.span, format!("objectif du référentiel : « {} »", objective.words))
            .help(format!("écrire l’unité de la valeur : {expected} ou {}", objective.unit)),
    )
}

fn report(cell: &IndicateurCell<'_>, value: &Value) -> Option<Diagnostic> {
    let expected = cell.unit()?;
    let number = figure(&value.measured.value)?;
    let written = format_measured(&value.measured.value);
    let span = value.measured.span;
    let finding = match number.unit.as_deref() {
        Some(unit) => {
            if same_unit(unit, expected) {
                return None;
            }
            Diagnostic::finding(
                span,
                format!(
                    "{} : {written} est en « {unit} », et le référentiel compte en « {expected} »",
                    cell.name()
                ),
            )
            .help("convertir la valeur, ou corriger son unité")
        }
        None => {
            // « Nombre de personnes » implies its unit; « Délai moyen » does not.
            let label = flat(cell.label);
            let expected_stem = unit_stem(expected);
            let label_has =
                |expected_stem: &str| label.split(' ').any(|word| lang::singular(word) == expected_stem);
            let label_counts = label.split(' ').any(|word| word == "nombre" || word == "nombres");
            if label_has(&expected_stem) || label_counts {
                return None;
            }
            if let Some(finding) = without_expected_unit(cell, expected, &written, span) {
                return Some(finding);
            }
            Diagnostic::finding(
                span,
                format!(
                    "{} : {written} est sans unité, et le référentiel compte en « {expected} »",
                    cell.name()
                ),
            )
            .help(format!("écrire l’unité : « {written} {expected} »"))
        }
    };
    let reference = cell.cadre.map(|(_, indicateur)| indicateur.id.span)?;
    Some(
        finding
            .here(quoted_label(cell.label))
            .also(reference, format!("unité du référentiel : « {expected} »")),
    )
}
