//! Numbers of the sections of a fiche and of the parts of an article.

use std::collections::BTreeMap;

use crate::check::numerotation::{Rupture, Style, Titre, par_fichier, romain, ruptures, titres};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-004",
    titre: "les numéros des rubriques ou des sous-articles ne se suivent pas",
    gravite: Gravite::Erreur,
    verifie: "Dans une fiche ou un article, les numéros qui ouvrent les titres d’un même niveau se suivent à partir de \
              1 (chiffres arabes ou romains), et un numéro composé commence par celui de la rubrique ou de l’article \
              qui le contient : 2.1 est dans 2. Les titres sans numéro sont laissés de côté, comme un titre de \
              troisième niveau qui est seul à porter un numéro simple.",
    pourquoi: "Un numéro répété, sauté ou déplacé rend les renvois ambigus et laisse croire qu’une partie a été \
               retirée.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "### 1.2. La réponse",
            a: "### 1.1. La réponse",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "### 1.1. Le besoin",
                a: "### Rappel\n\nLe canton est vaste.\n\n### 1.1. Le besoin",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "Une équipe mobile",
                a: "### 3 équipes pour 12 cantons\n\nUne équipe mobile",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let articles: BTreeMap<Fichier, Option<u32>> = c
        .dossier
        .articles
        .iter()
        .map(|a| {
            (a.span.fichier, a.numero.as_ref().and_then(|n| n.valeur.trim_end_matches("er").parse().ok()))
        })
        .collect();
    par_fichier(&c.dossier.passages)
        .flat_map(|passages| {
            let article = passages.first().and_then(|p| articles.get(&p.fichier()).copied()).flatten();
            controler(&titres(passages.iter()), article)
        })
        .collect()
}

/// A sequence: the level of its headings and how many parts their numbers have, within one heading.
type Cle = (usize, u8, usize);

fn controler(titres: &[Titre<'_>], article: Option<u32>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut suites: BTreeMap<Cle, Vec<&Titre<'_>>> = BTreeMap::new();
    // The headings that contain the current one, each with its rank.
    let mut pile: Vec<(usize, &Titre<'_>)> = Vec::new();
    for (rang, titre) in titres.iter().enumerate() {
        while pile.last().is_some_and(|(_, t)| t.niveau >= titre.niveau) {
            pile.pop();
        }
        if let Some(numero) = &titre.numero {
            let parent = pile.iter().rev().find(|(_, t)| t.numero.is_some());
            let prefixe: Vec<u32> = match parent {
                Some((_, t)) => t.numero.iter().flat_map(|n| n.parties.iter().copied()).collect(),
                None => article.into_iter().collect(),
            };
            let debut = numero.parties.get(..numero.parties.len().saturating_sub(1)).unwrap_or(&[]);
            if !debut.is_empty() && !prefixe.is_empty() && debut != prefixe.as_slice() {
                constats.push(deplace(titre, &prefixe, parent.map(|(_, t)| *t)));
            }
            let cle = (pile.last().map_or(0, |(r, _)| r + 1), titre.niveau, numero.parties.len());
            suites.entry(cle).or_default().push(titre);
        }
        pile.push((rang, titre));
    }
    for ((_, niveau, parties), suite) in &suites {
        if *parties == 1 && *niveau > 2 && suite.len() < 2 {
            continue;
        }
        let derniers: Vec<u32> =
            suite.iter().filter_map(|t| t.numero.as_ref().map(|n| n.dernier())).collect();
        constats.extend(ruptures(&derniers).iter().filter_map(|r| rompu(suite, r)));
    }
    constats
}

/// A number that does not begin as the part that holds it.
fn deplace(titre: &Titre<'_>, prefixe: &[u32], parent: Option<&Titre<'_>>) -> Diagnostic {
    let attendu: Vec<String> = prefixe.iter().map(u32::to_string).collect();
    let attendu = attendu.join(".");
    let cle = titre.numero.as_ref().map(|n| n.cle()).unwrap_or_default();
    let constat = Diagnostic::constat(
        titre.span(),
        format!("le titre {cle} est dans la partie {attendu}, dont il ne porte pas le numéro"),
    )
    .aide(format!("écrire un numéro qui commence par « {attendu}. »"));
    match parent {
        Some(parent) => constat.voir(parent.span(), "la partie qui le contient"),
        None => constat,
    }
}

fn rompu(suite: &[&Titre<'_>], rupture: &Rupture) -> Option<Diagnostic> {
    let titre = suite.get(rupture.rang)?;
    let dire = |dernier: u32| {
        let numero = titre.numero.as_ref()?;
        if numero.style == Style::Romain {
            return Some(romain(dernier));
        }
        let mut parties: Vec<String> = numero.parties.iter().map(u32::to_string).collect();
        parties.pop();
        parties.push(dernier.to_string());
        Some(parties.join("."))
    };
    let (ici, attendu) = (dire(titre.numero.as_ref()?.dernier())?, dire(rupture.attendu)?);
    let constat = match rupture.premier.and_then(|r| suite.get(r)) {
        Some(premier) => Diagnostic::constat(
            titre.span(),
            format!("le numéro {ici} est déjà donné : {attendu} est attendu"),
        )
        .voir(premier.span(), "donné ici"),
        None => {
            Diagnostic::constat(titre.span(), format!("le numéro {ici} vient quand {attendu} est attendu"))
        }
    };
    let avant = rupture.rang.checked_sub(1).and_then(|r| suite.get(r)).filter(|_| rupture.premier.is_none());
    let constat = match avant {
        Some(avant) => constat.voir(avant.span(), "le titre qui précède"),
        None => constat,
    };
    Some(constat.aide("renuméroter ce titre et ceux qui le suivent"))
}
