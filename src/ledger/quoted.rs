//! The sums that a reference quotes: `total.etat.2025`, `axe.1.total`, `plafond.reste.2024`.

use super::Sum;
use super::ceilings;
use super::entry::{self, LedgerEntry};
use super::view::{Filter, sum};
use crate::model::Dossier;
use crate::resolve::{AmountScope, AmountTarget};

/// The sum that a name leads to, with its terms. What is left of a ceiling has one term, the ceiling, less each of those of
/// the actions.
pub fn quoted(dossier: &Dossier, target: &AmountTarget) -> Option<Sum> {
    quoted_of(dossier, &entry::of_act(dossier), target)
}

/// The same, from the entries of the act.
pub fn quoted_of(dossier: &Dossier, entries: &[LedgerEntry<'_>], target: &AmountTarget) -> Option<Sum> {
    match target {
        AmountTarget::Paid { scope, payer, exercice } => {
            let mut filter = Filter { payer: payer.as_ref(), exercice: *exercice, ..Filter::resources() };
            match scope {
                AmountScope::Act => {}
                AmountScope::Axe(id) => filter.axe = Some(id),
                AmountScope::Fiche(number) => filter.fiche = Some(*number),
            }
            Some(sum(entries, dossier, &filter))
        }
        AmountTarget::Ceiling { ceiling, exercice, is_left } => {
            let written = dossier.convention.ceilings.get(*ceiling)?;
            let uses = ceilings::uses(dossier, entries);
            let used = uses.iter().find(|u| {
                std::ptr::eq(u.ceiling, written) && exercice.is_none_or(|rank| u.exercices.contains(&rank))
            })?;
            let mut sum = Sum::default();
            sum.add(written.montant.value, written.montant.span);
            if *is_left {
                sum.take(&used.used);
            }
            Some(sum)
        }
    }
}
