//! The steps of the review of a report are out of order, or one lacks its reason.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::rapport::Rapport;

const FILE: &str = "content/2024/rapports/2024/rapport.yaml";

pub(crate) static PAGE: Page = Page {
    title: "les étapes de l’examen ne se suivent pas, ou l’une n’a pas de motif",
    severity: Severity::Warning,
    checks: "Les étapes de l’examen d’un rapport (`examen`) : leurs jours se suivent dans l’ordre où elles sont écrites ; « à corriger », « accepté en partie » et « refusé » ont un motif.",
    why: "Le motif dit au service ce qu’il doit refaire ; une étape antidatée fausse les délais.",
    source: "Code des relations entre le public et l’administration, art. L. 211-2 et L. 114-5 : motivation d’un refus, demande de pièces.",
    example: Example {
        context: &[Change {
            file: FILE,
            from: "deliberation: 2025-03-20   # jour du vote\n",
            to: "deliberation: 2025-03-20   # jour du vote\nexamen:\n  - { etat: déposé, le: 2025-04-02, par: Le service instructeur }\n  - { etat: à corriger, le: 2025-04-20, motif: Il manque une pièce }\n",
        }],
        fault: &[Change {
            file: FILE,
            from: "{ etat: à corriger, le: 2025-04-20,",
            to: "{ etat: à corriger, le: 2025-03-31,",
        }],
        admitted: &[Change { file: FILE, from: "le: 2025-04-20,", to: "le: 2025-04-02," }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.dossier.rapports.iter().flat_map(steps).collect()
}

fn steps(rapport: &Rapport) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (before, step) in rapport.reviews.iter().zip(rapport.reviews.iter().skip(1)) {
        if step.day.value < before.day.value {
            let message = format!(
                "« {} » est daté du {}, avant « {} »",
                step.state.value.word(),
                step.day,
                before.state.value.word()
            );
            findings.push(
                Diagnostic::finding(step.day.span, message)
                    .also(before.day.span, before.day.to_string())
                    .help("corriger l’un des jours, ou remettre les étapes dans leur ordre"),
            );
        }
    }
    for step in rapport.reviews.iter().filter(|s| s.state.value.wants_a_reason() && s.reason.is_none()) {
        let message = format!("« {} » n’a pas de motif", step.state.value.word());
        findings
            .push(Diagnostic::finding(step.state.span, message).help("ajouter « motif: … » à cette étape"));
    }
    findings
}
