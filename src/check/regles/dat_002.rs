//! An event told as accomplished, after the signature of the act that tells it.

use std::sync::LazyLock;

use crate::check::dates::{accompli, moments};
use crate::check::outils::fin;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-002",
    titre: "un fait est raconté comme accompli après la signature de l’acte",
    gravite: Gravite::Erreur,
    verifie: "Dans un acte signé, une phrase au passé composé (« a rendu », « ont validé », « s’est réuni »…) qui date \
              un fait d’un jour, d’un mois, ou en avertissement d’une année, postérieurs à la signature. Une phrase qui contient un futur ou un devoir (« sera », \
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
static FUTUR: LazyLock<Motif> = LazyLock::new(|| {
    motif(
        r"(?i)\b(?:\w+(?:era|eront|ra|ront)|doit|doivent|prévue?s?|au plus tard|d’ici|d'ici|avant le|à compter|jusqu)\b",
    )
});

/// What makes of a year alone the date of a fact, just before it; and what is only foreseen.
static DATE: LazyLock<(Motif, Motif)> = LazyLock::new(|| {
    (
        motif(
            r"(?i)(?:^|[.;:] )(?:(?:en|au|à la|courant)\s)?$|\bdepuis\s$|\b\w+(?:é|ée|és|ées|i|ie|is|u|ue|us|ues)(?: en œuvre)? (?:en|courant)\s$",
        ),
        motif(r"(?i)\b(?:prévu|programmé|attendu|envisagé|planifié|espéré|souhaité)e?s? en\s$"),
    )
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(signature) = c.signature() else { return Vec::new() };
    c.prose()
        .flat_map(|passage| moments(passage).into_iter().map(move |m| (passage, m)))
        .filter_map(|(passage, moment)| {
            let phrase = passage.phrase(&moment.octets);
            if moment.jours.0 <= signature || FUTUR.is_match(phrase) {
                return None;
            }
            let annee = moment.jours.1.rang() - moment.jours.0.rang() > 31;
            let avant = fin(passage.texte.get(..moment.octets.start)?, 200);
            let (date, prevu) = &*DATE;
            let depuis = avant.to_lowercase().trim_end().ends_with("depuis");
            if !(accompli(phrase) || depuis) || (annee && (!date.is_match(avant) || prevu.is_match(avant))) {
                return None;
            }
            let quand = passage.texte.get(moment.octets.clone())?;
            let mut constat = Diagnostic::constat(
                passage.span_de(&moment.octets),
                format!(
                    "ce fait, raconté comme accompli, est daté ainsi : {quand} ; l’acte est signé avant, le {signature}"
                ),
            )
            .aide("corriger la date, ou écrire la phrase au futur ; si l’acte est signé, déclarer une tolérance");
            if let Some(date) = &c.dossier.convention.dates.signature {
                constat = constat.voir(date.span, format!("l’acte est signé le {signature}"));
            }
            Some(if annee { constat.avertissement() } else { constat })
        })
        .collect()
}
