//! Checks that the visa of the délibération bears the day of the vote.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Day;
use crate::model::convention::VisaKind;
use crate::model::life::LifeStep;

pub(crate) static PAGE: Page = Page {
    title: "le visa de la délibération ne porte pas la date du vote",
    severity: Severity::Error,
    checks: "Le visa d’une délibération qui autorise à signer, ou qui approuve la convention, porte le jour du \
              vote, tel que `vie.yaml` le dit ; de plusieurs votes, l’un d’eux. Les délibérations citées pour un autre objet ne sont pas comparées.",
    why: "Le visa désigne le vote qui donne pouvoir de signer : avec une autre date, il désigne un vote qui \
               n’existe pas, ou qui n’a pas cet objet.",
    source: "CGCT, art. L. 3211-1 et L. 3131-1 ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "    date: 2024-03-21",
            to: "    date: 2024-03-12",
        }],
        admitted: &[Change {
            file: "content/2024/convention.yaml",
            from: "    date: 2024-03-21\n    objet: autorisant son Président à signer la présente convention",
            to: "    date: 2024-02-12\n    objet: relative aux solidarités",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let convention = &context.dossier.convention;
    let Some(vote) = convention.life.day(LifeStep::Vote) else { return Vec::new() };
    // The visa may cite any of the votes, when there are several.
    let is_of_a_vote = |day: Day| {
        let days = convention.life.past(LifeStep::Vote).filter_map(|event| event.day.as_ref());
        day == vote.value || days.into_iter().any(|own| own.value == day)
    };
    convention
        .visas
        .iter()
        .filter(|v| v.kind == VisaKind::Vote)
        .filter_map(|v| v.date.as_ref())
        .filter(|date| !is_of_a_vote(date.value))
        .map(|date| {
            Diagnostic::finding(
                date.span,
                format!(
                    "le visa date la délibération du {}, les dates de l’acte du {}",
                    date.value, vote.value
                ),
            )
            .here("visa")
            .also(vote.span, "date du vote")
            .help("reprendre la date du registre des délibérations")
        })
        .collect()
}
