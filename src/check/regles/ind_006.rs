//! A part above its whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::indicateurs::{Donnee, comparables, court, dire, intervalle, toutes};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Valeur;
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-006",
    titre: "une partie dépasse le tout dont elle fait partie",
    gravite: Gravite::Erreur,
    verifie: "Dans une même colonne d’une fiche ou de la matrice : un indicateur qui est une partie d’un autre \
              (`dont_de` au cadre), ou dont le libellé prolonge mot pour mot celui d’un autre de la même mesure \
              (« Nombre de nouveaux entrants orientés en un mois » et « Nombre de nouveaux entrants »), ne le dépasse \
              pas ; dans une case, une valeur de périmètre « dont… » ne dépasse pas celle qui la précède. Des valeurs \
              de périodes ou de périmètres différents ne sont pas comparées.",
    pourquoi: "Une partie plus grande que son tout prouve qu’un des deux nombres est faux, ou qu’ils ne comptent pas \
               la même population.",
    source: "Définition des indicateurs au référentiel du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 310,", a: ": 1 310," }],
        admis: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 310,", a: ": 1 150," }],
    },
    chercher,
};

type Index<'x, 'd> = BTreeMap<(Option<Span>, &'d str, &'d str, &'d str), &'x Donnee<'d>>;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = toutes(c);
    let mut index: Index<'_, '_> = BTreeMap::new();
    for donnee in &donnees {
        if let Some((mesure, indicateur)) = donnee.cadre {
            let (ou, colonne) = donnee.portee();
            index.entry((ou, colonne, &mesure.numero, &indicateur.id.valeur)).or_insert(donnee);
        }
    }
    let mut constats = Vec::new();
    for donnee in &donnees {
        constats.extend(tout_de(donnee, &index).and_then(|tout| depasse(donnee, tout)));
        constats.extend(dans_la_case(donnee));
    }
    constats
}

/// The whole of which an indicator is a part, in the same column of the same table.
fn tout_de<'x, 'd>(donnee: &Donnee<'d>, index: &Index<'x, 'd>) -> Option<&'x Donnee<'d>> {
    let (mesure, indicateur) = donnee.cadre?;
    let (ou, colonne) = donnee.portee();
    let parent = match &indicateur.dont_de {
        Some(parent) => parent.valeur.as_str(),
        None => {
            let long = plat(&indicateur.libelle);
            let prefixe = |autre: &str| {
                long.strip_prefix(plat(autre).as_str()).is_some_and(|suite| suite.starts_with(' '))
            };
            let memes = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
            let tout = mesure.indicateurs.iter().find(|i| {
                i.groupe == indicateur.groupe && memes(&i.nature, &indicateur.nature) && prefixe(&i.libelle)
            })?;
            tout.id.valeur.as_str()
        }
    };
    index.get(&(ou, colonne, mesure.numero.as_str(), parent)).copied()
}

/// The lowest that a value can be, and the highest.
fn bas(v: &Valeur) -> Option<Decimal> {
    intervalle(&v.mesurage.valeur)?.0
}

fn haut(v: &Valeur) -> Option<Decimal> {
    intervalle(&v.mesurage.valeur)?.1
}

fn depasse(partie: &Donnee<'_>, tout: &Donnee<'_>) -> Option<Diagnostic> {
    let valeur = partie.seule()?;
    // With several values in the box, the greatest is the least favourable.
    let autre = tout.case.iter().filter(|v| haut(v).is_some()).max_by_key(|v| haut(v))?;
    if tout.case.iter().any(|v| !comparables(valeur, v)) || bas(valeur)? <= haut(autre)? {
        return None;
    }
    Some(
        Diagnostic::constat(
            valeur.mesurage.span,
            format!(
                "{} : cette partie, {}, dépasse son tout, {}",
                partie.nom(),
                dire(&valeur.mesurage.valeur),
                dire(&autre.mesurage.valeur)
            ),
        )
        .ici(court(partie.libelle))
        .voir(autre.mesurage.span, court(tout.libelle))
        .aide("corriger l’un des deux nombres"),
    )
}

fn dans_la_case(donnee: &Donnee<'_>) -> Option<Diagnostic> {
    let partie = donnee
        .case
        .iter()
        .skip(1)
        .find(|v| v.perimetre.as_deref().is_some_and(|p| plat(p).starts_with("dont ")))?;
    let tout = donnee.case.first()?;
    if bas(partie)? <= haut(tout)? || partie.fenetre.is_some() && partie.fenetre != tout.fenetre {
        return None;
    }
    Some(
        Diagnostic::constat(
            partie.mesurage.span,
            format!(
                "{} : « {} » vaut {}, plus que le tout, {}",
                donnee.nom(),
                partie.perimetre.as_deref().unwrap_or_default(),
                dire(&partie.mesurage.valeur),
                dire(&tout.mesurage.valeur)
            ),
        )
        .voir(tout.mesurage.span, "le tout")
        .aide("corriger l’un des deux nombres"),
    )
}
