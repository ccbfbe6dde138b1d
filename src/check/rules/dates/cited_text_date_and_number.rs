//! Checks that a cited text (law, decree, instruction…) has one date, of the year that its number gives.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::facts::{days, differing_digits};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::passage::PassageKind;
use crate::model::{Day, Passage};
use crate::text::{Span, pattern};
use regex::{Captures, Regex};

pub(crate) static PAGE: Page = Page {
    title: "un texte est cité avec deux dates, ou avec un numéro d’une autre année",
    severity: Severity::Error,
    checks: "Les lois, ordonnances, décrets, arrêtés, instructions, circulaires et délibérations cités avec leur date, \
              dans les visas et dans tout texte : l’année que porte un numéro (« 2021-1900 », « …/2022/19 ») est celle \
              de la date ; un numéro n’a qu’une date (le simple rang d’une délibération ou d’un arrêté, « n° 12 », peut en \
              avoir plusieurs) ; deux textes de même nature dont les dates ne diffèrent que d’un \
              chiffre, et que deux numéros ne distinguent pas, délibérations et arrêtés à part, sont tenus pour le même, mal daté une fois (en avertissement). Deux dates \
              qui diffèrent davantage sont tenues pour deux textes.",
    why: "Un visa ou une citation mal datés désignent un texte qui n’existe pas : l’acte perd le fondement qu’il \
               invoque.",
    source: "Usage de la numérotation des textes (année-numéro pour les lois, les ordonnances et les décrets) ; cohérence \
             interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/00-preambule.md",
            from: "L'instruction du 15 janvier 2024 fixe",
            to: "L'instruction du 18 janvier 2024 fixe",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/00-preambule.md",
                from: "L'instruction du 15 janvier 2024 fixe",
                to: "L'instruction du 22 juin 2023 est remplacée. La nouvelle fixe",
            },
            Change {
                file: "content/2024/articles/00-preambule.md",
                from: "L'instruction du 15 janvier 2024 fixe",
                to: "L'instruction n° ESSAI/SD1/2024/8 du 18 janvier 2024 fixe",
            },
        ],
    },
};

/// Most characters between the kind of a text, its number and its day.
const WORDS_MAX: usize = 60;

/// The number of a cited text.
const NUMBER: &str = r"[^\s,;()]+(?:\s[0-9]+[-/][0-9]+)?";
/// What stands between a cited text and its day.
const DAY: &str = r"\s(?:du|en date du|datée? du)\s$";

/// The kind and the number of a cited text, just before its day.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    // Without « n° », a code of digits and dashes is a number: « CD-2024-12 ».
    let code = "[A-Za-z]*[-/]?[0-9]+(?:[-/][0-9A-Za-z]+)+";
    pattern(&format!(
        r"(?i)\b(?P<nature>loi|ordonnance|décret|arrêté|instruction|circulaire|délibération)s?\b(?P<mots>[^.;:()«»0-9]*?)(?:(?:n°\s?(?P<numero>{NUMBER})|(?P<code>{code}))(?:\sd(?P<suite>[^.;:()«»0-9]*?))?)?,?{DAY}"
    ))
});

/// The number alone, after that of another text of the same kind: « et n° 13 du ».
static FOLLOWING: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)(?:,|\bet|\bpuis)\sn°\s?(?P<numero>{NUMBER}),?{DAY}")));

/// The number, just after the day.
static AFTER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)^,?\s?\(?(?:sous le )?n°\s?(?P<numero>{NUMBER})")));

/// A cited text with its day.
struct Citation {
    kind: String,
    number: Option<String>,
    day: Day,
    span: Span,
    visa: bool,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let citations = citations(context);
    let mut findings: Vec<Diagnostic> = citations.iter().filter_map(year_of_number).collect();
    let wrong_year_spans: Vec<Span> =
        citations.iter().filter(|n| has_wrong_year(n)).map(|n| n.span).collect();
    findings.extend(same_number(&citations));
    findings.extend(almost_same_day(&citations, &wrong_year_spans));
    findings
}

fn citations(context: &Context<'_>) -> Vec<Citation> {
    let dossier = context.dossier;
    let visas = dossier.cadre.visas.iter().chain(&dossier.convention.visas).filter_map(|visa| {
        let date = visa.date.as_ref()?;
        let kind = flat(&visa.designation.value);
        // « la loi », « l’instruction interministérielle », « la délibération de la Commission… »
        let kind = kind.split(' ').find(|word| word.len() > 2)?.to_owned();
        let number = visa.number.as_ref().map(|n| n.value.clone());
        Some(Citation { kind, number, day: date.value, span: date.span, visa: true })
    });
    let texts =
        dossier.passages.iter().filter(|passage| passage.kind != PassageKind::Code).flat_map(in_passage);
    visas.chain(texts).collect()
}

fn in_passage(passage: &Passage) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    for (day, moment) in days(passage) {
        let (before, after) = (passage.text.get(..moment.bytes.start), passage.text.get(moment.bytes.end..));
        // « du » or « en date du » stands before the day of a text.
        if !before.is_some_and(|before| before.trim_end().ends_with(['u', 'U'])) {
            continue;
        }
        let number_in = |found: &Captures<'_>| {
            let number = found.name("numero").or(found.name("code"))?;
            Some(number.as_str().trim_end_matches('.').to_owned())
        };
        let named = just_before(before.unwrap_or("")).and_then(|found| {
            let number = number_in(&found).or_else(|| number_in(&AFTER.captures(after.unwrap_or(""))?));
            Some((flat(found.name("nature")?.as_str()), number))
        });
        let same_kind = || {
            let kind = citations.last()?.kind.clone();
            Some((kind, number_in(&FOLLOWING.captures(before.unwrap_or(""))?)))
        };
        if let Some((kind, number)) = named.or_else(same_kind) {
            citations.push(Citation { kind, number, day, span: passage.span_of(&moment.bytes), visa: false });
        }
    }
    citations
}

/// The kind and the number of a text that are written just before its day. A length bounded in the pattern would be
/// compiled as many times.
fn just_before(text: &str) -> Option<Captures<'_>> {
    let mut from = 0;
    loop {
        let found = BEFORE.captures_at(text, from)?;
        let is_near = |name| found.name(name).is_none_or(|words| words.as_str().chars().count() <= WORDS_MAX);
        if is_near("mots") && is_near("suite") {
            return Some(found);
        }
        from = text.ceil_char_boundary(found.get(0)?.start() + 1);
    }
}

/// Whether a number is that of one text: assemblies and executives number theirs from one again at each session.
fn is_unique(kind: &str, number: &str) -> bool {
    let is_rank = number.len() <= 4 && number.bytes().all(|b| b.is_ascii_digit());
    !(is_rank && ["deliberation", "arrete"].contains(&kind))
}

/// Whether the number contains a year other than that of the date: « 2021-1900 » for a law, « …/2022/19 ».
fn has_wrong_year(citation: &Citation) -> bool {
    let Some(number) = &citation.number else { return false };
    let hyphenated: Vec<&str> = number.split('-').collect();
    let slashed: Vec<&str> = number.split('/').collect();
    let four_digits = |m: &&&str| m.len() == 4 && m.chars().all(|c| c.is_ascii_digit());
    let years: Vec<i32> = match (citation.kind.as_str(), hyphenated.as_slice(), slashed.as_slice()) {
        ("loi" | "ordonnance" | "decret", [year, _], _) => {
            [year].into_iter().filter(four_digits).filter_map(|m| m.parse().ok()).collect()
        }
        (_, _, [_, _, ..]) => slashed.iter().filter(four_digits).filter_map(|m| m.parse().ok()).collect(),
        _ => Vec::new(),
    };
    !years.is_empty() && !years.contains(&citation.day.year())
}

fn year_of_number(citation: &Citation) -> Option<Diagnostic> {
    has_wrong_year(citation).then(|| {
        let number = citation.number.as_deref().unwrap_or("");
        Diagnostic::finding(
            citation.span,
            format!("le numéro {number} n’est pas de l’année de la date, le {}", citation.day),
        )
        .help("vérifier le numéro et la date sur Légifrance ou au Bulletin officiel")
    })
}

fn same_number(citations: &[Citation]) -> Vec<Diagnostic> {
    let mut numbers: BTreeMap<(&str, String), Vec<&Citation>> = BTreeMap::new();
    for citation in citations {
        if let Some(number) = citation.number.as_ref().filter(|number| is_unique(&citation.kind, number)) {
            numbers.entry((&citation.kind, flat(number))).or_default().push(citation);
        }
    }
    numbers
        .into_values()
        .filter_map(|list| {
            let first = list.first()?;
            let other = list.iter().find(|n| n.day != first.day)?;
            Some(
                Diagnostic::finding(
                    other.span,
                    format!(
                        "le même numéro, {}, est daté du {} et du {}",
                        other.number.as_deref().unwrap_or(""),
                        other.day,
                        first.day
                    ),
                )
                .also(first.span, first.day.to_string())
                .help("corriger celle des deux dates qui est fausse"),
            )
        })
        .collect()
}

/// Days of texts of one kind that differ by one digit: the less supported one is reported.
fn almost_same_day(citations: &[Citation], wrong_year_spans: &[Span]) -> Vec<Diagnostic> {
    let mut kinds: BTreeMap<&str, BTreeMap<Day, Vec<&Citation>>> = BTreeMap::new();
    // Assemblies and executives date texts every month: one digit apart, these are two texts.
    let comparable = citations.iter().filter(|n| !["deliberation", "arrete"].contains(&n.kind.as_str()));
    for citation in comparable {
        kinds.entry(&citation.kind).or_default().entry(citation.day).or_default().push(citation);
    }
    let mut findings = Vec::new();
    for (kind, days) in &kinds {
        for (day, citations_of_day) in days {
            for (other, citations_of_other) in
                days.iter().filter(|(other, _)| differing_digits(*day, **other) == 1)
            {
                let numbers = |list: &[&Citation]| list.iter().any(|n| n.number.is_some());
                // Better supported: more places, then a visa, then a number, then first in the sources.
                let weight = |list: &[&Citation]| {
                    let first = list.iter().map(|n| n.span).min();
                    (list.len(), list.iter().any(|n| n.visa), numbers(list), std::cmp::Reverse(first))
                };
                let (Some(faulty), Some(correct)) = (citations_of_day.first(), citations_of_other.first())
                else {
                    continue;
                };
                if (numbers(citations_of_day) && numbers(citations_of_other))
                    || weight(citations_of_day) > weight(citations_of_other)
                {
                    continue;
                }
                if wrong_year_spans.contains(&faulty.span) || wrong_year_spans.contains(&correct.span) {
                    continue;
                }
                let name = accented(kind);
                findings.push(
                    Diagnostic::finding(
                        faulty.span,
                        format!("ce texte ({name}) est daté du {day} ici, et du {other} ailleurs"),
                    )
                    .warning()
                    .also(correct.span, format!("{name} du {other}"))
                    .help("un chiffre les sépare : vérifier la date, ou citer les deux textes avec leurs numéros"),
                );
            }
        }
    }
    findings
}

fn accented(kind: &str) -> &str {
    match kind {
        "decret" => "décret",
        other => other,
    }
}
