//! Figures whose image is missing.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-001",
    titre: "l’image d’une figure manque",
    gravite: Gravite::Avertissement,
    verifie: "Les figures déclarées `manquante: oui`, réunies en un constat par fiche. Une figure dont le fichier n’existe pas \
              est déjà refusée à la lecture.",
    pourquoi: "Le texte renvoie à une image que les parties n’ont pas sous les yeux : une part de ce qu’elles signent leur \
               échappe.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    fichier: images/parcours.png",
            a: "    manquante: oui",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches()
        .filter_map(|fiche| {
            let mut absentes = fiche.figures.iter().filter(|f| f.fichier.is_none());
            let premiere = absentes.next()?;
            let suivantes: Vec<_> = absentes.collect();
            let titres: Vec<String> =
                std::iter::once(&premiere).chain(&suivantes).map(|f| format!("« {} »", f.titre)).collect();
            let quoi = if suivantes.is_empty() { "l’image de la figure" } else { "les images des figures" };
            let verbe = if suivantes.is_empty() { "manque" } else { "manquent" };
            let constat =
                Diagnostic::constat(premiere.id.span, format!("{quoi} {} {verbe}", titres.join(", "))).aide(
                    "joindre l’image dans « images/ » et la nommer par « fichier: », ou retirer la figure",
                );
            Some(suivantes.iter().fold(constat, |d, f| d.voir(f.id.span, f.titre.clone())))
        })
        .collect()
}
