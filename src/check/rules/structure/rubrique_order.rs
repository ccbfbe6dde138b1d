//! Checks the order of the rubriques against the cadre's.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;
use crate::model::cadre::Cadre;
use crate::model::text::plain_text;

pub(crate) static PAGE: Page = Page {
    title: "les rubriques ne sont pas dans l’ordre du modèle",
    severity: Severity::Advice,
    checks: "Les rubriques du cadre que la fiche contient y sont dans l’ordre du cadre. Les rubriques propres à la \
              fiche, placées où elle veut, sont laissées de côté, comme celles qui manquent. Un constat par fiche : la \
              première rubrique qui recule.",
    why: "Les services qui instruisent lisent les fiches en regard : l’ordre commun leur fait trouver chaque \
               réponse à sa place.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "## 2. Date de mise en place\n\n## 3. Durée de l'action",
            to: "## 2. Durée de l'action\n\n## 3. Date de mise en place",
        }],
        admitted: &[],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().filter_map(|fiche| check_fiche(&context.dossier.cadre, fiche)).collect()
}

fn check_fiche(cadre: &Cadre, fiche: &Fiche) -> Option<Diagnostic> {
    let position_of = |id: &str| cadre.rubriques.iter().position(|rubrique| rubrique.id == id);
    let positions: Vec<_> = fiche
        .sections
        .iter()
        .filter_map(|section| {
            section.rubrique.as_deref().and_then(position_of).map(|position| (position, section))
        })
        .collect();
    positions.windows(2).find_map(|pair| {
        let [(before, first), (after, second)] = pair else { return None };
        if after >= before {
            return None;
        }
        let (later, earlier) = (plain_text(&second.title), plain_text(&first.title));
        Some(
            Diagnostic::finding(
                second.span,
                format!(
                    "« {} » vient après « {} », que le cadre place ensuite",
                    later.trim(),
                    earlier.trim()
                ),
            )
            .also(first.span, "la rubrique qui précède")
            .help("remettre les rubriques dans l’ordre du cadre"),
        )
    })
}
