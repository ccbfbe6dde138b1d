//! Contracted without executed.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Absence;
use crate::model::convention::Etat;

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-002",
    titre: "une action contractée n’a pas d’exécution",
    gravite: Gravite::Avertissement,
    verifie: "Dans un rapport qui n’est pas intermédiaire et qui a été délibéré : une action sans compte rendu, ou dont un financeur a contracté un montant et n’a rien exécuté, soit zéro, soit un liquidé resté « non renseigné » ou vide. Les autres absences (« à transmettre », « sans objet ») disent pourquoi et ne sont pas retenues.",
    pourquoi: "Un crédit contracté et non exécuté est un crédit que l’État reprend : s’il a été dépensé, le rapport doit le dire avant d’être envoyé.",
    source: "Convention, article sur le suivi et l’évaluation : bilan financier des actions mises en œuvre.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n",
            a: "    - financeur: etat\n      engage: 20 000 €\n      liquide:\n",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n",
            a: "    - financeur: etat\n      engage: 20 000 €\n      liquide: à transmettre\n",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((rapport, bilan)) = c.execution() else { return Vec::new() };
    if rapport.intermediaire || rapport.etat < Etat::Delibere {
        return Vec::new();
    }
    let mut constats = Vec::new();
    for action in bilan.actions() {
        let Some(engagement) = &action.engagement else { continue };
        let Some(fiche) = action.fiche else {
            let place = engagement.contrats.last().map_or(rapport.periode.span, |(_, c)| c.fiche.span);
            constats.push(
                Diagnostic::constat(
                    place,
                    format!("la fiche {} est contractée et n’a pas de compte rendu", action.numero),
                )
                .aide("lancer « calpae new rapport » : il écrit la page à remplir"),
            );
            continue;
        };
        for (financeur, part) in bilan.financeurs.iter().zip(&action.parts) {
            if part.contracte.total.est_nul() {
                continue;
            }
            let ligne = fiche
                .financements
                .iter()
                .find(|l| l.financeur.as_ref().is_some_and(|f| f.valeur == financeur.id));
            let (place, dit) = match ligne.map(|l| &l.liquide) {
                Some(Ok(m)) if m.valeur.est_nul() => (m.span, "rien n’est exécuté".to_owned()),
                Some(Err(a)) if matches!(a.valeur, Absence::NonRenseigne | Absence::Vide) => {
                    (a.span, format!("l’exécuté est « {} »", a.valeur.mot()))
                }
                None => (fiche.fiche.span, "l’exécution n’a pas de ligne".to_owned()),
                Some(_) => continue,
            };
            constats.push(
                Diagnostic::constat(
                    place,
                    format!("« {} » a contracté {} et {dit}", financeur.nom, part.contracte.total),
                )
                .enjeu(part.contracte.total.euros())
                .aide("porter le montant liquidé, ou la raison de son absence (« à transmettre », « sans objet »)"),
            );
        }
    }
    constats
}
