//! What a report does not say, and why: each missing datum once, by action. « Sans objet » is not missing.

use super::charges::charge_rows;
use super::rapport::{Action, RapportSummary};
use crate::model::Numero;
use crate::model::rapport::{ExecutionRow, Rapport};
use crate::model::{Absence, Cadre, CellValues, Measured};

/// The part of a sheet where something is missing, in the order of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetPart {
    /// Days, what becomes of the action, or the whole sheet.
    Identity,
    /// A contracted amount.
    Contract,
    /// A charge.
    Charge,
    /// A funder.
    Financeur,
    /// A result.
    Result,
}

/// A missing datum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Number of the fiche; none for the matrix.
    pub fiche: Option<Numero>,
    /// Where in the sheet.
    pub part: SheetPart,
    /// What: « date de fin », « État », « Locaux (liquidé) ».
    pub what: String,
    /// Why.
    pub reason: Absence,
}

/// All that is missing, in the order of the report.
pub fn of_rapport(cadre: &Cadre, rapport: &Rapport, summary: &RapportSummary<'_>) -> Vec<Missing> {
    let mut missing = Vec::new();
    for action in summary.actions() {
        of_action(cadre, action, &mut missing);
    }
    for line in &rapport.matrix {
        let absent = line.cells.iter().find_map(|(_, cell)| absence(cell));
        if let (Some(reason), Some((_, indicateur))) = (absent, cadre.indicateur(&line.key.value)) {
            missing.push(Missing {
                fiche: None,
                part: SheetPart::Result,
                what: indicateur.label.clone(),
                reason,
            });
        }
    }
    missing.retain(|datum| datum.reason.is_missing());
    missing
}

/// The reason of the first absence in a cell.
pub fn absence(cell: &CellValues) -> Option<Absence> {
    cell.iter().find_map(|v| match v.measured.value {
        Measured::Absent(a) => Some(a),
        _ => None,
    })
}

fn of_action(cadre: &Cadre, action: &Action<'_>, missing: &mut Vec<Missing>) {
    let fiche = Some(action.number);
    let mut say = |part: SheetPart, what: String, reason: Absence| {
        missing.push(Missing { fiche, part, what, reason });
    };
    let Some(filled) = action.fiche else {
        say(SheetPart::Identity, "compte rendu entier".to_owned(), Absence::NotReported);
        return;
    };
    for (word, absent) in [
        ("date de début", filled.start.as_ref().err()),
        ("date de fin", filled.end.as_ref().err()),
        ("suite proposée", filled.follow_up.as_ref().err()),
    ] {
        absent.into_iter().for_each(|a| say(SheetPart::Identity, word.to_owned(), a.value));
    }
    let name = |l: &ExecutionRow| {
        let known = l.financeur.as_ref().and_then(|f| cadre.financeur(&f.value)).map(|f| f.name.clone());
        known.or(l.label.as_ref().map(|t| t.value.clone())).unwrap_or_default()
    };
    let charges = filled.charges.iter().map(|l| (SheetPart::Charge, l));
    for (part, line) in charges.chain(filled.financements.iter().map(|l| (SheetPart::Financeur, l))) {
        match (&line.committed, &line.paid) {
            (Err(e), Err(l)) if e.value == l.value => {
                say(part, name(line), e.value);
            }
            (committed, paid) => {
                for (word, reported) in [("engagé", committed), ("liquidé", paid)] {
                    let absent = reported.as_ref().err();
                    absent.into_iter().for_each(|a| say(part, format!("{} ({word})", name(line)), a.value));
                }
            }
        }
    }
    // Contracted charges that the sheet, which has others, has no line for.
    let rows = charge_rows(action.commitment.as_ref(), Some(filled));
    for row in rows.iter().filter(|row| row.executed.is_none() && !filled.charges.is_empty()) {
        say(SheetPart::Charge, row.label().to_owned(), Absence::NotReported);
    }
    for contracted in action.commitment.iter().flat_map(|e| e.financements()) {
        let name = contracted.financeur.as_deref().and_then(|f| cadre.financeur(f)).map(|f| f.name.as_str());
        let name = name.or(contracted.label.as_deref()).unwrap_or("");
        if let Err(absence) = &contracted.montant {
            say(SheetPart::Contract, name.to_owned(), absence.value);
        }
    }
    // Contracted funders that the sheet has no line for.
    for commitment in action.commitment.iter().flat_map(|e| e.financements()) {
        let Some(id) = commitment.financeur.as_deref() else { continue };
        if !filled.financements.iter().any(|l| l.financeur.as_ref().is_some_and(|f| f.value == id)) {
            let name = cadre.financeur(id).map_or(id, |f| f.name.as_str());
            say(SheetPart::Financeur, name.to_owned(), Absence::NotReported);
        }
    }
    for tracking in super::objectives::track(cadre, action) {
        let absent = match tracking.result {
            None => Some(Absence::NotReported),
            Some(r) => absence(&r.value),
        };
        absent.into_iter().for_each(|a| say(SheetPart::Result, tracking.label.to_owned(), a));
    }
}
