//! BIC: form, country and bank against the IBAN.

use crate::check::identite::{compact, extrait, iban_juste};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-002",
    titre: "le BIC est mal formé, ou n’est pas celui de la banque de l’IBAN",
    gravite: Gravite::Erreur,
    verifie: "Le BIC a 8 ou 11 caractères : quatre pour l’établissement, deux lettres de pays, deux pour la place, trois au \
              besoin pour l’agence. Quand l’IBAN est valable, son pays est comparé à celui du BIC (les codes des outre-mer \
              valent FR) et, pour les deux teneurs de comptes du secteur public, la Banque de France et le Trésor, \
              l’établissement aussi. Les autres banques ne sont pas connues de la règle ; l’agence n’est pas vérifiée.",
    pourquoi: "Un BIC d’une autre banque que l’IBAN fait douter du compte entier, et bloque l’enregistrement du tiers \
               dans les applications de paiement.",
    source: "Norme ISO 9362 (BIC) ; codes établissement de la Banque de France et de la direction générale des finances \
             publiques.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/organisation.yaml", de: "bic: BDFEFR", a: "bic: BDFEBR" }],
        admis: &[Changement {
            fichier: "content/organisation.yaml",
            de: "bic: BDFEFRPP",
            a: "bic: BDFE FRPP ",
        }],
    },
    chercher,
};

/// Codes of countries that a French IBAN also serves.
const OUTRE_MER: [&str; 11] = ["GP", "MQ", "GF", "RE", "YT", "PM", "BL", "MF", "WF", "PF", "NC"];

/// Who keeps the accounts of public accountants: bank code of the RIB, start of the BIC, name.
const TENEURS: [(&str, &str, &str); 2] =
    [("30001", "BDFEFRPP", "la Banque de France"), ("10071", "TRPUFRP1", "le Trésor public")];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(compte) = &c.dossier.organisation.compte else { return Vec::new() };
    let affiche = compte.bic.valeur.as_str();
    let bic = compact(affiche);
    let pays = bic.get(4..6).filter(|p| p.bytes().all(|b| b.is_ascii_alphabetic()));
    let alphanumerique = bic.bytes().all(|b| b.is_ascii_alphanumeric());
    let Some(pays) = pays.filter(|_| alphanumerique && matches!(bic.len(), 8 | 11)) else {
        return vec![
            Diagnostic::constat(compte.bic.span, format!("« {affiche} » n’a pas la forme d’un BIC"))
                .aide("recopier le BIC du relevé d’identité bancaire : 8 ou 11 lettres et chiffres, dont le pays en 5e et 6e places"),
        ];
    };
    let iban = compact(&compte.iban.valeur);
    if !iban_juste(&iban) {
        return Vec::new();
    }
    let pays_iban = iban.get(..2).unwrap_or("");
    if pays != pays_iban && !(pays_iban == "FR" && OUTRE_MER.contains(&pays)) {
        let span = if affiche == bic { extrait(c, compte.bic.span, &(4..6)) } else { compte.bic.span };
        return vec![
            Diagnostic::constat(
                span,
                format!("le BIC {affiche} est d’une banque du pays {pays}, et l’IBAN du pays {pays_iban}"),
            )
            .voir(compte.iban.span, format!("IBAN du pays {pays_iban}"))
            .aide("recopier le BIC et l’IBAN d’un même relevé d’identité bancaire"),
        ];
    }
    let banque = iban.get(4..9).filter(|_| pays_iban == "FR").unwrap_or("");
    TENEURS
        .iter()
        .filter(|(code, debut, _)| (*code == banque) != bic.starts_with(debut))
        .map(|(code, debut, nom)| {
            let message = if *code == banque {
                format!("l’IBAN est d’un compte tenu par {nom}, et le BIC {affiche} d’une autre banque")
            } else {
                format!("le BIC {affiche} est celui de {nom}, et l’IBAN celui d’une autre banque")
            };
            Diagnostic::constat(compte.bic.span, message)
                .voir(compte.iban.span, format!("code établissement {banque}"))
                .calcul(format!("{nom} : code établissement {code}, BIC en {debut}"))
                .aide("recopier le BIC et l’IBAN d’un même relevé d’identité bancaire")
        })
        .take(1)
        .collect()
}
