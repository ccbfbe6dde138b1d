//! Checks the day of the week written before a date.

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Day;
use crate::model::passage::{Fact, PassageKind};
use crate::text::pattern;
use regex::Regex;

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

static BEFORE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) (?:le )?$"));

/// The French name of the day of the week.
fn day_name(day: Day) -> &'static str {
    let index = usize::try_from(day.index().rem_euclid(7)).unwrap_or_default();
    DAY_NAMES.get(index).copied().unwrap_or_default()
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context
        .mentions()
        .filter(|(p, _)| p.kind != PassageKind::Code)
        .filter_map(|(passage, mention)| {
            let Fact::Day(day) = mention.fact else { return None };
            let found = BEFORE.captures(passage.text.get(..mention.bytes.start)?)?.get(1)?;
            let correct = day_name(day);
            if found.as_str().to_lowercase() == correct {
                return None;
            }
            let bytes = found.start()..mention.bytes.end;
            Some(
                Diagnostic::finding(
                    passage.span_of(&bytes),
                    format!("le {day} est un {correct}, et non un {}", found.as_str().to_lowercase()),
                )
                .help("corriger le nom du jour ou la date"),
            )
        })
        .collect()
}
