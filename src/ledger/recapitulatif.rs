//! The récapitulatif financier: every fiche, by annexe and by funder, against what the act says of the State.

use super::{Sum, budget};
use crate::model::cadre::{ETAT, Financeur};
use crate::model::{Dossier, Fiche, Montant};

/// The récapitulatif.
#[derive(Debug)]
pub struct Recapitulatif<'d> {
    /// The funders that have a column: those of the framework that pay something.
    pub financeurs: Vec<&'d Financeur>,
    /// Whether funders that the framework does not name pay something.
    pub others: bool,
    /// The annexes that have fiches, in order.
    pub annexes: Vec<Block<'d>>,
    /// The total of the act.
    pub total: Row,
    /// What the act says that the State pays, less what its fiches add to.
    pub etat_gap: Montant,
}

/// The fiches of an annexe and their total.
#[derive(Debug)]
pub struct Block<'d> {
    /// Index of the annexe in the framework.
    pub annexe: &'d crate::model::cadre::Annexe,
    /// The fiches and their amounts.
    pub fiches: Vec<(&'d Fiche, Row)>,
    /// Their total.
    pub total: Row,
}

/// A row of amounts.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// One per funder of the columns.
    pub shares: Vec<Sum>,
    /// The other funders.
    pub others: Sum,
    /// All.
    pub total: Sum,
}

impl Row {
    fn add(&mut self, other: &Self) {
        self.shares.resize_with(other.shares.len(), Sum::default);
        for (a, b) in self.shares.iter_mut().zip(&other.shares) {
            a.extend(b);
        }
        self.others.extend(&other.others);
        self.total.extend(&other.total);
    }
}

/// Sums the fiches of an edition.
pub fn compute(dossier: &Dossier) -> Recapitulatif<'_> {
    let is_payer = |id: Option<&str>| dossier.fiches.iter().any(|f| !budget::fiche_share(f, id).is_empty());
    let financeurs: Vec<&Financeur> =
        dossier.cadre.financeurs.iter().filter(|f| is_payer(Some(&f.id))).collect();
    let mut total = Row { shares: vec![Sum::default(); financeurs.len()], ..Row::default() };
    let mut annexes = Vec::new();
    for annexe in &dossier.cadre.annexes {
        let mut block = Block { annexe, fiches: Vec::new(), total: Row::default() };
        block.total.shares.resize_with(financeurs.len(), Sum::default);
        for fiche in dossier.fiches_of(&annexe.id) {
            let line = Row {
                shares: financeurs.iter().map(|f| budget::fiche_share(fiche, Some(&f.id))).collect(),
                others: budget::fiche_share(fiche, None),
                total: budget::fiche_total(fiche),
            };
            block.total.add(&line);
            block.fiches.push((fiche, line));
        }
        total.add(&block.total);
        if !block.fiches.is_empty() {
            annexes.push(block);
        }
    }
    let etat: Montant = dossier.fiches.iter().map(|f| budget::fiche_share(f, Some(ETAT)).total).sum();
    Recapitulatif {
        others: is_payer(None),
        financeurs,
        annexes,
        total,
        etat_gap: dossier.convention.montant_etat.value - etat,
    }
}
