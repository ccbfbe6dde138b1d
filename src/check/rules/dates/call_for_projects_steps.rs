//! Checks that the steps of a call for projects follow one another: publication, deadline, selection, vote.

use std::sync::LazyLock;

use super::facts::{DayRange, FicheText, fiche_texts, moments};
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

/// The steps in order, each with the pattern of a sentence about it.
static STEPS: LazyLock<[(&str, Regex); 4]> = LazyLock::new(|| {
    [
        (
            "parution de l’appel",
            pattern(
                r"(?i)\bappel à projets?\b.*\b(?:paru|publié|lancé|ouvert)|\b(?:parution|lancement|publication)\b.*\bappel à projets?",
            ),
        ),
        (
            APPLICATION_DEADLINE,
            pattern(
                r"(?i)\b(?:candidatures?|dossiers?|dépôts?)\b.*(?:jusqu['’]|date limite|au plus tard|avant le)|date limite de dépôt",
            ),
        ),
        ("comité de sélection", pattern(r"(?i)\b(?:comité de sélection|jury)\b")),
        ("vote des résultats", pattern(r"(?i)\bvot(?:e|é)\b.*\bappel à projets?")),
    ]
});

const APPLICATION_DEADLINE: &str = "limite de dépôt";

/// A step that the fiche dates in one way only.
struct Step {
    name: &'static str,
    days: DayRange,
    span: Span,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let signature = context.signature();
    fiche_texts(context).iter().filter_map(|fiche_text| check_fiche(fiche_text, signature)).collect()
}

fn check_fiche(fiche_text: &FicheText<'_>, signature: Option<Day>) -> Option<Diagnostic> {
    let mut places_by_step: Vec<Vec<(DayRange, Span)>> = STEPS.iter().map(|_| Vec::new()).collect();
    for passage in fiche_text.prose() {
        collect_steps(passage, &mut places_by_step);
    }
    let steps: Vec<Step> = STEPS
        .iter()
        .zip(places_by_step)
        .filter_map(|((name, _), places)| {
            let (days, span) = *places.first()?;
            let dated_once = places.iter().all(|(j, _)| *j == days);
            // The deadline is in the imperfect tense, which DAT-002 does not read.
            let is_past = signature.is_none_or(|s| days.0 <= s) || *name == APPLICATION_DEADLINE;
            (dated_once && is_past).then_some(Step { name, days, span })
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

fn collect_steps(passage: &Passage, places_by_step: &mut [Vec<(DayRange, Span)>]) {
    let dates = moments(passage);
    if dates.is_empty() {
        return;
    }
    for bytes in sentences(&passage.text) {
        let Some(sentence) = passage.text.get(bytes.clone()) else { continue };
        // A year alone is too wide, and may be that of the projects.
        let precise = dates
            .iter()
            .filter(|m| bytes.start <= m.bytes.start && m.bytes.end <= bytes.end)
            .filter(|m| m.days.1.index() - m.days.0.index() <= 31);
        let precise: Vec<_> = precise.collect();
        for ((_, pattern), places) in STEPS.iter().zip(places_by_step.iter_mut()) {
            if pattern.is_match(sentence) {
                places.extend(precise.iter().map(|m| (m.days, passage.span_of(&m.bytes))));
            }
        }
    }
}
