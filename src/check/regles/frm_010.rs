//! A word that is one letter away from a frequent one.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::forme::{Morceau, morceaux, mots};
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

/// Fewest letters of a word.
const LETTRES_MIN: usize = 5;
/// Fewest uses of the word that it resembles.
const EMPLOIS_MIN: usize = 4;

/// A word and where it was first read.
struct Emploi {
    nombre: usize,
    morceau: usize,
    debut: usize,
    ecrit: String,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let morceaux: Vec<Morceau<'_>> = morceaux(c).collect();
    let mut emplois: BTreeMap<String, Emploi> = BTreeMap::new();
    let mut voisins: BTreeSet<(String, String)> = BTreeSet::new();
    for (rang, m) in morceaux.iter().enumerate() {
        let mut avant = String::new();
        for (debut, mot) in mots(m.texte).filter(|(d, mot)| m.libre(&(*d..*d + mot.len()))) {
            let cle = plat(mot);
            if cle.len() < LETTRES_MIN || mot.chars().all(char::is_uppercase) {
                continue;
            }
            let e = emplois.entry(cle.clone()).or_insert_with(|| Emploi {
                nombre: 0,
                morceau: rang,
                debut,
                ecrit: mot.to_owned(),
            });
            e.nombre += 1;
            voisins.insert((avant.clone(), cle.clone()));
            avant = cle;
        }
    }
    // Words by what is left of them without one letter: two words one letter apart share one.
    let mut index: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (mot, _) in emplois.iter().filter(|(_, e)| e.nombre >= EMPLOIS_MIN) {
        for court in sans_une_lettre(mot) {
            index.entry(court).or_default().push(mot);
        }
    }
    emplois
        .iter()
        .filter(|(mot, e)| e.nombre == 1 && sans_famille(mot, &emplois))
        .filter_map(|(mot, e)| {
            let candidats: BTreeSet<&str> =
                sans_une_lettre(mot).iter().filter_map(|court| index.get(court)).flatten().copied().collect();
            let proche = candidats.into_iter().find(|f| coquille(mot, f) && entoures(mot, f, &voisins))?;
            let m = morceaux.get(e.morceau)?;
            let nombre = emplois.get(proche)?;
            let span = m.span(&(e.debut..e.debut + e.ecrit.len()));
            Some(
                Diagnostic::constat(
                    span,
                    format!(
                        "« {} » ne se lit qu’ici ; l’acte écrit {} fois « {} »",
                        e.ecrit,
                        nombre.nombre,
                        nombre.ecrit.to_lowercase()
                    ),
                )
                .aide("corriger la coquille, si c’en est une"),
            )
        })
        .collect()
}

/// A word, and the word without each of its letters.
fn sans_une_lettre(mot: &str) -> Vec<String> {
    let lettres: Vec<char> = mot.chars().collect();
    let sans =
        |i: usize| lettres.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, l)| *l).collect::<String>();
    let mut sortie: Vec<String> = (0..lettres.len()).map(sans).collect();
    sortie.push(mot.to_owned());
    sortie
}

/// Whether two words differ by one letter, before the ending that French inflects.
fn coquille(rare: &str, frequent: &str) -> bool {
    let communs = rare.chars().zip(frequent.chars()).take_while(|(a, b)| a == b).count();
    communs + 3 < rare.len().max(frequent.len()) && strsim::osa_distance(rare, frequent) == 1
}

/// Whether no other word of the act starts as this one: a word of a family is a word.
fn sans_famille(mot: &str, emplois: &BTreeMap<String, Emploi>) -> bool {
    let debut: String = mot.chars().take(5.min(mot.chars().count().saturating_sub(1)).max(4)).collect();
    emplois.range(debut.clone()..).take_while(|(m, _)| m.starts_with(&debut)).all(|(m, _)| m == mot)
}

/// Whether the two words stand next to a same word.
fn entoures(rare: &str, frequent: &str, voisins: &BTreeSet<(String, String)>) -> bool {
    let meme = |a: &str, b: &str| voisins.contains(&(a.to_owned(), b.to_owned()));
    voisins
        .iter()
        .any(|(a, b)| !a.is_empty() && (b == rare && meme(a, frequent) || a == rare && meme(frequent, b)))
}
