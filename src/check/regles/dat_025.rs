//! Amounts executed before the action existed.

use crate::check::dates::bornes;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::fiche::Execute;

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-025",
    titre: "une dépense est dite exécutée avant la mise en place de l’action, ou après l’édition",
    gravite: Gravite::Avertissement,
    verifie: "Les années d’`executions` qui portent un montant ne précèdent pas la mise en place de l’action, quand elle est \
              datée, et précèdent l’année de l’édition ; les années d’un financeur se suivent sans répétition, et sans trou (en conseil).",
    pourquoi: "L’exécuté antérieur sert à juger du montant demandé : une année décalée fausse la comparaison.",
    source: "Cohérence interne de l’acte : exécutions antérieures et mise en place.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "\"2021\": 18 200 €",
            a: "\"2020\": 18 200 €, \"2021\": 18 200 €",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "\"2021\": 18 200 €",
            a: "\"2020\": vide, \"2021\": 18 200 €",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let edition = c.dossier.convention.annee;
    c.fiches().flat_map(|f| juger(f, edition)).collect()
}

fn juger(fiche: &Fiche, edition: u16) -> Vec<Diagnostic> {
    let debuts = fiche.mise_en_place.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let debuts = debuts.filter_map(|d| Some((bornes(&d.donnee)?.0.annee(), d)));
    let debut = debuts.min_by_key(|(annee, _)| *annee);
    let mut sortie = Vec::new();
    for execution in &fiche.executions {
        for (annee, execute) in &execution.annees {
            let Execute::Montant(montant) = execute else { continue };
            if let Some((depart, place)) = debut
                && i32::from(annee.valeur) < depart
            {
                sortie.push(
                    Diagnostic::constat(
                        annee.span,
                        format!(
                            "{} sont dits exécutés en {}, avant la mise en place de l’action : {}",
                            montant.valeur, annee.valeur, place.donnee
                        ),
                    )
                    .voir(place.span, "mise en place")
                    .aide("corriger l’année ou la mise en place"),
                );
            }
        }
        let annees: Vec<_> = execution.annees.iter().map(|(a, _)| a).collect();
        sortie.extend(annees.iter().filter(|a| a.valeur >= edition).map(|a| {
            Diagnostic::constat(
                a.span,
                format!("{} est dite exécutée, et l’édition est de {edition}", a.valeur),
            )
            .aide("une dépense de l’édition est prévue, non exécutée : corriger l’année")
        }));
        sortie.extend(annees.windows(2).filter_map(|paire| {
            let [a, b] = paire else { return None };
            (b.valeur != a.valeur.saturating_add(1) && b.valeur < edition).then(|| {
                let constat =
                    Diagnostic::constat(b.span, format!("l’année {} suit l’année {}", b.valeur, a.valeur))
                        .voir(a.span, a.valeur.to_string())
                        .aide("écrire les années dans l’ordre, sans en sauter");
                // A year may be left out because nothing was spent.
                if a.valeur < b.valeur { constat.conseil() } else { constat }
            })
        }));
    }
    sortie
}
