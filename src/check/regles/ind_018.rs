//! An indicator of a measure that the fiche does not serve.

use std::collections::BTreeMap;

use crate::check::indicateurs::{Donnee, compte, court, des_fiches};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-018",
    titre: "une fiche porte un indicateur d’une mesure qu’elle ne sert pas",
    gravite: Gravite::Avertissement,
    verifie: "Chaque indicateur du référentiel porté par une fiche appartient à l’une de ses `mesures`. Un constat par \
              fiche et par mesure.",
    pourquoi: "Le résultat sera compté pour une mesure à laquelle l’action n’est pas rattachée : le numéro de la mesure \
               ou celui de l’indicateur est faux.",
    source: "Rattachement des indicateurs aux mesures dans le référentiel du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "{ indicateur: 2.1/diagnostics, valeurs: { Cible 2024: 100 diagnostics } }",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = des_fiches(c);
    let mut groupes: BTreeMap<_, Vec<&Donnee<'_>>> = BTreeMap::new();
    for donnee in &donnees {
        if let (Some(fiche), Some((mesure, _))) = (donnee.fiche, donnee.cadre)
            && !fiche.mesures.iter().any(|m| m.valeur == mesure.numero)
        {
            let groupe = groupes.entry((fiche.span, mesure.numero.as_str())).or_default();
            if groupe.last().is_none_or(|d| d.span != donnee.span) {
                groupe.push(donnee);
            }
        }
    }
    groupes.into_iter().filter_map(|((_, mesure), lignes)| signaler(mesure, &lignes)).collect()
}

fn signaler(mesure: &str, lignes: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let (premiere, autres) = lignes.split_first()?;
    let fiche = premiere.fiche?;
    let servies: Vec<&str> = fiche.mesures.iter().map(|m| m.valeur.as_str()).collect();
    let sert = match servies.as_slice() {
        [] => "ne sert aucune mesure".to_owned(),
        servies => format!("sert la mesure {}", servies.join(", ")),
    };
    let quoi = compte(lignes.len(), "indicateur est", "indicateurs sont");
    let mut constat = Diagnostic::constat(
        premiere.span,
        format!("{quoi} de la mesure {mesure}, et la fiche {} {sert}", fiche.numero),
    )
    .ici(court(premiere.libelle))
    .voir(fiche.mesures.first().map_or(fiche.numero.span, |m| m.span), sert)
    .aide("corriger l’identifiant de l’indicateur, ou ajouter la mesure à « mesures »");
    for autre in autres {
        constat = constat.voir(autre.span, court(autre.libelle));
    }
    Some(constat)
}
