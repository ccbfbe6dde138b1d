//! Share of the total that a line prints against its amount.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::aggregate::{Somme, budget};
use crate::check::finances::{affiche_de, demi_unite, entiere, enumerer};
use crate::check::outils::{nombre, part, pourcent};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-008",
    titre: "la part affichée d’une ligne n’est pas celle de son montant",
    gravite: Gravite::Erreur,
    verifie: "La `part_affichee` d’une ligne de charges ou de financements est comparée à son montant divisé par la \
              somme de sa liste (ou par le total affiché), arrondi au nombre de décimales de la part. Des parts \
              arrondies pour faire 100 % sont admises quand ce sont les plus forts restes qui sont arrondis vers le \
              haut. Les parts fausses d’une liste font un seul \
              constat, en avertissement si chacune l’est de moins d’une unité. Ne sont pas comparées une liste dont un \
              montant manque, les sous-lignes, ni une part de plus de 100 %, que FIN-011 signale.",
    pourquoi: "La part est ce que le lecteur retient d’un budget ; elle sert souvent de clé pour le suivi des crédits.",
    source: "Cohérence interne de l’acte : une part est un montant divisé par un total.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "part_affichee: \"16,7 %\"",
            a: "part_affichee: \"17,6 %\"",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "part_affichee: \"16,7 %\"",
                a: "part_affichee: 17 %",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "part_affichee: \"16,7 %\"",
                a: "part_affichee: \"16,67 %\"",
            },
        ],
    },
    chercher,
};

/// A line that prints its share.
struct Ligne<'m> {
    affichee: &'m Spanned<Decimal>,
    montant: Somme,
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.budgets.iter().flat_map(|b| comparer(f, b))).collect()
}

fn comparer(fiche: &Fiche, budget: &Budget) -> Vec<Diagnostic> {
    let charges = budget.charges.iter().map(|c| (c.mentions.part_affichee.as_ref(), affiche_de(c, fiche)));
    let financements =
        budget.financements.iter().map(|f| (f.mentions.part_affichee.as_ref(), budget::apport(f)));
    let affiche = budget.total_affiche.as_ref().map(|t| t.valeur);
    let mut constats = liste(charges.collect(), affiche);
    constats.extend(liste(financements.collect(), affiche));
    constats
}

fn liste(lignes: Vec<(Option<&Spanned<Decimal>>, Somme)>, affiche: Option<Montant>) -> Vec<Diagnostic> {
    let mut tout = Somme::default();
    lignes.iter().for_each(|(_, s)| tout.etendre(s));
    if !entiere(&tout) {
        return Vec::new();
    }
    let toutes = lignes.iter().all(|(p, _)| p.is_some());
    let lignes: Vec<Ligne<'_>> =
        lignes.into_iter().filter_map(|(p, montant)| Some(Ligne { affichee: p?, montant })).collect();
    if toutes && plus_forts_restes(&lignes, tout.total) {
        return Vec::new();
    }
    let fausses: Vec<Fausse<'_>> = lignes.iter().filter_map(|l| fausse(l, tout.total, affiche)).collect();
    constat(&fausses, affiche.unwrap_or(tout.total)).into_iter().collect()
}

/// A share that is not the one of its amount.
struct Fausse<'m> {
    ligne: &'m Ligne<'m>,
    exacte: Decimal,
    attendue: String,
}

fn fausse<'m>(ligne: &'m Ligne<'m>, tout: Montant, affiche: Option<Montant>) -> Option<Fausse<'m>> {
    let dite = ligne.affichee.valeur;
    let montant = ligne.montant.total.euros();
    let juste = |exacte: Decimal| (exacte - dite).abs() <= demi_unite(dite);
    let exacte = part(montant, affiche.unwrap_or(tout).euros())?;
    if dite > Decimal::ONE_HUNDRED || juste(exacte) || part(montant, tout.euros()).is_some_and(juste) {
        return None;
    }
    let arrondie = exacte.round_dp_with_strategy(dite.scale(), RoundingStrategy::MidpointAwayFromZero);
    Some(Fausse { ligne, exacte, attendue: format!("{}\u{a0}%", nombre(arrondie)) })
}

/// The wrong shares of a list, in one finding.
fn constat(fausses: &[Fausse<'_>], tout: Montant) -> Option<Diagnostic> {
    let premiere = fausses.first()?;
    let dits: Vec<String> = fausses
        .iter()
        .map(|f| {
            let dite = nombre(f.ligne.affichee.valeur);
            format!("{dite}\u{a0}% pour {} (soit {})", f.ligne.montant.total, f.attendue)
        })
        .collect();
    let message = match dits.as_slice() {
        [seule] => format!("la part affichée n’est pas celle du montant sur {tout} : {seule}"),
        _ => format!("les parts affichées ne sont pas celles des montants sur {tout} : {}", enumerer(&dits)),
    };
    let calculs: Vec<String> = fausses
        .iter()
        .map(|f| format!("{} / {tout} = {}", f.ligne.montant.total, pourcent(f.exacte)))
        .collect();
    let mut constat = Diagnostic::constat(premiere.ligne.affichee.span, message)
        .ici(format!("à lire : {}", premiere.attendue))
        .calcul(calculs.join(" ; "))
        .aide("corriger les parts, ou les montants");
    for autre in fausses.iter().skip(1) {
        constat = constat.voir(autre.ligne.affichee.span, format!("à lire : {}", autre.attendue));
    }
    for terme in fausses.iter().filter_map(|f| f.ligne.montant.termes.first()) {
        constat = constat.voir(terme.span, terme.montant.to_string());
    }
    let proche = |f: &Fausse<'_>| {
        let dite = f.ligne.affichee.valeur;
        (f.exacte - dite).abs() < demi_unite(dite).saturating_mul(Decimal::TWO)
    };
    Some(if fausses.iter().all(proche) { constat.avertissement() } else { constat })
}

/// Whether the shares were rounded so that they make 100 %, those of the largest remainders upwards.
fn plus_forts_restes(lignes: &[Ligne<'_>], tout: Montant) -> bool {
    let decimales = lignes.iter().map(|l| l.affichee.valeur.scale()).max().unwrap_or(0);
    let unite = Decimal::try_new(1, decimales).unwrap_or_default();
    let somme = lignes.iter().fold(Decimal::ZERO, |a, l| a.saturating_add(l.affichee.valeur));
    let (mut bas, mut haut) = (Decimal::ZERO, Decimal::ONE);
    for ligne in lignes {
        let Some(exacte) = part(ligne.montant.total.euros(), tout.euros()) else { return false };
        let plancher = exacte.trunc_with_scale(decimales);
        let reste = exacte - plancher;
        if ligne.affichee.valeur == plancher {
            bas = bas.max(reste);
        } else if ligne.affichee.valeur == plancher.saturating_add(unite) {
            haut = haut.min(reste);
        } else {
            return false;
        }
    }
    somme == Decimal::ONE_HUNDRED && bas <= haut
}
