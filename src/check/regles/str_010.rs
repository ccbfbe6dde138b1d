//! The heading of a section against the title of the national template.

use crate::check::outils::plat;
use crate::check::structure::intitule;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::{Cadre, Rubrique};
use crate::model::fiche::Section;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-010",
    titre: "l’intitulé d’une rubrique n’est pas celui du modèle national",
    gravite: Gravite::Conseil,
    verifie: "Les titres des rubriques que la fiche rattache au cadre par leur repère (« {#budget} ») : les mots du \
              titre national s’y lisent en tête, sans égard au numéro, aux capitales, aux accents ni à la ponctuation. \
              Ce qui suit (« sur l’année », deux-points final) est admis. Un constat par fiche. Les rubriques propres à \
              la fiche ne sont pas comparées.",
    pourquoi: "Les services qui instruisent cherchent les rubriques du modèle par leur nom ; un titre changé peut aussi \
               changer ce que la rubrique demande : les partenaires sans les co-financeurs, par exemple.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "## 4. Partenaires",
            a: "## 4. Parties prenantes {#partenaires}",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 4. Partenaires",
                a: "## 4. PARTENAIRES sur 2024 : {#partenaires}",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 5. Budget détaillé",
                a: "## 5. Budget détaille pour 2024 {#budget}",
            },
        ],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(|fiche| controler(&c.dossier.cadre, fiche)).collect()
}

/// The heading without its number, and the section of the framework whose title it does not open with.
fn autre_titre<'c>(cadre: &'c Cadre, section: &Section) -> Option<(String, &'c Rubrique)> {
    let rubrique = cadre.rubriques.iter().find(|r| section.rubrique.as_deref() == Some(r.id.as_str()))?;
    let propre = intitule(section);
    let (dit, attendu) = (plat(&propre), plat(&rubrique.titre));
    let suite = dit.strip_prefix(&attendu);
    let meme = suite.is_some_and(|s| s.is_empty() || s.starts_with(' '));
    (!meme).then_some((propre, rubrique))
}

fn controler(cadre: &Cadre, fiche: &Fiche) -> Option<Diagnostic> {
    let mut trouvees =
        fiche.sections.iter().filter_map(|s| autre_titre(cadre, s).map(|(dit, r)| (s.span, dit, r)));
    let (span, dit, rubrique) = trouvees.next()?;
    let mut constat = Diagnostic::constat(
        span,
        format!("la rubrique est intitulée « {dit} », et « {} » dans le modèle national", rubrique.titre),
    )
    .aide("reprendre l’intitulé du modèle national");
    for (span, dit, rubrique) in trouvees {
        constat = constat.voir(span, format!("« {dit} » pour « {} »", rubrique.titre));
    }
    Some(constat)
}
