//! A gap that the framework wants explained.

use crate::aggregate::rapport::pourcent;
use crate::check::outils;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use rust_decimal::Decimal;

pub(crate) static REGLE: Regle = Regle {
    code: "RAP-008",
    titre: "un écart à expliquer n’est pas commenté",
    gravite: Gravite::Avertissement,
    verifie: "Quand le cadre fixe un seuil (`rapport.ecart_a_commenter`), une action dont l’exécuté s’écarte du contracté de plus que ce seuil, en plus ou en moins, et dont la rubrique qui doit le dire est vide. Une action qui n’est pas entièrement renseignée n’est pas comparée.",
    pourquoi: "L’État instruit le solde sur pièces : un écart que rien n’explique est repris, ou retarde le versement.",
    source: "Cadre de la convention : seuil et rubrique du rapport.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/rapport/fiches/02-equipe-mobile.md",
            de: "Le second poste n'a été pourvu qu'en septembre.\n",
            a: "",
        }],
        admis: &[Changement {
            fichier: "content/2024/rapport/fiches/01-accueil.md",
            de: "Les deux sites sont ouverts depuis avril.\n",
            a: "",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let Some((_, bilan)) = c.execution() else { return Vec::new() };
    let Some((seuil, rubrique)) = &c.dossier.cadre.rapport.ecart_a_commenter else { return Vec::new() };
    let titre =
        c.dossier.cadre.rapport.rubriques.iter().find(|(id, _)| id == rubrique).map(|(_, t)| t.as_str());
    let mut constats = Vec::new();
    for action in bilan.actions() {
        let (Some(fiche), Some(ecart)) = (action.fiche, action.total.ecart()) else { continue };
        let Some(part) = pourcent(ecart, action.total.contracte.total) else { continue };
        let section = fiche.sections.iter().find(|s| s.rubrique.as_ref() == Some(rubrique));
        if part.abs() <= *seuil || section.is_some_and(|s| !s.corps.is_empty()) {
            continue;
        }
        let signe = if ecart.euros() > Decimal::ZERO { "de plus" } else { "de moins" };
        let place = section.map_or(fiche.fiche.span, |s| s.span);
        constats.push(
            Diagnostic::constat(
                place,
                format!(
                    "l’exécuté de la fiche {} est de {} {signe} que le contracté, et rien ne dit pourquoi",
                    action.numero,
                    outils::pourcent(part.abs())
                ),
            )
            .calcul(format!(
                "{} exécutés, {} contractés ; seuil du cadre : {}",
                action.total.liquide.total,
                action.total.contracte.total,
                outils::pourcent(*seuil)
            ))
            .enjeu(ecart.euros())
            .aide(format!("remplir la rubrique « {} »", titre.unwrap_or(rubrique))),
        );
    }
    constats
}
