//! Unit costs: an amount, then a number, then « soit un coût moyen de ».

use rust_decimal::Decimal;

use super::super::stated_numbers::{self, NumberKind, StatedNumber};
use crate::check::figures_and_words::number;
use crate::diagnostic::Diagnostic;
use crate::lang::facts::Thing;
use crate::model::passage::is_prose;
use crate::model::{Montant, Passage};

/// An amount that a number may divide, with the rank of its passage.
type Dividend<'p> = (StatedNumber<'p>, usize);

/// What is said of the unit costs of a text that are no quotient of what comes before them.
pub(crate) fn wrong<'p>(passages: impl Iterator<Item = &'p Passage>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut dividend: Option<Dividend<'_>> = None;
    for (rank, passage) in passages.filter(|passage| is_prose(passage)).enumerate() {
        if dividend.as_ref().is_some_and(|(amount, from)| !follows(amount.passage, *from, passage, rank)) {
            dividend = None;
        }
        let numbers = stated_numbers::read(passage);
        for (index, stated) in numbers.iter().enumerate().filter(|(_, n)| n.kind == NumberKind::Euros) {
            match stated.fact.frame.thing {
                Some(Thing::UnitCost) => {
                    let counts = numbers.get(..index).unwrap_or(&[]).iter().rev();
                    let mut counts = counts.take_while(|n| n.fact.sentence == stated.fact.sentence);
                    let count = counts.next().filter(|n| n.kind == NumberKind::Count && n.exact);
                    findings.extend(dividend.as_ref().zip(count).and_then(|(m, n)| compare(&m.0, n, stated)));
                }
                Some(Thing::Total | Thing::Contribution | Thing::Expense) if stated.per().is_empty() => {
                    dividend = Some((stated.clone(), rank));
                }
                _ => {}
            }
        }
    }
    findings
}

/// Whether a passage is that of an amount, an item of the same list, or the paragraph right after it.
fn follows(of_amount: &Passage, from: usize, passage: &Passage, rank: usize) -> bool {
    let list = |p: &Passage| p.item.map(|item| item.list);
    of_amount.file() == passage.file()
        && (of_amount.span == passage.span
            || (list(of_amount).is_some() && list(of_amount) == list(passage))
            || from + 1 == rank)
}

fn compare(
    montant: &StatedNumber<'_>,
    quantity: &StatedNumber<'_>,
    cost: &StatedNumber<'_>,
) -> Option<Diagnostic> {
    let quotient = montant.value.checked_div(quantity.value)?;
    let decimals = if cost.value.is_integer() { 0 } else { 2 };
    let margin = Decimal::new(5, decimals + 1);
    if (quotient - cost.value).abs() <= margin {
        return None;
    }
    // Without « soit », or from one paragraph to another, only a cost of the same size is surely meant for the quotient.
    let said = cost.concludes() && montant.passage.item.is_some() == cost.passage.item.is_some();
    let is_near = quotient < cost.value.checked_mul(Decimal::TWO)?
        && cost.value < quotient.checked_mul(Decimal::TWO)?;
    if !said && !is_near {
        return None;
    }
    // The last non-zero digit may have been rounded.
    let product = cost.value.checked_mul(quantity.value)?;
    let round = (montant.value - product).abs()
        <= half_last_digit(montant.value) + margin.checked_mul(quantity.value)?;
    let finding = Diagnostic::finding(
        cost.span(),
        format!(
            "le coût unitaire écrit, {}, n’est pas le quotient de {} par {}, {}",
            cost.as_written(),
            montant.as_written(),
            quantity.as_written(),
            Montant::rounded(quotient)?
        ),
    )
    .arithmetic(format!(
        "{} / {} = {} ; {} × {} = {}",
        montant.as_written(),
        quantity.as_written(),
        Montant::rounded(quotient)?,
        cost.as_written(),
        number(quantity.value),
        Montant::rounded(product)?
    ))
    .also(montant.span(), montant.as_written().to_owned())
    .also(quantity.span(), quantity.excerpt());
    Some(if round {
        let montant_due = Montant::rounded(product)?;
        let (cost, number) = (cost.as_written(), number(quantity.value));
        finding.help(format!("le montant est peut-être arrondi : {cost} × {number} = {montant_due}")).advice()
    } else {
        finding.help("corriger le montant, le nombre ou le coût unitaire").warning()
    })
}

/// Half of the rank of the last non-zero digit: 50 000 for 6 600 000.
fn half_last_digit(n: Decimal) -> Decimal {
    let mut rank = Decimal::ONE;
    let ten = Decimal::TEN;
    while !n.is_zero() && n.checked_rem(rank * ten).is_some_and(|r| r.is_zero()) {
        rank *= ten;
    }
    rank / Decimal::TWO
}
