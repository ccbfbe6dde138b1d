//! The table of an annexe of initiatives: amounts executed in earlier years and amounts foreseen, per fiche.

use crate::model::parties::PartyRole;
use std::collections::BTreeSet;

use super::{Sum, budget};
use crate::model::fiche::Executed;
use crate::model::{Absence, Cadre, Dossier, Fiche, Montant};

/// The table of an annexe.
#[derive(Debug)]
pub struct Executions<'d> {
    /// The years for which at least one fiche gives an executed amount, ascending.
    pub years: Vec<u16>,
    /// One row per fiche.
    pub lines: Vec<ExecutedRow<'d>>,
    /// Totals by year; fiches without an amount count as missing terms, but in the years before a new action begins.
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
    /// What the Département executed, by year, a term for each of its funders; empty when the fiche does not say.
    pub executed_by_year: Vec<Vec<&'d Executed>>,
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
    let executed = |f: &'d Fiche| {
        let own = |id: &str| dossier.cadre.has_role(id, PartyRole::Authority);
        f.executions.iter().filter(move |e| own(&e.financeur.value))
    };
    let years: BTreeSet<u16> =
        fiches.iter().flat_map(|f| executed(f)).flat_map(|e| e.years.iter().map(|(a, _)| a.value)).collect();
    let years: Vec<u16> = years.into_iter().collect();
    let mut totals = vec![Sum::default(); years.len()];
    let mut sums = (Sum::default(), Sum::default());
    let mut lines = Vec::new();
    for fiche in fiches {
        let executed_by_year: Vec<Vec<&Executed>> = years
            .iter()
            .map(|year| {
                let of_year = executed(fiche).filter_map(|e| e.years.iter().find(|(a, _)| a.value == *year));
                of_year.map(|(_, executed)| executed).collect()
            })
            .collect();
        let start = first_year(&dossier.cadre, fiche);
        for ((total, executed), year) in totals.iter_mut().zip(&executed_by_year).zip(&years) {
            let begins_after = start.is_some_and(|start| i32::from(*year) < start);
            for term in executed {
                match term {
                    Executed::Montant(m) => total.add(m.value, m.span),
                    Executed::Absent(Absence::Blank, None) if begins_after => {}
                    Executed::Absent(absence, _) => total.lack.add(*absence),
                }
            }
            if executed.is_empty() && !begins_after {
                total.lack.add(Absence::Blank);
            }
        }
        let departement = budget::fiche_role_share(fiche, &dossier.cadre, PartyRole::Authority);
        let etat = budget::fiche_role_share(fiche, &dossier.cadre, PartyRole::Etat);
        sums.0.extend(&departement);
        sums.1.extend(&etat);
        lines.push(ExecutedRow {
            fiche,
            executed_by_year,
            departement,
            etat,
            printed_departement: printed(dossier, fiche, PartyRole::Authority),
            printed_etat: printed(dossier, fiche, PartyRole::Etat),
        });
    }
    Executions { years, lines, totals, departement: sums.0, etat: sums.1 }
}

/// The year in which a new action begins, when all its statuses say that it is new: it has no cost to tell before.
pub fn first_year(cadre: &Cadre, fiche: &Fiche) -> Option<i32> {
    let is_new = |word: &str| cadre.status(word).is_none_or(|status| status.is_new);
    if !fiche.statuses.iter().all(|status| is_new(&status.word.value)) {
        return None;
    }
    let launches = fiche.launch.as_ref()?.as_ref().ok()?;
    launches
        .iter()
        .map(|launch| launch.datum.days())
        .try_fold(i32::MAX, |first, days| days.map(|(earliest, _)| first.min(earliest.year())))
}

/// What the table of the act prints for the funders of a role; a funder for which it prints nothing counts as computed.
fn printed(dossier: &Dossier, fiche: &Fiche, role: PartyRole) -> Option<Montant> {
    let of = |id: &str| fiche.printed_in_annexe.iter().find(|(f, _)| f.value == id).map(|(_, m)| m.value);
    let is_printed = dossier.cadre.financeurs_of(role).any(|f| of(&f.id).is_some());
    let montant = |id: &str| of(id).unwrap_or_else(|| budget::fiche_share(fiche, Some(id)).total);
    is_printed.then(|| dossier.cadre.financeurs_of(role).map(|f| montant(&f.id)).sum())
}
