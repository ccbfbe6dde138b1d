//! One row of a table that leaves the coefficient common to all the others.

use rust_decimal::Decimal;

use crate::check::cellules;
use crate::check::outils::nombre;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::tableau::{Contenu, Donnees, TypeColonne};
use crate::text::{Span, Spanned};

const FICHIER: &str = "content/2024/fiches/01-accueil.md";
const DEBUT: &str = "figures:\n  - id: parcours";
const SITE: &str = "{tableau.sites}";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-034",
    titre: "un montant s’écarte du coût commun à toutes les autres lignes du tableau",
    gravite: Gravite::Avertissement,
    verifie: "Une colonne de montants d’un tableau, et une colonne de nombres (ou de montants) dont elle est le produit par \
              un même coût, à l’arrondi d’écriture près, dans toutes les lignes sauf une. Il faut au moins six lignes, \
              quatre valeurs différentes dans chaque colonne, et un coût connu à 2 % près par les autres lignes.",
    pourquoi: "Un abondement calculé au même coût pour tous ne peut différer pour un seul sans raison dite.",
    source: "Cohérence interne de l’acte ; égalité de traitement entre les structures financées.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: FICHIER,
                de: DEBUT,
                a: "  - id: files\n    titre: Files actives par site\n    colonnes:\n      - { titre: Site }\n      - { titre: File, type: nombre }\n      - { titre: Aide, type: montant }\n    lignes: |\n      Vaunes     | 152 | 7 600 €\n      Roquenoire | 168 | 8 400 €\n      Ambreval   | 145 | 7 250 €\n      Fontclaire | 115 | 5 750 €\n      Ponts      | 117 | 5 850 €\n      Sources    | 136 | 6 800 €\n\nfigures:\n  - id: parcours",
            },
            Changement {
                fichier: FICHIER,
                de: SITE,
                a: "{tableau.sites}\n\nLes files sont données par le tableau ci-dessous.\n\n{tableau.files}",
            },
        ],
        faute: &[Changement {
            fichier: FICHIER,
            de: "Ambreval   | 145 | 7 250 €",
            a: "Ambreval   | 145 | 7 350 €",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: "Ambreval   | 145 | 7 250 €",
            a: "Ambreval   | 145 | sans objet",
        }],
    },
    chercher,
};

const LIGNES: usize = 6;
const DISTINCTES: usize = 4;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tableaux = c.fiches().flat_map(|f| &f.tableaux).filter(|t| t.lignes.len() >= LIGNES);
    tableaux.flat_map(dans_le_tableau).collect()
}

/// A number of a cell, what its rounding hides, and its place.
#[derive(Clone, Copy)]
struct Mesure {
    valeur: Decimal,
    marge: Decimal,
    span: Span,
}

fn mesure(cellule: &Spanned<Contenu>) -> Option<Mesure> {
    let (valeur, decimales) = match &cellule.valeur {
        Contenu::Nombre(n) => (*n, n.scale()),
        Contenu::Montant(m) => (m.euros(), 2),
        _ => return None,
    };
    let marge = Decimal::new(5, decimales + 1);
    (valeur > Decimal::ZERO).then_some(Mesure { valeur, marge, span: cellule.span })
}

fn dans_le_tableau(tableau: &Donnees) -> Vec<Diagnostic> {
    let n = tableau.colonnes.len();
    let montant = |c: usize| tableau.colonnes.get(c).is_some_and(|c| c.genre == TypeColonne::Montant);
    let paires =
        (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))).filter(|(a, b)| montant(*a) || montant(*b));
    paires
        .filter_map(|(a, b)| {
            let lignes: Vec<(Mesure, Mesure)> = cellules::lignes(tableau)
                .filter_map(|l| Some((mesure(l.get(a)?)?, mesure(l.get(b)?)?)))
                .collect();
            let titres = (&tableau.colonnes.get(a)?.titre.valeur, &tableau.colonnes.get(b)?.titre.valeur);
            ecart(&lignes).map(|e| constat(&e, titres))
        })
        .collect()
}

/// The row apart, and the coefficient of the others.
struct Isolee {
    ligne: (Mesure, Mesure),
    bornes: (Decimal, Decimal),
}

fn ecart(lignes: &[(Mesure, Mesure)]) -> Option<Isolee> {
    if lignes.len() < LIGNES {
        return None;
    }
    let bornes: Vec<(Decimal, Decimal)> = lignes.iter().filter_map(|(a, b)| coefficient(a, b)).collect();
    if bornes.len() != lignes.len() || commune(bornes.iter()).is_some() {
        return None;
    }
    // Only the row that gives the highest of the low bounds, or the lowest of the high ones, can be the one apart.
    let haute = bornes.iter().enumerate().max_by_key(|(_, b)| b.0)?.0;
    let basse = bornes.iter().enumerate().min_by_key(|(_, b)| b.1)?.0;
    let sans = |rang: usize| {
        commune(bornes.iter().enumerate().filter(|(i, _)| *i != rang).map(|(_, b)| b)).map(|b| (rang, b))
    };
    let (rang, bornes) = match (sans(haute), sans(basse)) {
        (Some(seule), None) | (None, Some(seule)) => seule,
        _ => return None,
    };
    let autres = || lignes.iter().enumerate().filter(|(i, _)| *i != rang).map(|(_, l)| l);
    let distinctes =
        |valeurs: Vec<Decimal>| valeurs.into_iter().collect::<std::collections::BTreeSet<_>>().len();
    let varie = distinctes(autres().map(|l| l.0.valeur).collect()) >= DISTINCTES
        && distinctes(autres().map(|l| l.1.valeur).collect()) >= DISTINCTES;
    let precis = (bornes.1 - bornes.0).checked_mul(Decimal::from(50))? <= bornes.0;
    (varie && precis).then_some(Isolee { ligne: *lignes.get(rang)?, bornes })
}

/// Between what and what the quotient of two rounded numbers is.
fn coefficient(a: &Mesure, b: &Mesure) -> Option<(Decimal, Decimal)> {
    // A whole number counts things: it is not rounded when it is what is multiplied.
    let marge = if a.valeur.is_integer() && a.valeur.scale() == 0 { Decimal::ZERO } else { a.marge };
    let bas = (b.valeur - b.marge).checked_div(a.valeur + marge)?;
    let haut = (b.valeur + b.marge).checked_div((a.valeur - marge).max(Decimal::new(1, 6)))?;
    Some((bas, haut))
}

/// What all the intervals have in common.
fn commune<'b>(bornes: impl Iterator<Item = &'b (Decimal, Decimal)>) -> Option<(Decimal, Decimal)> {
    let communes = bornes.fold(None, |acc: Option<(Decimal, Decimal)>, b| match acc {
        None => Some(*b),
        Some((bas, haut)) => Some((bas.max(b.0), haut.min(b.1))),
    });
    communes.filter(|(bas, haut)| bas <= haut)
}

fn constat(isolee: &Isolee, (a, b): (&String, &String)) -> Diagnostic {
    let (x, y) = isolee.ligne;
    let (bas, haut) = isolee.bornes;
    let milieu = ((bas + haut) / Decimal::TWO).round_dp(4);
    let attendu = x.valeur.saturating_mul(milieu).round_dp(y.valeur.scale());
    Diagnostic::constat(
        y.span,
        format!(
            "« {b} » vaut ici {}, quand le coefficient de toutes les autres lignes donnerait environ {} pour {}",
            nombre(y.valeur),
            nombre(attendu),
            nombre(x.valeur)
        ),
    )
    .calcul(format!("{} × {} = {}", nombre(x.valeur), nombre(milieu), nombre(attendu)))
    .voir(x.span, format!("« {a} » : {}", nombre(x.valeur)))
    .aide("corriger l’un des deux nombres, ou dire pourquoi cette ligne est calculée autrement")
}
