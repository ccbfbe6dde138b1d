//! The récapitulatif financier: every fiche, by node of the tree and by funder, against the amount that the act gives to the
//! State.

use std::collections::BTreeSet;

use super::{Sum, budget};
use crate::model::cadre::{Axe, Financeur};
use crate::model::parties::PartyRole;
use crate::model::{Dossier, Fiche, Montant};

/// The récapitulatif.
#[derive(Debug)]
pub struct Recapitulatif<'d> {
    /// The funders of the framework that pay something: one column each.
    pub financeurs: Vec<&'d Financeur>,
    /// Whether funders that the framework does not name pay something.
    pub others: bool,
    /// The nodes of the tree that have fiches of their own or in a node of theirs, in order.
    pub axes: Vec<AxeShares<'d>>,
    /// The total of the act.
    pub total: SharesRow,
    /// The State's amount in the act, less the sum of its shares in the fiches; none when the act states none, or when a share
    /// that is not told may be the gap.
    pub etat_gap: Option<Montant>,
}

/// The shares of the fiches of a node of the tree.
#[derive(Debug)]
pub struct AxeShares<'d> {
    /// The node.
    pub axe: &'d Axe,
    /// Its own fiches and their shares.
    pub fiches: Vec<(&'d Fiche, SharesRow)>,
    /// The total of all that is in it.
    pub total: SharesRow,
}

/// A row of amounts.
#[derive(Debug, Clone, Default)]
pub struct SharesRow {
    /// One per funder of the columns.
    pub shares: Vec<Sum>,
    /// The other funders.
    pub others: Sum,
    /// All.
    pub total: Sum,
}

impl SharesRow {
    fn add(&mut self, other: &Self) {
        self.shares.resize_with(other.shares.len(), Sum::default);
        for (a, b) in self.shares.iter_mut().zip(&other.shares) {
            a.extend(b);
        }
        self.others.extend(&other.others);
        self.total.extend(&other.total);
    }
}

/// Sums the fiches by node of the tree and by funder.
pub fn summarize(dossier: &Dossier) -> Recapitulatif<'_> {
    let is_payer = |id: Option<&str>| dossier.fiches.iter().any(|f| budget::has_payer(f, id));
    let financeurs: Vec<&Financeur> =
        dossier.cadre.financeurs.iter().filter(|f| is_payer(Some(&f.id))).collect();
    let mut total = SharesRow { shares: vec![Sum::default(); financeurs.len()], ..SharesRow::default() };
    let cadre = &dossier.cadre;
    let holders = dossier.fiches.iter().flat_map(|fiche| cadre.axes_up(&fiche.axe.value));
    let holders: BTreeSet<&str> = holders.map(|axe| axe.id.value.as_str()).collect();
    let mut axes: Vec<AxeShares<'_>> = Vec::new();
    for axe in &dossier.cadre.axes {
        if !holders.contains(axe.id.value.as_str()) {
            continue;
        }
        let mut shares = AxeShares { axe, fiches: Vec::new(), total: SharesRow::default() };
        shares.total.shares.resize_with(financeurs.len(), Sum::default);
        for fiche in dossier.fiches_of(&axe.id.value) {
            let row = SharesRow {
                shares: financeurs.iter().map(|f| budget::fiche_share(fiche, Some(&f.id))).collect(),
                others: budget::fiche_share(fiche, None),
                total: budget::fiche_total(fiche),
            };
            shares.total.add(&row);
            shares.fiches.push((fiche, row));
        }
        total.add(&shares.total);
        for holder in cadre.axes_up(&axe.id.value).skip(1).filter(|_| !shares.fiches.is_empty()) {
            let holder = axes.iter_mut().find(|held| held.axe.id == holder.id);
            holder.into_iter().for_each(|holder| holder.total.add(&shares.total));
        }
        axes.push(shares);
    }
    let mut etat = Sum::default();
    dossier.fiches.iter().for_each(|f| etat.extend(&budget::fiche_role_share(f, cadre, PartyRole::Etat)));
    let announced = dossier.convention.montant_etat.as_ref().map(|announced| announced.value);
    Recapitulatif {
        others: is_payer(None),
        financeurs,
        axes,
        total,
        // A share that is not told may fill the gap.
        etat_gap: announced
            .filter(|announced| etat.missing() == 0 || *announced < etat.total)
            .map(|announced| announced - etat.total),
    }
}
