//! Checks the printed total of a budget against the sum of its charges and of its financements.

use super::sums::{
    is_complete, printed_charges, printed_financements, remove_total, rounded_to_euro, total_among_charges,
};
use crate::check::figures_and_words::{addition, gap, show_terms};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::budget::Budget;
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "le total affiché d’un budget n’est pas la somme de ses lignes",
    severity: Severity::Error,
    checks: "Le `total_affiche` d’un budget est comparé à la somme de ses charges, puis à celle de ses financements, \
              au centime. Une ligne compte pour le montant qu’elle affiche : quand celui-ci n’est pas celui qu’elle \
              calcule, FIN-002 le dit, et le total peut suivre l’un ou l’autre. Une liste vide, ou dont une ligne est \
              sans montant, n’est pas comparée. Un total qui est la somme arrondie à l’euro, ou celle \
              des lignes arrondies à l’euro, est dit comme arrondi, en conseil.",
    why: "Un total qui ne correspond pas à ses lignes ne dit plus ce que les parties s’engagent à payer : à \
               l’exécution, chacune pourra soutenir la lecture qui l’arrange.",
    source: "CGCT, art. L. 1612-4 : les recettes et les dépenses sont évaluées de façon sincère.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "  total_affiche: 120 000 €",
            to: "  total_affiche: 130 000 €",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.budgets.iter().flat_map(|b| compare(fiche, b))).collect()
}

fn compare(fiche: &Fiche, budget: &Budget) -> Vec<Diagnostic> {
    let Some(printed) = &budget.printed_total else { return Vec::new() };
    let unless_correct = |printed_sum: Sum, computed_sum: &Sum| {
        let matches = printed_sum.total == printed.value || computed_sum.total == printed.value;
        (is_complete(&printed_sum) && !matches).then_some(printed_sum)
    };
    let charges = unless_correct(printed_charges(budget, fiche), &budget::charges(budget, fiche));
    let financements = unless_correct(printed_financements(budget), &budget::financements(budget));
    let remove = charges.as_ref().and(total_among_charges(budget, fiche)).map(remove_total);
    let finding = |printed: &Spanned<Montant>, what: &str, sums: &[&Sum]| {
        let finding = finding(printed, what, sums);
        match &remove {
            Some(help) if what != "des financements" => finding.help(help.clone()),
            _ => finding,
        }
    };
    match (charges, financements) {
        (Some(charges), Some(financements)) if charges.total == financements.total => {
            let finding = finding(printed, "ni des charges ni des financements", &[&charges, &financements]);
            vec![if rounded_to_euro(printed.value, &charges) { finding.advice() } else { finding }]
        }
        (charges, financements) => [("des charges", charges), ("des financements", financements)]
            .into_iter()
            .filter_map(|(what, sum)| Some((what, sum?)))
            .map(|(what, sum)| {
                let finding = finding(printed, what, &[&sum]);
                if rounded_to_euro(printed.value, &sum) { finding.advice() } else { finding }
            })
            .collect(),
    }
}

/// `sums`: the sum that the total should equal, or the two lists that agree on another total.
fn finding(printed: &Spanned<Montant>, what: &str, sums: &[&Sum]) -> Diagnostic {
    let total = sums.first().map(|s| s.total).unwrap_or_default();
    let message = match sums {
        [_] => format!("le total affiché, {}, n’est pas la somme {what}, {total}", printed.value),
        _ => format!("le total affiché, {}, n’est la somme {what}, {total}", printed.value),
    };
    let mut arithmetic: Vec<String> = sums.iter().map(|s| addition(s)).collect();
    arithmetic.push(gap(printed.value, total));
    let finding = Diagnostic::finding(printed.span, message)
        .here("total affiché")
        .arithmetic(arithmetic.join(" ; "))
        .stake(printed.value.euros() - total.euros())
        .help("corriger une ligne ou le total ; si l’acte est signé, déclarer une tolérance");
    sums.iter().fold(finding, |finding, sum| show_terms(finding, sum))
}
