//! A series that jumps.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::indicateurs::{Donnee, annee, court, dire, est_cible, toutes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-016",
    titre: "une valeur est au moins dix fois plus grande ou plus petite que l’année voisine",
    gravite: Gravite::Conseil,
    verifie: "La série d’un indicateur du référentiel, année par année, telle que les fiches et la matrice la donnent, \
              cibles comprises : deux années de suite dont l’une vaut au moins dix fois l’autre, et au moins cent. Un \
              zéro, une valeur de période ou de périmètre dits et une année sans valeur interrompent la série.",
    pourquoi: "Un saut de un à dix est le plus souvent un chiffre en trop ou en moins, ou un changement de périmètre \
               que l’acte ne dit pas.",
    source: "Vraisemblance ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 64,", a: ": 6 400," }],
        admis: &[Changement { fichier: "content/2024/indicateurs.yaml", de: ": 64,", a: ": 5," }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let donnees = toutes(c);
    let mut series: BTreeMap<(String, bool), BTreeMap<i32, &Donnee<'_>>> = BTreeMap::new();
    for donnee in donnees.iter().filter(|d| d.cadre.is_some()) {
        let Some((_, valeur)) = donnee.nombre() else { continue };
        if valeur.perimetre.is_some() || valeur.fenetre.is_some() {
            continue;
        }
        if let Some(an) = annee(donnee.colonne) {
            let serie = series.entry((donnee.nom(), donnee.fiche.is_none())).or_default();
            // A result goes before a target of the same year.
            match serie.get(&an) {
                Some(deja) if !est_cible(deja.colonne) => {}
                _ => {
                    serie.insert(an, donnee);
                }
            }
        }
    }
    series.values().flat_map(|serie| serie.iter().zip(serie.iter().skip(1)).filter_map(sauter)).collect()
}

fn sauter<'d>(
    ((an1, avant), (an2, apres)): ((&i32, &&Donnee<'d>), (&i32, &&Donnee<'d>)),
) -> Option<Diagnostic> {
    let ((a, v1), (b, v2)) = (avant.nombre()?, apres.nombre()?);
    let (petit, grand) = (a.valeur.min(b.valeur), a.valeur.max(b.valeur));
    let saut = petit > Decimal::ZERO
        && grand >= Decimal::ONE_HUNDRED
        && grand >= petit.checked_mul(Decimal::TEN)?
        && an2.saturating_sub(*an1) == 1;
    saut.then(|| {
        Diagnostic::constat(
            v2.mesurage.span,
            format!(
                "{} passe de {} en {an1} à {} en {an2}",
                apres.nom(),
                dire(&v1.mesurage.valeur),
                dire(&v2.mesurage.valeur)
            ),
        )
        .ici(court(apres.libelle))
        .voir(v1.mesurage.span, format!("valeur de {an1}"))
        .aide("vérifier les deux nombres, ou dire ce qui explique le saut (« note », « perimetre »)")
    })
}
