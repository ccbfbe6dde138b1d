//! Checks the printed share of a line against its amount.

use rust_decimal::{Decimal, RoundingStrategy};

use super::sums::{half_unit, is_complete, join_words, printed_of};
use crate::check::figures_and_words::{number, percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "la part affichée d’une ligne n’est pas celle de son montant",
    severity: Severity::Error,
    checks: "La `part_affichee` d’une ligne de charges ou de financements est comparée à son montant divisé par la \
              somme de sa liste (ou par le total affiché), arrondi au nombre de décimales de la part. Des parts \
              arrondies pour faire 100 % sont admises quand ce sont les plus forts restes qui sont arrondis vers le \
              haut. Les parts fausses d’une liste font un seul \
              constat, en avertissement si chacune l’est de moins d’une unité. Ne sont pas comparées une liste dont un \
              montant manque, les sous-lignes, ni une part de plus de 100 %, que FIN-011 signale.",
    why: "La part est ce que le lecteur retient d’un budget ; elle sert souvent de clé pour le suivi des crédits.",
    source: "Cohérence interne de l’acte : une part est un montant divisé par un total.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "part_affichee: \"16,7 %\"",
            to: "part_affichee: \"17,6 %\"",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "part_affichee: \"16,7 %\"",
                to: "part_affichee: 17 %",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "part_affichee: \"16,7 %\"",
                to: "part_affichee: \"16,67 %\"",
            },
        ],
    },
};

/// A line with a printed share.
struct ShareLine<'m> {
    printed_share: &'m Spanned<Decimal>,
    montant: Sum,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.budgets.iter().flat_map(|b| compare(fiche, b))).collect()
}

fn compare(fiche: &Fiche, budget: &Budget) -> Vec<Diagnostic> {
    let charges = budget.charges.iter().map(|c| (c.mentions.printed_share.as_ref(), printed_of(c, fiche)));
    let financements =
        budget.financements.iter().map(|f| (f.mentions.printed_share.as_ref(), budget::contribution(f)));
    let printed = budget.printed_total.as_ref().map(|t| t.value);
    let mut findings = check_list(charges.collect(), printed);
    findings.extend(check_list(financements.collect(), printed));
    findings
}

fn check_list(lines: Vec<(Option<&Spanned<Decimal>>, Sum)>, printed: Option<Montant>) -> Vec<Diagnostic> {
    let mut total = Sum::default();
    lines.iter().for_each(|(_, s)| total.extend(s));
    if !is_complete(&total) {
        return Vec::new();
    }
    let all_have_a_share = lines.iter().all(|(p, _)| p.is_some());
    let lines: Vec<ShareLine<'_>> =
        lines.into_iter().filter_map(|(p, montant)| Some(ShareLine { printed_share: p?, montant })).collect();
    if all_have_a_share && largest_remainders(&lines, total.total) {
        return Vec::new();
    }
    let wrong_shares: Vec<WrongShare<'_>> =
        lines.iter().filter_map(|l| wrong_share(l, total.total, printed)).collect();
    finding(&wrong_shares, printed.unwrap_or(total.total)).into_iter().collect()
}

/// A share that does not match its amount.
struct WrongShare<'m> {
    line: &'m ShareLine<'m>,
    exact: Decimal,
    expected: String,
}

fn wrong_share<'m>(
    line: &'m ShareLine<'m>,
    total: Montant,
    printed: Option<Montant>,
) -> Option<WrongShare<'m>> {
    let printed_share = line.printed_share.value;
    let montant = line.montant.total.euros();
    let matches = |exact: Decimal| (exact - printed_share).abs() <= half_unit(printed_share);
    let exact = share(montant, printed.unwrap_or(total).euros())?;
    if printed_share > Decimal::ONE_HUNDRED
        || matches(exact)
        || share(montant, total.euros()).is_some_and(matches)
    {
        return None;
    }
    let rounded = exact.round_dp_with_strategy(printed_share.scale(), RoundingStrategy::MidpointAwayFromZero);
    Some(WrongShare { line, exact, expected: format!("{} %", number(rounded)) })
}

/// One finding for all the wrong shares of a list.
fn finding(wrong_shares: &[WrongShare<'_>], total: Montant) -> Option<Diagnostic> {
    let first = wrong_shares.first()?;
    let stated: Vec<String> = wrong_shares
        .iter()
        .map(|f| {
            let claimed = number(f.line.printed_share.value);
            format!("{claimed} % pour {} (soit {})", f.line.montant.total, f.expected)
        })
        .collect();
    let message = match stated.as_slice() {
        [single] => format!("la part affichée n’est pas celle du montant sur {total} : {single}"),
        _ => format!(
            "les parts affichées ne sont pas celles des montants sur {total} : {}",
            join_words(&stated)
        ),
    };
    let calculations: Vec<String> = wrong_shares
        .iter()
        .map(|f| format!("{} / {total} = {}", f.line.montant.total, percent(f.exact)))
        .collect();
    let mut finding = Diagnostic::finding(first.line.printed_share.span, message)
        .here(format!("à lire : {}", first.expected))
        .arithmetic(calculations.join(" ; "))
        .help("corriger les parts, ou les montants");
    for other in wrong_shares.iter().skip(1) {
        finding = finding.also(other.line.printed_share.span, format!("à lire : {}", other.expected));
    }
    for term in wrong_shares.iter().filter_map(|f| f.line.montant.terms.first()) {
        finding = finding.also(term.span, term.montant.to_string());
    }
    let near = |f: &WrongShare<'_>| {
        let claimed = f.line.printed_share.value;
        (f.exact - claimed).abs() < half_unit(claimed).saturating_mul(Decimal::TWO)
    };
    Some(if wrong_shares.iter().all(near) { finding.warning() } else { finding })
}

/// Whether the shares were rounded by the method of largest remainders, so that they add up to 100 %.
fn largest_remainders(lines: &[ShareLine<'_>], total: Montant) -> bool {
    let decimals = lines.iter().map(|l| l.printed_share.value.scale()).max().unwrap_or(0);
    let unit = Decimal::try_new(1, decimals).unwrap_or_default();
    let sum = lines.iter().fold(Decimal::ZERO, |a, l| a.saturating_add(l.printed_share.value));
    let (mut low, mut high) = (Decimal::ZERO, Decimal::ONE);
    for line in lines {
        let Some(exact) = share(line.montant.total.euros(), total.euros()) else { return false };
        let floor = exact.trunc_with_scale(decimals);
        let remainder = exact - floor;
        if line.printed_share.value == floor {
            low = low.max(remainder);
        } else if line.printed_share.value == floor.saturating_add(unit) {
            high = high.min(remainder);
        } else {
            return false;
        }
    }
    sum == Decimal::ONE_HUNDRED && low <= high
}
