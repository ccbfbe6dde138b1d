//! What the State pays or takes back, by the rule of the framework. The rule is data; nothing is computed over an
//! action that is not fully reported.

use rust_decimal::{Decimal, RoundingStrategy};

use super::rapport::{Action, RapportSummary};
use crate::model::Montant;
use crate::model::Numero;
use crate::model::rapport::{Refaction, RefactionLevel, RefactionMode};

/// The amounts that the rule needs, in euros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Basis {
    /// Contracted, the State.
    pub contracted_etat: Montant,
    /// Executed, the State.
    pub executed_etat: Montant,
    /// Contracted, all the funders.
    pub contracted_total: Montant,
    /// Executed, all the funders.
    pub executed_total: Montant,
}

/// What the State owes by the rule, against what it advanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What the State owes.
    pub due: Montant,
    /// What it paid beforehand.
    pub advance: Montant,
}

impl Balance {
    /// Due less advanced: to pay when positive, to take back when negative.
    pub fn net(&self) -> Montant {
        self.due - self.advance
    }
}

/// Something to which the rule applies: an action, an annexe, or all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefactionUnit {
    /// Number of the fiche, when it is an action.
    pub fiche: Option<Numero>,
    /// Identifier of the annexe, when it is one.
    pub annexe: Option<String>,
    /// What the rule gives; none when an action is not fully reported.
    pub balance: Option<Balance>,
}

/// Applies a rule; `None` when there is nothing to divide by.
pub fn apply(rule: &Refaction, basis: &Basis) -> Option<Balance> {
    let etat = basis.contracted_etat.euros();
    let (executed, contracted) = match rule.mode {
        RefactionMode::Proportional => (basis.executed_total.euros(), basis.contracted_total.euros()),
        RefactionMode::ActualExpense => (basis.executed_etat.euros(), etat),
    };
    let execution = executed.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(contracted)?;
    let shortfall = Decimal::ONE_HUNDRED.checked_sub(execution)?;
    let mut due = if !shortfall.is_sign_negative() && shortfall <= rule.threshold {
        etat
    } else {
        // Multiply before dividing: a rate cut at its last decimal would lose a cent.
        etat.checked_mul(executed)?.checked_div(contracted)?
    };
    due = due.min(per_cent(etat, rule.cap)?);
    if let Some(share) = rule.max_share {
        due = due.min(per_cent(basis.executed_total.euros(), share)?);
    }
    let advance = Montant::rounded(per_cent(etat, rule.advance)?)?;
    let due = due.max(Decimal::ZERO).round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    Some(Balance { due: Montant::rounded(due)?, advance })
}

fn per_cent(montant: Decimal, rate: Decimal) -> Option<Decimal> {
    montant.checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)
}

/// Applies the rule at its level: a balance per fiche, per annexe, or one for the convention.
pub fn compute(summary: &RapportSummary<'_>, rule: &Refaction) -> Vec<RefactionUnit> {
    if !summary.has_etat {
        return Vec::new();
    }
    // Leave out the actions to which the State promised nothing.
    let concerned = |actions: &[Action<'_>]| -> Vec<(Numero, Option<Basis>)> {
        let funded =
            actions.iter().filter(|a| !a.etat.contracted.is_empty() || a.etat.contracted.missing > 0);
        funded.map(|a| (a.number, basis(a))).collect()
    };
    let overall = |bases: Vec<(Numero, Option<Basis>)>| {
        let sum = bases.into_iter().map(|(_, a)| a).try_fold(None, |sum, a| {
            let a = a?;
            Some(Some(sum.map_or(a, |s| add_up(s, a))))
        });
        sum.flatten().and_then(|a| apply(rule, &a))
    };
    match rule.level {
        RefactionLevel::Fiche => summary
            .annexes
            .iter()
            .flat_map(|b| concerned(&b.actions))
            .map(|(number, a)| RefactionUnit {
                fiche: Some(number),
                annexe: None,
                balance: a.and_then(|a| apply(rule, &a)),
            })
            .collect(),
        RefactionLevel::Annexe => summary
            .annexes
            .iter()
            .map(|b| (b, concerned(&b.actions)))
            .filter(|(_, a)| !a.is_empty())
            .map(|(b, a)| RefactionUnit {
                fiche: None,
                annexe: b.annexe.map(|a| a.id.value.clone()),
                balance: overall(a),
            })
            .collect(),
        RefactionLevel::Convention => {
            let every: Vec<_> = summary.annexes.iter().flat_map(|b| concerned(&b.actions)).collect();
            vec![RefactionUnit { fiche: None, annexe: None, balance: overall(every) }]
        }
    }
}

fn basis(action: &Action<'_>) -> Option<Basis> {
    let etat = &action.etat;
    (etat.is_complete() && action.total.is_complete()).then_some(Basis {
        contracted_etat: etat.contracted.total,
        executed_etat: etat.paid.total,
        contracted_total: action.total.contracted.total,
        executed_total: action.total.paid.total,
    })
}

fn add_up(a: Basis, b: Basis) -> Basis {
    Basis {
        contracted_etat: a.contracted_etat + b.contracted_etat,
        executed_etat: a.executed_etat + b.executed_etat,
        contracted_total: a.contracted_total + b.contracted_total,
        executed_total: a.executed_total + b.executed_total,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(text: &str) -> Montant {
        Montant::read(text).unwrap()
    }

    fn rule(mode: RefactionMode, threshold: i64, max_share: Option<i64>, advance: i64) -> Refaction {
        Refaction {
            mode,
            level: RefactionLevel::Fiche,
            threshold: Decimal::from(threshold),
            cap: Decimal::ONE_HUNDRED,
            max_share: max_share.map(Decimal::from),
            advance: Decimal::from(advance),
            source: None,
        }
    }

    /// Worked by hand. Columns: contracted and executed State, contracted and executed total; due, balance.
    #[test]
    fn two_frameworks_two_rules_as_worked_by_hand() {
        let proportional = rule(RefactionMode::Proportional, 10, None, 100);
        let actual_expense = rule(RefactionMode::ActualExpense, 0, Some(50), 70);
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
        for (r, etat, etat_x, total, total_x, due, balance) in [
            (&proportional, "60 000", "54 000", "120 000", "108 000", "60 000", "0"),
            (&proportional, "60 000", "54 000", "120 000", "107 999,99", "54 000", "-6 000"),
            (&proportional, "20 000", "20 000", "40 000", "30 000", "15 000", "-5 000"),
            (&proportional, "10 666,67", "5 000", "33 333,33", "20 000", "6 400", "-4 266,67"),
            (&proportional, "20 000", "25 000", "40 000", "50 000", "20 000", "0"),
            (&proportional, "20 000", "0", "40 000", "0", "0", "-20 000"),
            (&actual_expense, "60 000", "48 000", "120 000", "96 000", "48 000", "6 000"),
            (&actual_expense, "60 000", "60 000", "120 000", "100 000", "50 000", "8 000"),
            (&actual_expense, "20 000", "12 500,55", "40 000", "40 000", "12 500,55", "-1 499,45"),
            (&actual_expense, "20 000", "26 000", "40 000", "80 000", "20 000", "6 000"),
        ] {
            let basis = Basis {
                contracted_etat: euros(etat),
                executed_etat: euros(etat_x),
                contracted_total: euros(total),
                executed_total: euros(total_x),
            };
            let computed = apply(r, &basis).unwrap();
            assert_eq!(
                (computed.due, computed.net()),
                (euros(due), euros(balance)),
                "{:?} {basis:?}",
                r.mode
            );
        }
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let zero = Montant::ZERO;
        let empty = Basis {
            contracted_etat: zero,
            executed_etat: zero,
            contracted_total: zero,
            executed_total: zero,
        };
        for mode in [RefactionMode::Proportional, RefactionMode::ActualExpense] {
            assert_eq!(apply(&rule(mode, 0, None, 100), &empty), None);
        }
    }
}
