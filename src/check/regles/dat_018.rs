//! The day of the week written before a day.

use std::sync::LazyLock;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Jour;
use crate::model::passage::{Fait, Nature};
use crate::text::{Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-018",
    titre: "le jour de la semaine n’est pas celui de la date",
    gravite: Gravite::Erreur,
    verifie: "« Jeudi 29 février 2024 », dans tout texte : le nom du jour est celui du calendrier. Une date sans nom de \
              jour, ou sans année, n’est pas vérifiée.",
    pourquoi: "De deux indications qui se contredisent, on ne sait laquelle a été voulue : une convocation ou un délai \
               peut tomber à faux.",
    source: "Calendrier grégorien.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "le 31 mars 2025 au plus tard",
            a: "le mardi 31 mars 2025 au plus tard",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "le 31 mars 2025 au plus tard",
            a: "le lundi 31 mars 2025 au plus tard",
        }],
    },
    chercher,
};

const JOURS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

static AVANT: LazyLock<Motif> =
    LazyLock::new(|| motif(r"(?i)\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:le )?$"));

/// Its name in the calendar.
fn nom(jour: Jour) -> &'static str {
    let rang = usize::try_from(jour.rang().rem_euclid(7)).unwrap_or_default();
    JOURS.get(rang).copied().unwrap_or_default()
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.mentions()
        .filter(|(p, _)| p.nature != Nature::Code)
        .filter_map(|(passage, mention)| {
            let Fait::Jour(jour) = mention.fait else { return None };
            let trouve = AVANT.captures(passage.texte.get(..mention.octets.start)?)?.get(1)?;
            let juste = nom(jour);
            if trouve.as_str().to_lowercase() == juste {
                return None;
            }
            let octets = trouve.start()..mention.octets.end;
            Some(
                Diagnostic::constat(
                    passage.span_de(&octets),
                    format!("le {jour} est un {juste}, et non un {}", trouve.as_str().to_lowercase()),
                )
                .aide("corriger le nom du jour ou la date"),
            )
        })
        .collect()
}
