//! A result that does not say where it comes from.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Mesurage;

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-006",
    titre: "un résultat ne dit pas sa source",
    gravite: Gravite::Avertissement,
    verifie: "Un résultat chiffré du rapport, dans une fiche ou dans la matrice, qui n’a pas de `source`. Une absence, ou des mots, n’en demandent pas.",
    pourquoi: "Un chiffre sans source ne se vérifie pas, et ne se compare pas à celui de l’année suivante.",
    source: "Convention, article sur l’évaluation : renseignement de la matrice des indicateurs.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    source: \"Carnet de l'équipe\"",
            a: "    source: \"\"",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "    valeur: 410\n    au: 2025-03-31\n    source: \"Carnet de l'équipe\"",
            a: "    valeur: à transmettre\n    au:\n    source: \"\"",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(rapport) = &c.dossier.rapport else { return Vec::new() };
    let des_fiches = rapport.fiches.iter().flat_map(|f| &f.resultats).map(|r| (r.cle(), &r.valeur));
    let de_la_matrice =
        rapport.matrice.iter().flat_map(|l| l.cases.iter().map(|(_, case)| (l.cible.valeur.as_str(), case)));
    des_fiches
        .chain(de_la_matrice)
        .flat_map(|(nom, case)| case.iter().map(move |v| (nom, v)))
        .filter(|(_, v)| v.source.is_none())
        .filter(|(_, v)| !matches!(v.mesurage.valeur, Mesurage::Absent(_) | Mesurage::Texte(_)))
        .map(|(nom, v)| {
            Diagnostic::constat(v.mesurage.span, format!("le résultat de « {nom} » n’a pas de source"))
                .aide("écrire d’où vient le chiffre : « source: \"Registre des accueils\" »")
        })
        .collect()
}
