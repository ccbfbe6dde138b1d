//! Checks that a fiche has every required rubrique of the cadre.

use super::rubrique_data::has_data;
use crate::check::section_headings::{heading, section, typo};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Fiche;

pub(crate) static PAGE: Page = Page {
    title: "une rubrique obligatoire manque à une fiche",
    severity: Severity::Error,
    checks: "Chaque rubrique que le cadre dit `obligatoire` est une rubrique de la fiche, reconnue à son titre ou à \
              son repère. Un seul constat par fiche nomme toutes celles qui manquent, et dit celles dont la donnée est \
              pourtant dans l’en-tête. Une rubrique présente et vide relève de STR-004.",
    why: "Le modèle national est ce que les services de l’État instruisent : sans durée, sans partenaires ou sans \
               indicateurs, l’action ne peut être ni suivie ni évaluée.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    example: Example {
        context: &[],
        fault: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 3. Durée de l'action\n\n## 4. Partenaires\n\n## 5.",
                to: "## 3. Partenaires\n\n## 4.",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 6. Objectifs",
                to: "## 5. Objectifs",
            },
        ],
        admitted: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "## 3. Durée de l'action",
            to: "## 3. Duree de l'action {#duree}",
        }],
    },
};

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.fiches().filter_map(|fiche| check_fiche(context, fiche)).collect()
}

fn check_fiche(context: &Context<'_>, fiche: &Fiche) -> Option<Diagnostic> {
    let required = context.dossier.cadre.rubriques.iter().filter(|rubrique| rubrique.required);
    let missing: Vec<_> = required.filter(|rubrique| section(fiche, &rubrique.id).is_none()).collect();
    if missing.is_empty() {
        return None;
    }
    let names: Vec<String> = missing.iter().map(|rubrique| format!("« {} »", rubrique.title)).collect();
    let with_data = missing.iter().filter(|rubrique| has_data(fiche, rubrique));
    let with_data: Vec<String> = with_data.map(|rubrique| format!("« {} »", rubrique.title)).collect();
    let (verb, noun) =
        if names.len() > 1 { ("manquent", "les rubriques") } else { ("manque", "la rubrique") };
    let help = if with_data.is_empty() {
        "ajouter la rubrique et sa donnée".to_owned()
    } else {
        format!("ajouter la rubrique ; l’en-tête a déjà la donnée de {}", with_data.join(", "))
    };
    // A misspelt heading is the place to repair.
    let typos: Vec<_> =
        missing.iter().filter_map(|rubrique| Some((typo(fiche, rubrique)?, *rubrique))).collect();
    let (span, help) = match typos.first() {
        Some((section, rubrique)) => {
            (section.span, format!("écrire « {} » au lieu de « {} »", rubrique.title, heading(section)))
        }
        None => (fiche.number.span, help),
    };
    let finding = Diagnostic::finding(
        span,
        format!(
            "{noun} {}, que le modèle national demande, {verb} à la fiche {}",
            names.join(", "),
            fiche.number
        ),
    )
    .help(help);
    Some(typos.iter().skip(1).fold(finding, |finding, (section, rubrique)| {
        finding.also(section.span, format!("peut-être « {} »", rubrique.title))
    }))
}
