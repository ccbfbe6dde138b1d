//! Executed without contracted.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-001",
    titre: "une dépense est exécutée sans avoir été contractée",
    gravite: Gravite::Avertissement,
    verifie: "Une ligne de financement du rapport dont le liquidé n’est pas nul, pour un financeur qui n’a rien contracté dans l’action ; une action du rapport que la convention ne contient pas. Un financeur qui a contracté sans dire combien n’est pas retenu.",
    pourquoi: "L’État ne paie que ce qui est conventionné : une dépense sans contrepartie n’entre pas dans le calcul de son solde, et un avenant manque peut-être.",
    source: "Convention, article sur le suivi et l’évaluation : exécution budgétaire des crédits contractualisés.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "      engage: 18 900 €\n      liquide: 16 000 €\n",
            a: "      engage: 17 900 €\n      liquide: 15 000 €\n    - financeur: region\n      engage: 1 000 €\n      liquide: 1 000 €\n",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "      engage: 18 900 €\n      liquide: 16 000 €\n",
            a: "      engage: 18 900 €\n      liquide: 16 000 €\n    - financeur: region\n      engage: 0 €\n      liquide: 0 €\n",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((_, bilan)) = c.execution() else { return Vec::new() };
    let mut constats = Vec::new();
    for action in bilan.actions() {
        let Some(fiche) = action.fiche else { continue };
        let Some(engagement) = &action.engagement else {
            constats.push(
                Diagnostic::constat(
                    fiche.fiche.span,
                    format!("la fiche {} n’est pas dans la convention que ce rapport exécute", action.numero),
                )
                .aide(
                    "corriger le numéro, ou relancer « calpae new rapport » si un avenant a ajouté l’action",
                ),
            );
            continue;
        };
        for ligne in &fiche.financements {
            let Ok(liquide) = &ligne.liquide else { continue };
            let id = ligne.financeur.as_ref().map(|f| f.valeur.as_str());
            let contracte = engagement.part(id);
            if liquide.valeur.est_nul() || !contracte.est_vide() || contracte.absents > 0 {
                continue;
            }
            let nom = id.and_then(|f| c.dossier.cadre.financeur(f)).map(|f| f.nom.as_str());
            let nom = nom.or(ligne.libelle.as_ref().map(|l| l.valeur.as_str())).unwrap_or("ce financeur");
            constats.push(
                Diagnostic::constat(
                    liquide.span,
                    format!("{} sont exécutés par « {nom} », qui n’a rien contracté ici", liquide.valeur),
                )
                .enjeu(liquide.valeur.euros())
                .aide("imputer la dépense au financeur qui l’a contractée, ou conclure un avenant"),
            );
        }
    }
    constats
}
