//! What a budget covers: its period, its title, the heading over it, the sentence that quotes it.

use std::sync::LazyLock;

use crate::check::rules::dates::facts::{Batch, Interval, batches, bounds, interval, moments, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::sentences;
use crate::model::budget::{Budget, Role};
use crate::model::passage::PassageKind;
use crate::model::table::DataTable;
use crate::model::time::month_number;
use crate::model::{ImpreciseDate, Passage};
use crate::text::{Spanned, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un budget n’est pas de la période que l’on annonce",
    severity: Severity::Warning,
    checks: "La période d’un budget (`periode`) contre les années de son titre ; celle des budgets de la convention, \
              ou de tous, ou avec les années des exécutions antérieures, contre les années du titre de leur rubrique (« Budget détaillé \
              sur 2024 ») ; celle du seul budget d’une fiche contre l’année d’une phrase qui en cite une donnée « pour \
              l’année », « au titre de » ou « sur » elle ; les colonnes « budget 2024 » d’un tableau, \
              dont l’une au moins est d’une année couverte. Un titre sans année n’annonce rien.",
    why: "Un montant lu sur un an quand il en couvre quinze mois fausse la part de l’année, donc celle de chacun.",
    source: "Annualité budgétaire ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "## 5. Budget détaillé",
            to: "## 5. Budget détaillé sur 2023",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé",
                to: "## 5. Budget détaillé sur 2021-2024",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé",
                to: "## 5. Budget détaillé sur 2024",
            },
        ],
    },
};

/// « budget 2024 », in the heading of a column.
static BUDGET: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bbudget ((?:19|20)[0-9]{2})\b"));

/// What gives the year of an amount, just before it.
static MEANT_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:pour l['’](?:année|exercice)|au titre de(?: l['’]année)?|sur(?: l['’]année)?)\s$")
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    batches(c).iter().flat_map(judge).collect()
}

fn judge(batch: &Batch<'_>) -> Vec<Diagnostic> {
    let budgets = &batch.fiche.budgets;
    let mut output: Vec<Diagnostic> = budgets.iter().filter_map(|b| title(batch, b)).collect();
    output.extend(rubrique(batch));
    output.extend(batch.fiche.tables.iter().filter_map(|t| columns(batch, t)));
    if let [only] = budgets.as_slice() {
        output.extend(batch.prose().flat_map(|p| sentence(p, only)));
    }
    output
}

/// The days from the first moment of a text to the last.
fn extent(passage: &Passage) -> Option<Interval> {
    let hits = moments(passage);
    let days = hits.iter().map(|m| m.days);
    Some((days.clone().map(|j| j.0).min()?, days.map(|j| j.1).max()?))
}

fn title(batch: &Batch<'_>, budget: &Budget) -> Option<Diagnostic> {
    let (title, period) = (budget.title.as_ref()?, budget.period.as_ref()?);
    let covered = interval(&period.value)?;
    let passage = batch
        .passages
        .iter()
        .find(|p| p.kind == PassageKind::Field && p.text == *title && p.span.start >= budget.span.start)?;
    let (start, end) = months_without_year(passage).or_else(|| extent(passage))?;
    // « 2022 - 2023 » may be said of a year that starts in September.
    if (start.year(), end.year()) == (covered.0.year(), covered.1.year())
        && months_match((start, end), covered)
    {
        return None;
    }
    Some(
        Diagnostic::finding(
            passage.span,
            format!("le budget s’intitule « {title} », et couvre la période {}", say(covered)),
        )
        .also(period.span, "période")
        .help("accorder le titre et la période"),
    )
}

/// Whole years say nothing of the months.
fn months_match(claimed: Interval, covered: Interval) -> bool {
    let is_whole = (claimed.0.month(), claimed.1.month()) == (1, 12);
    is_whole || claimed == covered
}

/// « Juillet – décembre 2022 »: the first month is of the year of the second.
fn months_without_year(passage: &Passage) -> Option<Interval> {
    static TWO: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\s?(?:–|-|à|au)\s?(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) ([0-9]{4})\b",
        )
    });
    let found = TWO.captures(&passage.text)?;
    let number = |i: usize| month_number(found.get(i)?.as_str());
    let year = found.get(3)?.as_str().parse().ok()?;
    Some((
        bounds(&ImpreciseDate::Month(number(1)?, year))?.0,
        bounds(&ImpreciseDate::Month(number(2)?, year))?.1,
    ))
}

/// The heading over the budgets of the agreement.
fn rubrique(batch: &Batch<'_>) -> Option<Diagnostic> {
    let title = batch
        .passages
        .iter()
        .filter(|p| matches!(p.kind, PassageKind::Heading(2)))
        .find(|p| batch.rubrique(p.span) == Some("budget"))?;
    let (start, end) = extent(title)?;
    let days = |budgets: Vec<&Budget>| -> Option<Interval> {
        let scanned = budgets.into_iter().filter_map(|b| interval(&b.period.as_ref()?.value));
        Some((scanned.clone().map(|i| i.0).min()?, scanned.map(|i| i.1).max()?))
    };
    let budgets = || batch.fiche.budgets.iter();
    let (from, a) = days(budgets().filter(|b| b.role == Role::Convention).collect())?;
    let all = days(budgets().collect())?;
    let first_one = budgets().find(|b| b.role == Role::Convention)?.period.as_ref()?;
    let executed_lines =
        batch.fiche.executions.iter().flat_map(|e| &e.years).map(|(n, _)| i32::from(n.value));
    let since = executed_lines.chain([from.year()]).min()?;
    let claimed = (start.year(), end.year());
    let correct = [(from.year(), a.year()), (since, a.year()), (all.0.year(), all.1.year())];
    if correct.contains(&claimed) {
        return None;
    }
    Some(
        Diagnostic::finding(
            title.span,
            format!(
                "la rubrique s’intitule « {} », et son budget couvre la période {}",
                title.text,
                say((from, a))
            ),
        )
        .also(first_one.span, "période du budget")
        .help("accorder le titre et la période, ou ne donner que la part de l’année"),
    )
}

/// The columns « budget 2024 » of a table, none of which is of the year of a budget of the fiche.
fn columns(batch: &Batch<'_>, table: &DataTable) -> Option<Diagnostic> {
    let claims: Vec<(i32, &Spanned<String>)> = table
        .columns
        .iter()
        .filter_map(|c| Some((BUDGET.captures(&c.title.value)?.get(1)?.as_str().parse().ok()?, &c.title)))
        .collect();
    let covered_periods: Vec<Interval> =
        batch.fiche.budgets.iter().filter_map(|b| interval(&b.period.as_ref()?.value)).collect();
    let (year, title) = claims.first()?;
    let is_correct =
        |year: i32| covered_periods.iter().any(|(from, a)| (from.year()..=a.year()).contains(&year));
    if covered_periods.is_empty() || claims.iter().any(|(year, _)| is_correct(*year)) {
        return None;
    }
    let finding = Diagnostic::finding(
        title.span,
        format!("la colonne « {} » est de {year}, et la fiche n’a pas de budget de cette année", title.value),
    );
    let period = batch.fiche.budgets.iter().find_map(|b| b.period.as_ref())?;
    Some(finding.also(period.span, "période du budget").help("accorder la colonne et la période"))
}

/// A sentence that quotes the budget, for another year.
fn sentence(passage: &Passage, budget: &Budget) -> Vec<Diagnostic> {
    let Some(period) = &budget.period else { return Vec::new() };
    let Some(covered) = interval(&period.value) else { return Vec::new() };
    if !passage.text.contains("{budget") {
        return Vec::new();
    }
    let hits = moments(passage);
    sentences(&passage.text)
        .into_iter()
        .filter(|bytes| passage.text.get(bytes.clone()).is_some_and(|t| t.contains("{budget")))
        .filter_map(|bytes| {
            let claimed =
                hits.iter().filter(|m| bytes.start <= m.bytes.start && m.bytes.end <= bytes.end).find(
                    |m| passage.text.get(..m.bytes.start).is_some_and(|before| MEANT_FOR.is_match(before)),
                )?;
            let written = passage.text.get(claimed.bytes.clone())?;
            if covered.0 <= claimed.days.1 && claimed.days.0 <= covered.1 {
                return None;
            }
            Some(
                Diagnostic::finding(
                    passage.span_of(&claimed.bytes),
                    format!(
                        "le texte donne le budget pour {written}, et il couvre la période {}",
                        say(covered)
                    ),
                )
                .also(period.span, "période du budget")
                .help("accorder le texte et la période"),
            )
        })
        .collect()
}
