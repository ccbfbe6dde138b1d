//! Checks that the prose gives the action the same start as the field `mise_en_place`.

use std::sync::LazyLock;

use super::facts::{DayRange, FicheText, bounds, fiche_texts, intersect, moments};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::sentences;
use crate::model::Passage;
use crate::model::cadre::RubriqueContent;
use crate::text::pattern;
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "le texte fait commencer l’action à un autre moment que sa mise en place",
    severity: Severity::Warning,
    checks: "Dans la rubrique de la mise en place, le texte qui situe un début (« depuis », « à compter de », « date \
              de », « commence »…) : l’un au moins de ses moments peut être celui du champ. Ailleurs dans la fiche, une \
              phrase qui dit quand l’action, l’expérimentation ou le dispositif doit démarrer, débuter ou commencer : ce \
              moment (jour, mois, trimestre, semestre, année) peut être celui du champ. Les actions en plusieurs \
              parties, et les débuts d’autre chose, sont laissés de côté.",
    why: "Le début fixe la durée et ce qui est dû pour l’année : deux débuts dans une fiche, c’est deux budgets.",
    source: "Cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            to: "L'action démarre au second semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "L'action démarre au premier semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            },
            Change {
                file: "content/2024/fiches/02-diagnostics.md",
                from: "Deux conseillers suivent les personnes, en lien avec la fiche 1.",
                to: "La seconde enquête commence au second semestre 2024. Deux conseillers suivent les personnes, en lien avec la fiche 1.",
            },
        ],
    },
};

/// Words before a moment that make it a beginning; words that make it the beginning of the action.
static ANNOUNCEMENTS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (
        pattern(
            r"(?i)\b(?:depuis|dès|[aà] (?:compter|partir) d[eu]|date d[eu]|commenc\w+(?: en| le| au)?|début\w*(?: en| le| au)?|démarr\w*(?: en| le| au)?|mise en place(?: en| le| au)?)\s(?:le |l['’]|la |du )?$",
        ),
        pattern(
            r"(?i)\b(?:l['’](?:action|expérimentation|opération)|le (?:dispositif|projet)|son démarrage)\b[^.;]{0,30}\b(?:démarr|début|commenc)\w+\s(?:dès |[aà] partir de |[aà] compter de )?(?:en |au |le |à la )?$",
        ),
    )
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    fiche_texts(context).iter().flat_map(check_fiche).collect()
}

fn check_fiche(fiche_text: &FicheText<'_>) -> Vec<Diagnostic> {
    let Some(Ok(launches)) = &fiche_text.fiche.launch else { return Vec::new() };
    let [start] = launches.as_slice() else { return Vec::new() };
    let Some(days) = bounds(&start.datum) else { return Vec::new() };
    let (launch_passages, elsewhere_passages): (Vec<&Passage>, Vec<&Passage>) =
        fiche_text.prose().partition(|p| fiche_text.rubrique(p.span) == Some(RubriqueContent::Launch));
    let (beginning, action) = &*ANNOUNCEMENTS;
    let announcements: Vec<_> =
        launch_passages.into_iter().flat_map(|p| announcements(p, beginning)).collect();
    let one_agrees = announcements.iter().any(|(_, _, when)| intersect(*when, days));
    let in_rubrique = announcements.into_iter().filter(|_| !one_agrees).take(1);
    let elsewhere = elsewhere_passages
        .into_iter()
        .flat_map(|p| action_announcements(p, action))
        .filter(|(_, _, when)| !intersect(*when, days));
    in_rubrique
        .chain(elsewhere)
        .map(|(passage, bytes, _)| {
            let written = passage.text.get(bytes.clone()).unwrap_or("");
            Diagnostic::finding(
                passage.span_of(&bytes),
                format!(
                    "le texte fait commencer l’action à ce moment ({written}), et sa mise en place est : {}",
                    start.datum
                ),
            )
            .also(start.span, "mise en place")
            .help("corriger le texte ou le champ ; le texte peut citer « {mise_en_place} »")
        })
        .collect()
}

/// A passage, the bytes of a moment in it, and its days.
type Announcement<'d> = (&'d Passage, std::ops::Range<usize>, DayRange);

fn announcements<'d>(passage: &'d Passage, beginning: &Regex) -> Vec<Announcement<'d>> {
    moments(passage)
        .into_iter()
        .filter(|m| passage.text.get(..m.bytes.start).is_some_and(|before| beginning.is_match(before)))
        .map(|m| (passage, m.bytes, m.days))
        .collect()
}

/// The moments of the sentences about the start of the action itself.
fn action_announcements<'d>(passage: &'d Passage, action: &Regex) -> Vec<Announcement<'d>> {
    let found_moments = moments(passage);
    if found_moments.is_empty() {
        return Vec::new();
    }
    sentences(&passage.text)
        .into_iter()
        .flat_map(|sentence| {
            found_moments
                .iter()
                .filter(|m| sentence.start <= m.bytes.start && m.bytes.end <= sentence.end)
                .filter(|m| {
                    passage.text.get(sentence.start..m.bytes.start).is_some_and(|t| action.is_match(t))
                })
                .map(|m| (passage, m.bytes.clone(), m.days))
                .collect::<Vec<_>>()
        })
        .collect()
}
