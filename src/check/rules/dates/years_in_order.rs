//! Checks that periods of years do not run backwards.

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Passage;
use crate::model::passage::PassageKind;
use crate::text::pattern;
use regex::{Captures, Regex};

pub(crate) static PAGE: Page = Page {
    title: "une période d’années finit avant de commencer",
    severity: Severity::Warning,
    checks: "Dans tout texte, « 2023-2021 » et « de 2023 à 2021 ». « 2023/2021 », qui peut comparer deux années, un \
              numéro (« n° 2021-1900 ») et ce qui tient à d’autres chiffres sont laissés de côté.",
    why: "Une période à rebours n’est la période de rien : l’une des deux années est fausse.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "De 2023 à 2020, deux conseillers suivaient les personnes, en lien avec la fiche 1.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "L'effectif est passé de 2023 à 1985 personnes, en lien avec la fiche 1 (évolution 2023/2021 ; loi n° 2023-1985).",
        }],
    },
};

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\b(?P<de>(?:19|20)[0-9]{2}) ?[-–] ?(?P<a>(?:19|20)[0-9]{2})|\bde (?P<de2>(?:19|20)[0-9]{2}) à (?P<a2>(?:19|20)[0-9]{2}))\b",
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // A passage that is a period and nothing else is a field: DAT-003 checks it.
    let passages = context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code);
    passages.flat_map(backward_periods).collect()
}

fn backward_periods(passage: &Passage) -> Vec<Diagnostic> {
    let to_finding = |found: Captures<'_>| {
        let year = |name: &str| found.name(name).and_then(|m| m.as_str().parse::<u16>().ok());
        let (first, last) = (year("de").or(year("de2"))?, year("a").or(year("a2"))?);
        let matched = found.get(0)?;
        let before = passage.text.get(..matched.start())?.trim_end();
        let rest = passage.text.get(matched.end()..)?;
        let is_part_of_longer = before
            .ends_with(|c: char| c == '°' || c == '-' || c == '/' || c.is_ascii_digit())
            || rest.starts_with(['-', '/', ',']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        // « De 2023 à 1985 personnes » counts.
        let counts_things = rest.strip_prefix(' ').is_some_and(|s| s.starts_with(char::is_alphabetic));
        let is_whole_field = passage.text == matched.as_str();
        if last >= first
            || is_part_of_longer
            || is_whole_field
            || (counts_things && found.name("de2").is_some())
        {
            return None;
        }
        Some(
            Diagnostic::finding(
                passage.span_of(&matched.range()),
                format!("« {} » finit avant de commencer", matched.as_str()),
            )
            .help("corriger l’une des deux années"),
        )
    };
    PERIOD.captures_iter(&passage.text).filter_map(to_finding).collect()
}
