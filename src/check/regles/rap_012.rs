//! More paid than due.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-012",
    titre: "le liquidé dépasse l’engagé",
    gravite: Gravite::Erreur,
    verifie: "Pour chaque charge et chaque financement du rapport, le liquidé est comparé à l’engagé. La comparaison n’est pas faite quand l’un des deux manque.",
    pourquoi: "On ne liquide que ce qui est engagé : le reste à payer serait négatif.",
    source: "Règlement général de comptabilité publique, décret n° 2012-1246, art. 29 à 31 : engagement, puis liquidation.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: "content/2024/rapport/fiches/01-accueil.md",
                de: "      engage: 19 000 €\n      liquide: 19 000 €",
                a: "      engage: 18 100 €\n      liquide: 19 000 €",
            },
            Changement {
                fichier: "content/2024/rapport/fiches/01-accueil.md",
                de: "      engage: 80 000 €\n      liquide: 78 500 €",
                a: "      engage: 80 900 €\n      liquide: 78 500 €",
            },
        ],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/01-accueil.md",
            de: "      engage: 19 000 €\n      liquide: 19 000 €",
            a: "      engage:\n      liquide: 19 000 €",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let lignes = c
        .dossier
        .rapport
        .iter()
        .flat_map(|r| &r.fiches)
        .flat_map(|f| f.charges.iter().chain(&f.financements));
    lignes
        .filter_map(|l| Some((l.engage.as_ref().ok()?, l.liquide.as_ref().ok()?)))
        .filter(|(engage, liquide)| liquide.valeur > engage.valeur)
        .map(|(engage, liquide)| {
            let exces = liquide.valeur - engage.valeur;
            Diagnostic::constat(
                liquide.span,
                format!("{} sont liquidés, et {} engagés seulement", liquide.valeur, engage.valeur),
            )
            .voir(engage.span, "engagé")
            .calcul(format!("{} − {} = {exces}", liquide.valeur, engage.valeur))
            .enjeu(exces.euros())
            .aide("corriger l’un des deux montants")
        })
        .collect()
}
