//! Numbers of a line of costs against its own label and against the prose of the fiche.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::check::figures_and_words::number;
use crate::check::rules::indicateurs::quantities::{Quantity, of_passage, prose_by_file, quantities};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::stem;
use crate::model::Passage;
use crate::model::budget::{BudgetKind, Charge, Cost, Valorisation};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "l’effectif d’une ligne de charges n’est pas celui de son libellé ou du texte",
    severity: Severity::Warning,
    checks: "Une ligne de charges dont le libellé compte des personnes, des jours, des heures ou des mois : le facteur \
              de même nature de sa valorisation est égal. Puis, dans le texte de la fiche, un nombre suivi des mêmes mots \
              que le libellé (« 14 conseillers locaux d’insertion »), ou que ceux qu’un nombre du libellé compte \
              (« 13 cadres ») : l’un des nombres du texte est celui de la ligne. Un seul mot ne suffit que s’il est seul \
              des deux côtés ; les unités de temps n’y sont pas cherchées, sinon les jours « au total » : ceux d’une ligne, ou leur somme.",
    why: "L’effectif fait le coût : s’il diffère du texte, on ne sait ce que la convention finance.",
    source: "Cohérence interne de l’acte, entre le budget et la description de l’action.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Deux sites ouvrent :",
            to: "Les 3 travailleurs sociaux y viennent. Deux sites ouvrent :",
        }],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les 3 travailleurs sociaux",
            to: "Les 4 travailleurs sociaux",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "Les 3 travailleurs sociaux",
            to: "Les 4 travailleurs bénévoles",
        }],
    },
};

/// Units that a text counts of many things.
const TIME_WORDS: [&str; 7] = ["jour", "heur", "mois", "an", "anne", "semain", "etp"];

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let prose = prose_by_file(c);
    let mut findings = Vec::new();
    for fiche in c.fiches() {
        let charges: Vec<&Charge> = fiche.budgets.iter().flat_map(|b| leaves(&b.charges)).collect();
        if charges.is_empty() {
            continue;
        }
        let passages = prose.get(&fiche.span.file.index()).map_or(&[] as &[&Passage], Vec::as_slice);
        let mut statements: BTreeMap<Vec<String>, Vec<(Quantity, Span)>> = BTreeMap::new();
        for passage in passages {
            for q in of_passage(passage).into_iter().filter(|q| !q.per_cent && !q.words.is_empty()) {
                let span = passage.span_of(&q.bytes);
                statements.entry(q.words.clone()).or_default().push((q, span));
            }
        }
        findings.extend(total_days(&charges, passages));
        for charge in charges {
            findings.extend(of_label(charge));
            findings.extend(of_text(charge, &statements));
        }
    }
    findings
}

/// The lines that have no lines of their own.
fn leaves(charges: &[Charge]) -> Vec<&Charge> {
    charges
        .iter()
        .flat_map(|c| match &c.cost {
            Cost::LineMap(lines) => leaves(lines),
            _ => vec![c],
        })
        .collect()
}

fn valorisation(charge: &Charge) -> Option<&Valorisation> {
    match &charge.cost {
        Cost::Valorisation(v) => Some(v),
        _ => None,
    }
}

/// How many people or things a line counts: its only factor that is a number of them.
fn headcount(v: &Valorisation) -> Option<(Decimal, Span)> {
    let mut numbers = v.factors.iter().filter(|f| matches!(f.kind, BudgetKind::Number("" | "personnes")));
    let only = numbers.next().filter(|_| numbers.next().is_none())?;
    Some((only.value.value, only.value.span))
}

/// A factor against the number that the label gives of the same unit.
fn of_label(charge: &Charge) -> Vec<Diagnostic> {
    let Some(v) = valorisation(charge) else { return Vec::new() };
    let claims = quantities(&charge.label.value);
    let counted: Vec<&Quantity> = claims.iter().filter(|q| !q.per_cent && !q.words.is_empty()).collect();
    let time = |q: &Quantity| q.words.first().is_some_and(|m| TIME_WORDS.contains(&m.as_str()));
    let mut findings = Vec::new();
    for factor in &v.factors {
        let unit = match factor.kind {
            BudgetKind::Number(u @ ("jours" | "heures" | "ETP")) => stem(&u.to_lowercase()),
            BudgetKind::Month => "mois".to_owned(),
            BudgetKind::Number("" | "personnes") => String::new(),
            _ => continue,
        };
        let mut alike = counted.iter().filter(|q| {
            if unit.is_empty() { !time(q) } else { q.words.first().map(|m| stem(m)) == Some(stem(&unit)) }
        });
        // Two numbers of one unit: the label says more than the factor.
        let (Some(q), None) = (alike.next(), alike.next()) else { continue };
        if q.number != factor.value.value {
            findings.push(
                Diagnostic::finding(
                    factor.value.span,
                    format!(
                        "la ligne compte {}, et son libellé dit « {} »",
                        number(factor.value.value),
                        q.text
                    ),
                )
                .also(charge.label.span, "libellé de la ligne")
                .help("corriger le facteur ou le libellé"),
            );
        }
    }
    findings
}

/// « 47 jours au total » in the prose against the days that the lines count.
fn total_days(charges: &[&Charge], passages: &[&Passage]) -> Vec<Diagnostic> {
    let factors = charges.iter().filter_map(|c| valorisation(c)).flat_map(|v| &v.factors);
    let days: Vec<_> =
        factors.filter(|f| matches!(f.kind, BudgetKind::Number("jours"))).map(|f| &f.value).collect();
    let Some(first) = days.first() else { return Vec::new() };
    let sum: Decimal = days.iter().fold(Decimal::ZERO, |s, j| s.saturating_add(j.value));
    let knowns = days.iter().map(|j| number(j.value)).collect::<Vec<_>>().join(", ");
    passages
        .iter()
        .filter(|p| p.text.contains("au total"))
        .flat_map(|p| of_passage(p).into_iter().map(move |q| (p, q)))
        .filter(|(p, q)| {
            q.words.first().is_some_and(|m| m == "jour") && p.sentence(&q.bytes).contains("au total")
        })
        .filter(|(_, q)| q.number != sum && days.iter().all(|j| j.value != q.number))
        .map(|(p, q)| {
            Diagnostic::finding(
                p.span_of(&q.bytes),
                format!(
                    "le texte dit « {} » au total, et les lignes de charges comptent {knowns} jours",
                    q.text
                ),
            )
            .also(first.span, "jours d’une ligne de charges")
            .help("corriger le texte, ou le nombre de jours de la ligne")
        })
        .collect()
}

/// The numbers of a line against those that the prose gives of the same words.
fn of_text(charge: &Charge, statements: &BTreeMap<Vec<String>, Vec<(Quantity, Span)>>) -> Vec<Diagnostic> {
    let label = &charge.label;
    let mut lines: Vec<(Vec<String>, Decimal, Span)> = quantities(&label.value)
        .into_iter()
        .filter(|q| !q.per_cent && q.words.first().is_some_and(|m| !TIME_WORDS.contains(&m.as_str())))
        .map(|q| (q.words, q.number, label.span))
        .collect();
    if let Some((n, span)) = valorisation(charge).and_then(headcount) {
        // « Conseillers locaux d’insertion » reads as what a number would count.
        let keys =
            quantities(&format!("1 {}", label.value)).into_iter().next().map(|q| q.words).unwrap_or_default();
        if keys.len() >= 2 {
            lines.push((keys, n, span));
        }
    }
    lines
        .into_iter()
        .filter_map(|(keys, n, span)| {
            let alike = statements.get(&keys)?;
            if alike.iter().any(|(q, _)| q.number == n) {
                return None;
            }
            let (first, at) = alike.first()?;
            let message = format!("la ligne compte {}, et le texte dit « {} »", number(n), first.text);
            Some(
                Diagnostic::finding(span, message)
                    .also(*at, "dit ici")
                    .help("corriger l’un des deux nombres, ou dire dans le texte ce qui les distingue"),
            )
        })
        .collect()
}
