//! Every computed figure: budgets, annexes, récapitulatif, matrix, execution. A total keeps the places of its terms,
//! so that it can explain itself.

pub mod bordereau;
pub mod budget;
pub mod ceilings;
pub mod charges;
pub mod cited;
pub mod cofinancement;
pub mod contract;
pub mod cumulated;
pub mod current;
pub mod entry;
pub mod executions;
pub mod known_amounts;
pub mod matrix;
pub mod missing;
pub mod objectives;
pub mod progress;
pub mod quoted;
pub mod rapport;
pub mod recapitulatif;
pub mod refaction;
pub mod reported;
pub mod settlement;
pub mod shared;
pub mod totals;
pub mod view;

use crate::model::Montant;
use crate::model::budget::TaxBasis;
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
    /// How many of the terms are without tax: they never add up with the others.
    pub excl_vat: usize,
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
    /// The sum of some entries.
    pub fn of<'e, 'd: 'e>(entries: impl IntoIterator<Item = &'e entry::LedgerEntry<'d>>) -> Self {
        let mut sum = Self::default();
        entries.into_iter().for_each(|entry| sum.add_entry(entry));
        sum
    }

    /// Adds an entry, or counts it as missing.
    pub fn add_entry(&mut self, entry: &entry::LedgerEntry<'_>) {
        match entry.montant {
            Ok(montant) => {
                self.add(montant, entry.span);
                self.excl_vat += usize::from(entry.basis == TaxBasis::ExclVat);
            }
            Err(absence) => self.missing += usize::from(absence.is_missing()),
        }
    }

    /// Whether it adds amounts without tax to amounts with tax: then its total means nothing.
    pub fn mixes_bases(&self) -> bool {
        self.excl_vat > 0 && self.excl_vat < self.terms.len()
    }

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
        self.excl_vat += other.excl_vat;
    }

    /// Takes all the terms of another sum off this one.
    pub fn take(&mut self, other: &Self) {
        self.total = self.total - other.total;
        self.terms.extend(
            other.terms.iter().map(|term| Term { montant: Montant::ZERO - term.montant, span: term.span }),
        );
        self.missing += other.missing;
        self.excl_vat += other.excl_vat;
    }

    /// Whether there was nothing to add.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}
