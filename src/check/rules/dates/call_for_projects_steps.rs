//! Checks that the steps of a call for projects follow one another: publication, deadline, selection, vote.

use super::facts::{DayRange, FicheText, fiche_texts, moments};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::{Day, Passage};
use crate::text::Span;

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

/// The steps in order.
const STEPS: [&str; 4] =
    ["parution de l’appel", APPLICATION_DEADLINE, "comité de sélection", "vote des résultats"];

const APPLICATION_DEADLINE: &str = "limite de dépôt";

/// Whether a sentence, flattened, is about the step of a rank.
fn is_about(rank: usize, sentence: &str) -> bool {
    const CALL: &[&str] = &["appel a projet"];
    // One of the first, then one of the second.
    let follow = |first: &[&str], second: &[&str]| {
        let starts = first.iter().filter_map(|stem| sentence.find(stem).map(|at| at + stem.len()));
        starts
            .min()
            .and_then(|at| sentence.get(at..))
            .is_some_and(|rest| second.iter().any(|stem| rest.contains(stem)))
    };
    match rank {
        0 => {
            follow(CALL, &["paru", "publie", "lance", "ouvert"])
                || follow(&["parution", "lancement", "publication"], CALL)
        }
        1 => {
            follow(
                &["candidature", "dossier", "depot"],
                &["jusqu", "date limite", "au plus tard", "avant le"],
            ) || sentence.contains("date limite de depot")
        }
        2 => sentence.contains("comite de selection") || sentence.split(' ').any(|word| word == "jury"),
        _ => follow(&["vote"], CALL),
    }
}

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
    let mut places_by_step: Vec<Vec<(DayRange, Span)>> = vec![Vec::new(); STEPS.len()];
    for passage in fiche_text.prose() {
        collect_steps(passage, &mut places_by_step);
    }
    let steps: Vec<Step> = STEPS
        .iter()
        .zip(places_by_step)
        .filter_map(|(name, places)| {
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
    // A year alone is too wide, and may be that of the projects.
    for moment in moments(passage).into_iter().filter(|moment| moment.width() <= 31) {
        let sentence = passage.facts().sentences.get(moment.sentence).cloned().unwrap_or_default();
        let sentence = flat(passage.text.get(sentence).unwrap_or_default());
        for (rank, places) in places_by_step.iter_mut().enumerate() {
            if is_about(rank, &sentence) {
                places.push((moment.days, passage.span_of(&moment.bytes)));
            }
        }
    }
}
