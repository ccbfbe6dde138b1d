//! The rules of cofinancement against the ledger: each unit of actions and of exercices to which a rule applies, with what
//! its payers pay there.

use super::Sum;
use super::entry::LedgerEntry;
use super::view::{Filter, sum};
use crate::model::cadre::{Axe, Cofinancement, Horizon, Level, Payer, ShareRule};
use crate::model::{Dossier, Fiche};

/// Actions and exercices to which a rule applies together.
#[derive(Debug, Clone)]
pub struct ShareUnit<'d> {
    /// The rule.
    pub rule: &'d Cofinancement,
    /// The node at which it is written; none at the top.
    pub axe: Option<&'d Axe>,
    /// The action, when each is alone.
    pub fiche: Option<&'d Fiche>,
    /// The exercice, by its rank, when each is alone.
    pub exercice: Option<usize>,
    /// What its first payer pays.
    pub part: Sum,
    /// What the other payer pays, under a rule of parity; all that is paid, under the others.
    pub whole: Sum,
}

impl ShareUnit<'_> {
    /// Whether all that it needs is said.
    pub fn is_complete(&self) -> bool {
        let is_known = |sum: &Sum| sum.missing() == 0 && !sum.mixes_bases();
        is_known(&self.part) && is_known(&self.whole) && !self.whole.is_empty()
    }
}

/// The units of all the rules of an act. An action that says no exercice has no unit of one.
pub fn units<'d>(dossier: &'d Dossier, entries: &[LedgerEntry<'d>]) -> Vec<ShareUnit<'d>> {
    let cadre = &dossier.cadre;
    let of_axes =
        cadre.axes.iter().flat_map(|axe| axe.cofinancement.iter().map(move |rule| (Some(axe), rule)));
    let rules = cadre.cofinancement.iter().map(|rule| (None, rule)).chain(of_axes);
    let mut units = Vec::new();
    for (axe, rule) in rules {
        let exercices: Vec<Option<usize>> = match rule.horizon {
            Horizon::Contract => vec![None],
            Horizon::Exercice => (0..dossier.convention.exercices.count()).map(Some).collect(),
        };
        for (group, fiche) in groups(dossier, axe, rule.level) {
            for exercice in &exercices {
                let filter = Filter {
                    exercice: *exercice,
                    axe: group.map(|axe| axe.id.value.as_str()),
                    fiche: fiche.map(|fiche| fiche.number.value),
                    ..Filter::resources()
                };
                let paid_by =
                    |payer: &'d Payer| sum(entries, dossier, &Filter { payer: Some(payer), ..filter });
                let (part, whole) = match &rule.rule {
                    ShareRule::AtMost(payer, _) | ShareRule::AtLeast(payer, _) => {
                        (paid_by(payer), sum(entries, dossier, &filter))
                    }
                    ShareRule::Parity(a, b) => (paid_by(a), paid_by(b)),
                };
                units.push(ShareUnit { rule, axe: group.or(axe), fiche, exercice: *exercice, part, whole });
            }
        }
    }
    units
}

/// The nodes and the actions over which a rule of a node is applied.
fn groups<'d>(
    dossier: &'d Dossier,
    axe: Option<&'d Axe>,
    level: Level,
) -> Vec<(Option<&'d Axe>, Option<&'d Fiche>)> {
    let cadre = &dossier.cadre;
    let is_in = |fiche: &&Fiche| axe.is_none_or(|axe| cadre.is_within(&fiche.axe.value, &axe.id.value));
    match level {
        Level::Action => dossier.fiches.iter().filter(is_in).map(|fiche| (axe, Some(fiche))).collect(),
        Level::Axe if axe.is_some() => vec![(axe, None)],
        Level::Axe => {
            cadre.axes.iter().filter(|axe| axe.parent.is_none()).map(|axe| (Some(axe), None)).collect()
        }
        Level::Contract => vec![(axe, None)],
    }
}
