//! A result is not in the unit of its target.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::objectives::{Attainment, UnknownReason, track};
use crate::ledger::rapport::RapportSummary;
use crate::model::{Cadre, Measured};

pub(crate) static PAGE: Page = Page {
    title: "un résultat n’est pas dans l’unité de sa cible",
    severity: Severity::Error,
    checks: "Un résultat chiffré du rapport dont l’unité est écrite, et n’est pas celle de la cible contractée. La casse, les accents, le pluriel et les abréviations (« j ») ne comptent pas, ni la fin de l’unité (« jours ouvrés »), ni le mot qui désigne des personnes ; une unité absente est celle de l’autre.",
    why: "« 2 mois » pour une cible de 12 jours ne se comparent pas : le rapport ne peut dire ni un taux, ni si la cible est atteinte.",
    source: "Convention, article sur l’évaluation : renseignement de la matrice des indicateurs.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "    valeur: 14 jours",
            to: "    valeur: 2 semaines",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "    valeur: 14 jours",
            to: "    valeur: 14 Jours ouvrés",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.executions().flat_map(|(_, summary)| other_units(&context.dossier.cadre, summary)).collect()
}

/// The results in another unit than their target.
fn other_units(cadre: &Cadre, summary: &RapportSummary<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for action in summary.actions() {
        for tracking in track(cadre, action) {
            if tracking.attainment != Attainment::Unknown(UnknownReason::Units) {
                continue;
            }
            let Some([result]) = tracking.result.map(|r| r.value.as_slice()) else { continue };
            let Some([target]) = tracking.objective.map(|o| o.target.as_slice()) else { continue };
            let (Some(obtained), Some(expected)) =
                (unit(&result.measured.value), unit(&target.measured.value))
            else {
                continue;
            };
            findings.push(
                Diagnostic::finding(
                    result.measured.span,
                    format!(
                        "« {} » : le résultat est en « {obtained} », et sa cible en « {expected} »",
                        tracking.label
                    ),
                )
                .also(target.measured.span, "cible contractée")
                .help(format!("donner le résultat en « {expected} », ou corriger son unité")),
            );
        }
    }
    findings
}

fn unit(measured: &Measured) -> Option<&str> {
    match measured {
        Measured::Number(n) | Measured::Bound(_, n) | Measured::Between(_, n) | Measured::Tolerance(n, _) => {
            n.unit.as_deref()
        }
        Measured::Text(_) | Measured::Absent(_) => None,
    }
}
