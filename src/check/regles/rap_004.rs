//! The State's executed share above what it promised.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::ETAT;

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-004",
    titre: "la part de l’État exécutée dépasse la part contractée",
    gravite: Gravite::Erreur,
    verifie: "Pour chaque action, le liquidé de l’État est comparé à ce qu’il a contracté. La comparaison n’est pas faite quand l’un des deux manque.",
    pourquoi: "L’État ne verse jamais plus que ce qu’il a contracté : l’excédent reste à la charge du Département, et doit être imputé à celui qui le paie.",
    source: "Convention, article sur les engagements financiers ; versement dans la limite des crédits contractualisés.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 18 900 €\n      liquide: 16 000 €\n",
            a: "    - financeur: etat\n      engage: 26 000 €\n      liquide: 26 000 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 12 900 €\n      liquide: 10 000 €\n",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    - financeur: etat\n      engage: 20 000 €\n      liquide: 20 000 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 18 900 €\n      liquide: 16 000 €\n",
            a: "    - financeur: etat\n      engage: 24 600 €\n      liquide: 24 600 €\n    # Département, contracté : 20 000 €\n    - financeur: departement\n      engage: 14 300 €\n      liquide: 11 400 €\n",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((_, bilan)) = c.execution() else { return Vec::new() };
    let Some(rang) = bilan.rang(ETAT) else { return Vec::new() };
    let mut constats = Vec::new();
    for action in bilan.actions() {
        let Some(part) = action.parts.get(rang).filter(|p| p.est_complet() && !p.contracte.est_vide()) else {
            continue;
        };
        let exces = part.liquide.total - part.contracte.total;
        let Some(terme) =
            part.liquide.termes.first().filter(|_| exces.euros().is_sign_positive() && !exces.est_nul())
        else {
            continue;
        };
        let mut constat = Diagnostic::constat(
            terme.span,
            format!(
                "l’État aurait payé {exces} de plus que ce qu’il a contracté dans la fiche {}",
                action.numero
            ),
        )
        .calcul(format!("{} exécutés, {} contractés", part.liquide.total, part.contracte.total))
        .enjeu(exces.euros())
        .aide("imputer l’excédent à celui qui l’a payé");
        if let Some(contracte) = part.contracte.termes.first() {
            constat = constat.voir(contracte.span, "contracté");
        }
        constats.push(constat);
    }
    constats
}
