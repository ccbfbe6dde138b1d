//! Every computed figure: budgets, annexes, récapitulatif, matrix, execution. A total keeps the places of its terms,
//! so that it can explain itself.

pub mod bordereau;
pub mod budget;
pub mod charges;
pub mod contract;
pub mod current;
pub mod executions;
pub mod matrix;
pub mod missing;
pub mod objectives;
pub mod rapport;
pub mod recapitulatif;
pub mod refaction;
pub mod totals;

use crate::model::Montant;
use crate::text::Span;

/// A computed amount and where its terms were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// The amount.
    pub total: Montant,
    /// Its terms in the order of the sum.
    pub terms: Vec<Term>,
    /// How many terms are absent for a reason: they add nothing, and what reports the total says so.
    pub missing: usize,
}

/// A term of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// How much.
    pub montant: Montant,
    /// Where it was written.
    pub span: Span,
}

impl Sum {
    /// Adds a term.
    pub fn add(&mut self, montant: Montant, span: Span) {
        self.total = self.total + montant;
        self.terms.push(Term { montant, span });
    }

    /// Adds all the terms of another sum.
    pub fn extend(&mut self, other: &Self) {
        self.total = self.total + other.total;
        self.terms.extend(other.terms.iter().cloned());
        self.missing += other.missing;
    }

    /// Whether there was nothing to add.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}
