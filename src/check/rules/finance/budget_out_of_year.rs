//! Checks that a counted budget stays within the year of the edition, and that no label of it names a later year.

use std::ops::Range;

use rust_decimal::Decimal;

use super::budget_detail_table::{cited_tables, is_of_budget};
use super::cells;
use super::periods::Months;
use super::texts::{amounts, by_file, by_section, passage_at, passages};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, SaidDate, SaidValue};
use crate::lang::flat;
use crate::ledger::budget::financements;
use crate::model::budget::{Budget, Charge, Cost, Role};
use crate::model::passage::PassageKind;
use crate::model::table::Content;
use crate::model::{Duration, Fiche, Montant, Passage};
use crate::text::Span;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";

pub(crate) static PAGE: Page = Page {
    title: "un budget compté sort de l’année de l’acte",
    severity: Severity::Warning,
    checks: "La période de chaque budget qui entre dans les totaux (rôle « convention »), contre l’année de l’édition et \
              la fenêtre d’exécution de la convention quand elle est dite ; puis les libellés des lignes de ce budget qui \
              nomment une année postérieure à sa période, comme les lignes chiffrées d’un tableau de sa rubrique ; en conseil, un titre de plusieurs années (« Budget détaillé sur 2021-2024 ») sur un seul budget \
              qui n’est pas de la première, quand rien n’y dit les autres. Le prorata n’est donné que pour un budget qui a des mois dans l’année. Les budgets de rôle « projet », les périodes sans fin, et les \
              années d’un intervalle (« 2023-2027 ») sont laissés de côté.",
    why: "Le soutien de l’État vaut pour l’année de l’acte : une dépense d’une autre année ne peut y être imputée \
               que pour sa part.",
    source: "Annualité budgétaire : CGCT, art. L. 3311-1 (budget du département, établi pour un an) ; durée de la convention.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: "  periode: 2024",
            to: "  periode: du 2023-10-01 au 2024-12-31",
        }],
        admitted: &[
            Change { file: FILE, from: "  periode: 2024", to: "  periode: du 2024-02-01 au 2024-12-31" },
            Change {
                file: FILE,
                from: "libelle: Accompagnement, montant",
                to: "libelle: Accompagnement (programme 2021-2027), montant",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &context.dossier.convention;
    let exercice = Months::of_act(context.dossier);
    let window = convention.execution.as_ref().and_then(|e| Months::from(&e.value));
    let allowed = window.map_or(exercice, |months| months.with(exercice));
    let year = match context.dossier.years() {
        (first, last) if first < last => format!("{first}-{last}"),
        (year, _) => year.to_string(),
    };
    let of_years =
        if year.contains('-') { format!("des années {year}") } else { format!("de l’année {year}") };
    let bounds = match &convention.execution {
        Some(_) if allowed != exercice => format!("{of_years} et de la période d’exécution"),
        _ => of_years,
    };
    let all = by_file(context.dossier);
    let mut findings = Vec::new();
    for fiche in context.fiches() {
        let passages = passages(&all, fiche);
        findings.extend(years_of_title(fiche, passages));
        findings.extend(later_rows(context, fiche, passages));
        for budget in fiche.budgets.iter().filter(|b| b.role == Role::Convention) {
            findings.extend(outside_exercice(budget, allowed, exercice, &year, &bounds));
            // Without a period of its own, a budget may be of any month of the act.
            let period = budget.period.as_ref().and_then(|p| Months::from(&p.value)).unwrap_or(allowed);
            findings.extend(later_years(budget, passages, period.with(exercice)));
        }
    }
    findings
}

/// A title « Budget détaillé sur 2021-2024 » over the one budget of the fiche, of 2024.
fn years_of_title(fiche: &Fiche, passages: &[Passage]) -> Option<Diagnostic> {
    let [budget] = fiche.budgets.as_slice() else { return None };
    let as_written = budget.period.as_ref()?;
    let period = Months::from(&as_written.value)?;
    let (rank, title, from) = passages.iter().enumerate().find_map(|(rank, title)| {
        let is_title = matches!(title.kind, PassageKind::Heading(_)) && flat(&title.text).contains("budget");
        let facts = &is_title.then(|| title.facts())?.facts;
        let from = facts.iter().find_map(|fact| match fact.value {
            SaidValue::Period { from: SaidDate::Year(from), to: SaidDate::Year(to), .. } if from < to => {
                Some(from)
            }
            _ => None,
        })?;
        Some((rank, title, from))
    })?;
    // The text may give the other years, and so may a table of the fiche.
    let year = from.to_string();
    let is_told = passages.iter().skip(rank + 1).any(|passage| passage.text.contains(&year));
    if Months::year(from).shared(period) > 0 || is_told || !fiche.tables.is_empty() {
        return None;
    }
    let message = format!(
        "« {} » annonce aussi {from}, et le seul budget de la fiche est celui de {}",
        title.text, as_written.value
    );
    Some(
        Diagnostic::finding(title.span, message)
            .advice()
            .also(as_written.span, format!("période du budget : {}", as_written.value))
            .help("corriger les années du titre, ou donner ici les montants des autres années"),
    )
}

fn outside_exercice(
    budget: &Budget,
    allowed: Months,
    exercice: Months,
    year: &str,
    bounds: &str,
) -> Option<Diagnostic> {
    let as_written = budget.period.as_ref()?;
    let period = Months::from(&as_written.value)?;
    let (months_inside, months) = (period.shared(allowed), period.length());
    if months_inside == months {
        return None;
    }
    let total = financements(budget).total;
    let help = "le sortir du budget compté (« role: projet »), n’en compter que la part de l’année, ou dire pourquoi il est compté";
    // A budget wholly outside the year has no prorata to show.
    if period.shared(exercice) == 0 {
        let message = format!(
            "ce budget de {total}, compté dans l’acte, couvre {}, et l’acte est de {year}",
            period_in_words(&as_written.value)
        );
        return Some(Diagnostic::finding(as_written.span, message).help(help));
    }
    let prorata = total
        .euros()
        .checked_mul(Decimal::from(months_inside))
        .and_then(|p| p.checked_div(Decimal::from(months)));
    let prorata = Montant::rounded(prorata.unwrap_or_default()).unwrap_or_default();
    let message =
        format!("ce budget de {total} couvre {months} mois, dont {} hors {bounds}", months - months_inside);
    let arithmetic = format!("au prorata du temps : {total} × {months_inside}/{months} = {prorata}");
    Some(Diagnostic::finding(as_written.span, message).arithmetic(arithmetic).help(help))
}

/// A period after a verb: « 2023 », « la période du … au … », « la période « exercice 2023 » ».
fn period_in_words(period: &Duration) -> String {
    let words = period.to_string();
    match words.starts_with("du ") {
        true => format!("la période {words}"),
        false if words.chars().all(|c| c.is_ascii_digit() || c == '-') => words,
        false => format!("la période « {words} »"),
    }
}

/// Labels of a budget that name a year after its period.
fn later_years(budget: &Budget, passages: &[Passage], period: Months) -> Vec<Diagnostic> {
    let mut lines: Vec<(&str, Span)> = Vec::new();
    budget.charges.iter().for_each(|charge| of_charge(charge, &mut lines));
    for window in budget.financements.iter().chain(&budget.outside_total) {
        lines.extend(window.label.as_ref().map(|label| (label.value.as_str(), label.span)));
    }
    lines.into_iter().filter_map(|(text, span)| later_year(budget, passages, period, text, span)).collect()
}

fn of_charge<'b>(charge: &'b Charge, lines: &mut Vec<(&'b str, Span)>) {
    lines.push((&charge.label.value, charge.label.span));
    if let Cost::Detailed(charges) = &charge.cost {
        charges.iter().for_each(|c| of_charge(c, lines));
    }
}

fn later_year(
    budget: &Budget,
    passages: &[Passage],
    period: Months,
    text: &str,
    span: Span,
) -> Option<Diagnostic> {
    let bytes = year_after(text, period)?;
    let here = passage_at(passages, span).map_or(span, |passage| passage.span_of(&bytes));
    let year = text.get(bytes)?;
    let finding = Diagnostic::finding(
        here,
        format!("cette ligne vise l’année {year}, postérieure à la période du budget : « {text} »"),
    )
    .help("sortir cette dépense du budget de l’année, ou corriger l’année");
    Some(match &budget.period {
        Some(p) => finding.also(p.span, format!("période du budget : {}", p.value)),
        None => finding,
    })
}

/// The bytes of the only date of a label, when it is of a year after a period.
fn year_after(label: &str, period: Months) -> Option<Range<usize>> {
    if !label.contains("20") {
        return None;
    }
    let facts = facts::read(label).facts;
    if facts.iter().any(|fact| matches!(fact.value, SaidValue::Period { .. })) {
        return None;
    }
    let mut dated = facts.into_iter().filter_map(|fact| match fact.value {
        SaidValue::Date { date, .. } => Some((date.year()?, fact.bytes)),
        _ => None,
    });
    let (year, bytes) = dated.next()?;
    (dated.next().is_none() && Months::year(year).start > period.end).then_some(bytes)
}

/// Words of what is paid later without being spent later.
const PAYMENTS: [&str; 5] = ["solde", "verse", "avance", "acompte", "paie"];

/// The rows of the tables of the budget section, with an amount, that name a year after the counted budgets.
fn later_rows(context: &Context<'_>, fiche: &Fiche, passages: &[Passage]) -> Vec<Diagnostic> {
    let counted = || fiche.budgets.iter().filter(|b| b.role == Role::Convention);
    let periods = counted().map(|b| Months::from(&b.period.as_ref()?.value));
    let Some(Some(period)) = periods.reduce(|a, b| Some(a?.with(b?))) else { return Vec::new() };
    let Some(as_written) = counted().next().and_then(|b| b.period.as_ref()) else { return Vec::new() };
    let mut labels: Vec<(&str, Span)> = Vec::new();
    for row in cited_tables(context, fiche).into_iter().flat_map(cells::cell_rows) {
        if row.iter().any(|cell| matches!(cell.value, Content::Montant(_))) {
            labels.extend(
                row.first().and_then(|cell| Some((cells::as_written(passages, cell.span)?, cell.span))),
            );
        }
    }
    let sections = by_section(fiche, passages).into_iter().skip(1).zip(&fiche.sections);
    for (texts, _) in sections.filter(|(_, section)| is_of_budget(context, section)) {
        let inside: Vec<&Passage> = texts.iter().filter(|p| p.kind == PassageKind::Cell).collect();
        for pair in inside.windows(2) {
            let [label, amount] = pair else { continue };
            if amounts(label).next().is_none() && amounts(amount).next().is_some() {
                labels.push((label.text.as_str(), label.span));
            }
        }
    }
    // A cell that is a date says when, not what.
    let is_label = |text: &str| {
        let words = flat(text);
        words
            .split(' ')
            .filter(|word| word.len() > 2 && !word.starts_with(|c: char| c.is_ascii_digit()))
            .count()
            > 1
            && !PAYMENTS.iter().any(|word| words.contains(word))
    };
    labels
        .into_iter()
        .filter(|(text, _)| is_label(text) && year_after(text, period).is_some())
        .map(|(text, span)| {
            let message =
                format!("cette ligne du budget vise une année postérieure à sa période : « {text} »");
            Diagnostic::finding(span, message)
                .also(as_written.span, format!("période du budget : {}", as_written.value))
                .help("sortir cette dépense du budget de l’année, ou corriger l’année")
        })
        .collect()
}
