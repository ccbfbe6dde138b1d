//! Labels that say twice the same, or « dont » without a whole.

use std::collections::BTreeMap;

use crate::check::indicateurs::{compte, court, des_fiches};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::cadre::Mesure;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-010",
    titre: "un libellé d’indicateur est en double, ou dit « dont » sans tout",
    gravite: Gravite::Avertissement,
    verifie: "Au cadre, pour une mesure : deux indicateurs d’un même groupe et de même libellé, et ceux dont le libellé \
              commence par « dont » sans que `dont_de` dise de quoi. Dans le tableau d’une fiche : deux lignes de même \
              libellé sous un même titre, et une ligne propre à la fiche qui commence par « dont » sans ligne au-dessus.",
    pourquoi: "Deux lignes de même nom ne se distinguent plus une fois remplies ; une partie dont le tout a disparu ne \
               peut être contrôlée.",
    source: "Référentiel d’indicateurs du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/cadres/essai-2024.yaml",
            de: "libelle: dont personnes de moins de 25 ans, unite: personnes, nature: flux, dont_de: personnes }",
            a: "libelle: dont personnes de moins de 25 ans, unite: personnes, nature: flux }",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "valeurs: { Cible 2024: 45 personnes } }",
            a: "valeurs: { Cible 2024: 45 personnes } }\n    - { libelle: dont mineurs, valeurs: { Cible 2024: 20 personnes } }",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mesures = c.dossier.cadre.themes.iter().flat_map(|t| &t.mesures);
    let mut constats: Vec<Diagnostic> = mesures.flat_map(du_cadre).collect();
    constats.extend(des_tableaux(c));
    constats
}

fn du_cadre(mesure: &Mesure) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut vus: BTreeMap<(Option<&str>, String), Span> = BTreeMap::new();
    for indicateur in &mesure.indicateurs {
        let cle = (indicateur.groupe.as_deref(), plat(&indicateur.libelle));
        match vus.get(&cle) {
            Some(premier) => constats.push(double(indicateur.id.span, *premier, &indicateur.libelle)),
            None => {
                vus.insert(cle, indicateur.id.span);
            }
        }
    }
    let sans_tout =
        |i: &&crate::model::cadre::Indicateur| i.dont_de.is_none() && plat(&i.libelle).starts_with("dont ");
    let mut orphelins = mesure.indicateurs.iter().filter(sans_tout);
    if let Some(premier) = orphelins.next() {
        let autres: Vec<_> = orphelins.collect();
        let combien = compte(autres.len() + 1, "indicateur commence", "indicateurs commencent");
        let mut constat = Diagnostic::constat(
            premier.id.span,
            format!("mesure {} : {combien} par « dont », sans tout déclaré", mesure.numero),
        )
        .ici(court(&premier.libelle))
        .aide("rétablir la ligne du tout et la nommer par « dont_de », ou réécrire le libellé sans « dont »");
        for autre in autres {
            constat = constat.voir(autre.id.span, court(&autre.libelle));
        }
        constats.push(constat);
    }
    constats
}

fn double(span: Span, premier: Span, libelle: &str) -> Diagnostic {
    Diagnostic::constat(
        span,
        format!("le libellé {} est écrit deux fois, sans rien qui distingue", court(libelle)),
    )
    .voir(premier, "déjà ici")
    .aide("préciser l’un des deux libellés, ou retirer la ligne en double")
}

fn des_tableaux(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut vus: BTreeMap<(u32, Option<&str>, String), Span> = BTreeMap::new();
    let mut precedente: Option<(Span, Option<&str>)> = None;
    for donnee in des_fiches(c) {
        let Some(fiche) = donnee.fiche else { continue };
        if precedente.is_some_and(|(span, _)| span == donnee.span) {
            continue;
        }
        let libelle = plat(donnee.libelle);
        // A row that names an indicator of the framework is judged there.
        let premiere = precedente
            .is_none_or(|(span, groupe)| span.fichier != donnee.span.fichier || groupe != donnee.groupe);
        if donnee.cadre.is_none() && libelle.starts_with("dont ") && premiere {
            constats.push(
                Diagnostic::constat(
                    donnee.span,
                    format!("{} n’a pas de tout au-dessus", court(donnee.libelle)),
                )
                .aide("ajouter au-dessus la ligne du tout, ou réécrire le libellé sans « dont »"),
            );
        }
        let cle = (fiche.span.fichier.rang(), donnee.groupe, libelle);
        match vus.get(&cle) {
            Some(premier) => constats.push(double(donnee.span, *premier, donnee.libelle)),
            None => {
                vus.insert(cle, donnee.span);
            }
        }
        precedente = Some((donnee.span, donnee.groupe));
    }
    constats
}
