//! Form of the number of the sent act.

use crate::check::identite::{Acte, acte, extrait};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-006",
    titre: "le numéro de l’accusé de réception est mal formé",
    gravite: Gravite::Erreur,
    verifie: "Le numéro que la préfecture donne à un acte télétransmis a cinq parties séparées par des tirets : le \
              département sur trois caractères, le SIREN de la collectivité, le jour de la décision (AAAAMMJJ), le numéro \
              interne (quinze lettres, chiffres ou tirets bas au plus) et la nature de l’acte (DE, AR, AI, CC, BF ou AU). \
              Un numéro d’une tout autre forme est dit en avertissement : l’acte peut avoir été remis sur papier. La \
              concordance avec les données de l’acte relève de IDE-007 et IDE-008.",
    pourquoi: "Ce numéro prouve la transmission, qui rend l’acte exécutoire : mal recopié, il ne retrouve plus l’acte.",
    source: "CGCT, art. L. 3131-1 ; décret n° 2005-324 du 7 avril 2005 (transmission des actes par voie électronique) ; \
             cahier des charges de @CTES.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "cd2024031200-DE",
            a: "cd2024031200-D",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "cd2024031200-DE",
            a: "CP_2024_03_12-DE",
        }],
    },
    chercher,
};

/// The natures of acts that the transmission knows.
const NATURES: [&str; 6] = ["DE", "AR", "AI", "CC", "BF", "AU"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(recu) = &c.dossier.convention.accuse_de_reception else { return Vec::new() };
    let numero = recu.valeur.as_str();
    let Some(parties) = acte(numero) else {
        return vec![
            Diagnostic::constat(
                recu.span,
                format!("« {numero} » n’a pas les cinq parties d’un numéro d’acte transmis"),
            )
            .aide("recopier le numéro de l’accusé de réception, comme « 012-221200017-20240115-D2024_01-DE »")
            .avertissement(),
        ];
    };
    fautes(&parties)
        .into_iter()
        .map(|(octets, message)| {
            Diagnostic::constat(
                extrait(c, recu.span, &octets),
                format!("dans le numéro de l’acte, {message}"),
            )
            .aide("recopier le numéro de l’accusé de réception")
        })
        .collect()
}

fn fautes(a: &Acte<'_>) -> Vec<(std::ops::Range<usize>, String)> {
    let chiffres = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
    let mut fautes = Vec::new();
    let mut dire = |partie: &(&str, std::ops::Range<usize>), juste: bool, quoi: &str| {
        if !juste {
            fautes.push((partie.1.clone(), format!("« {} » n’est pas {quoi}", partie.0)));
        }
    };
    let departement = a.departement.0;
    let corse = departement.starts_with("02") && departement.ends_with(['A', 'B']) && departement.len() == 3;
    dire(&a.departement, chiffres(departement, 3) || corse, "un département sur trois caractères");
    dire(&a.siren, chiffres(a.siren.0, 9), "un SIREN de neuf chiffres");
    dire(&a.jour, jour(a.jour.0).is_some(), "un jour du calendrier (AAAAMMJJ)");
    let interne = (1..=15).contains(&a.interne.0.len())
        && a.interne.0.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    dire(&a.interne, interne, "un numéro interne de quinze lettres, chiffres ou tirets bas au plus");
    dire(&a.nature, NATURES.contains(&a.nature.0), "une nature d’acte (DE, AR, AI, CC, BF ou AU)");
    fautes
}

/// The day of eight figures.
pub(super) fn jour(texte: &str) -> Option<Jour> {
    if texte.len() != 8 || !texte.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Jour::new(texte.get(..4)?.parse().ok()?, texte.get(4..6)?.parse().ok()?, texte.get(6..)?.parse().ok()?)
}
