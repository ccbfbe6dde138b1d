//! Checks the lengths of time written in prose against their own dates and the duration of the action.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::facts::{FicheText, bounds, fiche_texts, last_days, moments, unit};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{CalendarUnit, Modality, SaidFact, SaidValue};
use crate::lang::flat;
use crate::lang::numbers::read_count;
use crate::model::cadre::RubriqueContent;
use crate::model::fiche::MeantFor;
use crate::model::passage::PassageKind;
use crate::model::passage::is_prose;
use crate::model::time::TimeUnit;
use crate::model::{Day, Duration, ImpreciseDate, Passage};
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une longueur du texte n’est pas celle de ses dates, ou celle de l’action",
    severity: Severity::Warning,
    checks: "Dans tout texte, une longueur suivie de ses bornes (« 4 ans, du 1er janvier 2024 au 31 décembre 2027 », \
              « trois ans : de 2021 à 2023 ») : elle les sépare. Dans une fiche, « dure », « durera », « pendant », \
              « sur » tant de mois ou d’années, dans un texte qui nomme une partie de l’action, dont la durée est \
              autre ; « l’action », « le dispositif » ou « l’expérimentation » dure tant, et la durée est autre ; la longueur qui ouvre la rubrique de la durée ; dans \
              la rubrique du budget, un coût compté « pendant » une longueur qui n’est pas celle de l’action, en \
              conseil si elle est plus courte. Les durées d’un parcours, d’un délai ou d’un suivi sont laissées de côté.",
    why: "Un coût se compte sur une longueur : si le texte en dit une autre, le montant n’est plus justifié.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "L'action dure 9 mois. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "L'action dure 11 mois. Un parcours dure 6 mois en moyenne, en lien avec la fiche 1.",
            },
            Change {
                file: "content/2024/articles/04-duree.md",
                from: "La convention vaut un an.",
                to: "La convention vaut 1 an, du 1er janvier 2024 au 31 décembre 2024.",
            },
        ],
    },
};

const LENGTH: &str = r"(?P<n>[0-9]{1,3}|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze) (?P<u>ans?|années?|mois)\b";

struct Patterns {
    bounded: Regex,
    length: Regex,
    action: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    bounded: pattern(&format!(r"(?i)\b{LENGTH}\s?[,:(]\s?(?:soit )?(?P<lien>du|de)\s$")),
    length: pattern(&format!(r"(?i)\b(?P<verbe>dure|durera|pendant|sur|durant|pour une durée de)\s{LENGTH}")),
    action: pattern(
        r"(?i)\b(?:l['’](?:action|expérimentation|opération)|le (?:dispositif|projet)|cette (?:action|expérimentation))\s(?:dure|durera)\s$",
    ),
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let with_bounds =
        context.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code).filter_map(check_bounds);
    with_bounds.chain(fiche_texts(context).iter().flat_map(check_fiche)).collect()
}

/// A length followed by its bounds: « 4 ans, du … au … ».
fn check_bounds(passage: &Passage) -> Option<Diagnostic> {
    if ![" an", " mois"].iter().any(|word| passage.text.contains(word)) {
        return None;
    }
    let found_moments = moments(passage);
    found_moments.windows(2).find_map(|pair| {
        let [start, end] = pair else { return None };
        let text = passage.text.get(..start.bytes.start)?;
        let claimed = PATTERNS.bounded.captures(text)?;
        let in_between = passage.text.get(start.bytes.end..end.bytes.start)?.trim();
        if in_between != "à" && in_between != "au" {
            return None;
        }
        let (n, u) = (read_count(claimed.name("n")?.as_str())?, unit(claimed.name("u")?.as_str())?);
        let expected = last_days((start.days.0, start.days.0), n, u)?.0;
        let anniversary = expected.shift(1)?;
        let matches = expected == end.days.1 || (end.days.0 == end.days.1 && anniversary == end.days.1);
        let bytes = claimed.name("n")?.start()..end.bytes.end;
        (!matches).then(|| {
            Diagnostic::finding(
                passage.span_of(&bytes),
                format!(
                    "« {} » : la longueur n’est pas celle des dates",
                    passage.text.get(bytes).unwrap_or("")
                ),
            )
            .arithmetic(format!(
                "{} depuis le {} : jusqu’au {expected}",
                Duration::Length(n, u, None),
                start.days.0
            ))
            .help("corriger la longueur ou l’une des dates")
        })
    })
}

/// The lengths in a fiche against the duration of the action, or of the part of it that the text names.
fn check_fiche(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let Some(Ok(durations)) = &fiche_text.fiche.duration else { return Vec::new() };
    let fields = fiche_text.passages.iter().copied().filter(|p| p.kind == PassageKind::Field);
    let is_in_duration =
        |p: &Passage| durations.iter().any(|d| d.span.start <= p.span.start && p.span.end <= d.span.end);
    let mut findings: Vec<Diagnostic> = fiche_text
        .prose()
        .chain(fields)
        .filter(|p| !is_in_duration(p))
        .flat_map(|p| check_lengths(fiche_text, p, durations))
        .collect();
    if let [only] = durations.as_slice() {
        findings.extend(in_its_section(fiche_text, only));
    }
    findings
}

/// The length that opens the section of the duration: « 2 ans, soit jusqu’en janvier 2026 ».
fn in_its_section(fiche_text: &FicheText<'_>, duration: &MeantFor<Duration>) -> Option<Diagnostic> {
    let months = length(&duration.datum)?;
    let passage =
        fiche_text.prose().find(|p| fiche_text.rubrique(p.span) == Some(RubriqueContent::Duration))?;
    let facts = &passage.facts().facts;
    let fact = facts.first().filter(|fact| {
        let opening = flat(passage.text.get(..fact.bytes.start).unwrap_or_default());
        ["", "duree", "pour", "pendant", "sur", "l action dure", "l action durera"].contains(&opening.trim())
    })?;
    let SaidValue::Duration { number, unit, .. } = &fact.value else { return None };
    let length_of_unit = match unit {
        CalendarUnit::Month => 1,
        CalendarUnit::Quarter => 3,
        CalendarUnit::Semester => 6,
        CalendarUnit::Year => 12,
        _ => return None,
    };
    let told = number.low.checked_mul(length_of_unit.into())?;
    // Another length after the first may be of a part, or of what follows.
    let is_other = |other: &SaidFact| matches!(other.value, SaidValue::Duration { .. });
    if number.high.is_some()
        || fact.modality != Modality::Exact
        || facts.iter().skip(1).any(is_other)
        || told == months.into()
    {
        return None;
    }
    let written = passage.text.get(fact.bytes.clone()).unwrap_or_default();
    Some(
        Diagnostic::finding(
            passage.span_of(&fact.bytes),
            format!("le texte donne à l’action une durée de {written}, et sa durée est : {}", duration.datum),
        )
        .also(duration.span, "durée")
        .help("corriger le texte ou le champ `duree`"),
    )
}

fn check_lengths(
    fiche_text: &FicheText<'_>,
    passage: &Passage,
    durations: &[MeantFor<Duration>],
) -> Vec<Diagnostic> {
    PATTERNS
        .length
        .captures_iter(&passage.text)
        .filter_map(|found| {
            let number = found.name("n")?;
            let claimed = in_months(read_count(number.as_str())?, unit(found.name("u")?.as_str())?)?;
            let before = passage.text.get(..number.start())?;
            let during = found.name("verbe")?.as_str().to_lowercase() == "pendant";
            let budget =
                is_prose(passage) && fiche_text.rubrique(passage.span) == Some(RubriqueContent::Budget);
            let duration = match durations {
                [single] if PATTERNS.action.is_match(before) || (during && budget) => single,
                [_] => return None,
                several => named_part(&passage.text, several)?,
            };
            let actual = length(&duration.datum)?;
            if claimed == actual {
                return None;
            }
            let finding = Diagnostic::finding(
                passage.span_of(&(number.start()..found.get(0)?.end())),
                format!(
                    "le texte compte {claimed} mois, et la durée de l’action, {}, en fait {actual}",
                    duration.datum
                ),
            )
            .also(duration.span, "durée")
            .help("accorder le texte et la durée");
            Some(if during && claimed < actual { finding.advice() } else { finding })
        })
        .collect()
}

fn in_months(number: u16, unit: TimeUnit) -> Option<i32> {
    match unit {
        TimeUnit::Month => Some(i32::from(number)),
        TimeUnit::Years => Some(i32::from(number) * 12),
        TimeUnit::Days | TimeUnit::Weeks => None,
    }
}

/// The number of months of a duration known to the month.
fn length(duration: &Duration) -> Option<i32> {
    let index = |j: Day| j.year() * 12 + i32::from(j.month());
    match duration {
        Duration::Length(n, u, _) => in_months(*n, *u),
        Duration::Period(a, b) if is_month(a) && is_month(b) => {
            let (start, end) = (bounds(a)?.0, bounds(b)?.1);
            Some(index(end) - index(start) + 1)
        }
        _ => None,
    }
}

fn is_month(date: &ImpreciseDate) -> bool {
    matches!(date, ImpreciseDate::Month(..))
}

/// The part of the action that a text names: the one that shares most of the words proper to it, at least two.
fn named_part<'f>(text: &str, parts: &'f [MeantFor<Duration>]) -> Option<&'f MeantFor<Duration>> {
    let text = flat(text);
    let present: BTreeSet<&str> = text.split(' ').collect();
    let objects: Vec<String> = parts.iter().map(|p| flat(p.object.as_deref().unwrap_or(""))).collect();
    let is_own = |index: usize, word: &str| {
        objects.iter().enumerate().all(|(i, o)| i == index || o.split(' ').all(|m| m != word))
    };
    let own_words_present = |(index, object): (usize, &String)| {
        let words = object.split(' ').filter(|m| m.len() > 4 && is_own(index, m));
        let words: BTreeSet<&str> = words.collect();
        words.intersection(&present).count()
    };
    let scores: Vec<usize> = objects.iter().enumerate().map(own_words_present).collect();
    let best = scores.iter().copied().max().filter(|n| *n >= 2)?;
    let mut best_parts = scores.iter().zip(parts).filter(|(n, _)| **n == best).map(|(_, p)| p);
    best_parts.next().filter(|_| best_parts.next().is_none())
}
