//! What was contracted, from the revisions that a report executes. Within an edition the last revision (an avenant)
//! replaces the others; the editions that a report covers add up.

use super::Sum;
use crate::lang::same_label;
use crate::model::rapport::{Contract, ContractRow, ContractedObjective, Rapport, Reported, Revision};
use crate::model::{Dossier, Montant, Numero};

/// What is contracted for an action.
#[derive(Debug, Clone)]
pub struct Commitment<'d> {
    /// Number of the fiche.
    pub number: Numero,
    /// One per edition that the report covers, with its revision.
    pub contracts: Vec<(&'d Revision, &'d Contract)>,
}

/// The contracted actions, sorted by number.
pub fn in_force(rapport: &Rapport) -> Vec<Commitment<'_>> {
    let mut commitments: Vec<Commitment<'_>> = Vec::new();
    for revision in latest(rapport) {
        for contract in &revision.contracts {
            let number = contract.fiche.value;
            match commitments.iter_mut().find(|c| c.number == number) {
                Some(commitment) => commitment.contracts.push((revision, contract)),
                None => commitments.push(Commitment { number, contracts: vec![(revision, contract)] }),
            }
        }
    }
    commitments.sort_by_key(|c| c.number);
    commitments
}

/// The last revision of each edition, in the order in which the editions first appear.
pub fn latest(rapport: &Rapport) -> Vec<&Revision> {
    let mut latest: Vec<&Revision> = Vec::new();
    for revision in &rapport.revisions {
        match latest.iter_mut().find(|r| r.edition.value == revision.edition.value) {
            Some(place) => *place = revision,
            None => latest.push(revision),
        }
    }
    latest
}

/// The first revision of each edition that any report recorded, for those that a report executes: the act as it was signed.
pub fn signed<'d>(dossier: &'d Dossier, rapport: &'d Rapport) -> Vec<&'d Revision> {
    let all = || dossier.rapports.iter().flat_map(|other| &other.revisions);
    let first = |revision: &'d Revision| {
        let same = all().filter(|other| other.edition.value == revision.edition.value);
        same.min_by_key(|other| other.date).unwrap_or(revision)
    };
    latest(rapport).into_iter().map(first).collect()
}

/// Adds a reported amount to a sum, or counts it as missing.
fn add_reported(sum: &mut Sum, reported: &Reported<Montant>) {
    match reported {
        Ok(m) => sum.add(m.value, m.span),
        Err(absence) => sum.lack.add(absence.value),
    }
}

impl<'d> Commitment<'d> {
    /// Whether all its money is of exercices that the report does not account for.
    pub fn is_of_other_exercices(&self) -> bool {
        let mut rows = self.financements().peekable();
        rows.peek().is_some() && rows.all(|row| !row.by_exercice.is_empty() && row.montant.is_err())
    }

    /// Identifier of the annexe; empty without a contract.
    pub fn annexe(&self) -> &'d str {
        self.contracts.last().map_or("", |(_, c)| c.annexe.as_str())
    }

    /// Short title, as last contracted.
    pub fn title(&self) -> &'d str {
        self.contracts.last().map_or("", |(_, c)| c.title.as_str())
    }

    /// The lines of funding.
    pub fn financements(&self) -> impl Iterator<Item = &'d ContractRow> {
        self.contracts.iter().flat_map(|(_, c)| &c.financements)
    }

    /// The lines of costs.
    pub fn charges(&self) -> impl Iterator<Item = &'d ContractRow> {
        self.contracts.iter().flat_map(|(_, c)| &c.charges)
    }

    /// Share of a funder; `None` sums those that the framework does not name.
    pub fn share(&self, financeur: Option<&str>) -> Sum {
        sum(self.financements().filter(|l| l.financeur.as_deref() == financeur))
    }

    /// The targets, each with its revision; when several editions set one for an indicator, the last one holds.
    pub fn objectives(&self) -> Vec<(&'d Revision, &'d ContractedObjective)> {
        let mut objectives: Vec<(&Revision, &ContractedObjective)> = Vec::new();
        for (revision, contract) in &self.contracts {
            for objective in &contract.objectives {
                match objectives.iter_mut().find(|(_, o)| same_label(o.key(), objective.key())) {
                    Some(place) => *place = (revision, objective),
                    None => objectives.push((revision, objective)),
                }
            }
        }
        objectives
    }
}

/// The sum of some rows.
pub fn sum_of(rows: &[&ContractRow]) -> Sum {
    sum(rows.iter().copied())
}

fn sum<'l>(lines: impl Iterator<Item = &'l ContractRow>) -> Sum {
    let mut sum = Sum::default();
    lines.for_each(|l| add_reported(&mut sum, &l.montant));
    sum
}
