//! A guillemet or a parenthesis without its other half.

use std::collections::BTreeMap;

use crate::check::forme::{Morceau, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-012",
    titre: "un guillemet ou une parenthèse n’est pas fermé",
    gravite: Gravite::Avertissement,
    verifie: "Les « », “ ” et ( ) de chaque texte vont par paires. Une énumération (« a) », « 1) ») est admise ; un signe ouvert \
              dans un paragraphe et fermé dans l’un des trois suivants aussi (citation ou parenthèse sur plusieurs \
              paragraphes). Les crochets et les textes à la lettre ne sont pas comparés.",
    pourquoi: "Il manque un signe, ou les mots qui le suivaient : c’est souvent la trace d’une phrase coupée.",
    source: "Lexique des règles typographiques en usage à l’Imprimerie nationale ; usage éditorial.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont (à l'école ou chez eux.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont : a) à l'école ; b) chez eux (ou ailleurs).",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont « comme il vient.\n\nEt comme il va », dit-on.",
            },
        ],
    },
    chercher,
};

/// The signs that go by pairs.
const PAIRES: [(char, char); 3] = [('«', '»'), ('“', '”'), ('(', ')')];
/// Pieces of text over which a pair may be parted.
const PORTEE: usize = 3;

/// A sign alone.
struct Seul<'d> {
    rang: usize,
    octet: usize,
    signe: char,
    morceau: &'d Morceau<'d>,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut ouverts: BTreeMap<(Fichier, char), Seul<'_>> = BTreeMap::new();
    let mut constats = Vec::new();
    for (rang, m) in morceaux(c).enumerate() {
        for (ouvrant, fermant) in PAIRES {
            let cle = (m.fichier(), ouvrant);
            for (octet, signe) in seuls(m, ouvrant, fermant) {
                let ouvert = ouverts.remove(&cle);
                let proche = ouvert.as_ref().is_some_and(|s| rang - s.rang <= PORTEE);
                if signe == fermant && proche {
                    continue;
                }
                constats.extend(ouvert.map(|s| dire(&s)));
                let seul = Seul { rang, octet, signe, morceau: m };
                if signe == ouvrant {
                    ouverts.insert(cle, seul);
                } else {
                    constats.push(dire(&seul));
                }
            }
        }
    }
    constats.extend(ouverts.values().map(dire));
    constats
}

/// Most signs of a kind told in one text: whoever repairs these reads the others.
const SEULS_MAX: usize = 3;

/// The signs of a text that have no other half in it.
fn seuls(m: &Morceau<'_>, ouvrant: char, fermant: char) -> Vec<(usize, char)> {
    if !m.texte.contains([ouvrant, fermant]) {
        return Vec::new();
    }
    let mut ouverts: Vec<usize> = Vec::new();
    let mut seuls = Vec::new();
    for (octet, signe) in m.texte.char_indices().filter(|(i, s)| m.libre(&(*i..*i + s.len_utf8()))) {
        if signe == ouvrant {
            ouverts.push(octet);
        } else if signe == fermant
            && ouverts.pop().is_none()
            && !enumeration(m.texte.get(..octet).unwrap_or(""))
        {
            seuls.push((octet, signe));
        }
    }
    seuls.truncate(SEULS_MAX);
    seuls.extend(ouverts.into_iter().take(SEULS_MAX).map(|o| (o, ouvrant)));
    seuls
}

/// Whether what stands before a closing parenthesis is the mark of an item: `a`, `12`.
fn enumeration(avant: &str) -> bool {
    let mot: Vec<char> = avant.chars().rev().take_while(|l| l.is_alphanumeric()).collect();
    let chiffres = mot.len() <= 2 && mot.iter().all(char::is_ascii_digit);
    !mot.is_empty() && (mot.len() == 1 || chiffres || mot.iter().all(|l| "ivx".contains(*l)))
}

fn dire(seul: &Seul<'_>) -> Diagnostic {
    let m = seul.morceau;
    let (quoi, geste) = match seul.signe {
        '«' | '“' => ("ce guillemet ouvert n’est pas fermé", "le fermer, ou le retirer"),
        '»' | '”' => ("ce guillemet fermé n’a pas été ouvert", "l’ouvrir, ou le retirer"),
        '(' => ("cette parenthèse ouverte n’est pas fermée", "la fermer, ou la retirer"),
        _ => ("cette parenthèse fermée n’a pas été ouverte", "l’ouvrir, ou la retirer"),
    };
    Diagnostic::constat(m.span(&(seul.octet..seul.octet + seul.signe.len_utf8())), quoi).aide(geste)
}
