//! Checks that actions, values and columns fall within the execution period of the convention.

use super::facts::{DayRange, action_end, bounds, execution_window, interval, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::column::ColumnMeaning;
use crate::model::fiche::{ObjectiveRow, Objectives};
use crate::model::time::Window;
use crate::model::{Duration, Fiche, ImpreciseDate};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "une action, ou une valeur, est hors de la période d’exécution de la convention",
    severity: Severity::Error,
    checks: "La période d’exécution est `execution`, sinon l’année de l’édition. Une action dont la fin est connue ne \
              finit pas avant elle ; quand `execution` est écrite, une action ne commence pas après elle. En conseil : \
              les valeurs d’une colonne de l’année de l’édition mesurées tout entières hors d’elle, et les colonnes \
              d’années qui vont au-delà d’elle et de la fin de l’action. Une action qui déborde la période sans en sortir, \
              sans fin connue ou sans date, et les colonnes d’années passées, sont admises.",
    why: "Ce qui a lieu hors de la période d’exécution n’est ni financé ni évalué par la convention : la dépense \
               peut être rejetée, et le résultat ne dit rien de ce que l’année a produit.",
    source: "Cohérence interne de l’acte : sa période d’exécution et d’évaluation ; annualité budgétaire.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "duree: 2021-2024",
            to: "duree: 2021-2023",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "duree: 2021-2024",
            to: "duree: 2021-2026",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some((window, place)) = execution_window(context) else { return Vec::new() };
    let execution = ExecutionWindow { window, place, year: context.dossier.convention.year };
    context
        .fiches()
        .flat_map(|fiche| {
            let mut findings = check_dates(fiche, &execution);
            if let (Some(written_at), Some(objectives)) = (place, &fiche.objectives) {
                findings.extend(check_values(objectives, &execution, written_at));
                findings.extend(check_columns(fiche, objectives, &execution, written_at));
            }
            findings
        })
        .collect()
}

/// The execution period, its place when it is written, and the year of the edition.
struct ExecutionWindow {
    window: DayRange,
    place: Option<Span>,
    year: u16,
}

impl ExecutionWindow {
    fn also(&self, finding: Diagnostic) -> Diagnostic {
        let text = format!("période d’exécution : {}", say(self.window));
        match self.place {
            Some(place) => finding.also(place, text),
            None => finding,
        }
    }
}

fn check_dates(fiche: &Fiche, execution: &ExecutionWindow) -> Vec<Diagnostic> {
    let launches = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let late = launches.clone().filter(|_| execution.place.is_some()).filter_map(|start| {
        let launch = bounds(&start.datum)?;
        (launch.0 > execution.window.1).then(|| {
            execution.also(
                Diagnostic::finding(
                    start.span,
                    format!(
                        "l’action commence ({}) après la période d’exécution, {}",
                        start.datum,
                        say(execution.window)
                    ),
                )
                .help("corriger la date, ou reporter l’action à l’édition suivante"),
            )
        })
    });
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let early = durations.filter_map(|duration| {
        let same =
            |object: &Option<String>| object.as_deref().map(flat) == duration.object.as_deref().map(flat);
        let start = launches.clone().find(|d| same(&d.object)).and_then(|d| bounds(&d.datum));
        let end = action_end(&duration.datum, start)?;
        // DAT-003 reports an end before the start.
        if end.1 >= execution.window.0 || start.is_some_and(|d| end.1 < d.0) {
            return None;
        }
        Some(
            execution.also(
                Diagnostic::finding(
                    duration.span,
                    format!(
                        "l’action finit au plus tard le {}, avant la période d’exécution, {}",
                        end.1,
                        say(execution.window)
                    ),
                )
                .help("corriger la durée, ou retirer l’action de cette édition"),
            ),
        )
    });
    late.chain(early).collect()
}

/// The days of the years of a column.
fn days_of(column: &ColumnMeaning) -> Option<DayRange> {
    let (first, last) = column.range()?;
    interval(&Duration::Period(ImpreciseDate::Year(first), ImpreciseDate::Year(last)))
}

/// One finding for the values in columns of the edition's year that were measured outside the execution period.
fn check_values(
    objectives: &Objectives,
    execution: &ExecutionWindow,
    written_at: Span,
) -> Option<Diagnostic> {
    let year = bounds(&ImpreciseDate::Year(execution.year))?;
    let mut outside: Vec<(Span, Window)> = Vec::new();
    for line in &objectives.lines {
        let ObjectiveRow::Indicateur { cells, .. } = line else { continue };
        for (cell, column) in cells.iter().zip(&objectives.columns) {
            // Only columns of the edition's year hold values of the execution.
            if days_of(&column.meaning) != Some(year) {
                continue;
            }
            outside.extend(cell.iter().filter_map(|v| {
                let window = v.window?;
                let (start, end) = match window {
                    Window::AsOf(j) => (j, j),
                    Window::FromTo(a, b) => (a, b),
                };
                (end < execution.window.0 || start > execution.window.1).then_some((v.measured.span, window))
            }));
        }
    }
    let (first, window) = outside.first()?;
    let message = match outside.len() {
        1 => format!(
            "cette valeur, mesurée {window}, est hors de la période d’exécution, {}",
            say(execution.window)
        ),
        n => format!(
            "{n} valeurs sont mesurées hors de la période d’exécution, {} : {}",
            say(execution.window),
            outside.iter().map(|(_, f)| f.to_string()).collect::<Vec<_>>().join(" ; ")
        ),
    };
    let finding = Diagnostic::finding(*first, message)
        .advice()
        .also(written_at, "période d’exécution")
        .help("mesurer sur la période évaluée, ou dire que ces valeurs sont un point de départ");
    Some(outside.iter().skip(1).fold(finding, |d, (span, f)| d.also(*span, f.to_string())))
}

/// One finding for the columns of years after both the execution period and the action.
fn check_columns(
    fiche: &Fiche,
    objectives: &Objectives,
    execution: &ExecutionWindow,
    written_at: Span,
) -> Option<Diagnostic> {
    let durations: Vec<_> = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten().collect();
    if durations.iter().any(|d| d.datum == Duration::Indefinite) {
        return None;
    }
    let launches = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let launch = launches.filter_map(|d| bounds(&d.datum)).max_by_key(|i| i.1);
    let action = durations.iter().filter_map(|d| action_end(&d.datum, launch)).map(|i| i.1).max();
    let last = execution.window.1.max(action.unwrap_or(execution.window.1));
    let after: Vec<_> = objectives
        .columns
        .iter()
        .filter(|c| days_of(&c.meaning).is_some_and(|days| days.1.year() > last.year()))
        .collect();
    let first = after.first()?;
    let titles: Vec<String> = after.iter().map(|c| format!("« {} »", c.title.value)).collect();
    let (subject, verb) = if after.len() > 1 { ("les colonnes", "vont") } else { ("la colonne", "va") };
    Some(
        Diagnostic::finding(
            first.title.span,
            format!(
                "{subject} {} {verb} au-delà de la période d’exécution{}",
                titles.join(" et "),
                match action {
                    Some(action) =>
                        format!(" (jusqu’au {}) et de l’action (jusqu’au {action})", execution.window.1),
                    None => format!(", qui finit le {}", execution.window.1),
                }
            ),
        )
        .advice()
        .also(written_at, "période d’exécution")
        .help("dire la durée de l’action, ou retirer ces colonnes"),
    )
}
