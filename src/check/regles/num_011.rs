//! What a text says to be annexed, and that nothing declares.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::convention::Article;
use crate::model::passage::{Nature, Passage};
use crate::text::{Fichier, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-011",
    titre: "une pièce est dite annexée et n’est déclarée nulle part",
    gravite: Gravite::Avertissement,
    verifie: "Dans un article, « …, annexé à la convention », « joint en annexe », « que la convention porte en annexe » : \
              les mots qui précèdent ont au moins un mot en commun avec une pièce d’`annexes_annoncees`, un visa qui \
              annonce une pièce, ou une annexe du cadre. Un visa dont le texte annonce une pièce la déclare \
              (`annexe:`). Les annexes d’un autre document (le rapport, l’avenant) ne sont pas retenues.",
    pourquoi: "Une pièce annoncée par le texte et absente du dossier ne se voit qu’au moment où l’on en a besoin.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "deux mois à l'avance.",
            a: "deux mois à l'avance, selon le modèle annexé à la convention.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/04-duree.md",
                de: "deux mois à l'avance.",
                a: "deux mois à l'avance. La matrice des indicateurs, annexée à la convention, reste due.",
            },
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "Ce rapport rend compte",
                a: "Ce rapport, auquel les comptes sont joints en annexe, rend compte",
            },
        ],
    },
    chercher,
};

static ANNEXE: LazyLock<Motif> = LazyLock::new(|| {
    let texte = r"(?i)\bannexée?s? (?:à|au) (?:la (?:présente )?convention|présent (?:acte|contrat))|\bjointe?s? en annexe(?: (?:à|de) la (?:présente )?convention| au présent acte)|\b(?:convention|acte|contrat) porte en annexe|\bjointe?s? à la (?:présente )?convention";
    motif(texte)
});

/// Words that say nothing of what is annexed.
const VIDES: [&str; 12] = [
    "convention",
    "present",
    "presente",
    "annexe",
    "dans",
    "selon",
    "pour",
    "avec",
    "departement",
    "etat",
    "sont",
    "cette",
];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dossier = c.dossier;
    let mut connus: BTreeSet<String> = BTreeSet::new();
    let mut ajouter = |texte: &str| connus.extend(mots(texte));
    for piece in &dossier.convention.annexes_annoncees {
        ajouter(&piece.titre.valeur);
    }
    for visa in dossier.convention.visas.iter().filter(|v| v.annexee.is_some()) {
        ajouter(&visa.designation);
    }
    for annexe in &dossier.cadre.annexes {
        ajouter(&annexe.titre);
        ajouter(&annexe.titre_tableau);
    }
    ajouter("matrice indicateurs tableau fiches actions");
    let articles: BTreeSet<Fichier> = dossier.articles.iter().map(|a: &Article| a.span.fichier).collect();
    let mut constats: Vec<Diagnostic> = c
        .prose()
        .filter(|p| p.nature == Nature::Paragraphe && articles.contains(&p.fichier()))
        .flat_map(|p| non_declarees(p, &connus))
        .collect();
    let visas = dossier.convention.visas.iter().filter(|v| v.annexee.is_none());
    constats.extend(visas.filter(|v| v.objet.as_deref().is_some_and(|o| plat(o).contains("en annexe"))).map(
        |v| {
            Diagnostic::constat(v.span, "ce visa annonce une pièce en annexe sans la déclarer")
                .aide("ajouter « annexe: jointe » ou « annexe: absente »")
        },
    ));
    constats
}

fn mots(texte: &str) -> Vec<String> {
    plat(texte)
        .split(' ')
        .filter(|m| m.len() > 3 && !VIDES.contains(m))
        .map(|m| m.trim_end_matches(['s', 'x']).to_owned())
        .collect()
}

fn non_declarees(passage: &Passage, connus: &BTreeSet<String>) -> Vec<Diagnostic> {
    let texte = passage.texte.as_str();
    ANNEXE
        .find_iter(texte)
        .filter_map(|trouve| {
            let avant = texte.get(..trouve.start())?;
            let debut = avant.rfind(['.', ';', ':']).map_or(0, |i| i + 1);
            let precedents = mots(avant.get(debut..)?);
            let proches = precedents.iter().rev().take(6);
            if precedents.is_empty() || proches.clone().any(|m| connus.contains(m)) {
                return None;
            }
            let dit = avant.get(debut..)?.trim().trim_end_matches(',');
            let fin: Vec<&str> = dit.split(' ').rev().take(4).collect();
            let fin: Vec<&str> = fin.into_iter().rev().collect();
            Some(
                Diagnostic::constat(
                    passage.span_de(&trouve.range()),
                    format!("« {} » est dit annexé, et aucune pièce annoncée n’y répond", fin.join(" ")),
                )
                .aide("ajouter la pièce à « annexes_annoncees » de convention.yaml, ou corriger la phrase"),
            )
        })
        .collect()
}
