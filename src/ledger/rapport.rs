//! Contracted against executed, per action, annexe and funder. Executed means « liquidé ». A rate needs both terms
//! complete, so totals compare only the actions that are fully reported, and count them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::Sum;
use super::contract::{self, Commitment};
use super::entry::{LedgerEntry, MoneyStage};
use super::reported;
use crate::model::Numero;
use crate::model::cadre::{Axe, Financeur, Side};
use crate::model::parties::PartyRole;
use crate::model::rapport::{Rapport, RapportFiche};
use crate::model::{Absence, Cadre, Dossier, Montant};

/// Contracted, committed and executed amounts of an action, for one funder or for all.
#[derive(Debug, Clone, Default)]
pub struct Share {
    /// Contracted.
    pub contracted: Sum,
    /// Legally due (« engagé »).
    pub committed: Sum,
    /// Executed (« liquidé »).
    pub paid: Sum,
    /// Whether it has terms, and no rate: its contract or its execution is « sans objet ».
    pub is_not_applicable: bool,
    /// Contracted and executed amounts that enter no rate: those of the funders that are « sans objet ».
    pub set_aside: (Montant, Montant),
}

impl Share {
    /// Whether it has no term, present or missing.
    pub fn is_empty(&self) -> bool {
        let nothing = |s: &Sum| s.is_empty() && s.missing() == 0;
        nothing(&self.contracted) && nothing(&self.paid) && nothing(&self.committed)
    }

    /// Whether contracted and executed are complete, so that they can be compared.
    pub fn is_complete(&self) -> bool {
        self.contracted.missing() == 0
            && self.paid.missing() == 0
            && !self.paid.is_empty()
            && !self.is_not_applicable
    }

    /// Contracted and executed amounts to compare, without what is « sans objet »; `None` when a term is missing.
    pub fn comparable(&self) -> Option<(Montant, Montant)> {
        let (contracted, paid) = self.set_aside;
        self.is_complete().then(|| (self.contracted.total - contracted, self.paid.total - paid))
    }

    /// Executed over contracted, in per cent; `None` when a term is missing or the contracted amount is zero.
    pub fn rate(&self) -> Option<Decimal> {
        self.comparable().and_then(|(contracted, paid)| percent(paid, contracted))
    }

    /// Executed less contracted; `None` when a term is missing.
    pub fn gap(&self) -> Option<Montant> {
        self.comparable().map(|(contracted, paid)| paid - contracted)
    }

    /// Committed less executed; `None` when a term is missing.
    pub fn left_to_pay(&self) -> Option<Montant> {
        let known = |s: &Sum| s.missing() == 0 && !s.is_empty();
        (known(&self.committed) && known(&self.paid)).then(|| self.committed.total - self.paid.total)
    }

    /// Why it has no executed amount, or no rate.
    pub fn absence(&self) -> Absence {
        if self.is_not_applicable { Absence::NotApplicable } else { Absence::NotReported }
    }

    /// The sum of several; it is « sans objet » when each that has a term is.
    fn sum<'s>(shares: impl Iterator<Item = &'s Self>) -> Self {
        let mut sum = Self { is_not_applicable: true, ..Self::default() };
        for share in shares {
            sum.contracted.extend(&share.contracted);
            sum.committed.extend(&share.committed);
            sum.paid.extend(&share.paid);
            sum.set_aside.0 = sum.set_aside.0 + share.set_aside.0;
            sum.set_aside.1 = sum.set_aside.1 + share.set_aside.1;
            sum.is_not_applicable &= share.is_empty() || share.is_not_applicable;
        }
        sum.is_not_applicable &= !sum.is_empty();
        sum
    }

    /// The sums of some entries of a report. It is « sans objet » when its contract, or its execution, has lines that all
    /// are.
    fn of<'e, 'd: 'e>(entries: impl Iterator<Item = &'e LedgerEntry<'d>>) -> Self {
        let mut share = Self::default();
        let (mut has_contract, mut has_execution) = (false, false);
        for entry in entries {
            match entry.stage {
                MoneyStage::Revised => {
                    has_contract = true;
                    share.contracted.add_entry(entry);
                }
                MoneyStage::Committed => share.committed.add_entry(entry),
                MoneyStage::Paid => {
                    has_execution = true;
                    share.paid.add_entry(entry);
                }
                MoneyStage::Planned | MoneyStage::Granted | MoneyStage::Sent => {}
            }
        }
        let says_nothing = |sum: &Sum| sum.is_empty() && sum.missing() == 0;
        share.is_not_applicable = !share.is_empty()
            && (has_contract && says_nothing(&share.contracted)
                || has_execution && says_nothing(&share.paid));
        if share.is_not_applicable {
            share.set_aside = (share.contracted.total, share.paid.total);
        }
        share
    }
}

/// `part` over `total`, in per cent, unrounded; `None` when `total` is zero.
pub fn percent(part: Montant, total: Montant) -> Option<Decimal> {
    part.euros().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total.euros())
}

/// A [`Share`] summed over actions.
#[derive(Debug, Clone, Default)]
pub struct ShareTotal {
    /// Contracted, over all the actions.
    pub contracted: Sum,
    /// Executed, as far as it is reported.
    pub paid: Sum,
    /// Contracted and executed, over the fully reported actions only.
    pub comparable: (Montant, Montant),
    /// How many actions are fully reported.
    pub reported_count: usize,
    /// How many actions have a term here and are not « sans objet ».
    pub actions: usize,
    /// Whether some amounts enter no rate, because they are « sans objet ».
    pub leaves_some_out: bool,
}

impl ShareTotal {
    /// Adds an action.
    pub fn add(&mut self, share: &Share) {
        if share.is_empty() {
            return;
        }
        self.contracted.extend(&share.contracted);
        self.paid.extend(&share.paid);
        self.leaves_some_out |= share.set_aside != Default::default();
        if share.is_not_applicable {
            return;
        }
        self.actions += 1;
        if let Some((contracted, paid)) = share.comparable() {
            self.reported_count += 1;
            self.comparable.0 = self.comparable.0 + contracted;
            self.comparable.1 = self.comparable.1 + paid;
        }
    }

    /// Adds another one to it.
    pub fn extend(&mut self, other: &Self) {
        self.contracted.extend(&other.contracted);
        self.paid.extend(&other.paid);
        self.comparable.0 = self.comparable.0 + other.comparable.0;
        self.comparable.1 = self.comparable.1 + other.comparable.1;
        self.reported_count += other.reported_count;
        self.actions += other.actions;
        self.leaves_some_out |= other.leaves_some_out;
    }

    /// Why it has no executed amount.
    pub fn absence(&self) -> Absence {
        let has_a_term = !self.contracted.is_empty() || !self.paid.is_empty();
        if has_a_term && self.actions == 0 { Absence::NotApplicable } else { Absence::NotReported }
    }

    /// Rate of execution of the fully reported actions, in per cent; `None` without one.
    pub fn rate(&self) -> Option<Decimal> {
        (self.reported_count > 0).then(|| percent(self.comparable.1, self.comparable.0)).flatten()
    }

    /// Executed less contracted, over the fully reported actions; `None` without one.
    pub fn gap(&self) -> Option<Montant> {
        (self.reported_count > 0).then(|| self.comparable.1 - self.comparable.0)
    }

    /// Whether every action is fully reported.
    pub fn is_complete(&self) -> bool {
        self.reported_count == self.actions
    }
}

/// An action.
#[derive(Debug, Clone)]
pub struct Action<'d> {
    /// Number of its fiche.
    pub number: Numero,
    /// Identifier of its annexe; empty when nothing was contracted.
    pub annexe: &'d str,
    /// Short title.
    pub title: &'d str,
    /// What was contracted, if it was.
    pub commitment: Option<Commitment<'d>>,
    /// Its sheet, if it has one.
    pub fiche: Option<&'d RapportFiche>,
    /// The exercice that the report accounts for, when the act has targets by exercice.
    pub exercice: Option<&'d str>,
    /// One per funder of the columns.
    pub shares: Vec<Share>,
    /// The State, through all its funders.
    pub etat: Share,
    /// The other funders.
    pub others: Share,
    /// All the funders.
    pub total: Share,
    /// The costs.
    pub charges: Share,
}

/// A row of totals.
#[derive(Debug, Clone, Default)]
pub struct TotalsRow {
    /// One per funder of the columns.
    pub shares: Vec<ShareTotal>,
    /// The State, through all its funders.
    pub etat: ShareTotal,
    /// The other funders.
    pub others: ShareTotal,
    /// All the funders.
    pub total: ShareTotal,
}

impl TotalsRow {
    fn add(&mut self, action: &Action<'_>) {
        self.shares.resize_with(action.shares.len(), ShareTotal::default);
        self.shares.iter_mut().zip(&action.shares).for_each(|(c, p)| c.add(p));
        self.etat.add(&action.etat);
        self.others.add(&action.others);
        self.total.add(&action.total);
    }

    /// Adds another one to it.
    pub fn extend(&mut self, other: &Self) {
        self.shares.resize_with(other.shares.len(), ShareTotal::default);
        self.shares.iter_mut().zip(&other.shares).for_each(|(a, b)| a.extend(b));
        self.etat.extend(&other.etat);
        self.others.extend(&other.others);
        self.total.extend(&other.total);
    }
}

/// The actions of an annexe and their total.
#[derive(Debug, Clone)]
pub struct AxeActions<'d> {
    /// The annexe; none for actions that were not contracted.
    pub annexe: Option<&'d Axe>,
    /// Its actions.
    pub actions: Vec<Action<'d>>,
    /// Their total.
    pub total: TotalsRow,
}

/// The financial account of a report.
#[derive(Debug, Clone)]
pub struct RapportSummary<'d> {
    /// The funders that have a column.
    pub financeurs: Vec<&'d Financeur>,
    /// Whether the State pays something.
    pub has_etat: bool,
    /// Whether funders that the framework does not name pay something.
    pub others: bool,
    /// By annexe, in the order of the framework.
    pub annexes: Vec<AxeActions<'d>>,
    /// The total of the report.
    pub total: TotalsRow,
}

impl<'d> RapportSummary<'d> {
    /// All the actions, in order.
    pub fn actions(&self) -> impl Iterator<Item = &Action<'d>> {
        self.annexes.iter().flat_map(|a| &a.actions)
    }

    /// The nodes that have actions of their own, among those of a node and of what is in it.
    pub fn within<'s>(&'s self, cadre: &'s Cadre, node: &'s str) -> impl Iterator<Item = &'s AxeActions<'d>> {
        let is_in = move |axe: &Axe| cadre.is_within(&axe.id.value, node);
        self.annexes.iter().filter(move |block| block.annexe.is_some_and(is_in))
    }
}

/// Sums a report by action, annexe and funder.
pub fn summarize<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> RapportSummary<'d> {
    let mut commitments = contract::in_force(rapport);
    // An action of other exercices is told only when a sheet tells it.
    let has_sheet = |number: Numero| rapport.fiches.iter().any(|sheet| sheet.fiche.value == number);
    commitments.retain(|c| !c.is_of_other_exercices() || has_sheet(c.number));
    let is_told = |number: Numero| commitments.iter().any(|c| c.number == number) || has_sheet(number);
    let entries = reported::of_rapport(dossier, rapport);
    let told = |entry: &&LedgerEntry<'_>| {
        let is_payment = matches!(entry.stage, MoneyStage::Revised | MoneyStage::Paid);
        is_payment && entry.side == Side::Resource && is_told(entry.fiche)
    };
    let payers: BTreeSet<Option<&str>> = entries.iter().filter(told).map(|entry| entry.financeur).collect();
    let is_payer = |id: Option<&str>| payers.contains(&id);
    let financeurs: Vec<&Financeur> =
        dossier.cadre.financeurs.iter().filter(|f| is_payer(Some(&f.id))).collect();
    let mut numbers: Vec<Numero> =
        commitments.iter().map(|c| c.number).chain(rapport.fiches.iter().map(|f| f.fiche.value)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut actions: Vec<Action<'d>> = numbers
        .into_iter()
        .map(|number| {
            let commitment = commitments.iter().find(|c| c.number == number).cloned();
            let fiche = rapport.fiches.iter().find(|f| f.fiche.value == number);
            let own: Vec<&LedgerEntry<'_>> = entries.iter().filter(|entry| entry.fiche == number).collect();
            let action = action(dossier, (number, commitment, fiche), &own, &financeurs);
            Action { exercice: rapport.exercice.as_deref(), ..action }
        })
        .collect();
    let mut annexes = Vec::new();
    let mut total =
        TotalsRow { shares: vec![ShareTotal::default(); financeurs.len()], ..TotalsRow::default() };
    for annexe in dossier.cadre.axes.iter().map(Some).chain([None]) {
        let id = annexe.map(|a| a.id.value.as_str());
        let (own, others) = actions.into_iter().partition(|a| id.is_none_or(|id| id == a.annexe));
        actions = others;
        let own: Vec<Action<'d>> = own;
        if own.is_empty() {
            continue;
        }
        let mut row =
            TotalsRow { shares: vec![ShareTotal::default(); financeurs.len()], ..TotalsRow::default() };
        own.iter().for_each(|a| row.add(a));
        total.extend(&row);
        annexes.push(AxeActions { annexe, actions: own, total: row });
    }
    let has_etat = financeurs.iter().any(|f| f.role == PartyRole::Etat);
    RapportSummary { has_etat, others: is_payer(None), financeurs, annexes, total }
}

/// An action, from its entries.
fn action<'d>(
    dossier: &'d Dossier,
    (number, commitment, fiche): (Numero, Option<Commitment<'d>>, Option<&'d RapportFiche>),
    entries: &[&LedgerEntry<'_>],
    financeurs: &[&Financeur],
) -> Action<'d> {
    let fiche_of_act = dossier.fiches.iter().find(|f| f.number.value == number);
    let title = commitment
        .as_ref()
        .map(Commitment::title)
        .or(fiche_of_act.map(|f| f.title_in_table()))
        .unwrap_or("action sans fiche");
    let share = |side: Side, payer: Option<Option<&str>>| {
        let own = entries.iter().filter(|entry| entry.side == side);
        Share::of(own.filter(|entry| payer.is_none_or(|id| entry.financeur == id)).copied())
    };
    let shares: Vec<Share> =
        financeurs.iter().map(|f| share(Side::Resource, Some(Some(f.id.as_str())))).collect();
    let others = share(Side::Resource, Some(None));
    let total = Share::sum(shares.iter().chain([&others]));
    let is_etat = |f: &Financeur| f.role == PartyRole::Etat;
    let etat = Share::sum(financeurs.iter().zip(&shares).filter(|(f, _)| is_etat(f)).map(|(_, share)| share));
    // Charges have no rate of their own: nothing of them is set aside.
    let charges =
        Share { is_not_applicable: false, set_aside: Default::default(), ..share(Side::Charge, None) };
    Action {
        number,
        annexe: commitment.as_ref().map_or("", Commitment::annexe),
        title,
        commitment,
        fiche,
        exercice: None,
        shares,
        etat,
        others,
        total,
        charges,
    }
}
