//! A figure or a table that a sentence announces and that does not follow.

use std::sync::LazyLock;

use regex::Regex;

use crate::check::document::{Lieux, textes};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::texte::{Bloc, texte_nu};
use crate::text::Fichier;

pub(crate) static REGLE: Regle = Regle {
    code: "DOC-009",
    titre: "une figure ou un tableau annoncé ne suit pas",
    gravite: Gravite::Avertissement,
    verifie: "Un paragraphe qui annonce « le graphique suivant », « la carte ci-dessous », « le tableau ci-après »… doit être \
              suivi, avant le prochain titre et à trois paragraphes au plus, d’une figure, d’un tableau, d’une image ou d’une \
              donnée citée. « Ci-dessus », « en annexe » et les tableaux d’un autre article ne sont pas retenus.",
    pourquoi: "Le lecteur cherche une pièce qui n’est pas là : une image perdue à la conversion, ou un tableau oublié.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "Les actions menées",
            a: "Le calendrier est donné par le tableau ci-dessous. Les actions menées",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/03-suivi.md",
            de: "Les actions menées",
            a: "Le calendrier est donné par le tableau ci-dessus. Les actions menées",
        }],
    },
    chercher,
};

#[expect(clippy::expect_used, reason = "a constant pattern, compiled by every test of this rule")]
static ANNONCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Ff]igure|[Gg]raphique|[Cc]arte|[Ss]chéma|[Dd]iagramme|[Ii]llustration|[Pp]hotographie|[Oo]rganigramme|[Tt]ableau|[Cc]ourbe|[Hh]istogramme)s?[ \x{a0}](?:suivante?s?|ci-dessous|ci-après|ci-contre|qui suit|qui suivent)\b")
        .expect("constant")
});

/// How many blocks may stand between.
const DISTANCE: usize = 3;

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let lieux = Lieux::new(c);
    textes(c).into_iter().flat_map(|(fichier, blocs)| annonces(&lieux, fichier, blocs)).collect()
}

fn annonces(lieux: &Lieux<'_>, fichier: Fichier, blocs: &[Bloc]) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    for (rang, bloc) in blocs.iter().enumerate() {
        let Bloc::Paragraphe(contenu) = bloc else { continue };
        let texte = texte_nu(contenu);
        // A quick look before the pattern.
        if !["suivant", "ci-", "qui suit"].iter().any(|mot| texte.contains(mot)) {
            continue;
        }
        let Some(annonce) = ANNONCE.find(&texte) else { continue };
        let suite = blocs.iter().skip(rang + 1).take(DISTANCE);
        let suivi = suite
            .take_while(|b| !matches!(b, Bloc::Titre { .. }))
            .any(|b| matches!(b, Bloc::Reference(_) | Bloc::Table(_) | Bloc::Image(_) | Bloc::Code(_)));
        if suivi {
            continue;
        }
        let mots = annonce.as_str();
        if let Some(p) = lieux.passage(fichier, 0, mots)
            && let Some(debut) = p.texte.find(mots)
        {
            constats.push(
                Diagnostic::constat(
                    p.span_de(&(debut..debut + mots.len())),
                    format!("« {mots} » est annoncé et ne suit pas"),
                )
                .aide("placer la figure ou le tableau après ce paragraphe, ou retirer l’annonce"),
            );
        }
    }
    constats
}
