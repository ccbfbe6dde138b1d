//! What was contracted, from the revisions that a report executes: within an edition the last revision stands
//! (an avenant), two editions that a report covers add up.

use super::Sum;
use crate::model::rapport::{Contract, ContractRow, Objective, Rapport, Reported, Revision};

/// What is contracted for an action.
#[derive(Debug, Clone)]
pub struct Commitment<'d> {
    /// Number of the fiche.
    pub number: u16,
    /// One per edition covered, with its revision.
    pub contracts: Vec<(&'d Revision, &'d Contract)>,
}

/// The actions contracted, by number.
pub fn in_force(rapport: &Rapport) -> Vec<Commitment<'_>> {
    let mut commitments: Vec<Commitment<'_>> = Vec::new();
    for revision in latest(rapport) {
        for contract in &revision.contracts {
            let number = contract.fiche.value;
            match commitments.iter_mut().find(|e| e.number == number) {
                Some(commitment) => commitment.contracts.push((revision, contract)),
                None => commitments.push(Commitment { number, contracts: vec![(revision, contract)] }),
            }
        }
    }
    commitments.sort_by_key(|e| e.number);
    commitments
}

/// The last revision of each edition, in the order in which editions come.
pub fn latest(rapport: &Rapport) -> Vec<&Revision> {
    let mut chosen: Vec<&Revision> = Vec::new();
    for revision in &rapport.revisions {
        match chosen.iter_mut().find(|c| c.edition.value == revision.edition.value) {
            Some(place) => *place = revision,
            None => chosen.push(revision),
        }
    }
    chosen
}

/// Adds what was told to a sum, or counts its absence.
pub(super) fn tally(sum: &mut Sum, reported: &Reported) {
    match reported {
        Ok(m) => sum.add(m.value, m.span),
        Err(_) => sum.missing += 1,
    }
}

impl<'d> Commitment<'d> {
    /// Identifier of the annexe.
    pub fn annexe(&self) -> &'d str {
        self.contracts.last().map_or("", |(_, c)| c.annexe.as_str())
    }

    /// Short title.
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

    /// Share of a funder; `None` for those that the framework does not name.
    pub fn share(&self, financeur: Option<&str>) -> Sum {
        sum(self.financements().filter(|l| l.financeur.as_deref() == financeur))
    }

    /// All the funding.
    pub fn total(&self) -> Sum {
        sum(self.financements())
    }

    /// All the costs.
    pub fn charges_total(&self) -> Sum {
        sum(self.charges())
    }

    /// The targets; the last edition gives that of an indicator that several have.
    pub fn objectives(&self) -> Vec<(&'d Revision, &'d Objective)> {
        let mut kept_ones: Vec<(&Revision, &Objective)> = Vec::new();
        for (revision, contract) in &self.contracts {
            for objective in &contract.objectives {
                match kept_ones.iter_mut().find(|(_, o)| o.key() == objective.key()) {
                    Some(place) => *place = (revision, objective),
                    None => kept_ones.push((revision, objective)),
                }
            }
        }
        kept_ones
    }
}

fn sum<'l>(lines: impl Iterator<Item = &'l ContractRow>) -> Sum {
    let mut sum = Sum::default();
    lines.for_each(|l| tally(&mut sum, &l.montant));
    sum
}
