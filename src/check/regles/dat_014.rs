//! The year of the edition, and the days of the act.

use crate::check::dates::{articles, dire, intervalle, moments, phrases};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-014",
    titre: "l’année de l’édition n’est pas celle de l’acte",
    gravite: Gravite::Avertissement,
    verifie: "Le vote et la signature sont de l’année de l’édition, ou du dernier trimestre de la précédente ; la période \
              d’exécution commence cette année-là ; une phrase d’un article qui cite le montant de l’État \
              (`{convention.montant_etat}`) et le donne « pour l’année » ou « en » une année donne celle de l’édition. \
              Une convention de plusieurs années est rangée à sa première.",
    pourquoi: "Une convention annuelle signée une autre année engage des crédits qui ne sont plus, ou pas encore, ouverts.",
    source: "Annualité budgétaire ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/02-financement.md",
            de: "pour l'année 2024",
            a: "pour l'année 2023",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/02-financement.md",
            de: "pour l'année 2024.",
            a: "pour l'année 2024. Il en apportait la moitié en 2023.",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let convention = &c.dossier.convention;
    let annee = i32::from(convention.annee);
    let dates = [("le vote", &convention.dates.deliberation), ("la signature", &convention.dates.signature)];
    let mut sortie: Vec<Diagnostic> = dates
        .into_iter()
        .filter_map(|(nom, date)| date.as_ref().map(|d| (nom, d)))
        .filter(|(_, d)| d.valeur.annee() != annee)
        .filter(|(_, d)| d.valeur.annee() != annee.saturating_sub(1) || d.valeur.mois() < 10)
        .map(|(nom, d)| {
            Diagnostic::constat(d.span, format!("{nom} est du {}, et l’édition de {annee}", d.valeur))
                .aide("vérifier la date et l’année de l’édition (`annee`)")
        })
        .collect();
    if let Some(execution) = &convention.execution
        && let Some(jours) = intervalle(&execution.valeur)
        && jours.0.annee() != annee
    {
        sortie.push(
            Diagnostic::constat(
                execution.span,
                format!(
                    "la période d’exécution, {}, ne commence pas en {annee}, année de l’édition",
                    dire(jours)
                ),
            )
            .aide("vérifier la période et l’année de l’édition (`annee`)"),
        );
    }
    for passage in articles(c).filter(|p| p.texte.contains("{convention.montant_etat}")) {
        for octets in phrases(&passage.texte) {
            let phrase = passage.texte.get(octets.clone()).unwrap_or("");
            if !phrase.contains("{convention.montant_etat}") {
                continue;
            }
            let dites: Vec<_> = moments(passage)
                .into_iter()
                .filter(|m| octets.start <= m.octets.start && m.octets.end <= octets.end)
                .collect();
            let juste = dites.iter().any(|m| m.jours.0.annee() <= annee && annee <= m.jours.1.annee());
            if let Some(dite) = dites.first().filter(|_| !juste) {
                let ecrit = passage.texte.get(dite.octets.clone()).unwrap_or("");
                sortie.push(
                    Diagnostic::constat(
                        passage.span_de(&dite.octets),
                        format!("le montant de l’État est donné pour {ecrit}, et l’édition est de {annee}"),
                    )
                    .aide("écrire l’année de l’édition, ou citer `{convention.annee}`"),
                );
            }
        }
    }
    sortie
}
