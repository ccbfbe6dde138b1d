//! The posts that two acts of one collectivité both value: the same staff, at the same cost, at the same time.

use rust_decimal::Decimal;

use super::{days_of, distinctive_words, leaf_charges, overlap};
use crate::lang::{flat, roots, valued_name};
use crate::ledger::entry::exercice_of;
use crate::model::budget::{Charge, Cost, Factor, FactorKind, Valorisation};
use crate::model::time::DayRange;
use crate::model::{Dossier, Fiche, Montant};

/// A charge that is valued by factors.
#[derive(Debug, Clone)]
pub struct Post<'d> {
    /// The fiche.
    pub fiche: &'d Fiche,
    /// The line of its budget.
    pub charge: &'d Charge,
    /// Its factors.
    pub valorisation: &'d Valorisation,
    /// First and last day.
    pub days: DayRange,
}

/// A post of two fiches of two acts.
#[derive(Debug, Clone)]
pub struct SharedPost<'d> {
    /// What the first act says.
    pub own: Post<'d>,
    /// What the second says.
    pub other: Post<'d>,
    /// The share of its time that both acts value, in per cent, above 100; none when they say no share.
    pub time: Option<Decimal>,
    /// What may be counted twice: the cost of the time past 100 %, or the whole.
    pub stake: Montant,
}

/// Words of jobs: two persons may do the same one.
const JOBS: [&str; 21] = [
    "administratif",
    "animateur",
    "assistant",
    "cadre",
    "chargé",
    "chef",
    "conseiller",
    "coordinateur",
    "coordonnateur",
    "directeur",
    "éducateur",
    "équipe",
    "infirmier",
    "intervenant",
    "médecin",
    "psychologue",
    "référent",
    "responsable",
    "secrétaire",
    "technicien",
    "travailleur",
];

/// The posts that both acts value, in the order of the first.
pub fn shared_posts<'d>(own: &'d Dossier, other: &'d Dossier) -> Vec<SharedPost<'d>> {
    let mut others = posts(other);
    let mut shared = Vec::new();
    for post in posts(own) {
        let twin = others.iter().enumerate().find_map(|(place, other)| Some((place, same(&post, other)?)));
        if let Some((place, (time, stake))) = twin {
            let other = others.remove(place);
            shared.push(SharedPost { own: post, other, time, stake });
        }
    }
    shared
}

fn posts(dossier: &Dossier) -> Vec<Post<'_>> {
    let exercices = &dossier.convention.exercices;
    let of_fiche = |fiche| {
        let leaves = leaf_charges(fiche).into_iter();
        let posts = leaves.filter_map(move |(budget, charge)| {
            let Cost::Valorisation(valorisation) = &charge.cost else { return None };
            let days = days_of(exercice_of(budget, exercices), budget, exercices)?;
            Some(Post { fiche, charge, valorisation, days })
        });
        posts.collect::<Vec<_>>()
    };
    dossier.fiches.iter().flat_map(of_fiche).collect()
}

/// The time and the money that two posts may both count; none when they are not the same post.
fn same(own: &Post<'_>, other: &Post<'_>) -> Option<(Option<Decimal>, Montant)> {
    let (name, other_name) = (valued_name(&own.charge.label.value), valued_name(&other.charge.label.value));
    let is_same_staff = flat(name) == flat(other_name)
        && roots(name).len() >= 2
        && factors_without_time(own) == factors_without_time(other)
        && overlap(own.days, other.days);
    if !is_same_staff {
        return None;
    }
    match (time_share(own), time_share(other)) {
        (Some(share), Some(other_share)) => {
            let time = share.checked_add(other_share)?;
            let excess = time.checked_sub(Decimal::ONE_HUNDRED).filter(|excess| *excess > Decimal::ZERO)?;
            let whole = own.valorisation.product.euros().checked_div(share)?;
            Some((Some(time), Montant::rounded(whole.checked_mul(excess)?)?))
        }
        (None, None) if names_a_team(name) => Some((None, own.valorisation.product)),
        _ => None,
    }
}

/// Whether the words of a post say more than a job, that several persons may do.
fn names_a_team(name: &str) -> bool {
    let is_job = |root: &String| JOBS.iter().any(|word| roots(word).contains(root));
    let words: Vec<String> = roots(name).into_iter().filter(|root| !is_job(root)).collect();
    distinctive_words(&words.join(" ")) > 0
}

fn time_share(post: &Post<'_>) -> Option<Decimal> {
    let mut factors = post.valorisation.factors.iter();
    let share = factors.find(|factor| factor.kind == FactorKind::TIME_SHARE).map(|factor| factor.value.value);
    share.filter(|share| *share > Decimal::ZERO)
}

/// The factors other than the share of time, in an order of their own.
fn factors_without_time(post: &Post<'_>) -> Vec<(FactorKind, Decimal)> {
    let others = post.valorisation.factors.iter().filter(|factor| factor.kind != FactorKind::TIME_SHARE);
    let mut factors: Vec<(FactorKind, Decimal)> =
        others.map(|Factor { kind, value }| (*kind, value.value)).collect();
    factors.sort();
    factors
}
