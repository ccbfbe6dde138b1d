//! Quantities that prose states: a number, what it counts, and the words around, compared without their form.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::Contexte;
use super::outils::plat;
use crate::model::Passage;
use crate::model::nombre::lire_decimal;
use crate::model::passage::{Fait, Nature};
use crate::text::{Motif, motif};

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quantite {
    /// How many, or how many per cent.
    pub nombre: Decimal,
    /// Whether it is a percentage.
    pub pour_cent: bool,
    /// The words that follow it, without their endings: « 14 conseillers locaux d’insertion ».
    pub mots: Vec<String>,
    /// Bytes of the number in its text.
    pub octets: Range<usize>,
    /// The number and its words as written.
    pub texte: String,
}

/// Words that say nothing of what is spoken of.
const VIDES: [&str; 84] = [
    "de", "du", "des", "la", "le", "les", "un", "une", "au", "aux", "et", "ou", "en", "a", "d", "l", "s",
    "n", "c", "qu", "que", "qui", "dont", "ce", "cet", "cette", "ces", "se", "son", "sa", "ses", "leur",
    "leurs", "par", "pour", "dans", "sur", "sous", "vers", "avec", "sans", "entre", "chez", "est", "sont",
    "etre", "ete", "ont", "avoir", "ayant", "sera", "seront", "ne", "pas", "plus", "moins", "il", "elle",
    "ils", "elles", "on", "nous", "tout", "tous", "toute", "toutes", "chaque", "environ", "soit", "ainsi",
    "aussi", "lors", "afin", "si", "y", "non", "comme", "depuis", "pres", "peu", "autre", "autres", "deux",
    "trois",
];

/// Words that name a measuring and not what is measured.
const MESURES: [&str; 10] = [
    "nombre",
    "nombres",
    "taux",
    "part",
    "proportion",
    "pourcentage",
    "total",
    "effectif",
    "minima",
    "maximum",
];

/// Nouns for people: a text calls the same ones by several.
const PERSONNES: [&str; 12] = [
    "person",
    "beneficiair",
    "brsa",
    "jeun",
    "usager",
    "allocatair",
    "participant",
    "salari",
    "agent",
    "famill",
    "enfant",
    "public",
];

/// Words after which a number no longer counts what follows.
const ARRETS: [&str; 44] = [
    "et", "ou", "qui", "que", "dont", "pour", "par", "a", "au", "aux", "dans", "sur", "vers", "avec", "sans",
    "sous", "entre", "est", "sont", "ont", "avait", "avaient", "ayant", "sera", "seront", "se", "s", "n",
    "ne", "ce", "cette", "ces", "son", "sa", "ses", "leur", "leurs", "soit", "chez", "depuis", "en", "plus",
    "moins", "y",
];

/// Whether a stem is a noun for people.
pub fn est_personne(racine: &str) -> bool {
    PERSONNES.contains(&racine)
}

/// A word without what gender, number and participle add to it.
pub fn racine(mot: &str) -> String {
    let mut court = mot;
    while court.chars().count() > 3 {
        match court.strip_suffix(['s', 'e', 'x']) {
            Some(reste) => court = reste,
            None => break,
        }
    }
    // « moyenne » and « moyen » meet.
    let mut lettres = court.chars().rev();
    match (lettres.next(), lettres.next()) {
        (Some(a), Some(b)) if a == b && court.chars().count() > 4 => {
            court.strip_suffix(a).unwrap_or(court).to_owned()
        }
        _ => court.to_owned(),
    }
}

/// The words of a text in order, acronyms in one piece: « B.R.S.A. » is « brsa ».
fn decouper(texte: &str) -> Vec<String> {
    let mut sans_points = String::with_capacity(texte.len());
    let mut avant = (' ', ' ');
    for c in texte.chars() {
        // The dot after a capital that stands alone.
        let sigle = c == '.' && avant.1.is_uppercase() && !avant.0.is_alphanumeric();
        if sigle {
            avant = (' ', '.');
            continue;
        }
        sans_points.push(c);
        avant = (if avant.1 == '.' { ' ' } else { avant.1 }, c);
    }
    plat(&sans_points).split(' ').filter(|m| !m.is_empty()).map(str::to_owned).collect()
}

/// The words of a text that say what it speaks of, without their endings and without numbers.
pub fn mots(texte: &str) -> BTreeSet<String> {
    decouper(texte)
        .iter()
        .filter(|m| m.len() > 1 && !m.starts_with(|c: char| c.is_ascii_digit()))
        .filter(|m| !VIDES.contains(&m.as_str()) && !MESURES.contains(&m.as_str()))
        .map(|m| racine(m))
        .collect()
}

/// Whether some words, one at least, are all among others.
pub fn contient(grand: &BTreeSet<String>, petit: &BTreeSet<String>) -> bool {
    !petit.is_empty() && petit.is_subset(grand)
}

/// How many words are in both.
pub fn communs(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    a.intersection(b).count()
}

static NOMBRE: LazyLock<Motif> =
    LazyLock::new(|| motif(r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?"));

/// The quantities of a text; years, ordinals and parts of a reference are left aside.
pub fn quantites(texte: &str) -> Vec<Quantite> {
    if !texte.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    NOMBRE.find_iter(texte).filter_map(|m| quantite(texte, m.range())).collect()
}

/// The quantities of a passage that are neither an amount, nor a date, nor a reference.
pub fn du_passage(passage: &Passage) -> Vec<Quantite> {
    let pris = |q: &Quantite| {
        // Facts are in order and none overlaps another.
        let rang = passage.mentions.partition_point(|m| m.octets.end <= q.octets.start);
        let mut touchees = passage.mentions.iter().skip(rang).take_while(|m| m.octets.start < q.octets.end);
        touchees.any(|m| !matches!(m.fait, Fait::Pourcentage(_)))
    };
    quantites(&passage.texte).into_iter().filter(|q| !pris(q)).collect()
}

fn quantite(texte: &str, octets: Range<usize>) -> Option<Quantite> {
    let ecrit = texte.get(octets.clone())?;
    let avant = texte.get(..octets.start)?.chars().next_back();
    let apres = texte.get(octets.end..)?;
    let colle = |c: char| c.is_alphanumeric() || matches!(c, '_' | '/' | '.' | ',' | '°' | '#' | '-');
    let mut suivants = apres.chars();
    let suivi = suivants.next().is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(c, '/' | '_')
            // « 1.2 » is a number of section.
            || (c == '.' && suivants.next().is_some_and(|c| c.is_ascii_digit()))
    });
    if avant.is_some_and(colle) || suivi {
        return None;
    }
    let nombre = lire_decimal(ecrit).ok()?;
    let annee = ecrit.len() == 4 && nombre >= Decimal::from(1900) && nombre <= Decimal::from(2100);
    let reste = apres.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let pour_cent = reste.starts_with('%');
    if annee && !pour_cent || reste.starts_with('€') || reste.starts_with("euro") {
        return None;
    }
    let reste = reste.strip_prefix('%').unwrap_or(reste);
    let (mots, fin) = suite(reste);
    let fin = octets.end + (apres.len() - reste.len()) + fin;
    let dit = texte.get(octets.start..fin)?.trim_end().to_owned();
    Some(Quantite { nombre, pour_cent, mots, octets, texte: dit })
}

/// The noun and its complements at the start of a text, and where they end.
fn suite(texte: &str) -> (Vec<String>, usize) {
    const MOTS_MAX: usize = 3;
    let mut trouves: Vec<String> = Vec::new();
    let mut fin = 0;
    let mut curseur = 0;
    while trouves.len() < MOTS_MAX {
        let reste = texte.get(curseur..).unwrap_or("");
        let blanc = reste.len() - reste.trim_start_matches([' ', '\u{a0}', '\'', '’']).len();
        let mot_fin = reste
            .get(blanc..)
            .and_then(|r| r.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '.'))
            .map_or(reste.len(), |i| blanc + i);
        let brut = reste.get(blanc..mot_fin).unwrap_or("");
        let mot = brut.trim_end_matches('.');
        let nu = decouper(mot).concat();
        let conjugue = ["raient", "eront", "rait"].iter().any(|f| nu.ends_with(f));
        if nu.is_empty()
            || nu.starts_with(|c: char| c.is_ascii_digit())
            || ARRETS.contains(&nu.as_str())
            || conjugue
        {
            break;
        }
        curseur += blanc + mot.len();
        if !["de", "du", "des", "d", "la", "le", "les", "l"].contains(&nu.as_str()) {
            trouves.push(racine(&nu));
            fin = curseur;
        }
        if brut.len() != mot.len() {
            break;
        }
    }
    (trouves, fin)
}

/// The paragraphs and cells of the prose, by rank of their file.
pub fn prose_par_fichier<'d>(c: &Contexte<'d>) -> BTreeMap<u32, Vec<&'d Passage>> {
    let mut sortie: BTreeMap<u32, Vec<&Passage>> = BTreeMap::new();
    for passage in c.prose().filter(|p| matches!(p.nature, Nature::Paragraphe | Nature::Cellule)) {
        sortie.entry(passage.fichier().rang()).or_default().push(passage);
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dits(texte: &str) -> Vec<(String, Vec<String>)> {
        quantites(texte).into_iter().map(|q| (q.nombre.to_string(), q.mots)).collect()
    }

    #[test]
    fn a_number_counts_the_words_that_follow() {
        let mots = |m: &[&str]| m.iter().map(|m| (*m).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            dits("ses 14 Conseillers Locaux d’Insertion (CLI), 34 travailleurs médico-sociaux qui"),
            [
                ("14".to_owned(), mots(&["conseiller", "locau", "insertion"])),
                ("34".to_owned(), mots(&["travailleur", "medicosociau"])),
            ]
        );
        assert_eq!(
            dits("250 bénéficiaires du RSA pourraient"),
            [("250".to_owned(), mots(&["beneficiair", "rsa"]))]
        );
        assert_eq!(dits("13 cadres se sont formés"), [("13".to_owned(), mots(&["cadr"]))]);
    }

    #[test]
    fn years_ordinals_and_references_count_nothing() {
        assert_eq!(dits("en 2024, la 2e fois, au 1er site, n°12, 2024/28, 1.2, 40 €"), []);
    }

    #[test]
    fn words_meet_without_their_form() {
        assert_eq!(mots("Nombre de B.R.S.A. accueillis"), mots("des BRSA accueillies"));
        assert_eq!(mots("et nombre d'E.T.P."), mots("un ETP."));
        assert_eq!(racine("intégrées").len(), racine("intégré").len());
        assert_eq!(racine("moyenne"), racine("moyen"));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(texte in "\\PC{0,60}") {
            let _ = (quantites(&texte), mots(&texte));
        }
    }
}
