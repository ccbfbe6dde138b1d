//! When the action starts, in the prose and in its field.

use std::sync::LazyLock;

use crate::check::rules::dates::facts::{Batch, Interval, batches, bounds, intersect, moments};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::sentences;
use crate::model::Passage;
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

/// What situates a beginning, just before a moment; and a sentence that says when the action begins.
static ANNOUNCEMENTS: LazyLock<(Regex, Regex)> = LazyLock::new(|| {
    (
        pattern(
            r"(?i)\b(?:depuis|dès|à (?:compter|partir) d[eu]|date d[eu]|commenc\w+(?: en| le| au)?|début\w*(?: en| le| au)?|démarr\w*(?: en| le| au)?|mise en place(?: en| le| au)?)\s(?:le |l['’]|la |du )?$",
        ),
        pattern(
            r"(?i)\b(?:l['’](?:action|expérimentation|opération)|le (?:dispositif|projet)|son démarrage)\b[^.;]{0,30}\b(?:démarr|début|commenc)\w+\s(?:dès |à partir de |à compter de )?(?:en |au |le |à la )?$",
        ),
    )
});

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    batches(c).iter().flat_map(judge).collect()
}

fn judge(batch: &Batch<'_>) -> Vec<Diagnostic> {
    let Some(Ok(start_set)) = &batch.fiche.launch else { return Vec::new() };
    let [start] = start_set.as_slice() else { return Vec::new() };
    let Some(days) = bounds(&start.datum) else { return Vec::new() };
    let (within, out_of_range): (Vec<&Passage>, Vec<&Passage>) =
        batch.prose().partition(|p| batch.rubrique(p.span) == Some("mise_en_place"));
    let (threshold, action) = &*ANNOUNCEMENTS;
    let announcements: Vec<_> = within.into_iter().flat_map(|p| announcements(p, threshold)).collect();
    let agreement = announcements.iter().any(|(_, _, when)| intersect(*when, days));
    let rubrique = announcements.into_iter().filter(|_| !agreement).take(1);
    let elsewhere = out_of_range
        .into_iter()
        .flat_map(|p| firm_announcements(p, action))
        .filter(|(_, _, when)| !intersect(*when, days));
    rubrique
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
            .help("corriger le texte ou le champ ; le texte peut citer `{mise_en_place}`")
        })
        .collect()
}

type Announcement<'d> = (&'d Passage, std::ops::Range<usize>, Interval);

fn announcements<'d>(passage: &'d Passage, threshold: &Regex) -> Vec<Announcement<'d>> {
    moments(passage)
        .into_iter()
        .filter(|m| passage.text.get(..m.bytes.start).is_some_and(|before| threshold.is_match(before)))
        .map(|m| (passage, m.bytes, m.days))
        .collect()
}

/// Those of the sentences that tell of the action itself.
fn firm_announcements<'d>(passage: &'d Passage, action: &Regex) -> Vec<Announcement<'d>> {
    let hits = moments(passage);
    if hits.is_empty() {
        return Vec::new();
    }
    sentences(&passage.text)
        .into_iter()
        .flat_map(|sentence| {
            hits.iter()
                .filter(|m| sentence.start <= m.bytes.start && m.bytes.end <= sentence.end)
                .filter(|m| {
                    passage.text.get(sentence.start..m.bytes.start).is_some_and(|t| action.is_match(t))
                })
                .map(|m| (passage, m.bytes.clone(), m.days))
                .collect::<Vec<_>>()
        })
        .collect()
}
