//! Checks delays against the time objective that the cadre's definition states.

use super::objectives::{days_in, time_objective};
use super::values::{IndicateurCell, all_cells, figure, format_measured, quoted_label, value_range};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Value;

pub(crate) static PAGE: Page = Page {
    title: "un délai dépasse l’objectif que le référentiel lui fixe",
    severity: Severity::Warning,
    checks: "La définition ou la note d’un indicateur compté en jours, semaines ou mois qui annonce un objectif (« L’objectif \
              est de moins de 3 semaines ») est comparée à ses valeurs, dans les fiches et la matrice. Une semaine vaut \
              sept jours, un mois trente et un : le doute profite à la valeur. Les objectifs sur d’autres grandeurs ne \
              sont pas lus.",
    why: "Le cadre fixe l’objectif et l’acte montre qu’il n’est pas tenu : il faut dire comment il le sera, ou \
               l’évaluation le dira à la place des parties.",
    source: "Définition de l’indicateur au référentiel du cadre.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/cadres/essai-2024.yaml",
            from: "libelle: Délai moyen avant le premier rendez-vous, unite: jours,",
            to: "libelle: Délai moyen avant le premier rendez-vous, definition: L'objectif est de deux semaines au plus., unite: jours,",
        }],
        admitted: &[Change {
            file: "content/cadres/essai-2024.yaml",
            from: "libelle: Délai moyen avant le premier rendez-vous, unite: jours,",
            to: "libelle: Délai moyen avant le premier rendez-vous, definition: L'objectif est de moins de 3 semaines., unite: jours,",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    all_cells(context)
        .iter()
        .flat_map(|cell| cell.values.iter().filter_map(|value| report(cell, value)))
        .collect()
}

fn report(cell: &IndicateurCell<'_>, value: &Value) -> Option<Diagnostic> {
    let (_, indicateur) = cell.cadre?;
    let objective = time_objective(indicateur)?;
    let (threshold, words) = (objective.days, objective.words);
    let figure = figure(&value.measured.value)?;
    let unit = days_in(figure.unit.as_deref().or(cell.unit())?)?;
    let delay = value_range(&value.measured.value)?.0?.checked_mul(unit)?;
    (delay > threshold).then(|| {
        Diagnostic::finding(
            value.measured.span,
            format!(
                "{} : {} dépasse l’objectif du référentiel, « {words} »",
                cell.name(),
                format_measured(&value.measured.value)
            ),
        )
        .here(quoted_label(cell.label))
        .also(indicateur.id.span, "sa définition fixe l’objectif")
        .arithmetic(format!("objectif : {} jours ; valeur : {} jours", number(threshold), number(delay)))
        .help(match cell.fiche {
            Some(_) => "dire dans la fiche l’objectif intermédiaire et ce qui permettra de l’atteindre",
            None => {
                "vérifier la valeur de la matrice et son unité ; si elle est exacte, dire dans une fiche de la \
                 mesure ce qui permettra d’atteindre l’objectif"
            }
        })
    })
}
