//! Two versions of one paragraph that give different figures.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::outils::{debut as debut_de, fin, plat};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::passage::Nature;

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-008",
    titre: "deux versions d’un même paragraphe donnent des chiffres différents",
    gravite: Gravite::Avertissement,
    verifie: "Les paragraphes de deux fichiers qui disent la même chose, à la lettre ou presque (au moins dix mots pleins en \
              commun et plus du tiers de leurs mots, ou six dans une copie) : les nombres, pourcentages, montants et années que les deux donnent du \
              même objet, reconnu au mot qui suit le nombre, ou qui précède l’année. Ce qui n’est dit que d’un côté, un objet \
              nommé autrement, et un objet qui a deux nombres dans un même paragraphe ne sont pas comparés.",
    pourquoi: "Un texte repris d’une fiche à l’autre et mis à jour une seule fois donne deux réponses à la même question.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont.\n\nLe premier accueil social inconditionnel informe chaque habitant sur ses droits, prépare les démarches urgentes et oriente vers le service compétent : 120 professionnels ont été formés à cette pratique par des intervenants extérieurs.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "L'étude dure quatre mois.",
            a: "L'étude dure quatre mois.\n\nL'accueil social inconditionnel informe chaque habitant de ses droits, prépare ses démarches urgentes et l'oriente vers le service compétent. Des intervenants extérieurs ont formé à cette pratique 130 professionnels.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "L'étude dure quatre mois.",
            a: "L'étude dure quatre mois.\n\nL'accueil social inconditionnel informe chaque habitant de ses droits, prépare ses démarches urgentes et l'oriente vers le service compétent. Des intervenants extérieurs ont formé à cette pratique 120 professionnels et 45 bénévoles.",
        }],
    },
    chercher,
};

/// Fewest words in common of two versions, and of two copies.
const COMMUNS_MIN: usize = 10;
const COPIE_MIN: usize = 6;
/// A word of more paragraphs than that brings none near another.
const RARE: usize = 6;
/// Bytes of the longest number.
const FENETRE: usize = 80;
/// Letters of a word that make its stem.
const RADICAL: usize = 6;

/// A paragraph: its words, and the figures that it gives of each thing.
struct Version<'d> {
    passage: &'d Passage,
    mots: BTreeSet<String>,
    nombres: BTreeMap<String, Option<(String, Range<usize>)>>,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let paragraphes = c.dossier.passages.iter().filter(|p| p.nature == Nature::Paragraphe);
    let versions: Vec<Version<'_>> = paragraphes
        .filter(|p| p.texte.contains(|l: char| l.is_ascii_digit()))
        .map(|p| Version { passage: p, mots: mots_pleins(&p.texte), nombres: nombres(&p.texte) })
        .filter(|v| v.mots.len() >= COPIE_MIN && v.nombres.values().any(Option::is_some))
        .collect();
    let mut par_mot: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (rang, version) in versions.iter().enumerate() {
        for mot in &version.mots {
            par_mot.entry(mot).or_default().push(rang);
        }
    }
    let mut communs: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for rangs in par_mot.values().filter(|r| r.len() <= RARE) {
        for (i, a) in rangs.iter().enumerate() {
            for b in rangs.iter().skip(i + 1) {
                *communs.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    communs
        .into_iter()
        .filter(|(_, n)| *n >= 4)
        .filter_map(|((a, b), _)| versions.get(a).zip(versions.get(b)))
        .filter(|(a, b)| a.passage.fichier() != b.passage.fichier() && proches(a, b))
        .flat_map(|(a, b)| comparer(a, b))
        .collect()
}

/// The words of five letters and more, by their stem.
fn mots_pleins(texte: &str) -> BTreeSet<String> {
    let propre = plat(texte);
    let mots = propre.split(' ').filter(|m| m.len() > 4 && !m.starts_with(|l: char| l.is_ascii_digit()));
    mots.map(radical).collect()
}

fn radical(mot: &str) -> String {
    mot.chars().take(RADICAL).collect()
}

fn proches(a: &Version<'_>, b: &Version<'_>) -> bool {
    let communs = a.mots.intersection(&b.mots).count();
    let tous = a.mots.union(&b.mots).count();
    communs >= COMMUNS_MIN && communs * 3 > tous || communs >= COPIE_MIN && communs * 6 > tous * 5
}

/// The figures of a text by what they count; a thing counted twice has none.
fn nombres(texte: &str) -> BTreeMap<String, Option<(String, Range<usize>)>> {
    let mut sortie: BTreeMap<String, Option<(String, Range<usize>)>> = BTreeMap::new();
    let mut depuis = 0;
    while let Some(octets) = nombre_suivant(texte, depuis) {
        depuis = octets.end;
        let valeur: String =
            texte.get(octets.clone()).unwrap_or("").chars().filter(|l| !l.is_whitespace()).collect();
        for cle in objets(texte, &octets, &valeur) {
            sortie
                .entry(cle)
                .and_modify(|deja| {
                    if deja.as_ref().is_some_and(|(v, _)| *v != valeur) {
                        *deja = None;
                    }
                })
                .or_insert_with(|| Some((valeur.clone(), octets.clone())));
        }
    }
    sortie
}

/// The next number from a byte: digits, in groups, with its decimals.
fn nombre_suivant(texte: &str, depuis: usize) -> Option<Range<usize>> {
    let reste = texte.get(depuis..)?;
    let debut = depuis + reste.find(|l: char| l.is_ascii_digit())?;
    let corps = texte.get(debut..)?;
    // No number is longer; the rest of a paragraph is not read again for each of its numbers.
    let corps = debut_de(corps, FENETRE);
    let lettres: Vec<(usize, char)> = corps.char_indices().collect();
    let chiffre = |i: usize| lettres.get(i).is_some_and(|(_, l)| l.is_ascii_digit());
    let mut i = 0;
    loop {
        let groupe = (1..=3).all(|k| chiffre(i + k)) && !chiffre(i + 4);
        match lettres.get(i) {
            Some((_, l)) if l.is_ascii_digit() => i += 1,
            Some((_, ' ' | '\u{a0}' | '\u{202f}')) if groupe => i += 1,
            Some((_, ',')) if chiffre(i + 1) => i += 1,
            _ => break,
        }
    }
    let longueur = lettres.get(i).map_or(corps.len(), |(o, _)| *o);
    Some(debut..debut + longueur)
}

/// What a number counts: the next word, with its unit; what comes before it when it may be a year.
fn objets(texte: &str, octets: &Range<usize>, valeur: &str) -> Vec<String> {
    let apres = debut_de(texte.get(octets.end..).unwrap_or(""), 4 * FENETRE);
    let unite = apres
        .trim_start()
        .chars()
        .next()
        .filter(|l| matches!(l, '%' | '€'))
        .map(String::from)
        .unwrap_or_default();
    let suite = plat(&apres.chars().take(60).collect::<String>());
    // A sign that ends a part of the sentence ends what is counted.
    let borne = apres.find([',', ';', '.', ':', ')', '(']).unwrap_or(apres.len());
    let mot = suite.split(' ').find(|m| m.len() > 4 && !m.starts_with(|l: char| l.is_ascii_digit()));
    let proche = mot.filter(|m| plat(apres.get(..borne).unwrap_or("")).split(' ').take(4).any(|n| n == *m));
    let mut cles: Vec<String> = proche.map(|m| format!("{unite}{}", radical(m))).into_iter().collect();
    if annee(valeur) {
        // « en janvier 2024 », « à partir de 2024 »: the last word that is not a small one.
        let avant = plat(fin(texte.get(..octets.start).unwrap_or(""), 4 * FENETRE));
        let mot = avant.split(' ').rev().take(3).find(|m| m.len() > 2).map(radical);
        cles = mot.map(|m| format!("{m} année")).into_iter().collect();
    }
    cles
}

fn comparer(a: &Version<'_>, b: &Version<'_>) -> Vec<Diagnostic> {
    let paires = a.nombres.iter().filter_map(|(cle, vu)| Some((vu.as_ref()?, b.nombres.get(cle)?.as_ref()?)));
    paires
        .filter(|((x, _), (y, _))| x != y)
        .map(|((_, ici), (_, la))| {
            let texte = |v: &Version<'_>, o: &Range<usize>| {
                v.passage.texte.get(o.clone()).unwrap_or("").trim().to_owned()
            };
            Diagnostic::constat(
                b.passage.span_de(la),
                format!("ce paragraphe donne {} et son autre version {}", entoure(b, la), entoure(a, ici)),
            )
            .voir(a.passage.span_de(ici), format!("là, {}", texte(a, ici)))
            .aide("vérifier lequel des deux nombres est le bon, et l’écrire des deux côtés")
        })
        .collect()
}

/// « 120 professionnels », « janvier 2024 »: a number and the word that tells what it is.
fn entoure(version: &Version<'_>, octets: &Range<usize>) -> String {
    let texte = &version.passage.texte;
    let nombre = texte.get(octets.clone()).unwrap_or("").trim();
    let apres = texte.get(octets.end..).unwrap_or("");
    let apres = apres.split([',', ';', '.', ':', ')', '(', '/']).next().unwrap_or("");
    let avant = texte.get(..octets.start).unwrap_or("");
    if annee(nombre) {
        let debut = avant.trim_end().rsplit(char::is_whitespace).next().unwrap_or("");
        return format!("« {debut}{}{nombre} »", if avant.ends_with(char::is_whitespace) { " " } else { "" });
    }
    let suite: Vec<&str> = apres.split_whitespace().take(3).collect();
    format!("« {} »", [&[nombre], suite.as_slice()].concat().join(" "))
}

/// Whether a number may be a year.
fn annee(nombre: &str) -> bool {
    nombre.len() == 4 && (nombre.starts_with("19") || nombre.starts_with("20"))
}
