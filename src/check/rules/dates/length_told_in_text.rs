//! Lengths told in the prose: against their own days, and against the duration of the action.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::rules::dates::facts::{Batch, batches, bounds, is_prose, last_ones, moments, unit};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::lang::numbers::read_count;
use crate::model::fiche::MeantFor;
use crate::model::passage::PassageKind;
use crate::model::time::Unit;
use crate::model::{Day, Duration, ImpreciseDate, Passage};
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une longueur du texte n’est pas celle de ses dates, ou celle de l’action",
    severity: Severity::Warning,
    checks: "Dans tout texte, une longueur suivie de ses bornes (« 4 ans, du 1er janvier 2024 au 31 décembre 2027 », \
              « trois ans : de 2021 à 2023 ») : elle les sépare. Dans une fiche, « dure », « durera », « pendant », \
              « sur » tant de mois ou d’années, dans un texte qui nomme une partie de l’action, dont la durée est \
              autre ; « l’action », « le dispositif » ou « l’expérimentation » dure tant, et la durée est autre ; dans \
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

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let all_bounded = c.dossier.passages.iter().filter(|p| p.kind != PassageKind::Code).filter_map(bounded);
    all_bounded.chain(batches(c).iter().flat_map(fiche)).collect()
}

/// « 4 ans, du … au … ».
fn bounded(passage: &Passage) -> Option<Diagnostic> {
    if ![" an", " mois"].iter().any(|word| passage.text.contains(word)) {
        return None;
    }
    let hits = moments(passage);
    hits.windows(2).find_map(|pair| {
        let [start, end] = pair else { return None };
        let text = passage.text.get(..start.bytes.start)?;
        let claimed = PATTERNS.bounded.captures(text)?;
        let in_between = passage.text.get(start.bytes.end..end.bytes.start)?.trim();
        if in_between != "à" && in_between != "au" {
            return None;
        }
        let (n, u) = (read_count(claimed.name("n")?.as_str())?, unit(claimed.name("u")?.as_str())?);
        let expected = last_ones((start.days.0, start.days.0), n, u)?.0;
        let anniversary = expected.shift(1)?;
        let is_correct = expected == end.days.1 || (end.days.0 == end.days.1 && anniversary == end.days.1);
        let bytes = claimed.name("n")?.start()..end.bytes.end;
        (!is_correct).then(|| {
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

/// The lengths of a fiche against those of the action, or of the part that the text names.
fn fiche(batch: &Batch<'_>) -> Vec<Diagnostic> {
    let Some(Ok(durations)) = &batch.fiche.duration else { return Vec::new() };
    let fields = batch.passages.iter().copied().filter(|p| p.kind == PassageKind::Field);
    let locations =
        |p: &Passage| durations.iter().any(|d| d.span.start <= p.span.start && p.span.end <= d.span.end);
    batch.prose().chain(fields).filter(|p| !locations(p)).flat_map(|p| lengths(batch, p, durations)).collect()
}

fn lengths(batch: &Batch<'_>, passage: &Passage, durations: &[MeantFor<Duration>]) -> Vec<Diagnostic> {
    PATTERNS
        .length
        .captures_iter(&passage.text)
        .filter_map(|found| {
            let number = found.name("n")?;
            let claimed = month(read_count(number.as_str())?, unit(found.name("u")?.as_str())?)?;
            let before = passage.text.get(..number.start())?;
            let during = found.name("verbe")?.as_str().to_lowercase() == "pendant";
            let budget = is_prose(passage) && batch.rubrique(passage.span) == Some("budget");
            let duration = match durations {
                [single] if PATTERNS.action.is_match(before) || (during && budget) => single,
                [_] => return None,
                several => named(&passage.text, several)?,
            };
            let real = length(&duration.datum)?;
            if claimed == real {
                return None;
            }
            let finding = Diagnostic::finding(
                passage.span_of(&(number.start()..found.get(0)?.end())),
                format!(
                    "le texte compte {claimed} mois, et la durée de l’action, {}, en fait {real}",
                    duration.datum
                ),
            )
            .also(duration.span, "durée")
            .help("accorder le texte et la durée");
            Some(if during && claimed < real { finding.advice() } else { finding })
        })
        .collect()
}

fn month(number: u16, unit: Unit) -> Option<i32> {
    match unit {
        Unit::Month => Some(i32::from(number)),
        Unit::Years => Some(i32::from(number) * 12),
        Unit::Days | Unit::Weeks => None,
    }
}

/// The months of a duration, when it has a length to the month.
fn length(duration: &Duration) -> Option<i32> {
    let index = |j: Day| j.year() * 12 + i32::from(j.month());
    match duration {
        Duration::Length(n, u, _) => month(*n, *u),
        Duration::Period(a, b) if is_precise(a) && is_precise(b) => {
            let (start, end) = (bounds(a)?.0, bounds(b)?.1);
            Some(index(end) - index(start) + 1)
        }
        _ => None,
    }
}

fn is_precise(date: &ImpreciseDate) -> bool {
    matches!(date, ImpreciseDate::Month(..))
}

/// The part of the action that a text names: it has most of the words that tell it from the others.
fn named<'f>(text: &str, parties: &'f [MeantFor<Duration>]) -> Option<&'f MeantFor<Duration>> {
    let text = flat(text);
    let present: BTreeSet<&str> = text.split(' ').collect();
    let objects: Vec<String> = parties.iter().map(|p| flat(p.object.as_deref().unwrap_or(""))).collect();
    let own_ones = |index: usize, word: &str| {
        objects.iter().enumerate().all(|(i, o)| i == index || o.split(' ').all(|m| m != word))
    };
    let shared = |(index, object): (usize, &String)| {
        let words = object.split(' ').filter(|m| m.len() > 4 && own_ones(index, m));
        let words: BTreeSet<&str> = words.collect();
        words.intersection(&present).count()
    };
    let counted: Vec<usize> = objects.iter().enumerate().map(shared).collect();
    let best = counted.iter().copied().max().filter(|n| *n >= 2)?;
    let mut first_ones = counted.iter().zip(parties).filter(|(n, _)| **n == best).map(|(_, p)| p);
    first_ones.next().filter(|_| first_ones.next().is_none())
}
