//! What the actions leave of the ceilings of an act, exercice by exercice.

use super::Sum;
use super::entry::LedgerEntry;
use super::view::{Filter, sum};
use crate::model::cadre::Horizon;
use crate::model::convention::Ceiling;
use crate::model::{Dossier, Montant};

/// A ceiling over an exercice, or over several.
#[derive(Debug, Clone)]
pub struct CeilingUse<'d> {
    /// The ceiling.
    pub ceiling: &'d Ceiling,
    /// Ranks of the exercices over which it is counted.
    pub exercices: Vec<usize>,
    /// What the actions take of it.
    pub used: Sum,
}

impl CeilingUse<'_> {
    /// What they leave; negative when they take more than it.
    pub fn left(&self) -> Montant {
        self.ceiling.montant.value - self.used.total
    }
}

/// The ceilings of an act: one use for each exercice, or one for all of those that the ceiling holds for.
pub fn uses<'d>(dossier: &'d Dossier, entries: &[LedgerEntry<'d>]) -> Vec<CeilingUse<'d>> {
    let mut uses = Vec::new();
    for ceiling in &dossier.convention.ceilings {
        let spent = |exercices: &[usize]| {
            let mut used = Sum::default();
            for rank in exercices {
                let filter =
                    Filter { payer: Some(&ceiling.payer), exercice: Some(*rank), ..Filter::resources() };
                used.extend(&sum(entries, dossier, &filter));
            }
            used
        };
        let groups: Vec<Vec<usize>> = match ceiling.horizon {
            Horizon::Exercice => ceiling.exercices.iter().map(|rank| vec![*rank]).collect(),
            Horizon::Contract => vec![ceiling.exercices.clone()],
        };
        uses.extend(groups.into_iter().map(|exercices| CeilingUse {
            ceiling,
            used: spent(&exercices),
            exercices,
        }));
    }
    uses
}
