//! The charges of an action: what was contracted under each label, and the line of the sheet that executes it. A label is
//! the same whatever its case and accents; a contracted charge that no line executes is kept.

use super::contract::Commitment;
use crate::lang::same_label;
use crate::model::rapport::{ContractRow, ExecutionRow, RapportFiche};
use crate::text::lookalikes::same_name;

/// A charge of an action.
#[derive(Debug, Clone, Default)]
pub struct ChargeRow<'d> {
    /// What was contracted under this label, one row per edition; empty when the contract has no such label.
    pub contracted: Vec<&'d ContractRow>,
    /// The line of the sheet.
    pub executed: Option<&'d ExecutionRow>,
}

impl<'d> ChargeRow<'d> {
    /// As the sheet has it, else as the contract has it.
    pub fn label(&self) -> &'d str {
        let written = self.executed.and_then(|line| line.label.as_ref()).map(|label| label.value.as_str());
        written.or_else(|| self.planned_label()).unwrap_or("")
    }

    fn planned_label(&self) -> Option<&'d str> {
        self.contracted.first().and_then(|row| row.label.as_deref())
    }

    fn takes(&self, line: &ExecutionRow, same: fn(&str, &str) -> bool) -> bool {
        let labels = self.planned_label().zip(line.label.as_ref());
        self.executed.is_none() && labels.is_some_and(|(planned, label)| same(planned, &label.value))
    }
}

/// The charges of an action: the lines of the sheet in their order, then the contracted charges that it has no line for.
pub fn charge_rows<'d>(
    commitment: Option<&Commitment<'d>>,
    fiche: Option<&'d RapportFiche>,
) -> Vec<ChargeRow<'d>> {
    let mut planned = planned_rows(commitment);
    let lines: Vec<&ExecutionRow> = fiche.into_iter().flat_map(|f| &f.charges).collect();
    let mut place_of_line: Vec<Option<usize>> = vec![None; lines.len()];
    // A label that is the same to the letter goes first.
    for same in [same_name, same_label] {
        for (line, place) in lines.iter().zip(&mut place_of_line).filter(|(_, place)| place.is_none()) {
            *place = planned.iter().position(|row| row.takes(line, same));
            if let Some(row) = place.and_then(|place| planned.get_mut(place)) {
                row.executed = Some(line);
            }
        }
    }
    let of_sheet = lines.iter().zip(&place_of_line).map(|(line, place)| {
        let row = place.and_then(|place| planned.get(place)).cloned();
        row.unwrap_or_else(|| ChargeRow { executed: Some(line), ..ChargeRow::default() })
    });
    let mut rows: Vec<ChargeRow<'d>> = of_sheet.collect();
    rows.extend(planned.into_iter().filter(|row| row.executed.is_none()));
    rows
}

/// The contracted charges: those of one label in several editions are one, those of one label in one edition are several.
fn planned_rows<'d>(commitment: Option<&Commitment<'d>>) -> Vec<ChargeRow<'d>> {
    let mut rows: Vec<ChargeRow<'d>> = Vec::new();
    for (_, contract) in commitment.into_iter().flat_map(|c| &c.contracts) {
        let mut taken: Vec<usize> = Vec::new();
        for charge in &contract.charges {
            let label = charge.label.as_deref().unwrap_or("");
            let place = rows.iter().enumerate().position(|(place, row)| {
                !taken.contains(&place) && row.planned_label().is_some_and(|other| same_label(other, label))
            });
            let place = place.unwrap_or(rows.len());
            taken.push(place);
            match rows.get_mut(place) {
                Some(row) => row.contracted.push(charge),
                None => rows.push(ChargeRow { contracted: vec![charge], executed: None }),
            }
        }
    }
    rows
}
