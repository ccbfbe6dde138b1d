//! Something executed was not contracted.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::rapport::RapportSummary;
use crate::model::Cadre;

pub(crate) static PAGE: Page = Page {
    title: "une dépense est exécutée sans avoir été contractée",
    severity: Severity::Warning,
    checks: "Une ligne de financement du rapport dont le liquidé n’est pas nul, pour un financeur qui n’a rien contracté dans l’action ; une action du rapport que la convention ne contient pas. Un financeur qui a contracté sans dire combien n’est pas retenu.",
    why: "L’État ne paie que ce qui est conventionné : une dépense sans contrepartie n’entre pas dans le calcul de son solde, et un avenant manque peut-être.",
    source: "Convention, article sur le suivi et l’évaluation : exécution budgétaire des crédits contractualisés.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "      engage: 18 900 €\n      liquide: 16 000 €\n",
            to: "      engage: 17 900 €\n      liquide: 15 000 €\n    - financeur: region\n      engage: 1 000 €\n      liquide: 1 000 €\n",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "      engage: 18 900 €\n      liquide: 16 000 €\n",
            to: "      engage: 18 900 €\n      liquide: 16 000 €\n    - financeur: region\n      engage: 0 €\n      liquide: 0 €\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    context.executions().flat_map(|(rapport, summary)| uncontracted(cadre, &rapport.id, summary)).collect()
}

/// What is spent and was not contracted.
fn uncontracted(cadre: &Cadre, id: &str, summary: &RapportSummary<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for action in summary.actions() {
        let Some(fiche) = action.fiche else { continue };
        let Some(commitment) = &action.commitment else {
            findings.push(
                Diagnostic::finding(
                    fiche.fiche.span,
                    format!("la fiche {} n’est pas dans la convention que ce rapport exécute", action.number),
                )
                .help(format!(
                    "corriger le numéro, ou relancer « calpae new rapport {id} » si un avenant a ajouté l’action"
                )),
            );
            continue;
        };
        for line in &fiche.financements {
            let Ok(paid) = &line.paid else { continue };
            let id = line.financeur.as_ref().map(|f| f.value.as_str());
            let contracted = commitment.share(id);
            if paid.value.is_zero() || !contracted.is_empty() || contracted.missing() > 0 {
                continue;
            }
            let name = id.and_then(|f| cadre.financeur(f)).map(|f| f.name.as_str());
            let name = name.or(line.label.as_ref().map(|l| l.value.as_str())).unwrap_or("ce financeur");
            findings.push(
                Diagnostic::finding(
                    paid.span,
                    format!("{} sont exécutés par « {name} », qui n’a rien contracté ici", paid.value),
                )
                .stake(paid.value.euros())
                .help("imputer la dépense au financeur qui l’a contractée, ou conclure un avenant"),
            );
        }
    }
    findings
}
