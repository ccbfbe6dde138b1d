//! Sums and roundings that several finance rules need: what the act prints of a budget, and words for a message.

use crate::model::parties::PartyRole;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::diagnostic::Diagnostic;
use crate::lang::{Agreement, Gender, flat};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Budget, Charge, Cost, Financement};
use crate::model::cadre::Cadre;
use crate::model::{Fiche, Montant};
use crate::text::Span;

/// Most terms listed in a message.
pub(crate) const TERMS_MAX: usize = 24;

/// What the act prints for a charge: its own amount, else the amounts of its sub-lines, else the computed cost.
pub(crate) fn printed_of(charge: &Charge, fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    match (&charge.mentions.printed, &charge.cost) {
        (Some(m), _) => sum.add(m.value, m.span),
        (None, Cost::Detailed(lines)) => lines.iter().for_each(|l| sum.extend(&printed_of(l, fiche))),
        (None, _) => sum = budget::cost(charge, fiche),
    }
    sum
}

/// The charges of a budget as printed.
pub(crate) fn printed_charges(budget: &Budget, fiche: &Fiche) -> Sum {
    let mut sum = Sum::default();
    budget.charges.iter().for_each(|c| sum.extend(&printed_of(c, fiche)));
    sum
}

/// The charge that is no charge but the sum of those above it: « TOTAL », « Sous-total ». It makes the budget count them
/// twice.
pub(crate) fn total_among_charges<'b>(budget: &'b Budget, fiche: &Fiche) -> Option<&'b Charge> {
    let is_total = |charge: &Charge| {
        let label = flat(&charge.label.value);
        ["total", "totaux", "sous total", "somme des charges"]
            .iter()
            .any(|word| label.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    // Since the start, and since the last subtotal.
    let (mut all, mut part) = (Sum::default(), Sum::default());
    for charge in &budget.charges {
        let own = printed_of(charge, fiche);
        if is_total(charge) && is_complete(&own) {
            if [&all, &part].iter().any(|sum| is_complete(sum) && sum.total == own.total) {
                return Some(charge);
            }
            part = Sum::default();
        } else {
            all.extend(&own);
            part.extend(&own);
        }
    }
    None
}

/// What to do of a charge that is the sum of the others.
pub(crate) fn remove_total(charge: &Charge) -> String {
    format!(
        "la ligne « {} » est comptée comme une charge : la retirer ; un total à imprimer s’écrit « total_affiche: … », à \
         côté de « charges: »",
        charge.label.value
    )
}

/// The financements of a budget as printed.
pub(crate) fn printed_financements(budget: &Budget) -> Sum {
    let mut sum = Sum::default();
    for line in &budget.financements {
        match &line.mentions.printed {
            Some(m) => sum.add(m.value, m.span),
            None => sum.extend(&budget::contribution(line)),
        }
    }
    sum
}

/// Whether a sum has terms and none without an amount.
pub(crate) fn is_complete(sum: &Sum) -> bool {
    !sum.is_empty() && sum.missing() == 0
}

/// Half a unit of the last decimal written: the most that rounding may have changed.
pub(crate) fn half_unit(n: Decimal) -> Decimal {
    Decimal::try_new(5, n.scale() + 1).unwrap_or_default()
}

/// Whether an amount is a sum rounded to the euro, or the sum of its terms each rounded to the euro.
pub(crate) fn rounded_to_euro(printed: Montant, sum: &Sum) -> bool {
    let round = |m: Montant| m.euros().round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let terms = sum.terms.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(round(t.montant)));
    printed.euros() == round(sum.total) || printed.euros() == terms
}

/// Who pays a line: its label, else the name of its financeur.
pub(crate) fn payer<'m>(line: &'m Financement, cadre: &'m Cadre) -> &'m str {
    let financeur = || line.financeur.as_ref().map(|f| f.value.as_str());
    line.label()
        .or_else(|| financeur().map(|id| cadre.financeur(id).map_or(id, |f| f.name.as_str())))
        .unwrap_or("un financeur")
}

/// « du Département », « de l’État », « du financeur « CAF » ».
pub(crate) fn of_whom(id: &str, cadre: &Cadre) -> String {
    let financeur = cadre.financeur(id);
    // Two funders of a party each go by their own name.
    let party = financeur.map(|f| f.role).filter(|role| cadre.financeurs_of(*role).count() == 1);
    let of_party = match party {
        Some(PartyRole::Etat) => Some("de l’État".to_owned()),
        Some(PartyRole::Authority) => financeur.and_then(|f| with_of(&f.name)),
        _ => None,
    };
    of_party.unwrap_or_else(|| format!("du financeur « {} »", financeur.map_or(id, |f| f.name.as_str())))
}

/// « du Département », « de la Métropole », « de l’Eurométropole »; `None` when the name does not tell its gender.
fn with_of(name: &str) -> Option<String> {
    let is_elided = flat(name).starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']);
    let is_bare = !["la ", "le ", "les ", "l "].iter().any(|article| flat(name).starts_with(article));
    let preposition = match Agreement::of(name) {
        _ if !is_bare => return None,
        Agreement { is_plural: true, .. } | Agreement { gender: None, .. } => return None,
        _ if is_elided => "de l’",
        Agreement { gender: Some(Gender::Feminine), .. } => "de la ",
        _ => "du ",
    };
    Some(format!("{preposition}{name}"))
}

/// « 0,5 + 1 = 1,5 »; beyond [`TERMS_MAX`], the other terms are counted.
pub(crate) fn addition(terms: &[String], total: &str) -> String {
    let others_count = terms.len().saturating_sub(TERMS_MAX);
    let mut listed: Vec<&str> = terms.iter().take(TERMS_MAX).map(String::as_str).collect();
    let others_note = format!("… ({others_count} autres)");
    if others_count > 0 {
        listed.push(&others_note);
    }
    match listed.as_slice() {
        [] | [_] => total.to_owned(),
        _ => format!("{} = {total}", listed.join(" + ")),
    }
}

/// Adds the first [`TERMS_MAX`] places to a finding.
#[must_use]
pub(crate) fn show(finding: Diagnostic, locations: &[(Span, String)]) -> Diagnostic {
    locations.iter().take(TERMS_MAX).fold(finding, |finding, (span, text)| finding.also(*span, text.clone()))
}

/// « a, b et c ».
pub(crate) fn join_words(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., end] => format!("{} et {end}", start.join(", ")),
    }
}
