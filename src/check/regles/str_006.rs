//! The name that a fiche prints for its measure, against that of the framework.

use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::Mesure;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-006",
    titre: "la mesure imprimée par une fiche n’est pas celle du cadre",
    gravite: Gravite::Avertissement,
    verifie: "Dans une fiche qui sert une mesure et l’imprime à sa façon (`mesure_affichee`), ce nom contient l’intitulé \
              de la mesure, sans tenir compte de la casse, des accents, des pluriels, des articles ni de ce qui \
              l’entoure (le thème). Pour une fiche qui sert plusieurs mesures, la moitié des mots de chacune suffit.",
    pourquoi: "Le nom de la mesure rattache la fiche à la matrice : changé, il fait croire à une autre mesure, ou \
               révèle une erreur de numéro.",
    source: "Référentiel des mesures du cadre.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "mesure_affichee: Premier accueil social",
            a: "mesure_affichee: Premier accueil médical",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "mesure_affichee: Premier accueil social",
            a: "mesure_affichee: Accueillir – Les premiers accueils sociaux",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|fiche| controler(c, fiche)).collect()
}

/// The words that count, singular.
fn mots(texte: &str) -> Vec<String> {
    const VIDES: [&str; 12] = ["de", "du", "des", "d", "le", "la", "les", "l", "a", "au", "aux", "un"];
    plat(texte)
        .split(' ')
        .filter(|m| !m.is_empty() && !VIDES.contains(m))
        .map(|m| {
            m.strip_suffix("aux")
                .map_or_else(|| m.trim_end_matches(['s', 'x']).to_owned(), |r| format!("{r}al"))
        })
        .collect()
}

fn controler(c: &Contexte<'_>, fiche: &Fiche) -> Vec<Diagnostic> {
    let Some(affichee) = &fiche.mesure_affichee else { return Vec::new() };
    let dits = mots(&affichee.valeur);
    let seule = fiche.mesures.len() == 1;
    let repond = |mesure: &Mesure| {
        let voulus = mots(&mesure.titre);
        if seule {
            return dits.windows(voulus.len().max(1)).any(|w| w == voulus);
        }
        voulus.iter().filter(|m| dits.contains(m)).count() * 2 >= voulus.len()
    };
    fiche
        .mesures
        .iter()
        .filter_map(|numero| c.dossier.cadre.mesure(&numero.valeur).map(|(_, mesure)| (numero, mesure)))
        .filter(|(_, mesure)| !repond(mesure))
        .map(|(numero, mesure)| {
            Diagnostic::constat(
                affichee.span,
                format!(
                    "la mesure {} s’intitule « {} » dans le cadre, et la fiche imprime « {} »",
                    mesure.numero, mesure.titre, affichee.valeur
                ),
            )
            .voir(numero.span, "le numéro de la mesure")
            .aide("reprendre l’intitulé du cadre, ou corriger le numéro")
        })
        .collect()
}
