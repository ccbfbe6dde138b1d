//! A column of estimates that follows one rate, but for a row.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::check::grille::grille;
use crate::check::outils::{nombre, plat};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::tableau::{Contenu, Donnees};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-023",
    titre: "une estimation s’écarte du taux que suivent les autres lignes",
    gravite: Gravite::Avertissement,
    verifie: "Dans un tableau de données, une colonne de nombres dont le titre dit une estimation, une évolution, une \
              prévision ou une projection, et la colonne de nombres qui la précède : quand au moins cinq lignes, et \
              toutes sauf une sur six au plus, se déduisent de la précédente par un même nombre entier de pour cent, \
              à l’arrondi près, les autres lignes sont signalées. Si deux taux conviennent autant, rien n’est dit.",
    pourquoi: "Une ligne qui s’écarte de la règle suivie par toutes les autres est presque toujours une faute de frappe, \
               et les moyens accordés en dépendent.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "figures:\n",
                a: "  - id: files\n    titre: Les files d'attente\n    colonnes:\n      - { titre: Lieu }\n      \
                    - { titre: File en janvier 2024, type: nombre }\n      - { titre: Estimation en décembre 2024, type: nombre }\n    \
                    lignes: |\n      Aubière | 120 | 134\n      Bourgon | 85 | 95\n      Cerny | 143 | 160\n      \
                    Doré | 97 | 109\n      Esbly | 208 | 233\n      Fierville | 64 | 72\n\nfigures:\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{tableau.sites}\n",
                a: "{tableau.sites}\n\n{tableau.files}\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Doré | 97 | 109",
            a: "Doré | 97 | 119",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Doré | 97 | 109",
            a: "Doré | 97 | non communiqué",
        }],
    },
    chercher,
};

/// A row: the two numbers and where they are.
struct Couple {
    avant: (Decimal, Span),
    apres: (Decimal, Span),
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.tableaux.iter().flat_map(du_tableau)).collect()
}

fn du_tableau(tableau: &Donnees) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for (rang, colonne) in tableau.colonnes.iter().enumerate().skip(1) {
        let titre = plat(&colonne.titre.valeur);
        if ["estim", "evolution", "previ", "projection"].iter().any(|m| titre.contains(m)) {
            constats.extend(
                rang.checked_sub(1).map(|avant| comparer(&couples(tableau, avant, rang))).unwrap_or_default(),
            );
        }
    }
    constats
}

fn couples(tableau: &Donnees, avant: usize, apres: usize) -> Vec<Couple> {
    let grille = grille(tableau);
    let lire = |ligne: usize, colonne: usize| {
        let place = grille.get(ligne)?.get(colonne).filter(|p| p.tete == ligne)?;
        match place.cellule.valeur {
            Contenu::Nombre(n) if n > Decimal::ZERO => Some((n, place.cellule.span)),
            _ => None,
        }
    };
    (0..grille.len())
        .filter_map(|l| Some(Couple { avant: lire(l, avant)?, apres: lire(l, apres)? }))
        .collect()
}

/// The whole numbers of per cent that lead from one number to the other, once rounded.
fn taux(couple: &Couple) -> Option<std::ops::RangeInclusive<i64>> {
    let pour_cent = |n: Decimal| n.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(couple.avant.0);
    let demi = Decimal::new(5, couple.apres.0.scale().saturating_add(1).min(20));
    let bas = pour_cent(couple.apres.0.checked_sub(demi)?)?.ceil().to_i64()?;
    let haut = pour_cent(couple.apres.0.checked_add(demi)?)?.floor().to_i64()?;
    // A small number admits too many rates to say anything.
    (haut.saturating_sub(bas) <= 20).then_some(bas..=haut)
}

fn comparer(couples: &[Couple]) -> Vec<Diagnostic> {
    let mut voix: BTreeMap<i64, usize> = BTreeMap::new();
    for possible in couples.iter().filter_map(taux) {
        for k in possible {
            *voix.entry(k).or_default() += 1;
        }
    }
    let Some(max) = voix.values().max().copied() else { return Vec::new() };
    let mut elus = voix.iter().filter(|(_, n)| **n == max).map(|(k, _)| *k);
    let (Some(elu), None) = (elus.next(), elus.next()) else { return Vec::new() };
    let hors = couples.len().saturating_sub(max);
    if max < 5 || hors == 0 || hors.saturating_mul(6) > couples.len() || elu == 100 {
        return Vec::new();
    }
    let fautifs = couples.iter().filter(|c| taux(c).is_some_and(|t| !t.contains(&elu)));
    fautifs.filter_map(|c| signaler(c, elu, max)).collect()
}

fn signaler(couple: &Couple, elu: i64, max: usize) -> Option<Diagnostic> {
    let facteur = Decimal::new(elu, 2);
    let exact = couple.avant.0.checked_mul(facteur)?;
    let (avant, apres) = (nombre(couple.avant.0), nombre(couple.apres.0));
    Some(
        Diagnostic::constat(
            couple.apres.1,
            format!(
                "{apres} ne se déduit pas de {avant} comme sur les {max} autres lignes, par × {}",
                nombre(facteur)
            ),
        )
        .voir(couple.avant.1, avant.clone())
        .calcul(format!("{avant} × {} = {} ; affiché : {apres}", nombre(facteur), nombre(exact)))
        .aide("corriger l’un des deux nombres, ou dire ce qui distingue cette ligne"),
    )
}
