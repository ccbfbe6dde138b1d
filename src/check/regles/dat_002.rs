//! An event told as accomplished, after the signature of the act that tells it.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::dates::{accompli, bornes, motif};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::DateImprecise;
use crate::model::passage::Fait;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-002",
    titre: "un fait est raconté comme accompli après la signature de l’acte",
    gravite: Gravite::Erreur,
    verifie: "Dans un acte signé, une phrase au passé composé (« a rendu », « ont validé », « s’est réuni »…) qui date \
              un fait d’un jour, ou d’un mois, postérieur à la signature. Une phrase qui contient un futur ou un devoir (« sera », \
              « devra », « prévu », « au plus tard », « d’ici ») n’est pas retenue.",
    pourquoi: "Un acte ne peut constater un fait qui n’a pas encore eu lieu : la date est fausse, ou le texte a été \
               modifié après le vote, ce qui fragilise la délibération.",
    source: "Cohérence de l’acte avec sa date de signature ; CGCT, art. L. 3131-1 (acte transmis tel qu’il a été signé).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Réuni le 26 janvier 2024, le comité de sélection a rendu un avis favorable.",
            a: "Réuni le 26 juillet 2024, le comité de sélection a rendu un avis favorable.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Réuni le 26 janvier 2024, le comité de sélection a rendu un avis favorable.",
            a: "Le comité qui a été choisi sera réuni le 26 juillet 2024.",
        }],
    },
    chercher,
};

/// What speaks of the future.
static FUTUR: LazyLock<Regex> = LazyLock::new(|| {
    motif(
        r"(?i)\b(?:\w+(?:era|eront|ra|ront)|doit|doivent|prévue?s?|au plus tard|d’ici|d'ici|avant le|à compter|jusqu)\b",
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(signature) = c.signature() else { return Vec::new() };
    c.prose()
        .flat_map(|passage| passage.mentions.iter().map(move |m| (passage, m)))
        .filter_map(|(passage, mention)| {
            let quand = match mention.fait {
                Fait::Jour(jour) => DateImprecise::Jour(jour),
                Fait::Mois(mois, annee) => DateImprecise::Mois(mois, annee),
                _ => return None,
            };
            let phrase = passage.phrase(&mention.octets);
            if bornes(&quand)?.0 <= signature || !accompli(phrase) || FUTUR.is_match(phrase) {
                return None;
            }
            let de = if matches!(quand, DateImprecise::Jour(_)) { "du" } else { "de" };
            let mut constat = Diagnostic::constat(
                passage.span_du_fait(mention),
                format!(
                    "ce fait, raconté comme accompli, est daté {de} {quand}, après la signature de l’acte ({signature})"
                ),
            )
            .aide("corriger la date, ou écrire la phrase au futur ; si l’acte est signé, déclarer une tolérance");
            if let Some(date) = &c.dossier.convention.dates.signature {
                constat = constat.voir(date.span, format!("l’acte est signé le {signature}"));
            }
            Some(constat)
        })
        .collect()
}
