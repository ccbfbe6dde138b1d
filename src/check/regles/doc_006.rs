//! Headings under which nothing is printed.

use crate::check::structure::coquille;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::fiche::Section;
use crate::model::texte::{Bloc, Inline, texte_nu};
use crate::text::Span;

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-006",
    titre: "un titre n’est suivi de rien",
    gravite: Gravite::Avertissement,
    verifie: "Un titre des articles ou des fiches suivi d’un titre de même niveau ou de niveau supérieur, ou de la fin du texte. \
              Une rubrique reconnue du cadre, laissée sans texte, imprime la donnée de l’en-tête : STR-004 en juge. Un titre suivi d’un titre de niveau inférieur n’est pas vide.",
    pourquoi: "Le document imprime un titre sans réponse : le lecteur ne sait si elle manque ou s’il n’y a rien à dire.",
    source: "Cohérence interne de l’acte ; RGAA 4.1, critère 9.1 (structure par les titres).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "### 1.2. L'accompagnement",
            a: "### 1.2. Le calendrier\n\n### 1.3. L'accompagnement",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/02-diagnostics.md",
            de: "### 1.2. L'accompagnement",
            a: "### 1.2. L'accompagnement\n\n#### Le suivi",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats: Vec<Diagnostic> =
        c.dossier.articles.iter().flat_map(|a| sans_suite(&a.corps, None)).collect();
    for fiche in c.fiches() {
        constats.extend(sans_suite(&fiche.introduction, None));
        // A heading with a slip is told once, as the section that is missing.
        let est = |section: &Section, r| coquille(fiche, r).is_some_and(|s| s.span == section.span);
        for section in &fiche.sections {
            if !section.corps.is_empty() {
                constats.extend(sans_suite(&section.corps, Some(2)));
            } else if section.rubrique.is_none() && !c.dossier.cadre.rubriques.iter().any(|r| est(section, r))
            {
                constats.push(dire(section.span, &section.titre));
            }
        }
    }
    constats
}

/// The headings of some blocks that nothing follows; `niveau` of the heading that opens them.
fn sans_suite(blocs: &[Bloc], niveau: Option<u8>) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut ouvert: Option<(u8, &[Inline], Span)> = None;
    for bloc in blocs {
        let Bloc::Titre { niveau: ici, contenu, span, .. } = bloc else {
            ouvert = None;
            continue;
        };
        constats
            .extend(ouvert.filter(|(avant, _, _)| ici <= avant).map(|(_, titre, span)| dire(span, titre)));
        ouvert = Some((*ici, contenu, *span));
    }
    let fin = ouvert.filter(|(ici, _, _)| niveau.is_none_or(|n| *ici > n));
    constats.extend(fin.map(|(_, titre, span)| dire(span, titre)));
    constats
}

fn dire(span: Span, titre: &[Inline]) -> Diagnostic {
    Diagnostic::constat(span, format!("rien n’est imprimé sous le titre « {} »", texte_nu(titre).trim()))
        .aide("écrire le texte ou la donnée de l’en-tête, ou retirer le titre")
}
