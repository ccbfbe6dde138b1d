//! The report is sent after its deadline.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Dossier;
use crate::model::asked_rapport::RapportDue;
use crate::model::life::LifeStep;
use crate::model::rapport::Rapport;

pub(crate) static PAGE: Page = Page {
    title: "le rapport est daté d’après son échéance",
    severity: Severity::Warning,
    checks: "Le jour d’envoi du rapport, ou à défaut la date qu’il porte, est comparé à l’échéance que fixe le cadre pour une convention signée ce jour-là. Un rapport intermédiaire n’a pas d’échéance, sauf quand le cadre lui fixe un jour (`rapports`).",
    why: "Passé l’échéance, l’État peut suspendre le versement ou reprendre les crédits.",
    source: "Convention, article sur le suivi et l’évaluation : transmission aux préfets au plus tard à la date fixée.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/rapport.yaml",
            from: "envoi: 2025-03-28 ",
            to: "envoi: 2025-04-02 ",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/rapport.yaml",
            from: "envoi: 2025-03-28 ",
            to: "envoi: 2025-03-31 ",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.dossier.rapports.iter().filter_map(|rapport| late(context.dossier, rapport)).collect()
}

/// A report that is after its deadline. One that another will follow has none, unless its kind has its own.
fn late(dossier: &Dossier, rapport: &Rapport) -> Option<Diagnostic> {
    let kind = dossier.cadre.rapport_kind(&rapport.id).map(|kind| kind.due);
    if rapport.interim && !matches!(kind, Some(RapportDue::Once(_))) {
        return None;
    }
    let concluded = dossier.convention.life.day(LifeStep::Signature).map(|j| j.value);
    let (deadline, _) = dossier.cadre.rapport_deadline(&rapport.id, dossier.convention.year, concluded)?;
    let day = rapport.sending.as_ref().unwrap_or(&rapport.document_date);
    if day.value <= deadline {
        return None;
    }
    let what = if rapport.sending.is_some() { "envoyé le" } else { "daté du" };
    let message = format!("le rapport est {what} {day}, après l’échéance du {deadline}");
    let help = "avancer l’envoi, ou convenir d’un délai avec le préfet et déclarer une tolérance";
    Some(Diagnostic::finding(day.span, message).help(help))
}
