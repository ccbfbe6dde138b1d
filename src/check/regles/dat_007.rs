//! The visa of the vote, and the day of the vote.

use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-007",
    titre: "le visa de la délibération ne porte pas la date du vote",
    gravite: Gravite::Erreur,
    verifie: "Le visa d’une délibération qui autorise à signer, ou qui approuve la convention, porte le jour de \
              `dates.deliberation`. Les délibérations citées pour un autre objet ne sont pas comparées.",
    pourquoi: "Le visa désigne le vote qui donne pouvoir de signer : avec une autre date, il désigne un vote qui \
               n’existe pas, ou qui n’a pas cet objet.",
    source: "CGCT, art. L. 3211-1 et L. 3131-1 ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "    date: 2024-03-21",
            a: "    date: 2024-03-12",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "    date: 2024-03-21\n    objet: autorisant son Président à signer la présente convention",
            a: "    date: 2024-02-12\n    objet: relative aux solidarités",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let Some(vote) = &convention.dates.deliberation else { return Vec::new() };
    convention
        .visas
        .iter()
        .filter(|v| plat(&v.designation).contains("deliberation"))
        .filter(|v| {
            let objet = plat(v.objet.as_deref().unwrap_or(""));
            ["signer", "approuv", "presente convention"].iter().any(|mot| objet.contains(mot))
        })
        .filter_map(|v| v.date.as_ref())
        .filter(|date| date.valeur != vote.valeur)
        .map(|date| {
            Diagnostic::constat(
                date.span,
                format!(
                    "le visa date la délibération du {}, les dates de l’acte du {}",
                    date.valeur, vote.valeur
                ),
            )
            .ici("visa")
            .voir(vote.span, "date du vote")
            .aide("reprendre la date du registre des délibérations")
        })
        .collect()
}
