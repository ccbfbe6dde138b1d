//! Checks that the days written in the text exist in the calendar.

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::model::time::month_number;
use crate::model::{Day, Passage};
use crate::text::pattern;
use regex::{Captures, Regex};

pub(crate) static PAGE: Page = Page {
    title: "un texte date un fait d’un jour qui n’existe pas",
    severity: Severity::Error,
    checks: "Dans tout texte, un jour suivi d’un mois (« 31 juin 2024 », « 0 mars », « 2er juillet ») et un jour en \
              chiffres (« 31/06/2024 », « 12-15-2024 ») : ce jour existe. « 13/21 au 12/22 » : ces mois existent. Le 29 février sans année est admis. Les champs \
              de date sont vérifiés à la lecture (VAL-004).",
    why: "Une échéance à un jour qui n’existe pas n’est pas une échéance.",
    source: "Calendrier grégorien.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "Depuis le 30 février 2024, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "Depuis le 29 février 2024, deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
    },
};

static WRITTEN_DAYS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        pattern(
            r"(?i)\b(?P<j>[0-9]{1,2})(?P<er>er)? (?P<m>janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b(?: (?P<a>[0-9]{4})\b)?",
        ),
        pattern(r"\b(?P<j>[0-9]{1,2})(?:/(?P<m>[0-9]{1,2})/|-(?P<m2>[0-9]{1,2})-)(?P<a>(?:19|20)[0-9]{2})\b"),
        pattern(r"\b(?P<iso>[0-9]{4})-(?P<m>[0-9]{2})-(?P<j>[0-9]{2})\b"),
        pattern(r"\b(?P<m>[0-9]{2})/[0-9]{2} (?:au|à) (?P<m2>[0-9]{2})/[0-9]{2}\b"),
    ]
});

/// A year with a 29 February, for days written without a year.
const LEAP_YEAR: u16 = 2000;

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let passages = context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code);
    passages.flat_map(|p| WRITTEN_DAYS.iter().flat_map(move |pattern| impossible_days(p, pattern))).collect()
}

fn impossible_days(passage: &Passage, pattern: &Regex) -> Vec<Diagnostic> {
    let to_finding = |found: Captures<'_>| {
        let matched = found.get(0)?;
        // Part of a longer token: « 1 500 mars », « n° 12-45-2024-A ».
        let before = passage.text.get(..matched.start())?.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
        let glued = before.ends_with(|c: char| c.is_ascii_digit() || "-/.,°".contains(c));
        let rest = passage.text.get(matched.end()..)?.starts_with(['-', '/']);
        if glued || rest || exists(&found)? {
            return None;
        }
        Some(
            Diagnostic::finding(
                passage.span_of(&matched.range()),
                format!("le « {} » n’existe pas", matched.as_str()),
            )
            .help("corriger le jour ou le mois"),
        )
    };
    pattern.captures_iter(&passage.text).filter_map(to_finding).collect()
}

fn exists(found: &Captures<'_>) -> Option<bool> {
    let month = |name: &str| {
        let month = found.name(name)?.as_str();
        month_number(month).or_else(|| month.parse::<u8>().ok())
    };
    let Some(day) = found.name("j") else {
        // « 10/21 au 12/22 »: month and year, two digits each.
        return Some([month("m")?, month("m2")?].iter().all(|m| (1..=12).contains(m)));
    };
    let day: u8 = day.as_str().parse().ok()?;
    let month = month("m").or(month("m2"))?;
    if let Some(year) = found.name("iso") {
        return Some(Day::new(year.as_str().parse().ok()?, month, day).is_some());
    }
    // DAT-027 reports an implausible year: only day and month matter here.
    let year = found.name("a").and_then(|a| a.as_str().parse().ok()).filter(|a| (1900..=2200).contains(a));
    let ordinal_is_right = found.name("er").is_none() || day == 1;
    Some(ordinal_is_right && Day::new(year.unwrap_or(LEAP_YEAR), month, day).is_some())
}
