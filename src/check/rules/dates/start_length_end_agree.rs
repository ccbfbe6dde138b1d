//! Checks that the launch, the length and the end of an action agree.

use std::sync::LazyLock;

use super::facts::{DayRange, bounds, intersect, last_days, say, unit};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::lang::numbers::read_count;
use crate::model::fiche::MeantFor;
use crate::model::time::TimeUnit;
use crate::model::time::month_number;
use crate::model::{Duration, Fiche, ImpreciseDate};
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "le début, la durée et la fin d’une action se contredisent",
    severity: Severity::Error,
    checks: "La mise en place et la durée de l’action, ou de chacune de ses parties nommées par `pour` : la fin dite \
              (« 2 ans, jusqu’en juin 2024 ») doit pouvoir être celle de la longueur comptée depuis le début, compte \
              tenu de la précision de chaque date ; une période ne finit pas avant de commencer, ni avant la mise en \
              place ; « 5 mois (janvier à mai 2024) » compte bien cinq mois. Une période qui commence après la mise \
              en place est dite en avertissement, comme \
              une mise en place qui hésite entre deux dates en désordre, ou distantes de plus d’un an. Une durée indéterminée, ou en mots, n’est pas comparée.",
    why: "La durée dit jusqu’à quand chaque partie est engagée ; deux fins possibles, c’est un engagement dont le \
               terme se plaidera.",
    source: "Cohérence interne de l’acte ; rubriques « date de mise en place » et « durée » du modèle de fiche.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "duree: 11 mois, jusqu'en décembre 2024",
            to: "duree: 9 mois, jusqu'en décembre 2024",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "duree: 11 mois, jusqu'en décembre 2024",
                to: "duree: 11 mois, jusqu'au 31 décembre 2024",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "duree: 11 mois, jusqu'en décembre 2024",
                to: "duree: { texte: 11 mois (février à décembre 2024) }",
            },
        ],
    },
};

/// « 5 mois (janvier à mai 2022) ».
static LENGTH_AND_MONTHS: LazyLock<Regex> = LazyLock::new(|| {
    const MONTHS: &str =
        "(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    pattern(&format!(
        r"(?i)\b(?P<n>[0-9]+|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) (?P<u>mois|ans?)\b[^0-9]*?(?:de |d['’])?{MONTHS}(?: ([0-9]{{4}}))? (?:à|au) {MONTHS} ([0-9]{{4}})"
    ))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().flat_map(|fiche| compare(fiche).into_iter().chain(far_alternatives(fiche))).collect()
}

/// Alternatives (« fin 2022 / début 2023 ») that are reversed or more than a year apart.
fn far_alternatives(fiche: &Fiche) -> Vec<Diagnostic> {
    let launches = fiche.launch.iter().filter_map(|launch| launch.as_ref().ok()).flatten();
    launches
        .filter_map(|launch| {
            let ImpreciseDate::Either(a, b) = &launch.datum else { return None };
            let (first, second) = (bounds(a)?, bounds(b)?);
            let far = second.0.index() - first.1.index() > 366;
            (second.1 < first.0 || far).then(|| {
                Diagnostic::finding(
                    launch.span,
                    format!("la mise en place hésite entre deux dates éloignées : {}", launch.datum),
                )
                .warning()
                .help("corriger l’une des deux, ou choisir")
            })
        })
        .collect()
}

fn compare(fiche: &Fiche) -> Vec<Diagnostic> {
    let (Some(Ok(launches)), Some(Ok(durations))) = (&fiche.launch, &fiche.duration) else {
        return fiche
            .duration
            .iter()
            .filter_map(|d| d.as_ref().ok())
            .flatten()
            .filter_map(|d| in_words(d).and_then(|m| check_words(d, &m)).or_else(|| reversed(d)))
            .collect();
    };
    durations
        .iter()
        .filter_map(|duration| check_duration(start_of(duration, launches, durations.len()), duration))
        .collect()
}

/// The launch of the part of the action that a duration is about, or of the whole action.
fn start_of<'f>(
    duration: &MeantFor<Duration>,
    launches: &'f [MeantFor<ImpreciseDate>],
    durations: usize,
) -> Option<&'f MeantFor<ImpreciseDate>> {
    let name = |object: &Option<String>| object.as_deref().map(flat);
    match launches {
        [only] if durations == 1 => Some(only),
        _ => launches.iter().find(|d| d.object.is_some() && name(&d.object) == name(&duration.object)),
    }
}

/// A length with its first and last month, read from words: « 5 mois (janvier à mai 2022) ».
struct InWords {
    number: u16,
    unit: TimeUnit,
    period: (ImpreciseDate, ImpreciseDate),
    text: String,
}

fn in_words(duration: &MeantFor<Duration>) -> Option<InWords> {
    let Duration::Text(text) = &duration.datum else { return None };
    let found = LENGTH_AND_MONTHS.captures(text)?;
    let group = |i: usize| found.get(i).map(|m| m.as_str().to_lowercase());
    let number = |name: String| month_number(&name);
    let end_year: u16 = group(6)?.parse().ok()?;
    let (first, last) = (number(group(3)?)?, number(group(5)?)?);
    let start_year =
        group(4).and_then(|year| year.parse().ok()).unwrap_or(end_year - u16::from(first > last));
    Some(InWords {
        number: read_count(found.name("n")?.as_str())?,
        unit: unit(found.name("u")?.as_str())?,
        period: (ImpreciseDate::Month(first, start_year), ImpreciseDate::Month(last, end_year)),
        text: text.clone(),
    })
}

/// A length in words that does not match its own months.
fn check_words(duration: &MeantFor<Duration>, words: &InWords) -> Option<Diagnostic> {
    let (start, end) = (bounds(&words.period.0)?, bounds(&words.period.1)?);
    let expected = last_days(start, words.number, words.unit)?;
    (!intersect(expected, end)).then(|| {
        Diagnostic::finding(
            duration.span,
            format!("« {} » : la longueur et les mois ne s’accordent pas", words.text),
        )
        .arithmetic(format!(
            "{} comptés depuis {} finissent {}",
            Duration::Length(words.number, words.unit, None),
            words.period.0,
            say(expected)
        ))
        .help("corriger la longueur ou les mois")
    })
}

/// A period that ends before it starts.
fn reversed(duration: &MeantFor<Duration>) -> Option<Diagnostic> {
    let Duration::Period(a, b) = &duration.datum else { return None };
    (bounds(b)?.1 < bounds(a)?.0).then(|| {
        Diagnostic::finding(duration.span, format!("la durée finit ({b}) avant de commencer ({a})"))
            .help("échanger ou corriger les deux dates")
    })
}

fn check_duration(
    start: Option<&MeantFor<ImpreciseDate>>,
    duration: &MeantFor<Duration>,
) -> Option<Diagnostic> {
    let words = in_words(duration);
    let own_fault = words.as_ref().and_then(|m| check_words(duration, m)).or_else(|| reversed(duration));
    if own_fault.is_some() {
        return own_fault;
    }
    let start = start?;
    let launch_days = bounds(&start.datum)?;
    let finding = |message: String| {
        Diagnostic::finding(duration.span, message)
            .here("durée")
            .also(start.span, format!("mise en place : {}", start.datum))
            .help("corriger la mise en place, la longueur ou la fin")
    };
    let period = match (&duration.datum, words) {
        (Duration::Length(length, unit, Some(end)), _) => {
            let (expected, claimed) = (last_days(launch_days, *length, *unit)?, bounds(end)?);
            // « Un an, jusqu’au 1er novembre » is also right for a start on 1 November.
            let anniversary = expected
                .0
                .shift(1)
                .zip(expected.1.shift(1))
                .is_some_and(|days| matches!(end, ImpreciseDate::Day(_)) && intersect(days, claimed));
            return (!intersect(expected, claimed) && !anniversary).then(|| {
                finding(format!(
                    "l’action commence {}, dure {} et finirait en {end} : les trois ne s’accordent pas",
                    in_french(&start.datum),
                    Duration::Length(*length, *unit, None)
                ))
                .arithmetic(format!(
                    "{} + {} : dernier jour {}",
                    start.datum,
                    Duration::Length(*length, *unit, None),
                    say(expected)
                ))
            });
        }
        (Duration::Period(a, b) | Duration::Named(_, a, b), _) => (a.clone(), b.clone()),
        (_, Some(words)) => words.period,
        _ => return None,
    };
    against_period(start, &period, launch_days, finding)
}

fn against_period(
    start: &MeantFor<ImpreciseDate>,
    (first, last): &(ImpreciseDate, ImpreciseDate),
    launch_days: DayRange,
    finding: impl Fn(String) -> Diagnostic,
) -> Option<Diagnostic> {
    let (starts, ends) = (bounds(first)?, bounds(last)?);
    let launch = in_french(&start.datum);
    if ends.1 < launch_days.0 {
        return Some(finding(format!(
            "l’action finirait ({last}) avant de commencer : elle est mise en place {launch}"
        )));
    }
    if intersect(starts, launch_days) {
        return None;
    }
    let message = format!("la durée commence ({first}) quand l’action est mise en place {launch}");
    if starts.1 < launch_days.0 { Some(finding(message)) } else { Some(finding(message).warning()) }
}

fn in_french(date: &ImpreciseDate) -> String {
    match date {
        ImpreciseDate::Day(j) => format!("le {j}"),
        other => format!("en {other}"),
    }
}
