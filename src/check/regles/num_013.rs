//! A number of things announced, and the things that follow.

use crate::check::enumeration::{Annonce, annonces, compter, derniere_phrase, items, lire_compte, portee};
use crate::check::numerotation::par_fichier;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::{Nature, Passage};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-013",
    titre: "le nombre annoncé n’est pas celui de ce qui suit",
    gravite: Gravite::Erreur,
    verifie: "« 3 volets : », « les deux actions suivantes : », « de deux ordres. » (en chiffres ou en lettres, pour les \
              noms que l’on énumère : volet, phase, objectif, action, condition…) sont comparés au nombre d’éléments \
              de la liste qui suit aussitôt ; dans une phrase ou une cellule, « 2 sites : Meaux, Lognes » l’est aux \
              termes séparés par des virgules, en avertissement ; « ces 2 formations » l’est à la liste qui précède. \
              Une liste ouverte (« notamment », « etc. »), dont les éléments portent eux-mêmes des nombres, ou une \
              phrase trop complexe pour être découpée sûrement ne sont pas comparées.",
    pourquoi: "Un élément annoncé et absent a été perdu ; un élément de trop a été ajouté sans relire : dans les deux \
               cas, l’engagement n’est pas celui que l’on croit.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/01-objet.md",
            de: "Elle comporte trois fiches :",
            a: "Elle comporte quatre fiches :",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "Elle comporte trois fiches :",
                a: "Parmi les quatre actions envisagées, trois sont retenues :",
            },
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "Elle comporte trois fiches :",
                a: "Le Département affecte 2 dispositifs aux publics suivants :",
            },
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "Elle comporte trois fiches :",
                a: "Les deux partenaires s'engagent à suivre :",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont, en deux temps : le repérage, mené avec soin en rue, puis l'accompagnement.",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for passages in par_fichier(&c.dossier.passages) {
        for (rang, passage) in passages.iter().enumerate() {
            match passage.nature {
                Nature::Paragraphe => {
                    constats.extend(suivie(passages, rang, passage));
                    constats.extend(precedee(passages, rang, passage));
                    constats.extend(dans_la_phrase(passage));
                }
                Nature::Cellule | Nature::Ligne => constats.extend(dans_la_phrase(passage)),
                Nature::Titre(_) | Nature::Champ | Nature::Code => {}
            }
        }
    }
    constats
}

/// Whether a list says that it is not whole, or counts things of its own.
fn ouverte(items: &[&Passage]) -> bool {
    let compte = |p: &&Passage| p.texte.split_whitespace().next().and_then(lire_compte).is_some();
    let fin = items.last().map_or("", |p| p.texte.trim_end_matches([' ', '.', ';', ')', '\u{a0}']));
    items.iter().any(compte) || fin.ends_with("etc") || fin.ends_with('…')
}

/// A count at the end of a paragraph, and the list after it.
fn suivie(passages: &[Passage], rang: usize, passage: &Passage) -> Option<Diagnostic> {
    let suivant = passages.get(rang + 1)?;
    suivant.item.filter(|i| i.rang == 1 && passage.item.is_none_or(|p| p.liste < i.liste))?;
    let texte = passage.texte.trim_end();
    let debut = derniere_phrase(texte);
    let annonce = annonces(texte).into_iter().rfind(|a| a.octets.start >= debut)?;
    let reste = texte.get(annonce.octets.end..)?;
    if !portee(reste)? {
        return None;
    }
    let items = items(passages, rang + 1);
    if items.len() == usize::try_from(annonce.compte).ok()? || ouverte(&items) {
        return None;
    }
    let mut constat = dire(passage, &annonce, &format!("et la liste qui suit en compte {}", items.len()))?
        .aide("compléter la liste, ou corriger le nombre annoncé");
    for (i, item) in items.iter().take(12).enumerate() {
        constat = constat.voir(item.span, (i + 1).to_string());
    }
    Some(constat)
}

/// « Ces 2 formations », just after a list.
fn precedee(passages: &[Passage], rang: usize, passage: &Passage) -> Option<Diagnostic> {
    let texte = passage.texte.as_str();
    let phrase = texte.get(..texte.find(". ").unwrap_or(texte.len()))?;
    let annonce = annonces(phrase).into_iter().find(|a| {
        let avant = phrase.get(..a.octets.start).unwrap_or("").to_lowercase();
        avant.trim_end().ends_with("ces")
            && !avant.trim_end().trim_end_matches("ces").ends_with(char::is_alphanumeric)
    })?;
    let dernier = passages.get(rang.checked_sub(1)?)?;
    if passage.item.is_some() || dernier.nature != Nature::Paragraphe {
        return None;
    }
    dernier.item?;
    let avant = passages.get(..rang)?;
    let debut = avant.iter().rposition(|p| p.item.is_none()).map_or(0, |i| i + 1);
    let items = items(passages, debut);
    if items.is_empty() || items.len() == usize::try_from(annonce.compte).ok()? || ouverte(&items) {
        return None;
    }
    let premier = items.first()?;
    Some(
        dire(passage, &annonce, &format!("et la liste qui précède en compte {}", items.len()))?
            .voir(premier.span, "la liste")
            .aide("corriger le nombre, ou la liste")
            .avertissement(),
    )
}

/// « 2 sites : Meaux, Lognes », within a text.
fn dans_la_phrase(passage: &Passage) -> Vec<Diagnostic> {
    let texte = passage.texte.as_str();
    let rangee = passage.nature == Nature::Ligne;
    annonces(texte)
        .into_iter()
        .filter_map(|annonce| {
            let reste = texte.get(annonce.octets.end..)?;
            let (avant, apres) = reste.split_once(':')?;
            if !portee(&format!("{avant}:"))? {
                return None;
            }
            let fin = if rangee {
                apres.find(['|', ';']).into_iter().chain(apres.find(" // ")).min()
            } else {
                None
            };
            let (debut, haut) = compter(apres.get(..fin.unwrap_or(apres.len()))?, rangee)?;
            if (debut..=haut).contains(&annonce.compte) {
                return None;
            }
            let combien = if debut == haut { debut.to_string() } else { format!("{debut} ou {haut}") };
            Some(
                dire(passage, &annonce, &format!("et l’énumération qui suit en compte {combien}"))?
                    .aide("compléter l’énumération, ou corriger le nombre annoncé")
                    .avertissement(),
            )
        })
        .collect()
}

fn dire(passage: &Passage, annonce: &Annonce, suite: &str) -> Option<Diagnostic> {
    let dit = passage.texte.get(annonce.octets.clone())?;
    let message = format!("« {dit} » sont annoncés, {suite}");
    Some(Diagnostic::constat(passage.span_de(&annonce.octets), message))
}
