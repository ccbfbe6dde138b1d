//! Actions, values and columns against the window in which the agreement is carried out.

use crate::check::rules::dates::facts::{Interval, bounds, execution, interval, last_ones, say};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::lang::numbers::years;
use crate::model::fiche::ObjectiveRow;
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let Some((window, place)) = execution(c) else { return Vec::new() };
    let window = Cadre { window, place, year: c.dossier.convention.year };
    c.fiches()
        .flat_map(|f| {
            let mut findings = actions(f, &window);
            if let (Some(as_written), Some(objectives)) = (place, &f.objectives) {
                findings.extend(values(&objectives.lines, objectives, &window, as_written));
                findings.extend(columns(f, objectives, &window, as_written));
            }
            findings
        })
        .collect()
}

/// The window, where it is written when it is, and the year of the edition.
struct Cadre {
    window: Interval,
    place: Option<Span>,
    year: u16,
}

impl Cadre {
    fn also(&self, finding: Diagnostic) -> Diagnostic {
        let text = format!("période d’exécution : {}", say(self.window));
        match self.place {
            Some(place) => finding.also(place, text),
            None => finding,
        }
    }
}

fn actions(fiche: &Fiche, cadre: &Cadre) -> Vec<Diagnostic> {
    let start_set = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let late = start_set.clone().filter(|_| cadre.place.is_some()).filter_map(|d| {
        let baseline = bounds(&d.datum)?;
        (baseline.0 > cadre.window.1).then(|| {
            cadre.also(
                Diagnostic::finding(
                    d.span,
                    format!(
                        "l’action commence ({}) après la période d’exécution, {}",
                        d.datum,
                        say(cadre.window)
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
        let start = start_set.clone().find(|d| same(&d.object)).and_then(|d| bounds(&d.datum));
        let end = end(&duration.datum, start)?;
        // An end before the start is told by another rule.
        if end.1 >= cadre.window.0 || start.is_some_and(|d| end.1 < d.0) {
            return None;
        }
        Some(
            cadre.also(
                Diagnostic::finding(
                    duration.span,
                    format!(
                        "l’action finit {}, avant la période d’exécution, {}",
                        say(end),
                        say(cadre.window)
                    ),
                )
                .help("corriger la durée, ou retirer l’action de cette édition"),
            ),
        )
    });
    late.chain(early).collect()
}

/// The days that may be the last of an action.
fn end(duration: &Duration, start: Option<Interval>) -> Option<Interval> {
    match duration {
        Duration::Length(_, _, Some(end)) | Duration::Period(_, end) => bounds(end),
        Duration::Length(n, unit, None) => last_ones(start?, *n, *unit),
        Duration::Indefinite | Duration::Text(_) => None,
    }
}

/// The days of a column, by the year or the years of its title.
fn days_of(title: &str) -> Option<Interval> {
    let years: Vec<u16> = years(title).collect();
    let (first_one, last) = (years.iter().min()?, years.iter().max()?);
    interval(&Duration::Period(ImpreciseDate::Year(*first_one), ImpreciseDate::Year(*last)))
}

/// The values of the columns of the edition's year that were measured out of the window, in one finding.
fn values(
    lines: &[ObjectiveRow],
    objectives: &crate::model::fiche::Objectives,
    cadre: &Cadre,
    as_written: Span,
) -> Option<Diagnostic> {
    let year = bounds(&ImpreciseDate::Year(cadre.year))?;
    let mut out_of_range: Vec<(Span, Window)> = Vec::new();
    for line in lines {
        let ObjectiveRow::Indicateur { cells, .. } = line else { continue };
        for (cell, column) in cells.iter().zip(&objectives.columns) {
            // Years told one by one or with a word (« Cible 2027 ») are not the year carried out.
            if days_of(&column.value) != Some(year) {
                continue;
            }
            out_of_range.extend(cell.iter().filter_map(|v| {
                let window = v.window?;
                let (start, end) = match window {
                    Window::AsOf(j) => (j, j),
                    Window::FromTo(a, b) => (a, b),
                };
                (end < cadre.window.0 || start > cadre.window.1).then_some((v.measured.span, window))
            }));
        }
    }
    let (first, window) = out_of_range.first()?;
    let message = match out_of_range.len() {
        1 => format!(
            "cette valeur, mesurée {window}, est hors de la période d’exécution, {}",
            say(cadre.window)
        ),
        n => format!(
            "{n} valeurs sont mesurées hors de la période d’exécution, {} : {}",
            say(cadre.window),
            out_of_range.iter().map(|(_, f)| f.to_string()).collect::<Vec<_>>().join(" ; ")
        ),
    };
    let finding = Diagnostic::finding(*first, message)
        .advice()
        .also(as_written, "période d’exécution")
        .help("mesurer sur la période évaluée, ou dire que ces valeurs sont un point de départ");
    Some(out_of_range.iter().skip(1).fold(finding, |d, (span, f)| d.also(*span, f.to_string())))
}

/// The columns of years that neither the window nor the action reaches, in one finding.
fn columns(
    fiche: &Fiche,
    objectives: &crate::model::fiche::Objectives,
    cadre: &Cadre,
    as_written: Span,
) -> Option<Diagnostic> {
    let durations: Vec<_> = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten().collect();
    if durations.iter().any(|d| d.datum == Duration::Indefinite) {
        return None;
    }
    let start_set = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let baseline = start_set.filter_map(|d| bounds(&d.datum)).max_by_key(|i| i.1);
    let action = durations.iter().filter_map(|d| end(&d.datum, baseline)).map(|i| i.1).max();
    let last = cadre.window.1.max(action.unwrap_or(cadre.window.1));
    let after: Vec<_> = objectives
        .columns
        .iter()
        .filter(|c| days_of(&c.value).is_some_and(|days| days.1.year() > last.year()))
        .collect();
    let first_one = after.first()?;
    let titles: Vec<String> = after.iter().map(|c| format!("« {} »", c.value)).collect();
    let (plural, verb) = if after.len() > 1 { ("les colonnes", "vont") } else { ("la colonne", "va") };
    Some(
        Diagnostic::finding(
            first_one.span,
            format!(
                "{plural} {} {verb} au-delà de la période d’exécution{}",
                titles.join(" et "),
                match action {
                    Some(action) =>
                        format!(" (jusqu’au {}) et de l’action (jusqu’au {action})", cadre.window.1),
                    None => format!(", qui finit le {}", cadre.window.1),
                }
            ),
        )
        .advice()
        .also(as_written, "période d’exécution")
        .help("dire la durée de l’action, ou retirer ces colonnes"),
    )
}
