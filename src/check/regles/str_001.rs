//! Sections that the framework wants in a fiche.

use crate::check::structure::{coquille, donnee_presente, intitule, section};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Fiche;

pub(crate) static REGLE: Regle = Regle {
    code: "STR-001",
    titre: "une rubrique obligatoire manque à une fiche",
    gravite: Gravite::Erreur,
    verifie: "Chaque rubrique que le cadre dit `obligatoire` est une rubrique de la fiche, reconnue à son titre ou à \
              son repère. Un seul constat par fiche nomme toutes celles qui manquent, et dit celles dont la donnée est \
              pourtant dans l’en-tête. Une rubrique présente et vide relève de STR-004.",
    pourquoi: "Le modèle national est ce que les services de l’État instruisent : sans durée, sans partenaires ou sans \
               indicateurs, l’action ne peut être ni suivie ni évaluée.",
    source: "Modèle de fiche du cadre (instruction de l’année).",
    exemple: Exemple {
        contexte: &[],
        faute: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 3. Durée de l'action\n\n## 4. Partenaires\n\n## 5.",
                a: "## 3. Partenaires\n\n## 4.",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 6. Objectifs",
                a: "## 5. Objectifs",
            },
        ],
        admis: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "## 3. Durée de l'action",
            a: "## 3. Duree de l'action {#duree}",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().filter_map(|fiche| manques(c, fiche)).collect()
}

fn manques(c: &Contexte<'_>, fiche: &Fiche) -> Option<Diagnostic> {
    let obligatoires = c.dossier.cadre.rubriques.iter().filter(|r| r.obligatoire);
    let absentes: Vec<_> = obligatoires.filter(|r| section(fiche, &r.id).is_none()).collect();
    if absentes.is_empty() {
        return None;
    }
    let noms: Vec<String> = absentes.iter().map(|r| format!("« {} »", r.titre)).collect();
    let connues = absentes.iter().filter(|r| donnee_presente(fiche, r));
    let connues: Vec<String> = connues.map(|r| format!("« {} »", r.titre)).collect();
    let (manque, rubrique) =
        if noms.len() > 1 { ("manquent", "les rubriques") } else { ("manque", "la rubrique") };
    let aide = if connues.is_empty() {
        "ajouter la rubrique et sa donnée".to_owned()
    } else {
        format!("ajouter la rubrique ; l’en-tête a déjà la donnée de {}", connues.join(", "))
    };
    // A heading with a slip is what is to be repaired.
    let coquilles: Vec<_> = absentes.iter().filter_map(|r| Some((coquille(fiche, r)?, *r))).collect();
    let (span, aide) = match coquilles.first() {
        Some((section, rubrique)) => {
            (section.span, format!("écrire « {} » au lieu de « {} »", rubrique.titre, intitule(section)))
        }
        None => (fiche.numero.span, aide),
    };
    let constat = Diagnostic::constat(
        span,
        format!("{rubrique} {}, que le cadre veut, {manque} à la fiche {}", noms.join(", "), fiche.numero),
    )
    .aide(aide);
    Some(coquilles.iter().skip(1).fold(constat, |d, (section, rubrique)| {
        d.voir(section.span, format!("peut-être « {} »", rubrique.titre))
    }))
}
