//! The charges that two acts of one collectivité both count: the same words, the same amount, at the same time.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{DatedEntry, dated, distinctive_words, leaf_charges, overlap};
use crate::lang::flat;
use crate::model::budget::Cost;
use crate::model::cadre::Side;
use crate::model::{Dossier, Fiche, Montant};
use crate::text::Span;

/// A line of charges of two fiches of two acts.
#[derive(Debug, Clone)]
pub struct SharedCharge<'d> {
    /// Its fiche in the first act.
    pub own: &'d Fiche,
    /// Its fiche in the second.
    pub other: &'d Fiche,
    /// Its words in the first act.
    pub label: &'d str,
    /// Its amounts in both, which are equal one by one.
    pub entries: Vec<(DatedEntry<'d>, DatedEntry<'d>)>,
    /// Whether all its amounts are round: two things may then cost the same.
    pub is_round: bool,
}

impl SharedCharge<'_> {
    /// What both acts count.
    pub fn stake(&self) -> Montant {
        self.entries.iter().map(|(own, _)| own.montant).sum()
    }
}

/// Least amount of a line that is looked at, in euros.
const LEAST: i64 = 1_000;

/// An amount that is a multiple of this, in euros, is round.
const ROUND: i64 = 100;

/// The charges that both acts count, in the order of the first. Those that are valued are left to
/// [`shared_posts`](super::shared_posts).
pub fn shared_charges<'d>(own: &'d Dossier, other: &'d Dossier) -> Vec<SharedCharge<'d>> {
    let mut others: BTreeMap<(String, Montant), Vec<DatedEntry<'d>>> = BTreeMap::new();
    for line in lines(other) {
        others.entry((flat(line.entry.label), line.montant)).or_default().push(line);
    }
    let mut shared: Vec<SharedCharge<'d>> = Vec::new();
    for line in lines(own) {
        let key = (flat(line.entry.label), line.montant);
        let Some(twins) = others.get_mut(&key) else { continue };
        let Some(place) = twins.iter().position(|twin| overlap(line.days, twin.days)) else { continue };
        // A line of the other act is counted twice once.
        let twin = twins.remove(place);
        let same = shared.iter_mut().find(|charge| {
            let of_same_fiches = charge.own.number.value == line.fiche.number.value
                && charge.other.number.value == twin.fiche.number.value;
            of_same_fiches && charge.label == line.entry.label
        });
        let is_round = is_round(line.montant);
        match same {
            Some(charge) => {
                charge.is_round &= is_round;
                charge.entries.push((line, twin));
            }
            None => shared.push(SharedCharge {
                own: line.fiche,
                other: twin.fiche,
                label: line.entry.label,
                entries: vec![(line, twin)],
                is_round,
            }),
        }
    }
    shared
}

fn is_round(montant: Montant) -> bool {
    montant.euros().checked_rem(Decimal::from(ROUND)).is_some_and(|rest| rest.is_zero())
}

/// The lines of charges of an act that say enough to be recognised in another.
fn lines(dossier: &Dossier) -> Vec<DatedEntry<'_>> {
    let says_enough = |line: &DatedEntry<'_>| {
        let wanted = if is_round(line.montant) { 2 } else { 1 };
        line.montant.euros() >= Decimal::from(LEAST) && distinctive_words(line.entry.label) >= wanted
    };
    let of_fiche = |fiche| {
        let valued = valued_places(fiche);
        let lines = dated(fiche, dossier).into_iter();
        let charges = lines.filter(|line| line.entry.side == Side::Charge);
        charges.filter(move |line| !valued.contains(&line.entry.span)).filter(says_enough).collect::<Vec<_>>()
    };
    dossier.fiches.iter().flat_map(of_fiche).collect()
}

/// Where the valued charges of a fiche are written.
fn valued_places(fiche: &Fiche) -> Vec<Span> {
    let places = leaf_charges(fiche).into_iter().filter_map(|(_, charge)| match &charge.cost {
        Cost::Valorisation(valorisation) => Some(valorisation.span),
        _ => None,
    });
    places.collect()
}
