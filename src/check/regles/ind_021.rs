//! More people entered than were sent.

use std::collections::BTreeMap;

use crate::check::indicateurs::{Donnee, court, des_fiches, dire, intervalle};
use crate::check::outils::plat;
use crate::check::quantites::mots;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-021",
    titre: "plus de personnes sont entrées dans un dispositif qu’il n’en a été orienté",
    gravite: Gravite::Conseil,
    verifie: "Dans une colonne d’une fiche : un indicateur de personnes « orientées vers » un dispositif, et une \
              valeur de périmètre « entrés… » d’un indicateur du même dispositif. Les entrées ne dépassent pas les \
              orientations. Un nombre en cours (un stock) n’est pas comparé à un flux.",
    pourquoi: "On n’entre qu’après avoir été orienté : plus d’entrées que d’orientations révèle deux périodes ou deux \
               définitions, que l’acte ne dit pas.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "    - { libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
            a: "    - { libelle: Nombre de jeunes orientés vers l’équipe mobile, valeurs: { Cible 2024: 45 personnes } }\n    \
                - { libelle: Nombre de jeunes suivis par l’équipe mobile, valeurs: { Cible 2024: { valeur: 40 personnes, perimetre: entrés dans l’année } } }",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "{ valeur: 40 personnes, perimetre: entrés dans l’année }",
            a: "{ valeur: 60 personnes, perimetre: entrés dans l’année }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "{ valeur: 40 personnes, perimetre: entrés dans l’année }",
            a: "60 personnes",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = des_fiches(c);
    let mut portees: BTreeMap<_, Vec<&Donnee<'_>>> = BTreeMap::new();
    for donnee in &donnees {
        portees.entry(donnee.portee()).or_default().push(donnee);
    }
    portees.values().flat_map(|lignes| lignes.iter().filter_map(|d| signaler(d, lignes))).collect()
}

fn signaler(orientes: &Donnee<'_>, lignes: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let libelle = plat(orientes.libelle);
    let (_, vers) = libelle.split_once(" vers ").filter(|(avant, _)| {
        ["oriente", "orientes", "orientee", "orientees"].iter().any(|m| avant.ends_with(m))
    })?;
    // Two words name the device; what follows them qualifies.
    let dispositif: Vec<&str> =
        vers.split(' ').filter(|m| !["l", "le", "la", "les", "un", "une"].contains(m)).take(2).collect();
    let dispositif = mots(&dispositif.join(" "));
    let valeur = orientes.seule()?;
    let haut = intervalle(&valeur.mesurage.valeur)?.1?;
    lignes.iter().filter(|d| d.span != orientes.span && dispositif.is_subset(&mots(d.libelle))).find_map(
        |d| {
            let entres = d.case.iter().find(|v| {
                v.perimetre
                    .as_deref()
                    .is_some_and(|p| plat(p).starts_with("entre") && !plat(p).starts_with("entre "))
            })?;
            let bas = intervalle(&entres.mesurage.valeur)?.0?;
            let periodes = entres.fenetre.zip(valeur.fenetre).is_some_and(|(a, b)| a != b);
            (bas > haut && !dispositif.is_empty() && !periodes).then(|| {
                Diagnostic::constat(
                    entres.mesurage.span,
                    format!(
                        "le tableau compte {} « {} », plus que les {} orientés vers ce dispositif",
                        dire(&entres.mesurage.valeur),
                        entres.perimetre.as_deref().unwrap_or_default(),
                        dire(&valeur.mesurage.valeur)
                    ),
                )
                .ici(court(d.libelle))
                .voir(valeur.mesurage.span, court(orientes.libelle))
                .aide("dire la période de chaque nombre (« du », « au »), ou dire la population qu’il compte, ou corriger l’un \
                     des deux")
            })
        },
    )
}
