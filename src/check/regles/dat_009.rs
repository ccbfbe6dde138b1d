//! A past event dated by a month or a day alone, of which nothing around gives the year.

use std::sync::LazyLock;

use crate::check::dates::{accompli, est_prose, phrases};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-009",
    titre: "un fait est daté sans année",
    gravite: Gravite::Conseil,
    verifie: "Une phrase au passé composé qui date un fait d’un jour ou d’un mois sans année (« le comité de juin a \
              validé ») quand ni elle ni le reste du paragraphe ne donnent d’année ; un titre de colonne qui nomme \
              un mois sans année, ni lui, ni son groupe, ni une colonne voisine du même mois n’en donnant. Ce qui revient chaque année, et ce qui est à \
              venir, est laissé de côté.",
    pourquoi: "L’acte se lit des années après : un mois sans année ne désigne plus aucun jour.",
    source: "Cohérence interne de l’acte : une date de fait s’écrit avec son année.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "Deux conseillers suivent les personnes, en lien avec la fiche 1. Le comité de janvier a validé ce choix.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "Deux conseillers suivent les personnes, en lien avec la fiche 1. Chaque année, en juin, le comité a examiné leur travail.",
            },
            Changement {
                fichier: "content/2024/fiches/02-diagnostics.md",
                de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                a: "En 2023, deux conseillers suivaient les personnes. Le comité de novembre a validé ce choix.",
            },
        ],
    },
    chercher,
};

/// A month without a year; a year; what comes back every year.
static MOTIFS: LazyLock<(Motif, Motif, Motif)> = LazyLock::new(|| {
    const MOIS: &str =
        "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    (
        motif(&format!(
            r"(?i:\b(?:de|en|du|courant|fin|début|depuis|[àa]|mois de|d['’]|[0-9]{{1,2}}|1er)) ?(?P<mois>{MOIS})\b"
        )),
        motif(r"\b(?:19|20)[0-9]{2}\b|\b[0-9]{1,2}/[0-9]{2}\b"),
        motif(r"(?i)\b(?:chaque|tous les|toutes les|annuel\w*|de \w+ à \w+)\b"),
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let prose = c.dossier.passages.iter().filter(|p| est_prose(p)).flat_map(prose);
    let colonnes = c.fiches().flat_map(|f| &f.tableaux).flat_map(|t| {
        let (mois, annee, _) = &*MOTIFS;
        t.colonnes.iter().filter_map(move |col| {
            let texte = &col.titre.valeur;
            let trouve = mois.captures(texte)?.name("mois")?.as_str();
            let groupe = col.groupe.as_deref().unwrap_or("");
            // A neighbour that gives the year of the same month gives it for both.
            let date = |t: &str| annee.is_match(t) && t.to_lowercase().contains(&trouve.to_lowercase());
            let voisine = t.colonnes.iter().any(|v| date(&v.titre.valeur));
            if annee.is_match(texte) || annee.is_match(groupe) || voisine {
                return None;
            }
            Some(
                Diagnostic::constat(
                    col.titre.span,
                    format!(
                        "la colonne « {texte} » nomme le mois de {} sans son année",
                        trouve.to_lowercase()
                    ),
                )
                .aide("ajouter l’année"),
            )
        })
    });
    prose.chain(colonnes).collect()
}

fn prose(passage: &Passage) -> Vec<Diagnostic> {
    let (mois, annee, recurrent) = &*MOTIFS;
    if annee.is_match(&passage.texte) {
        return Vec::new();
    }
    phrases(&passage.texte)
        .into_iter()
        .filter_map(|octets| {
            let phrase = passage.texte.get(octets.clone())?;
            let trouve = mois.captures(phrase)?.name("mois")?;
            if !accompli(phrase) || recurrent.is_match(phrase) {
                return None;
            }
            let place = octets.start + trouve.start()..octets.start + trouve.end();
            let message =
                format!("ce fait est daté du mois de {} sans son année", trouve.as_str().to_lowercase());
            Some(Diagnostic::constat(passage.span_de(&place), message).aide("ajouter l’année"))
        })
        .collect()
}
