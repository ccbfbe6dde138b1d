//! What is paid by funders against what it cost.

use crate::check::outils::addition;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-003",
    titre: "les financeurs et les charges n’ont pas la même somme",
    gravite: Gravite::Erreur,
    verifie: "Pour chaque action du rapport, le liquidé des financements est comparé à celui des charges, au centime, puis l’engagé de même. Une liste vide ou dont une ligne est sans montant n’est pas comparée.",
    pourquoi: "Une dépense a été payée par quelqu’un : deux sommes différentes disent qu’une ligne manque ou qu’un chiffre est faux, et le taux d’exécution avec lui.",
    source: "Sincérité des comptes : principe de sincérité budgétaire, CGCT, art. L. 3312-1 et suivants.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/01-accueil.md",
            de: "      engage: 80 000 €\n      liquide: 78 500 €",
            a: "      engage: 80 000 €\n      liquide: 78 600 €",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/01-accueil.md",
            de: "      engage: 80 000 €\n      liquide: 78 500 €",
            a: "      engage: 80 000 €\n      liquide: à transmettre",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((_, bilan)) = c.execution() else { return Vec::new() };
    let mut constats = Vec::new();
    for action in bilan.actions() {
        let paires = [
            ("liquidé", &action.charges.liquide, &action.total.liquide),
            ("engagé", &action.charges.engage, &action.total.engage),
        ];
        for (mot, charges, financements) in paires {
            let connues = [charges, financements].into_iter().all(|s| !s.est_vide() && s.absents == 0);
            let Some(place) = financements.termes.first().filter(|_| connues) else { continue };
            if charges.total == financements.total {
                continue;
            }
            let ecart = financements.total - charges.total;
            let mut constat = Diagnostic::constat(
                place.span,
                format!(
                    "{mot} de la fiche {} : {} pour les financeurs, {} pour les charges",
                    action.numero, financements.total, charges.total
                ),
            )
            .ici("premier financeur")
            .calcul(format!(
                "financeurs : {} ; charges : {} ; écart : {ecart}",
                addition(financements),
                addition(charges)
            ))
            .enjeu(ecart.euros())
            .aide("corriger la ligne fausse, ou ajouter celle qui manque");
            if let Some(terme) = charges.termes.first() {
                constat = constat.voir(terme.span, "première charge");
            }
            constats.push(constat);
        }
    }
    constats
}
