//! A measure said not to be contracted, and what contradicts it.

use std::collections::BTreeMap;

use crate::check::indicateurs::{chiffre, dire};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::TableauAnnexe;
use crate::model::{Absence, Case, Mesurage};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-022",
    titre: "une mesure est dite non contractée, et l’acte la sert ou la chiffre",
    gravite: Gravite::Erreur,
    verifie: "Une mesure que la matrice dit « non contractée » pour une colonne n’a pas de nombre dans cette colonne ; \
              si elle l’est dans toutes les colonnes écrites, aucune fiche de l’annexe de la matrice ne la sert. Une \
              fiche d’une autre annexe, à l’initiative du Département, peut la servir.",
    pourquoi: "« Non contracté » dit que rien n’est dû : une fiche ou un résultat pour la même mesure dit l’inverse.",
    source: "Cohérence interne de l’acte, entre la matrice et les fiches.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/indicateurs.yaml",
            de: "  \"2.2\": {",
            a: "  2.2/places: { \"2023\": 12 }\n  \"2.2\": {",
        }],
        admis: &[Changement {
            fichier: "content/2024/indicateurs.yaml",
            de: "  \"2.2\": {",
            a: "  2.2/places: { \"2023\": non contracté }\n  \"2.2\": {",
        }],
    },
    chercher,
};

fn non_contracte(case: &Case) -> bool {
    case.iter().any(|v| v.mesurage.valeur == Mesurage::Absent(Absence::NonContracte))
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let cadre = &c.dossier.cadre;
    let valeurs = &c.dossier.matrice.valeurs;
    // Per measure: the place, the columns that say so, and whether all those written do.
    let mut mesures: BTreeMap<&str, (Span, Vec<&str>, bool)> = BTreeMap::new();
    for ligne in valeurs.iter().filter(|l| !l.cible.valeur.contains('/')) {
        let dites: Vec<&str> = ligne
            .cases
            .iter()
            .filter(|(_, case)| non_contracte(case))
            .map(|(c, _)| c.valeur.as_str())
            .collect();
        if !dites.is_empty() {
            let toutes = dites.len() == ligne.cases.len();
            mesures.insert(&ligne.cible.valeur, (ligne.cible.span, dites, toutes));
        }
    }
    let mut constats = Vec::new();
    for ligne in valeurs {
        let Some((mesure, _)) = ligne.cible.valeur.split_once('/') else { continue };
        let Some((span, dites, _)) = mesures.get(mesure) else { continue };
        for (colonne, case) in ligne.cases.iter().filter(|(c, _)| dites.contains(&c.valeur.as_str())) {
            let Some(v) = case.iter().find(|v| chiffre(&v.mesurage.valeur).is_some()) else { continue };
            let titre =
                cadre.colonnes.iter().find(|c| c.id == colonne.valeur).map_or("", |c| c.titre.as_str());
            constats.push(
                Diagnostic::constat(
                    v.mesurage.span,
                    format!(
                        "{} vaut {} pour « {titre} », où la mesure {mesure} est dite non contractée",
                        ligne.cible.valeur,
                        dire(&v.mesurage.valeur)
                    ),
                )
                .voir(*span, "dite non contractée")
                .aide("retirer la valeur, ou « non contracté »"),
            );
        }
    }
    let socle =
        |annexe: &str| cadre.annexes.iter().any(|a| a.id == annexe && a.tableau == TableauAnnexe::Matrice);
    for fiche in c.fiches().filter(|f| socle(&f.annexe.valeur)) {
        for servie in &fiche.mesures {
            if let Some((span, _, true)) = mesures.get(servie.valeur.as_str()) {
                constats.push(
                    Diagnostic::constat(
                        servie.span,
                        format!(
                            "la fiche {} sert la mesure {}, que la matrice dit non contractée",
                            fiche.numero, servie.valeur
                        ),
                    )
                    .avertissement()
                    .voir(*span, "dite non contractée")
                    .aide("corriger la mesure de la fiche, ou la matrice"),
                );
            }
        }
    }
    constats
}
