//! Checks that the launch is a date and the duration a length or an end.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::facts::{self, SaidValue};
use crate::model::{Duration, Fiche, ImpreciseDate};
use crate::text::Span;

pub(crate) static PAGE: Page = Page {
    title: "la mise en place n’est pas une date, ou la durée n’est pas une durée",
    severity: Severity::Advice,
    checks: "Une `mise_en_place` qui dit « en cours », « action déjà existante » ou des mots sans année ; une `duree` en \
              mots qui ne donne ni longueur ni année. Un constat par fiche. « Indéterminée » est une durée, une année \
              est une date. Une rubrique absente relève de la structure de la fiche.",
    why: "Sans début ni longueur, nul ne peut dire si l’action a eu lieu pendant la convention, ni sur quoi la payer \
               et l’évaluer.",
    source: "Rubriques « date de mise en place » et « durée » du modèle de fiche ; cohérence interne de l’acte.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "mise_en_place: 2021",
            to: "mise_en_place: en cours",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "duree: 2021-2024",
                to: "duree: indéterminée",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "duree: 2021-2024",
                to: "duree: { texte: quatre ans au plus }",
            },
        ],
    },
};

/// Help for a launch that is not a date.
const DATE_HELP: &str = "écrire la date du début, au moins son année";
/// Help for a duration that is neither a length nor an end.
const LENGTH_HELP: &str = "écrire une longueur (« 12 mois ») ou une fin";

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().filter_map(check_fiche).collect()
}

fn check_fiche(fiche: &Fiche) -> Option<Diagnostic> {
    let launches = fiche.launch.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let launches = launches.filter_map(|d| match &d.datum {
        ImpreciseDate::Ongoing | ImpreciseDate::AlreadyExisting => {
            Some((d.span, format!("la mise en place, « {} », n’est pas une date", d.datum), DATE_HELP))
        }
        ImpreciseDate::Text(t) if !has_year(t) => {
            Some((d.span, format!("la mise en place, « {t} », n’est pas une date"), DATE_HELP))
        }
        _ => None,
    });
    let durations = fiche.duration.iter().filter_map(|d| d.as_ref().ok()).flatten();
    let durations = durations.filter_map(|d| match &d.datum {
        Duration::Text(t) if !has_year(t) && !has_length(t) => {
            Some((d.span, format!("la durée, « {t} », n’est pas une durée"), LENGTH_HELP))
        }
        _ => None,
    });
    let faults: Vec<(Span, String, &str)> = launches.chain(durations).collect();
    let (first, ..) = faults.first()?;
    let messages: Vec<&str> = faults.iter().map(|(_, m, _)| m.as_str()).collect();
    let mut helps: Vec<&str> = faults.iter().map(|(_, _, help)| *help).collect();
    helps.dedup();
    let finding = Diagnostic::finding(*first, messages.join(" ; ")).help(helps.join(" ; "));
    Some(faults.iter().skip(1).fold(finding, |d, (span, ..)| d.also(*span, "")))
}

/// Whether a text says a year.
fn has_year(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_digit()).any(|m| m.len() == 4)
}

/// Whether a text says a length of time. « D’ici la fin de l’année » is a date.
fn has_length(text: &str) -> bool {
    facts::read(text).facts.iter().any(|fact| matches!(fact.value, SaidValue::Duration { .. }))
}
