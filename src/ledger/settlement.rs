//! What the State decided of the credits of a report, by action and in all: what is left to pay, or to give back.

use crate::model::Montant;
use crate::model::rapport::{Rapport, StateDecision};

/// What the State decided, each amount where it is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Settlement {
    /// What was asked for.
    pub requested: Option<Montant>,
    /// What is granted.
    pub granted: Option<Montant>,
    /// What is refused.
    pub refused: Option<Montant>,
    /// What was paid already.
    pub paid: Option<Montant>,
}

impl Settlement {
    /// What was decided of an action.
    pub fn of(decision: &StateDecision) -> Self {
        let amount = |spanned: &Option<crate::text::Spanned<Montant>>| spanned.as_ref().map(|m| m.value);
        Self {
            requested: amount(&decision.requested),
            granted: amount(&decision.granted),
            refused: amount(&decision.refused),
            paid: amount(&decision.paid),
        }
    }

    /// What was decided of all the actions; an amount that one of them lacks is not known in all. Nothing refused is nothing.
    pub fn total(rapport: &Rapport) -> Self {
        let nothing = Some(Montant::ZERO);
        let start = Self { requested: nothing, granted: nothing, refused: nothing, paid: nothing };
        let decisions = rapport.fiches.iter().filter_map(|fiche| fiche.decision.as_ref());
        decisions.map(Self::of).fold(start, |sum, one| {
            let add = |a: Option<Montant>, b: Option<Montant>| Some(a? + b?);
            Self {
                requested: add(sum.requested, one.requested),
                granted: add(sum.granted, one.granted),
                refused: add(sum.refused, one.refused.or(nothing)),
                paid: add(sum.paid, one.paid),
            }
        })
    }

    /// What is granted less what was paid: a balance when it is positive, to give back otherwise.
    pub fn balance(&self) -> Option<Montant> {
        Some(self.granted? - self.paid?)
    }

    /// What was asked for, less what is granted and what is refused.
    pub fn undecided(&self) -> Option<Montant> {
        Some(self.requested? - self.granted? - self.refused.unwrap_or(Montant::ZERO))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(amount: i64) -> Option<Montant> {
        Montant::rounded(amount.into())
    }

    #[test]
    fn what_is_granted_less_what_was_paid_is_to_pay_or_to_give_back() {
        let decided = Settlement {
            requested: euros(40_000),
            granted: euros(38_000),
            refused: euros(2_000),
            paid: euros(30_000),
        };
        assert_eq!((decided.balance(), decided.undecided()), (euros(8_000), euros(0)));
        let overpaid = Settlement { paid: euros(50_000), refused: None, ..decided };
        assert_eq!((overpaid.balance(), overpaid.undecided()), (euros(-12_000), euros(2_000)));
        assert_eq!(Settlement { paid: None, ..decided }.balance(), None);
    }
}
