//! A figure, a table or a list that a text announces and that does not come.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::check::numerotation::par_fichier;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::{Nature, Passage};
use crate::text::{Fichier, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-012",
    titre: "ce que le texte annonce ne suit pas",
    gravite: Gravite::Erreur,
    verifie: "« Le tableau ci-dessous », « la figure suivante », « le schéma ci-après » sont suivis, avant le titre de \
              rubrique suivant, d’une figure ou d’un tableau ; un paragraphe qui finit par deux-points est suivi d’un \
              texte, d’une liste, d’un tableau, d’une donnée citée, ou de sous-titres. Un élément de liste, une \
              cellule et un titre qui finissent par deux-points sont laissés de côté. Une figure déclarée manquante \
              suit bien : son absence est dite par une autre règle.",
    pourquoi: "Une annonce sans suite est un texte coupé : ce qui devait être lu et voté n’est pas là.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/03-prevention.md",
            de: "là où ils sont.",
            a: "là où ils sont. Le tableau ci-dessous donne les sites.",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "## 5. Budget détaillé\n",
                a: "## 5. Budget détaillé\n\nLe tableau suivant donne les charges, puis les ressources :\n",
            },
            Changement {
                fichier: "content/2024/fiches/03-prevention.md",
                de: "là où ils sont.",
                a: "là où ils sont. Deux temps se suivent :\n\n### Le repérage\n\nIl est fait en rue.",
            },
        ],
    },
    chercher,
};

static ANNONCE: LazyLock<Motif> = LazyLock::new(|| {
    let texte = r"(?i)\b(?:le|la|les) (tableaux?|figures?|schémas?|graphiques?|cartes?|diagrammes?) (?:ci-dessous|ci-après|suivante?s?)\b";
    motif(texte)
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let corps: BTreeMap<Fichier, usize> = c
        .dossier
        .articles
        .iter()
        .map(|a| a.span)
        .chain(c.fiches().map(|f| f.span))
        .map(|s| (s.fichier, s.debut))
        .collect();
    par_fichier(&c.dossier.passages)
        .filter(|passages| passages.first().is_some_and(|p| corps.contains_key(&p.fichier())))
        .flat_map(|passages| {
            let debut = passages.first().and_then(|p| corps.get(&p.fichier())).copied().unwrap_or(0);
            let debut = passages.partition_point(|p| p.span.debut < debut);
            annonces(passages.get(debut..).unwrap_or(&[]))
        })
        .collect()
}

fn annonces(passages: &[Passage]) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    // Read from the end: what follows is known.
    let (mut illustre, mut suivant): (bool, Option<&Passage>) = (false, None);
    let mut niveau = 2;
    for passage in passages.iter().rev() {
        match passage.nature {
            Nature::Titre(n) => {
                if n <= 2 {
                    illustre = false;
                }
                niveau = n;
            }
            Nature::Paragraphe => {
                constats.extend(passage_sans_suite(passage, illustre, suivant, niveau));
            }
            Nature::Cellule | Nature::Ligne | Nature::Champ | Nature::Code => {}
        }
        illustre |= passage.nature == Nature::Cellule
            || passage.nature == Nature::Champ
            || passage.texte.trim_start().starts_with('{');
        suivant = Some(passage);
    }
    constats
}

fn passage_sans_suite(
    passage: &Passage,
    illustre: bool,
    suivant: Option<&Passage>,
    niveau: u8,
) -> Option<Diagnostic> {
    if let Some(trouve) = ANNONCE.captures(&passage.texte).filter(|_| !illustre) {
        let (tout, quoi) = (trouve.get(0)?, trouve.get(1)?.as_str().to_lowercase());
        return Some(
            Diagnostic::constat(
                passage.span_de(&tout.range()),
                format!("« {} » est annoncé, et rien ne suit dans cette rubrique", tout.as_str()),
            )
            .aide(format!("placer ici ce que la phrase annonce ({quoi}), ou retirer l’annonce")),
        );
    }
    let texte = passage.texte.trim_end();
    if !texte.ends_with(':') || passage.item.is_some() || texte.starts_with('{') {
        return None;
    }
    let sans_suite = match suivant.map(|s| s.nature) {
        None => true,
        // Deeper titles are what is enumerated.
        Some(Nature::Titre(_)) => niveau <= 2,
        Some(_) => false,
    };
    let fin = texte.len();
    let debut = texte.rfind(char::is_whitespace).unwrap_or(0);
    sans_suite.then(|| {
        Diagnostic::constat(
            passage.span_de(&(debut..fin)),
            "ce paragraphe annonce une suite, et la rubrique s’arrête",
        )
        .aide("compléter le texte, ou finir la phrase par un point")
    })
}
