//! The decisions of the services that are on no finding: mistyped, or taken on what is not found any more.

use crate::check::{Scope, Selection, page, registry};
use crate::diagnostic::{Diagnostic, Report, Weight};
use crate::model::meeting::{FindingDecision, FindingFate};
use crate::snapshot::Snapshot;

/// What is said of them. Nothing when only a part of the act was checked: what is not found may be in the other.
pub(super) fn on_nothing(snapshot: &Snapshot, selection: &Selection, report: &Report) -> Vec<Diagnostic> {
    let is_whole =
        selection.chosen.is_empty() && selection.ignored.is_empty() && report.left_aside().is_none();
    let decisions = snapshot.dossier.iter().flat_map(|dossier| &dossier.decisions).filter(|_| is_whole);
    decisions.filter_map(|decision| tell(decision, report)).collect()
}

fn tell(decision: &FindingDecision, report: &Report) -> Option<Diagnostic> {
    let name = decision.finding.value.as_str();
    if report.identified(name).is_some() {
        return None;
    }
    let code = name.rsplit_once('-').map_or("", |(code, _)| code);
    let rule = registry::rule(code);
    // It is found beside another act only.
    if rule.is_some_and(|rule| rule.scope == Scope::OtherAct) {
        return None;
    }
    let names = report.diagnostics().iter().chain(report.tolerated_findings()).map(Diagnostic::name);
    let near = names.filter(|known| strsim::osa_distance(known, name) == 1).min();
    let is_of_a_code = rule.is_some() || page::explain(code).is_some();
    let (message, help) = match (near, is_of_a_code) {
        (Some(near), _) => {
            (format!("« {name} » n’est le nom d’aucun constat"), format!("vouliez-vous dire « {near} » ?"))
        }
        (None, false) => (
            format!("« {name} » n’est le nom d’aucun constat"),
            "écrire le nom que donnent « calpae check » et l’annexe de contrôle, comme « FIN-003-9vkf »"
                .to_owned(),
        ),
        // It was corrected.
        (None, true) if decision.fate == FindingFate::Corrected => return None,
        (None, true) => (
            format!("plus aucun constat n’a le nom « {name} », que cette décision garde"),
            "retirer la décision, ou lui donner le nom du constat dont il s’agit".to_owned(),
        ),
    };
    let finding = Diagnostic::error("REF-001", decision.finding.span, message).help(help);
    Some(finding.warning().weighs(Weight::Form))
}
