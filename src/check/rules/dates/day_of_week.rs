//! Checks the day of the week written before a date.

use super::facts::days;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Day;
use crate::model::passage::PassageKind;

pub(crate) static PAGE: Page = Page {
    title: "le jour de la semaine n’est pas celui de la date",
    severity: Severity::Error,
    checks: "« Jeudi 29 février 2024 », dans tout texte : le nom du jour est celui du calendrier. Une date sans nom de \
              jour, ou sans année, n’est pas vérifiée.",
    why: "De deux indications qui se contredisent, on ne sait laquelle a été voulue : une convocation ou un délai \
               peut tomber à faux.",
    source: "Calendrier grégorien.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/03-suivi.md",
            from: "le 31 mars 2025 au plus tard",
            to: "le mardi 31 mars 2025 au plus tard",
        }],
        admitted: &[Change {
            file: "content/2024/articles/03-suivi.md",
            from: "le 31 mars 2025 au plus tard",
            to: "le lundi 31 mars 2025 au plus tard",
        }],
    },
};

const DAY_NAMES: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

/// The French name of the day of the week.
fn day_name(day: Day) -> &'static str {
    let index = usize::try_from(day.index().rem_euclid(7)).unwrap_or_default();
    DAY_NAMES.get(index).copied().unwrap_or_default()
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .dossier
        .passages
        .iter()
        .filter(|passage| passage.kind != PassageKind::Code)
        .flat_map(|passage| days(passage).map(move |(day, moment)| (passage, day, moment.bytes)))
        .filter_map(|(passage, day, bytes)| {
            let before = passage.text.get(..bytes.start)?.trim_end();
            let before = before.strip_suffix(" le").unwrap_or(before);
            let start = before.rfind(|c: char| !c.is_alphabetic()).map_or(0, |at| at + 1);
            let name = flat(before.get(start..)?);
            let correct = day_name(day);
            if name == correct || !DAY_NAMES.contains(&name.as_str()) {
                return None;
            }
            let message = format!("le {day} est un {correct}, et non un {name}");
            Some(
                Diagnostic::finding(passage.span_of(&(start..bytes.end)), message)
                    .help("corriger le nom du jour ou la date"),
            )
        })
        .collect()
}
