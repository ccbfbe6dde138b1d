//! Other spellings of the name of the département.

use std::collections::BTreeSet;

use crate::check::identite::{Mot, corps, mots};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::fiche::Partenaires;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IDE-012",
    titre: "le nom du département est écrit de plusieurs façons",
    gravite: Gravite::Avertissement,
    verifie: "Dans les articles et les fiches, les mots du nom du département écrits avec d’autres traits d’union, d’autres \
              majuscules ou d’autres accents. Sont laissés de côté : un nom tout en capitales ; le nom d’un partenaire ou \
              d’un sigle déclaré, qui peut s’écrire autrement ; une adresse de site ou de courriel ; et, sans trait d’union, des mots qui ne suivent pas une \
              préposition ou un article, car ce peut être le nom d’une association. Toutes les places sont réunies en un \
              constat, avec leur correction.",
    pourquoi: "Le nom d’une collectivité a une forme officielle ; écrit de plusieurs façons, il n’est pas retrouvé par une \
               recherche, et l’acte paraît négligé.",
    source: "Code officiel géographique (Insee) : libellés officiels des départements.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "partout en Haute-Vaunoise.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "partout en Haute-Vaunoise.",
            a: "partout en Haute Vaunoise.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "partout en Haute-Vaunoise.",
                a: "partout, avec Haute vaunoise mobilités.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "partout en Haute-Vaunoise.",
                a: "partout (HAUTE-VAUNOISE).",
            },
        ],
    },
    chercher,
};

/// What introduces the name of a place.
const INTRODUISENT: [&str; 12] =
    ["de", "du", "des", "d", "la", "le", "les", "l", "en", "departement", "dans", "et"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let nom = &c.dossier.organisation.departement.nom;
    let cle: Vec<String> = mots(nom).into_iter().map(|m| m.plat().into_owned()).collect();
    let Some(premier) = cle.first() else { return Vec::new() };
    let propres = noms_propres(c, &cle);
    let mut formes: BTreeSet<&str> = BTreeSet::new();
    let mut places: Vec<Span> = Vec::new();
    for passage in corps(c) {
        // Most passages do not hold the first word at all.
        if !plat_contient(&passage.texte, premier) {
            continue;
        }
        let lus = mots(&passage.texte);
        for (rang, fenetre) in lus.windows(cle.len()).enumerate() {
            let memes = fenetre.iter().zip(&cle).all(|(m, c)| m.plat() == *c);
            if memes && let Some((forme, span)) = autrement(passage, &lus, rang, fenetre, nom, &propres) {
                formes.insert(forme);
                places.push(span);
            }
        }
    }
    let Some((premiere, suivantes)) = places.split_first() else { return Vec::new() };
    let dites: Vec<String> = formes.iter().map(|f| format!("« {f} »")).collect();
    let constat = Diagnostic::constat(
        *premiere,
        format!("le nom du département s’écrit « {nom} », et non {}", dites.join(" ni ")),
    )
    .aide("l’écrire partout comme dans « organisation.yaml »");
    let constat = suivantes.iter().fold(constat, |d, s| d.voir(*s, "et ici"));
    vec![places.iter().fold(constat, |d, s| d.corriger(*s, nom.clone()))]
}

/// The form of an occurrence that is not the declared one, and its place.
fn autrement<'p>(
    passage: &'p Passage,
    lus: &[Mot<'_>],
    rang: usize,
    fenetre: &[Mot<'_>],
    nom: &str,
    propres: &BTreeSet<String>,
) -> Option<(&'p str, Span)> {
    let octets = fenetre.first()?.octets.start..fenetre.last()?.octets.end;
    let forme = passage.texte.get(octets.clone())?;
    let commun = |t: &str| t.replace(['’', '\''], "'").replace(['\u{2011}', '‐'], "-");
    let capitales = !forme.chars().any(char::is_lowercase);
    // A name of site or of mail writes it otherwise: « www.val-d-ambre.example ».
    let colle = |c: Option<char>| matches!(c, Some('.' | '/' | '@' | '_' | '-' | ':'));
    let avant = passage.texte.get(..octets.start).and_then(|t| t.chars().next_back());
    let mut suite = passage.texte.get(octets.end..).unwrap_or("").chars();
    let adresse = colle(suite.next()) && suite.next().is_some_and(char::is_alphanumeric)
        || matches!(avant, Some('.' | '/' | '@' | '_'));
    if commun(forme) == commun(nom) || capitales || adresse {
        return None;
    }
    let tout = plat(&passage.texte);
    if propres.iter().any(|p| tout.contains(p.as_str())) {
        return None;
    }
    let traits = |t: &str| t.chars().filter(|c| *c == '-').count();
    if traits(&commun(forme)) < traits(nom) {
        let avant = rang.checked_sub(1).and_then(|i| lus.get(i));
        let introduit = avant.is_some_and(|m| INTRODUISENT.contains(&m.plat().as_ref()));
        let colle = avant.is_some_and(|m| {
            passage
                .texte
                .get(m.octets.end..octets.start)
                .is_some_and(|t| t.chars().all(|c| c == ' ' || c == '\''))
        });
        if !introduit || !colle || fait_partie(passage, lus, rang + fenetre.len(), octets.end) {
            return None;
        }
    }
    Some((forme, passage.span_de(&octets)))
}

/// Whether the word that follows is of the same name: a capital, without a sign between.
fn fait_partie(passage: &Passage, lus: &[Mot<'_>], suivant: usize, fin: usize) -> bool {
    lus.get(suivant).is_some_and(|m| {
        passage.texte.get(fin..m.octets.start) == Some(" ") && m.brut.starts_with(char::is_uppercase)
    })
}

/// The declared names that hold that of the département among other words: they are written as they wish.
fn noms_propres(c: &Contexte<'_>, cle: &[String]) -> BTreeSet<String> {
    let partenaires = c.fiches().filter_map(|f| match &f.partenaires {
        Some(Ok(Partenaires::Liste(noms))) => Some(noms.iter().map(|n| n.valeur.as_str())),
        _ => None,
    });
    let sigles = c.dossier.convention.sigles.iter().map(|(_, sens)| sens.as_str());
    let departement = cle.join(" ");
    partenaires
        .flatten()
        .chain(sigles)
        .map(|nom| plat(nom.split('(').next().unwrap_or(nom)))
        .filter(|nom| nom.contains(&departement) && *nom != departement)
        .collect()
}

/// Whether a text may hold a word, form aside; it costs no allocation.
fn plat_contient(texte: &str, mot: &str) -> bool {
    let Some(initiale) = mot.chars().next() else { return false };
    !initiale.is_ascii() || texte.contains([initiale, initiale.to_ascii_uppercase()]) || !texte.is_ascii()
}
