//! What two acts of one collectivité both count: the money of an action, a charge, a post. Pure, and the same whichever of
//! the two acts is looked at first. Amounts whose periods do not overlap are never the same money.

mod actions;
mod charges;
mod posts;

pub use actions::{SharedAction, SharedFunding, shared_actions};
pub use charges::{SharedCharge, shared_charges};
pub use posts::{Post, SharedPost, shared_posts};

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::budget::{counted, leaves};
use super::entry::{LedgerEntry, of_budget};
use crate::lang::roots;
use crate::model::budget::{Budget, Charge};
use crate::model::exercice::Exercices;
use crate::model::time::DayRange;
use crate::model::{Dossier, Fiche, Montant};

/// An entry of the ledger, with the days that it is for.
#[derive(Debug, Clone)]
pub struct DatedEntry<'d> {
    /// The entry: its amount is one.
    pub entry: LedgerEntry<'d>,
    /// How much.
    pub montant: Montant,
    /// The fiche.
    pub fiche: &'d Fiche,
    /// First and last day.
    pub days: DayRange,
}

/// The entries of the counted budgets of a fiche that have an amount.
fn dated<'d>(fiche: &'d Fiche, dossier: &'d Dossier) -> Vec<DatedEntry<'d>> {
    let exercices = &dossier.convention.exercices;
    let of_one = |budget: &'d Budget| {
        let entries = of_budget(budget, fiche, Some(exercices)).into_iter();
        let dated = entries.filter_map(move |entry| {
            let (montant, days) = (entry.montant.ok()?, days_of(entry.exercice, budget, exercices)?);
            Some(DatedEntry { entry, montant, fiche, days })
        });
        dated.collect::<Vec<_>>()
    };
    counted(fiche).flat_map(of_one).collect()
}

/// The days that an amount is for: those of its budget within its exercice, else those of the act.
fn days_of(exercice: Option<usize>, budget: &Budget, exercices: &Exercices) -> Option<DayRange> {
    let period = budget.period.as_ref().and_then(|period| period.value.days());
    let exercice = exercice.and_then(|rank| exercices.get(rank)).map(|exercice| (exercice.from, exercice.to));
    match (period, exercice) {
        // The only exercice of an act is a default: a budget that goes beyond it is for its own period.
        (Some(period), Some(exercice)) if exercices.are_several() => {
            Some(common_days(period, exercice).unwrap_or(exercice))
        }
        (Some(period), _) => Some(period),
        (None, exercice) => exercice.or_else(|| exercices.bounds()),
    }
}

/// The days of two periods; none when they do not overlap.
fn common_days(a: DayRange, b: DayRange) -> Option<DayRange> {
    let (first, last) = (a.0.max(b.0), a.1.min(b.1));
    (first <= last).then_some((first, last))
}

/// Whether two periods have a day in common.
fn overlap(a: DayRange, b: DayRange) -> bool {
    common_days(a, b).is_some()
}

/// An amount and its days.
pub type DatedAmount = (DayRange, Montant);

/// What two lists of amounts may both count: in each group of periods that overlap, the smaller of the two sums. The same
/// when the lists are exchanged.
pub fn shared_amount(own: &[DatedAmount], other: &[DatedAmount]) -> Montant {
    let (mut own_left, mut other_left) = (own.to_vec(), other.to_vec());
    let mut shared = Montant::ZERO;
    while let Some(first) = own_left.pop() {
        let (mut own_group, mut other_group) = (vec![first], Vec::new());
        loop {
            let reached = take_overlapping(&mut other_left, &own_group);
            let is_last = reached.is_empty();
            other_group.extend(reached);
            let reached = take_overlapping(&mut own_left, &other_group);
            if is_last || reached.is_empty() {
                break;
            }
            own_group.extend(reached);
        }
        let sum = |group: &[DatedAmount]| group.iter().map(|(_, montant)| *montant).sum::<Montant>();
        shared = shared + sum(&own_group).min(sum(&other_group)).max(Montant::ZERO);
    }
    shared
}

/// Takes from a list the amounts whose periods overlap one of a group.
fn take_overlapping(left: &mut Vec<DatedAmount>, group: &[DatedAmount]) -> Vec<DatedAmount> {
    let is_reached = |(days, _): &DatedAmount| group.iter().any(|(other, _)| overlap(*days, *other));
    let (reached, rest) = std::mem::take(left).into_iter().partition(is_reached);
    *left = rest;
    reached
}

/// The lines of charges of the counted budgets of a fiche that no other line details, each with its budget.
fn leaf_charges(fiche: &Fiche) -> Vec<(&Budget, &Charge)> {
    let lines = counted(fiche).map(|budget| (budget, leaves(&budget.charges)));
    lines.flat_map(|(budget, charges)| charges.into_iter().map(move |charge| (budget, charge))).collect()
}

/// Words that any action or any charge may bear: two acts that share them alone share nothing.
const GENERIC: [&str; 66] = [
    "achat",
    "accompagnement",
    "action",
    "agent",
    "animation",
    "annuel",
    "autre",
    "budget",
    "charge",
    "communication",
    "contrat",
    "convention",
    "coordination",
    "coût",
    "déplacement",
    "dépense",
    "direct",
    "dispositif",
    "divers",
    "équipement",
    "etp",
    "évaluation",
    "externe",
    "fonctionnement",
    "formation",
    "fourniture",
    "frais",
    "général",
    "gestion",
    "gouvernance",
    "indirect",
    "ingénierie",
    "interne",
    "investissement",
    "location",
    "locaux",
    "loyer",
    "matériel",
    "mesure",
    "mission",
    "moyen",
    "partenaire",
    "personnel",
    "petit",
    "pilotage",
    "plan",
    "poste",
    "prestataire",
    "prestation",
    "programme",
    "projet",
    "rémunération",
    "réunion",
    "salaire",
    "salarial",
    "service",
    "siège",
    "social",
    "solidarité",
    "structure",
    "subvention",
    "suivi",
    "support",
    "territoire",
    "total",
    "traitement",
];

/// The roots of the generic words.
static GENERIC_ROOTS: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| GENERIC.iter().flat_map(|word| roots(word)).collect());

/// The number of words of a text that say what it is about.
fn distinctive_words(text: &str) -> usize {
    let is_word = |root: &String| root.len() > 1 && !root.bytes().all(|byte| byte.is_ascii_digit());
    roots(text).iter().filter(|root| is_word(root) && !GENERIC_ROOTS.contains(*root)).count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Day;

    fn amounts() -> impl Strategy<Value = Vec<DatedAmount>> {
        let day = |index: i32| Day::new(2024, 1, 1).unwrap().shift(index).unwrap();
        let amount = (0_i32..1_500, 0_i32..500, 0_i64..900_000).prop_map(move |(start, length, cents)| {
            let montant = Montant::rounded(rust_decimal::Decimal::new(cents, 2)).unwrap();
            ((day(start), day(start + length)), montant)
        });
        prop::collection::vec(amount, 0..7)
    }

    fn sum(list: &[DatedAmount]) -> Montant {
        list.iter().map(|(_, montant)| *montant).sum()
    }

    proptest! {
        /// Two acts are compared the same way from either side, in whatever order their lines come.
        #[test]
        fn what_is_shared_is_the_same_from_either_side(own in amounts(), other in amounts()) {
            let shared = shared_amount(&own, &other);
            prop_assert_eq!(shared, shared_amount(&other, &own));
            let reversed: Vec<DatedAmount> = own.iter().rev().copied().collect();
            prop_assert_eq!(shared, shared_amount(&reversed, &other));
            prop_assert!(shared <= sum(&own).min(sum(&other)) && shared >= Montant::ZERO);
            prop_assert_eq!(shared_amount(&own, &own), sum(&own));
        }

        /// Nothing is shared with amounts of years that come after all the others.
        #[test]
        fn nothing_is_shared_with_later_years(own in amounts(), other in amounts()) {
            let later = |((from, to), montant): &DatedAmount| {
                ((from.shift(2_100).unwrap(), to.shift(2_100).unwrap()), *montant)
            };
            let later: Vec<DatedAmount> = other.iter().map(later).collect();
            prop_assert_eq!(shared_amount(&own, &later), Montant::ZERO);
        }
    }

    #[test]
    fn the_smaller_sum_of_each_group_of_periods_is_shared() {
        let year = |year: u16, euros: i64| {
            let days = (Day::new(year, 1, 1).unwrap(), Day::new(year, 12, 31).unwrap());
            (days, Montant::rounded(euros.into()).unwrap())
        };
        let whole = |euros: i64| {
            let days = (Day::new(2024, 1, 1).unwrap(), Day::new(2025, 12, 31).unwrap());
            (days, Montant::rounded(euros.into()).unwrap())
        };
        let shared = |own: &[DatedAmount], other: &[DatedAmount]| shared_amount(own, other).to_string();
        let own = [year(2024, 100), year(2025, 10)];
        assert_eq!(shared(&own, &[year(2024, 10), year(2025, 100)]), "20 €");
        assert_eq!(shared(&own, &[year(2025, 100)]), "10 €");
        assert_eq!(shared(&own, &[year(2026, 100)]), "0 €");
        // A sum over two years is compared with all that it may pay.
        assert_eq!(shared(&own, &[whole(105)]), "105 €");
    }

    #[test]
    fn generic_words_say_nothing() {
        assert_eq!(distinctive_words("Divers"), 0);
        assert_eq!(distinctive_words("Frais de déplacement des agents"), 0);
        assert_eq!(distinctive_words("Pilotage, suivi et évaluation du contrat"), 0);
        assert_eq!(distinctive_words("Coordination 2024"), 0);
        assert_eq!(distinctive_words("Bus des familles"), 2);
    }
}
