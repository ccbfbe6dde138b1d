//! The years of an earlier agreement, each time that it is named.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-023",
    titre: "la période d’une convention est dite de deux façons",
    gravite: Gravite::Avertissement,
    verifie: "Les périodes d’années qui suivent « convention », « contrat » ou « contractualisation » dans les visas, les \
              annexes annoncées et les textes (« la convention 2019-2021 ») : celle qui n’est écrite qu’une fois, quand \
              une autre l’est au moins trois et a la même première ou la même dernière année. Une convention passée \
              « avec » un tiers, ou « pour » une période, n’est pas comparée.",
    pourquoi: "L’acte désigne celui qu’il prolonge par sa période : une période fausse désigne un autre acte.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/articles/00-preambule.md",
                de: "Le Département de la Haute-Vaunoise est fictif",
                a: "La convention 2021-2023 est close. Le Département de la Haute-Vaunoise est fictif",
            },
            Changement {
                fichier: "content/2024/articles/01-objet.md",
                de: "La convention réunit deux annexes.",
                a: "La convention suit la contractualisation 2021-2023. Elle réunit deux annexes.",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/articles/00-preambule.md",
            de: "La convention 2021-2023",
            a: "La convention 2021-2024",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/00-preambule.md",
            de: "La convention 2021-2023 est close.",
            a: "La convention passée avec la mission locale, 2021-2024, est close.",
        }],
    },
    chercher,
};

static PERIODE: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)\b(?:convention|contrat|contractualisation)\b(?P<entre>[^.;:()«»{}0-9]{0,110}?)\b(?P<p>(?P<de>[0-9]{4})\s?[-–/]\s?(?P<a>[0-9]{4}))\b",
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut lues: BTreeMap<(u16, u16), Vec<Span>> = BTreeMap::new();
    for passage in c.dossier.passages.iter().filter(|p| p.nature != Nature::Code) {
        for trouve in PERIODE.captures_iter(&passage.texte) {
            let entre = trouve.name("entre").map_or("", |m| m.as_str());
            let mut mots = entre.split_whitespace();
            if mots.clone().any(|m| m == "avec") || matches!(mots.next_back(), Some("pour" | "n°")) {
                continue;
            }
            let annee = |nom: &str| trouve.name(nom).and_then(|m| m.as_str().parse::<u16>().ok());
            if let (Some(de), Some(a), Some(octets)) = (annee("de"), annee("a"), trouve.name("p")) {
                lues.entry((de, a)).or_default().push(passage.span_de(&octets.range()));
            }
        }
    }
    lues.iter()
        .filter_map(|((de, a), lieux)| {
            let [seul] = lieux.as_slice() else { return None };
            let ((de2, a2), partout) =
                lues.iter().find(|((de2, a2), autres)| autres.len() >= 3 && ((de == de2) != (a == a2)))?;
            let constat = Diagnostic::constat(
                *seul,
                format!(
                    "la période {de}-{a} est écrite ici, et {de2}-{a2} partout ailleurs ({} fois)",
                    partout.len()
                ),
            )
            .aide("corriger l’année, ou nommer l’autre convention de façon qu’on ne les confonde pas");
            Some(partout.iter().take(3).fold(constat, |d, span| d.voir(*span, format!("{de2}-{a2}"))))
        })
        .collect()
}
