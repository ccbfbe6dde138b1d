//! What is not sure of a life: lines that could not be read, days that contradict one another, days that have not come.

use super::SignedAct;
use crate::diagnostic::{Diagnostic, Gap, Severity, Stage};
use crate::model::life::{Life, LifeEvent};
use crate::model::{Day, Dossier};
use crate::text::Span;

/// The findings that stand on what is written of the life of an act, or of those of its avenants.
pub fn of_lives<'r>(
    dossier: &'r Dossier,
    findings: &'r [Diagnostic],
) -> impl Iterator<Item = &'r Diagnostic> + use<'r> {
    let is_of_one = |place: Span| lives(dossier).any(|life| life.holds(place));
    findings.iter().filter(move |finding| finding.labels.first().is_some_and(|label| is_of_one(label.span)))
}

/// What is written as done, and whose day has not come.
pub fn not_come(dossier: &Dossier, day: Day) -> Vec<Diagnostic> {
    let done = lives(dossier).flat_map(|life| life.events.iter().filter(|event| !event.is_planned));
    let told = |event: &LifeEvent| {
        let own = event.day.as_ref().filter(|own| own.value > day)?;
        let what = event.step.word();
        let message =
            format!("le {} n’est pas encore venu\u{a0}: « {what} » ne peut avoir eu lieu", own.value);
        let finding = Diagnostic::error("PRJ-020", own.span, message);
        let help = "corriger le jour ; pour ce qui est attendu, écrire « prevu_le » au lieu de « le »";
        Some(finding.help(help).leaves(Gap::Nothing))
    };
    done.filter_map(told).collect()
}

fn lives(dossier: &Dossier) -> impl Iterator<Item = &Life> {
    std::iter::once(&dossier.convention.life).chain(dossier.avenants.iter().map(|avenant| &avenant.life))
}

/// The lines of a life that an error contradicts, or leaves partly unread, by their places; and whether all of the life is
/// in doubt with them.
pub(super) fn doubts(life: &Life, findings: &[&Diagnostic]) -> (Vec<Span>, bool) {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let own = errors.filter(|finding| finding.labels.iter().any(|label| life.holds(label.span)));
    let (mut lines, mut is_whole) = (Vec::new(), life.is_partial);
    let is_of_the_sending = |place: Span| life.transmission.extent.is_some_and(|extent| extent.has(place));
    for finding in own {
        for place in finding.labels.iter().map(|label| label.span).filter(|place| life.holds(*place)) {
            match life.events.iter().find(|event| event.extent.has(place)) {
                // A rule that looks at something else than the day of a line does not say that it did not happen.
                Some(event) if finding.stage == Stage::Check && !event.place().has(place) => {}
                Some(event) => lines.push(event.extent),
                None => is_whole |= finding.stage != Stage::Check && !is_of_the_sending(place),
            }
        }
    }
    (lines, is_whole)
}

impl SignedAct<'_> {
    /// Whether nothing of its life is in doubt.
    pub fn is_sure(&self) -> bool {
        !self.is_partial && self.doubted.is_empty()
    }

    /// Whether a line is in doubt.
    pub(super) fn doubts(&self, event: &LifeEvent) -> bool {
        self.doubted.contains(&event.extent)
    }
}
