//! An option of the template is left open.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::lang::{flat, singular};
use crate::model::passage::PassageKind;
use crate::text::{FileId, LETTERS, head, pattern};
use regex::Regex;

pub(crate) static PAGE: Page = Page {
    title: "une option du modèle reste ouverte",
    severity: Severity::Warning,
    checks: "Ce qu’un modèle propose au choix et que l’acte n’a pas choisi : un passage entre crochets qui commence par \
              « ou », « option », « variante », « le cas échéant », « selon le cas » ; « rayer la mention inutile » ; une \
              alternative « A / B » entre deux groupes de mots, dans les visas et les articles ; « M./Mme », « le/la » ; une \
              question laissée entre parenthèses (« (CLI ?) »). « et/ou » est admis, deux termes qui vont ensemble aussi (« parent / enfant »), ainsi que les barres des fiches, \
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
                to: "est versée en une fois, pour le lien parents / enfants, sur",
            },
            Change {
                file: "content/2024/articles/02-financement.md",
                from: "est versée en une fois, sur",
                to: "est versée en une fois (quand ? à la signature), sur",
            },
        ],
    },
};

/// A way to leave a choice open.
struct OpenChoice {
    pattern: LazyLock<Regex>,
    /// A quick look: most texts hold none.
    may_hold: fn(&str) -> bool,
    help: &'static str,
}

/// Open options, then gender alternatives, then questions.
static CHOICES: [OpenChoice; 3] = [
    OpenChoice {
        pattern: LazyLock::new(|| {
            let options = OPTIONS.join("|");
            pattern(&format!(
                r"\[(?i:{options})(?:[ ,:\x{{a0}}\x{{202f}}][^\]]*)?\]|(?i:rayer (?:la|les) mentions? inutiles?|(?:cocher|barrer) (?:la|les) (?:case|mention)s?)|☐",
            ))
        }),
        may_hold: may_leave_option,
        help: "garder l’option retenue et retirer les autres, avec leurs crochets",
    },
    OpenChoice {
        pattern: LazyLock::new(|| {
            pattern(
                r"(?:M\.|Monsieur) ?/ ?(?:Mme|Madame)|(?:Mme|Madame) ?/ ?(?:M\.|Monsieur)|(?-u:\b)(?:[Ll]e ?/ ?la|[Dd]u ?/ ?de la|[Uu]n ?/ ?une)(?-u:\b)",
            )
        }),
        may_hold: may_leave_gender,
        help: "écrire ce qui vaut pour cet acte",
    },
    OpenChoice {
        pattern: LazyLock::new(|| {
            pattern(&format!(r"\([{LETTERS}][0-9{LETTERS}’' -]{{0,24}}[ \u{{a0}}\u{{202f}}]?\?\)"))
        }),
        may_hold: may_leave_question,
        help: "répondre à la question, ou la retirer",
    },
];

/// How what is in the brackets of an option begins.
#[rustfmt::skip]
const OPTIONS: [&str; 9] = [
    "ou", "et/ou", "ou bien", "option", "variante", "le cas échéant", "selon le cas", "si nécessaire", "au choix",
];

/// Whether a text may leave an option open: most do not, and no pattern runs on them.
fn may_leave_option(text: &str) -> bool {
    let opens = |place: usize| {
        let inside = flat(head(text.get(place + 1..).unwrap_or(""), 24));
        OPTIONS.iter().any(|words| inside.starts_with(&flat(words)))
    };
    text.match_indices('[').any(|(place, _)| opens(place))
        || ["☐", "ayer l", "ocher l", "arrer l"].iter().any(|sign| text.contains(sign))
}

/// The same for a gender: « le/la », « M. / Mme ».
fn may_leave_gender(text: &str) -> bool {
    let mut after = text.split('/').skip(1).map(|after| after.strip_prefix(' ').unwrap_or(after));
    after.any(|after| ["la", "de la", "une", "M"].iter().any(|word| after.starts_with(word)))
}

/// The same for a question: « (oui ?) ».
fn may_leave_question(text: &str) -> bool {
    text.contains("?)")
}

/// « mot / mot »: words around a spaced bar.
static ALTERNATIVE: LazyLock<Regex> = LazyLock::new(|| {
    let word = format!("[{LETTERS}][0-9{LETTERS}’'-]+");
    pattern(&format!("{word}(?: {word})? / {word}(?: {word})?"))
});

/// Whether a bar joins two that go together, « le lien parent / enfant »: there is nothing to choose.
fn is_relation(alternative: &str) -> bool {
    const PAIRS: [(&str, &str); 20] = [
        ("parent", "enfant"),
        ("mere", "enfant"),
        ("pere", "enfant"),
        ("parent", "bebe"),
        ("mere", "bebe"),
        ("parent", "professionnel"),
        ("famille", "professionnel"),
        ("famille", "ecole"),
        ("famille", "travail"),
        ("homme", "femme"),
        ("fille", "garcon"),
        ("vie professionnelle", "vie privee"),
        ("emploi", "formation"),
        ("emploi", "logement"),
        ("offre", "demande"),
        ("cout", "avantage"),
        ("qualite", "prix"),
        ("employeur", "salarie"),
        ("ville", "hopital"),
        ("jeune", "adulte"),
    ];
    let Some((before, after)) = alternative.split_once(" / ") else { return false };
    let (before, after) = (flat(before), flat(after));
    let words =
        |text: &str| text.split(' ').map(|word| singular(word).into_owned()).collect::<Vec<_>>().join(" ");
    let (before, after) = (words(&before), words(&after));
    let is_pair = |a: &str, b: &str| {
        let ends = before.strip_suffix(a).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
        ends && after.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    PAIRS.iter().any(|(a, b)| is_pair(a, b) || is_pair(b, a))
}

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
    for choice in CHOICES.iter().filter(|choice| (choice.may_hold)(piece.text)) {
        let places = choice.pattern.find_iter(piece.text).map(|t| t.range()).filter(|o| piece.free(o));
        findings.extend(places.map(|o| say(o, choice.help)));
    }
    if act
        && piece.text.contains(" / ")
        && matches!(piece.passage.kind, PassageKind::Paragraph | PassageKind::Field)
    {
        let places = ALTERNATIVE.find_iter(piece.text).filter(|found| !is_relation(found.as_str()));
        let places = places.map(|found| found.range()).filter(|o| piece.free(o));
        findings.extend(places.map(|o| say(o, "garder celui des deux qui vaut pour cet acte")));
    }
    findings
}
