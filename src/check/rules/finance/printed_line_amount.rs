//! Checks the printed amount of a line against the amount computed from its factors, sub-lines or bordereau.

use rust_decimal::Decimal;

use super::sums::{half_unit, is_complete, printed_of};
use crate::check::figures_and_words::{addition, gap, number, show_terms};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::{Sum, bordereau, budget};
use crate::model::budget::{Charge, Cost, Factor, FactorKind, Financement, Valorisation};
use crate::model::{Fiche, Montant};
use crate::text::Spanned;

pub(crate) static PAGE: Page = Page {
    title: "le montant affiché d’une ligne n’est pas celui qu’elle calcule",
    severity: Severity::Error,
    checks: "Le montant `affiche` d’une ligne est comparé, au centime, au produit de ses facteurs, à la somme de ses \
              sous-lignes, au total toutes taxes comprises de son bordereau ou à la somme de ses termes. Une somme \
              qui suit ce que les sous-lignes ou le bordereau affichent est admise : leur écart est dit à leur place. \
              Un écart qui s’explique par un coût unitaire ou un montant arrondi est dit comme arrondi, en conseil. \
              Une ligne dont une partie est sans montant n’est pas comparée.",
    why: "Le lecteur refait le produit : s’il ne retrouve pas le montant, il ne sait plus lequel des facteurs ou \
               du montant engage les parties.",
    source: "Cohérence interne de l’acte ; CGCT, art. L. 1612-4 : les dépenses sont évaluées de façon sincère.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }",
            to: "valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 46 000 € }",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "valorisation: { effectif: 3, quotite: 50 %, cout_annuel: 48 000 € }",
                to: "valorisation: { effectif: 3, mois: 6, cout_annuel: 48 000 € }",
            },
            Change {
                file: "content/2024/fiches/01-accueil.md",
                from: "        - { libelle: Agents d'accueil, montant: 24 500 € }",
                to: "        - { libelle: Agents d'accueil, valorisation: { jours: 98, tarif: 250 € } }",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        for budget in &fiche.budgets {
            budget.charges.iter().for_each(|l| charge(l, fiche, &mut findings));
            budget
                .financements
                .iter()
                .chain(&budget.outside_total)
                .for_each(|l| financement(l, &mut findings));
        }
    }
    findings
}

fn charge(line: &Charge, fiche: &Fiche, findings: &mut Vec<Diagnostic>) {
    if let Cost::Detailed(lines) = &line.cost {
        lines.iter().for_each(|l| charge(l, fiche, findings));
    }
    let Some(printed) = &line.mentions.printed else { return };
    let sum = budget::cost(line, fiche);
    if !is_complete(&sum) || sum.total == printed.value {
        return;
    }
    findings.extend(match &line.cost {
        Cost::Valorisation(v) => Some(product(printed, v)),
        Cost::Detailed(lines) => sublines(printed, lines, fiche),
        Cost::Bordereau(name) => bordereau_total(printed, name, fiche),
        Cost::Montant(_) => Some(mismatched_sum(printed, "ce montant", &sum)),
        Cost::ByExercice(_) => Some(mismatched_sum(printed, "la somme des exercices", &sum)),
        Cost::Absent(_) => None,
    });
}

fn financement(line: &Financement, findings: &mut Vec<Diagnostic>) {
    line.of_which.iter().for_each(|l| financement(l, findings));
    let sum = budget::contribution(line);
    if let Some(printed) = &line.mentions.printed
        && is_complete(&sum)
        && sum.total != printed.value
    {
        findings.push(mismatched_sum(printed, "la somme de ses termes", &sum));
    }
}

fn product(printed: &Spanned<Montant>, valorisation: &Valorisation) -> Diagnostic {
    let computed = valorisation.product;
    let factors: Vec<String> = valorisation.factors.iter().map(factor).collect();
    let finding = finding(printed, "le produit de ses facteurs", computed)
        .arithmetic(format!("{} = {computed} ; {}", factors.join(" × "), gap(printed.value, computed)))
        .also(valorisation.span, format!("produit : {computed}"));
    match rounding_explanation(printed.value, valorisation) {
        Some(explanation) => finding.help(explanation).advice(),
        None => finding.help("corriger le montant affiché ou l’un des facteurs"),
    }
}

fn factor(factor: &Factor) -> String {
    let value = number(factor.value.value);
    match factor.kind {
        FactorKind::Percentage(_) => format!("{value} %"),
        FactorKind::Month => format!("{value}/12"),
        FactorKind::Montant(_) => Montant::rounded(factor.value.value).unwrap_or_default().to_string(),
        FactorKind::Number("") => value,
        FactorKind::Number(word) => format!("{value} {word}"),
    }
}

/// The rounding that explains the gap, if any.
fn rounding_explanation(printed: Montant, valorisation: &Valorisation) -> Option<String> {
    let gap = (printed.euros() - valorisation.product.euros()).abs();
    let round = printed.euros().fract().is_zero();
    if round && gap < Decimal::ONE && !valorisation.product.euros().fract().is_zero() {
        return Some(
            "le montant est arrondi à l’euro : l’écrire au centime, ou dire qu’il est arrondi".into(),
        );
    }
    let unit = valorisation.factors.iter().find(|f| matches!(f.kind, FactorKind::Montant(_)))?.value.value;
    // A cost in tens of euros has not been rounded to the euro.
    if unit.is_zero() || (unit % Decimal::TEN).is_zero() {
        return None;
    }
    let times = valorisation.product.euros().checked_div(unit)?;
    let margin = half_unit(unit).checked_mul(times)?.abs();
    let exact = printed.euros().checked_div(times)?.round_dp(4);
    (gap <= margin).then(|| {
        format!(
            "l’écart est celui d’un coût unitaire arrondi ({} au lieu de {} €) : écrire le coût exact, ou afficher le produit",
            Montant::rounded(unit).unwrap_or_default(),
            number(exact)
        )
    })
}

fn sublines(printed: &Spanned<Montant>, lines: &[Charge], fiche: &Fiche) -> Option<Diagnostic> {
    let mut sum = Sum::default();
    lines.iter().for_each(|l| sum.extend(&printed_of(l, fiche)));
    (sum.total != printed.value).then(|| mismatched_sum(printed, "la somme de ses lignes", &sum))
}

fn bordereau_total(printed: &Spanned<Montant>, name: &Spanned<String>, fiche: &Fiche) -> Option<Diagnostic> {
    let table = fiche.bordereaux.iter().find(|b| b.id.value == name.value)?;
    let total = table.printed.incl_vat.as_ref();
    if total.is_some_and(|t| t.value == printed.value) {
        return None;
    }
    let computed = bordereau::price(table).total.incl_vat;
    let finding = finding(printed, "le total TTC du bordereau", computed)
        .arithmetic(gap(printed.value, computed))
        .help("corriger ce montant ou le bordereau");
    Some(match total {
        Some(t) => finding.also(t.span, format!("le bordereau affiche {}", t.value)),
        None => finding.also(table.id.span, format!("le bordereau fait {computed}")),
    })
}

fn mismatched_sum(printed: &Spanned<Montant>, what: &str, sum: &Sum) -> Diagnostic {
    let finding = finding(printed, what, sum.total)
        .arithmetic(format!("{} ; {}", addition(sum), gap(printed.value, sum.total)))
        .help("corriger le montant affiché ou celui des lignes");
    show_terms(finding, sum)
}

fn finding(printed: &Spanned<Montant>, what: &str, computed: Montant) -> Diagnostic {
    let message = format!("le montant affiché, {}, n’est pas {what}, {computed}", printed.value);
    Diagnostic::finding(printed.span, message)
        .here("montant affiché")
        .stake(printed.value.euros() - computed.euros())
}
