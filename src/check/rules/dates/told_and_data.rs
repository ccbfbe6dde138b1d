//! Checks the days, the months and the lengths that the prose gives to the action against those of its data.

use std::collections::BTreeSet;
use std::ops::Range;

use super::facts::{
    DayRange, FicheText, Moment, articles, bounds, days, differing_digits, fiche_texts, in_months, intersect,
    interval, moments, say,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{DateRole, Modality, SaidDate, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::cadre::RubriqueContent;
use crate::model::fiche::{MeantFor, ObjectiveRow};
use crate::model::passage::{PassageKind, is_prose};
use crate::model::time::{TimeUnit, Window, days_said};
use crate::model::{Day, Duration, Fiche, ImpreciseDate, Passage};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "le texte et les données ne donnent pas le même moment, ou la même longueur",
    severity: Severity::Warning,
    checks: "Dans une fiche, ce que le texte dit de l’action elle-même : le moment où elle commence (dans la rubrique de la \
              mise en place ; ailleurs, « l’action démarre en… »), de quelque précision qu’il soit, peut être celui de la mise \
              en place ; sa longueur, en chiffres ou en lettres (« l’action dure… » ; la longueur qui ouvre la rubrique de la \
              durée ; celle d’une partie que le texte nomme ; « pendant » tant de mois dans la rubrique du budget, en conseil \
              si elle est plus courte), est celle de la durée. Ce dont le sujet n’est pas sûr n’est comparé que de près : un \
              jour annoncé comme un début ou comme une fin, une période « du… au… », qui ne diffèrent que d’un chiffre de la \
              mise en place, de la durée, de la période du budget ; un titre « au 30-06-2024 » et les jours de mesure de la \
              même année ; la mise en place et le début du budget. Dans les articles, les périodes le sont avec la période \
              d’exécution. Les actions en plusieurs parties, la durée d’un parcours, d’un délai ou d’un suivi, et deux jours \
              qui diffèrent davantage, sont laissés de côté.",
    why: "Le début et la longueur servent à calculer ce qui est dû : dits de deux façons, ce sont deux échéances, et deux \
               budgets.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/03-suivi.md",
            from: "Les actions menées du 1er janvier 2024 au 31 décembre 2024 sont évaluées",
            to: "Les actions menées du 1er janvier 2024 au 30 décembre 2024 sont évaluées",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "Deux conseillers suivent les personnes depuis le 1er février 2024, en lien avec la fiche 1.",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "L'action démarre au premier semestre 2024, et dure onze mois. Un parcours dure 6 mois en moyenne. La seconde enquête commence au second semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            },
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Les actions menées du 1er janvier 2024 au 31 décembre 2024 sont évaluées",
                to: "Les actions menées du 1er janvier 2024 au 30 juin 2024 sont évaluées",
            },
        ],
    },
};

/// A day or a period of the data, with its name in messages.
struct KnownDate<T> {
    when: T,
    name: &'static str,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings: Vec<Diagnostic> = fiche_texts(context).iter().flat_map(check_fiche).collect();
    if let Some(execution) = &context.dossier.convention.execution
        && let Some(when) = interval(&execution.value)
    {
        let reference = [KnownDate { when, name: "la période d’exécution", span: execution.span }];
        findings.extend(articles(context).flat_map(|p| near_periods(p, &reference)));
    }
    findings
}

fn check_fiche(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let mut findings = starts_of_the_action(fiche_text);
    findings.extend(lengths_of_the_action(fiche_text));
    let told: BTreeSet<Span> =
        findings.iter().filter_map(|finding| Some(finding.labels.first()?.span)).collect();
    // What is surely of the action was told already.
    findings.extend(near_the_data(fiche_text).into_iter().filter(|finding| {
        finding.labels.first().is_none_or(|label| !told.iter().any(|span| touches(*span, label.span)))
    }));
    findings
}

fn touches(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

// What is said of the action itself.

/// Words that name the action as a whole.
const ACTION: [&str; 7] = [
    "l action",
    "cette action",
    "l experimentation",
    "cette experimentation",
    "l operation",
    "le dispositif",
    "le projet",
];

/// The moments that the prose gives to the start of the action, when they cannot be its launch.
fn starts_of_the_action(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let Some(Ok(launches)) = &fiche_text.fiche.launch else { return Vec::new() };
    let [start] = launches.as_slice() else { return Vec::new() };
    let Some(known) = bounds(&start.datum) else { return Vec::new() };
    let (in_rubrique, elsewhere): (Vec<&Passage>, Vec<&Passage>) =
        fiche_text.prose().partition(|p| fiche_text.rubrique(p.span) == Some(RubriqueContent::Launch));
    let told =
        |passages: Vec<&'_ Passage>, says: fn(&Passage, &Moment) -> bool| -> Vec<(Span, String, DayRange)> {
            let read = |passage: &Passage| {
                let of_start = moments(passage).into_iter().filter(|moment| says(passage, moment));
                let written = |bytes: &Range<usize>| passage.text.get(bytes.clone()).unwrap_or("").to_owned();
                of_start.map(|m| (passage.span_of(&m.bytes), written(&m.bytes), m.days)).collect::<Vec<_>>()
            };
            passages.into_iter().flat_map(read).collect()
        };
    let of_rubrique = told(in_rubrique, is_start);
    let one_agrees = of_rubrique.iter().any(|(_, _, days)| intersect(*days, known));
    let elsewhere = told(elsewhere, starts_the_action);
    let wrong = of_rubrique.into_iter().filter(|_| !one_agrees).take(1);
    wrong
        .chain(elsewhere.into_iter().filter(|(_, _, days)| !intersect(*days, known)))
        .map(|(span, written, _)| {
            Diagnostic::finding(
                span,
                format!(
                    "le texte fait commencer l’action à ce moment ({written}), et sa mise en place est : {}",
                    start.datum
                ),
            )
            .also(start.span, "mise en place")
            .help("corriger le texte ou le champ ; le texte peut citer « {mise_en_place} »")
        })
        .collect()
}

/// The words of the clause before a moment, without those that only link it.
fn words_before(passage: &Passage, moment: &Moment) -> String {
    const LINKS: [&str; 14] =
        ["le", "la", "l", "au", "du", "en", "de", "d", "a", "des", "partir", "compter", "mois", "cours"];
    let before = flat(moment.before(passage));
    let mut words: Vec<&str> = before.split(' ').filter(|word| !word.is_empty()).collect();
    while words.last().is_some_and(|word| LINKS.contains(word)) {
        words.pop();
    }
    words.join(" ")
}

fn is_starting(word: &str) -> bool {
    ["commenc", "debut", "demarr"].iter().any(|stem| word.starts_with(stem))
}

/// Whether a moment is announced as a beginning.
fn is_start(passage: &Passage, moment: &Moment) -> bool {
    let before = words_before(passage, moment);
    let last = before.rsplit(' ').next().unwrap_or_default();
    moment.role == Some(DateRole::From)
        || is_starting(last)
        || ["date", "mise en place"].iter().any(|words| before.ends_with(words))
}

/// Whether a moment is that of the start of the action itself: « l’action démarre en mars 2024 ».
fn starts_the_action(passage: &Passage, moment: &Moment) -> bool {
    let before = words_before(passage, moment);
    let Some((subject, verb)) = before.rsplit_once(' ') else { return false };
    is_starting(verb) && (ends_with_action(subject) || before.ends_with("son demarrage"))
}

/// Whether the action is named a few words before the end of a text.
fn ends_with_action(text: &str) -> bool {
    ACTION.iter().any(|name| {
        text.rfind(name).is_some_and(|at| {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            (rest.is_empty() || rest.starts_with(' ')) && rest.split(' ').count() <= 5
        })
    })
}

/// The lengths that the prose gives to the action, or to the part of it that it names, when they are not its duration.
fn lengths_of_the_action(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let Some(Ok(durations)) = &fiche_text.fiche.duration else { return Vec::new() };
    let fields = fiche_text.passages.iter().copied().filter(|p| p.kind == PassageKind::Field);
    let is_datum = |p: &&Passage| durations.iter().any(|d| touches(d.span, p.span));
    let mut findings: Vec<Diagnostic> = fiche_text
        .prose()
        .chain(fields)
        .filter(|passage| !is_datum(passage))
        .flat_map(|passage| told_lengths(fiche_text, passage, durations))
        .collect();
    if let [only] = durations.as_slice() {
        findings.extend(in_its_section(fiche_text, only));
    }
    findings
}

/// The number of months of an exact length.
fn months_told(fact: &SaidFact) -> Option<i32> {
    let SaidValue::Duration { number, unit, .. } = &fact.value else { return None };
    in_months(*number, *unit).filter(|_| fact.modality == Modality::Exact)
}

fn told_lengths(
    fiche_text: &FicheText<'_>,
    passage: &Passage,
    durations: &[MeantFor<Duration>],
) -> Vec<Diagnostic> {
    let facts = passage.facts();
    let read = |fact: &SaidFact| {
        let told = months_told(fact)?;
        let start = facts.clauses.get(fact.clause)?.bytes.start.min(fact.bytes.start);
        let before = flat(passage.text.get(start..fact.bytes.start)?);
        let before = before.trim_end();
        let during = before.ends_with("pendant");
        let of_action = ["dure", "durera"]
            .iter()
            .find_map(|verb| before.strip_suffix(verb))
            .is_some_and(|subject| ends_with_action(subject.trim_end()));
        let is_budget =
            is_prose(passage) && fiche_text.rubrique(passage.span) == Some(RubriqueContent::Budget);
        let is_length =
            ["dure", "durera", "pendant", "sur", "durant", "pour une duree de", "pour une duree d"]
                .iter()
                .any(|words| before.ends_with(words));
        let duration = match durations {
            [only] if of_action || during && is_budget => only,
            [_] => return None,
            several if is_length => named_part(&passage.text, several)?,
            _ => return None,
        };
        let actual = length(&duration.datum)?;
        let finding = Diagnostic::finding(
            passage.span_of(&fact.bytes),
            format!(
                "le texte compte {told} mois, et la durée de l’action, {}, en fait {actual}",
                duration.datum
            ),
        )
        .also(duration.span, "durée")
        .help("accorder le texte et la durée");
        (told != actual).then(|| if during && told < actual { finding.advice() } else { finding })
    };
    facts.facts.iter().filter_map(read).collect()
}

/// The length that opens the section of the duration: « 2 ans, soit jusqu’en janvier 2026 ».
fn in_its_section(fiche_text: &FicheText<'_>, duration: &MeantFor<Duration>) -> Option<Diagnostic> {
    let months = length(&duration.datum)?;
    let passage =
        fiche_text.prose().find(|p| fiche_text.rubrique(p.span) == Some(RubriqueContent::Duration))?;
    let facts = &passage.facts().facts;
    let fact = facts.first().filter(|fact| {
        let opening = flat(passage.text.get(..fact.bytes.start).unwrap_or_default());
        ["", "duree", "pour", "pendant", "sur", "l action dure", "l action durera"].contains(&opening.trim())
    })?;
    // Another length after the first may be of a part, or of what follows.
    let is_other = |other: &SaidFact| matches!(other.value, SaidValue::Duration { .. });
    if months_told(fact)? == months || facts.iter().skip(1).any(is_other) {
        return None;
    }
    let written = passage.text.get(fact.bytes.clone()).unwrap_or_default();
    Some(
        Diagnostic::finding(
            passage.span_of(&fact.bytes),
            format!("le texte donne à l’action une durée de {written}, et sa durée est : {}", duration.datum),
        )
        .also(duration.span, "durée")
        .help("corriger le texte ou le champ `duree`"),
    )
}

/// The number of months of a duration known to the month.
fn length(duration: &Duration) -> Option<i32> {
    let index = |j: Day| j.year() * 12 + i32::from(j.month());
    match duration {
        Duration::Length(n, TimeUnit::Month, _) => Some(i32::from(*n)),
        Duration::Length(n, TimeUnit::Years, _) => Some(i32::from(*n) * 12),
        Duration::Period(a @ ImpreciseDate::Month(..), b @ ImpreciseDate::Month(..)) => {
            Some(index(bounds(b)?.1) - index(bounds(a)?.0) + 1)
        }
        _ => None,
    }
}

/// The part of the action that a text names: the one that shares most of the words proper to it, at least two.
fn named_part<'f>(text: &str, parts: &'f [MeantFor<Duration>]) -> Option<&'f MeantFor<Duration>> {
    let text = flat(text);
    let present: BTreeSet<&str> = text.split(' ').collect();
    let objects: Vec<String> = parts.iter().map(|p| flat(p.object.as_deref().unwrap_or(""))).collect();
    let is_own = |index: usize, word: &str| {
        objects.iter().enumerate().all(|(i, o)| i == index || o.split(' ').all(|m| m != word))
    };
    let own_words_present = |(index, object): (usize, &String)| {
        let words = object.split(' ').filter(|m| m.len() > 4 && is_own(index, m));
        let words: BTreeSet<&str> = words.collect();
        words.intersection(&present).count()
    };
    let scores: Vec<usize> = objects.iter().enumerate().map(own_words_present).collect();
    let best = scores.iter().copied().max().filter(|n| *n >= 2)?;
    let mut best_parts = scores.iter().zip(parts).filter(|(n, _)| **n == best).map(|(_, p)| p);
    best_parts.next().filter(|_| best_parts.next().is_none())
}

// What may be said of something else: only a near miss is told.

/// The days and the periods that the data of a fiche give to its action.
#[derive(Default)]
struct KnownDates {
    starts: Vec<KnownDate<Day>>,
    ends: Vec<KnownDate<Day>>,
    periods: Vec<KnownDate<DayRange>>,
    /// How many of the starts are launches.
    launches: usize,
}

impl KnownDates {
    fn of(fiche: &Fiche) -> Self {
        let mut known = Self::default();
        for date in fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten() {
            if let ImpreciseDate::Day(when) = date.datum {
                known.starts.push(KnownDate { when, name: "la mise en place", span: date.span });
            }
        }
        known.launches = known.starts.len();
        let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
        let durations = durations.map(|d| (&d.datum, d.span, "la durée"));
        let budgets = fiche.budgets.iter().filter_map(|b| b.period.as_ref());
        let budgets = budgets.map(|period| (&period.value, period.span, "la période du budget"));
        for (duration, span, name) in durations.chain(budgets) {
            if let Duration::Length(_, _, Some(ImpreciseDate::Day(when))) = duration {
                known.ends.push(KnownDate { when: *when, name, span });
            }
            if let Some(when) = interval(duration) {
                known.periods.push(KnownDate { when, name, span });
            }
            if let Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)) = duration {
                known.starts.push(KnownDate { when: *a, name, span });
                known.ends.push(KnownDate { when: *b, name, span });
            }
        }
        known
    }
}

fn near_the_data(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let known = KnownDates::of(fiche_text.fiche);
    let measured = measured_days(fiche_text.fiche);
    let all: Vec<Day> = known.starts.iter().chain(&known.ends).chain(&measured).map(|r| r.when).collect();
    let mut findings = launch_and_budget(&known);
    for passage in fiche_text.passages.iter().filter(|p| is_prose(p) || p.kind == PassageKind::Field) {
        // Printed data are passages too.
        if known.starts.iter().chain(&known.ends).any(|r| touches(r.span, passage.span)) {
            continue;
        }
        findings.extend(announced_days(passage, &known, &all));
        if passage.kind == PassageKind::Field {
            findings.extend(as_of_title(passage, &measured, &all));
        }
        findings.extend(near_periods(passage, &known.periods));
    }
    findings
}

/// The days on which the values of the fiche were measured.
fn measured_days(fiche: &Fiche) -> Vec<KnownDate<Day>> {
    let cells = fiche.objectives.iter().flat_map(|o| &o.lines).filter_map(|line| match line {
        ObjectiveRow::Indicateur { cells, .. } => Some(cells),
        ObjectiveRow::Heading(_) => None,
    });
    let measured = cells.flatten().flatten().filter_map(|v| v.window.map(|window| (window, v.measured.span)));
    let days = |(window, span)| {
        let days = match window {
            Window::AsOf(day) => vec![day],
            Window::FromTo(start, end) => vec![start, end],
        };
        days.into_iter().map(move |when| KnownDate { when, name: "une mesure", span })
    };
    measured.flat_map(days).collect()
}

fn near_day(span: Span, message: String, near: &KnownDate<impl Sized>) -> Diagnostic {
    Diagnostic::finding(span, message)
        .also(near.span, near.name)
        .help("un chiffre les sépare : vérifier lequel des deux jours est juste")
}

/// A title « au 30-06-2022 » whose day is one digit away from a day of measure of the same year.
fn as_of_title(passage: &Passage, measured: &[KnownDate<Day>], known: &[Day]) -> Option<Diagnostic> {
    let mut days = days(passage);
    let (day, moment) = days.next().filter(|(day, _)| !known.contains(day))?;
    if days.next().is_some() || !passage.text.get(..moment.bytes.start)?.ends_with(" au ") {
        return None;
    }
    let same = |r: &&KnownDate<Day>| r.when.year() == day.year() && differing_digits(r.when, day) == 1;
    let near = measured.iter().find(same)?;
    let message = format!("ce titre dit le {day}, et {} de la fiche est au {}", near.name, near.when);
    Some(near_day(passage.span_of(&moment.bytes), message, near))
}

/// The launch of the action and the start of the budget, when they differ by one digit.
fn launch_and_budget(known: &KnownDates) -> Vec<Diagnostic> {
    let (launches, others) = known.starts.split_at_checked(known.launches).unwrap_or((&known.starts, &[]));
    let near = |a: &KnownDate<Day>| others.iter().find(|b| differing_digits(a.when, b.when) == 1);
    launches
        .iter()
        .filter(|a| others.iter().all(|b| b.when != a.when))
        .filter_map(|a| near(a).map(|b| (a, b)))
        .map(|(a, b)| {
            let message =
                format!("l’action est mise en place le {}, et {} commence le {}", a.when, b.name, b.when);
            near_day(a.span, message, b)
        })
        .collect()
}

fn announced_days(passage: &Passage, known: &KnownDates, all: &[Day]) -> Vec<Diagnostic> {
    let read = |(day, moment): (Day, Moment)| {
        // The two days of a period are compared together.
        let alone =
            |fact: &SaidFact| fact.bytes == moment.bytes && matches!(fact.value, SaidValue::Date { .. });
        let candidates = match moment.role {
            _ if all.contains(&day) || !passage.facts().facts.iter().any(alone) => return None,
            Some(DateRole::Until) => &known.ends,
            _ if ends_something(passage, &moment) => &known.ends,
            Some(DateRole::By) => return None,
            _ if is_start(passage, &moment) || opens_something(passage, &moment) => &known.starts,
            _ => return None,
        };
        let near = candidates.iter().find(|r| differing_digits(r.when, day) == 1)?;
        let message = format!("le texte dit le {day}, et {} le {}", near.name, near.when);
        Some(near_day(passage.span_of(&moment.bytes), message, near))
    };
    days(passage).filter_map(read).collect()
}

fn opens_something(passage: &Passage, moment: &Moment) -> bool {
    let before = words_before(passage, moment);
    let mut last = before.rsplit(' ').take(6);
    last.any(|word| {
        is_starting(word) || ["ouverture", "lance", "lances", "lancee", "lancees"].contains(&word)
    })
}

fn ends_something(passage: &Passage, moment: &Moment) -> bool {
    let before = words_before(passage, moment);
    ["prend fin", "s acheve", "se termine", "finit"].iter().any(|words| before.ends_with(words))
}

/// Periods of days, or of two months in figures (« 10/21 au 12/22 »), that nearly match a known one.
fn near_periods(passage: &Passage, known: &[KnownDate<DayRange>]) -> Vec<Diagnostic> {
    let read = |fact: &SaidFact| {
        let SaidValue::Period { from, to, .. } = &fact.value else { return None };
        let (start, end) = (days_said(*from)?, days_said(*to)?);
        let claimed = (start.0, end.1);
        let allowed = match (from, to) {
            (SaidDate::Day(..), SaidDate::Day(..)) => 1,
            // The last day changes with the month: two digits may differ.
            (SaidDate::Month(..), SaidDate::Month(..))
                if passage.text.get(fact.bytes.clone())?.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                2
            }
            _ => return None,
        };
        if known.iter().any(|r| r.when == claimed) {
            return None;
        }
        let near = known.iter().find(|r| {
            let gaps = [differing_digits(r.when.0, claimed.0), differing_digits(r.when.1, claimed.1)];
            gaps.contains(&0) && gaps.iter().sum::<usize>() <= allowed
        })?;
        let message = format!("le texte dit {}, et {} va {}", say(claimed), near.name, say(near.when));
        Some(near_day(passage.span_of(&fact.bytes), message, near))
    };
    passage.facts().facts.iter().filter_map(read).collect()
}
