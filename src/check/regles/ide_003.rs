//! RIB against IBAN, and its key.

use crate::check::identite::{cle_rib, compact, extrait, iban_juste, rib};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-003",
    titre: "le RIB ne concorde pas avec l’IBAN",
    gravite: Gravite::Erreur,
    verifie: "Pour un compte français, les parties du RIB qui sont données (établissement, guichet, numéro, clé) sont \
              comparées à celles que l’IBAN contient, et la clé du RIB est recalculée. Un IBAN que IDE-001 refuse n’est pas \
              comparé ; les parties laissées vides relèvent de IDE-004.",
    pourquoi: "L’acte donne alors deux comptes : le comptable ne peut savoir lequel est le bon.",
    source: "Norme ISO 13616 (structure de l’IBAN en France : 5, 5, 11 et 2 caractères) ; clé du relevé d’identité bancaire.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/organisation.yaml",
            de: "code_guichet: \"00842\"",
            a: "code_guichet: \"00824\"",
        }],
        admis: &[Changement {
            fichier: "content/organisation.yaml",
            de: "numero: E4280000000",
            a: "numero: e428 0000 000",
        }],
    },
    chercher,
};

/// What the parts of a RIB are called.
pub(super) const NOMS: [&str; 4] =
    ["le code établissement", "le code guichet", "le numéro de compte", "la clé RIB"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(compte) = &c.dossier.organisation.compte else { return Vec::new() };
    let iban = compact(&compte.iban.valeur);
    let Some(parties) = rib(&iban).filter(|_| iban_juste(&iban)) else { return Vec::new() };
    let champs = [&compte.code_etablissement, &compte.code_guichet, &compte.numero, &compte.cle];
    let mut constats = Vec::new();
    for ((champ, nom), (partie, octets)) in champs.into_iter().zip(NOMS).zip(&parties) {
        if let Ok(valeur) = &champ.valeur
            && compact(valeur) != *partie
        {
            constats.push(
                Diagnostic::constat(champ.span, format!("{nom} est {valeur}, et l’IBAN contient {partie}"))
                    .voir(
                        place(c, compte.iban.span, &compte.iban.valeur, octets),
                        format!("{partie} dans l’IBAN"),
                    )
                    .aide("recopier le RIB et l’IBAN d’un même relevé d’identité bancaire"),
            );
        }
    }
    let [(banque, _), (guichet, _), (numero, _), (cle, octets)] = &parties;
    let attendue = cle_rib(banque, guichet, numero).map(|n| format!("{n:02}"));
    if let Some(attendue) = attendue.filter(|a| a != cle) {
        constats.push(
            Diagnostic::constat(
                place(c, compte.iban.span, &compte.iban.valeur, octets),
                format!("la clé RIB que contient l’IBAN est {cle}, et le calcul donne {attendue}"),
            )
            .calcul(format!("97 − (89 × {banque} + 15 × {guichet} + 3 × {numero}) modulo 97 = {attendue}"))
            .aide("recopier l’IBAN du relevé d’identité bancaire"),
        );
    }
    constats
}

/// The place, in an IBAN as printed, of characters counted without its spaces.
fn place(
    c: &Contexte<'_>,
    span: crate::text::Span,
    affiche: &str,
    octets: &std::ops::Range<usize>,
) -> crate::text::Span {
    let utiles: Vec<(usize, char)> = affiche.char_indices().filter(|(_, c)| !c.is_whitespace()).collect();
    let bornes = utiles.get(octets.start).zip(octets.end.checked_sub(1).and_then(|i| utiles.get(i)));
    bornes.map_or(span, |((debut, _), (fin, signe))| extrait(c, span, &(*debut..fin + signe.len_utf8())))
}
