//! Contracted against executed, per action, annexe and funder. Executed means « liquidé ». A rate needs both
//! its terms, whole: totals compare only the actions that are fully told, and say how many they are.

use rust_decimal::Decimal;

use super::Sum;
use super::contract::{self, Commitment, tally};
use crate::model::cadre::{Annexe, Financeur};
use crate::model::rapport::{ExecutionRow, Rapport, RapportFiche};
use crate::model::{Dossier, Montant};

/// What is contracted and executed of something.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// Contracted.
    pub contracted: Sum,
    /// Legally due.
    pub committed: Sum,
    /// Executed.
    pub paid: Sum,
}

impl Share {
    /// Whether there is nothing to say of it.
    pub fn is_empty(&self) -> bool {
        let nothing = |s: &Sum| s.is_empty() && s.missing == 0;
        nothing(&self.contracted) && nothing(&self.paid) && nothing(&self.committed)
    }

    /// Whether every term is there, so that the two can be compared.
    pub fn is_complete(&self) -> bool {
        self.contracted.missing == 0 && self.paid.missing == 0 && !self.paid.is_empty()
    }

    /// Executed over contracted, in per cent; `None` when a term is missing or the contracted amount is zero.
    pub fn rate(&self) -> Option<Decimal> {
        self.is_complete().then(|| percent(self.paid.total, self.contracted.total)).flatten()
    }

    /// Executed less contracted; `None` when a term is missing.
    pub fn gap(&self) -> Option<Montant> {
        self.is_complete().then(|| self.paid.total - self.contracted.total)
    }

    /// Due and not executed yet; `None` when a term is missing.
    pub fn remainder(&self) -> Option<Montant> {
        let known = |s: &Sum| s.missing == 0 && !s.is_empty();
        (known(&self.committed) && known(&self.paid)).then(|| self.committed.total - self.paid.total)
    }

    fn execute(&mut self, line: &ExecutionRow) {
        tally(&mut self.committed, &line.committed);
        tally(&mut self.paid, &line.paid);
    }
}

/// A quotient in per cent, unrounded; `None` of a zero whole.
pub fn percent(party: Montant, whole: Montant) -> Option<Decimal> {
    party.euros().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.euros())
}

/// A total over actions.
#[derive(Debug, Clone, Default)]
pub struct Cumulated {
    /// Contracted, all the actions.
    pub contracted: Sum,
    /// Executed, all that is told.
    pub paid: Sum,
    /// Contracted and executed of the actions that are fully told.
    pub comparable: (Montant, Montant),
    /// How many actions are fully told.
    pub reported_count: usize,
    /// How many actions have something contracted or executed here.
    pub actions: usize,
}

impl Cumulated {
    /// Adds an action.
    pub fn add(&mut self, share: &Share) {
        if share.is_empty() {
            return;
        }
        self.actions += 1;
        self.contracted.extend(&share.contracted);
        self.paid.extend(&share.paid);
        if share.is_complete() {
            self.reported_count += 1;
            self.comparable.0 = self.comparable.0 + share.contracted.total;
            self.comparable.1 = self.comparable.1 + share.paid.total;
        }
    }

    fn extend(&mut self, other: &Self) {
        self.contracted.extend(&other.contracted);
        self.paid.extend(&other.paid);
        self.comparable.0 = self.comparable.0 + other.comparable.0;
        self.comparable.1 = self.comparable.1 + other.comparable.1;
        self.reported_count += other.reported_count;
        self.actions += other.actions;
    }

    /// Rate of execution of the actions that are fully told, in per cent.
    pub fn rate(&self) -> Option<Decimal> {
        (self.reported_count > 0).then(|| percent(self.comparable.1, self.comparable.0)).flatten()
    }

    /// Executed less contracted, of the actions that are fully told.
    pub fn gap(&self) -> Option<Montant> {
        (self.reported_count > 0).then(|| self.comparable.1 - self.comparable.0)
    }

    /// Whether every action is fully told.
    pub fn is_complete(&self) -> bool {
        self.reported_count == self.actions
    }
}

/// An action.
#[derive(Debug, Clone)]
pub struct Action<'d> {
    /// Number of its fiche.
    pub number: u16,
    /// Identifier of its annexe; empty when nothing was contracted.
    pub annexe: &'d str,
    /// Short title.
    pub title: &'d str,
    /// What was contracted, if it was.
    pub commitment: Option<Commitment<'d>>,
    /// Its sheet, if it has one.
    pub fiche: Option<&'d RapportFiche>,
    /// One per funder of the columns.
    pub shares: Vec<Share>,
    /// The other funders.
    pub others: Share,
    /// All the funders.
    pub total: Share,
    /// The costs.
    pub charges: Share,
}

/// A row of totals.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// One per funder of the columns.
    pub shares: Vec<Cumulated>,
    /// The other funders.
    pub others: Cumulated,
    /// All the funders.
    pub total: Cumulated,
}

impl Row {
    fn add(&mut self, action: &Action<'_>) {
        self.shares.resize_with(action.shares.len(), Cumulated::default);
        self.shares.iter_mut().zip(&action.shares).for_each(|(c, p)| c.add(p));
        self.others.add(&action.others);
        self.total.add(&action.total);
    }

    fn extend(&mut self, other: &Self) {
        self.shares.resize_with(other.shares.len(), Cumulated::default);
        self.shares.iter_mut().zip(&other.shares).for_each(|(a, b)| a.extend(b));
        self.others.extend(&other.others);
        self.total.extend(&other.total);
    }
}

/// The actions of an annexe and their total.
#[derive(Debug, Clone)]
pub struct Block<'d> {
    /// The annexe; none for actions that were not contracted.
    pub annexe: Option<&'d Annexe>,
    /// Its actions.
    pub actions: Vec<Action<'d>>,
    /// Their total.
    pub total: Row,
}

/// The financial account of a report.
#[derive(Debug, Clone)]
pub struct RapportSummary<'d> {
    /// The funders that have a column.
    pub financeurs: Vec<&'d Financeur>,
    /// Whether funders that the framework does not name pay something.
    pub others: bool,
    /// By annexe, in the order of the framework.
    pub blocks: Vec<Block<'d>>,
    /// The total of the report.
    pub total: Row,
}

impl<'d> RapportSummary<'d> {
    /// All the actions, in order.
    pub fn actions(&self) -> impl Iterator<Item = &Action<'d>> {
        self.blocks.iter().flat_map(|b| &b.actions)
    }

    /// Rank of the column of a funder.
    pub fn index(&self, financeur: &str) -> Option<usize> {
        self.financeurs.iter().position(|f| f.id == financeur)
    }
}

/// Sums a report.
pub fn compute<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> RapportSummary<'d> {
    let commitments = contract::in_force(rapport);
    let is_payer = |id: Option<&str>| {
        let contracted = commitments.iter().flat_map(Commitment::financements);
        let executed = rapport.fiches.iter().flat_map(|f| &f.financements);
        contracted.into_iter().any(|l| l.financeur.as_deref() == id)
            || executed.into_iter().any(|l| l.financeur.as_ref().map(|f| f.value.as_str()) == id)
    };
    let financeurs: Vec<&Financeur> =
        dossier.cadre.financeurs.iter().filter(|f| is_payer(Some(&f.id))).collect();
    let mut numbers: Vec<u16> =
        commitments.iter().map(|e| e.number).chain(rapport.fiches.iter().map(|f| f.fiche.value)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut actions: Vec<Action<'d>> = numbers
        .into_iter()
        .map(|number| {
            let commitment = commitments.iter().find(|e| e.number == number).cloned();
            let fiche = rapport.fiches.iter().find(|f| f.fiche.value == number);
            action(dossier, number, commitment, fiche, &financeurs)
        })
        .collect();
    let mut blocks = Vec::new();
    let mut total = Row { shares: vec![Cumulated::default(); financeurs.len()], ..Row::default() };
    for annexe in dossier.cadre.annexes.iter().map(Some).chain([None]) {
        let id = annexe.map(|a| a.id.as_str());
        let (own_items, remainder) = actions.into_iter().partition(|a| id.is_none_or(|id| id == a.annexe));
        actions = remainder;
        let own_items: Vec<Action<'d>> = own_items;
        if own_items.is_empty() {
            continue;
        }
        let mut line = Row { shares: vec![Cumulated::default(); financeurs.len()], ..Row::default() };
        own_items.iter().for_each(|a| line.add(a));
        total.extend(&line);
        blocks.push(Block { annexe, actions: own_items, total: line });
    }
    RapportSummary { others: is_payer(None), financeurs, blocks, total }
}

fn action<'d>(
    dossier: &'d Dossier,
    number: u16,
    commitment: Option<Commitment<'d>>,
    fiche: Option<&'d RapportFiche>,
    financeurs: &[&Financeur],
) -> Action<'d> {
    let as_written = dossier.fiches.iter().find(|f| f.number.value == number);
    let title = commitment
        .as_ref()
        .map(Commitment::title)
        .or(as_written.map(|f| f.title_in_table()))
        .unwrap_or("action sans fiche");
    let share = |id: Option<&str>| {
        let mut share = Share::default();
        if let Some(e) = &commitment {
            share.contracted = e.share(id);
        }
        let lines = || fiche.into_iter().flat_map(|f| &f.financements);
        let own_items = lines().filter(|l| l.financeur.as_ref().map(|f| f.value.as_str()) == id);
        let mut hit = false;
        for line in own_items {
            hit = true;
            share.execute(line);
        }
        let expected = !share.contracted.is_empty() || share.contracted.missing > 0;
        if expected && !hit {
            share.committed.missing += 1;
            share.paid.missing += 1;
        }
        share
    };
    let shares: Vec<Share> = financeurs.iter().map(|f| share(Some(&f.id))).collect();
    let others = share(None);
    let mut total = Share::default();
    for p in shares.iter().chain([&others]) {
        total.contracted.extend(&p.contracted);
        total.committed.extend(&p.committed);
        total.paid.extend(&p.paid);
    }
    let mut charges = Share {
        contracted: commitment.as_ref().map(Commitment::charges_total).unwrap_or_default(),
        ..Share::default()
    };
    fiche.into_iter().flat_map(|f| &f.charges).for_each(|l| charges.execute(l));
    Action {
        number,
        annexe: commitment.as_ref().map_or("", Commitment::annexe),
        title,
        commitment,
        fiche,
        shares,
        others,
        total,
        charges,
    }
}
