//! Several exercices of an act together: what was contracted and revised, and what the yearly reports say was committed,
//! paid and granted, by exercice and by action. Nothing is counted twice: the money of an exercice is told by its own
//! report.

use super::Sum;
use super::contract::{add_reported, latest};
use crate::model::rapport::{Rapport, RapportFiche, Revision};
use crate::model::{Dossier, Montant, Numero};

/// A row of the cumulated view.
#[derive(Debug, Clone, Default)]
pub struct CumulatedRow {
    /// An exercice, or the title of an action.
    pub label: String,
    /// Contracted when the act was signed.
    pub contracted: Montant,
    /// Contracted by the last revision.
    pub revised: Montant,
    /// Legally due (« engagé »).
    pub committed: Sum,
    /// Executed (« liquidé »).
    pub paid: Sum,
    /// Granted by the State.
    pub granted: Sum,
}

impl CumulatedRow {
    fn add_sheet(&mut self, sheet: &RapportFiche) {
        for row in &sheet.financements {
            add_reported(&mut self.committed, &row.committed);
            add_reported(&mut self.paid, &row.paid);
        }
        if let Some(granted) = sheet.decision.as_ref().and_then(|decision| decision.granted.as_ref()) {
            self.granted.add(granted.value, granted.span);
        }
    }

    fn add(&mut self, other: &Self) {
        self.contracted = self.contracted + other.contracted;
        self.revised = self.revised + other.revised;
        self.committed.extend(&other.committed);
        self.paid.extend(&other.paid);
        self.granted.extend(&other.granted);
    }
}

/// The exercices of a report that accounts for several.
#[derive(Debug, Clone)]
pub struct CumulatedMoney {
    /// A row an exercice.
    pub by_exercice: Vec<CumulatedRow>,
    /// A row an action.
    pub by_action: Vec<CumulatedRow>,
    /// All of them.
    pub total: CumulatedRow,
}

/// The cumulated view of a report; `None` when it accounts for one exercice alone, or when nothing was contracted by
/// exercice.
pub fn cumulate(dossier: &Dossier, rapport: &Rapport) -> Option<CumulatedMoney> {
    let revised = latest(rapport);
    let rows = revised.iter().flat_map(|r| &r.contracts).flat_map(|c| &c.financements);
    let has_exercices = rows.clone().any(|row| !row.by_exercice.is_empty());
    if rapport.exercices.len() < 2 || !has_exercices {
        return None;
    }
    let signed = signed(dossier, &revised);
    let yearly = |name: &String| dossier.rapports.iter().find(|r| r.exercices.as_slice() == [name.clone()]);
    let by_exercice: Vec<CumulatedRow> = rapport
        .exercices
        .iter()
        .map(|name| {
            let names = std::slice::from_ref(name);
            let mut row = CumulatedRow {
                label: name.clone(),
                contracted: contracted(&signed, names, None),
                revised: contracted(&revised, names, None),
                ..CumulatedRow::default()
            };
            yearly(name).into_iter().flat_map(|r| &r.fiches).for_each(|sheet| row.add_sheet(sheet));
            row
        })
        .collect();
    let mut actions: Vec<(Numero, &str)> = Vec::new();
    for contract in revised.iter().flat_map(|revision| &revision.contracts) {
        if !actions.iter().any(|(number, _)| *number == contract.fiche.value) {
            actions.push((contract.fiche.value, &contract.title));
        }
    }
    let by_action = actions.into_iter().map(|(number, title)| {
        let mut row = CumulatedRow {
            label: format!("{number}. {title}"),
            contracted: contracted(&signed, &rapport.exercices, Some(number)),
            revised: contracted(&revised, &rapport.exercices, Some(number)),
            ..CumulatedRow::default()
        };
        let sheets = rapport.exercices.iter().filter_map(yearly).flat_map(|r| &r.fiches);
        sheets.filter(|sheet| sheet.fiche.value == number).for_each(|sheet| row.add_sheet(sheet));
        row
    });
    let by_action = by_action.collect();
    let mut total = CumulatedRow { label: "Total".to_owned(), ..CumulatedRow::default() };
    by_exercice.iter().for_each(|row| total.add(row));
    Some(CumulatedMoney { by_exercice, by_action, total })
}

/// The first revision of each edition that any report recorded: the act as it was signed.
fn signed<'d>(dossier: &'d Dossier, revised: &[&'d Revision]) -> Vec<&'d Revision> {
    let all = || dossier.rapports.iter().flat_map(|rapport| &rapport.revisions);
    let first = |revision: &&'d Revision| {
        let edition = &revision.edition.value;
        all()
            .filter(|other| other.edition.value == *edition)
            .min_by_key(|other| other.date)
            .unwrap_or(revision)
    };
    revised.iter().map(first).collect()
}

/// What some revisions contract for some exercices, of an action or of all.
fn contracted(revisions: &[&Revision], names: &[String], action: Option<Numero>) -> Montant {
    let contracts = revisions.iter().flat_map(|revision| &revision.contracts);
    let own = contracts.filter(|contract| action.is_none_or(|number| contract.fiche.value == number));
    let amounts = own.flat_map(|contract| &contract.financements).flat_map(|row| &row.by_exercice);
    amounts
        .filter(|(name, _)| names.contains(&name.value))
        .fold(Montant::ZERO, |sum, (_, montant)| sum + *montant)
}
