//! Headings written as sentences.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-010",
    titre: "un titre finit par un point",
    gravite: Gravite::Conseil,
    verifie: "Les titres des articles et des fiches qui finissent par un point. Les points de suspension, un sigle à points \
              (« S.A. ») et « etc. » sont admis, ainsi que les deux-points, d’usage dans les modèles de l’État.",
    pourquoi: "Les titres passent dans le sommaire et les signets du PDF, où le point les fait lire comme des phrases.",
    source: "Règles typographiques de l’Imprimerie nationale (pas de point à la fin d’un titre).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "### 1.2. La réponse",
            a: "### 1.2. La réponse.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "### 1.2. La réponse",
            a: "### 1.2. La réponse, le suivi, etc.",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let titres = c.dossier.passages.iter().filter(|p| matches!(p.nature, Nature::Titre(_)));
    titres
        .filter_map(|p| {
            let texte = p.texte.trim_end();
            let corps = texte.strip_suffix('.')?;
            let dernier = corps.rsplit(' ').next().unwrap_or(corps);
            let sigle = dernier.contains('.') || dernier.ends_with("etc") || dernier.chars().count() < 3;
            if sigle {
                return None;
            }
            let span = p.span_de(&(corps.len()..texte.len()));
            Some(
                Diagnostic::constat(span, format!("le titre « {texte} » finit par un point"))
                    .aide("retirer le point")
                    .corriger(span, ""),
            )
        })
        .collect()
}
