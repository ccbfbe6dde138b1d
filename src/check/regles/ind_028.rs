//! « Les 400 personnes intégrées », and the number already told of them.

use std::collections::BTreeMap;

use crate::check::outils::nombre;
use crate::check::quantites::{Quantite, du_passage, est_personne, prose_par_fichier};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-028",
    titre: "un nombre repris avec « les » n’est pas celui qui a été donné",
    gravite: Gravite::Avertissement,
    verifie: "Dans une fiche, un nombre précédé de « les », « ces », « aux » ou « des » et suivi d’un nom et de son qualificatif \
              (« les 400 personnes intégrées », « les 7 sites concernés ») renvoie à un nombre donné plus haut : si la \
              fiche compte plus haut les mêmes (même nom, ou des personnes des deux côtés, et même qualificatif), \
              l’un de ces nombres doit être le même. Les pourcentages ne sont pas examinés.",
    pourquoi: "L’article défini affirme que le nombre est déjà connu : s’il a changé en chemin, l’un des deux est faux.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Elle compte 40 jeunes repérés. Un éducateur suit les 40 personnes repérées.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "les 40 personnes",
            a: "les 60 personnes",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "les 40 personnes repérées",
                a: "les 12 personnes logées",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "suit les 40 personnes",
                a: "suit 30 personnes",
            },
        ],
    },
    chercher,
};

/// Qualifiers that only send back.
const RENVOIS: [&str; 5] = ["concern", "retenu", "precit", "vis", "identifi"];

/// A count and its place.
struct Compte {
    quantite: Quantite,
    defini: bool,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for passages in prose_par_fichier(c).values() {
        // The counts seen so far, by their qualifier.
        let mut vus: BTreeMap<String, Vec<Compte>> = BTreeMap::new();
        for compte in passages.iter().flat_map(|p| comptes(p)) {
            let mots = &compte.quantite.mots;
            let renvoi = mots.last().is_some_and(|m| RENVOIS.iter().any(|r| m.starts_with(r)));
            let cle = if renvoi { mots.first() } else { mots.last() };
            let Some(cle) = cle.cloned() else { continue };
            if compte.defini
                && mots.len() >= 2
                && let Some(autres) = vus.get(&cle)
            {
                constats.extend(comparer(&compte, autres, renvoi));
            }
            // « 7 territoires de MDS » counts what « les 7 MDS concernées » speaks of.
            vus.entry(cle).or_default().push(compte);
        }
    }
    constats
}

fn comptes(passage: &Passage) -> Vec<Compte> {
    du_passage(passage)
        .into_iter()
        .filter(|q| !q.pour_cent && !q.mots.is_empty())
        .map(|quantite| {
            let avant = passage.texte.get(..quantite.octets.start).unwrap_or("").trim_end().to_lowercase();
            let defini = ["les", "ces", "aux", "des"].iter().any(|a| {
                avant
                    .strip_suffix(a)
                    .is_some_and(|r| r.chars().next_back().is_none_or(|c| !c.is_alphabetic()))
            });
            Compte { span: passage.span_de(&quantite.octets), quantite, defini }
        })
        .collect()
}

fn comparer(compte: &Compte, autres: &[Compte], renvoi: bool) -> Option<Diagnostic> {
    let tete = compte.quantite.mots.first()?;
    let memes: Vec<&Compte> = autres
        .iter()
        .filter(|a| {
            let autre = a.quantite.mots.first();
            let personnes = est_personne(tete) && autre.is_some_and(|m| est_personne(m));
            renvoi || ((personnes || autre == Some(tete)) && a.quantite.mots.len() >= 2)
        })
        .collect();
    let premier = memes.first()?;
    if memes.iter().any(|a| a.quantite.nombre == compte.quantite.nombre) {
        return None;
    }
    let connus = memes.iter().map(|a| nombre(a.quantite.nombre)).collect::<Vec<_>>().join(" ou ");
    Some(
        Diagnostic::constat(
            compte.span,
            format!("« {} » renvoie à un nombre déjà donné, qui est {connus}", compte.quantite.texte),
        )
        .voir(premier.span, format!("« {} »", premier.quantite.texte))
        .aide(
            "corriger l’un des deux nombres, ou écrire sans article défini ce qui n’a pas encore été compté",
        ),
    )
}
