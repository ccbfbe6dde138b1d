//! A word is written twice in a row.

use crate::check::pieces::{TextPiece, fix, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};

pub(crate) static PAGE: Page = Page {
    title: "un mot est écrit deux fois de suite, ou deux articles se suivent",
    severity: Severity::Warning,
    checks: "Un mot-outil (« de de », « le le ») ou un mot de cinq lettres et plus, répété avec un blanc entre les deux ; deux \
              articles dont le second défait le premier (« de du », « de le 30 juin »). « nous \
              nous » et « vous vous » sont admis. « --fix » retire le second.",
    why: "C’est la trace d’une correction restée à moitié ; à la relecture, on ne la voit pas.",
    source: "Usage éditorial.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/03-suivi.md",
            from: "rend compte des engagements de l'article 2",
            to: "rend compte des des engagements de l'article 2",
        }],
        admitted: &[Change {
            file: "content/2024/articles/03-suivi.md",
            from: "rend compte des engagements de l'article 2",
            to: "nous nous y engageons et rend compte des engagements de l'article 2",
        }],
    },
};

/// Short words that never legitimately follow themselves.
const FUNCTION_WORDS: [&str; 26] = [
    "de", "du", "des", "le", "la", "les", "un", "une", "et", "ou", "à", "au", "aux", "en", "dans", "pour",
    "par", "sur", "avec", "qui", "dont", "est", "sont", "ce", "ces", "cette",
];

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    pieces(context).flat_map(|piece| doubles(context, piece).into_iter().chain(undone(piece))).collect()
}

/// Whether two words are the same, capitals aside.
fn alike(a: &str, b: &str) -> bool {
    a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// Words that never follow each other: the second says again, or undoes, the article of the first.
const IMPOSSIBLE_PAIRS: [(&str, &str); 6] =
    [("de", "du"), ("de", "des"), ("du", "le"), ("des", "les"), ("au", "le"), ("aux", "les")];

/// Two articles in a row, of which one is to be taken out: « de du »; « de le » and « à le » before a number, where « le » is
/// no pronoun.
fn undone(piece: &TextPiece<'_>) -> Vec<Diagnostic> {
    let words: Vec<(usize, &str)> = piece.words().collect();
    let pairs = words.windows(2).filter_map(|pair| match pair {
        [(start, first), (next, second)] => Some((*start, *first, *next, *second)),
        _ => None,
    });
    pairs
        .filter_map(|(start, first, next, second)| {
            let blanks = piece.text.get(start + first.len()..next)?;
            let rest = piece.text.get(next + second.len()..)?;
            let before_number = matches!(first, "de" | "à")
                && second == "le"
                && rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
            let is_wrong = before_number || IMPOSSIBLE_PAIRS.contains(&(first, second));
            let bytes = start..next + second.len();
            let is_clean = !blanks.is_empty()
                && blanks.chars().all(char::is_whitespace)
                && rest.starts_with(char::is_whitespace)
                && piece.free(&bytes);
            (is_wrong && is_clean).then(|| {
                let message = format!("« {first} {second} » : ces deux mots ne se suivent pas");
                Diagnostic::finding(piece.span(&bytes), message)
                    .help("retirer l’un, ou retrouver ce qui manque entre eux")
            })
        })
        .collect()
}

fn doubles(context: &Context<'_>, piece: &TextPiece<'_>) -> Vec<Diagnostic> {
    let mut output = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    for (start, word) in piece.words() {
        let previous = before.replace((start, word));
        let Some((place, same)) = previous.filter(|(_, p)| alike(p, word)) else {
            continue;
        };
        let first_end = place + same.len();
        let blanks = piece.text.get(first_end..start).unwrap_or("-");
        let small = word.to_lowercase();
        let fault = FUNCTION_WORDS.contains(&small.as_str()) || word.chars().count() > 4;
        let rest = piece.text.get(start + word.len()..).unwrap_or("");
        // Skip « Lagny-Lagny », names and elisions: only blanks may separate the two, and no apostrophe follow.
        let clean = blanks.chars().all(char::is_whitespace)
            && !rest.starts_with(['\'', '’', '-'])
            && word.chars().all(char::is_lowercase);
        let bytes = first_end..start + word.len();
        if !fault || !clean || blanks.is_empty() || !piece.free(&bytes) {
            continue;
        }
        let finding = Diagnostic::finding(
            piece.span(&(place..bytes.end)),
            format!("« {same} {word} » : le mot est écrit deux fois"),
        )
        .help("en retirer un ; « calpae check --fix » le fait");
        output.push(fix(finding, piece.edit(context, &bytes, "")));
    }
    output
}
