//! The steps of a call for projects, in the order in which they come.

use std::sync::LazyLock;

use crate::check::rules::dates::facts::{Batch, Interval, batches, moments};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::sentences;
use crate::model::{Day, Passage};
use crate::text::{Span, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "les étapes d’un appel à projets ne se suivent pas",
    severity: Severity::Warning,
    checks: "Dans une fiche, les phrases qui datent au jour ou au mois la parution d’un appel à projets, la limite de \
              dépôt des candidatures, le comité de sélection et le vote de ses résultats : elles se suivent dans cet \
              ordre. Une étape datée de plusieurs façons est laissée de côté : la fiche parle alors de plusieurs appels. \
              Un fait accompli daté d’après la signature est dit par une autre règle.",
    why: "On ne choisit pas des dossiers avant de les avoir reçus : une procédure racontée à rebours ne prouve plus \
               l’égalité des candidats.",
    source: "Loi n° 2000-321 du 12 avril 2000, art. 9-1 et 10 (subventions) ; cohérence interne de l’acte.",
    example: Example {
        context: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "Deux conseillers suivent les personnes, en lien avec la fiche 1. L'appel à projets est paru le 2 octobre 2023. Les candidatures étaient reçues jusqu'au 15 novembre 2023.",
        }],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "paru le 2 octobre 2023",
            to: "paru le 2 décembre 2023",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "paru le 2 octobre 2023",
            to: "paru le 2 octobre 2023, après un premier appel lancé en novembre 2021",
        }],
    },
};

/// The steps in order, each with the sentences that tell it.
static STEPS: LazyLock<[(&str, Regex); 4]> = LazyLock::new(|| {
    [
        (
            "parution de l’appel",
            pattern(
                r"(?i)\bappel à projets?\b.*\b(?:paru|publié|lancé|ouvert)|\b(?:parution|lancement|publication)\b.*\bappel à projets?",
            ),
        ),
        (
            LIMIT,
            pattern(
                r"(?i)\b(?:candidatures?|dossiers?|dépôts?)\b.*(?:jusqu['’]|date limite|au plus tard|avant le)|date limite de dépôt",
            ),
        ),
        ("comité de sélection", pattern(r"(?i)\b(?:comité de sélection|jury)\b")),
        ("vote des résultats", pattern(r"(?i)\bvot(?:e|é)\b.*\bappel à projets?")),
    ]
});

const LIMIT: &str = "limite de dépôt";

/// A step that the fiche dates once.
struct Step {
    name: &'static str,
    days: Interval,
    span: Span,
}

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    let signature = c.signature();
    batches(c).iter().filter_map(|batch| judge(batch, signature)).collect()
}

fn judge(batch: &Batch<'_>, signature: Option<Day>) -> Option<Diagnostic> {
    let mut hits: Vec<Vec<(Interval, Span)>> = STEPS.iter().map(|_| Vec::new()).collect();
    for passage in batch.prose() {
        gather(passage, &mut hits);
    }
    let steps: Vec<Step> = STEPS
        .iter()
        .zip(hits)
        .filter_map(|((name, _), locations)| {
            let (days, span) = *locations.first()?;
            let unique = locations.iter().all(|(j, _)| *j == days);
            // The limit is told at the imperfect, which the rule of accomplished facts leaves aside.
            let accomplished = signature.is_none_or(|s| days.0 <= s) || *name == LIMIT;
            (unique && accomplished).then_some(Step { name, days, span })
        })
        .collect();
    let (before, after) = steps.windows(2).find_map(|pair| {
        let [a, b] = pair else { return None };
        (b.days.1 < a.days.0).then_some((a, b))
    })?;
    Some(
        Diagnostic::finding(
            after.span,
            format!(
                "l’étape « {} », le {}, précède l’étape « {} », le {}",
                after.name, after.days.0, before.name, before.days.0
            ),
        )
        .also(before.span, before.name)
        .help("vérifier les deux dates"),
    )
}

fn gather(passage: &Passage, hits: &mut [Vec<(Interval, Span)>]) {
    let dates = moments(passage);
    if dates.is_empty() {
        return;
    }
    for bytes in sentences(&passage.text) {
        let Some(sentence) = passage.text.get(bytes.clone()) else { continue };
        // A year alone is too wide to be a step, and may be that of the actions called for.
        let precise_ones = dates
            .iter()
            .filter(|m| bytes.start <= m.bytes.start && m.bytes.end <= bytes.end)
            .filter(|m| m.days.1.index() - m.days.0.index() <= 31);
        let precise_ones: Vec<_> = precise_ones.collect();
        for ((_, pattern), locations) in STEPS.iter().zip(hits.iter_mut()) {
            if pattern.is_match(sentence) {
                locations.extend(precise_ones.iter().map(|m| (m.days, passage.span_of(&m.bytes))));
            }
        }
    }
}
