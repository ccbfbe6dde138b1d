//! Checks that a list of dates has as many dates as announced: « respectivement », and the plural « les 12 mai et… ».

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{SaidDate, SaidFact, SaidValue};
use crate::lang::flat;
use crate::model::Passage;
use crate::model::passage::PassageKind;

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

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let mut findings = Vec::new();
    let mut designation = None;
    for passage in dossier.passages.iter().filter(|p| p.kind != PassageKind::Code) {
        findings.extend(check_passage(passage, designation));
        // In a visa, the dated things are in the field before: « les avenants 2022 et 2023 ».
        designation = Some(passage).filter(|passage| passage.kind == PassageKind::Field);
    }
    findings
}

fn check_passage(passage: &Passage, designation: Option<&Passage>) -> Option<Diagnostic> {
    let days: Vec<&SaidFact> = passage.facts().facts.iter().filter(|fact| is_day(fact)).collect();
    if days.is_empty() {
        return None;
    }
    let respectively = passage.text.to_lowercase().find("respectivement");
    if let Some(place) = respectively {
        let named = years_named(passage, place).or_else(|| years_named(designation?, usize::MAX));
        let after: Vec<&SaidFact> = days.iter().copied().filter(|m| m.bytes.start > place).collect();
        if let (Some((expected, written)), Some(first)) = (named, after.first()) {
            return (expected != after.len()).then(|| {
                let what = format!("« respectivement » annonce une date pour chacun de « {written} »");
                finding(passage, first, &after, what, Expected::Exactly(expected))
            });
        }
    }
    // « Les 12 mai et 9 juin » is right: another day of the list follows.
    let only = days.iter().enumerate().find_map(|(i, day)| {
        let before = flat(passage.text.get(..day.bytes.start)?);
        let after = days.get(i + 1).is_some_and(|next| same_list(passage, day, next));
        ((before == "les " || before.ends_with(" les ")) && !after).then_some(*day)
    })?;
    Some(finding(passage, only, &[only], "« les » annonce plusieurs dates".to_owned(), Expected::Several))
}

fn is_day(fact: &SaidFact) -> bool {
    matches!(fact.value, SaidValue::Date { date: SaidDate::Day(..) | SaidDate::DayOfMonth(..), .. })
}

/// The last list of years of a text before a place: their number, and the list.
fn years_named(passage: &Passage, end: usize) -> Option<(usize, &str)> {
    let is_year = |fact: &&SaidFact| {
        matches!(fact.value, SaidValue::Date { date: SaidDate::Year(_), .. }) && fact.bytes.end <= end
    };
    let years: Vec<&SaidFact> = passage.facts().facts.iter().filter(is_year).collect();
    let (last, before) = years.split_last()?;
    let mut first = *last;
    let mut count = 1;
    for year in before.iter().rev() {
        let in_between = passage.text.get(year.bytes.end..first.bytes.start)?.trim();
        let is_listed = if count == 1 { in_between == "et" } else { in_between == "," };
        if !is_listed {
            break;
        }
        first = year;
        count += 1;
    }
    (count > 1).then_some((count, passage.text.get(first.bytes.start..last.bytes.end)?))
}

/// Whether two days belong to one list: only a short link (« et », « ou », « au », a comma) between them.
fn same_list(passage: &Passage, a: &SaidFact, b: &SaidFact) -> bool {
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
    start: &SaidFact,
    days: &[&SaidFact],
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
