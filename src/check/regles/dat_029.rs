//! Periods of years that run backwards.

use std::sync::LazyLock;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::passage::Nature;
use crate::text::{Captures, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-029",
    titre: "une période d’années finit avant de commencer",
    gravite: Gravite::Avertissement,
    verifie: "Dans tout texte, « 2023-2021 » et « de 2023 à 2021 ». « 2023/2021 », qui peut comparer deux années, un \
              numéro (« n° 2021-1900 ») et ce qui tient à d’autres chiffres sont laissés de côté.",
    pourquoi: "Une période à rebours n’est la période de rien : l’une des deux années est fausse.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "De 2023 à 2020, deux conseillers suivaient les personnes, en lien avec la fiche 1.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "L'effectif est passé de 2023 à 1985 personnes, en lien avec la fiche 1 (évolution 2023/2021 ; loi n° 2023-1985).",
        }],
    },
    chercher,
};

static PERIODE: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)(?:\b(?P<de>(?:19|20)[0-9]{2}) ?[-–] ?(?P<a>(?:19|20)[0-9]{2})|\bde (?P<de2>(?:19|20)[0-9]{2}) à (?P<a2>(?:19|20)[0-9]{2}))\b",
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    // Whole fields that are numbers of a text cited: a period of a field is verified with its field.
    let passages = c.dossier.passages.iter().filter(|p| p.nature != Nature::Code);
    passages.flat_map(lire).collect()
}

fn lire(passage: &Passage) -> Vec<Diagnostic> {
    let rebours = |trouve: Captures<'_>| {
        let annee = |nom: &str| trouve.name(nom).and_then(|m| m.as_str().parse::<u16>().ok());
        let (de, a) = (annee("de").or(annee("de2"))?, annee("a").or(annee("a2"))?);
        let tout = trouve.get(0)?;
        let avant = passage.texte.get(..tout.start())?.trim_end();
        let suite = passage.texte.get(tout.end()..)?;
        let joint = avant.ends_with(|c: char| c == '°' || c == '-' || c == '/' || c.is_ascii_digit())
            || suite.starts_with(['-', '/', ',']) && suite.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        // « De 2023 à 1985 personnes » counts something.
        let compte = suite.strip_prefix(' ').is_some_and(|s| s.starts_with(char::is_alphabetic));
        let seul = passage.texte == tout.as_str();
        if a >= de || joint || seul || (compte && trouve.name("de2").is_some()) {
            return None;
        }
        Some(
            Diagnostic::constat(
                passage.span_de(&tout.range()),
                format!("« {} » finit avant de commencer", tout.as_str()),
            )
            .aide("corriger l’une des deux années"),
        )
    };
    PERIODE.captures_iter(&passage.texte).filter_map(rebours).collect()
}
