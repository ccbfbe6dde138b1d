//! Share of the total that a line prints against its amount.

use rust_decimal::Decimal;

use crate::aggregate::{Somme, budget};
use crate::check::finances::{affiche_de, demi_unite, entiere};
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
              haut. Une part fausse de moins d’une unité est un avertissement. Ne sont pas comparées une liste dont un \
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
    lignes.iter().filter_map(|l| constat(l, tout.total, affiche)).collect()
}

fn constat(ligne: &Ligne<'_>, tout: Montant, affiche: Option<Montant>) -> Option<Diagnostic> {
    let dite = ligne.affichee.valeur;
    let montant = ligne.montant.total;
    let exacte = part(montant.euros(), tout.euros())?;
    let juste = |exacte: Decimal| (exacte - dite).abs() <= demi_unite(dite);
    let autre = affiche.and_then(|t| part(montant.euros(), t.euros()));
    if dite > Decimal::ONE_HUNDRED || juste(exacte) || autre.is_some_and(juste) {
        return None;
    }
    let attendue =
        exacte.round_dp_with_strategy(dite.scale(), rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let (dit, attendu) = (nombre(dite), nombre(attendue));
    let message = format!(
        "la part affichée, {dit}\u{a0}%, n’est pas celle de {montant} sur {tout}, soit {attendu}\u{a0}%"
    );
    let constat = Diagnostic::constat(ligne.affichee.span, message)
        .ici("part affichée")
        .calcul(format!("{montant} / {tout} = {}", pourcent(exacte)))
        .aide(format!("écrire « {attendu}\u{a0}% », ou corriger le montant"));
    let constat = match ligne.montant.termes.first() {
        Some(t) => constat.voir(t.span, montant.to_string()),
        None => constat,
    };
    let unite = demi_unite(dite).saturating_mul(Decimal::TWO);
    Some(if (exacte - dite).abs() < unite { constat.avertissement() } else { constat })
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
