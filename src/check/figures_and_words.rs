//! Figures as the messages of rules print them: sums with their terms, gaps, percentages.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::lang::numbers::format_plain;
use crate::ledger::Sum;
use crate::model::Montant;

/// Most terms shown one by one.
const TERMS_MAX: usize = 24;

/// Prints a sum: « 90 000 € + 180 000 € = 270 000 € »; past [`TERMS_MAX`], terms are only counted.
pub(super) fn addition(sum: &Sum) -> String {
    let mut terms: Vec<String> = sum.terms.iter().take(TERMS_MAX).map(|t| t.montant.to_string()).collect();
    let remainder = sum.terms.len().saturating_sub(TERMS_MAX);
    if remainder > 0 {
        terms.push(format!("… ({remainder} autres)"));
    }
    let missing = match sum.missing() {
        0 => String::new(),
        1 => " (1 terme sans montant)".to_owned(),
        n => format!(" ({n} termes sans montant)"),
    };
    match terms.as_slice() {
        [_] => format!("{}{missing}", sum.total),
        _ => format!("{} = {}{missing}", terms.join(" + "), sum.total),
    }
}

/// Labels the place of each term of a sum with its amount.
#[must_use]
pub(super) fn show_terms(mut finding: Diagnostic, sum: &Sum) -> Diagnostic {
    for term in sum.terms.iter().take(TERMS_MAX) {
        finding = finding.also(term.span, term.montant.to_string());
    }
    finding
}

/// Prints the distance between two amounts: « écart : 10 000 € ».
pub(super) fn gap(printed: Montant, computed: Montant) -> String {
    format!("écart : {}", Montant::rounded((printed.euros() - computed.euros()).abs()).unwrap_or_default())
}

/// Prints a number the French way, without trailing zeros.
pub(super) fn number(n: Decimal) -> String {
    format_plain(n.normalize(), None)
}

/// Prints a percentage with at most two decimals.
pub(super) fn percent(n: Decimal) -> String {
    format!("{} %", number(n.round_dp(2)))
}

/// A part of a total, in per cent; `None` when the total is zero.
pub(super) fn share(party: Decimal, whole: Decimal) -> Option<Decimal> {
    party.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}
