//! Every figure that is computed: budgets, annexes, récapitulatif, matrix. A total keeps the places of its
//! terms, so that it can explain itself.

pub mod bordereau;
pub mod budget;
pub mod contrat;
pub mod courant;
pub mod executions;
pub mod manques;
pub mod matrice;
pub mod objectifs;
pub mod rapport;
pub mod recapitulatif;
pub mod refaction;
pub mod totaux;

use crate::model::Montant;
use crate::text::Span;

/// A computed amount and where its terms were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Somme {
    /// The amount.
    pub total: Montant,
    /// Its terms in the order of the sum.
    pub termes: Vec<Terme>,
    /// How many terms are absent, for a reason: they count for nothing and are told.
    pub absents: usize,
}

/// A term of a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terme {
    /// How much.
    pub montant: Montant,
    /// Where it was written.
    pub span: Span,
}

impl Somme {
    /// Adds a term.
    pub fn ajouter(&mut self, montant: Montant, span: Span) {
        self.total = self.total + montant;
        self.termes.push(Terme { montant, span });
    }

    /// Adds all the terms of another sum.
    pub fn etendre(&mut self, autre: &Self) {
        self.total = self.total + autre.total;
        self.termes.extend(autre.termes.iter().cloned());
        self.absents += autre.absents;
    }

    /// Whether there was nothing to add.
    pub fn est_vide(&self) -> bool {
        self.termes.is_empty()
    }
}
