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

use crate::model::budget::TaxBasis;
use crate::model::{Absence, Lack, Montant};
use crate::text::Span;

/// A computed amount and where its terms were written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    /// The amount.
    pub total: Montant,
    /// Its terms in the order of the sum.
    pub terms: Vec<Term>,
    /// What it is without: terms that add nothing, and what reports the total says so.
    pub lack: Lack,
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
            Err(absence) => self.lack.add(absence),
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
        self.lack.extend(other.lack);
        self.excl_vat += other.excl_vat;
    }

    /// Takes all the terms of another sum off this one.
    pub fn take(&mut self, other: &Self) {
        self.total = self.total - other.total;
        self.terms.extend(
            other.terms.iter().map(|term| Term { montant: Montant::ZERO - term.montant, span: term.span }),
        );
        self.lack.extend(other.lack);
        self.excl_vat += other.excl_vat;
    }

    /// How many terms have an amount that is not told.
    pub fn missing(&self) -> usize {
        self.lack.untold
    }

    /// Whether it has terms, and lacks none.
    pub fn is_whole(&self) -> bool {
        !self.is_empty() && self.missing() == 0
    }

    /// Its total, or why there is none; 0 € when nothing is there to add.
    pub fn amount(&self) -> Result<Montant, Absence> {
        self.lack.why.filter(|_| self.is_empty()).map_or(Ok(self.total), Err)
    }

    /// « hors 1 montant non renseigné », beside its total; `None` when it has none or is whole.
    pub fn caveat(&self) -> Option<String> {
        let is_masked = self.lack.why == Some(Absence::NotPublished);
        let (one, several) = match is_masked {
            true => ("montant non publié", "montants non publiés"),
            false => ("montant non renseigné", "montants non renseignés"),
        };
        self.lack.in_words(one, several).filter(|_| !self.is_empty())
    }

    /// Whether there was nothing to add.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}
