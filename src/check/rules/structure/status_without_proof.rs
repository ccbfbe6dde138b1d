//! Checks that a status of which the cadre wants a proof says by how much, from what to what.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "un statut est sans la preuve que le cadre demande",
    severity: Severity::Warning,
    checks: "Un statut que le cadre dit à prouver (`statuts: { renforcée: { libelle: …, preuve: oui } }`) et qu’une fiche \
              porte sans dire par quoi (`par`), ni de combien à combien (`de`, `a`). Un mot d’absence (« non renseigné ») \
              est une réponse, que d’autres constats comptent.",
    why: "L’État ne cofinance une action existante que si elle est renforcée : il faut pouvoir dire de combien.",
    source: "Cadres 2024 : une action peut être nouvelle ou renforcée (nouveaux publics, nouvelles zones, file active).",
    example: Example {
        context: &[Change {
            file: "content/cadres/essai-2024.yaml",
            from: "renforcée: action renforcée",
            to: "renforcée: action renforcée\n  étendue: { libelle: action étendue, preuve: oui }",
        }],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "statut: reconduite",
            to: "statut: [reconduite, étendue]",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "statut: reconduite",
            to: "statut: [reconduite, { statut: étendue, par: file active, de: 30 jeunes, a: 45 jeunes }]",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let statuses = context.fiches().flat_map(|fiche| &fiche.statuses);
    statuses
        .filter_map(|status| {
            let wanted = cadre.status(&status.word.value).filter(|known| known.needs_proof)?;
            let word = &wanted.word;
            let proof = status.proof.as_ref();
            let missing = match proof {
                None => "ce qui le prouve",
                Some(proof) if proof.from.is_none() && proof.to.is_none() => "de combien à combien",
                Some(proof) if proof.from.is_none() => "de combien l’action part",
                Some(proof) if proof.to.is_none() => "à combien elle va",
                Some(_) => return None,
            };
            Some(
                Diagnostic::finding(status.word.span, format!("« {word} » est dit sans {missing}"))
                    .help(format!("écrire « {{ statut: {word}, par: file active, de: …, a: … }} »")),
            )
        })
        .collect()
}
