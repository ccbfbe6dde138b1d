//! Checks that the days and periods written in prose are not near misses of those in the data.

use std::sync::LazyLock;

use super::facts::{DayRange, FicheText, articles, bounds, differing_digits, fiche_texts, interval, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fiche::ObjectiveRow;
use crate::model::passage::is_prose;
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

/// Words before a day that make it a beginning; words that make it an end.
static ANNOUNCEMENTS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (
        pattern(
            r"(?i)(?:\bdepuis|\bdès|\b[aà] (?:compter|partir)|\bouverture\b[^;]{0,60}|\bdébut\w*[^.;]{0,12}|\bdémarr\w*[^.;]{0,12}|\bcommenc\w*[^.;]{0,12}|\blancée?s?|\bmise en place)\s+(?:le|du|au)\s+$",
        ),
        pattern(r"(?i)(?:\bjusqu['’]|\bprend fin |\bs['’]achève |\bse termine |\bfinit )(?:au|le)\s+$"),
    )
});

/// « 10/21 au 12/22 ».
static NUMERIC_MONTH: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([0-9]{2})/([0-9]{2}) (?:au|à) ([0-9]{2})/([0-9]{2})\b"));

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
    let fiche = fiche_text.fiche;
    let mut starts: Vec<KnownDate<Day>> = Vec::new();
    let mut ends: Vec<KnownDate<Day>> = Vec::new();
    let mut known_periods: Vec<KnownDate<DayRange>> = Vec::new();
    for date in fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten() {
        if let ImpreciseDate::Day(when) = date.datum {
            starts.push(KnownDate { when, name: "la mise en place", span: date.span });
        }
    }
    let launch_count = starts.len();
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durations = durations.map(|d| (&d.datum, d.span, "la durée"));
    let budgets = fiche.budgets.iter().filter_map(|b| b.period.as_ref());
    for (duration, span, name) in durations.chain(budgets.map(|p| (&p.value, p.span, "la période du budget")))
    {
        if let Duration::Length(_, _, Some(ImpreciseDate::Day(when))) = duration {
            ends.push(KnownDate { when: *when, name, span });
        }
        if let Some(when) = interval(duration) {
            known_periods.push(KnownDate { when, name, span });
        }
        if let Duration::Period(ImpreciseDate::Day(a), ImpreciseDate::Day(b)) = duration {
            starts.push(KnownDate { when: *a, name, span });
            ends.push(KnownDate { when: *b, name, span });
        }
    }
    let measured_days = measured_days(fiche_text);
    let known: Vec<Day> = starts.iter().chain(&ends).chain(&measured_days).map(|r| r.when).collect();
    let mut findings = launch_and_budget(&starts, launch_count);
    for passage in fiche_text.passages.iter().filter(|p| is_prose(p) || p.kind == PassageKind::Field) {
        // Printed data are passages too.
        let is_datum = |span: Span| starts.iter().chain(&ends).any(|r| touches(r.span, span));
        if is_datum(passage.span) {
            continue;
        }
        findings.extend(announced_days(passage, &starts, &ends, &known));
        if passage.kind == PassageKind::Field {
            findings.extend(as_of_title(passage, &measured_days, &known));
        }
        findings.extend(near_periods(passage, &known_periods));
    }
    findings
}

fn touches(a: Span, b: Span) -> bool {
    a.file == b.file && a.start < b.end && b.start < a.end
}

/// The days on which the values of the fiche were measured.
fn measured_days(fiche_text: &FicheText<'_>) -> Vec<KnownDate<Day>> {
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
            let announced_days = match window {
                Window::AsOf(j) => vec![j],
                Window::FromTo(a, b) => vec![a, b],
            };
            announced_days.into_iter().map(move |when| KnownDate { when, name: "une mesure", span })
        })
        .collect()
}

/// A title « au 30-06-2022 » whose day is one digit away from a day of measure of the same year.
fn as_of_title(passage: &Passage, measured_days: &[KnownDate<Day>], known: &[Day]) -> Option<Diagnostic> {
    let [mention] = passage.mentions.as_slice() else { return None };
    let Fact::Day(day) = mention.fact else { return None };
    if known.contains(&day) || !passage.text.get(..mention.bytes.start)?.ends_with(" au ") {
        return None;
    }
    let same = |r: &&KnownDate<Day>| r.when.year() == day.year() && differing_digits(r.when, day) == 1;
    let near = measured_days.iter().find(same)?;
    Some(
        Diagnostic::finding(
            passage.fact_span(mention),
            format!("ce titre dit le {day}, et {} de la fiche est au {}", near.name, near.when),
        )
        .also(near.span, near.name)
        .help("un chiffre les sépare : vérifier lequel des deux jours est juste"),
    )
}

/// The launch of the action and the start of the budget, when they differ by one digit.
fn launch_and_budget(all_starts: &[KnownDate<Day>], launch_count: usize) -> Vec<Diagnostic> {
    let (launches, others) = all_starts.split_at_checked(launch_count).unwrap_or((all_starts, &[]));
    let near = |a: &KnownDate<Day>| others.iter().find(|b| differing_digits(a.when, b.when) == 1);
    launches
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

fn announced_days(
    passage: &Passage,
    starts: &[KnownDate<Day>],
    ends: &[KnownDate<Day>],
    known: &[Day],
) -> Vec<Diagnostic> {
    let (start, end) = &*ANNOUNCEMENTS;
    passage
        .mentions
        .iter()
        .filter_map(|mention| {
            let Fact::Day(day) = mention.fact else { return None };
            let before = passage.text.get(..mention.bytes.start)?;
            let candidates = if start.is_match(before) {
                starts
            } else if end.is_match(before) {
                ends
            } else {
                return None;
            };
            if known.contains(&day) {
                return None;
            }
            let near = candidates.iter().find(|r| differing_digits(r.when, day) == 1)?;
            Some(
                Diagnostic::finding(
                    passage.fact_span(mention),
                    format!("le texte dit le {day}, et {} le {}", near.name, near.when),
                )
                .also(near.span, near.name)
                .help("un chiffre les sépare : vérifier lequel des deux jours est juste"),
            )
        })
        .collect()
}

/// Periods « du … au … », or of two months in figures (« 10/21 au 12/22 »), that nearly match a known one.
fn near_periods(passage: &Passage, known: &[KnownDate<DayRange>]) -> Vec<Diagnostic> {
    let announced_days = passage.mentions.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        let in_between = passage.text.get(a.bytes.end..b.bytes.start)?.trim();
        let Fact::Day(end) = b.fact else { return None };
        let start = match a.fact {
            Fact::Day(j) => j,
            // « Du 1er janvier au 30 juin 2024 »: the year is that of the second day.
            Fact::DayWithoutYear(day, month) => Day::new(u16::try_from(end.year()).ok()?, month, day)?,
            _ => return None,
        };
        let is_period = ["au", "jusqu’au", "jusqu'au"].contains(&in_between);
        is_period.then_some(((start, end), a.bytes.start..b.bytes.end, 1))
    });
    let month = NUMERIC_MONTH.captures_iter(&passage.text).filter_map(|found| {
        let number = |i: usize| found.get(i)?.as_str().parse::<u16>().ok();
        let (m1, y1, m2, y2) = (number(1)?, number(2)?, number(3)?, number(4)?);
        let from = bounds(&ImpreciseDate::Month(u8::try_from(m1).ok()?, 2000 + y1))?;
        let a = bounds(&ImpreciseDate::Month(u8::try_from(m2).ok()?, 2000 + y2))?;
        // The last day changes with the month: two digits may differ.
        Some(((from.0, a.1), found.get(0)?.range(), 2))
    });
    announced_days
        .chain(month)
        .filter(|(claimed, ..)| known.iter().all(|r| r.when != *claimed))
        .filter_map(|(claimed, bytes, allowed)| {
            let near = known.iter().find(|r| {
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
