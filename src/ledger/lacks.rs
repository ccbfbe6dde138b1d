//! What a report does not say, and why: each blank once, by action.

use super::rapport::{Action, RapportSummary};
use crate::model::rapport::{ExecutionRow, Rapport};
use crate::model::{Absence, BoxValue, Cadre, Measured};

/// The part of a sheet where something is missing, in the order of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Days, what becomes of the action, or the whole sheet.
    Identity,
    /// What should have been contracted.
    Contract,
    /// A line of costs.
    Charge,
    /// A funder.
    Financeur,
    /// A result.
    ResultValue,
}

/// Something that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Number of the fiche; none for the matrix.
    pub fiche: Option<u16>,
    /// Where in the sheet.
    pub party: Party,
    /// What: « date de fin », « État », « Locaux (liquidé) ».
    pub what: String,
    /// Why.
    pub reason: Absence,
}

/// All that is missing, in the order of the report.
pub fn gather(cadre: &Cadre, rapport: &Rapport, summary: &RapportSummary<'_>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    for action in summary.actions() {
        of_action(cadre, action, &mut lacks);
    }
    for line in &rapport.matrix {
        let absent = line.cells.iter().find_map(|(_, cell)| absence(cell));
        if let (Some(reason), Some((_, indicateur))) = (absent, cadre.indicateur(&line.target.value)) {
            lacks.push(Lack {
                fiche: None,
                party: Party::ResultValue,
                what: indicateur.label.clone(),
                reason,
            });
        }
    }
    lacks
}

/// The reason for which a box says nothing.
pub fn absence(cell: &BoxValue) -> Option<Absence> {
    cell.iter().find_map(|v| match v.measured.value {
        Measured::Absent(a) => Some(a),
        _ => None,
    })
}

fn of_action(cadre: &Cadre, action: &Action<'_>, lacks: &mut Vec<Lack>) {
    let fiche = Some(action.number);
    let mut say = |party: Party, what: String, reason: Absence| {
        lacks.push(Lack { fiche, party, what, reason });
    };
    let Some(filled) = action.fiche else {
        say(Party::Identity, "compte rendu entier".to_owned(), Absence::NotReported);
        return;
    };
    for (word, lack) in [
        ("date de début", filled.start.as_ref().err()),
        ("date de fin", filled.end.as_ref().err()),
        ("suite proposée", filled.rest.as_ref().err()),
    ] {
        lack.into_iter().for_each(|a| say(Party::Identity, word.to_owned(), a.value));
    }
    let name = |l: &ExecutionRow| {
        let known = l.financeur.as_ref().and_then(|f| cadre.financeur(&f.value)).map(|f| f.name.clone());
        known.or(l.label.as_ref().map(|t| t.value.clone())).unwrap_or_default()
    };
    let charges = filled.charges.iter().map(|l| (Party::Charge, l));
    for (party, line) in charges.chain(filled.financements.iter().map(|l| (Party::Financeur, l))) {
        match (&line.committed, &line.paid) {
            (Err(e), Err(l)) if e.value == l.value => {
                say(party, name(line), e.value);
            }
            (committed, paid) => {
                for (word, reported) in [("engagé", committed), ("liquidé", paid)] {
                    let absent = reported.as_ref().err();
                    absent.into_iter().for_each(|a| say(party, format!("{} ({word})", name(line)), a.value));
                }
            }
        }
    }
    for contracted in action.commitment.iter().flat_map(|e| e.financements()) {
        let name = contracted.financeur.as_deref().and_then(|f| cadre.financeur(f)).map(|f| f.name.as_str());
        let name = name.or(contracted.label.as_deref()).unwrap_or("");
        if let Err(absence) = &contracted.montant {
            say(Party::Contract, name.to_owned(), absence.value);
        }
    }
    // A funder who has contracted and of whom the sheet has no line.
    for commitment in action.commitment.iter().flat_map(|e| e.financements()) {
        let Some(id) = commitment.financeur.as_deref() else { continue };
        if !filled.financements.iter().any(|l| l.financeur.as_ref().is_some_and(|f| f.value == id)) {
            let name = cadre.financeur(id).map_or(id, |f| f.name.as_str());
            say(Party::Financeur, name.to_owned(), Absence::NotReported);
        }
    }
    for tracking in super::objectives::track(cadre, action) {
        let lack = match tracking.result {
            None => Some(Absence::NotReported),
            Some(r) => absence(&r.value),
        };
        lack.into_iter().for_each(|a| say(Party::ResultValue, tracking.label.to_owned(), a));
    }
}
