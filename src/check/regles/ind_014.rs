//! A delay above the objective that the framework's definition gives it.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::indicateurs::{Donnee, chiffre, court, dire, intervalle, toutes};
use crate::check::outils::{nombre, plat};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Valeur;
use crate::text::{Motif, motif};

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

const LETTRES: [&str; 12] =
    ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"];

static OBJECTIF: LazyLock<Motif> = LazyLock::new(|| {
    let texte = format!(
        r"(?i)objectif[^.;]{{0,40}}?(?P<m>moins de )?(?P<n>\d{{1,3}}|\b(?:{}|une)\b) (?P<u>jours?|semaines?|mois)\b",
        LETTRES.join("|")
    );
    motif(&texte)
});

/// Days of a unit of time.
fn jours(unite: &str) -> Option<Decimal> {
    let unite = plat(unite);
    let premier = unite.split(' ').next()?;
    Some(Decimal::from(match premier.strip_suffix('s').unwrap_or(premier) {
        "jour" | "j" => 1,
        "semaine" => 7,
        "moi" => 31,
        _ => return None,
    }))
}

/// The objective that a text states, in days, and its words.
fn objectif(texte: &str) -> Option<(Decimal, &str)> {
    let trouve = OBJECTIF.captures(texte)?;
    let (n, u) = (trouve.name("n")?.as_str().to_lowercase(), trouve.name("u")?);
    let n = match LETTRES.iter().position(|l| *l == n || (n == "une" && *l == "un")) {
        Some(rang) => Decimal::from(rang + 1),
        None => n.parse().ok()?,
    };
    let debut = trouve.name("m").or(trouve.name("n"))?.start();
    let mots = texte.get(debut..u.end())?;
    Some((n.checked_mul(jours(u.as_str())?)?, mots))
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    toutes(c).iter().flat_map(|d| d.case.iter().filter_map(|v| signaler(d, v))).collect()
}

fn signaler(donnee: &Donnee<'_>, valeur: &Valeur) -> Option<Diagnostic> {
    let (_, indicateur) = donnee.cadre?;
    let textes = [&indicateur.definition, &indicateur.note];
    let (seuil, mots) = textes.into_iter().flatten().find_map(|t| objectif(t))?;
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
        .aide("dire dans la fiche l’objectif intermédiaire et ce qui permettra de l’atteindre")
    })
}
