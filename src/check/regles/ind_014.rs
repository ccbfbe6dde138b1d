//! A delay above the objective that the framework's definition gives it.

use crate::check::indicateurs::{Donnee, chiffre, court, dire, intervalle, toutes};
use crate::check::objectifs::{jours, objectif};
use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Valeur;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-014",
    titre: "un délai dépasse l’objectif que le référentiel lui fixe",
    gravite: Gravite::Avertissement,
    verifie: "La définition ou la note d’un indicateur compté en jours, semaines ou mois qui annonce un objectif (« L’objectif \
              est de moins de 3 semaines ») est comparée à ses valeurs, dans les fiches et la matrice. Une semaine vaut \
              sept jours, un mois trente et un : le doute profite à la valeur. Les objectifs sur d’autres grandeurs ne \
              sont pas lus.",
    pourquoi: "Le cadre fixe l’objectif et l’acte montre qu’il n’est pas tenu : il faut dire comment il le sera, ou \
               l’évaluation le dira à la place des parties.",
    source: "Définition de l’indicateur au référentiel du cadre.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/cadres/essai-2024.yaml",
            de: "libelle: Délai moyen avant le premier rendez-vous, unite: jours,",
            a: "libelle: Délai moyen avant le premier rendez-vous, definition: L'objectif est de deux semaines au plus., unite: jours,",
        }],
        admis: &[Changement {
            fichier: "content/cadres/essai-2024.yaml",
            de: "libelle: Délai moyen avant le premier rendez-vous, unite: jours,",
            a: "libelle: Délai moyen avant le premier rendez-vous, definition: L'objectif est de moins de 3 semaines., unite: jours,",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    toutes(c).iter().flat_map(|d| d.case.iter().filter_map(|v| signaler(d, v))).collect()
}

fn signaler(donnee: &Donnee<'_>, valeur: &Valeur) -> Option<Diagnostic> {
    let (_, indicateur) = donnee.cadre?;
    let vise = objectif(indicateur)?;
    let (seuil, mots) = (vise.jours, vise.mots);
    let dite = chiffre(&valeur.mesurage.valeur)?;
    let unite = jours(dite.unite.as_deref().or(donnee.unite())?)?;
    let mesure = intervalle(&valeur.mesurage.valeur)?.0?.checked_mul(unite)?;
    (mesure > seuil).then(|| {
        Diagnostic::constat(
            valeur.mesurage.span,
            format!(
                "{} : {} dépasse l’objectif du référentiel, « {mots} »",
                donnee.nom(),
                dire(&valeur.mesurage.valeur)
            ),
        )
        .ici(court(donnee.libelle))
        .voir(indicateur.id.span, "sa définition fixe l’objectif")
        .calcul(format!("objectif : {} jours ; valeur : {} jours", nombre(seuil), nombre(mesure)))
        .aide(match donnee.fiche {
            Some(_) => "dire dans la fiche l’objectif intermédiaire et ce qui permettra de l’atteindre",
            None => {
                "vérifier la valeur de la matrice et son unité ; si elle est exacte, dire dans une fiche de la \
                 mesure ce qui permettra d’atteindre l’objectif"
            }
        })
    })
}
