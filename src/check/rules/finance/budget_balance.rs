//! Checks that the charges of a budget without a printed total equal its financements.

use super::sums::{
    is_complete, printed_charges, printed_financements, remove_total, rounded_to_euro, total_among_charges,
};
use crate::check::figures_and_words::{addition, gap, show_terms};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget};
use crate::model::Fiche;
use crate::model::budget::Budget;

pub(crate) static PAGE: Page = Page {
    title: "un budget sans total n’est pas en équilibre",
    severity: Severity::Error,
    checks: "Dans un budget qui n’affiche pas de total, la somme des charges est comparée à celle des financements, \
              au centime. Quand un total est affiché, FIN-001 compare chaque liste à ce total, et cette règle se tait. \
              Une liste vide, ou dont une ligne est sans montant, n’est pas comparée. Un écart qui s’explique par des \
              montants arrondis à l’euro est dit comme arrondi, en conseil.",
    why: "Des financements qui dépassent les charges paient une dépense que rien ne décrit ; des charges qui \
               dépassent les financements ne sont payées par personne.",
    source: "Cohérence interne de l’acte : un plan de financement est en équilibre.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "  total_affiche: 40 000 €\n",
            to: "",
        }],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "    - { libelle: Accompagnement, montant: 30 880 € }",
            to: "    - { libelle: Accompagnement, montant: 28 880 € }",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "    - { libelle: Accompagnement, montant: 30 880 € }",
            to: "    - { libelle: Accompagnement, montant: à transmettre }",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| fiche.budgets.iter().filter_map(|b| compare(fiche, b))).collect()
}

fn compare(fiche: &Fiche, budget: &Budget) -> Option<Diagnostic> {
    let charges = printed_charges(budget, fiche);
    let financements = printed_financements(budget);
    let computed = budget::charges(budget, fiche).total;
    let correct = financements.total == charges.total || financements.total == computed;
    if budget.printed_total.is_some() || correct || !is_complete(&charges) || !is_complete(&financements) {
        return None;
    }
    let first = financements.terms.first()?;
    let message =
        format!("les financements, {}, ne sont pas égaux aux charges, {}", financements.total, charges.total);
    let arithmetic = format!(
        "financements : {} ; charges : {} ; {}",
        addition(&financements),
        addition(&charges),
        gap(financements.total, charges.total)
    );
    let finding = Diagnostic::finding(first.span, message)
        .about(budget.span)
        .here(format!("premier financement : {}", first.montant))
        .arithmetic(arithmetic)
        .stake(financements.total.euros() - charges.total.euros())
        .help("corriger un montant, décrire la charge qui manque, ou afficher le total du budget");
    let finding = match total_among_charges(budget, fiche) {
        Some(total) => finding.help(remove_total(total)),
        None => finding,
    };
    let other_financements =
        Sum { terms: financements.terms.iter().skip(1).cloned().collect(), ..Sum::default() };
    let finding = show_terms(show_terms(finding, &other_financements), &charges);
    let rounded =
        rounded_to_euro(financements.total, &charges) || rounded_to_euro(charges.total, &financements);
    Some(if rounded { finding.advice() } else { finding })
}
