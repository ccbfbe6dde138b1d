//! Checks that a list of dates has as many dates as announced: « respectivement », and the plural « les 12 mai et… ».

use std::sync::LazyLock;

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Passage;
use crate::model::passage::{Fact, Mention, PassageKind};
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une liste de dates n’a pas autant de dates que ce qu’elle date",
    severity: Severity::Error,
    checks: "« Les » devant une seule date (« signés les 12 mai 2022 »), et « respectivement » suivi de moins, ou de \
              plus, de jours que d’années énumérées avant lui (« les avenants 2022 et 2023, signés respectivement \
              les… »), dans tout texte et dans les visas. Les jours qui n’ont qu’un nom de mois en commun \
              (« les 12 et 13 mai ») sont admis, de même qu’un jour répété chaque semaine (« les lundis »).",
    why: "Une date manque, ou un acte est cité qui n’existe pas : on ne sait plus lequel a été signé ce jour-là.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change { file: "content/2024/convention.yaml", from: " et 9 juin 2023", to: "" }],
        admitted: &[
            Change {
                file: "content/2024/articles/03-suivi.md",
                from: "Ce rapport rend compte des engagements de l'article 2.",
                to: "Ce rapport rend compte des engagements de l'article 2. Il est lu les 12 et 13 mai 2025.",
            },
            Change {
                file: "content/2024/convention.yaml",
                from: "signés respectivement les",
                to: "signés les",
            },
        ],
    },
};

/// « les » just before a day; a list of years.
static LISTS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (pattern(r"(?i)\bles\s$"), pattern(r"\b(?:19|20)[0-9]{2}(?:, (?:19|20)[0-9]{2})* et (?:19|20)[0-9]{2}\b"))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut findings = Vec::new();
    let mut designation = "";
    for passage in dossier.passages.iter().filter(|p| p.kind != PassageKind::Code) {
        findings.extend(check_passage(passage, designation));
        // In a visa, the dated things are in the field before: « les avenants 2022 et 2023 ».
        designation = if passage.kind == PassageKind::Field { &passage.text } else { "" };
    }
    findings
}

fn check_passage(passage: &Passage, designation: &str) -> Option<Diagnostic> {
    let (plural_article, enumeration) = &*LISTS;
    let days: Vec<&Mention> = passage.mentions.iter().filter(|m| is_day(m)).collect();
    if days.is_empty() {
        return None;
    }
    let respectively = passage.text.to_lowercase().find("respectivement");
    if let Some(place) = respectively {
        let before = passage.text.get(..place).unwrap_or("");
        let years_named =
            enumeration.find_iter(before).last().or_else(|| enumeration.find_iter(designation).last());
        let after: Vec<&Mention> = days.iter().copied().filter(|m| m.bytes.start > place).collect();
        if let (Some(years_named), Some(first)) = (years_named, after.first()) {
            let expected =
                years_named.as_str().split(|c: char| !c.is_ascii_digit()).filter(|a| !a.is_empty()).count();
            return (expected != after.len()).then(|| {
                finding(
                    passage,
                    first,
                    &after,
                    format!(
                        "« respectivement » annonce une date pour chacun de « {} »",
                        years_named.as_str()
                    ),
                    Expected::Exactly(expected),
                )
            });
        }
    }
    // « Les 12 mai et 9 juin » is right: another day of the list follows.
    let only = days.iter().enumerate().find_map(|(i, day)| {
        let before = passage.text.get(..day.bytes.start)?;
        let after = days.get(i + 1).is_some_and(|s| same_list(passage, day, s));
        (plural_article.is_match(before) && !after).then_some(*day)
    })?;
    Some(finding(passage, only, &[only], "« les » annonce plusieurs dates".to_owned(), Expected::Several))
}

fn is_day(mention: &Mention) -> bool {
    matches!(mention.fact, Fact::Day(_) | Fact::DayWithoutYear(..))
}

/// Whether two days belong to one list: only a short link (« et », « ou », « au », a comma) between them.
fn same_list(passage: &Passage, a: &Mention, b: &Mention) -> bool {
    let in_between = passage.text.get(a.bytes.end..b.bytes.start).unwrap_or("").trim();
    in_between.len() < 8 && !in_between.contains(['.', ';'])
}

/// The number of dates that a text announces.
#[derive(Clone, Copy)]
enum Expected {
    /// One per thing named.
    Exactly(usize),
    /// Two or more.
    Several,
}

fn finding(
    passage: &Passage,
    start: &Mention,
    days: &[&Mention],
    what: String,
    expected: Expected,
) -> Diagnostic {
    let end = days.last().map_or(start.bytes.end, |m| m.bytes.end);
    let list: Vec<&str> = days.iter().filter_map(|m| passage.text.get(m.bytes.clone())).collect();
    let written = match days.len() {
        1 => format!("une seule date suit, le {}", list.join("")),
        n => format!("{n} dates suivent, {}", list.join(", ")),
    };
    let (announced, help) = match expected {
        Expected::Exactly(n) => (format!("{n} dates"), "écrire une date pour chacun, et elle seule"),
        Expected::Several => {
            ("2 dates ou plus".to_owned(), "écrire la date qui manque, ou mettre la phrase au singulier")
        }
    };
    Diagnostic::finding(passage.span_of(&(start.bytes.start..end)), format!("{what}, et {written}"))
        .arithmetic(format!("attendu : {announced} ; écrit : {}", days.len()))
        .help(help)
}
