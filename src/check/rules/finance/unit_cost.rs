//! Checks that a unit cost written in prose is the quotient of the amount and the number written with it.

use std::sync::LazyLock;

use rust_decimal::Decimal;

use super::stated_numbers::{self, NumberKind, StatedNumber};
use crate::check::figures_and_words::number;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::is_prose;
use crate::model::{Montant, Passage};
use crate::text::pattern;
use regex::Regex;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "un coût unitaire n’est pas le quotient du montant par le nombre",
    severity: Severity::Warning,
    checks: "Une phrase qui donne un nombre, « soit un coût moyen de… » (coût unitaire, coût par personne), avec le \
              montant de la même phrase ou d’un point précédent de la même liste. Le quotient est comparé avec \
              l’arrondi écrit ; si le montant est rond et que le coût tient dans son arrondi, c’est un conseil. Un \
              montant qui ne parle pas de coût, de dépense, de budget ou de financement n’est pas pris pour dividende.",
    why: "Le coût unitaire sert à comparer des actions ; s’il ne vient pas des chiffres affichés, la comparaison \
               n’est pas vérifiable.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "- Coût total : 81 640 €\n- Personnes suivies : 157, soit un coût unitaire moyen de 530 €",
        }],
        admitted: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "- Coût total : 81 640 €\n- Personnes suivies : 157, soit un coût unitaire moyen de 520 €",
        }],
    },
};

static PATTERNS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    let unit_cost = r"(?i)\bsoit[^.;]{0,20}\bcoût (?:unitaire|moyen|par \w+)[^.;0-9]{0,30}$";
    let montant = r"(?i)\b(?:financement|coût|dépense|budget|subvention|montant)s?\b[^.;]{0,60}$";
    (pattern(unit_cost), pattern(montant))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut last_montant: Option<StatedNumber<'_>> = None;
    for passage in context.dossier.passages.iter().filter(|p| is_prose(p)) {
        let same_list = last_montant.as_ref().is_some_and(|m| same_text(m.passage, passage));
        if !same_list {
            last_montant = None;
        }
        let numbers = stated_numbers::read(passage);
        for (index, stated) in numbers.iter().enumerate() {
            if stated.kind != NumberKind::Euros {
                continue;
            }
            if PATTERNS.0.is_match(stated.before(60)) {
                let number = index.checked_sub(1).and_then(|i| numbers.get(i));
                let number = number.filter(|n| n.kind == NumberKind::Count && n.exact);
                findings.extend(last_montant.as_ref().zip(number).and_then(|(m, n)| compare(m, n, stated)));
            } else if PATTERNS.1.is_match(stated.before(80)) {
                last_montant = Some(stated.clone());
            }
        }
    }
    findings
}

/// Whether two passages are the same, or items of the same list.
fn same_text(a: &Passage, b: &Passage) -> bool {
    let list = |p: &Passage| p.item.map(|i| i.list);
    a.file() == b.file() && (a.span == b.span || (list(a).is_some() && list(a) == list(b)))
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
        finding.help("corriger le montant, le nombre ou le coût unitaire")
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
