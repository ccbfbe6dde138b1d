//! What the State owes by the rule of the framework or of the act, what it takes back, and what is left to spend for
//! nothing to be taken back. Pure: cells of money in, units with their terms out.

mod cells;
#[cfg(test)]
mod tests;

use crate::model::cadre::{Horizon, Level};
use rust_decimal::Decimal;

use crate::model::Montant;
use crate::model::refaction::{Refaction, RefactionBase, RefactionPart};

pub use cells::{RefactionCells, cells_of};

/// The amounts that a rule may need, in euros; none when it is not known. What the rule does not need may stay unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefactionTerms {
    /// What the State contracted.
    pub contracted_etat: Option<Montant>,
    /// The contracted cost, all funders.
    pub contracted_total: Option<Montant>,
    /// What was spent, all funders.
    pub spent: Option<Montant>,
    /// What was spent by those who are neither the State nor the collectivité.
    pub spent_by_others: Option<Montant>,
    /// What was spent of the State's credits.
    pub spent_of_etat: Option<Montant>,
}

/// The money of an action in an exercice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefactionCell {
    /// Number of the fiche, as printed.
    pub action: String,
    /// Identifier of its axe: the node at the top of the tree.
    pub axe: String,
    /// Identifier of the node that holds it.
    pub node: String,
    /// Identifier of the nearest node, from its own up, whose money cannot serve elsewhere; none when there is none.
    pub pool: Option<String>,
    /// Identifier of the exercice.
    pub exercice: String,
    /// Its amounts.
    pub terms: RefactionTerms,
}

/// What the State owes by the rule, against what it contracted and what it advanced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    /// What the State contracted.
    pub contracted: Montant,
    /// What it owes.
    pub due: Montant,
    /// What it paid beforehand.
    pub advance: Montant,
}

impl Balance {
    /// Due less advanced: to pay when positive, to take back when negative.
    pub fn net(&self) -> Montant {
        self.due - self.advance
    }

    /// What it contracted and does not owe.
    pub fn recovered(&self) -> Montant {
        self.contracted - self.due
    }
}

/// How much more must be spent for nothing to be recovered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StillToSpend {
    /// At least this; zero when nothing is recovered.
    Amount(Montant),
    /// No spending changes it: a ceiling of the rule is below what was contracted.
    Impossible,
}

/// Something to which the rule applies as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefactionUnit {
    /// Number of the fiche, when it is an action.
    pub action: Option<String>,
    /// Identifier of the axe, when it is one, or is in one.
    pub axe: Option<String>,
    /// Identifier of the node whose money is counted apart; none for an action, and for what is left of the axe or of the
    /// contract.
    pub pool: Option<String>,
    /// Identifiers of the nodes that hold its actions, in the order in which they first appear.
    pub nodes: Vec<String>,
    /// The exercice, when each is apart.
    pub exercice: Option<String>,
    /// The sum of its cells.
    pub terms: RefactionTerms,
    /// What the rule gives; none when a term that it needs is unknown, or when there is nothing to divide by.
    pub balance: Option<Balance>,
    /// What is left to spend, by the State or the collectivité; none likewise.
    pub still_to_spend: Option<StillToSpend>,
}

impl RefactionTerms {
    /// No money at all.
    pub const ZERO: Self = Self {
        contracted_etat: Some(Montant::ZERO),
        contracted_total: Some(Montant::ZERO),
        spent: Some(Montant::ZERO),
        spent_by_others: Some(Montant::ZERO),
        spent_of_etat: Some(Montant::ZERO),
    };

    /// The sum of two; what one does not know, the sum does not know.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let sum = |a: Option<Montant>, b: Option<Montant>| Some(a? + b?);
        Self {
            contracted_etat: sum(self.contracted_etat, other.contracted_etat),
            contracted_total: sum(self.contracted_total, other.contracted_total),
            spent: sum(self.spent, other.spent),
            spent_by_others: sum(self.spent_by_others, other.spent_by_others),
            spent_of_etat: sum(self.spent_of_etat, other.spent_of_etat),
        }
    }

    /// The same after more was spent: of the State's credits as long as there are some, by the collectivité beyond.
    #[must_use]
    pub fn after_spending(self, more: Montant) -> Self {
        let of_etat = |spent: Montant| {
            let left = self.contracted_etat.unwrap_or(Montant::ZERO) - spent;
            spent + more.min(left.max(Montant::ZERO))
        };
        Self {
            spent: self.spent.map(|spent| spent + more),
            spent_of_etat: self.spent_of_etat.map(of_etat),
            ..self
        }
    }

    /// The expense that counts.
    pub fn base(&self, base: RefactionBase) -> Option<Montant> {
        match base {
            RefactionBase::Spent => self.spent,
            RefactionBase::Net => Some(self.spent? - self.spent_by_others?),
            RefactionBase::Credits => self.spent_of_etat,
        }
    }

    /// What was contracted and spent, whose gap the threshold of the rule forgives: of the State's credits when they are
    /// the basis, else of the whole cost.
    pub fn execution(&self, base: RefactionBase) -> Option<(Montant, Montant)> {
        match base {
            RefactionBase::Credits => self.contracted_etat.zip(self.spent_of_etat),
            RefactionBase::Spent | RefactionBase::Net => self.contracted_total.zip(self.spent),
        }
    }
}

/// What the State owes; `None` when a term that the rule needs is unknown, or when there is nothing to divide by.
pub fn due(rule: &Refaction, terms: &RefactionTerms) -> Option<Montant> {
    let etat = terms.contracted_etat?.euros();
    if etat <= Decimal::ZERO {
        return Some(Montant::ZERO);
    }
    let base = terms.base(rule.base)?.euros();
    let share = match rule.part {
        // Multiply before dividing: a rate cut at its last decimal would lose a cent.
        RefactionPart::Prorata => etat.checked_mul(base)?.checked_div(terms.contracted_total?.euros())?,
        RefactionPart::Percent(part) => per_cent(base, part)?,
    };
    let within_threshold = is_within_threshold(rule, terms)?;
    let mut due = if within_threshold { etat } else { share.min(etat) };
    due = due.min(per_cent(etat, rule.cap)?);
    if let Some(share) = rule.max_share {
        due = due.min(per_cent(terms.spent?.euros(), share)?);
    }
    Montant::rounded(rule.rounding.apply(due.max(Decimal::ZERO)))
}

/// Whether the gap of execution is small enough for nothing to be taken back.
pub fn is_within_threshold(rule: &Refaction, terms: &RefactionTerms) -> Option<bool> {
    if rule.threshold.is_zero() {
        return Some(false);
    }
    let (contracted, spent) = terms.execution(rule.base)?;
    let gap = (contracted - spent).euros().checked_mul(Decimal::ONE_HUNDRED)?;
    let forgiven = contracted.euros().checked_mul(rule.threshold)?;
    Some(contracted > Montant::ZERO && gap <= forgiven)
}

fn per_cent(euros: Decimal, rate: Decimal) -> Option<Decimal> {
    euros.checked_mul(rate)?.checked_div(Decimal::ONE_HUNDRED)
}

/// What the rule gives for some terms.
pub fn balance(rule: &Refaction, terms: &RefactionTerms) -> Option<Balance> {
    let contracted = terms.contracted_etat?;
    let advance = Montant::rounded(rule.rounding.apply(per_cent(contracted.euros(), rule.advance)?))?;
    Some(Balance { contracted, due: due(rule, terms)?, advance })
}

/// The least that must still be spent, to the cent, for nothing to be recovered.
pub fn still_to_spend(rule: &Refaction, terms: &RefactionTerms) -> Option<StillToSpend> {
    let etat = terms.contracted_etat?.max(Montant::ZERO);
    due(rule, terms)?;
    let montant = |cents: i64| Montant::rounded(Decimal::new(cents, 2));
    // What is due never falls as spending rises, so the place where it reaches the whole is found by halving.
    let is_enough = |cents: i64| {
        montant(cents).and_then(|more| due(rule, &terms.after_spending(more))).is_some_and(|due| due >= etat)
    };
    if is_enough(0) {
        return Some(StillToSpend::Amount(Montant::ZERO));
    }
    let mut enough = 1;
    while !is_enough(enough) {
        enough *= 2;
        if enough > Montant::MAX {
            return Some(StillToSpend::Impossible);
        }
    }
    let mut too_little = enough / 2;
    while enough - too_little > 1 {
        let middle = too_little + (enough - too_little) / 2;
        if is_enough(middle) { enough = middle } else { too_little = middle }
    }
    montant(enough).map(StillToSpend::Amount)
}

/// Applies the rule at its level and over its horizon, in the order in which the units first appear. Money that cannot
/// serve elsewhere makes up for no gap elsewhere: above an action, each node that keeps its own is a unit of its own.
pub fn compute(rule: &Refaction, cells: &[RefactionCell]) -> Vec<RefactionUnit> {
    let mut units: Vec<RefactionUnit> = Vec::new();
    for cell in cells {
        let action = (rule.level == Level::Action).then(|| cell.action.clone());
        let axe = (rule.level == Level::Axe).then(|| cell.axe.clone());
        let pool = cell.pool.as_ref().filter(|_| rule.level != Level::Action).cloned();
        let exercice = (rule.horizon == Horizon::Exercice).then(|| cell.exercice.clone());
        let same = |u: &&mut RefactionUnit| {
            u.action == action && u.axe == axe && u.pool == pool && u.exercice == exercice
        };
        match units.iter_mut().find(same) {
            Some(unit) => {
                unit.terms = unit.terms.plus(cell.terms);
                if !unit.nodes.contains(&cell.node) {
                    unit.nodes.push(cell.node.clone());
                }
            }
            None => units.push(RefactionUnit {
                action,
                axe,
                pool,
                nodes: vec![cell.node.clone()],
                exercice,
                terms: cell.terms,
                balance: None,
                still_to_spend: None,
            }),
        }
    }
    for unit in &mut units {
        unit.balance = balance(rule, &unit.terms);
        unit.still_to_spend = still_to_spend(rule, &unit.terms);
    }
    units
}
