//! A heading ends with a full stop.

use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;

pub(crate) static PAGE: Page = Page {
    title: "un titre finit par un point",
    severity: Severity::Advice,
    checks: "Les titres des articles et des fiches qui finissent par un point. Les points de suspension, un sigle à points \
              (« S.A. ») et « etc. » sont admis, ainsi que les deux-points, d’usage dans les modèles de l’État.",
    why: "Les titres passent dans le sommaire et les signets du PDF, où le point les fait lire comme des phrases.",
    source: "Règles typographiques de l’Imprimerie nationale (pas de point à la fin d’un titre).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "### 1.2. La réponse",
            to: "### 1.2. La réponse.",
        }],
        admitted: &[Change {
            file: "content/2024/fiches/01-accueil.md",
            from: "### 1.2. La réponse",
            to: "### 1.2. La réponse, le suivi, etc.",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let titles = context.dossier.passages.iter().filter(|p| matches!(p.kind, PassageKind::Heading(_)));
    titles
        .filter_map(|p| {
            let text = p.text.trim_end();
            let body = text.strip_suffix('.')?;
            let last = body.rsplit(' ').next().unwrap_or(body);
            let acronym = last.contains('.') || last.ends_with("etc") || last.chars().count() < 3;
            if acronym {
                return None;
            }
            let span = p.span_of(&(body.len()..text.len()));
            Some(
                Diagnostic::finding(span, format!("le titre « {text} » finit par un point"))
                    .help("retirer le point")
                    .fix(span, ""),
            )
        })
        .collect()
}
