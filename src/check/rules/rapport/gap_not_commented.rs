//! A gap above the framework's threshold has no comment.

use crate::check::figures_and_words;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::ledger::rapport::{RapportSummary, percent};
use crate::model::asked_rapport::CadreRapport;
use rust_decimal::Decimal;

pub(crate) static PAGE: Page = Page {
    title: "un écart à expliquer n’est pas commenté",
    severity: Severity::Warning,
    checks: "Quand le cadre fixe un seuil (`rapport.ecart_a_commenter`), une action dont l’exécuté s’écarte du contracté de plus que ce seuil, en plus ou en moins, et dont la rubrique qui doit le dire est vide. Une action qui n’est pas entièrement renseignée n’est pas comparée.",
    why: "L’État instruit le solde sur pièces : un écart que rien n’explique est repris, ou retarde le versement.",
    source: "Cadre de la convention : seuil et rubrique du rapport.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/rapports/2024/fiches/02-equipe-mobile.md",
            from: "Le second poste n'a été pourvu qu'en septembre.\n",
            to: "",
        }],
        admitted: &[Change {
            file: "content/2024/rapports/2024/fiches/01-accueil.md",
            from: "Les deux sites sont ouverts depuis avril.\n",
            to: "",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let cadre = &context.dossier.cadre;
    context
        .executions()
        .flat_map(|(rapport, summary)| silent_gaps(&cadre.asked_of(&rapport.id), summary))
        .collect()
}

/// The gaps of a report that nothing comments.
fn silent_gaps(asked: &CadreRapport, summary: &RapportSummary<'_>) -> Vec<Diagnostic> {
    let Some((threshold, rubrique)) = &asked.gap_to_comment else { return Vec::new() };
    // A kind of report with its own sections may have none to comment a gap in.
    let Some((_, title)) = asked.rubriques.iter().find(|(id, _)| id == rubrique) else { return Vec::new() };
    let mut findings = Vec::new();
    for action in summary.actions() {
        let (Some(fiche), Some(gap)) = (action.fiche, action.total.gap()) else { continue };
        let Some(share) = percent(gap, action.total.contracted.total) else { continue };
        let section = fiche.sections.iter().find(|s| s.rubrique.as_ref() == Some(rubrique));
        if share.abs() <= *threshold || section.is_some_and(|s| !s.body.is_empty()) {
            continue;
        }
        let sign = if gap.euros() > Decimal::ZERO { "de plus" } else { "de moins" };
        let place = section.map_or(fiche.fiche.span, |s| s.span);
        findings.push(
            Diagnostic::finding(
                place,
                format!(
                    "l’exécuté de la fiche {} est de {} {sign} que le contracté, et rien ne dit pourquoi",
                    action.number,
                    figures_and_words::percent(share.abs())
                ),
            )
            .arithmetic(format!(
                "{} exécutés, {} contractés ; seuil du cadre : {}",
                action.total.paid.total,
                action.total.contracted.total,
                figures_and_words::percent(*threshold)
            ))
            .stake(gap.euros())
            .help(format!("remplir la rubrique « {} »", title)),
        );
    }
    findings
}
