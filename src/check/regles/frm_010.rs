//! A word that is one letter away from a frequent one.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::check::forme::{Morceau, morceaux};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-010",
    titre: "un mot ressemble à un autre, à une lettre près",
    gravite: Gravite::Avertissement,
    verifie: "Un mot de cinq lettres et plus que l’acte n’emploie qu’une fois, à une lettre (en plus, en moins, changée, échangée) \
              d’un mot qu’il emploie au moins quatre fois, et devant ou derrière lequel se lit le même mot plein. Une différence \
              d’accent ou dans les trois dernières lettres (pluriel, genre, conjugaison), les mots tout en capitales et ceux \
              dont l’acte emploie la famille sont laissés de côté.",
    pourquoi: "Une coquille dans un nom de dispositif fait croire à un autre dispositif, et échappe à la recherche.",
    source: "Usage éditorial.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. L'accompagnement global y pourvoit. Cet accompagnement global est gratuit. Tout accompagnement global est écrit. Nul accompagnement global n'est refusé.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "en lien avec la fiche 1.",
            a: "en lien avec la fiche 1 et l'accompagnement gobal.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "en lien avec la fiche 1.",
            a: "en lien avec la fiche 1 et l'accompagnement globale.",
        }],
    },
    chercher,
};

/// Fewest letters of a word, and most: past that it is no word, and its variants would fill the memory.
const LETTRES_MIN: usize = 5;
const LETTRES_MAX: usize = 40;
/// Fewest uses of the word that it resembles.
const EMPLOIS_MIN: usize = 4;

/// A word and where it was first read.
#[derive(Clone, Copy)]
struct Emploi<'t> {
    nombre: usize,
    morceau: usize,
    debut: usize,
    ecrit: &'t str,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let morceaux: Vec<&Morceau<'_>> = morceaux(c).collect();
    let emplois = emplois(&morceaux);
    // Words by what is left of them without one letter: two words one letter apart share one.
    let mut index: FxHashMap<u64, Vec<&str>> = FxHashMap::default();
    for (mot, _) in emplois.iter().filter(|(_, e)| e.nombre >= EMPLOIS_MIN) {
        for court in sans_une_lettre(mot) {
            index.entry(court).or_default().push(mot);
        }
    }
    let rares = emplois.iter().filter(|(mot, e)| e.nombre == 1 && sans_famille(mot, &emplois));
    let mut paires: Vec<(&Emploi<'_>, &str)> = Vec::new();
    for (rare, emploi) in rares {
        let candidats: BTreeSet<&str> =
            sans_une_lettre(rare).filter_map(|k| index.get(&k)).flatten().copied().collect();
        paires.extend(candidats.into_iter().filter(|f| coquille(rare, f)).map(|f| (emploi, f)));
    }
    let autour = entourages(&morceaux, &paires.iter().map(|(_, f)| *f).collect());
    paires
        .iter()
        .filter_map(|(rare, frequent)| {
            let m = morceaux.get(rare.morceau)?;
            let voisins = voisins(m.texte, rare.debut);
            autour.get(frequent)?.iter().any(|v| voisins.contains(v)).then_some(())?;
            Some(dire(m, rare, emplois.get(*frequent)?))
        })
        .collect()
}

/// The words that readers read, without form: how often, and where first.
fn emplois<'t>(morceaux: &[&Morceau<'t>]) -> BTreeMap<String, Emploi<'t>> {
    // Most words are written as they were before: their form is taken off once.
    let mut ecrits: FxHashMap<&str, Emploi<'_>> = FxHashMap::default();
    for (morceau, m) in morceaux.iter().enumerate() {
        for &(debut, ecrit) in m.mots.iter().filter(|(d, mot)| est_lu(m, *d, mot)) {
            ecrits.entry(ecrit).or_insert(Emploi { nombre: 0, morceau, debut, ecrit }).nombre += 1;
        }
    }
    let mut emplois: BTreeMap<String, Emploi<'_>> = BTreeMap::new();
    ecrits.into_values().for_each(|e| {
        emplois
            .entry(plat(e.ecrit))
            .and_modify(|deja| {
                let nombre = deja.nombre + e.nombre;
                let premier = if (e.morceau, e.debut) < (deja.morceau, deja.debut) { e } else { *deja };
                *deja = Emploi { nombre, ..premier };
            })
            .or_insert(e);
    });
    emplois
}

fn dire(m: &Morceau<'_>, rare: &Emploi<'_>, frequent: &Emploi<'_>) -> Diagnostic {
    let (nombre, ecrit) = (frequent.nombre, frequent.ecrit.to_lowercase());
    Diagnostic::constat(
        m.span(&(rare.debut..rare.debut + rare.ecrit.len())),
        format!("« {} » ne se lit qu’ici ; l’acte écrit {nombre} fois « {ecrit} »", rare.ecrit),
    )
    .aide("corriger la coquille, si c’en est une")
}

/// Whether a word is one that readers read: long, not in capitals, outside what is for programs.
fn est_lu(m: &Morceau<'_>, debut: usize, mot: &str) -> bool {
    mot.len() >= LETTRES_MIN
        && (LETTRES_MIN..=LETTRES_MAX).contains(&mot.chars().take(LETTRES_MAX + 1).count())
        && !mot.chars().all(char::is_uppercase)
        && m.libre(&(debut..debut + mot.len()))
}

/// The long words that stand before and after a word of a text.
fn voisins(texte: &str, debut: usize) -> BTreeSet<(bool, String)> {
    let blanc = |l: char| !l.is_alphabetic();
    let avant = texte.get(..debut).unwrap_or("").trim_end_matches(blanc).rsplit(blanc).next();
    let suite = texte.get(debut..).unwrap_or("").trim_start_matches(char::is_alphabetic);
    let apres = suite.trim_start_matches(blanc).split(blanc).next();
    [(false, avant), (true, apres)]
        .into_iter()
        .filter_map(|(cote, mot)| mot.map(|m| (cote, m)))
        .filter(|(_, mot)| mot.chars().count() >= LETTRES_MIN)
        .map(|(cote, mot)| (cote, plat(mot)))
        .collect()
}

/// The neighbours of some words, wherever they stand.
fn entourages<'f>(
    morceaux: &[&Morceau<'_>],
    frequents: &BTreeSet<&'f str>,
) -> BTreeMap<&'f str, BTreeSet<(bool, String)>> {
    let mut autour: BTreeMap<&str, BTreeSet<(bool, String)>> = BTreeMap::new();
    if frequents.is_empty() {
        return autour;
    }
    let mut connus: FxHashMap<&str, Option<&'f str>> = FxHashMap::default();
    for m in morceaux {
        for &(debut, mot) in m.mots.iter().filter(|(_, mot)| mot.len() >= LETTRES_MIN) {
            let frequent = connus.entry(mot).or_insert_with(|| frequents.get(plat(mot).as_str()).copied());
            if let Some(frequent) = frequent {
                autour.entry(frequent).or_default().extend(voisins(m.texte, debut));
            }
        }
    }
    autour
}

/// What stands for a word, and for the word without each of its letters. Two words may share one by chance: they
/// are compared after.
fn sans_une_lettre(mot: &str) -> impl Iterator<Item = u64> {
    let fin = mot.char_indices().map(|(i, l)| (i, i + l.len_utf8())).chain([(mot.len(), mot.len())]);
    // FNV-1a, over the bytes before the letter and those after.
    let hacher = |depart: u64, texte: Option<&str>| {
        let octets = texte.unwrap_or("").bytes();
        octets.fold(depart, |h, o| (h ^ u64::from(o)).wrapping_mul(0x0100_0000_01b3))
    };
    fin.map(move |(debut, fin)| hacher(hacher(0xcbf2_9ce4_8422_2325, mot.get(..debut)), mot.get(fin..)))
}

/// Whether two words differ by one letter, before the ending that French inflects.
fn coquille(rare: &str, frequent: &str) -> bool {
    let communs = rare.chars().zip(frequent.chars()).take_while(|(a, b)| a == b).count();
    communs + 3 < rare.len().max(frequent.len()) && strsim::osa_distance(rare, frequent) == 1
}

/// Whether no other word of the act starts as this one: a word of a family is a word.
fn sans_famille(mot: &str, emplois: &BTreeMap<String, Emploi<'_>>) -> bool {
    let debut: String = mot.chars().take(5.min(mot.chars().count().saturating_sub(1)).max(4)).collect();
    emplois.range(debut.clone()..).take_while(|(m, _)| m.starts_with(&debut)).all(|(m, _)| m == mot)
}
