//! What the State granted and refused does not make what was asked for.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::settlement::Settlement;
use crate::model::Montant;
use crate::model::rapport::RapportFiche;

const FILE: &str = "content/2024/rapports/2024/fiches/02-equipe-mobile.md";

pub(crate) static PAGE: Page = Page {
    title: "l’accordé et le refusé ne font pas le demandé",
    severity: Severity::Error,
    checks: "Dans la décision de l’État d’un compte rendu (`decision`) : l’accordé ne dépasse pas le demandé ; l’accordé et le refusé font le demandé. En avertissement, quand aucun refus n’est écrit et que l’accordé est moindre. La comparaison n’est pas faite quand l’accordé ou le demandé manque.",
    why: "Seul ce qui est demandé peut être accordé ; ce qui n’est ni accordé ni refusé reste à trancher, et fausse le solde.",
    source: "Cohérence interne du rapport : décision sur les crédits, par action.",
    example: Example {
        context: &[Change {
            file: FILE,
            from: "suite: modifié\n",
            to: "suite: modifié\ndecision:\n  demande: 20 000 €\n  accorde: 18 400 €\n  refuse: { montant: 1 600 €, motif: Pièces manquantes }\n  verse: 15 000 €\n",
        }],
        fault: &[Change { file: FILE, from: "accorde: 18 400 €", to: "accorde: 19 000 €" }],
        admitted: &[Change { file: FILE, from: "accorde: 18 400 €", to: "accorde: à transmettre" }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.dossier.rapports.iter().flat_map(|rapport| &rapport.fiches).filter_map(unequal).collect()
}

fn unequal(fiche: &RapportFiche) -> Option<Diagnostic> {
    let decision = fiche.decision.as_ref()?;
    let (requested, granted) = (decision.requested.as_ref()?, decision.granted.as_ref()?);
    let decided = Settlement::of(decision);
    let left = decided.undecided().filter(|left| *left != Montant::ZERO)?;
    let number = fiche.fiche.value;
    let refused = decided.refused.unwrap_or(Montant::ZERO);
    let arithmetic =
        format!("{} demandés − {} accordés − {refused} refusés = {left}", requested.value, granted.value);
    let message = match (granted.value > requested.value, left > Montant::ZERO) {
        (true, _) => {
            format!(
                "fiche {number} : {} sont accordés, et {} demandés seulement",
                granted.value, requested.value
            )
        }
        (false, true) => format!("fiche {number} : {left} ne sont ni accordés, ni refusés"),
        (false, false) => {
            format!(
                "fiche {number} : l’accordé et le refusé dépassent le demandé de {}",
                Montant::ZERO - left
            )
        }
    };
    let finding = Diagnostic::finding(granted.span, message)
        .also(requested.span, "demandé")
        .arithmetic(arithmetic)
        .stake(left.euros())
        .help("corriger l’un des montants, ou écrire « refuse: { montant: …, motif: … } »");
    let is_unfinished = decided.refused.is_none() && left > Montant::ZERO;
    Some(if is_unfinished { finding.warning() } else { finding })
}
