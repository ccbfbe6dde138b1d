//! A matrix whose columns all stop before the year of the edition.

use crate::check::indicateurs::{annees, court, est_cible};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-037",
    titre: "la matrice n’a de colonne ni pour l’année de l’édition, ni pour une cible",
    gravite: Gravite::Avertissement,
    verifie: "Les colonnes de la matrice du cadre : quand chacune nomme une année antérieure à celle de l’édition, et \
              qu’aucune n’annonce une cible (« cible », « objectif », « attendu », « prévu »…), un constat. Une colonne \
              sans année, ou dont le titre nomme l’année de l’édition ou une année suivante, suffit.",
    pourquoi: "La matrice montre d’où part le Département ; sans cible ni colonne de l’année, elle ne dit pas à quoi il \
               s’engage, et le résultat de l’année n’aura rien en face.",
    source: "Matrice des engagements du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: "content/cadres/essai-2024.yaml",
                de: "    - { id: \"2024\", titre: Cible pour 2024 }\n",
                a: "",
            },
            Changement { fichier: "content/2024/indicateurs.yaml", de: ", \"2024\": 1 300 }", a: " }" },
            Changement { fichier: "content/2024/indicateurs.yaml", de: ", \"2024\": 350 }", a: " }" },
            Changement { fichier: "content/2024/indicateurs.yaml", de: ", \"2024\": 1 040 }", a: " }" },
            Changement { fichier: "content/2024/indicateurs.yaml", de: ", \"2024\": 80 % }", a: " }" },
            Changement { fichier: "content/2024/indicateurs.yaml", de: ", \"2024\": 12 jours }", a: " }" },
            Changement { fichier: "content/2024/indicateurs.yaml", de: ", \"2024\": 100 }", a: " }" },
            Changement {
                fichier: "content/2024/indicateurs.yaml",
                de: ", \"2024\": non contracté }",
                a: " }",
            },
        ],
        admis: &[
            Changement {
                fichier: "content/cadres/essai-2024.yaml",
                de: "titre: Cible pour 2024",
                a: "titre: Cible",
            },
            Changement {
                fichier: "content/cadres/essai-2024.yaml",
                de: "titre: Cible pour 2024",
                a: "titre: Prévision 2024",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cadre = &c.dossier.cadre;
    let edition = i32::from(c.dossier.convention.annee);
    let mesures = || cadre.themes.iter().flat_map(|t| &t.mesures);
    let passee = |titre: &str| {
        let annees = annees(titre);
        !annees.is_empty() && annees.iter().all(|a| *a < edition) && !est_cible(titre)
    };
    let Some(derniere) = cadre.colonnes.last() else { return Vec::new() };
    if mesures().all(|m| m.indicateurs.is_empty()) || !cadre.colonnes.iter().all(|k| passee(&k.titre)) {
        return Vec::new();
    }
    // Without the year: an edition made from another one, on the same framework, has the same fault.
    let mut constat = Diagnostic::constat(
        derniere.span,
        format!(
            "la matrice n’a de colonne ni pour l’année de l’édition, ni pour une cible : elle s’arrête à {}",
            court(&derniere.titre)
        ),
    )
    .ici("la dernière colonne")
    .voir(c.dossier.convention.cadre.span, format!("le cadre de l’édition {edition}"))
    .aide(format!("ajouter au cadre une colonne « Cible {edition} », ou de l’année, et la renseigner"));
    for autre in cadre.colonnes.iter().rev().skip(1).take(6) {
        constat = constat.voir(autre.span, court(&autre.titre));
    }
    vec![constat]
}
