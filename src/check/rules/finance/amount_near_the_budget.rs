//! Checks that an amount written in prose is not a near miss of an amount of the data.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::arithmetic;
use super::near_numbers::{NearMiss, digits, near_miss};
use super::texts::{by_file, passages};
use crate::check::figures_and_words::gap;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::known_amounts::{KnownAmount, of_fiche};
use crate::ledger::totals;
use crate::model::passage::{Fact, PassageKind};
use crate::model::{Fiche, Montant, Passage};
use crate::text::Span;

const FILE: &str = "content/2024/fiches/01-accueil.md";
const SENTENCE: &str = "Deux sites ouvrent :";

pub(crate) static PAGE: Page = Page {
    title: "un montant du texte est presque un montant du budget",
    severity: Severity::Warning,
    checks: "Chaque montant de la prose, d’un libellé ou d’une note d’une fiche est \
              rapproché des montants de la même fiche ; un montant d’article, du montant de l’État et des totaux de \
              l’acte. Est signalé celui qui n’en diffère que par un chiffre, par deux chiffres intervertis, par un \
              chiffre oublié, par les centimes, ou de moins d’un millième. Un montant de moins de quatre chiffres utiles, ou qui est exactement \
              un montant de la fiche, n’est pas retenu.",
    why: "Deux écritures du même montant se contredisent : rien ne dit laquelle engage les parties.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Les loyers atteignent 11 350,50 € par an. Deux sites ouvrent :",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Les loyers atteignent 11 250,50 € par an. Deux sites ouvrent :",
            },
            Change {
                file: FILE, from: SENTENCE, to: "Le mobilier a coûté 21 000 €. Deux sites ouvrent :"
            },
        ],
    },
};

/// With fewer significant digits, two amounts are near by chance.
const SIGNIFICANT_MIN: usize = 4;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(context.dossier);
    let mut findings: Vec<Diagnostic> =
        context.fiches().flat_map(|fiche| in_fiche(fiche, passages(&all, fiche))).collect();
    let articles = context.dossier.articles.iter().filter_map(|a| all.get(&a.span.file));
    let stated: Vec<(Montant, Span)> = articles.flat_map(|passages| amounts_in_prose(passages)).collect();
    if !stated.is_empty() {
        let data = of_act(context);
        let known: BTreeSet<Montant> = data.iter().map(|d| d.montant).collect();
        findings
            .extend(stated.iter().filter_map(|(montant, span)| reconcile(*montant, *span, &data, &known)));
    }
    findings
}

fn in_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let stated = amounts_in_prose(passages);
    if stated.is_empty() {
        return Vec::new();
    }
    let data = of_fiche(fiche);
    let known: BTreeSet<Montant> = data.iter().map(|d| d.montant).collect();
    stated.into_iter().filter_map(|(montant, span)| reconcile(montant, span, &data, &known)).collect()
}

/// The amounts written in passages, without those of a wrong calculation: FIN-022 reports them.
fn amounts_in_prose(passages: &[Passage]) -> Vec<(Montant, Span)> {
    let mut stated = Vec::new();
    for passage in passages.iter().filter(|p| !matches!(p.kind, PassageKind::Code | PassageKind::Row)) {
        let montants = passage.mentions.iter().filter_map(|m| match m.fact {
            Fact::Montant(montant) => Some((montant, passage.fact_span(m))),
            _ => None,
        });
        let montants: Vec<_> = montants.collect();
        if montants.is_empty() {
            continue;
        }
        let wrong_starts: BTreeSet<usize> = arithmetic::wrong(passage).iter().map(|f| f.start).collect();
        stated.extend(montants.into_iter().filter(|(_, span)| !wrong_starts.contains(&span.start)));
    }
    stated
}

/// What an article may mention: the State's contribution and the totals of the act.
fn of_act(context: &Context<'_>) -> Vec<KnownAmount> {
    let convention = &context.dossier.convention;
    let etat = convention.montant_etat.iter().map(|m| (m, "montant de l’État"));
    let ceilings = convention.ceilings.iter().map(|ceiling| (&ceiling.montant, "plafond de l’acte"));
    let announced = etat.chain(ceilings);
    let mut data: Vec<KnownAmount> =
        announced.map(|(m, what)| KnownAmount { montant: m.value, span: m.span, what }).collect();
    let act_totals = totals::all(context.dossier).into_iter().filter(|t| !t.name.starts_with("fiches/"));
    data.extend(act_totals.filter_map(|t| {
        let span = t.sum.terms.first()?.span;
        Some(KnownAmount { montant: t.sum.total, span, what: "total de l’acte" })
    }));
    data
}

fn reconcile(
    montant: Montant,
    span: Span,
    data: &[KnownAmount],
    known: &BTreeSet<Montant>,
) -> Option<Diagnostic> {
    if known.contains(&montant) {
        return None;
    }
    let others = || data.iter().filter(|d| !d.montant.is_zero());
    if let Some(datum) = others().find(|datum| is_tiny(montant, datum.montant)) {
        let gap = (datum.montant.euros() - montant.euros()).abs();
        let rounded = gap < Decimal::ONE && [montant, datum.montant].iter().any(|m| m.euros().is_integer());
        let how =
            if gap < Decimal::ONE { "à moins d’un euro près" } else { "à moins d’un millième près" };
        let finding = finding(montant, span, datum, how);
        return Some(if rounded { finding.advice() } else { finding });
    }
    others().find_map(|d| Some(finding(montant, span, d, near(montant, d.montant)?.words())))
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
