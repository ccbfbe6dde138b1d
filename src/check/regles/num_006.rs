//! A number written twice at the head of a title.

use crate::check::numerotation::{par_fichier, titres};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-006",
    titre: "le numéro d’un titre est écrit deux fois",
    gravite: Gravite::Erreur,
    verifie: "Un titre qui s’ouvre deux fois par le même numéro : « VI. VI. Objectifs ». La réparation automatique \
              retire le second.",
    pourquoi: "C’est la trace d’une numérotation automatique ajoutée à une numérotation tapée : elle s’imprime, et \
               passe au sommaire.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "## 6. Objectifs et progression",
            a: "## 6. 6. Objectifs et progression",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    par_fichier(&c.dossier.passages)
        .flat_map(|passages| titres(passages.iter()))
        .filter_map(|titre| {
            let numero = titre.numero.as_ref()?;
            let redit = numero.redit.as_ref()?;
            let texte = titre.passage.texte.get(numero.octets.clone())?;
            let span = titre.passage.span_de(redit);
            Some(
                Diagnostic::constat(span, format!("ce titre porte deux fois le numéro « {texte} »"))
                    .aide("retirer le second")
                    .corriger(span, ""),
            )
        })
        .collect()
}
