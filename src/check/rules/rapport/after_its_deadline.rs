//! The report is sent after its deadline.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "le rapport est daté d’après son échéance",
    severity: Severity::Warning,
    checks: "Le jour d’envoi du rapport, ou à défaut la date qu’il porte, est comparé à l’échéance que fixe le cadre pour une convention signée ce jour-là. Un rapport intermédiaire n’a pas d’échéance.",
    why: "Passé l’échéance, l’État peut suspendre le versement ou reprendre les crédits.",
    source: "Convention, article sur le suivi et l’évaluation : transmission aux préfets au plus tard à la date fixée.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapport/rapport.yaml",
            from: "envoi: 2025-03-28 ",
            to: "envoi: 2025-04-02 ",
        }],
        admitted: &[Change {
            file: "content/2024/rapport/rapport.yaml",
            from: "envoi: 2025-03-28 ",
            to: "envoi: 2025-03-31 ",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(rapport) = context.dossier.rapport.as_ref().filter(|r| !r.interim) else { return Vec::new() };
    let year = context.dossier.convention.year;
    let concluded = context.dossier.convention.dates.signature.as_ref().map(|j| j.value);
    let deadline = context.dossier.cadre.deadline("rapport", year, concluded).and_then(|e| e.day_of(year));
    let day = rapport.sending.as_ref().unwrap_or(&rapport.document_date);
    let Some(deadline) = deadline.filter(|e| day.value > *e) else { return Vec::new() };
    let what = if rapport.sending.is_some() { "envoyé le" } else { "daté du" };
    vec![
        Diagnostic::finding(day.span, format!("le rapport est {what} {day}, après l’échéance du {deadline}"))
            .help("avancer l’envoi, ou convenir d’un délai avec le préfet et déclarer une tolérance"),
    ]
}
