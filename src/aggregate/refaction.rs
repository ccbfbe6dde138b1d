//! What the State pays or takes back, by the rule of the framework: that rule is data, and nothing is computed
//! over an action that is not fully told.

use rust_decimal::{Decimal, RoundingStrategy};

use super::rapport::{Action, Bilan};
use crate::model::Montant;
use crate::model::cadre::ETAT;
use crate::model::rapport::{ModeRefaction, NiveauRefaction, Refaction};

/// The four amounts that the rule needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assiette {
    /// Contracted, the State.
    pub etat_contracte: Montant,
    /// Executed, the State.
    pub etat_execute: Montant,
    /// Contracted, all the funders.
    pub total_contracte: Montant,
    /// Executed, all the funders.
    pub total_execute: Montant,
}

/// What the rule gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Solde {
    /// What the State owes.
    pub du: Montant,
    /// What it paid beforehand.
    pub avance: Montant,
}

impl Solde {
    /// To pay when positive, to take back when negative.
    pub fn reste(&self) -> Montant {
        self.du - self.avance
    }
}

/// Something to which the rule applies: an action, an annexe, or all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unite {
    /// Number of the fiche, when it is an action.
    pub fiche: Option<u16>,
    /// Identifier of the annexe, when it is one.
    pub annexe: Option<String>,
    /// What the rule gives; none when an action is not fully told.
    pub solde: Option<Solde>,
}

/// Applies a rule; `None` when there is nothing to divide by.
pub fn appliquer(regle: &Refaction, a: &Assiette) -> Option<Solde> {
    let etat = a.etat_contracte.euros();
    let (fait, prevu) = match regle.mode {
        ModeRefaction::Proportionnel => (a.total_execute.euros(), a.total_contracte.euros()),
        ModeRefaction::DepenseReelle => (a.etat_execute.euros(), etat),
    };
    let execution = fait.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(prevu)?;
    let manque = Decimal::ONE_HUNDRED.checked_sub(execution)?;
    let mut du = if !manque.is_sign_negative() && manque <= regle.seuil {
        etat
    } else {
        // Multiplied before it is divided: a rate cut at its last decimal would lose a cent.
        etat.checked_mul(fait)?.checked_div(prevu)?
    };
    du = du.min(pour_cent(etat, regle.plafond)?);
    if let Some(part) = regle.part_max {
        du = du.min(pour_cent(a.total_execute.euros(), part)?);
    }
    let avance = Montant::arrondi(pour_cent(etat, regle.avance)?)?;
    let du = du.max(Decimal::ZERO).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Some(Solde { du: Montant::arrondi(du)?, avance })
}

fn pour_cent(montant: Decimal, taux: Decimal) -> Option<Decimal> {
    montant.checked_mul(taux)?.checked_div(Decimal::ONE_HUNDRED)
}

/// Applies the rule of a framework at its level.
pub fn calculer(bilan: &Bilan<'_>, regle: &Refaction) -> Vec<Unite> {
    let Some(rang) = bilan.rang(ETAT) else { return Vec::new() };
    // An action to which the State promised nothing is not concerned.
    let concernees = |actions: &[Action<'_>]| -> Vec<(u16, Option<Assiette>)> {
        let siennes = actions.iter().filter(|a| {
            a.parts.get(rang).is_some_and(|p| !p.contracte.est_vide() || p.contracte.absents > 0)
        });
        siennes.map(|a| (a.numero, assiette(a, rang))).collect()
    };
    let ensemble = |assiettes: Vec<(u16, Option<Assiette>)>| {
        let somme = assiettes.into_iter().map(|(_, a)| a).try_fold(None, |somme, a| {
            let a = a?;
            Some(Some(somme.map_or(a, |s| additionner(s, a))))
        });
        somme.flatten().and_then(|a| appliquer(regle, &a))
    };
    match regle.niveau {
        NiveauRefaction::Fiche => bilan
            .blocs
            .iter()
            .flat_map(|b| concernees(&b.actions))
            .map(|(numero, a)| Unite {
                fiche: Some(numero),
                annexe: None,
                solde: a.and_then(|a| appliquer(regle, &a)),
            })
            .collect(),
        NiveauRefaction::Annexe => bilan
            .blocs
            .iter()
            .map(|b| (b, concernees(&b.actions)))
            .filter(|(_, a)| !a.is_empty())
            .map(|(b, a)| Unite { fiche: None, annexe: b.annexe.map(|a| a.id.clone()), solde: ensemble(a) })
            .collect(),
        NiveauRefaction::Convention => {
            let toutes: Vec<_> = bilan.blocs.iter().flat_map(|b| concernees(&b.actions)).collect();
            vec![Unite { fiche: None, annexe: None, solde: ensemble(toutes) }]
        }
    }
}

fn assiette(action: &Action<'_>, rang: usize) -> Option<Assiette> {
    let etat = action.parts.get(rang).filter(|p| p.est_complet())?;
    action.total.est_complet().then_some(Assiette {
        etat_contracte: etat.contracte.total,
        etat_execute: etat.liquide.total,
        total_contracte: action.total.contracte.total,
        total_execute: action.total.liquide.total,
    })
}

fn additionner(a: Assiette, b: Assiette) -> Assiette {
    Assiette {
        etat_contracte: a.etat_contracte + b.etat_contracte,
        etat_execute: a.etat_execute + b.etat_execute,
        total_contracte: a.total_contracte + b.total_contracte,
        total_execute: a.total_execute + b.total_execute,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(texte: &str) -> Montant {
        Montant::lire(texte).unwrap()
    }

    fn regle(mode: ModeRefaction, seuil: i64, part_max: Option<i64>, avance: i64) -> Refaction {
        Refaction {
            mode,
            niveau: NiveauRefaction::Fiche,
            seuil: Decimal::from(seuil),
            plafond: Decimal::ONE_HUNDRED,
            part_max: part_max.map(Decimal::from),
            avance: Decimal::from(avance),
            source: None,
        }
    }

    /// Worked by hand. Columns: contracted and executed State, contracted and executed total; due, balance.
    #[test]
    fn two_frameworks_two_rules_as_worked_by_hand() {
        let proportionnel = regle(ModeRefaction::Proportionnel, 10, None, 100);
        let reelle = regle(ModeRefaction::DepenseReelle, 0, Some(50), 70);
        // First framework: all was paid beforehand, a shortfall of 10 % is forgiven.
        //   60 000 of 120 000; 108 000 spent: 90 %, shortfall 10 %, forgiven.          due 60 000      balance 0
        //   60 000 of 120 000; 107 999,99 spent: shortfall above 10 %.                  60 000 × 107 999,99 / 120 000 = 53 999,995 → 54 000,00 ; −6 000,00
        //   20 000 of 40 000;  30 000 spent: 75 %.                                      due 15 000      balance −5 000
        //   10 666,67 of 33 333,33; 20 000 spent: 10 666,67 × 20 000 / 33 333,33 = 6 400,0026… → 6 400,00 ; −4 266,67
        //   20 000 of 40 000;  50 000 spent: 125 %, never more than contracted.         due 20 000      balance 0
        //   20 000 of 40 000;  nothing spent.                                           due 0           balance −20 000
        // Second: 70 % was paid beforehand, the State pays what was spent of its credits, half of the whole at most.
        //   60 000 of 120 000; 48 000 of 96 000 spent.                                  due 48 000      balance +6 000
        //   60 000 of 120 000; 60 000 of 100 000 spent: half of 100 000.                due 50 000      balance +8 000
        //   20 000 of 40 000;  12 500,55 of 40 000 spent.                               due 12 500,55   balance −1 499,45
        //   20 000 of 40 000;  26 000 of 80 000 spent: never more than contracted.      due 20 000      balance +6 000
        for (r, etat, etat_x, total, total_x, du, solde) in [
            (&proportionnel, "60 000", "54 000", "120 000", "108 000", "60 000", "0"),
            (&proportionnel, "60 000", "54 000", "120 000", "107 999,99", "54 000", "-6 000"),
            (&proportionnel, "20 000", "20 000", "40 000", "30 000", "15 000", "-5 000"),
            (&proportionnel, "10 666,67", "5 000", "33 333,33", "20 000", "6 400", "-4 266,67"),
            (&proportionnel, "20 000", "25 000", "40 000", "50 000", "20 000", "0"),
            (&proportionnel, "20 000", "0", "40 000", "0", "0", "-20 000"),
            (&reelle, "60 000", "48 000", "120 000", "96 000", "48 000", "6 000"),
            (&reelle, "60 000", "60 000", "120 000", "100 000", "50 000", "8 000"),
            (&reelle, "20 000", "12 500,55", "40 000", "40 000", "12 500,55", "-1 499,45"),
            (&reelle, "20 000", "26 000", "40 000", "80 000", "20 000", "6 000"),
        ] {
            let assiette = Assiette {
                etat_contracte: euros(etat),
                etat_execute: euros(etat_x),
                total_contracte: euros(total),
                total_execute: euros(total_x),
            };
            let lu = appliquer(r, &assiette).unwrap();
            assert_eq!((lu.du, lu.reste()), (euros(du), euros(solde)), "{:?} {assiette:?}", r.mode);
        }
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let zero = Montant::ZERO;
        let vide =
            Assiette { etat_contracte: zero, etat_execute: zero, total_contracte: zero, total_execute: zero };
        for mode in [ModeRefaction::Proportionnel, ModeRefaction::DepenseReelle] {
            assert_eq!(appliquer(&regle(mode, 0, None, 100), &vide), None);
        }
    }
}
