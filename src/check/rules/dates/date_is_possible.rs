//! Checks that what is written as a date can be one: a day of the calendar, a plausible year, a period that ends after it
//! starts.

use super::facts::{bounds as days_of, interval};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidDate, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::passage::PassageKind;
use crate::model::time::days_said;
use crate::model::{Duration, Fiche, Passage};
use crate::text::Span;
use rust_decimal::prelude::ToPrimitive as _;

const FILE: &str = "content/2024/fiches/02-diagnostics.md";
const SENTENCE: &str = "Deux conseillers suivent les personnes, en lien avec la fiche 1.";

pub(crate) static PAGE: Page = Page {
    title: "une date ne peut pas être",
    severity: Severity::Error,
    checks: "Dans tout texte, un jour suivi d’un mois (« 31 juin 2024 », « 0 mars », « 2er juillet ») et un jour en \
              chiffres (« 31/06/2024 », « 12-15-2024 ») existent, de même que les mois de « 13/21 au 12/22 » ; le 29 février \
              sans année est admis, et les champs de date sont vérifiés à la lecture (VAL-004). En avertissement : une année \
              antérieure à 1789, ou postérieure de plus de trente ans à l’édition, dans une date (« mars 2204 », « en 2204, », \
              « 2022-2203 »), une période de budget ou une colonne d’indicateurs ; un nombre rond, ou suivi de ce qu’il compte, \
              n’est pas une année. Une période d’années à rebours (« 2023-2021 », « de 2023 à 2021 ») ; « 2023/2021 », qui peut \
              comparer deux années, et un numéro (« n° 2021-1900 ») sont laissés de côté.",
    why: "Une échéance à un jour qui n’existe pas n’est pas une échéance ; une faute de frappe sur une année passe à la \
               relecture, et déplace un engagement de plusieurs siècles.",
    source: "Calendrier grégorien ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: FILE,
            from: SENTENCE,
            to: "Depuis le 30 février 2024, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admitted: &[
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Depuis le 29 février 2024, deux conseillers suivent les personnes, en lien avec la fiche 1.",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "Pour 2204 personnes, deux conseillers assurent un suivi, en lien avec la fiche 1. L'association (loi de 1901) les suit à l'horizon 2050.",
            },
            Change {
                file: FILE,
                from: SENTENCE,
                to: "L'effectif est passé de 2023 à 1985 personnes, en lien avec la fiche 1 (évolution 2023/2021 ; loi n° 2023-1985).",
            },
        ],
    },
};

/// The years that an edition may plausibly mention.
#[derive(Clone, Copy)]
struct PlausibleYears {
    edition: u16,
}

impl PlausibleYears {
    fn is_plausible(self, year: u16) -> bool {
        (1789..=self.edition.saturating_add(30)).contains(&year)
    }

    fn contradicted(self, span: Span, what: &str) -> Diagnostic {
        Diagnostic::finding(span, format!("{what}, invraisemblable dans l’édition {}", self.edition))
            .warning()
            .help("corriger l’année")
    }
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let years = PlausibleYears { edition: context.dossier.convention.year };
    let passages = context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code);
    let in_text = passages.flat_map(|passage| in_passage(passage, years));
    in_text.chain(context.fiches().flat_map(|fiche| in_data(fiche, years))).collect()
}

/// What a passage says that cannot be; of implausible years, the first.
fn in_passage(passage: &Passage, years: PlausibleYears) -> Vec<Diagnostic> {
    let mut is_told = false;
    let read = |fact: &SaidFact| {
        let span = passage.span_of(&fact.bytes);
        let written = passage.text.get(fact.bytes.clone())?;
        let dates = match &fact.value {
            SaidValue::NoSuchDate => {
                let message = format!("le « {written} » n’existe pas");
                return Some(Diagnostic::finding(span, message).help("corriger le jour ou le mois"));
            }
            // A number alone may count.
            SaidValue::Date { date: SaidDate::Year(_), .. } if !is_named_as_year(passage, fact) => {
                return None;
            }
            SaidValue::Date { date, .. } => vec![(*date, fact.bytes.clone())],
            // A title « Budget détaillé sur 3022 »: no year that a text means.
            SaidValue::Bare(number) if written.len() == 4 && is_dated_title(passage, fact) => {
                vec![(SaidDate::Year(number.low.to_u16()?), fact.bytes.clone())]
            }
            SaidValue::Period { from, to, ends: [start, end] } => {
                vec![(*from, start.clone()), (*to, end.clone())]
            }
            _ => return None,
        };
        let mut said = dates.iter().filter_map(|(date, bytes)| Some((year_of(*date)?, bytes)));
        if let Some((year, bytes)) = said.find(|(year, _)| !years.is_plausible(*year)) {
            let what = format!("l’année {year} est écrite ici");
            return (!std::mem::replace(&mut is_told, true))
                .then(|| years.contradicted(passage.span_of(bytes), &what));
        }
        let [(first, _), (last, _)] = dates.as_slice() else { return None };
        let is_backward = days_said(*last)?.1 < days_said(*first)?.0;
        // A passage that is a period and nothing else is a field, which has its own rule.
        (is_backward && passage.text != written).then(|| {
            Diagnostic::finding(span, format!("« {written} » finit avant de commencer"))
                .warning()
                .help("corriger l’une des deux dates")
        })
    };
    passage.facts().facts.iter().filter_map(read).collect()
}

/// Whether the words before a year say that it is one.
fn is_named_as_year(passage: &Passage, fact: &SaidFact) -> bool {
    const BEFORE: [&str; 15] = [
        "en",
        "depuis",
        "des",
        "annee",
        "annees",
        "fin",
        "debut",
        "courant",
        "rentree",
        "exercice",
        "budget",
        "convention",
        "programmation",
        "partir de",
        "date de",
    ];
    let before = flat(passage.text.get(..fact.bytes.start).unwrap_or_default());
    let before = before.trim_end();
    is_dated_title(passage, fact)
        || BEFORE.iter().any(|words| {
            before.strip_suffix(words).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '))
        })
}

/// Whether a figure ends a title after « sur » or « pour »: « Budget détaillé sur 2204 » dates, « 33 % sur 1204 » counts.
fn is_dated_title(passage: &Passage, fact: &SaidFact) -> bool {
    let before = flat(passage.text.get(..fact.bytes.start).unwrap_or_default());
    let after = passage.text.get(fact.bytes.end..).unwrap_or_default();
    let ends = !after.contains(char::is_alphanumeric);
    matches!(passage.kind, PassageKind::Heading(_))
        && ends
        && ["pour", "sur"].iter().any(|word| before.trim_end().ends_with(word))
}

fn year_of(date: SaidDate) -> Option<u16> {
    match date {
        SaidDate::Day(year, ..)
        | SaidDate::Month(year, _)
        | SaidDate::Semester(year, _)
        | SaidDate::Quarter(year, _)
        | SaidDate::Year(year)
        | SaidDate::StartOf(year)
        | SaidDate::MiddleOf(year)
        | SaidDate::EndOf(year) => Some(year),
        SaidDate::DayOfMonth(..) | SaidDate::MonthAlone(_) => None,
    }
}

fn in_data(fiche: &Fiche, years: PlausibleYears) -> Vec<Diagnostic> {
    let periods = || fiche.budgets.iter().filter_map(|b| b.period.as_ref());
    let titles = fiche.objectives.iter().flat_map(|o| &o.columns).map(|column| &column.title);
    let written = periods()
        .filter(|period| matches!(period.value, Duration::Text(_) | Duration::Period(..)))
        .map(|period| (period.value.to_string(), period.span, "la période de ce budget"));
    let written = written.chain(titles.map(|title| (title.value.clone(), title.span, "cette colonne")));
    let mut findings: Vec<Diagnostic> =
        written.filter_map(|(text, span, what)| check_field(&text, span, what, years)).collect();
    let launches = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let named = periods().filter(|p| matches!(p.value, Duration::Named(..)));
    let days = launches.filter_map(|d| Some((days_of(&d.datum)?, d.span)));
    let days = days.chain(durations.filter_map(|d| Some((interval(&d.datum)?, d.span))));
    let days = days.chain(named.filter_map(|p| Some((interval(&p.value)?, p.span))));
    findings.extend(days.filter_map(|((first, last), span)| {
        let mut said = [first, last].into_iter().filter_map(|day| u16::try_from(day.year()).ok());
        let wrong = said.find(|year| !years.is_plausible(*year))?;
        Some(years.contradicted(span, &format!("une date de l’action est de l’année {wrong}")))
    }));
    findings
}

/// A field that is one year or two, and nothing else.
fn check_field(text: &str, span: Span, what: &str, years: PlausibleYears) -> Option<Diagnostic> {
    let parts: Vec<&str> = text.split(['-', '–', '/']).map(str::trim).collect();
    if parts.len() > 2 || parts.iter().any(|p| p.len() != 4) {
        return None;
    }
    let said: Vec<u16> = parts.iter().map_while(|p| p.parse().ok()).collect();
    let wrong = said.iter().find(|year| !years.is_plausible(**year))?;
    (said.len() == parts.len()).then(|| years.contradicted(span, &format!("{what} est de l’année {wrong}")))
}
