//! As many days as things dated: « respectivement », and the plural of « les 12 mai et 9 juin ».

use std::sync::LazyLock;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::passage::{Fait, Mention, Nature};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-008",
    titre: "une liste de dates n’a pas autant de dates que ce qu’elle date",
    gravite: Gravite::Erreur,
    verifie: "« Les » devant une seule date (« signés les 12 mai 2022 »), et « respectivement » suivi de moins, ou de \
              plus, de jours que d’années énumérées avant lui (« les avenants 2022 et 2023, signés respectivement \
              les… »), dans tout texte et dans les visas. Les jours qui n’ont qu’un nom de mois en commun \
              (« les 12 et 13 mai ») sont admis, de même qu’un jour répété chaque semaine (« les lundis »).",
    pourquoi: "Une date manque, ou un acte est cité qui n’existe pas : on ne sait plus lequel a été signé ce jour-là.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/2024/convention.yaml", de: " et 9 juin 2023", a: "" }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/03-suivi.md",
                de: "Ce rapport rend compte des engagements de l'article 2.",
                a: "Ce rapport rend compte des engagements de l'article 2. Il est lu les 12 et 13 mai 2025.",
            },
            Changement {
                fichier: "content/2024/convention.yaml",
                de: "signés respectivement les",
                a: "signés les",
            },
        ],
    },
    chercher,
};

/// « les » before a day, and years enumerated.
static LISTES: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    (motif(r"(?i)\bles\s$"), motif(r"\b(?:19|20)[0-9]{2}(?:, (?:19|20)[0-9]{2})* et (?:19|20)[0-9]{2}\b"))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let dossier = c.dossier;
    let mut sortie = Vec::new();
    let mut designation = "";
    for passage in dossier.passages.iter().filter(|p| p.nature != Nature::Code) {
        sortie.extend(juger(passage, designation));
        // In a visa, what is dated is the field before: « les avenants 2022 et 2023 ».
        designation = if passage.nature == Nature::Champ { &passage.texte } else { "" };
    }
    sortie
}

fn juger(passage: &Passage, designation: &str) -> Option<Diagnostic> {
    let (les, enumeration) = &*LISTES;
    let jours: Vec<&Mention> = passage.mentions.iter().filter(|m| est_jour(m)).collect();
    if jours.is_empty() {
        return None;
    }
    let respectif = passage.texte.to_lowercase().find("respectivement");
    if let Some(place) = respectif {
        let avant = passage.texte.get(..place).unwrap_or("");
        let nommes =
            enumeration.find_iter(avant).last().or_else(|| enumeration.find_iter(designation).last());
        let suite: Vec<&Mention> = jours.iter().copied().filter(|m| m.octets.start > place).collect();
        if let (Some(nommes), Some(debut)) = (nommes, suite.first()) {
            let attendu =
                nommes.as_str().split(|c: char| !c.is_ascii_digit()).filter(|a| !a.is_empty()).count();
            return (attendu != suite.len()).then(|| {
                constat(
                    passage,
                    debut,
                    &suite,
                    format!("« respectivement » annonce une date pour chacun de « {} »", nommes.as_str()),
                    Attendu::Juste(attendu),
                )
            });
        }
    }
    // « Les 12 mai et 9 juin » : another day follows; « les 12 et 13 mai » : another day precedes.
    let seul = jours.iter().enumerate().find_map(|(i, jour)| {
        let avant = passage.texte.get(..jour.octets.start)?;
        let suite = jours.get(i + 1).is_some_and(|s| lie(passage, jour, s));
        (les.is_match(avant) && !suite).then_some(*jour)
    })?;
    Some(constat(passage, seul, &[seul], "« les » annonce plusieurs dates".to_owned(), Attendu::Plusieurs))
}

fn est_jour(mention: &Mention) -> bool {
    matches!(mention.fait, Fait::Jour(_) | Fait::JourSansAnnee(..))
}

/// Whether two days are of one list: nothing but « et », « ou », « au » or a comma between them.
fn lie(passage: &Passage, a: &Mention, b: &Mention) -> bool {
    let entre = passage.texte.get(a.octets.end..b.octets.start).unwrap_or("").trim();
    entre.len() < 8 && !entre.contains(['.', ';'])
}

/// How many dates a text announces.
#[derive(Clone, Copy)]
enum Attendu {
    /// As many as things named.
    Juste(usize),
    /// Two or more.
    Plusieurs,
}

fn constat(
    passage: &Passage,
    debut: &Mention,
    jours: &[&Mention],
    quoi: String,
    attendu: Attendu,
) -> Diagnostic {
    let fin = jours.last().map_or(debut.octets.end, |m| m.octets.end);
    let liste: Vec<&str> = jours.iter().filter_map(|m| passage.texte.get(m.octets.clone())).collect();
    let nombre = match jours.len() {
        1 => format!("une seule date suit, le {}", liste.join("")),
        n => format!("{n} dates suivent, {}", liste.join(", ")),
    };
    let (nombre_attendu, aide) = match attendu {
        Attendu::Juste(n) => (format!("{n} dates"), "écrire une date pour chacun, et elle seule"),
        Attendu::Plusieurs => {
            ("2 dates ou plus".to_owned(), "écrire la date qui manque, ou mettre la phrase au singulier")
        }
    };
    Diagnostic::constat(passage.span_de(&(debut.octets.start..fin)), format!("{quoi}, et {nombre}"))
        .calcul(format!("attendu : {nombre_attendu} ; écrit : {}", jours.len()))
        .aide(aide)
}
