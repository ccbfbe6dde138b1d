//! The entries of the ledger: each amount that the act says, once, with all that a table may count it by. Every table of
//! money is a [`super::view`] of them.

use super::bordereau;
use crate::model::budget::{Budget, BudgetSection, Charge, Contribution, Cost, Financement, Role, TaxBasis};
use crate::model::cadre::Side;
use crate::model::exercice::{Exercices, Schedule};
use crate::model::{Absence, Dossier, Fiche, Montant, Numero};
use crate::text::Span;

/// How far an amount has gone, in the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MoneyStage {
    /// Promised by the act as it was signed.
    Planned,
    /// Promised by the last avenant.
    Revised,
    /// Legally due (« engagé »).
    Committed,
    /// Established for payment (« liquidé »).
    Paid,
    /// Granted by the State after its review.
    Granted,
    /// Sent by the State.
    Sent,
}

/// An amount, or the reason of its absence.
#[derive(Debug, Clone)]
pub struct LedgerEntry<'d> {
    /// Number of the fiche.
    pub fiche: Numero,
    /// The node of the tree that the fiche stands in.
    pub axe: &'d str,
    /// Rank of the exercice; none when nothing says it.
    pub exercice: Option<usize>,
    /// Spent, or paying.
    pub side: Side,
    /// How far it has gone.
    pub stage: MoneyStage,
    /// Who pays, when the cadre names it; none for a charge, and for another funder.
    pub financeur: Option<&'d str>,
    /// The line.
    pub label: &'d str,
    /// Operating or investment, when the line says it.
    pub section: Option<BudgetSection>,
    /// Whether tax is in it.
    pub basis: TaxBasis,
    /// How much, negative for what a « dont » takes from its line.
    pub montant: Result<Montant, Absence>,
    /// Whether the convention counts its budget.
    pub counted: bool,
    /// Whether it only moves an amount from a funder to another, under a « dont »: such entries add up to nothing.
    pub of_which: bool,
    /// Where it is written.
    pub span: Span,
}

impl LedgerEntry<'_> {
    /// An entry that says nothing yet: a charge that the act promises, of no fiche and no exercice.
    pub(super) fn blank(span: Span) -> Self {
        Self {
            fiche: Numero::from(0),
            axe: "",
            exercice: None,
            side: Side::Charge,
            stage: MoneyStage::Planned,
            financeur: None,
            label: "",
            section: None,
            basis: TaxBasis::InclVat,
            montant: Err(Absence::Blank),
            counted: true,
            of_which: false,
            span,
        }
    }
}

/// All the entries of an act, in the order of its fiches.
pub fn of_act(dossier: &Dossier) -> Vec<LedgerEntry<'_>> {
    let exercices = &dossier.convention.exercices;
    let budgets = dossier.fiches.iter().flat_map(|fiche| fiche.budgets.iter().map(move |b| (fiche, b)));
    budgets.flat_map(|(fiche, budget)| of_budget(budget, fiche, Some(exercices))).collect()
}

/// The entries of a budget: its charges, then its financements. Without the exercices of the act, none has its own.
pub fn of_budget<'d>(
    budget: &'d Budget,
    fiche: &'d Fiche,
    exercices: Option<&Exercices>,
) -> Vec<LedgerEntry<'d>> {
    let writer = Writer::new(fiche, budget, exercices);
    let mut entries = Vec::new();
    budget.charges.iter().for_each(|charge| writer.charge(charge, fiche, &mut entries));
    budget.financements.iter().for_each(|line| writer.financement(line, &mut entries));
    entries
}

/// The entries of a charge and of its details, of no exercice.
pub fn of_charge<'d>(charge: &'d Charge, fiche: &'d Fiche) -> Vec<LedgerEntry<'d>> {
    let mut entries = Vec::new();
    Writer::alone(charge.label.span).charge(charge, fiche, &mut entries);
    entries
}

/// The entries of the financements of a budget, of no fiche and no exercice.
pub fn of_funding(budget: &Budget) -> Vec<LedgerEntry<'_>> {
    let mut entries = Vec::new();
    let writer = Writer::alone(budget.span);
    budget.financements.iter().for_each(|line| writer.financement(line, &mut entries));
    entries
}

/// The exercice of a budget whose lines say none: the only one of the act, or the one in which its period stands.
pub fn exercice_of(budget: &Budget, exercices: &Exercices) -> Option<usize> {
    if !exercices.are_several() {
        return Some(0);
    }
    budget.period.as_ref().and_then(|period| exercices.holding(&period.value))
}

/// What the entries of a budget have in common.
struct Writer<'d> {
    blank: LedgerEntry<'d>,
}

impl<'d> Writer<'d> {
    fn new(fiche: &'d Fiche, budget: &'d Budget, exercices: Option<&Exercices>) -> Self {
        let mut writer = Self::alone(budget.span);
        writer.blank.fiche = fiche.number.value;
        writer.blank.axe = &fiche.axe.value;
        writer.blank.exercice = exercices.and_then(|exercices| exercice_of(budget, exercices));
        writer.blank.counted = budget.role == Role::Convention;
        writer
    }

    /// For lines without their fiche.
    fn alone(span: Span) -> Self {
        Self { blank: LedgerEntry::blank(span) }
    }

    fn charge(&self, charge: &'d Charge, fiche: &'d Fiche, entries: &mut Vec<LedgerEntry<'d>>) {
        let blank = LedgerEntry {
            label: &charge.label.value,
            section: charge.section.or(self.blank.section),
            basis: charge.basis(),
            ..self.blank.clone()
        };
        let entry = |montant, span| LedgerEntry { montant, span, ..blank.clone() };
        match &charge.cost {
            Cost::Montant(m) => entries.push(entry(Ok(m.value), m.span)),
            Cost::Valorisation(v) => entries.push(entry(Ok(v.product), v.span)),
            Cost::ByExercice(schedule) => entries.extend(instalments(schedule, &blank)),
            Cost::Detailed(lines) => {
                let below = Writer { blank: LedgerEntry { label: self.blank.label, ..blank } };
                lines.iter().for_each(|line| below.charge(line, fiche, entries));
            }
            Cost::Bordereau(name) => {
                if let Some(bordereau) = fiche.bordereaux.iter().find(|b| b.id.value == name.value) {
                    entries.push(entry(Ok(bordereau::price(bordereau).total.incl_vat), name.span));
                }
            }
            Cost::Absent(absence) => entries.push(entry(Err(absence.value), absence.span)),
        }
    }

    /// The line, then what each of its « dont » takes from its funder and gives to another.
    fn financement(&self, line: &'d Financement, entries: &mut Vec<LedgerEntry<'d>>) {
        let blank = self.of_line(line);
        entries.extend(contribution(line, &blank));
        for of_which in &line.of_which {
            let part = LedgerEntry { of_which: true, ..self.of_line(of_which) };
            for given in contribution(of_which, &part) {
                if let Ok(montant) = given.montant {
                    let taken = Ok(Montant::ZERO - montant);
                    entries.push(LedgerEntry {
                        montant: taken,
                        exercice: given.exercice,
                        span: given.span,
                        of_which: true,
                        ..blank.clone()
                    });
                }
                entries.push(given);
            }
        }
    }

    fn of_line(&self, line: &'d Financement) -> LedgerEntry<'d> {
        LedgerEntry {
            side: Side::Resource,
            financeur: line.financeur.as_ref().map(|f| f.value.as_str()),
            label: line.label().unwrap_or_default(),
            ..self.blank.clone()
        }
    }
}

/// The entries of a line of funding alone, without its « dont ».
pub fn of_contribution(line: &Financement) -> Vec<LedgerEntry<'_>> {
    contribution(line, &Writer::alone(line.span).of_line(line))
}

fn contribution<'d>(line: &'d Financement, blank: &LedgerEntry<'d>) -> Vec<LedgerEntry<'d>> {
    let entry = |montant, span| LedgerEntry { montant, span, ..blank.clone() };
    match &line.contribution {
        Contribution::Montant(m) => vec![entry(Ok(m.value), m.span)],
        Contribution::Terms(terms) => {
            terms.iter().map(|t| entry(Ok(t.montant.value), t.montant.span)).collect()
        }
        Contribution::ByExercice(schedule) => instalments(schedule, blank),
        Contribution::Absent(absence) => vec![entry(Err(absence.value), absence.span)],
    }
}

fn instalments<'d>(schedule: &'d Schedule, blank: &LedgerEntry<'d>) -> Vec<LedgerEntry<'d>> {
    let rows =
        schedule.instalments.iter().flat_map(|i| i.exercices.iter().map(move |rank| (*rank, &i.montant)));
    let entry = |(rank, montant): (usize, &'d crate::model::rapport::Reported<Montant>)| {
        let (montant, span) = match montant {
            Ok(montant) => (Ok(montant.value), montant.span),
            Err(absence) => (Err(absence.value), absence.span),
        };
        LedgerEntry { exercice: Some(rank), montant, span, ..blank.clone() }
    };
    rows.map(entry).collect()
}
