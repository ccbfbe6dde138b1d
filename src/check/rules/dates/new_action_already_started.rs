//! Checks that an action with the status « nouvelle » was not launched before the year of the edition.

use super::facts::bounds;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::cadre::Cadre;
use crate::model::{Day, Fiche, ImpreciseDate};

pub(crate) static PAGE: Page = Page {
    title: "une action dite nouvelle a commencé avant l’édition",
    severity: Severity::Advice,
    checks: "Une fiche dont un statut est, dans le cadre, celui d’une action nouvelle (`nouvelle: oui`, sinon son mot ou son \
              libellé : « nouveau », « nouvelle », « inédite »), et dont toutes les mises en place sont antérieures à l’année de l’édition, ou dites déjà \
              existantes. Les statuts qui se contredisent entre eux relèvent de la structure de la fiche.",
    why: "L’article qui demande de signaler les actions nouvelles sert à voir ce que l’année apporte : une action \
               déjà financée auparavant n’y apporte rien.",
    source: "Cohérence interne de l’acte : le statut de la fiche et sa date de mise en place.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "mise_en_place: 2024-02-01\nduree: 11 mois, jusqu'en décembre 2024",
            to: "mise_en_place: 2021-02-01\nduree: 2021-2024",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/02-diagnostics.md",
            from: "mise_en_place: 2024-02-01\nduree: 11 mois, jusqu'en décembre 2024",
            to: "mise_en_place: fin 2023 / début 2024\nduree: 2023-2024",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let dossier = context.dossier;
    let year = dossier.convention.year;
    let Some(january_first) = Day::new(year, 1, 1) else { return Vec::new() };
    context.fiches().filter_map(|fiche| check_fiche(fiche, &dossier.cadre, january_first)).collect()
}

fn check_fiche(fiche: &Fiche, cadre: &Cadre, january_first: Day) -> Option<Diagnostic> {
    let status =
        fiche.statuses.iter().find(|s| cadre.status(&s.word.value).is_some_and(|known| known.is_new))?;
    let Some(Ok(launches)) = &fiche.launch else { return None };
    let old = |date: &ImpreciseDate| match date {
        ImpreciseDate::AlreadyExisting => true,
        date => bounds(date).is_some_and(|days| days.1 < january_first),
    };
    let first = launches.first().filter(|_| launches.iter().all(|d| old(&d.datum)))?;
    Some(
        Diagnostic::finding(
            status.word.span,
            format!(
                "la fiche est dite « {} », et l’action est mise en place avant {} : {}",
                status.word.value,
                january_first.year(),
                first.datum
            ),
        )
        .also(first.span, "mise en place")
        .help("corriger le statut, ou dire ce qui est nouveau depuis"),
    )
}
