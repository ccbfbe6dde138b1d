//! As many days as things dated: « respectivement », and the plural of « les 12 mai et 9 juin ».

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

/// « les » before a day, and years enumerated.
static LISTS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (pattern(r"(?i)\bles\s$"), pattern(r"\b(?:19|20)[0-9]{2}(?:, (?:19|20)[0-9]{2})* et (?:19|20)[0-9]{2}\b"))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut output = Vec::new();
    let mut designation = "";
    for passage in dossier.passages.iter().filter(|p| p.kind != PassageKind::Code) {
        output.extend(judge(passage, designation));
        // In a visa, what is dated is the field before: « les avenants 2022 et 2023 ».
        designation = if passage.kind == PassageKind::Field { &passage.text } else { "" };
    }
    output
}

fn judge(passage: &Passage, designation: &str) -> Option<Diagnostic> {
    let (definite, enumeration) = &*LISTS;
    let days: Vec<&Mention> = passage.mentions.iter().filter(|m| is_day(m)).collect();
    if days.is_empty() {
        return None;
    }
    let respective = passage.text.to_lowercase().find("respectivement");
    if let Some(place) = respective {
        let before = passage.text.get(..place).unwrap_or("");
        let named_ones =
            enumeration.find_iter(before).last().or_else(|| enumeration.find_iter(designation).last());
        let rest: Vec<&Mention> = days.iter().copied().filter(|m| m.bytes.start > place).collect();
        if let (Some(named_ones), Some(start)) = (named_ones, rest.first()) {
            let expected =
                named_ones.as_str().split(|c: char| !c.is_ascii_digit()).filter(|a| !a.is_empty()).count();
            return (expected != rest.len()).then(|| {
                finding(
                    passage,
                    start,
                    &rest,
                    format!("« respectivement » annonce une date pour chacun de « {} »", named_ones.as_str()),
                    Expected::Exactly(expected),
                )
            });
        }
    }
    // « Les 12 mai et 9 juin » : another day follows; « les 12 et 13 mai » : another day precedes.
    let only = days.iter().enumerate().find_map(|(i, day)| {
        let before = passage.text.get(..day.bytes.start)?;
        let rest = days.get(i + 1).is_some_and(|s| linked(passage, day, s));
        (definite.is_match(before) && !rest).then_some(*day)
    })?;
    Some(finding(passage, only, &[only], "« les » annonce plusieurs dates".to_owned(), Expected::Several))
}

fn is_day(mention: &Mention) -> bool {
    matches!(mention.fact, Fact::Day(_) | Fact::DayWithoutYear(..))
}

/// Whether two days are of one list: nothing but « et », « ou », « au » or a comma between them.
fn linked(passage: &Passage, a: &Mention, b: &Mention) -> bool {
    let in_between = passage.text.get(a.bytes.end..b.bytes.start).unwrap_or("").trim();
    in_between.len() < 8 && !in_between.contains(['.', ';'])
}

/// How many dates a text announces.
#[derive(Clone, Copy)]
enum Expected {
    /// As many as things named.
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
    let number = match days.len() {
        1 => format!("une seule date suit, le {}", list.join("")),
        n => format!("{n} dates suivent, {}", list.join(", ")),
    };
    let (expected_number, help) = match expected {
        Expected::Exactly(n) => (format!("{n} dates"), "écrire une date pour chacun, et elle seule"),
        Expected::Several => {
            ("2 dates ou plus".to_owned(), "écrire la date qui manque, ou mettre la phrase au singulier")
        }
    };
    Diagnostic::finding(passage.span_of(&(start.bytes.start..end)), format!("{what}, et {number}"))
        .arithmetic(format!("attendu : {expected_number} ; écrit : {}", days.len()))
        .help(help)
}
