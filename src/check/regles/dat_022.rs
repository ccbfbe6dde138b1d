//! The steps of a call for projects, in the order in which they come.

use std::sync::LazyLock;

use crate::check::dates::{Intervalle, Lot, lots, moments, phrases};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{Jour, Passage};
use crate::text::{Motif, Span, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-022",
    titre: "les étapes d’un appel à projets ne se suivent pas",
    gravite: Gravite::Avertissement,
    verifie: "Dans une fiche, les phrases qui datent au jour ou au mois la parution d’un appel à projets, la limite de \
              dépôt des candidatures, le comité de sélection et le vote de ses résultats : elles se suivent dans cet \
              ordre. Une étape datée de plusieurs façons est laissée de côté : la fiche parle alors de plusieurs appels. \
              Un fait accompli daté d’après la signature est dit par une autre règle.",
    pourquoi: "On ne choisit pas des dossiers avant de les avoir reçus : une procédure racontée à rebours ne prouve plus \
               l’égalité des candidats.",
    source: "Loi n° 2000-321 du 12 avril 2000, art. 9-1 et 10 (subventions) ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            a: "Deux conseillers suivent les personnes, en lien avec la fiche 1. L'appel à projets est paru le 2 octobre 2023. Les candidatures étaient reçues jusqu'au 15 novembre 2023.",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "paru le 2 octobre 2023",
            a: "paru le 2 décembre 2023",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "paru le 2 octobre 2023",
            a: "paru le 2 octobre 2023, après un premier appel lancé en novembre 2021",
        }],
    },
    chercher,
};

/// The steps in order, each with the sentences that tell it.
static ETAPES: LazyLock<[(&str, Motif); 4]> = LazyLock::new(|| {
    [
        (
            "parution de l’appel",
            motif(
                r"(?i)\bappel à projets?\b.*\b(?:paru|publié|lancé|ouvert)|\b(?:parution|lancement|publication)\b.*\bappel à projets?",
            ),
        ),
        (
            LIMITE,
            motif(
                r"(?i)\b(?:candidatures?|dossiers?|dépôts?)\b.*(?:jusqu['’]|date limite|au plus tard|avant le)|date limite de dépôt",
            ),
        ),
        ("comité de sélection", motif(r"(?i)\b(?:comité de sélection|jury)\b")),
        ("vote des résultats", motif(r"(?i)\bvot(?:e|é)\b.*\bappel à projets?")),
    ]
});

const LIMITE: &str = "limite de dépôt";

/// A step that the fiche dates once.
struct Etape {
    nom: &'static str,
    jours: Intervalle,
    span: Span,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let signature = c.signature();
    lots(c).iter().filter_map(|lot| juger(lot, signature)).collect()
}

fn juger(lot: &Lot<'_>, signature: Option<Jour>) -> Option<Diagnostic> {
    let mut trouvees: Vec<Vec<(Intervalle, Span)>> = ETAPES.iter().map(|_| Vec::new()).collect();
    for passage in lot.prose() {
        relever(passage, &mut trouvees);
    }
    let etapes: Vec<Etape> = ETAPES
        .iter()
        .zip(trouvees)
        .filter_map(|((nom, _), lieux)| {
            let (jours, span) = *lieux.first()?;
            let unique = lieux.iter().all(|(j, _)| *j == jours);
            // The limit is told at the imperfect, which the rule of accomplished facts leaves aside.
            let accomplie = signature.is_none_or(|s| jours.0 <= s) || *nom == LIMITE;
            (unique && accomplie).then_some(Etape { nom, jours, span })
        })
        .collect();
    let (avant, apres) = etapes.windows(2).find_map(|paire| {
        let [a, b] = paire else { return None };
        (b.jours.1 < a.jours.0).then_some((a, b))
    })?;
    Some(
        Diagnostic::constat(
            apres.span,
            format!(
                "l’étape « {} », le {}, précède l’étape « {} », le {}",
                apres.nom, apres.jours.0, avant.nom, avant.jours.0
            ),
        )
        .voir(avant.span, avant.nom)
        .aide("vérifier les deux dates"),
    )
}

fn relever(passage: &Passage, trouvees: &mut [Vec<(Intervalle, Span)>]) {
    let dates = moments(passage);
    if dates.is_empty() {
        return;
    }
    for octets in phrases(&passage.texte) {
        let Some(phrase) = passage.texte.get(octets.clone()) else { continue };
        // A year alone is too wide to be a step, and may be that of the actions called for.
        let precises = dates
            .iter()
            .filter(|m| octets.start <= m.octets.start && m.octets.end <= octets.end)
            .filter(|m| m.jours.1.rang() - m.jours.0.rang() <= 31);
        let precises: Vec<_> = precises.collect();
        for ((_, motif), lieux) in ETAPES.iter().zip(trouvees.iter_mut()) {
            if motif.is_match(phrase) {
                lieux.extend(precises.iter().map(|m| (m.jours, passage.span_de(&m.octets))));
            }
        }
    }
}
