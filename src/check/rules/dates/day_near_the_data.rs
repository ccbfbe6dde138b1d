//! Days and periods of the prose of a fiche that are nearly those of its data.

use std::sync::LazyLock;

use super::facts::{
    DayRange, FicheText, articles, bounds, differing_digits, fiche_texts, interval, is_prose, say,
};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fiche::ObjectiveRow;
use crate::model::passage::{Fact, PassageKind};
use crate::model::time::Window;
use crate::model::{Day, Duration, ImpreciseDate, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "un jour du texte n’est pas tout à fait celui des données",
    severity: Severity::Warning,
    checks: "Dans une fiche : un jour annoncé comme un début (« depuis le », « à compter du »…) ou comme une fin \
              (« jusqu’au »…) qui ne diffère que d’un chiffre de la mise en place, de la durée ou de la période du \
              budget, sans être aucun jour des données ; une période « du… au… » dont un jour est celui d’une période \
              des données et dont l’autre ne diffère que d’un chiffre. Dans les articles, la même chose avec la \
              période d’exécution. La mise en place et le début du budget sont comparés de même. Un titre « au 30-06-2024 » l’est avec les jours de mesure \
              de la même année. Deux jours qui diffèrent davantage sont tenus pour deux faits.",
    why: "La date du texte et celle des données servent toutes deux à calculer ce qui est dû : un chiffre changé en \
               recopiant suffit à faire deux échéances.",
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
                file: "content/2024/articles/03-suivi.md",
                from: "Les actions menées du 1er janvier 2024 au 31 décembre 2024 sont évaluées",
                to: "Les actions menées du 1er janvier 2024 au 30 juin 2024 sont évaluées",
            },
        ],
    },
};

/// What announces a beginning, and an end.
static ANNOUNCEMENTS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (
        pattern(
            r"(?i)(?:\bdepuis|\bdès|\bà (?:compter|partir)|\bouverture\b[^;]{0,60}|\bdébut\w*[^.;]{0,12}|\bdémarr\w*[^.;]{0,12}|\bcommenc\w*[^.;]{0,12}|\blancée?s?|\bmise en place)\s+(?:le|du|au)\s+$",
        ),
        pattern(r"(?i)(?:\bjusqu['’]|\bprend fin |\bs['’]achève |\bse termine |\bfinit )(?:au|le)\s+$"),
    )
});

/// « 10/21 au 12/22 ».
static NUMERIC_MONTH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([0-9]{2})/([0-9]{2}) (?:au|à) ([0-9]{2})/([0-9]{2})\b"));

/// A day of the data, or a period, and what it is.
struct Reference<T> {
    when: T,
    name: &'static str,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut output: Vec<Diagnostic> = fiche_texts(context).iter().flat_map(fiche).collect();
    if let Some(execution) = &context.dossier.convention.execution
        && let Some(when) = interval(&execution.value)
    {
        let reference = [Reference { when, name: "la période d’exécution", span: execution.span }];
        output.extend(articles(context).flat_map(|p| periods(p, &reference)));
    }
    output
}

fn fiche(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let fiche = fiche_text.fiche;
    let mut start_set: Vec<Reference<Day>> = Vec::new();
    let mut ends: Vec<Reference<Day>> = Vec::new();
    let mut reference_periods: Vec<Reference<DayRange>> = Vec::new();
    for date in fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten() {
        if let ImpreciseDate::Day(when) = date.datum {
            start_set.push(Reference { when, name: "la mise en place", span: date.span });
        }
    }
    let launch = start_set.len();
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durations = durations.map(|d| (&d.datum, d.span, "la durée"));
    let budgets = fiche.budgets.iter().filter_map(|b| b.period.as_ref());
    for (duration, span, name) in durations.chain(budgets.map(|p| (&p.value, p.span, "la période du budget")))
    {
        if let Duration::Length(_, _, Some(ImpreciseDate::Day(when))) = duration {
            ends.push(Reference { when: *when, name, span });
        }
        if let Some(when) = interval(duration) {
            reference_periods.push(Reference { when, name, span });
        }
        if let Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)) = duration {
            start_set.push(Reference { when: *a, name, span });
            ends.push(Reference { when: *b, name, span });
        }
    }
    let mesures = mesures(fiche_text);
    let knowns: Vec<Day> = start_set.iter().chain(&ends).chain(&mesures).map(|r| r.when).collect();
    let mut output = between_data(&start_set, launch);
    for passage in fiche_text.passages.iter().filter(|p| is_prose(p) || p.kind == PassageKind::Field) {
        // The data themselves are passages too, when they are printed.
        let datum = |span: Span| start_set.iter().chain(&ends).any(|r| touches(r.span, span));
        if datum(passage.span) {
            continue;
        }
        output.extend(days(passage, &start_set, &ends, &knowns));
        if passage.kind == PassageKind::Field {
            output.extend(states(passage, &mesures, &knowns));
        }
        output.extend(periods(passage, &reference_periods));
    }
    output
}

fn touches(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

/// The days of the windows of the values.
fn mesures(fiche_text: &FicheText<'_>) -> Vec<Reference<Day>> {
    let lines = fiche_text.fiche.objectives.iter().flat_map(|o| &o.lines);
    lines
        .filter_map(|l| match l {
            ObjectiveRow::Indicateur { cells, .. } => Some(cells),
            ObjectiveRow::Heading(_) => None,
        })
        .flatten()
        .flatten()
        .filter_map(|v| v.window.map(|f| (f, v.measured.span)))
        .flat_map(|(window, span)| {
            let days = match window {
                Window::AsOf(j) => vec![j],
                Window::FromTo(a, b) => vec![a, b],
            };
            days.into_iter().map(move |when| Reference { when, name: "une mesure", span })
        })
        .collect()
}

/// A heading « au 30-06-2022 », and the windows of the values: another day of the same year.
fn states(passage: &Passage, mesures: &[Reference<Day>], knowns: &[Day]) -> Option<Diagnostic> {
    let [mention] = passage.mentions.as_slice() else { return None };
    let Fact::Day(day) = mention.fact else { return None };
    if knowns.contains(&day) || !passage.text.get(..mention.bytes.start)?.ends_with(" au ") {
        return None;
    }
    let same = |r: &&Reference<Day>| r.when.year() == day.year() && differing_digits(r.when, day) == 1;
    let near = mesures.iter().find(same)?;
    Some(
        Diagnostic::finding(
            passage.fact_span(mention),
            format!("ce titre dit le {day}, et {} de la fiche est au {}", near.name, near.when),
        )
        .also(near.span, near.name)
        .help("un chiffre les sépare : vérifier lequel des deux jours est juste"),
    )
}

/// The start of the action and that of the budget, when one digit tells them apart.
fn between_data(start_set: &[Reference<Day>], launch: usize) -> Vec<Diagnostic> {
    let (starts, others) = start_set.split_at_checked(launch).unwrap_or((start_set, &[]));
    let near = |a: &Reference<Day>| others.iter().find(|b| differing_digits(a.when, b.when) == 1);
    starts
        .iter()
        .filter(|a| others.iter().all(|b| b.when != a.when))
        .filter_map(|a| near(a).map(|b| (a, b)))
        .map(|(a, b)| {
            Diagnostic::finding(
                a.span,
                format!("l’action est mise en place le {}, et {} commence le {}", a.when, b.name, b.when),
            )
            .also(b.span, b.name)
            .help("un chiffre les sépare : vérifier lequel des deux jours est juste")
        })
        .collect()
}

fn days(
    passage: &Passage,
    start_set: &[Reference<Day>],
    ends: &[Reference<Day>],
    knowns: &[Day],
) -> Vec<Diagnostic> {
    let (start, end) = &*ANNOUNCEMENTS;
    passage
        .mentions
        .iter()
        .filter_map(|m| {
            let Fact::Day(day) = m.fact else { return None };
            let before = passage.text.get(..m.bytes.start)?;
            let references = if start.is_match(before) {
                start_set
            } else if end.is_match(before) {
                ends
            } else {
                return None;
            };
            if knowns.contains(&day) {
                return None;
            }
            let near = references.iter().find(|r| differing_digits(r.when, day) == 1)?;
            Some(
                Diagnostic::finding(
                    passage.fact_span(m),
                    format!("le texte dit le {day}, et {} le {}", near.name, near.when),
                )
                .also(near.span, near.name)
                .help("un chiffre les sépare : vérifier lequel des deux jours est juste"),
            )
        })
        .collect()
}

/// « du … au … »: the two days that follow each other so, or two months in figures (« 10/21 au 12/22 »).
fn periods(passage: &Passage, references: &[Reference<DayRange>]) -> Vec<Diagnostic> {
    let days = passage.mentions.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        let in_between = passage.text.get(a.bytes.end..b.bytes.start)?.trim();
        let Fact::Day(end) = b.fact else { return None };
        let start = match a.fact {
            Fact::Day(j) => j,
            // « Du 1er janvier au 30 juin 2024 »: one year for both.
            Fact::DayWithoutYear(day, month) => Day::new(u16::try_from(end.year()).ok()?, month, day)?,
            _ => return None,
        };
        let linked = ["au", "jusqu’au", "jusqu'au"].contains(&in_between);
        linked.then_some(((start, end), a.bytes.start..b.bytes.end, 1))
    });
    let month = NUMERIC_MONTH.captures_iter(&passage.text).filter_map(|found| {
        let number = |i: usize| found.get(i)?.as_str().parse::<u16>().ok();
        let (m1, y1, m2, y2) = (number(1)?, number(2)?, number(3)?, number(4)?);
        let from = bounds(&ImpreciseDate::Month(u8::try_from(m1).ok()?, 2000 + y1))?;
        let a = bounds(&ImpreciseDate::Month(u8::try_from(m2).ok()?, 2000 + y2))?;
        // The last day of a month may differ with it.
        Some(((from.0, a.1), found.get(0)?.range(), 2))
    });
    days.chain(month)
        .filter(|(claimed, ..)| references.iter().all(|r| r.when != *claimed))
        .filter_map(|(claimed, bytes, allowed)| {
            let near = references.iter().find(|r| {
                let gaps = [differing_digits(r.when.0, claimed.0), differing_digits(r.when.1, claimed.1)];
                gaps.contains(&0) && gaps.iter().sum::<usize>() <= allowed
            })?;
            Some(
                Diagnostic::finding(
                    passage.span_of(&bytes),
                    format!("le texte dit {}, et {} va {}", say(claimed), near.name, say(near.when)),
                )
                .also(near.span, near.name)
                .help("un chiffre les sépare : vérifier lequel des deux jours est juste"),
            )
        })
        .collect()
}
