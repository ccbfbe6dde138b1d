//! The order of the sections, against that of the national template.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;
use crate::model::cadre::Cadre;
use crate::model::texte::texte_nu;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-008",
    titre: "les rubriques ne sont pas dans l’ordre du modèle",
    gravite: Gravite::Conseil,
    verifie: "Les rubriques du cadre que la fiche contient y sont dans l’ordre du cadre. Les rubriques propres à la \
              fiche, placées où elle veut, sont laissées de côté, comme celles qui manquent. Un constat par fiche : la \
              première rubrique qui recule.",
    pourquoi: "Les services qui instruisent lisent les fiches en regard : l’ordre commun leur fait trouver chaque \
               réponse à sa place.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "## 2. Date de mise en place\n\n## 3. Durée de l'action",
            a: "## 2. Durée de l'action\n\n## 3. Date de mise en place",
        }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(|fiche| controler(&c.dossier.cadre, fiche)).collect()
}

fn controler(cadre: &Cadre, fiche: &Fiche) -> Option<Diagnostic> {
    let rang = |id: &str| cadre.rubriques.iter().position(|r| r.id == id);
    let connues: Vec<_> =
        fiche.sections.iter().filter_map(|s| s.rubrique.as_deref().and_then(rang).map(|r| (r, s))).collect();
    connues.windows(2).find_map(|paire| {
        let [(avant, premiere), (apres, seconde)] = paire else { return None };
        if apres >= avant {
            return None;
        }
        let (a, b) = (texte_nu(&seconde.titre), texte_nu(&premiere.titre));
        Some(
            Diagnostic::constat(
                seconde.span,
                format!("« {} » vient après « {} », que le cadre place ensuite", a.trim(), b.trim()),
            )
            .voir(premiere.span, "la rubrique qui précède")
            .aide("remettre les rubriques dans l’ordre du cadre"),
        )
    })
}
