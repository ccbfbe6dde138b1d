//! Checks that a past event dated by a day or a month has a year nearby.

use super::facts::is_accomplished;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, Facts, SaidDate, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::passage::is_prose;
use crate::model::table::DataColumn;
use crate::model::time::{days_said, month};

pub(crate) static PAGE: Page = Page {
    title: "un fait est daté sans année",
    severity: Severity::Advice,
    checks: "Une phrase au passé composé qui date un fait d’un jour ou d’un mois sans année (« le comité de juin a \
              validé ») quand ni elle ni le reste du paragraphe ne donnent d’année ; un titre de colonne qui nomme \
              un mois sans année, ni lui, ni son groupe, ni une colonne voisine du même mois n’en donnant. Ce qui revient chaque année, et ce qui est à \
              venir, est laissé de côté.",
    why: "L’acte se lit des années après : un mois sans année ne désigne plus aucun jour.",
    source: "Cohérence interne de l’acte : une date de fait s’écrit avec son année.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "Deux conseillers suivent les personnes, en lien avec la fiche 1. Le comité de janvier a validé ce choix.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "Deux conseillers suivent les personnes, en lien avec la fiche 1. Chaque année, en juin, le comité a examiné leur travail.",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "En 2023, deux conseillers suivaient les personnes. Le comité de novembre a validé ce choix.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let prose = context.dossier.passages.iter().filter(|p| is_prose(p)).flat_map(check_passage);
    let tables = context.fiches().flat_map(|fiche| &fiche.tables);
    prose.chain(tables.flat_map(|table| check_columns(&table.columns))).collect()
}

/// The month of a date that says no year.
fn month_without_year(fact: &SaidFact) -> Option<u8> {
    match fact.value {
        SaidValue::Date { date: SaidDate::DayOfMonth(month, _) | SaidDate::MonthAlone(month), .. } => {
            Some(month)
        }
        _ => None,
    }
}

/// Whether a text gives a year to what it tells.
fn has_year(facts: &Facts) -> bool {
    facts.facts.iter().any(|fact| match fact.value {
        SaidValue::Date { date, .. } => days_said(date).is_some(),
        SaidValue::Period { to, .. } => days_said(to).is_some(),
        _ => false,
    })
}

fn check_columns(columns: &[DataColumn]) -> Vec<Diagnostic> {
    let titles: Vec<Facts> = columns.iter().map(|column| facts::read(&column.title.value)).collect();
    // A column with the same month and a year gives the year for both.
    let is_dated = |wanted: u8| {
        titles.iter().flat_map(|title| &title.facts).any(|fact| match fact.value {
            SaidValue::Date { date: SaidDate::Day(_, month, _) | SaidDate::Month(_, month), .. } => {
                month == wanted
            }
            _ => false,
        })
    };
    let read = |(column, title): (&DataColumn, &Facts)| {
        let named = title.facts.iter().find_map(month_without_year).filter(|month| !is_dated(*month))?;
        let group = column.group.as_deref().is_some_and(|group| has_year(&facts::read(group)));
        if has_year(title) || group {
            return None;
        }
        let message =
            format!("la colonne « {} » nomme le mois de {} sans son année", column.title.value, month(named));
        Some(Diagnostic::finding(column.title.span, message).help("ajouter l’année"))
    };
    columns.iter().zip(&titles).filter_map(read).collect()
}

fn check_passage(passage: &Passage) -> Vec<Diagnostic> {
    let facts = passage.facts();
    if !facts.facts.iter().any(|fact| month_without_year(fact).is_some()) || has_year(facts) {
        return Vec::new();
    }
    // One finding a sentence.
    let mut told = None;
    let read = |fact: &SaidFact| {
        let named = month_without_year(fact).filter(|_| told != Some(fact.sentence))?;
        let sentence = flat(passage.text.get(facts.sentences.get(fact.sentence)?.clone())?);
        let recurs =
            facts.facts.iter().any(|other| {
                other.sentence == fact.sentence && matches!(other.value, SaidValue::Every { .. })
            }) || sentence.split(' ').any(|word| word.starts_with("annuel"));
        if recurs || !is_accomplished(facts, fact.sentence) {
            return None;
        }
        told = Some(fact.sentence);
        let message = format!("ce fait est daté du mois de {} sans son année", month(named));
        Some(Diagnostic::finding(passage.span_of(&fact.bytes), message).help("ajouter l’année"))
    };
    facts.facts.iter().filter_map(read).collect()
}
