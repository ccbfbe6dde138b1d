//! Parts above their whole.

use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{Mesurage, Valeur};
use rust_decimal::Decimal;

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-009",
    titre: "les « dont » dépassent leur total",
    gravite: Gravite::Erreur,
    verifie: "Dans une fiche du rapport, la somme des résultats des indicateurs qui sont des parties d’un autre (`dont_de` dans le cadre) est comparée au résultat de celui-ci. Elle n’est faite que de nombres ; une partie absente n’y compte pas.",
    pourquoi: "Une partie plus grande que son tout est une erreur de saisie ou de définition : la matrice envoyée à l’État serait fausse.",
    source: "Définition des indicateurs par le cadre.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/01-accueil.md",
            de: "    valeur: 420\n",
            a: "    valeur: 1 300\n",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/01-accueil.md",
            de: "    valeur: 420\n",
            a: "    valeur: 1 240\n",
        }],
    },
    chercher,
};

fn chiffre(case: &[Valeur]) -> Option<Decimal> {
    match case {
        [Valeur { mesurage, .. }] => match &mesurage.valeur {
            Mesurage::Nombre(n) => Some(n.valeur),
            _ => None,
        },
        _ => None,
    }
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for fiche in c.dossier.rapport.iter().flat_map(|r| &r.fiches) {
        for tout in &fiche.resultats {
            let Some(id) = tout.indicateur.as_ref() else { continue };
            let (Some(total), Some((mesure, indicateur))) =
                (chiffre(&tout.valeur), c.dossier.cadre.indicateur(&id.valeur))
            else {
                continue;
            };
            let parties: Vec<_> = fiche
                .resultats
                .iter()
                .filter(|r| {
                    let sien = r.indicateur.as_ref().and_then(|i| c.dossier.cadre.indicateur(&i.valeur));
                    sien.is_some_and(|(m, i)| {
                        m.numero == mesure.numero
                            && i.dont_de.as_ref().is_some_and(|d| d.valeur == indicateur.id.valeur)
                    })
                })
                .filter_map(|r| chiffre(&r.valeur).map(|n| (r, n)))
                .collect();
            let somme = parties.iter().try_fold(Decimal::ZERO, |s, (_, n)| s.checked_add(*n));
            let Some(somme) = somme.filter(|s| *s > total) else { continue };
            let termes: Vec<String> = parties.iter().map(|(_, n)| nombre(*n)).collect();
            let mut constat = Diagnostic::constat(
                tout.span,
                format!(
                    "les parties de « {} » font {}, plus que le total, {}",
                    indicateur.libelle,
                    nombre(somme),
                    nombre(total)
                ),
            )
            .calcul(format!("{} = {} ; total : {}", termes.join(" + "), nombre(somme), nombre(total)))
            .aide("corriger le total ou l’une des parties");
            for (partie, n) in &parties {
                constat = constat.voir(partie.span, nombre(*n));
            }
            constats.push(constat);
        }
    }
    constats
}
