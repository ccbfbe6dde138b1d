//! Checks that the launch, the length and the end of an action agree.

use std::ops::Range;

use super::facts::{DayRange, bounds, in_months, intersect, last_days, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, Facts, Modality, SaidDate, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::fiche::MeantFor;
use crate::model::passage::PassageKind;
use crate::model::time::days_said;
use crate::model::{Day, Duration, Fiche, ImpreciseDate, Passage};

pub(crate) static PAGE: Page = Page {
    title: "le début, la durée et la fin d’une action se contredisent",
    severity: Severity::Error,
    checks: "La mise en place et la durée de l’action, ou de chacune de ses parties nommées par `pour` : la fin dite \
              (« 2 ans, jusqu’en juin 2024 ») doit pouvoir être celle de la longueur comptée depuis le début, compte \
              tenu de la précision de chaque date ; une période ne finit pas avant de commencer, ni avant la mise en \
              place ; dans tout texte, en avertissement, une longueur suivie de ses bornes (« 5 mois (janvier à mai 2024) », « 4 ans, \
              du 1er janvier 2024 au 31 décembre 2027 », « trois ans : de 2021 à 2023 ») les sépare bien. Une période qui commence après la mise \
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
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "La convention vaut un an.",
                to: "La convention vaut 1 an, du 1er janvier 2024 au 31 décembre 2024.",
            },
        ],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let passages = context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code);
    let of_fiches =
        context.fiches().flat_map(|fiche| compare(fiche).into_iter().chain(far_alternatives(fiche)));
    passages.filter_map(length_and_bounds).chain(of_fiches).collect()
}

/// A length and the period that says it again: « 5 mois (janvier à mai 2022) ».
struct Lasting {
    months: i32,
    from: SaidDate,
    to: SaidDate,
    bytes: Range<usize>,
}

/// The lengths of a text that are followed by their bounds.
fn lasting(text: &str, facts: &Facts) -> Vec<Lasting> {
    let pair = |pair: &[SaidFact]| {
        let [length, period] = pair else { return None };
        let SaidValue::Duration { number, unit, .. } = &length.value else { return None };
        let SaidValue::Period { from, to, .. } = &period.value else { return None };
        let in_between = text.get(length.bytes.end..period.bytes.start)?;
        let links = ["", "du", "de", "d", "soit du", "soit de", "soit"];
        let is_bound = in_between.contains([',', ':', '(']) && links.contains(&flat(in_between).trim());
        let months = in_months(*number, *unit).filter(|_| is_bound && length.modality == Modality::Exact)?;
        Some(Lasting { months, from: *from, to: *to, bytes: length.bytes.start..period.bytes.end })
    };
    facts.facts.windows(2).filter_map(pair).collect()
}

/// The last day of a length from the start of its period, when the period ends otherwise.
fn contradicted(lasting: &Lasting) -> Option<(Day, Day)> {
    let (start, end) = (days_said(lasting.from)?, days_said(lasting.to)?);
    let expected = start.0.shift_months(lasting.months)?.shift(-1)?;
    let is_day = end.0 == end.1;
    // « Un an, du 1er novembre au 1er novembre », « un an, de septembre 2024 à septembre 2025 ».
    let is_month = matches!((lasting.from, lasting.to), (SaidDate::Month(..), SaidDate::Month(..)));
    let is_anniversary =
        || expected.shift(1).is_some_and(|day| if is_month { day == end.0 } else { is_day && day == end.1 });
    (expected != end.1 && !is_anniversary()).then_some((start.0, expected))
}

fn length_and_bounds(passage: &Passage) -> Option<Diagnostic> {
    lasting(&passage.text, passage.facts()).into_iter().find_map(|lasting| {
        let (start, expected) = contradicted(&lasting)?;
        let written = passage.text.get(lasting.bytes.clone())?;
        let finding = Diagnostic::finding(
            passage.span_of(&lasting.bytes),
            format!("« {written} » : la longueur n’est pas celle des dates"),
        );
        // What a field says binds.
        let finding = if passage.kind == PassageKind::Field { finding } else { finding.warning() };
        Some(
            finding
                .arithmetic(format!("{} mois depuis le {start} : jusqu’au {expected}", lasting.months))
                .help("corriger la longueur ou l’une des dates"),
        )
    })
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
            .filter_map(reversed)
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
    if let Some(finding) = reversed(duration) {
        return Some(finding);
    }
    let start = start?;
    let launch_days = bounds(&start.datum)?;
    let finding = |message: String| {
        Diagnostic::finding(duration.span, message)
            .here("durée")
            .also(start.span, format!("mise en place : {}", start.datum))
            .help("corriger la mise en place, la longueur ou la fin")
    };
    let period = match &duration.datum {
        Duration::Length(length, unit, Some(end)) => {
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
        Duration::Period(a, b) | Duration::Named(_, a, b) => (a.clone(), b.clone()),
        Duration::Text(text) => {
            let lasting = lasting(text, &facts::read(text)).into_iter().next()?;
            if contradicted(&lasting).is_some() {
                return None;
            }
            (imprecise(lasting.from)?, imprecise(lasting.to)?)
        }
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

fn imprecise(date: SaidDate) -> Option<ImpreciseDate> {
    match date {
        SaidDate::Day(year, month, day) => Day::new(year, month, day).map(ImpreciseDate::Day),
        SaidDate::Month(year, month) => Some(ImpreciseDate::Month(month, year)),
        SaidDate::Year(year) => Some(ImpreciseDate::Year(year)),
        _ => None,
    }
}

fn in_french(date: &ImpreciseDate) -> String {
    match date {
        ImpreciseDate::Day(j) => format!("le {j}"),
        other => format!("en {other}"),
    }
}
