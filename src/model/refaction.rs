//! The rule by which the State pays what it contracted, or takes it back: data of the framework or of the act.

use super::cadre::{Horizon, Level};
use rust_decimal::{Decimal, RoundingStrategy};

/// The share of the basis that the State owes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactionPart {
    /// The State's share of the contracted cost: what it contracted over what everyone did.
    Prorata,
    /// A percentage, from 0 to 100.
    Percent(Decimal),
}

/// The expense to which the share applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactionBase {
    /// What was spent, all funders.
    Spent,
    /// What was spent, less what the funders paid that are neither the State nor the collectivité.
    Net,
    /// What was spent of the State's credits.
    Credits,
}

/// How an amount is rounded to the cent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactionRounding {
    /// To the nearest, half a cent up.
    HalfUp,
    /// Down.
    Down,
    /// To the nearest, half a cent to the even one.
    HalfEven,
}

impl RefactionRounding {
    /// Rounds euros to the cent.
    pub fn apply(self, euros: Decimal) -> Decimal {
        let strategy = match self {
            Self::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            Self::Down => RoundingStrategy::ToZero,
            Self::HalfEven => RoundingStrategy::MidpointNearestEven,
        };
        euros.round_dp_with_strategy(2, strategy)
    }
}

/// The rule. What the State owes for a unit is the share of the basis, and never more than it contracted there.
#[derive(Debug, Clone)]
pub struct Refaction {
    /// The share.
    pub part: RefactionPart,
    /// The expense that counts.
    pub base: RefactionBase,
    /// Over what.
    pub level: Level,
    /// Over which time.
    pub horizon: Horizon,
    /// Gap of execution, in per cent, up to which nothing is taken back; zero forgives nothing.
    pub threshold: Decimal,
    /// Largest amount due, in per cent of the State's contracted amount.
    pub cap: Decimal,
    /// Largest share of the State in what was spent by all, in per cent.
    pub max_share: Option<Decimal>,
    /// What was paid beforehand, in per cent of the State's contracted amount.
    pub advance: Decimal,
    /// How each unit is rounded to the cent, once.
    pub rounding: RefactionRounding,
    /// Where the rule comes from.
    pub source: Option<String>,
}
