//! What the act says that the State pays against the sum of the fiches.

use rust_decimal::Decimal;

use crate::check::figures_and_words::gap;
use crate::check::rules::finance::sums::{TERMS_MAX, join_words, show};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, budget, totals};
use crate::model::budget::{Contribution, Financement, Role};
use crate::model::cadre::ETAT;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let shares: Vec<(&Fiche, Sum)> =
        c.fiches().map(|f| (f, budget::fiche_share(f, Some(ETAT)))).filter(|(_, s)| !s.is_empty()).collect();
    let mut sum = Sum::default();
    c.fiches().for_each(|f| sum.extend(&budget::fiche_share(f, Some(ETAT))));
    let announced = &c.dossier.convention.montant_etat;
    let unknown = sum.missing > 0 && announced.value > sum.total;
    if announced.value == sum.total || unknown || sum.is_empty() {
        return Vec::new();
    }
    let mut articles: Vec<String> = Vec::new();
    for number in c.dossier.articles.iter().flat_map(totals::citations).map(|n| format!("à l’article {n}"))
    {
        if !articles.contains(&number) {
            articles.push(number);
        }
    }
    let quoted = if articles.is_empty() { String::new() } else { format!(" ({})", join_words(&articles)) };
    let message = format!(
        "l’acte annonce {} de l’État{quoted}, et les fiches en comptent {}",
        announced.value, sum.total
    );
    let mut terms: Vec<String> = shares
        .iter()
        .take(TERMS_MAX)
        .map(|(f, s)| format!("{} (fiche {})", s.total, f.number.value))
        .collect();
    if let Some(remainder) = shares.len().checked_sub(TERMS_MAX).filter(|r| *r > 0) {
        terms.push(format!("… ({remainder} autres fiches)"));
    }
    let locations: Vec<_> = shares
        .iter()
        .flat_map(|(f, s)| {
            s.terms.iter().map(|t| (t.span, format!("fiche {} : {}", f.number.value, t.montant)))
        })
        .collect();
    let arithmetic = format!("{} = {} ; {}", terms.join(" + "), sum.total, gap(announced.value, sum.total));
    let clues = clues(c, &shares, announced.value, sum.total);
    let help = match clues.as_slice() {
        [] => "corriger le montant annoncé ou la part d’une fiche".to_owned(),
        _ => {
            format!("corriger le montant annoncé ou la part d’une fiche ; piste : {}", clues.join(" ; ou "))
        }
    };
    let finding = Diagnostic::finding(announced.span, message)
        .here("montant annoncé")
        .arithmetic(arithmetic)
        .stake(announced.value.euros() - sum.total.euros())
        .help(help);
    vec![show(finding, &locations)]
}

/// What would explain the difference, told when it does to the cent.
fn clues(c: &Context<'_>, shares: &[(&Fiche, Sum)], announced: Montant, sum: Montant) -> Vec<String> {
    let gap = announced.euros() - sum.euros();
    let mut clues = Vec::new();
    let mut attempt = |difference: Decimal, text: String| {
        if difference == gap && !difference.is_zero() {
            clues.push(text);
        }
    };
    for (fiche, share) in shares {
        let n = fiche.number.value;
        attempt(share.total.euros(), format!("la fiche {n} serait comptée deux fois"));
        attempt(-share.total.euros(), format!("la fiche {n} serait oubliée"));
        let (written, computed) = in_annexe(fiche).unwrap_or((share.total, share.total));
        attempt(
            written.euros() - computed.euros(),
            format!("le montant de l’annexe serait repris pour la fiche {n}"),
        );
    }
    let (mut named_ones, mut outside) = (Decimal::ZERO, Decimal::ZERO);
    for fiche in c.fiches() {
        for (label, montant) in supplements(fiche) {
            named_ones -= montant.euros();
            attempt(-montant.euros(), format!("« {label} » ({montant}) ne serait pas compté"));
        }
        for line in fiche.budgets.iter().flat_map(|b| &b.outside_total).filter(|l| of_etat(l)) {
            let montant = budget::contribution(line).total;
            outside += montant.euros();
            attempt(
                montant.euros(),
                format!("{montant} hors total de la fiche {} compterait", fiche.number.value),
            );
        }
        for b in fiche.budgets.iter().filter(|b| b.role == Role::Project) {
            let montant = budget::share(b, Some(ETAT)).total;
            attempt(
                montant.euros(),
                format!("le budget « {} » de la fiche {} compterait", b.id, fiche.number.value),
            );
        }
    }
    attempt(named_ones, "aucun supplément nommé ne serait compté".to_owned());
    attempt(outside, "tous les montants hors total compteraient".to_owned());
    if one_digit(announced, sum) {
        clues.push("les deux montants ne diffèrent que d’un chiffre".to_owned());
    }
    clues.dedup();
    clues
}

fn of_etat(line: &Financement) -> bool {
    line.financeur.as_ref().is_some_and(|f| f.value == ETAT)
}

/// What the annexe prints of the State's share, and the share.
fn in_annexe(fiche: &Fiche) -> Option<(Montant, Montant)> {
    let (_, written) = fiche.printed_in_annexe.iter().find(|(f, _)| f.value == ETAT)?;
    Some((written.value, budget::fiche_share(fiche, Some(ETAT)).total))
}

/// The named terms of the State's share.
fn supplements(fiche: &Fiche) -> impl Iterator<Item = (&str, Montant)> {
    budget::counted(fiche)
        .flat_map(|b| b.financements.iter().filter(|l| of_etat(l)))
        .flat_map(|l| match &l.contribution {
            Contribution::Terms(terms) => terms.as_slice(),
            Contribution::Montant(_) | Contribution::Absent(_) => &[],
        })
        .filter_map(|t| Some((t.label.as_deref()?, t.montant.value)))
}

/// Whether two amounts are written with the same digits but one.
fn one_digit(a: Montant, b: Montant) -> bool {
    let (a, b) = (a.with_cents(), b.with_cents());
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).filter(|(a, b)| a != b).count() == 1
}
