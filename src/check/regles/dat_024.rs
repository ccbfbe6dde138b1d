//! The years of the title of a figure, and of the text that replaces it.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "DAT-024",
    titre: "le titre d’une figure et son texte de remplacement donnent deux années",
    gravite: Gravite::Avertissement,
    verifie: "Quand le titre d’une figure et son texte de remplacement donnent l’un et l’autre des années, ils en ont une \
              en commun.",
    pourquoi: "Qui ne voit pas l’image lirait d’autres données que celui qui la voit.",
    source: "RGAA, critère 1.3 (l’alternative textuelle est pertinente) ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    titre: Le parcours d'une personne reçue\n",
            a: "    titre: Le parcours d'une personne reçue en 2023\n",
        }],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    alternative: Un point noir figure l'entrée du parcours.",
            a: "    alternative: Un point noir figure l'entrée du parcours en 2021.",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "    alternative: Un point noir figure l'entrée du parcours.",
            a: "    alternative: Un point noir figure l'entrée du parcours, de 2021 à 2023.",
        }],
    },
    chercher,
};

fn annees(texte: &str) -> Vec<&str> {
    let mots = texte.split(|c: char| !c.is_ascii_digit());
    mots.filter(|m| m.len() == 4 && (m.starts_with("19") || m.starts_with("20"))).collect()
}

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches()
        .flat_map(|f| &f.figures)
        .filter_map(|figure| {
            let (titre, texte) = (annees(&figure.titre), annees(&figure.alternative));
            let (dite, autre) = (titre.first()?, texte.first()?);
            (!titre.iter().any(|a| texte.contains(a))).then(|| {
                Diagnostic::constat(
                    figure.id.span,
                    format!("la figure est de {dite} d’après son titre, de {autre} d’après son texte de remplacement"),
                )
                .aide("accorder le titre et le texte")
            })
        })
        .collect()
}
