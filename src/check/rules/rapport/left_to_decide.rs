//! Points that a new edition leaves to decide.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::life::ActStatus;

pub(crate) static PAGE: Page = Page {
    title: "un point reste à décider",
    severity: Severity::Error,
    checks: "Les commentaires « # à décider : … » que `calpae new edition` met dans les fichiers YAML et les en-têtes. \
              Dans un projet, c’est un avertissement ; dans un acte délibéré, une erreur.",
    why: "Une édition reprend les montants, les cibles et les visas de la précédente comme des propositions : \
               aucune ne doit passer au vote sans que quelqu’un l’ait choisie.",
    source: "Reprise d’une édition à l’autre par `calpae new edition`.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/convention.yaml",
            from: "lieu: Vaunes-le-Haut",
            to: "lieu: Vaunes-le-Haut     # à décider : le lieu",
        }],
        admitted: &[Change {
            file: "content/2024/convention.yaml",
            from: "lieu: Vaunes-le-Haut",
            to: "lieu: Vaunes-le-Haut     # décidé par la commission",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let project = context.dossier.convention.status == ActStatus::Draft;
    let points = context.dossier.to_decide.iter().map(|point| {
        let what = if point.value.is_empty() { "ce point" } else { point.value.as_str() };
        let finding = Diagnostic::finding(point.span, format!("à décider : {what}"))
            .help("décider, puis retirer la marque « # à décider »");
        if project { finding.warning() } else { finding }
    });
    points.collect()
}
