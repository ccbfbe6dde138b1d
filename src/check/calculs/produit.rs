//! A unit cost multiplied by numbers of posts, of days, and by rates.

use rust_decimal::Decimal;

use super::{Calcul, MOTIFS, conclut, euros};
use crate::check::grandeurs::{Grandeur, Sorte, racines};
use crate::check::outils::{fin, plat};

/// Nouns that a number of posts, persons or days multiplies.
const MULTIPLES: [&str; 22] = [
    "etp",
    "post",
    "agent",
    "personn",
    "jour",
    "journe",
    "heur",
    "jeun",
    "plac",
    "beneficiair",
    "sit",
    "seanc",
    "atelier",
    "cadr",
    "travailleur",
    "salarie",
    "salari",
    "stagiair",
    "group",
    "vehicul",
    "foyer",
    "menag",
];

/// Most terms of a product, its cost included.
const TERMES_MAX: usize = 5;
/// Bytes looked at for the numbers written in words.
const FENETRE: usize = 1_000;

const EN_LETTRES: [(&str, i64); 11] = [
    ("deux", 2),
    ("trois", 3),
    ("quatre", 4),
    ("cinq", 5),
    ("six", 6),
    ("sept", 7),
    ("huit", 8),
    ("neuf", 9),
    ("dix", 10),
    ("onze", 11),
    ("douze", 12),
];

/// « 14 agents à 90 000 € par an pour 10 % de leur temps, soit 126 000 € »: one unit cost and its factors.
pub(super) fn produit<'p>(resultat: &Grandeur<'p>, avant: &[Grandeur<'p>]) -> Option<Calcul<'p>> {
    if avant.len() > TERMES_MAX || resultat.sorte != Sorte::Euros || !conclut(resultat) {
        return None;
    }
    let mut montants = avant.iter().filter(|g| g.sorte == Sorte::Euros);
    let cout = montants.next().filter(|_| montants.next().is_none())?;
    let unitaire =
        MOTIFS.unitaire_avant.is_match(cout.avant(60)) || MOTIFS.unitaire_apres.is_match(suite_large(cout));
    if !unitaire || MOTIFS.par_an.is_match(resultat.suite()) {
        return None;
    }
    let mut facteurs: Vec<(Decimal, String)> = Vec::new();
    for g in avant.iter().filter(|g| g.sorte != Sorte::Euros) {
        let mois = g.noms().first().is_some_and(|m| m == "mois" || m == "moi");
        match g.sorte {
            Sorte::Pourcentage => facteurs.push((g.valeur / Decimal::ONE_HUNDRED, g.ecrite().to_owned())),
            _ if mois => facteurs.push((g.valeur / Decimal::from(12), format!("{}/12", g.ecrite()))),
            _ if multiple(&g.noms()) => facteurs.push((g.valeur, g.ecrite().to_owned())),
            _ => return None,
        }
    }
    let texte = resultat.passage.texte.get(..resultat.octets.start).unwrap_or("");
    facteurs.extend(en_lettres(texte, avant));
    if facteurs.is_empty() || facteurs.len() >= TERMES_MAX {
        return None;
    }
    let produit = |choix: u32| {
        let retenus = facteurs.iter().enumerate().filter(|(i, _)| choix & (1 << i) != 0);
        retenus.map(|(_, (n, _))| *n).try_fold(cout.valeur, Decimal::checked_mul)
    };
    let tous = (1u32 << facteurs.len()) - 1;
    let marge = resultat.demi();
    let juste = (1..=tous).filter_map(produit).find(|p| (*p - resultat.valeur).abs() <= marge);
    let attendu = juste.or_else(|| produit(tous))?;
    let ecrits: Vec<&str> = facteurs.iter().map(|(_, t)| t.as_str()).collect();
    Some(Calcul {
        resultat: resultat.clone(),
        attendu,
        marge,
        formule: format!("{} × {} = {}", ecrits.join(" × "), cout.ecrite(), euros(attendu)),
        termes: avant.to_vec(),
        majore: false,
    })
}

/// The text after a number, brackets included.
fn suite_large<'p>(g: &Grandeur<'p>) -> &'p str {
    g.passage.texte.get(g.octets.end..).unwrap_or("")
}

fn multiple(noms: &[String]) -> bool {
    noms.first().is_some_and(|n| MULTIPLES.contains(&n.as_str()))
}

/// The numbers of posts or things written in words since the last result: « deux ETP ».
fn en_lettres(texte: &str, avant: &[Grandeur<'_>]) -> Vec<(Decimal, String)> {
    // What stands before the first number by more than a sentence is told of something else.
    let debut = avant.first().map_or(0, |g| {
        texte
            .get(..g.octets.start)
            .and_then(|t| {
                let tete = fin(t, FENETRE);
                Some(tete.rfind(['.', ';'])? + 1 + t.len() - tete.len())
            })
            .unwrap_or(0)
    });
    let mots: Vec<String> =
        plat(fin(texte.get(debut..).unwrap_or(""), 2 * FENETRE)).split(' ').map(str::to_owned).collect();
    mots.windows(2)
        .filter_map(|paire| {
            let (_, n) = EN_LETTRES.iter().find(|(mot, _)| paire.first().is_some_and(|p| p == mot))?;
            let noms = racines(paire.last()?);
            multiple(&noms).then(|| (Decimal::from(*n), n.to_string()))
        })
        .collect()
}
