//! The number of the sent act against the SIREN and the days of the act.

use super::ide_006::jour;
use crate::check::identite::{Acte, acte, compact, extrait, luhn};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-007",
    titre: "le numéro de l’accusé de réception ne concorde pas avec l’acte",
    gravite: Gravite::Erreur,
    verifie: "Dans le numéro de l’acte transmis, le SIREN est comparé à celui du Département, et le jour à celui de la \
              décision : la délibération pour la nature DE, la signature pour la nature CC (contrats et conventions). Pour \
              une autre nature, ou sans ces dates, le jour ne doit pas suivre l’envoi ni la réception. Un SIREN que IDE-005 \
              refuse n’est pas comparé ; le numéro interne, que l’acte ne donne qu’une fois, n’est pas vérifié.",
    pourquoi: "L’accusé de réception est la preuve de la transmission : il doit être celui de cet acte et non d’un autre.",
    source: "CGCT, art. L. 3131-1 ; cahier des charges de @CTES (identifiant unique de l’acte).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "098-229800040-20240321",
            a: "098-229800040-20240312",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "20240321-cd2024031200-DE",
            a: "20240328-cd2024031200-CC",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(recu) = &c.dossier.convention.accuse_de_reception else { return Vec::new() };
    let Some(parties) = acte(&recu.valeur) else { return Vec::new() };
    siren(c, recu, &parties).into_iter().chain(date(c, recu, &parties)).collect()
}

fn siren(c: &Contexte<'_>, recu: &Spanned<String>, parties: &Acte<'_>) -> Option<Diagnostic> {
    let declare = &c.dossier.organisation.departement.siren;
    let (dit, octets) = &parties.siren;
    let attendu = compact(&declare.valeur);
    if dit.len() != 9 || attendu.len() != 9 || attendu == *dit || !luhn(&attendu).is_multiple_of(10) {
        return None;
    }
    Some(
        Diagnostic::constat(
            extrait(c, recu.span, octets),
            format!(
                "le numéro de l’acte porte le SIREN {dit}, et le Département a le SIREN {}",
                declare.valeur
            ),
        )
        .voir(declare.span, "SIREN du Département")
        .aide("recopier le numéro de l’accusé de réception"),
    )
}

fn date(c: &Contexte<'_>, recu: &Spanned<String>, parties: &Acte<'_>) -> Option<Diagnostic> {
    let dates = &c.dossier.convention.dates;
    let dite = jour(parties.jour.0)?;
    let constat = |autre: &Spanned<Jour>, quoi: &str, relation: &str| {
        Diagnostic::constat(
            extrait(c, recu.span, &parties.jour.1),
            format!("le numéro de l’acte porte le {dite}, {relation} {quoi}, le {}", autre.valeur),
        )
        .voir(autre.span, format!("{quoi} : {}", autre.valeur))
        .aide("recopier le numéro de l’accusé de réception, ou corriger la date de l’acte")
    };
    let decision = match parties.nature.0 {
        "DE" => dates.deliberation.as_ref().map(|j| (j, "la délibération")),
        "CC" => dates.signature.as_ref().map(|j| (j, "la signature")),
        _ => None,
    };
    if let Some((jour, quoi)) = decision {
        return (jour.valeur != dite).then(|| constat(jour, quoi, "qui n’est pas le jour de"));
    }
    let fins = [(&dates.envoi, "l’envoi"), (&dates.reception, "la réception")];
    let (fin, quoi) = fins.into_iter().find_map(|(j, quoi)| Some((j.as_ref()?, quoi)))?;
    (fin.valeur < dite).then(|| constat(fin, quoi, "qui suit"))
}
