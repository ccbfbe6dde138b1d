//! Numbers of the fiches: one after the other, and those of their files.

use std::collections::BTreeSet;

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-003",
    titre: "les numéros des fiches ne se suivent pas, ou ne sont pas ceux de leurs fichiers",
    gravite: Gravite::Erreur,
    verifie: "Les numéros des fiches sont 1, 2, 3… sans saut (une répétition empêche déjà la lecture), et le nombre \
              qui commence le nom d’un fichier (`04-accueil.md`) est le numéro de sa fiche. Un fichier dont le nom ne \
              commence pas par un nombre n’est pas comparé. Quand un numéro sauté est celui d’un fichier, seul le \
              fichier est signalé.",
    pourquoi: "Un numéro sauté fait chercher une fiche qui n’existe pas ; un fichier qui porte un autre numéro que sa \
               fiche fait corriger la mauvaise.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement { fichier: "content/2024/fiches/03-prevention.md", de: "numero: 3", a: "numero: 5" },
            Changement { fichier: "content/2024/articles/01-objet.md", de: "(fiche 3)", a: "(fiche 5)" },
        ],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut manquants: BTreeSet<u16> = BTreeSet::new();
    for fiche in c.fiches() {
        let Some(fichier) = numero_du_fichier(fiche).filter(|n| *n != fiche.numero.valeur) else { continue };
        manquants.insert(fichier);
        constats.push(
            Diagnostic::constat(
                fiche.numero.span,
                format!(
                    "cette fiche porte le numéro {}, et son fichier le numéro {fichier}",
                    fiche.numero.valeur
                ),
            )
            .aide("corriger le numéro, ou renommer le fichier"),
        );
    }
    let mut precedente: Option<&Fiche> = None;
    for fiche in c.fiches() {
        let attendu = precedente.map_or(1, |p| p.numero.valeur.saturating_add(1));
        let explique = (attendu..fiche.numero.valeur).any(|n| manquants.contains(&n))
            || numero_du_fichier(fiche).is_some_and(|n| n != fiche.numero.valeur);
        if fiche.numero.valeur > attendu && !explique {
            let mut constat = Diagnostic::constat(
                fiche.numero.span,
                format!("la fiche {} vient quand la fiche {attendu} est attendue", fiche.numero.valeur),
            )
            .aide("rétablir la suite des numéros, ou la fiche qui manque");
            if let Some(p) = precedente {
                constat = constat.voir(p.numero.span, "la fiche qui précède");
            }
            constats.push(constat);
        }
        precedente = Some(fiche);
    }
    constats
}

/// The number that begins the name of the file.
fn numero_du_fichier(fiche: &Fiche) -> Option<u16> {
    let nom = fiche.chemin.as_str().rsplit('/').next()?;
    let chiffres = nom.split(|c: char| !c.is_ascii_digit()).next()?;
    let suite = nom.strip_prefix(chiffres)?;
    // « 2024-bilan.md » begins with a year.
    let seul = chiffres.len() <= 3 && suite.starts_with(['-', '_', ' ', '.']);
    seul.then(|| chiffres.parse().ok())?
}
