//! A rate that the framework defines as a quotient.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::indicateurs::{Donnee, comparables, court, dire, toutes};
use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-007",
    titre: "un taux n’est pas le quotient des deux indicateurs qui le définissent",
    gravite: Gravite::Erreur,
    verifie: "Quand le cadre dit qu’un indicateur est le quotient de deux autres (`quotient`), sa valeur est recalculée \
              dans chaque colonne des fiches et de la matrice où les trois sont des nombres, et comparée avec les \
              décimales écrites. Des périodes ou des périmètres différents ne sont pas comparés.",
    pourquoi: "Le taux est souvent le seul nombre que l’on retient : s’il ne sort pas des deux autres, on ne sait \
               lequel des trois est faux.",
    source: "Définition de l’indicateur au référentiel du cadre ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 50 %,", a: ": 56 %," }],
        admis: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 50 %,", a: ": \"50,0 %\"," }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = toutes(c);
    let mut index = BTreeMap::new();
    for donnee in &donnees {
        if let Some((mesure, indicateur)) = donnee.cadre {
            index.insert((donnee.portee(), mesure.numero.as_str(), indicateur.id.valeur.as_str()), donnee);
        }
    }
    let termes = |donnee: &Donnee<'_>, id: &str| {
        index.get(&(donnee.portee(), donnee.cadre?.0.numero.as_str(), id)).copied()
    };
    donnees
        .iter()
        .filter_map(|d| {
            let (haut, bas) = d.cadre?.1.quotient.as_ref()?;
            comparer(d, termes(d, &haut.valeur)?, termes(d, &bas.valeur)?)
        })
        .collect()
}

fn comparer(taux: &Donnee<'_>, haut: &Donnee<'_>, bas: &Donnee<'_>) -> Option<Diagnostic> {
    let (dit, valeur) = taux.nombre()?;
    let ((numerateur, v1), (denominateur, v2)) = (haut.nombre()?, bas.nombre()?);
    if !comparables(valeur, v1) || !comparables(valeur, v2) {
        // A period told for one of them only does not say that they differ.
        let periodes = [valeur, v1, v2].iter().filter_map(|v| v.fenetre).collect::<Vec<_>>();
        let perimetre = [valeur, v1, v2].iter().any(|v| v.perimetre.is_some());
        if perimetre || periodes.windows(2).any(|p| p.first() != p.last()) {
            return None;
        }
    }
    let pour_cent = dit.unite.as_deref().or(taux.unite()) == Some("%");
    let facteur = if pour_cent { Decimal::ONE_HUNDRED } else { Decimal::ONE };
    let exact = numerateur.valeur.checked_mul(facteur)?.checked_div(denominateur.valeur)?;
    let echelle = dit.valeur.scale();
    // Half a unit of the last digit written, whichever way it was rounded.
    let tolerance = Decimal::new(5, echelle.saturating_add(1).min(28));
    if (exact - dit.valeur).abs() <= tolerance {
        return None;
    }
    let unite = if pour_cent { "\u{a0}%" } else { "" };
    let ecrit = dire(&valeur.mesurage.valeur);
    Some(
        Diagnostic::constat(
            valeur.mesurage.span,
            format!(
                "{} : {ecrit} n’est pas le quotient de {} par {}",
                taux.nom(),
                nombre(numerateur.valeur),
                nombre(denominateur.valeur)
            ),
        )
        .voir(v1.mesurage.span, court(haut.libelle))
        .voir(v2.mesurage.span, court(bas.libelle))
        .calcul(format!(
            "{} ÷ {} = {}{unite} ; affiché : {ecrit}",
            nombre(numerateur.valeur),
            nombre(denominateur.valeur),
            nombre(exact.round_dp(echelle.saturating_add(1).min(4)))
        ))
        .aide("corriger le taux ou l’un de ses deux termes"),
    )
}
