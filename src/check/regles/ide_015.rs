//! A name that is nearly another, better known one.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::identite::{corps, mots};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::Partenaires;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-015",
    titre: "un nom est presque celui d’un organisme de l’acte",
    gravite: Gravite::Avertissement,
    verifie: "Un sigle de quatre capitales au moins, écrit une seule fois, qui devient un sigle déclaré ou employé au moins \
              trois fois quand on échange deux lettres voisines ou que l’on double l’une d’elles ; un mot à majuscule d’au \
              moins sept lettres, écrit une seule fois, à une lettre près d’un nom de partenaire. Un sigle déclaré ou un \
              partenaire n’est jamais retenu, ni un mot qui ne diffère que par sa fin (pluriel, féminin). Deux sigles à une \
              autre lettre près (CNAF, CNAM) sont deux organismes.",
    pourquoi: "Un organisme mal nommé n’est plus identifié : on ne sait pas s’il s’agit d’un autre.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Les CCAS en témoignent, et",
            a: "Les CACS en témoignent, et",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Les CCAS en témoignent, et",
            a: "Les CIAS en témoignent, et",
        }],
    },
    chercher,
};

/// How often a name that is not declared is written to be the right one.
const FREQUENT: usize = 3;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let declares = declares(c);
    // Each name, how often it is written, and where first.
    let mut noms: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
    for passage in corps(c) {
        for mot in mots(&passage.texte) {
            if sigle(mot.brut) || (mot.brut.starts_with(char::is_uppercase) && mot.brut.len() >= 7) {
                noms.entry(mot.brut).or_insert_with(|| (0, passage.span_de(&mot.octets))).0 += 1;
            }
        }
    }
    // The well known names by what is left of them without one letter.
    let mut connus: BTreeMap<String, &str> = BTreeMap::new();
    let frequents = noms.iter().filter(|(nom, (n, _))| sigle(nom) && *n >= FREQUENT).map(|(nom, _)| *nom);
    for nom in declares.iter().copied().chain(frequents) {
        for reste in sans_une_lettre(nom).chain([nom.to_owned()]) {
            connus.entry(reste).or_insert(nom);
        }
    }
    let rares = noms.iter().filter(|(nom, (n, _))| *n == 1 && !declares.contains(*nom));
    rares
        .filter_map(|(nom, (_, span))| {
            let restes = sans_une_lettre(nom).chain([(*nom).to_owned()]);
            let connu = restes.filter_map(|r| connus.get(&r).copied()).find(|connu| presque(nom, connu))?;
            let (fois, ailleurs) = noms.get(connu).copied().unzip();
            let compte = match fois {
                Some(n) if n > 1 => format!("écrit {n} fois"),
                _ => "déclaré".to_owned(),
            };
            let constat = Diagnostic::constat(*span, format!("« {nom} » est presque « {connu} », {compte}"))
                .aide(format!(
                    "écrire « {connu} », ou déclarer « {nom} » parmi les sigles s’il s’agit d’un autre"
                ));
            Some(match ailleurs {
                Some(place) => constat.voir(place, format!("« {connu} »")),
                None => constat,
            })
        })
        .collect()
}

/// The acronyms declared and the proper words of the partners.
fn declares<'d>(c: &Contexte<'d>) -> BTreeSet<&'d str> {
    let sigles = c.dossier.convention.sigles.iter().map(|(sigle, _)| sigle.valeur.as_str());
    let partenaires = c.fiches().filter_map(|f| match &f.partenaires {
        Some(Ok(Partenaires::Liste(noms))) => Some(noms.iter().flat_map(|n| mots(&n.valeur))),
        _ => None,
    });
    let propres = partenaires
        .flatten()
        .filter(|m| sigle(m.brut) || (m.brut.starts_with(char::is_uppercase) && m.brut.len() >= 7))
        .map(|m| m.brut);
    sigles.filter(|s| sigle(s)).chain(propres).collect()
}

fn sigle(mot: &str) -> bool {
    mot.len() >= 4 && mot.bytes().all(|b| b.is_ascii_uppercase())
}

fn sans_une_lettre(mot: &str) -> impl Iterator<Item = String> {
    mot.char_indices().map(move |(i, c)| {
        let (avant, apres) = (mot.get(..i).unwrap_or(""), mot.get(i + c.len_utf8()..).unwrap_or(""));
        format!("{avant}{apres}")
    })
}

/// Whether one is the other written with a slip.
fn presque(rare: &str, connu: &str) -> bool {
    if rare == connu || sigle(rare) != sigle(connu) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (rare.chars().collect(), connu.chars().collect());
    let communes = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    if !sigle(rare) {
        let fin = communes + 1 >= a.len().min(b.len());
        return !fin && strsim::osa_distance(rare, connu) == 1;
    }
    // Two neighbours exchanged.
    let mut echange = a.clone();
    if a.len() == b.len() && communes + 1 < a.len() {
        echange.swap(communes, communes + 1);
        return echange == b;
    }
    // One of two equal neighbours forgotten or added.
    let doublee = |longue: &[char], courte: &[char]| {
        longue.len() == courte.len() + 1
            && communes > 0
            && longue.get(communes) == longue.get(communes - 1)
            && longue.get(communes + 1..) == courte.get(communes..)
    };
    doublee(&a, &b) || doublee(&b, &a)
}
