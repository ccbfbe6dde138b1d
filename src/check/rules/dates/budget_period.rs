//! Checks the period of a budget against its title, the heading above it, the sentences and columns about it.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use super::facts::{DayRange, FicheText, articles, fiche_texts, intersect, interval, moments, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, Modality, SaidDate, SaidFact, SaidValue, Tense};
use crate::lang::flat;
use crate::ledger::{known_amounts, totals};
use crate::model::budget::{Budget, Role};
use crate::model::cadre::RubriqueContent;
use crate::model::passage::{PassageKind, is_prose};
use crate::model::table::DataTable;
use crate::model::time::days_said;
use crate::model::{Fiche, Montant, Passage};
use crate::text::{Span, Spanned};

pub(crate) static PAGE: Page = Page {
    title: "un budget n’est pas de la période que l’on annonce",
    severity: Severity::Warning,
    checks: "La période d’un budget (`periode`) contre les années de son titre ; celle des budgets de la convention, \
              ou de tous, ou avec les années des exécutions antérieures, contre les années du titre de leur rubrique (« Budget détaillé \
              sur 2024 ») ; celles des budgets d’une fiche, ou les exercices de l’acte dans un article, contre l’année pour \
              laquelle une phrase donne un de leurs montants, cité ou typé (« pour l’année », « au titre de », « sur ») ; les colonnes « budget 2024 » d’un tableau, \
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

/// Words before a year that make it the year of an amount.
const MEANT_FOR: [&str; 12] = [
    "pour",
    "pour l annee",
    "pour l exercice",
    "pour les annees",
    "pour la periode",
    "au titre de",
    "au titre de l annee",
    "au titre de l exercice",
    "sur",
    "sur l annee",
    "sur l exercice",
    "au titre d",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut findings: Vec<Diagnostic> = fiche_texts(context).iter().flat_map(check_fiche).collect();
    let exercices = Covered {
        what: "l’acte couvre la période",
        periods: dossier.convention.exercices.bounds().into_iter().collect(),
        place: None,
    };
    let known: LazyCell<BTreeSet<Montant>, _> =
        LazyCell::new(|| totals::all(dossier).iter().map(|total| total.sum.total).collect());
    findings.extend(
        articles(context).flat_map(|p| other_years(p, &exercices, "{", |amount| known.contains(&amount))),
    );
    findings
}

fn check_fiche(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let budgets = &fiche_text.fiche.budgets;
    let mut findings: Vec<Diagnostic> = budgets.iter().filter_map(|b| check_title(fiche_text, b)).collect();
    findings.extend(check_heading(fiche_text));
    findings.extend(fiche_text.fiche.tables.iter().filter_map(|t| check_columns(fiche_text, t)));
    findings.extend(amounts_of_other_years(fiche_text));
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
    let (start, end) = extent(passage)?;
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
    let titled: Vec<(i32, &Spanned<String>)> =
        table.columns.iter().filter_map(|c| Some((budget_year(&c.title.value)?, &c.title))).collect();
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

/// The year that follows « budget » in the title of a column.
fn budget_year(title: &str) -> Option<i32> {
    facts::read(title).facts.iter().find_map(|fact| match fact.value {
        SaidValue::Date { date: SaidDate::Year(year), .. }
            if flat(title.get(..fact.bytes.start)?).trim_end().ends_with("budget") =>
        {
            Some(year.into())
        }
        _ => None,
    })
}

/// The days that some amounts are of.
struct Covered {
    /// What is said of them: « le budget couvre ».
    what: &'static str,
    periods: Vec<DayRange>,
    place: Option<Span>,
}

/// The amounts of the budgets of a fiche that its text gives for a year of none of them.
fn amounts_of_other_years(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let Some(covered) = covered_by(fiche_text.fiche) else { return Vec::new() };
    let known = LazyCell::new(|| known_amounts::of_fiche(fiche_text.fiche));
    let is_known = |montant: Montant| {
        let mut same = known.iter().filter(|known| known.montant == montant).peekable();
        // The rows of a table, and what was spent before, are of any year.
        same.peek().is_some()
            && same.all(|known| !known.what.contains("tableau") && !known.what.contains("exécuté"))
    };
    fiche_text.prose().flat_map(|p| other_years(p, &covered, "{budget", is_known)).collect()
}

/// What the budgets of a fiche cover, when each says it.
fn covered_by(fiche: &Fiche) -> Option<Covered> {
    let periods: Vec<&Spanned<_>> = fiche.budgets.iter().map(|b| b.period.as_ref()).collect::<Option<_>>()?;
    let place = periods.first()?.span;
    let periods = periods.iter().map(|period| interval(&period.value)).collect::<Option<Vec<_>>>()?;
    Some(Covered { what: "le budget couvre la période", periods, place: Some(place) })
}

/// The years for which a text gives an amount, cited by a reference or typed, and that are none of those covered.
fn other_years(
    passage: &Passage,
    covered: &Covered,
    reference: &str,
    is_known: impl Fn(Montant) -> bool,
) -> Vec<Diagnostic> {
    let facts = passage.facts();
    let read = |fact: &SaidFact| {
        let (from, to) = match &fact.value {
            SaidValue::Date { date, role: None } => (*date, None),
            SaidValue::Period { from, to, .. } => (*from, Some(*to)),
            _ => return None,
        };
        let days = (days_said(from)?.0, days_said(to.unwrap_or(from))?.1);
        // Days and months may be those of a step of what is paid for.
        let is_of_years = days.1.index() - days.0.index() >= 364;
        if !is_of_years || covered.periods.iter().any(|period| intersect(*period, days)) {
            return None;
        }
        let clause = facts.clauses.get(fact.clause).filter(|clause| clause.tense != Tense::Past)?;
        let before = flat(passage.text.get(clause.bytes.start.min(fact.bytes.start)..fact.bytes.start)?);
        let before = before.trim();
        let is_meant = MEANT_FOR.iter().any(|words| {
            before.strip_suffix(words).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        });
        let sentence = facts.sentences.get(fact.sentence)?;
        let is_cited = || passage.text.get(sentence.clone()).is_some_and(|text| text.contains(reference));
        let is_typed = || {
            facts.facts.iter().any(|other| {
                let SaidValue::Amount(amount) = &other.value else { return false };
                let is_of_it = other.frame.period == Some((from, to)) && other.tense != Tense::Past;
                let is_exact =
                    other.modality == Modality::Exact && amount.per.is_empty() && amount.euros.high.is_none();
                is_of_it && is_exact && Montant::rounded(amount.euros.low).is_some_and(&is_known)
            })
        };
        // « Le montant cité, en 2023 », when the sentence gives no other year.
        let is_alone = || {
            let mut told = moments(passage).into_iter().filter(|moment| moment.sentence == fact.sentence);
            before.ends_with("en")
                && told.all(|m| covered.periods.iter().all(|period| !intersect(*period, m.days)))
        };
        if !(is_meant && (is_cited() || is_typed()) || is_alone() && is_cited()) {
            return None;
        }
        let written = passage.text.get(fact.bytes.clone())?;
        let periods: Vec<String> = covered.periods.iter().map(|period| say(*period)).collect();
        let finding = Diagnostic::finding(
            passage.span_of(&fact.bytes),
            format!("le texte donne un montant pour {written}, et {} {}", covered.what, periods.join(", ")),
        );
        let finding = covered
            .place
            .into_iter()
            .fold(finding, |finding, place| finding.also(place, "période du budget"));
        Some(finding.help("accorder le texte et la période"))
    };
    match is_prose(passage) {
        true => facts.facts.iter().filter_map(read).collect(),
        false => Vec::new(),
    }
}
