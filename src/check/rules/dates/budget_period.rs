//! Checks the period of a budget against its title, the heading above it, the sentences and columns about it.

use std::sync::LazyLock;

use super::facts::{DayRange, FicheText, bounds, fiche_texts, interval, moments, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::sentences;
use crate::model::budget::{Budget, Role};
use crate::model::cadre::RubriqueContent;
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
                to: "## 5. Budget détaillé sur 2021-2024\n\nLes dépenses de 2021 à 2023 figurent en annexe.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé",
                to: "## 5. Budget détaillé sur 2024",
            },
        ],
    },
};

/// « budget 2024 » in the title of a column.
static BUDGET_YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bbudget ((?:19|20)[0-9]{2})\b"));

/// Words before a moment that make it the year of an amount.
static MEANT_FOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(?:pour l['’](?:année|exercice)|au titre de(?: l['’]année)?|sur(?: l['’]année)?)\s$")
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    fiche_texts(context).iter().flat_map(check_fiche).collect()
}

fn check_fiche(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let budgets = &fiche_text.fiche.budgets;
    let mut findings: Vec<Diagnostic> = budgets.iter().filter_map(|b| check_title(fiche_text, b)).collect();
    findings.extend(check_heading(fiche_text));
    findings.extend(fiche_text.fiche.tables.iter().filter_map(|t| check_columns(fiche_text, t)));
    if let [only] = budgets.as_slice() {
        findings.extend(fiche_text.prose().flat_map(|p| check_sentences(p, only)));
    }
    findings
}

/// From the first day to the last of the moments of a passage.
fn extent(passage: &Passage) -> Option<DayRange> {
    let found_moments = moments(passage);
    let days = found_moments.iter().map(|m| m.days);
    Some((days.clone().map(|j| j.0).min()?, days.map(|j| j.1).max()?))
}

fn check_title(fiche_text: &FicheText<'_>, budget: &Budget) -> Option<Diagnostic> {
    let (title, period) = (budget.title.as_ref()?, budget.period.as_ref()?);
    let covered = interval(&period.value)?;
    let passage = fiche_text.passages.iter().find(|p| p.span == title.span)?;
    let (start, end) = months_without_year(passage).or_else(|| extent(passage))?;
    // « 2022 - 2023 » may name a year that starts in September.
    if (start.year(), end.year()) == (covered.0.year(), covered.1.year())
        && same_months((start, end), covered)
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

/// Whether the claimed months are those covered; whole years claim no month.
fn same_months(claimed: DayRange, covered: DayRange) -> bool {
    let is_whole = (claimed.0.month(), claimed.1.month()) == (1, 12);
    is_whole || claimed == covered
}

/// « Juillet – décembre 2022 »: the year of the second month applies to the first.
fn months_without_year(passage: &Passage) -> Option<DayRange> {
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

/// The years in the heading of the budget section, against the periods of the budgets.
fn check_heading(fiche_text: &FicheText<'_>) -> Option<Diagnostic> {
    let title = fiche_text
        .passages
        .iter()
        .filter(|p| matches!(p.kind, PassageKind::Heading(2)))
        .find(|p| fiche_text.rubrique(p.span) == Some(RubriqueContent::Budget))?;
    let (start, end) = extent(title)?;
    let days = |budgets: Vec<&Budget>| -> Option<DayRange> {
        let scanned = budgets.into_iter().filter_map(|b| interval(&b.period.as_ref()?.value));
        Some((scanned.clone().map(|i| i.0).min()?, scanned.map(|i| i.1).max()?))
    };
    let budgets = || fiche_text.fiche.budgets.iter();
    let (first_day, last_day) = days(budgets().filter(|b| b.role == Role::Convention).collect())?;
    let all = days(budgets().collect())?;
    let counted_period = budgets().find(|b| b.role == Role::Convention)?.period.as_ref()?;
    let executed_years =
        fiche_text.fiche.executions.iter().flat_map(|e| &e.years).map(|(n, _)| i32::from(n.value));
    let since = executed_years.chain([first_day.year()]).min()?;
    let claimed = (start.year(), end.year());
    let correct =
        [(first_day.year(), last_day.year()), (since, last_day.year()), (all.0.year(), all.1.year())];
    if correct.contains(&claimed) {
        return None;
    }
    Some(
        Diagnostic::finding(
            title.span,
            format!(
                "la rubrique s’intitule « {} », et son budget couvre la période {}",
                title.text,
                say((first_day, last_day))
            ),
        )
        .also(counted_period.span, "période du budget")
        .help("accorder le titre et la période, ou ne donner que la part de l’année"),
    )
}

/// Columns « budget 2024 » of a table, none of them of a year covered by a budget of the fiche.
fn check_columns(fiche_text: &FicheText<'_>, table: &DataTable) -> Option<Diagnostic> {
    let titled: Vec<(i32, &Spanned<String>)> = table
        .columns
        .iter()
        .filter_map(|c| {
            Some((BUDGET_YEAR.captures(&c.title.value)?.get(1)?.as_str().parse().ok()?, &c.title))
        })
        .collect();
    let covered: Vec<DayRange> =
        fiche_text.fiche.budgets.iter().filter_map(|b| interval(&b.period.as_ref()?.value)).collect();
    let (year, title) = titled.first()?;
    let is_covered =
        |year: i32| covered.iter().any(|(first, last)| (first.year()..=last.year()).contains(&year));
    if covered.is_empty() || titled.iter().any(|(year, _)| is_covered(*year)) {
        return None;
    }
    let finding = Diagnostic::finding(
        title.span,
        format!("la colonne « {} » est de {year}, et la fiche n’a pas de budget de cette année", title.value),
    );
    let period = fiche_text.fiche.budgets.iter().find_map(|b| b.period.as_ref())?;
    Some(finding.also(period.span, "période du budget").help("accorder la colonne et la période"))
}

/// Sentences that cite the budget for a year that it does not cover.
fn check_sentences(passage: &Passage, budget: &Budget) -> Vec<Diagnostic> {
    let Some(period) = &budget.period else { return Vec::new() };
    let Some(covered) = interval(&period.value) else { return Vec::new() };
    if !passage.text.contains("{budget") {
        return Vec::new();
    }
    let found_moments = moments(passage);
    sentences(&passage.text)
        .into_iter()
        .filter(|bytes| passage.text.get(bytes.clone()).is_some_and(|t| t.contains("{budget")))
        .filter_map(|bytes| {
            let claimed = found_moments
                .iter()
                .filter(|m| bytes.start <= m.bytes.start && m.bytes.end <= bytes.end)
                .find(|m| {
                    passage.text.get(..m.bytes.start).is_some_and(|before| MEANT_FOR.is_match(before))
                })?;
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
