//! A section of a fiche that is there and says nothing.

use crate::check::structure::donnee_presente;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::texte::texte_nu;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-004",
    titre: "une rubrique est laissée sans texte et sans donnée",
    gravite: Gravite::Erreur,
    verifie: "Une rubrique du cadre sans texte imprime la donnée de l’en-tête (durée, partenaires, budget, \
              indicateurs…) : cette donnée y est. La rubrique des indicateurs d’une action a aussi au moins un \
              indicateur, même quand elle a un texte, si le cadre la veut. Une absence déclarée (« non renseigné ») \
              est une donnée. Les rubriques propres à la fiche sont laissées de côté.",
    pourquoi: "Un titre sans rien dessous s’imprime : le lecteur ne sait pas si la réponse a été perdue ou n’existe pas.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "duree: 2021-2024\n",
            a: "",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "partenaires: [État, Département]",
                a: "partenaires: non renseigné",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 1. Description de l'action\n",
                a: "## 1. Description de l'action\n\n### Le contexte\n",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    use crate::model::cadre::ContenuRubrique::Indicateurs;
    let mut constats = Vec::new();
    for fiche in c.fiches() {
        for section in &fiche.sections {
            let rubriques = &c.dossier.cadre.rubriques;
            let Some(rubrique) = rubriques.iter().find(|r| Some(&r.id) == section.rubrique.as_ref()) else {
                continue;
            };
            let vide = section.corps.is_empty();
            let veut_donnee = vide || rubrique.contenu == Indicateurs && rubrique.obligatoire;
            if !veut_donnee || donnee_presente(fiche, rubrique) {
                continue;
            }
            let titre = texte_nu(&section.titre);
            let message = match (vide, rubrique.contenu) {
                (_, Indicateurs) => {
                    format!("la fiche {} n’a aucun indicateur sous « {} »", fiche.numero, titre.trim())
                }
                _ => format!("la rubrique « {} » est vide", titre.trim()),
            };
            constats.push(
                Diagnostic::constat(section.span, message)
                    .aide("remplir la rubrique, ou déclarer l’absence dans l’en-tête (« non renseigné », « sans objet »)"),
            );
        }
    }
    constats
}
