//! The table of an annexe of initiatives: amounts executed in earlier years and amounts foreseen, per fiche.

use std::collections::BTreeSet;

use super::{Sum, budget};
use crate::model::cadre::{DEPARTEMENT, ETAT};
use crate::model::fiche::Executed;
use crate::model::{Dossier, Fiche, Montant};

/// The table of an annexe.
#[derive(Debug)]
pub struct Executions<'d> {
    /// The years for which at least one fiche gives an executed amount, ascending.
    pub years: Vec<u16>,
    /// One row per fiche.
    pub lines: Vec<ExecutedRow<'d>>,
    /// Totals by year; fiches without an amount count as missing terms.
    pub totals: Vec<Sum>,
    /// Total foreseen by the Département.
    pub departement: Sum,
    /// Total of the State.
    pub etat: Sum,
}

/// The row of a fiche.
#[derive(Debug)]
pub struct ExecutedRow<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// What the Département executed, by year; `None` when the fiche does not say.
    pub executed_by_year: Vec<Option<&'d Executed>>,
    /// What the Département foresees.
    pub departement: Sum,
    /// What the State pays.
    pub etat: Sum,
    /// What the table of the act prints for the Département, when it differs.
    pub printed_departement: Option<Montant>,
    /// What the table of the act prints for the State, when it differs.
    pub printed_etat: Option<Montant>,
}

/// Builds the table of an annexe.
pub fn table<'d>(dossier: &'d Dossier, annexe: &'d str) -> Executions<'d> {
    let fiches: Vec<&Fiche> = dossier.fiches_of(annexe).collect();
    let executed = |f: &'d Fiche| f.executions.iter().filter(|e| e.financeur.value == DEPARTEMENT);
    let years: BTreeSet<u16> =
        fiches.iter().flat_map(|f| executed(f)).flat_map(|e| e.years.iter().map(|(a, _)| a.value)).collect();
    let years: Vec<u16> = years.into_iter().collect();
    let mut totals = vec![Sum::default(); years.len()];
    let mut sums = (Sum::default(), Sum::default());
    let mut lines = Vec::new();
    for fiche in fiches {
        let executed_by_year: Vec<_> = years
            .iter()
            .map(|year| {
                executed(fiche).flat_map(|e| &e.years).find(|(a, _)| a.value == *year).map(|(_, e)| e)
            })
            .collect();
        for (total, executed) in totals.iter_mut().zip(&executed_by_year) {
            match executed {
                Some(Executed::Montant(m)) => total.add(m.value, m.span),
                Some(Executed::Absent(..)) | None => total.missing += 1,
            }
        }
        let departement = budget::fiche_share(fiche, Some(DEPARTEMENT));
        let etat = budget::fiche_share(fiche, Some(ETAT));
        sums.0.extend(&departement);
        sums.1.extend(&etat);
        let printed =
            |id: &str| fiche.printed_in_annexe.iter().find(|(f, _)| f.value == id).map(|(_, m)| m.value);
        lines.push(ExecutedRow {
            fiche,
            executed_by_year,
            departement,
            etat,
            printed_departement: printed(DEPARTEMENT),
            printed_etat: printed(ETAT),
        });
    }
    Executions { years, lines, totals, departement: sums.0, etat: sums.1 }
}
