//! The deadline of the report.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-010",
    titre: "le rapport est daté d’après son échéance",
    gravite: Gravite::Avertissement,
    verifie: "Le jour d’envoi du rapport, ou à défaut la date qu’il porte, est comparé à l’échéance que fixe le cadre pour une convention signée ce jour-là. Un rapport intermédiaire n’a pas d’échéance.",
    pourquoi: "Passé l’échéance, l’État peut suspendre le versement ou reprendre les crédits.",
    source: "Convention, article sur le suivi et l’évaluation : transmission aux préfets au plus tard à la date fixée.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/rapport.yaml",
            de: "envoi: 2025-03-28 ",
            a: "envoi: 2025-04-02 ",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/rapport.yaml",
            de: "envoi: 2025-03-28 ",
            a: "envoi: 2025-03-31 ",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some(rapport) = c.dossier.rapport.as_ref().filter(|r| !r.intermediaire) else { return Vec::new() };
    let annee = c.dossier.convention.annee;
    let conclue = c.dossier.convention.dates.signature.as_ref().map(|j| j.valeur);
    let echeance = c.dossier.cadre.echeance("rapport", annee, conclue).and_then(|e| e.jour_de(annee));
    let jour = rapport.envoi.as_ref().unwrap_or(&rapport.date_du_document);
    let Some(echeance) = echeance.filter(|e| jour.valeur > *e) else { return Vec::new() };
    let quoi = if rapport.envoi.is_some() { "envoyé" } else { "daté" };
    vec![
        Diagnostic::constat(
            jour.span,
            format!("le rapport est {quoi} du {jour}, après l’échéance du {echeance}"),
        )
        .aide("avancer l’envoi, ou convenir d’un délai avec le préfet et déclarer une tolérance"),
    ]
}
