//! Checks that, in an act that lists several exercices, each amount that counts says its own.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::entry::of_budget;
use crate::model::budget::Role;

pub(crate) static PAGE: Page = Page {
    title: "un montant ne dit pas de quel exercice il est",
    severity: Severity::Warning,
    checks: "Dans un acte qui liste plusieurs exercices (« exercices »), chaque montant des budgets comptés : il est écrit sous \
              « montants », ou la période de son budget tient dans un exercice. Un acte d’un seul exercice n’a rien à dire.",
    why: "Un montant sans exercice ne compte dans aucun : ni plafond annuel, ni rapport annuel ne le voit.",
    source: "Cohérence interne de l’acte ; annualité budgétaire (CGCT, art. L. 1612-1 et suivants).",
    example: Example {
        context: &[
            Change {
                file: "content/2024/convention.yaml",
                from: "annee: 2024",
                to: "exercices: [2024, 2025]",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "execution: du 2024-01-01 au 2024-12-31\n",
                to: "",
            },
        ],
        fault: &[Change { file: "content/2024/fiches/03-prevention.md", from: "  periode: 2024\n", to: "" }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "  periode: 2024\n",
            to: "  titre: Budget de l'action\n  periode: 2024\n",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let exercices = &context.dossier.convention.exercices;
    if !exercices.are_several() || !exercices.are_declared {
        return Vec::new();
    }
    let budgets = context.fiches().flat_map(|fiche| fiche.budgets.iter().map(move |budget| (fiche, budget)));
    let counted = budgets.filter(|(_, budget)| budget.role == Role::Convention);
    let mut findings = Vec::new();
    for (fiche, budget) in counted {
        let entries = of_budget(budget, fiche, Some(exercices));
        let mut undated = entries
            .iter()
            .filter(|entry| entry.exercice.is_none() && entry.montant.is_ok() && !entry.of_which);
        let Some(first) = undated.next() else { continue };
        let count = 1 + undated.clone().count();
        let message = match count {
            1 => "ce montant ne dit pas de quel exercice il est".to_owned(),
            _ => format!("{count} montants de ce budget ne disent pas de quel exercice ils sont"),
        };
        let first_name = exercices.name(0);
        let mut finding = Diagnostic::finding(first.span, message).help(format!(
            "écrire « montants: {{ {first_name}: … }} », ou « periode: {first_name} » au budget"
        ));
        for entry in undated {
            finding = finding.also(entry.span, "sans exercice non plus");
        }
        findings.push(finding);
    }
    findings
}
