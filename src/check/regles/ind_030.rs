//! The same sentence in two files, with two numbers.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::check::outils::{nombre, pourcent};
use crate::check::quantites::{communs, du_passage, mots};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::passage::Nature;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-030",
    titre: "une même phrase, redite ailleurs, donne un autre nombre",
    gravite: Gravite::Avertissement,
    verifie: "Les paragraphes et les items des articles et des fiches, et les définitions du cadre : deux passages qui comptent la même chose (le \
              nombre est suivi du même nom) et ont au moins cinq mots (quatre si l’un est un objectif du cadre) et la moitié des mots du plus court en \
              commun. Leurs \
              nombres de cette chose doivent alors se retrouver, l’un au moins. Des passages qui nomment des années \
              différentes ne sont pas comparés, ni ceux d’une même liste.",
    pourquoi: "Un fait repris d’une fiche à l’autre n’a qu’un nombre : la reprise a gardé l’ancien, ou l’un des deux a \
               été mal recopié.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "le comité de sélection a rendu un avis favorable.",
                a: "le comité de sélection a rendu un avis favorable. À cet effet, 120 professionnels du canton ont été formés à l'entretien motivationnel.",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "Parmi les 120 professionnels du canton, tous ont été formés à l'entretien motivationnel et au comité de sélection.",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "120 professionnels",
            a: "130 professionnels",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Parmi les 120 professionnels du canton, tous ont été formés à l'entretien motivationnel et au comité de sélection.",
            a: "Ici, 30 professionnels suivent les personnes.",
        }],
    },
    chercher,
};

/// A passage that counts something.
struct Dit<'d> {
    passage: &'d Passage,
    mots: BTreeSet<String>,
    nombres: Vec<(Decimal, Span)>,
    annees: Vec<i32>,
}

/// Passages of one key that are compared with each: enough for an act, and linear for any number of copies.
const VOISINS: usize = 12;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let definitions: BTreeSet<u32> = c
        .dossier
        .cadre
        .themes
        .iter()
        .flat_map(|t| &t.mesures)
        .flat_map(|m| m.indicateurs.first())
        .map(|i| i.id.span.fichier.rang())
        .collect();
    let lus = c.dossier.passages.iter().filter(|p| {
        p.nature == Nature::Paragraphe
            || (p.nature == Nature::Champ && definitions.contains(&p.fichier().rang()))
    });
    let mut index: BTreeMap<(bool, String), Vec<Dit<'_>>> = BTreeMap::new();
    for passage in lus {
        let mut propres: BTreeMap<(bool, String), Vec<(Decimal, Span)>> = BTreeMap::new();
        for q in du_passage(passage) {
            if let Some(nom) = q.mots.first() {
                let span = passage.span_de(&q.octets);
                propres.entry((q.pour_cent, nom.clone())).or_default().push((q.nombre, span));
            }
        }
        if propres.is_empty() {
            continue;
        }
        let mots = mots(&passage.texte);
        let annees = crate::check::indicateurs::annees(&passage.texte);
        for (cle, nombres) in propres {
            index.entry(cle).or_default().push(Dit {
                passage,
                mots: mots.clone(),
                nombres,
                annees: annees.clone(),
            });
        }
    }
    let mut constats = Vec::new();
    for ((pour_cent, _), dits) in &index {
        for (rang, dit) in dits.iter().enumerate() {
            let proches = dits.iter().skip(rang + 1).take(VOISINS);
            constats.extend(proches.filter_map(|autre| comparer(dit, autre, *pour_cent)));
        }
    }
    constats
}

fn comparer(a: &Dit<'_>, b: &Dit<'_>, pour_cent: bool) -> Option<Diagnostic> {
    let meme_liste = a.passage.fichier() == b.passage.fichier()
        && a.passage.item.map(|i| i.liste) == b.passage.item.map(|i| i.liste)
        && a.passage.item.is_some();
    let n = communs(&a.mots, &b.mots);
    let petit = a.mots.len().min(b.mots.len());
    // A definition is short: four words of an objective are much of it.
    let definition = [a, b].iter().any(|d| d.passage.nature == Nature::Champ && d.mots.contains("objectif"));
    let assez = if definition { 4 } else { 5 };
    if meme_liste
        || n < assez
        || n.saturating_mul(2) < petit
        || (a.annees != b.annees && !a.annees.is_empty() && !b.annees.is_empty())
    {
        return None;
    }
    if a.nombres.iter().any(|(x, _)| b.nombres.iter().any(|(y, _)| x == y)) {
        return None;
    }
    let ((x, ou_x), (y, ou_y)) = (a.nombres.first()?, b.nombres.first()?);
    let dire = |n: &Decimal| if pour_cent { pourcent(*n) } else { nombre(*n) };
    Some(
        Diagnostic::constat(*ou_y, format!("ce passage dit {}, et celui qu’il redit {}", dire(y), dire(x)))
            .voir(*ou_x, "l’autre passage")
            .calcul(format!("{n} mots communs, sur {petit}"))
            .aide("corriger l’un des deux nombres, ou dire ce qui les distingue"),
    )
}
