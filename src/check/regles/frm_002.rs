//! An option of the model that nobody has chosen.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::forme::{Morceau, morceaux};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::passage::Nature;
use crate::text::{Fichier, Motif, motif};

pub(crate) static REGLE: Regle = Regle {
    code: "FRM-002",
    titre: "une option du modèle reste ouverte",
    gravite: Gravite::Avertissement,
    verifie: "Ce qu’un modèle propose au choix et que l’acte n’a pas choisi : un passage entre crochets qui commence par \
              « ou », « option », « variante », « le cas échéant », « selon le cas » ; « rayer la mention inutile » ; une \
              alternative « A / B » entre deux groupes de mots, dans les visas et les articles ; « M./Mme », « le/la » ; une \
              question laissée entre parenthèses (« (CLI ?) »). « et/ou » est admis, ainsi que les barres des fiches, \
              où elles séparent les termes d’une liste.",
    pourquoi: "Deux lectures restent possibles : l’autorité qui a délibéré, ou l’échéance qui s’impose, ne sont pas dites.",
    source: "Clarté de l’acte : C. civ., art. 1192 (clauses claires et précises) ; usage éditorial des modèles d’actes.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/02-financement.md",
            de: "est versée en une fois, sur",
            a: "est versée en une fois [ou en deux fois, si le Département le demande], sur",
        }],
        admis: &[
            Changement {
                fichier: "content/2024/articles/02-financement.md",
                de: "est versée en une fois, sur",
                a: "est versée en une fois et/ou en deux, sur",
            },
            Changement {
                fichier: "content/2024/articles/02-financement.md",
                de: "est versée en une fois, sur",
                a: "est versée en une fois (quand ? à la signature), sur",
            },
        ],
    },
    chercher,
};

/// The options, then the alternatives of visas and articles.
static MOTIFS: LazyLock<[(Motif, &str); 3]> = LazyLock::new(|| {
    [
        (
            motif(
                r"\[(?i:ou|et/ou|ou bien|option|variante|le cas échéant|selon le cas|si nécessaire|au choix)(?: [^\]]*)?\]|(?i:rayer (?:la|les) mentions? inutiles?|(?:cocher|barrer) (?:la|les) (?:case|mention)s?)|☐",
            ),
            "garder l’option retenue et retirer les autres, avec leurs crochets",
        ),
        (
            motif(
                r"(?:M\.|Monsieur) ?/ ?(?:Mme|Madame)|(?:Mme|Madame) ?/ ?(?:M\.|Monsieur)|(?-u:\b)(?:[Ll]e ?/ ?la|[Dd]u ?/ ?de la|[Uu]n ?/ ?une)(?-u:\b)",
            ),
            "écrire ce qui vaut pour cet acte",
        ),
        (motif(r"\([^\W\d_][\w’' -]{0,24} ?\?\)"), "répondre à la question, ou la retirer"),
    ]
});

/// What each of them holds: a text without it is not searched.
const INDICES: [&[&str]; 3] = [&["[", "☐", "ayer l", "ocher l", "arrer l"], &["/"], &["?)"]];

/// Words, a bar with its blanks, words.
static ALTERNATIVE: LazyLock<Motif> = LazyLock::new(|| {
    motif(r"[^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)? / [^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)?")
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    // A bar is a choice in the visas and the articles; in a fiche it parts the terms of a list.
    let articles = c.dossier.articles.iter().map(|a| a.span.fichier);
    let acte: BTreeSet<Fichier> = articles.chain([c.dossier.convention.cadre.span.fichier]).collect();
    morceaux(c).flat_map(|m| options(m, acte.contains(&m.fichier()))).collect()
}

fn options(m: &Morceau<'_>, acte: bool) -> Vec<Diagnostic> {
    let dire = |octets: std::ops::Range<usize>, aide: &str| {
        let vu = m.texte.get(octets.clone()).unwrap_or("");
        Diagnostic::constat(m.span(&octets), format!("« {vu} » laisse un choix ouvert")).aide(aide)
    };
    let mut constats = Vec::new();
    for ((motif, aide), indices) in MOTIFS.iter().zip(INDICES) {
        if !indices.iter().any(|i| m.texte.contains(i)) {
            continue;
        }
        let places = motif.find_iter(m.texte).map(|t| t.range()).filter(|o| m.libre(o));
        constats.extend(places.map(|o| dire(o, aide)));
    }
    if acte && m.texte.contains(" / ") && matches!(m.passage.nature, Nature::Paragraphe | Nature::Champ) {
        let places = ALTERNATIVE.find_iter(m.texte).map(|t| t.range()).filter(|o| m.libre(o));
        constats.extend(places.map(|o| dire(o, "garder celui des deux qui vaut pour cet acte")));
    }
    constats
}
