//! Things of a text that are numbered: « Phase 1 », « volet 2 », « Comité #3 ».

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::enumeration::annonces;
use super::outils::plat;
use crate::model::passage::{Nature, Passage};
use crate::text::{Motif, Span, motif};

/// A thing and its number.
#[derive(Debug, Clone)]
pub struct Etiquete<'d> {
    /// Its text.
    pub passage: &'d Passage,
    /// Its number.
    pub numero: u32,
    /// Bytes of the word and of the number.
    pub octets: Range<usize>,
    /// Rank of its passage in the file.
    pub rang: usize,
}

impl Etiquete<'_> {
    /// Where it is written.
    pub fn span(&self) -> Span {
        self.passage.span_de(&self.octets)
    }

    /// As written: « Phase 1 ».
    pub fn texte(&self) -> &str {
        self.passage.texte.get(self.octets.clone()).unwrap_or("")
    }
}

/// Things that bear the same word, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Suite<'d> {
    /// The things.
    pub etiquetes: Vec<Etiquete<'d>>,
    /// How many a text announces before the first, and where.
    pub annonce: Option<(u32, Span)>,
}

impl Suite<'_> {
    /// Their numbers.
    pub fn numeros(&self) -> Vec<u32> {
        self.etiquetes.iter().map(|e| e.numero).collect()
    }

    /// Whether they surely count 1, 2, 3…: as many are announced, or most are in their place.
    pub fn sure(&self) -> bool {
        let numeros = self.numeros();
        let places = (1u32..).zip(&numeros).filter(|(rang, n)| rang == *n).count();
        let annonces = self.annonce.and_then(|(n, _)| usize::try_from(n).ok());
        numeros.len() > 1 && (places * 2 > numeros.len() || places > 0 && annonces == Some(numeros.len()))
    }

    /// The sequence cut where it begins again at 1.
    pub fn passages(&self) -> Vec<&[Etiquete<'_>]> {
        let mut sortie = Vec::new();
        let mut debut = 0;
        let numeros = self.numeros();
        for i in 1..numeros.len() {
            let (ici, suivant) = (numeros.get(i), numeros.get(i + 1));
            if i - debut > 1 && ici == Some(&1) && suivant == Some(&2) {
                sortie.extend(self.etiquetes.get(debut..i));
                debut = i;
            }
        }
        sortie.extend(self.etiquetes.get(debut..));
        sortie
    }

    /// Whether all the things are items of one list.
    pub fn en_liste(&self) -> bool {
        let listes: BTreeSet<_> = self.etiquetes.iter().map(|e| e.passage.item.map(|i| i.liste)).collect();
        listes.len() == 1 && listes.first().is_some_and(Option::is_some)
    }
}

/// The words that number.
const MOTS: &str = "phases?|volets?|axes?|étapes?|etapes?|actions?|lots?|tranches?|objectifs?|chantiers?|priorités?|ateliers?|modules?|piliers?|vagues?|temps";

static MOTIFS: LazyLock<(Motif, Motif, Motif)> = LazyLock::new(|| {
    let tete = format!(r"(?i)^\s*(({MOTS})\s(?:n°\s?)?([0-9]{{1,2}}))(?:\s?[:–—]|\.\s|\s-\s)");
    let renvoi = format!(r"(?i)\b({MOTS})\s(?:n°\s?)?([0-9]{{1,2}})\b");
    (motif(&tete), motif(&renvoi), motif(r"((?:[^\W\d_]|['’])+\s(?:[^\W\d_]|['’])+)\s\(?#([0-9]{1,2})\b"))
});

/// The same word whatever its number and its accents.
fn cle(mot: &str) -> String {
    plat(mot).trim_end_matches('s').to_owned()
}

/// The things that open a text of the body: « Phase 1 – Repérage ».
pub fn etiquetes(passages: &[Passage]) -> BTreeMap<String, Suite<'_>> {
    let mut suites: BTreeMap<String, Suite<'_>> = BTreeMap::new();
    for (rang, passage) in passages.iter().enumerate() {
        if !matches!(passage.nature, Nature::Paragraphe | Nature::Titre(_)) {
            continue;
        }
        let Some(trouve) = MOTIFS.0.captures(&passage.texte) else { continue };
        let (Some(tout), Some(mot), Some(numero)) = (trouve.get(1), trouve.get(2), trouve.get(3)) else {
            continue;
        };
        let Ok(numero) = numero.as_str().parse() else { continue };
        let suite = suites.entry(cle(mot.as_str())).or_default();
        if suite.etiquetes.is_empty() {
            suite.annonce = annonce(passages, rang, &cle(mot.as_str()));
        }
        suite.etiquetes.push(Etiquete { passage, numero, octets: tout.range(), rang });
    }
    suites
}

/// How many such things one of the three texts before announces.
fn annonce(passages: &[Passage], rang: usize, mot: &str) -> Option<(u32, Span)> {
    let avant = passages.get(rang.saturating_sub(3)..rang)?;
    avant.iter().rev().find_map(|passage| {
        let annonce = annonces(&passage.texte).into_iter().rfind(|a| a.nom == mot)?;
        Some((annonce.compte, passage.span_de(&annonce.octets)))
    })
}

/// Things numbered by a sharp: « Comité technique #2 ». Their name is the two words before it.
pub fn dieses(passages: &[Passage]) -> BTreeMap<String, Suite<'_>> {
    let mut suites: BTreeMap<String, Suite<'_>> = BTreeMap::new();
    for (rang, passage) in passages.iter().enumerate().filter(|(_, p)| p.texte.contains('#')) {
        for trouve in MOTIFS.2.captures_iter(&passage.texte) {
            let (Some(tout), Some(mot), Some(numero)) = (trouve.get(0), trouve.get(1), trouve.get(2)) else {
                continue;
            };
            let Ok(numero) = numero.as_str().parse() else { continue };
            let suite = suites.entry(cle(mot.as_str())).or_default();
            suite.etiquetes.push(Etiquete { passage, numero, octets: tout.range(), rang });
        }
    }
    suites
}

/// The things named elsewhere than where they are told: word, number, place.
pub fn renvois(passages: &[Passage]) -> Vec<(String, Etiquete<'_>)> {
    let mut sortie = Vec::new();
    for (rang, passage) in passages.iter().enumerate() {
        let tete = MOTIFS.0.captures(&passage.texte).and_then(|t| t.get(1)).map(|m| m.range());
        for trouve in MOTIFS.1.captures_iter(&passage.texte) {
            let (Some(tout), Some(mot), Some(numero)) = (trouve.get(0), trouve.get(1), trouve.get(2)) else {
                continue;
            };
            let apres = passage.texte.get(tout.end()..).unwrap_or("").trim_start().to_lowercase();
            // « L’action 12 du plan » is another plan’s; « axe 1.2 » and « phase 1 % » are something else.
            let ailleurs = ["du ", "de la ", "de l", "des ", "%", "€"].iter().any(|a| apres.starts_with(a))
                || apres
                    .strip_prefix(['.', ','])
                    .is_some_and(|a| a.starts_with(|c: char| c.is_ascii_digit()));
            let Ok(numero) = numero.as_str().parse() else { continue };
            if tete.as_ref() != Some(&tout.range()) && !ailleurs {
                sortie.push((cle(mot.as_str()), Etiquete { passage, numero, octets: tout.range(), rang }));
            }
        }
    }
    sortie
}
