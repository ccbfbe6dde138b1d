//! The contract changed since the revision that the report executes.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::current::restatements;

pub(crate) static PAGE: Page = Page {
    title: "un montant ou une cible contractés ont changé depuis la révision exécutée",
    severity: Severity::Warning,
    checks: "Les montants par financeur et les cibles de `content/` sont comparés à la dernière révision que le rapport exécute (`reference.yaml`) ; de plusieurs rapports, celui de la dernière période. Une action retirée depuis est dite aussi.",
    why: "Le rapport rend compte de ce qui a été signé : un chiffre changé sans avenant ferait mentir l’un des deux documents.",
    source: "Force obligatoire de ce qui est signé, qui ne se modifie que d’un commun accord (principe des art. 1103 et 1193 du Code civil).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-equipe-mobile.md",
            from: "{ financeur: etat, montant: 24 600 € }",
            to: "{ financeur: etat, montant: 27 000 € }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-equipe-mobile.md",
            from: "titre_court: Équipe mobile",
            to: "titre_court: Une équipe mobile",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // What a report of an earlier exercice executes may have changed since, by an avenant: the last one records it.
    let last = context.dossier.rapports.iter().rev().find(|rapport| !rapport.revisions.is_empty());
    last.into_iter()
        .flat_map(|rapport| restatements(context.dossier, rapport).into_iter().map(move |r| (rapport, r)))
        .map(|(rapport, restated)| {
            Diagnostic::finding(
                restated.current_span,
                format!(
                    "fiche {} : {} a changé depuis la révision que le rapport exécute",
                    restated.fiche, restated.what
                ),
            )
            .here(restated.current.clone())
            .also(restated.recorded_span, format!("contracté : {}", restated.recorded))
            .arithmetic(format!("{} à la signature, {} maintenant", restated.recorded, restated.current))
            .help(format!(
                "rétablir ce qui a été signé ; si un avenant l’a changé, relancer « calpae new rapport {} »",
                rapport.id
            ))
        })
        .collect()
}
