//! Indicators of a measure that the fiche does not say it serves.

use std::collections::BTreeMap;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::LigneObjectif;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-009",
    titre: "une fiche renseigne les indicateurs d’une mesure qu’elle ne sert pas",
    gravite: Gravite::Avertissement,
    verifie: "Les indicateurs du cadre que le tableau d’objectifs d’une fiche reprend sont ceux des mesures qu’elle \
              déclare (`mesures`). Les indicateurs propres à la fiche sont laissés de côté. Un constat par mesure.",
    pourquoi: "Les valeurs remontent dans la matrice sous une autre mesure que celle de l’action.",
    source: "Référentiel des indicateurs du cadre.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "    - { indicateur: 1.1/jeunes, libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        let mut etrangers: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
        for ligne in fiche.objectifs.iter().flat_map(|o| &o.lignes) {
            let LigneObjectif::Indicateur { indicateur: Some(id), .. } = ligne else { continue };
            let Some((mesure, _)) = id.valeur.split_once('/') else { continue };
            if !fiche.mesures.iter().any(|m| m.valeur == mesure) {
                etrangers.entry(mesure).or_default().push(id.span);
            }
        }
        for (mesure, spans) in etrangers {
            let Some((premier, autres)) = spans.split_first() else { continue };
            let servies: Vec<&str> = fiche.mesures.iter().map(|m| m.valeur.as_str()).collect();
            let dites = match servies.as_slice() {
                [] => "qui ne sert aucune mesure".to_owned(),
                _ => format!("qui sert {}", servies.join(", ")),
            };
            let mut constat = Diagnostic::constat(
                *premier,
                format!(
                    "cet indicateur est de la mesure {mesure}, et non de la fiche {}, {dites}",
                    fiche.numero
                ),
            )
            .aide("ajouter la mesure aux « mesures » de la fiche, ou corriger l’identifiant");
            for span in autres {
                constat = constat.voir(*span, format!("de la mesure {mesure} aussi"));
            }
            if let Some(declaree) = fiche.mesures.first() {
                constat = constat.voir(declaree.span, "ce que la fiche déclare");
            }
            constats.push(constat);
        }
    }
    constats
}
