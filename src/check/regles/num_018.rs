//! A phase, a part, an action named by a number that the text does not give.

use std::collections::BTreeSet;

use crate::check::numerotation::par_fichier;
use crate::check::suites::{etiquetes, renvois};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-018",
    titre: "une phase, un volet, une action est cité sous un numéro que le texte ne donne pas",
    gravite: Gravite::Avertissement,
    verifie: "Dans un fichier qui numérote des phases, volets, axes, actions (« Phase 1 – », « volet 2 : »), une mention \
              de l’un d’eux, dans une phrase ou un tableau, porte un numéro de la suite. Pour une sélection qui n’est \
              pas une suite, seules les mentions faites dans sa propre liste sont retenues. « L’action 12 du plan » \
              vise un autre document et n’est pas retenue.",
    pourquoi: "La mention d’un volet qui n’existe pas rattache un montant ou une action à rien.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont.\n\nPhase 1 – Repérage.\n\nPhase 2 – Suivi, quand la phase 1 a réussi.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "quand la phase 1 a réussi.",
            a: "quand la phase 3 a réussi.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "quand la phase 1 a réussi.",
            a: "quand la phase 3 du projet précédent a réussi.",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for passages in par_fichier(&c.dossier.passages) {
        let suites = etiquetes(passages);
        if suites.values().all(|s| s.etiquetes.len() < 2) {
            continue;
        }
        for (mot, renvoi) in renvois(passages) {
            let Some(suite) = suites.get(&mot).filter(|s| s.etiquetes.len() > 1) else { continue };
            let numeros: BTreeSet<u32> = suite.numeros().into_iter().collect();
            let liste = renvoi.passage.item.map(|i| i.liste);
            let ici = suite.en_liste()
                && suite.etiquetes.first().and_then(|e| e.passage.item).map(|i| i.liste) == liste;
            if numeros.contains(&renvoi.numero) || !(suite.sure() || ici) {
                continue;
            }
            let connus: Vec<String> = numeros.iter().map(u32::to_string).collect();
            let mut constat = Diagnostic::constat(
                renvoi.span(),
                format!("« {} » n’est pas donné dans ce texte", renvoi.texte()),
            )
            .aide(format!("vérifier le numéro ; ceux qui sont donnés : {}", connus.join(", ")));
            if let Some(premier) = suite.etiquetes.first() {
                constat = constat.voir(premier.span(), "le premier");
            }
            constats.push(constat);
        }
    }
    constats
}
