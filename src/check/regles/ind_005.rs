//! Bounds of what an indicator can be worth.

use rust_decimal::Decimal;

use crate::check::indicateurs::{Donnee, chiffre, court, dire, intervalle, toutes};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-005",
    titre: "une valeur sort des bornes de son indicateur",
    gravite: Gravite::Erreur,
    verifie: "Dans les fiches et la matrice : un taux (unité « % », ou nature « taux » au cadre) entre 0 et 100 ; un \
              nombre de quelque chose, positif ; un nombre de personnes, entier. Une évolution, une progression, une \
              occupation ou un remplissage peuvent passer 100 % ; un nombre d’ETP, une moyenne et un rapport (« par \
              conseiller ») peuvent être décimaux.",
    pourquoi: "Un taux de 195 % ou un nombre de personnes à virgule est une erreur de saisie ou d’unité : tout calcul \
               qui s’y appuie est faux.",
    source: "Définition d’un taux et d’un dénombrement ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "valeurs: { Cible 2024: 45 personnes }",
            a: "valeurs: { Cible 2024: \"45,5 personnes\" }",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                a: "{ libelle: Nombre moyen de jeunes suivis, valeurs: { Cible 2024: \"45,5 personnes\" } }",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "{ libelle: Nombre de jeunes suivis, valeurs: { Cible 2024: 45 personnes } }",
                a: "{ libelle: Taux d’occupation de l’équipe, valeurs: { Cible 2024: 104 % } }",
            },
        ],
    },
    chercher,
};

/// Rates that may go past their whole, or below nothing.
const LIBRES: [&str; 9] = [
    "evolution",
    "progression",
    "croissance",
    "variation",
    "augmentation",
    "hausse",
    "baisse",
    "occupation",
    "remplissage",
];

/// What makes a count a quotient.
const RAPPORTS: [&str; 7] = ["etp", "equivalent", "moyen", "heures", "jours", "par", "mensuel"];

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    toutes(c)
        .iter()
        .flat_map(|d| d.case.iter().filter_map(move |v| signaler(d, &v.mesurage.valeur, v.mesurage.span)))
        .collect()
}

fn signaler(
    donnee: &Donnee<'_>,
    mesurage: &crate::model::Mesurage,
    span: crate::text::Span,
) -> Option<Diagnostic> {
    let (bas, haut) = intervalle(mesurage)?;
    let nombre = chiffre(mesurage)?;
    let libelle = plat(donnee.libelle);
    let mots: Vec<&str> = libelle.split(' ').collect();
    let unite = nombre.unite.as_deref().or(donnee.unite());
    let nature = donnee.cadre.and_then(|(_, i)| i.nature.as_deref());
    let taux = unite == Some("%") || nature == Some("taux");
    let sous = |borne: Decimal| [bas, haut].into_iter().flatten().any(|v| v < borne);
    let sur = |borne: Decimal| [bas, haut].into_iter().flatten().any(|v| v > borne);
    let libre = mots.iter().any(|m| LIBRES.contains(m));
    let compte = matches!(mots.first(), Some(&("nombre" | "nombres"))) || libelle.starts_with("dont nombre");
    let rapport = mots.iter().any(|m| RAPPORTS.iter().any(|r| m == r || (r.len() > 3 && m.starts_with(r))))
        || unite.is_some_and(|u| u.to_lowercase().starts_with("etp"));
    let entier = [bas, haut].into_iter().flatten().all(|v| v.is_integer());
    let faute = if taux && !libre && (sous(Decimal::ZERO) || sur(Decimal::ONE_HUNDRED)) {
        "est un taux, et doit être compris entre 0 et 100\u{a0}%"
    } else if compte && sous(Decimal::ZERO) {
        "compte quelque chose, et ne peut être négatif"
    } else if compte && !taux && !rapport && !entier {
        "compte des unités, et ne peut avoir de décimales"
    } else {
        return None;
    };
    Some(
        Diagnostic::constat(span, format!("{} : {} {faute}", dire(mesurage), court(donnee.libelle)))
            .aide("corriger la valeur, ou dire son unité si c’en est une autre"),
    )
}
