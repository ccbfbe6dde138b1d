//! An event told as accomplished, after the signature of the act that tells it.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-002",
    titre: "un fait est raconté comme accompli après la signature de l’acte",
    gravite: Gravite::Erreur,
    verifie: "Dans un acte signé, une phrase au passé composé (« a rendu », « ont validé », « s’est réuni »…) qui date \
              un fait d’un jour postérieur à la signature. Une phrase qui contient un futur ou un devoir (« sera », \
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

/// The past of what is accomplished, and what speaks of the future.
#[expect(clippy::expect_used, reason = "constant patterns, compiled by every test of this rule")]
static TEMPS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    // « sont évaluées » is a present: with « être », only the verbs that make their past with it.
    let passe = r"(?i)(?:\b(?:a|ont|avait|avaient) (?:\w+ment )?(?:été )?\w+(?:é|ée|és|ées|i|ie|is|it|u|ue|us|ues|t)\b|\b(?:s['’]est|se sont|s['’]était|s['’]étaient) \w+(?:é|ée|és|ées|i|ie|is|u|ue|us|ues)\b|\b(?:est|sont) (?:paru|entré|sorti|né|intervenu|devenu|arrivé|venu)e?s?\b)";
    let futur = r"(?i)\b(?:\w+(?:era|eront|ra|ront)|doit|doivent|prévue?s?|au plus tard|d’ici|d'ici|avant le|à compter|jusqu)\b";
    (Regex::new(passe).expect("constant"), Regex::new(futur).expect("constant"))
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(signature) = c.signature() else { return Vec::new() };
    let (passe, futur) = &*TEMPS;
    c.jours()
        .filter(|(_, jour, _)| *jour > signature)
        .filter_map(|(passage, jour, span)| {
            let mention = passage.mentions.iter().find(|m| passage.span_du_fait(m) == span)?;
            let phrase = passage.phrase(&mention.octets);
            if !passe.is_match(phrase) || futur.is_match(phrase) {
                return None;
            }
            let mut constat = Diagnostic::constat(
                span,
                format!("ce fait, raconté comme accompli, est daté du {jour}, après la signature de l’acte"),
            )
            .aide("corriger la date, ou écrire la phrase au futur ; si l’acte est signé, déclarer une tolérance");
            if let Some(date) = &c.dossier.convention.dates.signature {
                constat = constat.voir(date.span, format!("l’acte est signé le {signature}"));
            }
            Some(constat)
        })
        .collect()
}
