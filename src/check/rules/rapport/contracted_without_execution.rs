//! Something contracted has no execution.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::rapport::RapportSummary;
use crate::model::Absence;
use crate::model::life::ActStatus;
use crate::model::rapport::Rapport;

pub(crate) static PAGE: Page = Page {
    title: "une action contractée n’a pas d’exécution",
    severity: Severity::Warning,
    checks: "Dans un rapport qui n’est pas intermédiaire et qui a été délibéré : une action sans compte rendu, ou dont un financeur a contracté un montant et n’a rien exécuté, soit zéro, soit un liquidé resté « non renseigné » ou vide. Les autres absences (« à transmettre », « sans objet ») disent pourquoi et ne sont pas retenues.",
    why: "Un crédit contracté et non exécuté est un crédit que l’État reprend : s’il a été dépensé, le rapport doit le dire avant d’être envoyé.",
    source: "Convention, article sur le suivi et l’évaluation : bilan financier des actions mises en œuvre.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n",
            to: "    - financeur: etat\n      engage: 20 000 €\n      liquide:\n",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n",
            to: "    - financeur: etat\n      engage: 20 000 €\n      liquide: à transmettre\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.executions().flat_map(|(rapport, summary)| unexecuted(rapport, summary)).collect()
}

/// What is contracted and that a report does not execute.
fn unexecuted(rapport: &Rapport, summary: &RapportSummary<'_>) -> Vec<Diagnostic> {
    if rapport.interim || rapport.status < ActStatus::Voted {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for action in summary.actions() {
        let Some(commitment) = &action.commitment else { continue };
        let Some(fiche) = action.fiche else {
            let place =
                commitment.contracts.last().map_or(rapport.period.span, |(_, contract)| contract.fiche.span);
            findings.push(
                Diagnostic::finding(
                    place,
                    format!("la fiche {} est contractée et n’a pas de compte rendu", action.number),
                )
                .help(format!("lancer « calpae new rapport {} » : il écrit la page à remplir", rapport.id)),
            );
            continue;
        };
        for (financeur, share) in summary.financeurs.iter().zip(&action.shares) {
            if share.contracted.total.is_zero() {
                continue;
            }
            let line = fiche
                .financements
                .iter()
                .find(|l| l.financeur.as_ref().is_some_and(|f| f.value == financeur.id));
            let (place, stated) = match line.map(|l| &l.paid) {
                Some(Ok(m)) if m.value.is_zero() => (m.span, "rien n’est exécuté".to_owned()),
                Some(Err(a)) if matches!(a.value, Absence::NotReported | Absence::Blank) => {
                    (a.span, format!("l’exécuté est « {} »", a.value.word()))
                }
                None => (fiche.fiche.span, "l’exécution n’a pas de ligne".to_owned()),
                Some(_) => continue,
            };
            findings.push(
                Diagnostic::finding(
                    place,
                    format!("« {} » a contracté {} et {stated}", financeur.name, share.contracted.total),
                )
                .stake(share.contracted.total.euros())
                .help("porter le montant liquidé, ou la raison de son absence (« à transmettre », « sans objet »)"),
            );
        }
    }
    findings
}
