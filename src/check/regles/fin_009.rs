//! Stated total of a column of a table of data against its cells.

use rust_decimal::Decimal;

use crate::check::finances::{addition, demi_unite, montrer};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::nombre::francais;
use crate::model::tableau::{Colonne, Contenu, Donnees, Ligne, TypeColonne};
use crate::model::{Absence, Montant};
use crate::text::{Span, Spanned};

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-009",
    titre: "le total affiché d’une colonne n’est pas la somme de ses cases",
    gravite: Gravite::Erreur,
    verifie: "Le `total_affiche` d’une colonne de nombres ou de montants est comparé à la somme de ses cases ; une case \
              fusionnée compte une fois. Un écart qui s’explique par l’arrondi des cases (une demi-unité de la \
              dernière décimale par case) est dit comme tel, en conseil. Quand une case attend sa valeur, un total \
              plus grand que la somme est un avertissement. Les pourcentages, qui ne s’ajoutent pas, et les colonnes \
              qui contiennent des mots ne sont pas comparés.",
    pourquoi: "Le total d’un tableau est repris ailleurs dans l’acte : faux, il fausse ce qui le cite.",
    source: "Cohérence interne de l’acte : un total est la somme de ses lignes.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Roquenoire     | 20 | 7 050,50 € | 60 %",
            a: "Roquenoire     | 25 | 7 050,50 € | 60 %",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{ titre: Taux d'occupation, type: pourcentage }",
                a: "{ titre: Taux d'occupation, type: pourcentage, total_affiche: \"67,5\" }",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "      Roquenoire     | 20 | 7 050,50 € | 60 %",
                a: "      Roquenoire     | 20 | 7 050,50 € | 60 %\n      Point relais   | ^  | ^          | ^",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tableaux = c.fiches().flat_map(|f| &f.tableaux);
    tableaux
        .flat_map(|t| t.colonnes.iter().enumerate().filter_map(move |(i, colonne)| comparer(t, i, colonne)))
        .collect()
}

/// The cells of a column, told apart.
#[derive(Default)]
struct Cases {
    chiffres: Vec<(Decimal, Span)>,
    attendues: usize,
    mots: bool,
}

fn cases(tableau: &Donnees, rang: usize) -> Cases {
    let mut cases = Cases::default();
    for ligne in &tableau.lignes {
        let Ligne::Cellules(cellules) = ligne else { continue };
        let Some(Spanned { valeur, span }) = cellules.get(rang) else { continue };
        match valeur {
            Contenu::Nombre(n) => cases.chiffres.push((*n, *span)),
            Contenu::Montant(m) => cases.chiffres.push((m.euros(), *span)),
            Contenu::Texte(_) => cases.mots = true,
            Contenu::Absent(Absence::Vide | Absence::SansObjet | Absence::NonContracte) | Contenu::Fusion => {
            }
            Contenu::Absent(_) => cases.attendues += 1,
        }
    }
    cases
}

fn comparer(tableau: &Donnees, rang: usize, colonne: &Colonne) -> Option<Diagnostic> {
    let affiche = colonne.total_affiche.as_ref()?;
    let cases = cases(tableau, rang);
    let somme = cases.chiffres.iter().fold(Decimal::ZERO, |a, (n, _)| a.saturating_add(*n));
    let compte = !matches!(colonne.genre, TypeColonne::Texte | TypeColonne::Pourcentage);
    if !compte || cases.mots || cases.chiffres.is_empty() || somme == affiche.valeur {
        return None;
    }
    // As many decimals as the cells and the total have, so that the figures compare at a glance.
    let decimales = cases.chiffres.iter().map(|(n, _)| n.scale()).fold(affiche.valeur.scale(), u32::max);
    let dire = |n: Decimal| match colonne.genre {
        TypeColonne::Montant => Montant::arrondi(n).unwrap_or_default().to_string(),
        _ => francais(n, Some(decimales)),
    };
    let (dit, juste) = (dire(affiche.valeur), dire(somme));
    let difference = affiche.valeur - somme;
    let termes: Vec<String> = cases.chiffres.iter().map(|(n, _)| dire(*n)).collect();
    let lieux: Vec<(Span, String)> = cases.chiffres.iter().map(|(n, s)| (*s, dire(*n))).collect();
    let message = format!(
        "le total affiché de la colonne « {} », {dit}, n’est pas la somme de ses cases, {juste}",
        colonne.titre.valeur
    );
    let constat = Diagnostic::constat(affiche.span, message).ici("total affiché").calcul(format!(
        "{} ; écart : {}",
        addition(&termes, &juste),
        dire(difference.abs())
    ));
    let constat = if colonne.genre == TypeColonne::Montant { constat.enjeu(difference) } else { constat };
    let constat = if difference.abs() <= marge(&cases, colonne.genre, affiche.valeur) {
        constat
            .conseil()
            .aide("l’écart est de l’ordre de l’arrondi des cases : écrire le total des cases, ou dire qu’elles sont arrondies")
    } else {
        let constat = constat.aide("corriger le total ou une case");
        if cases.attendues > 0 && difference > Decimal::ZERO { constat.avertissement() } else { constat }
    };
    Some(montrer(constat, &lieux))
}

/// What rounding the cells may have changed: nothing for whole numbers and for cents.
fn marge(cases: &Cases, genre: TypeColonne, total: Decimal) -> Decimal {
    let nombre = Decimal::from(cases.chiffres.len());
    let decimales = cases.chiffres.iter().map(|(n, _)| n.scale()).max().unwrap_or(0);
    match genre {
        TypeColonne::Montant if decimales > 0 && total.fract().is_zero() => Decimal::new(99, 2),
        TypeColonne::Montant => Decimal::ZERO,
        _ if decimales == 0 => Decimal::ZERO,
        _ => cases
            .chiffres
            .iter()
            .map(|(n, _)| n)
            .max_by_key(|n| n.scale())
            .map_or(Decimal::ZERO, |n| demi_unite(*n).saturating_mul(nombre)),
    }
}
