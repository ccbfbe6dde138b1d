//! Checks that what proves a reinforcement goes up.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::numbers::format_plain;
use crate::lang::same_unit;
use crate::model::fiche::ActionStatus;
use crate::model::{CellValues, Measured, Number};
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "ce qui prouve un renforcement n’augmente pas",
    severity: Severity::Warning,
    checks: "Dans un statut, `a` est plus grand que `de`, quand les deux sont des nombres, dans la même unité.",
    why: "Une action dont la file active ne croît pas n’est pas renforcée : les deux nombres sont intervertis, ou l’un \
               est faux.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "statut: reconduite",
            to: "statut: [reconduite, { statut: renforcée, par: file active, de: 45 jeunes, a: 30 jeunes }]",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "statut: reconduite",
                to: "statut: [reconduite, { statut: renforcée, par: file active, de: 30 jeunes, a: 45 jeunes }]",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "statut: reconduite",
                to: "statut: [reconduite, { statut: renforcée, par: file active, de: non renseigné, a: 45 jeunes }]",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| &fiche.statuses).filter_map(check_status).collect()
}

fn check_status(status: &ActionStatus) -> Option<Diagnostic> {
    let proof = status.proof.as_ref()?;
    let from = number(proof.from.as_ref()?)?;
    let to = number(proof.to.as_ref()?)?;
    let units = from.value.unit.as_deref().zip(to.value.unit.as_deref());
    if units.is_some_and(|(a, b)| !same_unit(a, b)) || to.value.value > from.value.value {
        return None;
    }
    let unit = [&to.value.unit, &from.value.unit, &proof.unit].into_iter().flatten().next();
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let figure = |number: &Number| format_plain(number.value, None);
    let message = format!(
        "« {} » par « {} » : de {} à {}{unit}, ce n’est pas une hausse",
        status.word.value,
        proof.by.value,
        figure(&from.value),
        figure(&to.value),
    );
    Some(
        Diagnostic::finding(to.span, message)
            .also(from.span, "au départ")
            .help("corriger l’un des deux nombres, ou le statut"),
    )
}

/// The only figure of a box.
fn number(cell: &CellValues) -> Option<Spanned<Number>> {
    match cell.as_slice() {
        [only] => match &only.measured.value {
            Measured::Number(number) => Some(Spanned::new(number.clone(), only.measured.span)),
            _ => None,
        },
        _ => None,
    }
}
