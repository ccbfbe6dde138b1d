//! The heading of a section against the title of the national template.

use crate::check::section_headings::heading;
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::flat;
use crate::model::Fiche;
use crate::model::cadre::{Cadre, Rubrique};
use crate::model::fiche::Section;

pub(crate) static PAGE: Page = Page {
    title: "l’intitulé d’une rubrique n’est pas celui du modèle national",
    severity: Severity::Advice,
    checks: "Les titres des rubriques que la fiche rattache au cadre par leur repère (« {#budget} ») : les mots du \
              titre national s’y lisent en tête, sans égard au numéro, aux capitales, aux accents ni à la ponctuation. \
              Ce qui suit (« sur l’année », deux-points final) est admis. Un constat par fiche. Les rubriques propres à \
              la fiche ne sont pas comparées.",
    why: "Les services qui instruisent cherchent les rubriques du modèle par leur nom ; un titre changé peut aussi \
               changer ce que la rubrique demande : les partenaires sans les co-financeurs, par exemple.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "## 4. Partenaires",
            to: "## 4. Parties prenantes {#partenaires}",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 4. Partenaires",
                to: "## 4. PARTENAIRES sur 2024 : {#partenaires}",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "## 5. Budget détaillé",
                to: "## 5. Budget détaille pour 2024 {#budget}",
            },
        ],
    },
};

pub(crate) fn check(c: &Context<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(|fiche| audit(&c.dossier.cadre, fiche)).collect()
}

/// The heading without its number, and the section of the framework whose title it does not open with.
fn other_title<'c>(cadre: &'c Cadre, section: &Section) -> Option<(String, &'c Rubrique)> {
    let rubrique = cadre.rubriques.iter().find(|r| section.rubrique.as_deref() == Some(r.id.as_str()))?;
    let own = heading(section);
    let (stated, expected) = (flat(&own), flat(&rubrique.title));
    let rest = stated.strip_prefix(&expected);
    let same = rest.is_some_and(|s| s.is_empty() || s.starts_with(' '));
    (!same).then_some((own, rubrique))
}

fn audit(cadre: &Cadre, fiche: &Fiche) -> Option<Diagnostic> {
    let mut hits =
        fiche.sections.iter().filter_map(|s| other_title(cadre, s).map(|(stated, r)| (s.span, stated, r)));
    let (span, stated, rubrique) = hits.next()?;
    let mut finding = Diagnostic::finding(
        span,
        format!("la rubrique est intitulée « {stated} », et « {} » dans le modèle national", rubrique.title),
    )
    .help("reprendre l’intitulé du modèle national");
    for (span, stated, rubrique) in hits {
        finding = finding.also(span, format!("« {stated} » pour « {} »", rubrique.title));
    }
    Some(finding)
}
