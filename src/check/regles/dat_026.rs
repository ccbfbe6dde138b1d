//! Days written in a text, that no calendar has.

use std::sync::LazyLock;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::model::temps::MOIS;
use crate::model::{Jour, Passage};
use crate::text::{Captures, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-026",
    titre: "un texte date un fait d’un jour qui n’existe pas",
    gravite: Gravite::Erreur,
    verifie: "Dans tout texte, un jour suivi d’un mois (« 31 juin 2024 », « 0 mars », « 2er juillet ») et un jour en \
              chiffres (« 31/06/2024 », « 12-15-2024 ») : ce jour existe. « 13/21 au 12/22 » : ces mois existent. Le 29 février sans année est admis. Les champs \
              de date sont vérifiés à la lecture (VAL-004).",
    pourquoi: "Une échéance à un jour qui n’existe pas n’est pas une échéance.",
    source: "Calendrier grégorien.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "Depuis le 30 février 2024, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "Depuis le 29 février 2024, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
    },
    chercher,
};

static JOURS: LazyLock<[Motif; 4]> = LazyLock::new(|| {
    [
        motif(
            r"(?i)\b(?P<j>[0-9]{1,2})(?P<er>er)? (?P<m>janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b(?: (?P<a>[0-9]{4})\b)?",
        ),
        motif(r"\b(?P<j>[0-9]{1,2})(?:/(?P<m>[0-9]{1,2})/|-(?P<m2>[0-9]{1,2})-)(?P<a>(?:19|20)[0-9]{2})\b"),
        motif(r"\b(?P<iso>[0-9]{4})-(?P<m>[0-9]{2})-(?P<j>[0-9]{2})\b"),
        motif(r"\b(?P<m>[0-9]{2})/[0-9]{2} (?:au|à) (?P<m2>[0-9]{2})/[0-9]{2}\b"),
    ]
});

/// A year that has all the days.
const BISSEXTILE: u16 = 2000;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let passages = c.dossier.passages.iter().filter(|p| p.nature != Nature::Code);
    passages.flat_map(|p| JOURS.iter().flat_map(move |motif| lire(p, motif))).collect()
}

fn lire(passage: &Passage, motif: &Motif) -> Vec<Diagnostic> {
    let faux = |trouve: Captures<'_>| {
        let tout = trouve.get(0)?;
        // « 1 500 mars » or « n° 12-45-2024-A »: part of something longer.
        let avant = passage.texte.get(..tout.start())?.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let colle = avant.ends_with(|c: char| c.is_ascii_digit() || "-/.,°".contains(c));
        let suite = passage.texte.get(tout.end()..)?.starts_with(['-', '/']);
        if colle || suite || existe(&trouve)? {
            return None;
        }
        Some(
            Diagnostic::constat(
                passage.span_de(&tout.range()),
                format!("le « {} » n’existe pas", tout.as_str()),
            )
            .aide("corriger le jour ou le mois"),
        )
    };
    motif.captures_iter(&passage.texte).filter_map(faux).collect()
}

fn existe(trouve: &Captures<'_>) -> Option<bool> {
    let mois = |nom: &str| {
        let mois = trouve.name(nom)?.as_str().to_lowercase();
        let rang = MOIS.iter().zip(1..).find(|(nom, _)| **nom == mois).map(|(_, n)| n);
        rang.or_else(|| mois.parse::<u8>().ok())
    };
    let Some(jour) = trouve.name("j") else {
        // « 10/21 au 12/22 »: months and years in two figures.
        return Some([mois("m")?, mois("m2")?].iter().all(|m| (1..=12).contains(m)));
    };
    let jour: u8 = jour.as_str().parse().ok()?;
    let mois = mois("m").or(mois("m2"))?;
    if let Some(annee) = trouve.name("iso") {
        return Some(Jour::new(annee.as_str().parse().ok()?, mois, jour).is_some());
    }
    // Any leap year will do where none is written, or where it is told by another rule.
    let annee = trouve.name("a").and_then(|a| a.as_str().parse().ok()).filter(|a| (1900..=2200).contains(a));
    let premier = trouve.name("er").is_none() || jour == 1;
    Some(premier && Jour::new(annee.unwrap_or(BISSEXTILE), mois, jour).is_some())
}
