//! The amounts of the ledger that a text may tell of a party: each of its lines, and their sums by budget, fiche, node,
//! exercice and act.

use std::collections::BTreeSet;

use crate::ledger::entry::{self, LedgerEntry};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Budget, Financement};
use crate::model::cadre::{Financeur, Side};
use crate::model::{Dossier, Fiche, Montant};

/// What a text may tell of a key, and its whole.
#[derive(Debug, Default)]
pub(crate) struct ToldCells {
    /// The amounts that are right.
    pub amounts: BTreeSet<Montant>,
    /// The amount of the key itself, with its terms.
    pub whole: Sum,
}

/// The cells of an act by who pays and by when.
#[derive(Debug)]
pub(crate) struct CellsOfAct<'d> {
    dossier: &'d Dossier,
    entries: Vec<LedgerEntry<'d>>,
}

impl<'d> CellsOfAct<'d> {
    pub(crate) fn new(dossier: &'d Dossier) -> Self {
        Self { dossier, entries: entry::of_act(dossier) }
    }

    /// What some funders pay: in a fiche, or in the whole act; in an exercice, or in all.
    pub(crate) fn paid(
        &self,
        payers: &[&Financeur],
        fiche: Option<&Fiche>,
        exercice: Option<usize>,
    ) -> ToldCells {
        let is_payer = |id: Option<&str>| id.is_some_and(|id| payers.iter().any(|payer| payer.id == id));
        let is_wanted = |entry: &&LedgerEntry<'_>| {
            entry.side == Side::Resource
                && is_payer(entry.financeur)
                && exercice.is_none_or(|rank| entry.exercice.is_none_or(|own| own == rank))
        };
        let all: Vec<&LedgerEntry<'_>> = self.entries.iter().filter(is_wanted).collect();
        let of_fiche = |entry: &LedgerEntry<'_>| fiche.is_none_or(|fiche| fiche.number.value == entry.fiche);
        let whole = Sum::of(all.iter().copied().filter(|entry| entry.counted && of_fiche(entry)));
        let mut cells = ToldCells { whole, ..ToldCells::default() };
        cells.add(&cells.whole.clone());
        self.sums_of_exercices(&all, &mut cells);
        // A fiche that gives the amount of another by chance gives a wrong one.
        for fiche in self.dossier.fiches.iter().filter(|_| fiche.is_none()) {
            cells.add(&Sum::of(all.iter().copied().filter(|e| e.counted && e.fiche == fiche.number.value)));
        }
        for axe in &self.dossier.cadre.axes {
            let is_within = |entry: &&LedgerEntry<'_>| self.dossier.cadre.is_within(entry.axe, &axe.id.value);
            cells.add(&Sum::of(all.iter().copied().filter(|e| e.counted).filter(is_within)));
        }
        for fiche in fiche.into_iter().filter(|_| exercice.is_none()) {
            cells.add(&Sum::of(all.iter().copied().filter(|entry| of_fiche(entry))));
            for budget in &fiche.budgets {
                cells.add_budget(budget, &is_payer);
            }
        }
        cells
            .amounts
            .extend(all.iter().filter(|entry| of_fiche(entry)).filter_map(|entry| entry.montant.ok()));
        cells
    }

    /// The sums of exercices that follow one another.
    fn sums_of_exercices(&self, entries: &[&LedgerEntry<'_>], cells: &mut ToldCells) {
        let count = self.dossier.convention.exercices.count();
        for first in 0..count {
            for last in first..count {
                let is_between = |entry: &&&LedgerEntry<'_>| {
                    entry.counted && entry.exercice.is_some_and(|rank| (first..=last).contains(&rank))
                };
                cells.add(&Sum::of(entries.iter().filter(is_between).copied()));
            }
        }
    }
}

impl ToldCells {
    /// Whether there is a whole to compare with, and no term of it is missing.
    pub(crate) fn are_known(&self) -> bool {
        !self.whole.is_empty() && self.whole.missing() == 0
    }

    fn add(&mut self, sum: &Sum) {
        if !sum.is_empty() {
            self.amounts.insert(sum.total);
        }
    }

    fn add_budget(&mut self, budget: &Budget, is_payer: &impl Fn(Option<&str>) -> bool) {
        let funding = entry::of_funding(budget);
        self.add(&Sum::of(funding.iter().filter(|entry| is_payer(entry.financeur))));
        budget
            .financements
            .iter()
            .chain(&budget.outside_total)
            .for_each(|line| self.add_line(line, is_payer));
    }

    fn add_line(&mut self, line: &Financement, is_payer: &impl Fn(Option<&str>) -> bool) {
        if is_payer(line.financeur.as_ref().map(|financeur| financeur.value.as_str())) {
            self.add(&budget::contribution(line));
            self.amounts.extend(entry::of_contribution(line).iter().filter_map(|entry| entry.montant.ok()));
        }
        line.of_which.iter().for_each(|of_which| self.add_line(of_which, is_payer));
    }
}
