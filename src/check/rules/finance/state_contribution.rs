//! Checks the State's contribution announced by the act against the sum of the fiches.

use crate::model::parties::PartyRole;
use rust_decimal::Decimal;

use super::sums::{TERMS_MAX, join_words, show};
use crate::check::figures_and_words::gap;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget, totals};
use crate::model::budget::{Contribution, Financement, Role};
use crate::model::cadre::Cadre;
use crate::model::{Fiche, Montant};

pub(crate) static PAGE: Page = Page {
    title: "la contribution de l’État n’est pas la somme des fiches",
    severity: Severity::Error,
    checks: "Le montant de l’État que l’acte annonce (`montant_etat`) est comparé, au centime, à la somme des parts de \
              l’État dans les budgets comptés de toutes les fiches. Quand un écart est celui d’un supplément nommé, \
              d’un montant hors total, du tableau d’une annexe, d’un budget non compté, d’une fiche oubliée ou comptée \
              deux fois, ou d’un seul chiffre, cette piste est donnée. Quand des parts sont sans montant, un montant \
              annoncé plus grand que la somme n’est pas signalé.",
    why: "C’est la somme que l’État s’engage à verser : les fiches qui la justifient doivent en faire le compte, \
               ni plus ni moins.",
    source: "Cohérence interne de l’acte : le montant annoncé à l’article est celui que détaillent les fiches.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "montant_etat: \"90 666,67 €\"",
            to: "montant_etat: \"96 666,67 €\"",
        }],
        admitted: &[Change {
            file: "content/2024/convention.yaml",
            from: "montant_etat: \"90 666,67 €\"",
            to: "montant_etat: 90666.67",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    let shares: Vec<(&Fiche, Sum)> = context
        .fiches()
        .map(|fiche| (fiche, budget::fiche_role_share(fiche, cadre, PartyRole::Etat)))
        .filter(|(_, s)| !s.is_empty())
        .collect();
    let mut sum = Sum::default();
    context.fiches().for_each(|fiche| sum.extend(&budget::fiche_role_share(fiche, cadre, PartyRole::Etat)));
    let Some(announced) = &context.dossier.convention.montant_etat else { return Vec::new() };
    let may_be_missing = sum.missing() > 0 && announced.value > sum.total;
    if announced.value == sum.total || may_be_missing {
        return Vec::new();
    }
    if sum.is_empty() {
        let message = format!("l’acte annonce {} de l’État, et aucune fiche n’en compte", announced.value);
        let finding = Diagnostic::finding(announced.span, message).stake(announced.value.euros()).help(
            "ajouter les fiches, et à leur budget le financement de l’État ; ou corriger le montant annoncé",
        );
        return vec![finding];
    }
    let mut articles: Vec<String> = Vec::new();
    for number in
        context.dossier.articles.iter().flat_map(totals::citations).map(|n| format!("à l’article {n}"))
    {
        if !articles.contains(&number) {
            articles.push(number);
        }
    }
    let citations = if articles.is_empty() { String::new() } else { format!(" ({})", join_words(&articles)) };
    let message = format!(
        "l’acte annonce {} de l’État{citations}, et les fiches en comptent {}",
        announced.value, sum.total
    );
    let mut terms: Vec<String> = shares
        .iter()
        .take(TERMS_MAX)
        .map(|(f, s)| format!("{} (fiche {})", s.total, f.number.value))
        .collect();
    if let Some(others_count) = shares.len().checked_sub(TERMS_MAX).filter(|r| *r > 0) {
        terms.push(format!("… ({others_count} autres fiches)"));
    }
    let locations: Vec<_> = shares
        .iter()
        .flat_map(|(f, s)| {
            s.terms.iter().map(|t| (t.span, format!("fiche {} : {}", f.number.value, t.montant)))
        })
        .collect();
    let arithmetic = format!("{} = {} ; {}", terms.join(" + "), sum.total, gap(announced.value, sum.total));
    let explanations = explanations(context, &shares, announced.value, sum.total);
    let help = match explanations.as_slice() {
        [] => "corriger le montant annoncé ou la part d’une fiche".to_owned(),
        _ => {
            format!(
                "corriger le montant annoncé ou la part d’une fiche ; piste : {}",
                explanations.join(" ; ou ")
            )
        }
    };
    let finding = Diagnostic::finding(announced.span, message)
        .here("montant annoncé")
        .arithmetic(arithmetic)
        .stake(announced.value.euros() - sum.total.euros())
        .help(help);
    vec![show(finding, &locations)]
}

/// Explanations of the gap that match it to the cent.
fn explanations(
    context: &Context<'_>,
    shares: &[(&Fiche, Sum)],
    announced: Montant,
    sum: Montant,
) -> Vec<String> {
    let cadre = &context.dossier.cadre;
    let gap = announced.euros() - sum.euros();
    let mut explanations = Vec::new();
    let mut try_explanation = |difference: Decimal, text: String| {
        if difference == gap && !difference.is_zero() {
            explanations.push(text);
        }
    };
    for (fiche, share) in shares {
        let n = fiche.number.value;
        try_explanation(share.total.euros(), format!("la fiche {n} serait comptée deux fois"));
        try_explanation(-share.total.euros(), format!("la fiche {n} serait oubliée"));
        let (written, computed) = printed_in_annexe(fiche, cadre).unwrap_or((share.total, share.total));
        try_explanation(
            written.euros() - computed.euros(),
            format!("le montant de l’annexe serait repris pour la fiche {n}"),
        );
    }
    let (mut all_supplements, mut all_outside_total) = (Decimal::ZERO, Decimal::ZERO);
    for fiche in context.fiches() {
        for (label, montant) in supplements(fiche, cadre) {
            all_supplements -= montant.euros();
            try_explanation(-montant.euros(), format!("« {label} » ({montant}) ne serait pas compté"));
        }
        for line in fiche.budgets.iter().flat_map(|b| &b.outside_total).filter(|l| is_paid_by_etat(l, cadre))
        {
            let montant = budget::contribution(line).total;
            all_outside_total += montant.euros();
            try_explanation(
                montant.euros(),
                format!("{montant} hors total de la fiche {} compterait", fiche.number.value),
            );
        }
        for b in fiche.budgets.iter().filter(|b| b.role == Role::Project) {
            let montant = budget::role_share(b, cadre, PartyRole::Etat).total;
            try_explanation(
                montant.euros(),
                format!("le budget « {} » de la fiche {} compterait", b.id, fiche.number.value),
            );
        }
    }
    try_explanation(all_supplements, "aucun supplément nommé ne serait compté".to_owned());
    try_explanation(all_outside_total, "tous les montants hors total compteraient".to_owned());
    if differ_by_one_digit(announced, sum) {
        explanations.push("les deux montants ne diffèrent que d’un chiffre".to_owned());
    }
    explanations.dedup();
    explanations
}

fn is_paid_by_etat(line: &Financement, cadre: &Cadre) -> bool {
    budget::is_paid_by(line, cadre, PartyRole::Etat)
}

/// The State's share as printed in the annexe, and as computed.
fn printed_in_annexe(fiche: &Fiche, cadre: &Cadre) -> Option<(Montant, Montant)> {
    let mut printed = fiche.printed_in_annexe.iter();
    let (financeur, written) = printed.find(|(f, _)| cadre.has_role(&f.value, PartyRole::Etat))?;
    Some((written.value, budget::fiche_share(fiche, Some(&financeur.value)).total))
}

/// The labelled terms of the State's share.
fn supplements<'f>(fiche: &'f Fiche, cadre: &'f Cadre) -> impl Iterator<Item = (&'f str, Montant)> {
    budget::counted(fiche)
        .flat_map(move |b| b.financements.iter().filter(|l| is_paid_by_etat(l, cadre)))
        .flat_map(|l| match &l.contribution {
            Contribution::Terms(terms) => terms.as_slice(),
            Contribution::Montant(_) | Contribution::ByExercice(_) | Contribution::Absent(_) => &[],
        })
        .filter_map(|t| Some((t.label.as_deref()?, t.montant.value)))
}

/// Whether two amounts, written with cents, differ by one character.
fn differ_by_one_digit(a: Montant, b: Montant) -> bool {
    let (a, b) = (a.with_cents(), b.with_cents());
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(a, b)| a != b).count() == 1
}
