//! Something that a new edition leaves to decide.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::convention::Etat;

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-013",
    titre: "un point reste à décider",
    gravite: Gravite::Erreur,
    verifie: "Les commentaires « # à décider : … » que `calpae new edition` met dans les fichiers YAML et les en-têtes. \
              Dans un projet, c’est un avertissement ; dans un acte délibéré, une erreur.",
    pourquoi: "Une édition reprend les montants, les cibles et les visas de la précédente comme des propositions : \
               aucune ne doit passer au vote sans que quelqu’un l’ait choisie.",
    source: "Reprise d’une édition à l’autre par `calpae new edition`.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "lieu: Vaunes-le-Haut",
            a: "lieu: Vaunes-le-Haut     # à décider : le lieu",
        }],
        admis: &[Changement {
            fichier: "content/2024/convention.yaml",
            de: "lieu: Vaunes-le-Haut",
            a: "lieu: Vaunes-le-Haut     # décidé par la commission",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let projet = c.dossier.convention.etat == Etat::Projet;
    let points = c.dossier.a_decider.iter().map(|point| {
        let quoi = if point.valeur.is_empty() { "ce point" } else { point.valeur.as_str() };
        let constat = Diagnostic::constat(point.span, format!("à décider : {quoi}"))
            .aide("décider, puis retirer la marque « # à décider »");
        if projet { constat.avertissement() } else { constat }
    });
    points.collect()
}
