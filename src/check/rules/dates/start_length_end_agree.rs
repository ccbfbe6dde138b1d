//! Start, length and end of an action, when two of them settle the third.

use std::sync::LazyLock;

use crate::check::rules::dates::facts::{bounds, intersect, last_ones, say, unit};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::lang::numbers::read_count;
use crate::model::fiche::MeantFor;
use crate::model::time::Unit;
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
static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    const MONTHS: &str =
        "(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)";
    pattern(&format!(
        r"(?i)\b(?P<n>[0-9]+|un|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) (?P<u>mois|ans?)\b[^0-9]*?(?:de |d['’])?{MONTHS}(?: ([0-9]{{4}}))? (?:à|au) {MONTHS} ([0-9]{{4}})"
    ))
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| compare(f).into_iter().chain(alternatives(f))).collect()
}

/// « Fin 2022 / début 2023 »: two dates that follow each other, and are near.
fn alternatives(fiche: &Fiche) -> Vec<Diagnostic> {
    let start_set = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    start_set
        .filter_map(|d| {
            let ImpreciseDate::Either(a, b) = &d.datum else { return None };
            let (first_one, second) = (bounds(a)?, bounds(b)?);
            let far = second.0.index() - first_one.1.index() > 366;
            (second.1 < first_one.0 || far).then(|| {
                Diagnostic::finding(
                    d.span,
                    format!("la mise en place hésite entre deux dates éloignées : {}", d.datum),
                )
                .warning()
                .help("corriger l’une des deux, ou choisir")
            })
        })
        .collect()
}

fn compare(fiche: &Fiche) -> Vec<Diagnostic> {
    let (Some(Ok(start_set)), Some(Ok(durations))) = (&fiche.launch, &fiche.duration) else {
        return fiche
            .duration
            .iter()
            .filter_map(|d| d.as_ref().ok())
            .flatten()
            .filter_map(|d| in_words(d).and_then(|m| single(d, &m)).or_else(|| reversed(d)))
            .collect();
    };
    durations
        .iter()
        .filter_map(|duration| judge(start_of(duration, start_set, durations.len()), duration))
        .collect()
}

/// The start of the same part of the action; of the whole, when neither names a part.
fn start_of<'f>(
    duration: &MeantFor<Duration>,
    start_set: &'f [MeantFor<ImpreciseDate>],
    durations: usize,
) -> Option<&'f MeantFor<ImpreciseDate>> {
    let name = |object: &Option<String>| object.as_deref().map(flat);
    match start_set {
        [only] if durations == 1 => Some(only),
        _ => start_set.iter().find(|d| d.object.is_some() && name(&d.object) == name(&duration.object)),
    }
}

/// A length with its first and its last month, as words give them.
struct InWords {
    number: u16,
    unit: Unit,
    period: (ImpreciseDate, ImpreciseDate),
    text: String,
}

fn in_words(duration: &MeantFor<Duration>) -> Option<InWords> {
    let Duration::Text(text) = &duration.datum else { return None };
    let found = WORDS.captures(text)?;
    let group = |i: usize| found.get(i).map(|m| m.as_str().to_lowercase());
    let number = |name: String| month_number(&name);
    let end_year: u16 = group(6)?.parse().ok()?;
    let (from, a) = (number(group(3)?)?, number(group(5)?)?);
    let start_year = group(4).and_then(|a| a.parse().ok()).unwrap_or(end_year - u16::from(from > a));
    Some(InWords {
        number: read_count(found.name("n")?.as_str())?,
        unit: unit(found.name("u")?.as_str())?,
        period: (ImpreciseDate::Month(from, start_year), ImpreciseDate::Month(a, end_year)),
        text: text.clone(),
    })
}

/// A length in words that its own months deny.
fn single(duration: &MeantFor<Duration>, words: &InWords) -> Option<Diagnostic> {
    let (start, end) = (bounds(&words.period.0)?, bounds(&words.period.1)?);
    let expected = last_ones(start, words.number, words.unit)?;
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

fn judge(start: Option<&MeantFor<ImpreciseDate>>, duration: &MeantFor<Duration>) -> Option<Diagnostic> {
    let words = in_words(duration);
    let only = words.as_ref().and_then(|m| single(duration, m)).or_else(|| reversed(duration));
    if only.is_some() {
        return only;
    }
    let start = start?;
    let baseline = bounds(&start.datum)?;
    let stated = |message: String| {
        Diagnostic::finding(duration.span, message)
            .here("durée")
            .also(start.span, format!("mise en place : {}", start.datum))
            .help("corriger la mise en place, la longueur ou la fin")
    };
    let period = match (&duration.datum, words) {
        (Duration::Length(n, u, Some(end)), _) => {
            let (expected, claimed) = (last_ones(baseline, *n, *u)?, bounds(end)?);
            // « Un an, jusqu’au 1er novembre » is also said of what starts on a 1er novembre.
            let anniversary = expected
                .0
                .shift(1)
                .zip(expected.1.shift(1))
                .is_some_and(|days| matches!(end, ImpreciseDate::Day(_)) && intersect(days, claimed));
            return (!intersect(expected, claimed) && !anniversary).then(|| {
                stated(format!(
                    "l’action commence {}, dure {} et finirait en {end} : les trois ne s’accordent pas",
                    begins(&start.datum),
                    Duration::Length(*n, *u, None)
                ))
                .arithmetic(format!(
                    "{} + {} : dernier jour {}",
                    start.datum,
                    Duration::Length(*n, *u, None),
                    say(expected)
                ))
            });
        }
        (Duration::Period(a, b), _) => (a.clone(), b.clone()),
        (_, Some(words)) => words.period,
        _ => return None,
    };
    against_period(start, &period, baseline, stated)
}

fn against_period(
    start: &MeantFor<ImpreciseDate>,
    (from, a): &(ImpreciseDate, ImpreciseDate),
    baseline: (crate::model::Day, crate::model::Day),
    stated: impl Fn(String) -> Diagnostic,
) -> Option<Diagnostic> {
    let (first_ones, ends) = (bounds(from)?, bounds(a)?);
    let begins = begins(&start.datum);
    if ends.1 < baseline.0 {
        return Some(stated(format!(
            "l’action finirait ({a}) avant de commencer : elle est mise en place {begins}"
        )));
    }
    if intersect(first_ones, baseline) {
        return None;
    }
    let message = format!("la durée commence ({from}) quand l’action est mise en place {begins}");
    if first_ones.1 < baseline.0 { Some(stated(message)) } else { Some(stated(message).warning()) }
}

fn begins(date: &ImpreciseDate) -> String {
    match date {
        ImpreciseDate::Day(j) => format!("le {j}"),
        other => format!("en {other}"),
    }
}
