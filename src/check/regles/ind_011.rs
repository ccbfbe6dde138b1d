//! An indicator told twice: in a fiche and in the matrix, or in two fiches.

use std::collections::BTreeMap;

use crate::check::indicateurs::{
    Donnee, annee, court, de_la_matrice, des_fiches, dire, est_cible, intervalle,
};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::{Fenetre, Mesurage, Valeur};

pub(crate) static REGLE: Regle = Regle {
    code: "IND-011",
    titre: "un même indicateur a deux valeurs pour la même année",
    gravite: Gravite::Erreur,
    verifie: "La valeur d’un indicateur du référentiel dans une fiche est comparée à celle de la matrice, quand les deux \
              colonnes sont d’une même année et annoncent toutes deux une cible, ou toutes deux non, sauf si la fiche \
              précise le libellé ou si plusieurs fiches portent l’indicateur. Elle l’est aussi, \
              en conseil, à celle d’une autre fiche qui l’imprime sous le même libellé, dans une colonne de même titre. \
              Des nombres doivent être égaux, une borne et une fourchette compatibles. Une valeur arrêtée en cours \
              d’année, ou d’un périmètre dit, n’est comparée qu’à une valeur qui dit de même.",
    pourquoi: "L’évaluation portera sur l’une des deux valeurs : tant qu’elles diffèrent, chaque partie peut \
               choisir la sienne.",
    source: "Cohérence interne de l’acte, entre les fiches et la matrice de l’annexe.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/indicateurs.yaml",
            de: "\"2023\": \"17,5 jours\",",
            a: "\"2023\": \"17 jours\",",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/indicateurs.yaml",
                de: "\"2023\": \"17,5 jours\",",
                a: "\"2023\": { valeur: 17 jours, au: 2023-06-30 },",
            },
            Changement {
                fichier: "content/2024/indicateurs.yaml",
                de: "\"2024\": 12 jours }",
                a: "\"2024\": 10 à 12 jours }",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let (fiches, matrice) = (des_fiches(c), de_la_matrice(c));
    let mut index: BTreeMap<_, &Donnee<'_>> = BTreeMap::new();
    for donnee in &matrice {
        index.insert((donnee.nom(), annee(donnee.colonne), est_cible(donnee.colonne)), donnee);
    }
    let mut constats = Vec::new();
    // What several fiches carry, the matrix sums.
    let mut porteurs: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for donnee in &fiches {
        *porteurs.entry((donnee.nom(), donnee.colonne)).or_default() += 1;
    }
    let mut vues: BTreeMap<(String, String, &str), &Donnee<'_>> = BTreeMap::new();
    for donnee in fiches.iter().filter(|d| d.cadre.is_some()) {
        let precise = donnee.cadre.is_some_and(|(_, i)| plat(&i.libelle) != plat(donnee.libelle));
        let seul = porteurs.get(&(donnee.nom(), donnee.colonne)) == Some(&1);
        if let Some(an) = annee(donnee.colonne).filter(|_| seul && !precise)
            && let Some(autre) = index.get(&(donnee.nom(), Some(an), est_cible(donnee.colonne)))
            && let Some((a, b)) = differentes(donnee, autre)
        {
            let message = format!(
                "{} vaut {} ici et {} dans la matrice, pour {an}",
                donnee.nom(),
                dire(&a.mesurage.valeur),
                dire(&b.mesurage.valeur)
            );
            constats.push(
                Diagnostic::constat(a.mesurage.span, message)
                    .ici(court(donnee.libelle))
                    .voir(b.mesurage.span, "valeur de la matrice")
                    .aide("corriger l’une des deux valeurs, ou dire la période ou le périmètre qui les distingue"),
            );
        }
        match vues.get(&(donnee.nom(), plat(donnee.libelle), donnee.colonne)) {
            Some(autre) if autre.fiche.map(|f| f.span) != donnee.fiche.map(|f| f.span) => {
                constats.extend(entre_fiches(donnee, autre));
            }
            Some(_) => {}
            None => {
                vues.insert((donnee.nom(), plat(donnee.libelle), donnee.colonne), donnee);
            }
        }
    }
    constats
}

fn entre_fiches(donnee: &Donnee<'_>, autre: &Donnee<'_>) -> Option<Diagnostic> {
    let (a, b) = differentes(donnee, autre)?;
    let constat = Diagnostic::constat(
        a.mesurage.span,
        format!(
            "{} vaut {} ici et {} dans une autre fiche, sous le même libellé",
            donnee.nom(),
            dire(&a.mesurage.valeur),
            dire(&b.mesurage.valeur)
        ),
    )
    .conseil()
    .ici(court(donnee.libelle))
    .voir(b.mesurage.span, "valeur de l’autre fiche")
    .aide("préciser le libellé de chaque fiche (« …, à savoir … »), ou dire le périmètre de chaque valeur");
    Some(constat)
}

/// The two values, when they cannot both be true.
fn differentes<'d>(a: &Donnee<'d>, b: &Donnee<'d>) -> Option<(&'d Valeur, &'d Valeur)> {
    let (va, vb) = (a.seule()?, b.seule()?);
    if va.perimetre != vb.perimetre || !memes_periodes(va.fenetre, vb.fenetre) {
        return None;
    }
    let compatible = match (&va.mesurage.valeur, &vb.mesurage.valeur) {
        (Mesurage::Nombre(x), Mesurage::Nombre(y)) => x.valeur == y.valeur,
        (x, y) => {
            let ((bas_x, haut_x), (bas_y, haut_y)) = (intervalle(x)?, intervalle(y)?);
            let avant = |haut: Option<_>, bas: Option<_>| haut.zip(bas).is_some_and(|(h, b)| h < b);
            !avant(haut_x, bas_y) && !avant(haut_y, bas_x)
        }
    };
    (!compatible).then_some((va, vb))
}

/// Whether two periods are the same; one that is not told is that of the whole year.
fn memes_periodes(a: Option<Fenetre>, b: Option<Fenetre>) -> bool {
    let annee_entiere = |f: Fenetre| {
        let (debut, fin) = match f {
            Fenetre::Au(fin) => (None, fin),
            Fenetre::DuAu(debut, fin) => (Some(debut), fin),
        };
        (fin.mois(), fin.jour()) == (12, 31) && debut.is_none_or(|d| (d.mois(), d.jour()) == (1, 1))
    };
    match (a, b) {
        (None, None) => true,
        (Some(f), None) | (None, Some(f)) => annee_entiere(f),
        (Some(a), Some(b)) => a == b || (annee_entiere(a) && annee_entiere(b)),
    }
}
