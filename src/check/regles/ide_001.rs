//! IBAN: signs, length, key.

use crate::check::identite::{compact, extrait, iban_juste, modulo_97, rib};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::convention::Compte;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-001",
    titre: "l’IBAN du compte n’est pas valable",
    gravite: Gravite::Erreur,
    verifie: "L’IBAN n’a que des lettres et des chiffres, commence par un pays et deux chiffres, a la longueur que son pays \
              fixe (27 en France) et passe le contrôle modulo 97. Quand il est faux, les parties du RIB données à côté et \
              qui ne s’y retrouvent pas sont montrées. Une faute qui respecterait par hasard la clé n’est pas vue.",
    pourquoi: "C’est le seul compte où l’État peut verser sa contribution : un chiffre faux, et le virement est rejeté.",
    source: "Normes ISO 13616 (IBAN) et ISO 7064 (contrôle modulo 97-10).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/organisation.yaml",
            de: "iban: FR56 3000 1008 42E4 2800 0000 049",
            a: "iban: FR56 3000 1008 42E4 2800 0000 094",
        }],
        admis: &[Changement {
            fichier: "content/organisation.yaml",
            de: "iban: FR56 3000 1008 42E4 2800 0000 049",
            a: "iban: FR5630001 00842 E4280000000 49",
        }],
    },
    chercher,
};

/// Characters of an IBAN by country, for the countries of the euro payments area.
const LONGUEURS: [(&str, usize); 37] = [
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("VA", 22),
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(compte) = &c.dossier.organisation.compte else { return Vec::new() };
    faute(c, compte).into_iter().collect()
}

fn faute(c: &Contexte<'_>, compte: &Compte) -> Option<Diagnostic> {
    let affiche = compte.iban.valeur.as_str();
    if let Some((i, signe)) =
        affiche.char_indices().find(|(_, c)| !(c.is_ascii_alphanumeric() || c.is_whitespace()))
    {
        let span = extrait(c, compte.iban.span, &(i..i + signe.len_utf8()));
        return Some(
            Diagnostic::constat(span, format!("l’IBAN « {affiche} » contient le signe « {signe} »"))
                .aide("n’écrire que des lettres, des chiffres et des espaces"),
        );
    }
    let iban = compact(affiche);
    let pays: String = iban.chars().take(2).collect();
    let cle = iban.get(2..4).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit()));
    if !cle || !pays.chars().all(|c| c.is_ascii_alphabetic()) {
        return Some(
            Diagnostic::constat(
                compte.iban.span,
                format!("l’IBAN « {affiche} » ne commence pas par un pays et deux chiffres"),
            )
            .aide("recopier l’IBAN du relevé d’identité bancaire, comme « FR76 3000 1… »"),
        );
    }
    let longueur = iban.len();
    let attendue = LONGUEURS.iter().find(|(p, _)| *p == pays).map(|(_, n)| *n);
    if attendue.is_some_and(|n| n != longueur) || !(15..=34).contains(&longueur) {
        let voulu = attendue.map_or("de 15 à 34".to_owned(), |n| n.to_string());
        return Some(
            Diagnostic::constat(compte.iban.span, format!("l’IBAN « {affiche} » n’a pas la longueur voulue"))
                .calcul(format!("{longueur} caractères ; il en faut {voulu} pour le pays {pays}"))
                .aide("recopier l’IBAN du relevé d’identité bancaire"),
        );
    }
    if iban_juste(&iban) {
        return None;
    }
    let reste = modulo_97(iban.chars().skip(4).chain(iban.chars().take(4))).unwrap_or_default();
    let constat = Diagnostic::constat(
        compte.iban.span,
        format!("l’IBAN « {affiche} » ne passe pas le contrôle de sa clé"),
    )
    .calcul(format!("le reste de la division par 97 est {reste} ; il doit être 1"))
    .aide("recopier l’IBAN du relevé d’identité bancaire : un caractère au moins est faux ou déplacé");
    Some(montrer_rib(constat, compte, &iban))
}

/// The parts of the RIB that the IBAN does not hold: the fault is probably there.
fn montrer_rib(mut constat: Diagnostic, compte: &Compte, iban: &str) -> Diagnostic {
    let champs = [&compte.code_etablissement, &compte.code_guichet, &compte.numero, &compte.cle];
    for (champ, (partie, _)) in champs.into_iter().zip(rib(iban).into_iter().flatten()) {
        if let Ok(valeur) = &champ.valeur
            && compact(valeur) != partie
        {
            constat = constat.voir(champ.span, format!("le RIB dit {valeur}, l’IBAN {partie}"));
        }
    }
    constat
}
