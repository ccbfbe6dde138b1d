//! Share of the total that a line prints against its amount.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::check::figures_and_words::{number, percent, share};
use crate::check::rules::finance::sums::{half_unit, is_whole, join_words, printed_of};
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

/// A line that prints its share.
struct Row<'m> {
    shown: &'m Spanned<Decimal>,
    montant: Sum,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.budgets.iter().flat_map(|b| compare(f, b))).collect()
}

fn compare(fiche: &Fiche, budget: &Budget) -> Vec<Diagnostic> {
    let charges = budget.charges.iter().map(|c| (c.mentions.printed_share.as_ref(), printed_of(c, fiche)));
    let financements =
        budget.financements.iter().map(|f| (f.mentions.printed_share.as_ref(), budget::contribution(f)));
    let printed = budget.printed_total.as_ref().map(|t| t.value);
    let mut findings = list(charges.collect(), printed);
    findings.extend(list(financements.collect(), printed));
    findings
}

fn list(lines: Vec<(Option<&Spanned<Decimal>>, Sum)>, printed: Option<Montant>) -> Vec<Diagnostic> {
    let mut whole = Sum::default();
    lines.iter().for_each(|(_, s)| whole.extend(s));
    if !is_whole(&whole) {
        return Vec::new();
    }
    let every = lines.iter().all(|(p, _)| p.is_some());
    let lines: Vec<Row<'_>> =
        lines.into_iter().filter_map(|(p, montant)| Some(Row { shown: p?, montant })).collect();
    if every && largest_remainders(&lines, whole.total) {
        return Vec::new();
    }
    let wrong_ones: Vec<WrongShare<'_>> =
        lines.iter().filter_map(|l| wrong(l, whole.total, printed)).collect();
    finding(&wrong_ones, printed.unwrap_or(whole.total)).into_iter().collect()
}

/// A share that is not the one of its amount.
struct WrongShare<'m> {
    line: &'m Row<'m>,
    exact: Decimal,
    expected: String,
}

fn wrong<'m>(line: &'m Row<'m>, whole: Montant, printed: Option<Montant>) -> Option<WrongShare<'m>> {
    let claimed = line.shown.value;
    let montant = line.montant.total.euros();
    let is_correct = |exact: Decimal| (exact - claimed).abs() <= half_unit(claimed);
    let exact = share(montant, printed.unwrap_or(whole).euros())?;
    if claimed > Decimal::ONE_HUNDRED
        || is_correct(exact)
        || share(montant, whole.euros()).is_some_and(is_correct)
    {
        return None;
    }
    let rounded = exact.round_dp_with_strategy(claimed.scale(), RoundingStrategy::MidpointAwayFromZero);
    Some(WrongShare { line, exact, expected: format!("{}\u{a0}%", number(rounded)) })
}

/// The wrong shares of a list, in one finding.
fn finding(wrong_ones: &[WrongShare<'_>], whole: Montant) -> Option<Diagnostic> {
    let first_one = wrong_ones.first()?;
    let statements: Vec<String> = wrong_ones
        .iter()
        .map(|f| {
            let claimed = number(f.line.shown.value);
            format!("{claimed}\u{a0}% pour {} (soit {})", f.line.montant.total, f.expected)
        })
        .collect();
    let message = match statements.as_slice() {
        [single] => format!("la part affichée n’est pas celle du montant sur {whole} : {single}"),
        _ => format!(
            "les parts affichées ne sont pas celles des montants sur {whole} : {}",
            join_words(&statements)
        ),
    };
    let calculations: Vec<String> = wrong_ones
        .iter()
        .map(|f| format!("{} / {whole} = {}", f.line.montant.total, percent(f.exact)))
        .collect();
    let mut finding = Diagnostic::finding(first_one.line.shown.span, message)
        .here(format!("à lire : {}", first_one.expected))
        .arithmetic(calculations.join(" ; "))
        .help("corriger les parts, ou les montants");
    for other in wrong_ones.iter().skip(1) {
        finding = finding.also(other.line.shown.span, format!("à lire : {}", other.expected));
    }
    for term in wrong_ones.iter().filter_map(|f| f.line.montant.terms.first()) {
        finding = finding.also(term.span, term.montant.to_string());
    }
    let near = |f: &WrongShare<'_>| {
        let claimed = f.line.shown.value;
        (f.exact - claimed).abs() < half_unit(claimed).saturating_mul(Decimal::TWO)
    };
    Some(if wrong_ones.iter().all(near) { finding.warning() } else { finding })
}

/// Whether the shares were rounded so that they make 100 %, those of the largest remainders upwards.
fn largest_remainders(lines: &[Row<'_>], whole: Montant) -> bool {
    let decimals = lines.iter().map(|l| l.shown.value.scale()).max().unwrap_or(0);
    let unit = Decimal::try_new(1, decimals).unwrap_or_default();
    let sum = lines.iter().fold(Decimal::ZERO, |a, l| a.saturating_add(l.shown.value));
    let (mut low, mut high) = (Decimal::ZERO, Decimal::ONE);
    for line in lines {
        let Some(exact) = share(line.montant.total.euros(), whole.euros()) else { return false };
        let floor = exact.trunc_with_scale(decimals);
        let remainder = exact - floor;
        if line.shown.value == floor {
            low = low.max(remainder);
        } else if line.shown.value == floor.saturating_add(unit) {
            high = high.min(remainder);
        } else {
            return false;
        }
    }
    sum == Decimal::ONE_HUNDRED && low <= high
}
