//! An option of the template is left open.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::passage::PassageKind;
use crate::text::{FileId, LETTERS, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une option du modèle reste ouverte",
    severity: Severity::Warning,
    checks: "Ce qu’un modèle propose au choix et que l’acte n’a pas choisi : un passage entre crochets qui commence par \
              « ou », « option », « variante », « le cas échéant », « selon le cas » ; « rayer la mention inutile » ; une \
              alternative « A / B » entre deux groupes de mots, dans les visas et les articles ; « M./Mme », « le/la » ; une \
              question laissée entre parenthèses (« (CLI ?) »). « et/ou » est admis, ainsi que les barres des fiches, \
              où elles séparent les termes d’une liste.",
    why: "Deux lectures restent possibles : l’autorité qui a délibéré, ou l’échéance qui s’impose, ne sont pas dites.",
    source: "Clarté de l’acte : C. civ., art. 1192 (clauses claires et précises) ; usage éditorial des modèles d’actes.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/02-financement.md",
            from: "est versée en une fois, sur",
            to: "est versée en une fois [ou en deux fois, si le Département le demande], sur",
        }],
        admitted: &[
            Change {
                file: "content/2024/articles/02-financement.md",
                from: "est versée en une fois, sur",
                to: "est versée en une fois et/ou en deux, sur",
            },
            Change {
                file: "content/2024/articles/02-financement.md",
                from: "est versée en une fois, sur",
                to: "est versée en une fois (quand ? à la signature), sur",
            },
        ],
    },
};

/// Open options, then gender alternatives, then questions, each with its remedy.
static PATTERNS: [(LazyLock<Regex>, &str); 3] = [
    (
        LazyLock::new(|| {
            pattern(
                r"\[(?i:ou|et/ou|ou bien|option|variante|le cas échéant|selon le cas|si nécessaire|au choix)(?: [^\]]*)?\]|(?i:rayer (?:la|les) mentions? inutiles?|(?:cocher|barrer) (?:la|les) (?:case|mention)s?)|☐",
            )
        }),
        "garder l’option retenue et retirer les autres, avec leurs crochets",
    ),
    (
        LazyLock::new(|| {
            pattern(
                r"(?:M\.|Monsieur) ?/ ?(?:Mme|Madame)|(?:Mme|Madame) ?/ ?(?:M\.|Monsieur)|(?-u:\b)(?:[Ll]e ?/ ?la|[Dd]u ?/ ?de la|[Uu]n ?/ ?une)(?-u:\b)",
            )
        }),
        "écrire ce qui vaut pour cet acte",
    ),
    (
        LazyLock::new(|| pattern(&format!(r"\([{LETTERS}][0-9{LETTERS}’' -]{{0,24}} ?\?\)"))),
        "répondre à la question, ou la retirer",
    ),
];

/// Substrings that each pattern needs, to skip most texts without running it.
const HINTS: [&[&str]; 3] = [&["[", "☐", "ayer l", "ocher l", "arrer l"], &["/"], &["?)"]];

/// « mot / mot »: words around a spaced bar.
static ALTERNATIVE: LazyLock<Regex> = LazyLock::new(|| {
    let word = format!("[{LETTERS}][0-9{LETTERS}’'-]+");
    pattern(&format!("{word}(?: {word})? / {word}(?: {word})?"))
});

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // A spaced bar is a choice in visas and articles; in a fiche it separates the terms of a list.
    let articles = context.dossier.articles.iter().map(|a| a.span.file);
    let act: BTreeSet<FileId> = articles.chain([context.dossier.convention.cadre.span.file]).collect();
    pieces(context).flat_map(|piece| options(piece, act.contains(&piece.file()))).collect()
}

fn options(piece: &TextPiece<'_>, act: bool) -> Vec<Diagnostic> {
    let say = |bytes: std::ops::Range<usize>, help: &str| {
        let shown = piece.text.get(bytes.clone()).unwrap_or("");
        Diagnostic::finding(piece.span(&bytes), format!("« {shown} » laisse un choix ouvert")).help(help)
    };
    let mut findings = Vec::new();
    for ((pattern, help), hints) in PATTERNS.iter().zip(HINTS) {
        if !hints.iter().any(|i| piece.text.contains(i)) {
            continue;
        }
        let places = pattern.find_iter(piece.text).map(|t| t.range()).filter(|o| piece.free(o));
        findings.extend(places.map(|o| say(o, help)));
    }
    if act
        && piece.text.contains(" / ")
        && matches!(piece.passage.kind, PassageKind::Paragraph | PassageKind::Field)
    {
        let places = ALTERNATIVE.find_iter(piece.text).map(|t| t.range()).filter(|o| piece.free(o));
        findings.extend(places.map(|o| say(o, "garder celui des deux qui vaut pour cet acte")));
    }
    findings
}
