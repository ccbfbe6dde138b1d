//! Figures restated since they were signed.

use crate::aggregate::courant::{edition, retouches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-011",
    titre: "un montant ou une cible contractés ont changé depuis la révision exécutée",
    gravite: Gravite::Avertissement,
    verifie: "Les montants par financeur et les cibles de `content/` sont comparés à la dernière révision que le rapport exécute (`reference.yaml`). Une action retirée depuis est dite aussi.",
    pourquoi: "Le rapport rend compte de ce qui a été signé : un chiffre changé sans avenant ferait mentir l’un des deux documents.",
    source: "Force obligatoire de ce qui est signé, qui ne se modifie que d’un commun accord (principe des art. 1103 et 1193 du Code civil).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-equipe-mobile.md",
            de: "{ financeur: etat, montant: 24 600 € }",
            a: "{ financeur: etat, montant: 27 000 € }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-equipe-mobile.md",
            de: "titre_court: Équipe mobile",
            a: "titre_court: Une équipe mobile",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(rapport) = &c.dossier.rapport else { return Vec::new() };
    retouches(c.dossier, rapport, edition(c.dossier))
        .into_iter()
        .map(|r| {
            Diagnostic::constat(
                r.ici,
                format!("fiche {} : {} a changé depuis la révision que le rapport exécute", r.fiche, r.quoi),
            )
            .ici(r.courant.clone())
            .voir(r.la, format!("contracté : {}", r.signe))
            .calcul(format!("{} à la signature, {} maintenant", r.signe, r.courant))
            .aide("rétablir ce qui a été signé ; si un avenant l’a changé, relancer « calpae new rapport »")
        })
        .collect()
}
