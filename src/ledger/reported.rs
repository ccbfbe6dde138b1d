//! The entries of a report: what was contracted when the act was signed and as last revised, then what was committed, paid,
//! granted and sent. What was contracted and that no line of a sheet tells is awaited: an entry without amount.

use super::charges::charge_rows;
use super::contract::{self, Commitment};
use super::entry::{LedgerEntry, MoneyStage};
use crate::model::cadre::Side;
use crate::model::parties::PartyRole;
use crate::model::rapport::{
    Contract, ContractRow, ExecutionRow, Rapport, RapportFiche, Reported, Revision, StateDecision,
};
use crate::model::{Absence, Dossier, Montant};
use crate::text::Span;

/// The entries of a report.
pub fn of_rapport<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> Vec<LedgerEntry<'d>> {
    let mut entries = contracted(dossier, rapport);
    entries.extend(executed(dossier, rapport));
    entries
}

/// What was contracted of the exercices of a report: as it was signed, and as it is in force.
pub fn contracted<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> Vec<LedgerEntry<'d>> {
    let writer = ReportWriter { dossier, rapport };
    let signed = contract::signed(dossier, rapport);
    let in_force = contract::latest(rapport);
    let stages = [(MoneyStage::Planned, signed), (MoneyStage::Revised, in_force)];
    stages.into_iter().flat_map(|(stage, revisions)| writer.revisions(&revisions, stage)).collect()
}

/// What the sheets of a report say, and what they should.
pub fn executed<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> Vec<LedgerEntry<'d>> {
    let writer = ReportWriter { dossier, rapport };
    let commitments = contract::in_force(rapport);
    let mut entries = Vec::new();
    for commitment in &commitments {
        let sheet = rapport.fiches.iter().find(|sheet| sheet.fiche.value == commitment.number);
        writer.awaited(commitment, sheet, &mut entries);
    }
    for sheet in &rapport.fiches {
        let commitment = commitments.iter().find(|c| c.number == sheet.fiche.value);
        writer.sheet(sheet, commitment, &mut entries);
    }
    entries
}

/// A report, whose exercices its entries have.
struct ReportWriter<'d> {
    dossier: &'d Dossier,
    rapport: &'d Rapport,
}

impl<'d> ReportWriter<'d> {
    fn rank(&self, exercice: &str) -> Option<usize> {
        self.dossier.convention.exercices.rank(exercice)
    }

    /// The exercice of what says none: that of the report, when it accounts for one.
    fn own_exercice(&self) -> Option<usize> {
        match self.rapport.exercices.as_slice() {
            [only] => self.rank(only),
            _ => None,
        }
    }

    fn revisions(&self, revisions: &[&'d Revision], stage: MoneyStage) -> Vec<LedgerEntry<'d>> {
        let mut entries = Vec::new();
        for contract in revisions.iter().flat_map(|revision| &revision.contracts) {
            let sides = [(Side::Charge, &contract.charges), (Side::Resource, &contract.financements)];
            for (side, rows) in sides {
                rows.iter().for_each(|row| self.row(row, contract, (side, stage), &mut entries));
            }
        }
        entries
    }

    /// A row of a contract: an entry for each exercice of the report, or one without amount when it has money in others only.
    fn row(
        &self,
        row: &'d ContractRow,
        contract: &'d Contract,
        (side, stage): (Side, MoneyStage),
        entries: &mut Vec<LedgerEntry<'d>>,
    ) {
        let blank = LedgerEntry {
            fiche: contract.fiche.value,
            axe: &contract.annexe,
            exercice: self.own_exercice(),
            side,
            stage,
            financeur: row.financeur.as_deref(),
            label: row.label.as_deref().unwrap_or(""),
            ..LedgerEntry::blank(contract.span)
        };
        let is_own = |name: &str| self.rapport.exercices.iter().any(|own| own == name);
        let own = row.by_exercice.iter().filter(|(name, _)| is_own(&name.value));
        let before = entries.len();
        entries.extend(own.map(|(name, montant)| LedgerEntry {
            exercice: self.rank(&name.value),
            montant: Ok(*montant),
            span: name.span,
            ..blank.clone()
        }));
        if entries.len() == before {
            let montant = match row.by_exercice.first() {
                Some((name, _)) => (Err(Absence::NotApplicable), name.span),
                None => placed(&row.montant),
            };
            entries.push(LedgerEntry { montant: montant.0, span: montant.1, ..blank });
        }
    }

    fn sheet(
        &self,
        sheet: &'d RapportFiche,
        commitment: Option<&Commitment<'d>>,
        entries: &mut Vec<LedgerEntry<'d>>,
    ) {
        let blank = LedgerEntry {
            fiche: sheet.fiche.value,
            axe: commitment.map_or("", Commitment::annexe),
            exercice: self.own_exercice(),
            ..LedgerEntry::blank(sheet.span)
        };
        for (side, rows) in [(Side::Charge, &sheet.charges), (Side::Resource, &sheet.financements)] {
            let blank = LedgerEntry { side, ..blank.clone() };
            entries.extend(rows.iter().flat_map(|row| execution(row, &blank)));
        }
        if let Some(decision) = &sheet.decision {
            let blank = LedgerEntry { side: Side::Resource, financeur: self.only_etat(), ..blank };
            entries.extend(decided(decision, &blank));
        }
    }

    /// The funder of the State, when it has one alone.
    fn only_etat(&self) -> Option<&'d str> {
        let mut financeurs = self.dossier.cadre.financeurs_of(PartyRole::Etat);
        let first = financeurs.next()?;
        financeurs.next().is_none().then_some(first.id.as_str())
    }

    /// What was contracted and that the sheet does not tell. Charges are asked for only where the sheet tells some.
    fn awaited(
        &self,
        commitment: &Commitment<'d>,
        sheet: Option<&'d RapportFiche>,
        entries: &mut Vec<LedgerEntry<'d>>,
    ) {
        let mut add_awaited = |row: &'d ContractRow, side| {
            for stage in [MoneyStage::Committed, MoneyStage::Paid] {
                entries.push(LedgerEntry {
                    fiche: commitment.number,
                    axe: commitment.annexe(),
                    exercice: self.own_exercice(),
                    side,
                    stage,
                    financeur: row.financeur.as_deref(),
                    label: row.label.as_deref().unwrap_or(""),
                    montant: Err(Absence::NotReported),
                    ..LedgerEntry::blank(placed(&row.montant).1)
                });
            }
        };
        let is_told = |id: Option<&str>| {
            let mut told = sheet.into_iter().flat_map(|sheet| &sheet.financements);
            told.any(|line| line.financeur.as_ref().map(|f| f.value.as_str()) == id)
        };
        let mut awaited: Vec<Option<&str>> = Vec::new();
        for row in commitment.financements() {
            let payer = row.financeur.as_deref();
            let is_expected = row.montant.as_ref().err().is_none_or(|absence| absence.value.is_missing());
            if is_expected && !is_told(payer) && !awaited.contains(&payer) {
                awaited.push(payer);
                add_awaited(row, Side::Resource);
            }
        }
        if sheet.is_some_and(|sheet| !sheet.charges.is_empty()) {
            let rows = charge_rows(Some(commitment), sheet);
            let left_out = rows.iter().filter(|row| row.executed.is_none());
            left_out.filter_map(|row| row.contracted.first()).for_each(|row| add_awaited(row, Side::Charge));
        }
    }
}

/// The amount of a line, and where it, or the reason of its absence, is written.
fn placed(reported: &Reported<Montant>) -> (Result<Montant, Absence>, Span) {
    match reported {
        Ok(montant) => (Ok(montant.value), montant.span),
        Err(absence) => (Err(absence.value), absence.span),
    }
}

fn execution<'d>(row: &'d ExecutionRow, blank: &LedgerEntry<'d>) -> [LedgerEntry<'d>; 2] {
    [(MoneyStage::Committed, &row.committed), (MoneyStage::Paid, &row.paid)].map(|(stage, reported)| {
        let (montant, span) = placed(reported);
        LedgerEntry {
            stage,
            financeur: row.financeur.as_ref().map(|f| f.value.as_str()),
            label: row.label.as_ref().map_or("", |label| label.value.as_str()),
            montant,
            span,
            ..blank.clone()
        }
    })
}

/// What the State granted, and what it had sent already.
fn decided<'d>(decision: &'d StateDecision, blank: &LedgerEntry<'d>) -> Vec<LedgerEntry<'d>> {
    let told = [(MoneyStage::Granted, &decision.granted), (MoneyStage::Sent, &decision.paid)];
    let entry = |(stage, montant): (MoneyStage, &'d Option<crate::text::Spanned<Montant>>)| {
        let montant = montant.as_ref()?;
        Some(LedgerEntry { stage, montant: Ok(montant.value), span: montant.span, ..blank.clone() })
    };
    told.into_iter().filter_map(entry).collect()
}
