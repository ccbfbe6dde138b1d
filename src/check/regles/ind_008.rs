//! A target that cannot be judged: no year, a past year, no unit.

use std::collections::BTreeMap;

use crate::check::indicateurs::{Donnee, annees, chiffre, compte, court, des_fiches, est_cible};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-008",
    titre: "une cible est sans année, d’une année passée, ou sans unité",
    gravite: Gravite::Conseil,
    verifie: "Les colonnes d’une fiche dont le titre annonce une cible (« cible », « objectif », « attendu », \
              « prévision ») et où figure un nombre : le titre dit une année, qui n’est pas antérieure à celle de \
              l’édition, et un nombre qui n’est pas un dénombrement (« Nombre de… ») a une unité, dans la case ou au \
              cadre.",
    pourquoi: "Une cible sans échéance ni unité ne peut être ni atteinte ni manquée.",
    source: "Cohérence interne de l’acte ; une cible se définit par une valeur, une unité et une échéance.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "  colonnes: [Cible 2024]\n",
                a: "  colonnes: [Cible]\n",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "valeurs: { Cible 2024: 45 personnes }",
                a: "valeurs: { Cible: 45 personnes }",
            },
        ],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "valeurs: { Cible 2024: 45 personnes }",
            a: "valeurs: { Cible 2024: 45 }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let edition = i32::from(c.dossier.convention.annee);
    let donnees = des_fiches(c);
    let mut colonnes: BTreeMap<_, Vec<&Donnee<'_>>> = BTreeMap::new();
    let chiffrees = donnees.iter().filter(|d| est_cible(d.colonne));
    for donnee in chiffrees.filter(|d| d.case.iter().any(|v| chiffre(&v.mesurage.valeur).is_some())) {
        colonnes.entry(donnee.portee()).or_default().push(donnee);
    }
    let mut constats = Vec::new();
    for ((_, titre), cibles) in &colonnes {
        let Some(premiere) = cibles.first() else { continue };
        let span = premiere.case.first().map_or(premiere.span, |v| v.mesurage.span);
        let nombre = compte(cibles.len(), "cible", "cibles");
        match annees(titre).last() {
            None => constats.push(
                Diagnostic::constat(
                    span,
                    format!("la colonne « {titre} » ne dit pas l’année de ses {nombre}"),
                )
                .aide("dire l’année dans le titre de la colonne : « Cible … »"),
            ),
            Some(annee) if *annee < edition => constats.push(
                Diagnostic::constat(
                    span,
                    format!("la colonne « {titre} » vise {annee}, avant l’année de la convention, {edition}"),
                )
                .aide("corriger l’année de la cible"),
            ),
            Some(_) => {}
        }
        constats.extend(sans_unite(cibles));
    }
    constats
}

fn sans_unite(cibles: &[&Donnee<'_>]) -> Option<Diagnostic> {
    let sans = |d: &&&Donnee<'_>| {
        let compte = plat(d.libelle).split(' ').any(|m| m == "nombre" || m == "effectif" || m == "effectifs");
        d.unite().is_none()
            && !compte
            && d.case.iter().filter_map(|v| chiffre(&v.mesurage.valeur)).any(|n| n.unite.is_none())
    };
    let mut fautifs = cibles.iter().filter(sans);
    let premier = fautifs.next()?;
    let valeur =
        premier.case.iter().find(|v| chiffre(&v.mesurage.valeur).is_some_and(|n| n.unite.is_none()))?;
    let mut constat = Diagnostic::constat(
        valeur.mesurage.span,
        format!("la cible de {} est sans unité", court(premier.libelle)),
    )
    .aide("dire l’unité dans la case : « 45 jours », « 30 % »");
    for autre in fautifs {
        constat = constat.voir(autre.span, "cette cible aussi");
    }
    Some(constat)
}
