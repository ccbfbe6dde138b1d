//! A charge or a result of a sheet bears no label of the contract, or a contracted charge has no line.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity, near};
use crate::lang::{flat, same_label};
use crate::ledger::charges::charge_rows;
use crate::ledger::rapport::Action;

pub(crate) static PAGE: Page = Page {
    title: "une ligne du compte rendu ne porte pas un libellé contracté",
    severity: Severity::Warning,
    checks: "Une charge exécutée, ou un résultat sans identifiant du cadre, dont le libellé n’est pas l’un de ceux que la convention contracte dans l’action ; une charge contractée sans ligne, quand le compte rendu en détaille d’autres. La casse et les accents ne comptent pas. Un résultat dont la `cible` est dite « non contracté » n’est pas retenu, ni une action dont l’acte ne détaille pas les charges.",
    why: "Ce qui a été prévu se lit en face de ce qui a été exécuté par le libellé seul : sous un autre, la dépense est sans prévision et la prévision sans dépense.",
    source: "Convention, article sur le suivi et l’évaluation : bilan financier des actions mises en œuvre.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "    - libelle: \"Locaux\"",
            to: "    - libelle: \"Loyers\"",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "    - libelle: \"Locaux\"",
            to: "    - libelle: \"LOCAUX\"",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for (_, summary) in context.executions() {
        findings
            .extend(summary.actions().flat_map(|action| charges(action).into_iter().chain(results(action))));
    }
    findings
}

fn charges(action: &Action<'_>) -> Vec<Diagnostic> {
    let rows = charge_rows(action.commitment.as_ref(), action.fiche);
    let Some(last) = action.fiche.and_then(|fiche| fiche.charges.last()) else { return Vec::new() };
    if rows.iter().all(|row| row.contracted.is_empty()) {
        return Vec::new();
    }
    let missing: Vec<&str> =
        rows.iter().filter(|row| row.executed.is_none()).map(|row| row.label()).collect();
    let all: Vec<&str> =
        rows.iter().filter(|row| !row.contracted.is_empty()).map(|row| row.label()).collect();
    let extra = rows.iter().filter(|row| row.contracted.is_empty()).collect::<Vec<_>>();
    let mut findings = Vec::new();
    for label in extra.iter().filter_map(|row| row.executed?.label.as_ref()) {
        // A charge told twice has its own finding.
        if all.iter().any(|other| same_label(other, &label.value)) {
            continue;
        }
        findings.push(
            Diagnostic::finding(
                label.span,
                format!("« {} » n’est pas une charge contractée de la fiche {}", label.value, action.number),
            )
            .help(match advice(&label.value, &missing) {
                Some(advice) => advice,
                None => "imputer la dépense à une charge contractée, ou conclure un avenant".to_owned(),
            }),
        );
    }
    if extra.is_empty() && !missing.is_empty() {
        let named = missing.iter().map(|label| format!("« {label} »")).collect::<Vec<_>>().join(", ");
        let said = if missing.len() > 1 { "n’ont pas de ligne" } else { "n’a pas de ligne" };
        findings.push(
            Diagnostic::finding(last.span, format!("{named}, dans les charges contractées de la fiche {}, {said} ici", action.number))
                .help("ajouter la ligne, avec son exécution ou la raison de son absence (« à transmettre », « sans objet »)"),
        );
    }
    findings
}

fn results(action: &Action<'_>) -> Vec<Diagnostic> {
    let objectives = action.commitment.as_ref().map(|c| c.objectives()).unwrap_or_default();
    let Some(fiche) = action.fiche.filter(|_| action.commitment.is_some()) else { return Vec::new() };
    let is_told = |key: &str| fiche.results.iter().any(|result| same_label(result.key(), key));
    let missing: Vec<&str> = objectives
        .iter()
        .filter(|(_, o)| o.indicateur.is_none())
        .map(|(_, o)| o.key())
        .filter(|key| !is_told(key))
        .collect();
    let own = fiche.results.iter().filter(|r| r.indicateur.is_none() && r.no_target.is_none());
    own.filter_map(|result| result.label.as_ref())
        .filter(|label| !objectives.iter().any(|(_, o)| same_label(o.key(), &label.value)))
        .map(|label| {
            let untargeted = "« cible: non contracté » s’il n’a pas de cible";
            Diagnostic::finding(
                label.span,
                format!(
                    "« {} » n’est pas un indicateur contracté de la fiche {}",
                    label.value, action.number
                ),
            )
            .help(match advice(&label.value, &missing) {
                Some(advice) => format!("{advice} ; ou ajouter {untargeted}"),
                None => format!("ajouter {untargeted}, ou corriger le libellé"),
            })
        })
        .collect()
}

/// The label that was meant, among those that no line bears.
fn advice(label: &str, missing: &[&str]) -> Option<String> {
    let words = flat(label);
    let within = |other: &&&str| {
        let other = flat(other);
        other.contains(&words) || words.contains(&other)
    };
    let meant = near(label, missing.iter().copied()).or_else(|| missing.iter().find(within).copied());
    match (meant, missing) {
        (Some(meant), _) => Some(format!("vouliez-vous dire « {meant} » ?")),
        (None, []) => None,
        (None, missing) => {
            let named = missing.iter().map(|label| format!("« {label} »")).collect::<Vec<_>>().join(", ");
            Some(format!("écrire le libellé de la convention, parmi ceux qui n’ont pas de ligne : {named}"))
        }
    }
}
