//! One name in several spellings.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::check::finances::enumerer;
use crate::check::identite::{Mot, corps, mots};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::fiche::Partenaires;
use crate::model::tableau::{Contenu, Ligne};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-016",
    titre: "un même nom est écrit de plusieurs façons",
    gravite: Gravite::Conseil,
    verifie: "Les noms de plusieurs mots (ou d’un sigle et d’un numéro) que l’acte donne : partenaires, financeurs, sigles \
              développés, noms entre guillemets, cellules de tableaux. Leurs occurrences dans les articles et les fiches \
              sont réunies sans tenir compte des majuscules, des traits d’union et des accents ; deux écritures donnent un \
              constat par nom, qui montre une place de chacune. La première lettre, le pluriel et les textes tout en capitales ne font pas \
              de différence, non plus que les accents. Le nom du département relève de IDE-012.",
    pourquoi: "Un organisme a un nom : écrit de plusieurs façons, il paraît en être plusieurs, et une recherche en manque.",
    source: "Cohérence interne de l’acte ; règles typographiques de l’Imprimerie nationale.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes,",
            a: "Cofinancés par le Fonds social européen, deux conseillers suivent les personnes,",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "le Fonds social européen, deux",
            a: "le Fonds Social Européen, deux",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "le Fonds social européen, deux",
            a: "le fonds social européen, deux",
        }],
    },
    chercher,
};

/// The places of a name, by spelling.
type Formes<'p> = BTreeMap<String, Vec<(&'p str, Span)>>;

/// Most bytes of a word that tell whether a name can start there: most words are seen no further.
const DEBUT: usize = 3;

/// Most words of a name.
const MOTS_MAX: usize = 6;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let noms: Vec<String> = noms(c).into_iter().collect();
    let debuts: FxHashSet<&str> = noms.iter().flat_map(|n| (1..=DEBUT).filter_map(|i| n.get(..i))).collect();
    // By name, the places of each spelling.
    let mut trouves: BTreeMap<&str, Formes<'_>> = BTreeMap::new();
    for passage in corps(c) {
        for (nom, octets) in occurrences(passage, &noms, &debuts) {
            let Some(brut) = passage.texte.get(octets.clone()) else { continue };
            if let Some(forme) = forme(brut) {
                let places = trouves.entry(nom).or_default().entry(forme).or_default();
                places.push((brut, passage.span_de(&octets)));
            }
        }
    }
    trouves.values().filter(|formes| formes.len() > 1).filter_map(constat).collect()
}

fn constat(formes: &Formes<'_>) -> Option<Diagnostic> {
    let mut tries: Vec<&Vec<(&str, Span)>> = formes.values().collect();
    tries.sort_by_key(|places| std::cmp::Reverse(places.len()));
    let rare = tries.last()?;
    let (_, span) = rare.first()?;
    let ecrits: Vec<String> = tries.iter().map(|places| format!("« {} »", ecritures(places))).collect();
    let constat = Diagnostic::constat(*span, format!("un même nom s’écrit {}", enumerer(&ecrits)))
        .aide("choisir une écriture et s’y tenir");
    let autres = tries.iter().rev().skip(1).filter_map(|places| places.first());
    Some(autres.take(9).fold(constat, |d, (brut, span)| d.voir(*span, format!("« {brut} »"))))
}

/// The spellings of some places that differ by their plural only: « mobilité / mobilités ».
fn ecritures(places: &[(&str, Span)]) -> String {
    let mut vues: BTreeMap<String, &str> = BTreeMap::new();
    for (brut, _) in places {
        vues.entry(brut.to_lowercase()).or_insert(brut);
    }
    vues.into_values().collect::<Vec<_>>().join(" / ")
}

/// A name without form: its words one after the other, small, without their plural.
fn cle(mots: &[Mot<'_>]) -> String {
    mots.iter().map(|m| singulier(&m.plat()).to_owned()).collect()
}

fn singulier(mot: &str) -> &str {
    mot.strip_suffix('s').unwrap_or(mot)
}

/// The names that the act gives, without form.
fn noms(c: &Contexte<'_>) -> BTreeSet<String> {
    let mut textes: Vec<&str> = Vec::new();
    for fiche in c.fiches() {
        if let Some(Ok(Partenaires::Liste(liste))) = &fiche.partenaires {
            textes.extend(liste.iter().filter_map(|n| n.valeur.split('(').next()));
        }
        let cellules = fiche.tableaux.iter().flat_map(|t| &t.lignes).flat_map(|l| match l {
            Ligne::Cellules(cellules) => cellules.as_slice(),
            Ligne::Intertitre(_) => &[],
        });
        textes.extend(cellules.flat_map(|cellule| match &cellule.valeur {
            Contenu::Texte(t) => t.split('\n').flat_map(|l| l.split(" - ")).collect(),
            _ => Vec::new(),
        }));
    }
    textes.extend(c.dossier.cadre.financeurs.iter().map(|f| f.nom.as_str()));
    textes.extend(c.dossier.convention.sigles.iter().map(|(_, sens)| sens.as_str()));
    for passage in corps(c) {
        let cites = passage.texte.split('«').skip(1).filter_map(|t| t.split_once('»'));
        textes.extend(cites.map(|(nom, _)| nom.trim()).filter(|nom| nom.starts_with(char::is_uppercase)));
    }
    let departement = cle(&mots(&c.dossier.organisation.departement.nom));
    textes
        .into_iter()
        .filter(|texte| texte.len() < 80)
        .filter_map(|texte| {
            let lus = mots(texte);
            let numero = lus.iter().any(|m| m.plat().bytes().any(|b| b.is_ascii_digit()));
            let lettres =
                lus.iter().any(|m| m.plat().len() > 2 && m.plat().bytes().any(|b| b.is_ascii_lowercase()));
            let nom = lettres && (1..=MOTS_MAX).contains(&lus.len()) && (lus.len() > 1 || numero);
            nom.then(|| cle(&lus)).filter(|cle| *cle != departement && cle.len() > 3)
        })
        .collect()
}

/// Where a passage writes some names: the longest at each place.
fn occurrences<'n>(
    passage: &Passage,
    noms: &'n [String],
    debuts: &FxHashSet<&str>,
) -> Vec<(&'n str, std::ops::Range<usize>)> {
    let lus = mots(&passage.texte);
    let mut sortie = Vec::new();
    let mut libre = 0;
    for (i, premier) in lus.iter().enumerate() {
        if i < libre {
            continue;
        }
        let plat = premier.plat();
        let mot = singulier(&plat);
        if mot.get(..DEBUT.min(mot.len())).is_some_and(|debut| !debuts.contains(debut)) {
            continue;
        }
        let mut suite = String::new();
        let mut trouve = None;
        let mut fin_precedente = premier.octets.start;
        for (n, mot) in lus.iter().skip(i).take(MOTS_MAX).enumerate() {
            let entre = passage.texte.get(fin_precedente..mot.octets.start).unwrap_or("");
            fin_precedente = mot.octets.end;
            suite.push_str(singulier(&mot.plat()));
            let suivant = noms.get(noms.partition_point(|nom| *nom < suite));
            if !joint(entre) || !suivant.is_some_and(|s| s.starts_with(&suite)) {
                break;
            }
            if let Some(nom) = suivant.filter(|s| **s == suite) {
                // A name and a number is another name, and the name all the same: « La Ruche 77 ».
                let numero = mot.plat().bytes().all(|b| b.is_ascii_digit());
                sortie.extend(trouve.take().filter(|_| numero).map(|(nom, octets, _)| (nom, octets)));
                trouve = Some((nom.as_str(), premier.octets.start..mot.octets.end, i + n + 1));
            }
        }
        if let Some((nom, octets, apres)) = trouve {
            sortie.push((nom, octets));
            libre = apres;
        }
    }
    sortie
}

/// Whether words go on as one name over what parts them.
fn joint(entre: &str) -> bool {
    entre.is_empty() || matches!(entre, " " | "-" | "'" | "’" | "\u{a0}" | "\u{202f}" | "\u{2011}")
}

/// A spelling: capitals and hyphens, without its first capital, accents and plurals. `None` for a text in
/// capitals, which writes every name so.
fn forme(brut: &str) -> Option<String> {
    let chiffre = brut.bytes().any(|b| b.is_ascii_digit());
    if !chiffre && !brut.chars().any(char::is_lowercase) {
        return None;
    }
    let mut sortie = String::with_capacity(brut.len());
    let mut fin = 0;
    for (i, mot) in mots(brut).into_iter().enumerate() {
        let entre = brut.get(fin..mot.octets.start).unwrap_or("");
        sortie.push_str(if entre == "-" || entre == "\u{2011}" {
            "-"
        } else if entre.is_empty() {
            ""
        } else {
            " "
        });
        fin = mot.octets.end;
        let capitales = mot.brut.chars().map(char::is_uppercase);
        // The folding of accents keeps one letter for one.
        let plat = mot.plat();
        let lettres = singulier(&plat).chars().zip(capitales).enumerate();
        sortie.extend(lettres.map(
            |(j, (c, grande))| {
                if grande && (i, j) != (0, 0) { c.to_ascii_uppercase() } else { c }
            },
        ));
    }
    Some(sortie)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_its_capitals_and_hyphens() {
        assert_eq!(forme("Pôle Emploi"), forme("pôles Emplois"));
        assert_ne!(forme("Pôle emploi"), forme("Pôle Emploi"));
        assert_ne!(forme("Île-de-France"), forme("Ile de France"));
        assert_eq!(forme("PÔLE EMPLOI"), None);
    }
}
