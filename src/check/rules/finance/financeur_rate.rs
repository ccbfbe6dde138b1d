//! Checks the rate that a financeur announces against its amount.

use rust_decimal::Decimal;

use super::sums::{half_unit, is_complete, join_words, payer, printed_charges, printed_financements};
use crate::check::figures_and_words::{gap, number, percent, share};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::budget::{Budget, Financement};
use crate::model::cadre::Cadre;
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "le taux annoncé d’un financeur n’est pas celui de son montant",
    severity: Severity::Warning,
    checks: "Le `taux` d’un financement est comparé à son montant divisé par la somme des financements, par le total \
              affiché ou par la somme des charges : l’un des trois suffit, à l’arrondi du taux près ; les taux \
              faux d’un budget font un seul constat. Quand les \
              montants manquent, la somme des taux d’un budget ne doit pas dépasser 100 %. Les taux dits dans les \
              phrases, et ceux de plus de 100 %, que FIN-011 signale, ne sont pas comparés ici.",
    why: "Un taux de cofinancement est une règle de calcul : s’il ne donne pas le montant, le versement ne peut pas \
               suivre les deux.",
    source: "Cohérence interne de l’acte ; un taux de cofinancement s’applique à une assiette, que l’acte doit permettre \
             de retrouver.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "montant: 5 000 €, taux: \"12,5 %\"",
            to: "montant: 5 000 €, taux: 15 %",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "montant: 5 000 €, taux: \"12,5 %\"",
                to: "montant: 5 000 €, taux: 13 %",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "montant: 5 000 €, taux: \"12,5 %\"",
                to: "montant: 5 000 €, taux: \"12,50 %\"",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    context.fiches().flat_map(|fiche| fiche.budgets.iter().flat_map(|b| compare(fiche, b, cadre))).collect()
}

fn compare(fiche: &Fiche, budget: &Budget, cadre: &Cadre) -> Vec<Diagnostic> {
    let sums = [printed_financements(budget), printed_charges(budget, fiche)];
    let printed = budget.printed_total.as_ref().map(|t| t.value);
    let bases: Vec<Montant> = printed
        .into_iter()
        .chain(sums.into_iter().filter(is_complete).map(|s| s.total))
        .filter(|m| !m.is_zero())
        .collect();
    let financements = || budget.financements.iter().flat_map(|l| std::iter::once(l).chain(&l.of_which));
    let wrong: Vec<WrongRate<'_>> = financements().filter_map(|l| wrong(l, &bases)).collect();
    finding(&wrong, budget, cadre).or_else(|| rates_over_hundred(budget)).into_iter().collect()
}

/// A rate that does not match its amount.
struct WrongRate<'m> {
    line: &'m Financement,
    rate: &'m Spanned<Decimal>,
    contribution: Sum,
    basis: Montant,
    /// The rate that the amount gives, in per cent of the basis.
    actual: Decimal,
    /// The amount that the rate gives.
    due: Montant,
}

fn wrong<'m>(line: &'m Financement, bases: &[Montant]) -> Option<WrongRate<'m>> {
    let rate = line.mentions.rate.as_ref().filter(|t| t.value <= Decimal::ONE_HUNDRED)?;
    let contribution = budget::contribution(line);
    let basis = *bases.first()?;
    let actual = |basis: &Montant| share(contribution.total.euros(), basis.euros());
    let matches = |t: Decimal| (t - rate.value).abs() <= half_unit(rate.value);
    if !is_complete(&contribution) || bases.iter().filter_map(actual).any(matches) {
        return None;
    }
    let due = basis.euros().checked_mul(rate.value)?.checked_div(Decimal::ONE_HUNDRED)?;
    let (actual, due) = (actual(&basis)?, Montant::rounded(due)?);
    Some(WrongRate { line, rate, contribution, basis, actual, due })
}

impl WrongRate<'_> {
    fn stated(&self) -> String {
        format!("{} %", number(self.rate.value))
    }

    fn arithmetic(&self) -> String {
        let Self { contribution, basis, actual, due, .. } = self;
        let (stated, total) = (self.stated(), contribution.total);
        let mut arithmetic = format!(
            "{total} / {basis} = {} ; {stated} de {basis} = {due} ; {}",
            percent(*actual),
            gap(total, *due)
        );
        let hundred = total.euros().checked_mul(Decimal::ONE_HUNDRED);
        let other = hundred.and_then(|c| c.checked_div(self.rate.value)).and_then(Montant::rounded);
        if let Some(other) = other {
            arithmetic.push_str(&format!(" ; {total} = {stated} de {other}"));
        }
        arithmetic
    }
}

/// One finding for all the wrong rates of a budget.
fn finding(wrong: &[WrongRate<'_>], budget: &Budget, cadre: &Cadre) -> Option<Diagnostic> {
    let first = wrong.first()?;
    let say = |wrong_rate: &WrongRate<'_>| {
        let (who, total) = (payer(wrong_rate.line, cadre), wrong_rate.contribution.total);
        format!(
            "{} pour « {who} », qui paie {total} (soit {})",
            wrong_rate.stated(),
            percent(wrong_rate.actual)
        )
    };
    let stated: Vec<String> = wrong.iter().map(say).collect();
    let what = match wrong {
        [_] => "le taux annoncé n’est pas celui du montant",
        _ => "les taux annoncés ne sont pas ceux des montants",
    };
    let message = format!("{what} sur {} : {}", first.basis, join_words(&stated));
    let calculations: Vec<String> = wrong.iter().map(WrongRate::arithmetic).collect();
    let stake = wrong
        .iter()
        .map(|wrong_rate| (wrong_rate.contribution.total.euros() - wrong_rate.due.euros()).abs())
        .max()
        .unwrap_or_default();
    let mut finding = Diagnostic::finding(first.rate.span, message)
        .here("taux annoncé")
        .arithmetic(calculations.join(" ; "))
        .stake(stake)
        .help("corriger le taux ou le montant, ou dire à quelle assiette le taux s’applique");
    for other in wrong.iter().skip(1) {
        finding = finding.also(other.rate.span, "taux annoncé");
    }
    for term in wrong.iter().flat_map(|wrong_rate| &wrong_rate.contribution.terms) {
        finding = finding.also(term.span, term.montant.to_string());
    }
    Some(match &budget.printed_total {
        Some(total) => finding.also(total.span, "total affiché"),
        None => finding,
    })
}

/// Rates whose sum exceeds 100 %.
fn rates_over_hundred(budget: &Budget) -> Option<Diagnostic> {
    let rates: Vec<&Spanned<Decimal>> =
        budget.financements.iter().filter_map(|l| l.mentions.rate.as_ref()).collect();
    let rates_over_hundred = rates.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(t.value));
    let margin = rates.iter().fold(Decimal::ZERO, |a, t| a.saturating_add(half_unit(t.value)));
    let possible = rates.iter().all(|t| t.value <= Decimal::ONE_HUNDRED);
    if !possible || rates_over_hundred <= Decimal::ONE_HUNDRED.saturating_add(margin) {
        return None;
    }
    let terms: Vec<String> = rates.iter().map(|t| format!("{} %", number(t.value))).collect();
    let (last, others) = rates.split_last()?;
    let message = format!("les taux annoncés des financeurs font {} % en tout", number(rates_over_hundred));
    let finding = Diagnostic::finding(last.span, message)
        .arithmetic(format!("{} = {} %", terms.join(" + "), number(rates_over_hundred)))
        .help("corriger un taux : ensemble, ils ne peuvent dépasser 100 %");
    Some(others.iter().fold(finding, |c, t| c.also(t.span, format!("{} %", number(t.value)))))
}
