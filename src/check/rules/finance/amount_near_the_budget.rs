//! An amount told in a text that is nearly, and not, an amount of the data.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::check::figures_and_words::gap;
use crate::check::rules::finance::arithmetic;
use crate::check::rules::finance::near_numbers::{Gap, digits, neighbors};
use crate::check::rules::finance::stated_amounts::{Datum, of_fiche};
use crate::check::rules::finance::texts::{by_file, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
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

/// Digits that tell something, below which two amounts are near by chance.
const SIGNIFICANT: usize = 4;

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all = by_file(c.dossier);
    let mut findings: Vec<Diagnostic> = c.fiches().flat_map(|f| in_fiche(f, passages(&all, f))).collect();
    let articles = c.dossier.articles.iter().filter_map(|a| all.get(&a.span.file));
    let statements: Vec<(Montant, Span)> = articles.flat_map(|p| stated_montants(p)).collect();
    if !statements.is_empty() {
        let data = of_act(c);
        let knowns: BTreeSet<Montant> = data.iter().map(|d| d.montant).collect();
        findings.extend(statements.iter().filter_map(|(m, span)| reconcile(*m, *span, &data, &knowns)));
    }
    findings
}

fn in_fiche(fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let statements = stated_montants(passages);
    if statements.is_empty() {
        return Vec::new();
    }
    let data = of_fiche(fiche);
    let knowns: BTreeSet<Montant> = data.iter().map(|d| d.montant).collect();
    statements.into_iter().filter_map(|(m, span)| reconcile(m, span, &data, &knowns)).collect()
}

/// The amounts that texts tell, but those of a computation that is false.
fn stated_montants(passages: &[Passage]) -> Vec<(Montant, Span)> {
    let mut statements = Vec::new();
    for passage in passages.iter().filter(|p| !matches!(p.kind, PassageKind::Code | PassageKind::Row)) {
        let montants = passage.mentions.iter().filter_map(|m| match m.fact {
            Fact::Montant(montant) => Some((montant, passage.fact_span(m))),
            _ => None,
        });
        let montants: Vec<_> = montants.collect();
        if montants.is_empty() {
            continue;
        }
        let wrong: BTreeSet<usize> = arithmetic::wrong(passage).iter().map(|f| f.start).collect();
        statements.extend(montants.into_iter().filter(|(_, span)| !wrong.contains(&span.start)));
    }
    statements
}

/// What an article may speak of: what the State pays, and the totals of the act.
fn of_act(c: &Context<'_>) -> Vec<Datum> {
    let etat = &c.dossier.convention.montant_etat;
    let mut data =
        vec![Datum { montant: etat.value, span: etat.span, what: "montant de l’État", written: true }];
    let of_whole = totals::all(c.dossier).into_iter().filter(|t| !t.name.starts_with("fiches/"));
    data.extend(of_whole.filter_map(|t| {
        let span = t.sum.terms.first()?.span;
        Some(Datum { montant: t.sum.total, span, what: "total de l’acte", written: false })
    }));
    data
}

fn reconcile(stated: Montant, span: Span, data: &[Datum], knowns: &BTreeSet<Montant>) -> Option<Diagnostic> {
    if knowns.contains(&stated) {
        return None;
    }
    let others = || data.iter().filter(|d| !d.montant.is_zero());
    if let Some(d) = others().find(|d| is_tiny(stated, d.montant)) {
        let gap = (d.montant.euros() - stated.euros()).abs();
        let rounded = gap < Decimal::ONE && [stated, d.montant].iter().any(|m| m.euros().is_integer());
        let how =
            if gap < Decimal::ONE { "à moins d’un euro près" } else { "à moins d’un millième près" };
        let finding = finding(stated, span, d, how);
        return Some(if rounded { finding.advice() } else { finding });
    }
    others().find_map(|d| Some(finding(stated, span, d, near(stated, d.montant)?.words())))
}

/// Whether two amounts differ by less than what can be meant.
fn is_tiny(a: Montant, b: Montant) -> bool {
    let gap = (a.euros() - b.euros()).abs();
    let under_thousandth = gap.checked_mul(Decimal::ONE_THOUSAND).is_some_and(|m| m < b.euros().abs());
    under_thousandth && significant(a).max(significant(b)) >= SIGNIFICANT
}

/// How two amounts are nearly the same, the cents that one of them has not aside.
fn near(a: Montant, b: Montant) -> Option<Gap> {
    if significant(a).min(significant(b)) < SIGNIFICANT {
        return None;
    }
    let whole = [a, b].iter().any(|m| m.euros().is_integer());
    let written = |m: Montant| if whole { digits(m.euros().trunc(), 0).0 } else { digits(m.euros(), 2).0 };
    neighbors(&written(a), &written(b))
}

fn significant(m: Montant) -> usize {
    digits(m.euros(), 2).1
}

fn finding(stated: Montant, span: Span, datum: &Datum, how: &str) -> Diagnostic {
    Diagnostic::finding(span, format!("{stated} est presque {} ({}) : {how}", datum.montant, datum.what))
        .arithmetic(gap(stated, datum.montant))
        .stake(stated.euros() - datum.montant.euros())
        .also(datum.span, format!("{} : {}", datum.what, datum.montant))
        .help("écrire le même montant, ou citer la donnée entre accolades pour qu’elle ne soit écrite qu’une fois")
}
