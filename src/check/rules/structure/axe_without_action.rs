//! Checks that each node of the tree has the actions that the cadre wants, or says where they are.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

const FILE: &str = "content/cadres/essai-2024.yaml";
const NODE: &str = "tableau: executions }";

pub(crate) static PAGE: Page = Page {
    title: "une branche du cadre n’a pas les actions que le cadre demande",
    severity: Severity::Warning,
    checks: "Chaque branche du cadre (annexe, axe, volet) qui a « actions_min », contre le nombre des fiches qui s’y rangent, \
              celles de ses sous-branches comprises. « renvoi » dit que ses actions sont dans un autre acte.",
    why: "L’instruction fixe un nombre d’actions par axe ; un axe vide ne se justifie que par une autre convention.",
    source: "Le cadre de la convention (clés « actions_min » et « renvoi »).",
    example: Example {
        context: &[],
        fault: &[Change { file: FILE, from: NODE, to: "tableau: executions, actions_min: 2 }" }],
        admitted: &[Change { file: FILE, from: NODE, to: "tableau: executions, actions_min: 1 }" }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let mut findings = Vec::new();
    for axe in &cadre.axes {
        let Some(wanted) = axe.min_actions else { continue };
        let fiches = context.fiches().filter(|fiche| cadre.is_within(&fiche.axe.value, &axe.id.value));
        let count = fiches.count();
        if count >= usize::from(wanted) || axe.referral.is_some() {
            continue;
        }
        let has = match count {
            0 => "n’a aucune action".to_owned(),
            1 => "n’a qu’une action".to_owned(),
            count => format!("n’a que {count} actions"),
        };
        findings.push(
            Diagnostic::finding(axe.id.span, format!("{} {has}, pour {wanted} au moins", axe.the())).help(
                "ranger une fiche dans cette branche, ou dire par « renvoi » quel acte porte ses actions",
            ),
        );
    }
    findings
}
