//! Amounts of the prose that are a near miss of an amount of the data: one digit away, two digits swapped, or within a
//! thousandth.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::near_numbers::{NearMiss, digits, near_miss};
use crate::check::figures_and_words::gap;
use crate::diagnostic::Diagnostic;
use crate::ledger::known_amounts::{KnownAmount, of_fiche};
use crate::ledger::totals;
use crate::model::{Dossier, Fiche, Montant};
use crate::text::Span;

/// With fewer significant digits, two amounts are near by chance.
const SIGNIFICANT_MIN: usize = 4;

/// The amounts of the data that those of a text are compared with.
pub(crate) struct KnownAmounts {
    data: Vec<KnownAmount>,
    exact: BTreeSet<Montant>,
}

impl KnownAmounts {
    fn new(data: Vec<KnownAmount>) -> Self {
        let exact = data.iter().map(|datum| datum.montant).collect();
        Self { data, exact }
    }

    pub(crate) fn of_fiche(fiche: &Fiche) -> Self {
        Self::new(of_fiche(fiche))
    }

    /// What an article may mention: the State's contribution, the ceilings and the totals of the act.
    pub(crate) fn of_act(dossier: &Dossier) -> Self {
        let convention = &dossier.convention;
        let etat = convention.montant_etat.iter().map(|m| (m, "montant de l’État"));
        let ceilings = convention.ceilings.iter().map(|ceiling| (&ceiling.montant, "plafond de l’acte"));
        let announced = etat.chain(ceilings);
        let mut data: Vec<KnownAmount> =
            announced.map(|(m, what)| KnownAmount { montant: m.value, span: m.span, what }).collect();
        data.extend(totals::all(dossier).into_iter().filter_map(|total| {
            let is_of_fiche = total.name.starts_with("fiches/");
            let (montant, span) = (total.sum.total, total.sum.terms.first()?.span);
            let what = if is_of_fiche { "total d’une fiche" } else { "total de l’acte" };
            // An article tells few amounts of a fiche: only one that is long is not near by chance.
            (!is_of_fiche || significant_digits(montant) > SIGNIFICANT_MIN).then_some(KnownAmount {
                montant,
                span,
                what,
            })
        }));
        Self::new(data)
    }

    /// Whether an amount is one of them.
    pub(crate) fn contains(&self, montant: Montant) -> bool {
        self.exact.contains(&montant)
    }

    /// What is said of an amount that is nearly one of them, and none.
    pub(crate) fn near_miss(&self, montant: Montant, span: Span) -> Option<Diagnostic> {
        if self.contains(montant) {
            return None;
        }
        let others = || self.data.iter().filter(|d| !d.montant.is_zero());
        if let Some(datum) = others().find(|datum| is_tiny(montant, datum.montant)) {
            let gap = (datum.montant.euros() - montant.euros()).abs();
            let rounded =
                gap < Decimal::ONE && [montant, datum.montant].iter().any(|m| m.euros().is_integer());
            let how = if gap < Decimal::ONE {
                "à moins d’un euro près"
            } else {
                "à moins d’un millième près"
            };
            let finding = finding(montant, span, datum, how);
            return Some(if rounded { finding.advice() } else { finding });
        }
        others().find_map(|d| Some(finding(montant, span, d, near(montant, d.montant)?.words())))
    }
}

/// Whether two amounts differ by less than a thousandth: nobody means two amounts that close.
fn is_tiny(a: Montant, b: Montant) -> bool {
    let gap = (a.euros() - b.euros()).abs();
    let under_thousandth = gap.checked_mul(Decimal::ONE_THOUSAND).is_some_and(|m| m < b.euros().abs());
    under_thousandth && significant_digits(a).max(significant_digits(b)) >= SIGNIFICANT_MIN
}

/// How two amounts nearly match; cents are ignored when one of the two has none.
fn near(a: Montant, b: Montant) -> Option<NearMiss> {
    if significant_digits(a).min(significant_digits(b)) < SIGNIFICANT_MIN {
        return None;
    }
    let without_cents = [a, b].iter().any(|m| m.euros().is_integer());
    let digits_of =
        |m: Montant| if without_cents { digits(m.euros().trunc(), 0).0 } else { digits(m.euros(), 2).0 };
    near_miss(&digits_of(a), &digits_of(b))
}

fn significant_digits(m: Montant) -> usize {
    digits(m.euros(), 2).1
}

fn finding(montant: Montant, span: Span, datum: &KnownAmount, how: &str) -> Diagnostic {
    Diagnostic::finding(span, format!("{montant} est presque {} ({}) : {how}", datum.montant, datum.what))
        .arithmetic(gap(montant, datum.montant))
        .stake(montant.euros() - datum.montant.euros())
        .also(datum.span, format!("{} : {}", datum.what, datum.montant))
        .help("écrire le même montant, ou citer la donnée entre accolades pour qu’elle ne soit écrite qu’une fois")
}
