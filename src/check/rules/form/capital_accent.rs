//! A capital lacks its accent.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::pieces::{TextPiece, fix, others, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileId;
use crate::text::lookalikes::plain_character;

pub(crate) static PAGE: Page = Page {
    title: "une capitale a perdu son accent",
    severity: Severity::Advice,
    checks: "Les mots à capitale dont l’accent est certain (« Etat », « Evaluer », « Eléments », « Equipe », « Ile »…) et « A » en \
              tête de phrase devant un article, un démonstratif ou une locution (« A l’issue », « A compter »). Un constat par \
              fichier ; « --fix » les corrige, hors du cadre et des libellés nationaux d’indicateurs. Les textes tout en \
              capitales, les noms propres et « A minima » (latin) sont laissés de côté.",
    why: "L’accent a pleine valeur orthographique : « Etat » et « État » sont deux mots pour une recherche comme pour un \
               lecteur d’écran.",
    source: "Académie française, « Accentuation des majuscules » ; Lexique des règles typographiques en usage à l’Imprimerie \
             nationale.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/articles/02-financement.md",
            from: "État apporte",
            to: "Etat apporte",
        }],
        admitted: &[Change {
            file: "content/2024/articles/04-duree.md",
            from: "La convention vaut un an.",
            to: "A minima, en Essonne, la convention vaut un an.",
        }],
    },
};

/// Beginnings of words whose first letter always takes an accent.
const STARTS: [&str; 42] = [
    "Etat",
    "Evalu",
    "Evolu",
    "Element",
    "Elément",
    "Equivalen",
    "Equip",
    "Equit",
    "Equilib",
    "Etabli",
    "Etude",
    "Etudi",
    "Etape",
    "Ecole",
    "Ecolog",
    "Econom",
    "Ecosyst",
    "Educa",
    "Egalit",
    "Egale",
    "Elabor",
    "Energ",
    "Epargn",
    "Evènement",
    "Evénement",
    "Evenement",
    "Echéan",
    "Echean",
    "Echang",
    "Ecart",
    "Ecout",
    "Electr",
    "Eligib",
    "Emission",
    "Enonc",
    "Etrang",
    "Etant",
    "Elargi",
    "Emerg",
    "Eveil",
    "Evit",
    "Eventu",
];

/// Words before which an « A » that opens a sentence is the preposition « À ».
const AFTER_A: [&str; 16] = [
    "l",
    "la",
    "ce",
    "cet",
    "cette",
    "ces",
    "partir",
    "compter",
    "noter",
    "titre",
    "défaut",
    "savoir",
    "terme",
    "chaque",
    "destination",
    "cela",
];

/// A bare capital in a piece of text, and the accented letter that replaces it.
type Letter<'d> = (&'d TextPiece<'d>, Range<usize>, &'static str);

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<FileId, Vec<Letter<'_>>> = BTreeMap::new();
    for piece in pieces(context).filter(|piece| !piece.of_cadre) {
        for (bytes, letter_with_accent) in capitals(piece).into_iter().filter(|(o, _)| piece.free(o)) {
            by_file.entry(piece.file()).or_default().push((piece, bytes, letter_with_accent));
        }
    }
    by_file.values().filter_map(|list| say(context, list)).collect()
}

/// The bare capitals of a piece, each with the letter that replaces it.
fn capitals(piece: &TextPiece<'_>) -> Vec<(Range<usize>, &'static str)> {
    let text = piece.text;
    if !text.contains(['E', 'A', 'I']) {
        return Vec::new();
    }
    let mut output = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    for (start, word) in piece.words() {
        let letter = start..start + 1;
        match before {
            Some((place, "A")) if AFTER_A.contains(&word) && single(text, place, start) => {
                output.push((place..place + 1, "À"))
            }
            _ => {}
        }
        if word.starts_with('E') && STARTS.iter().any(|d| word.starts_with(d)) {
            output.push((letter, "É"));
        } else if word == "Ile" || word == "Iles" {
            output.push((letter, "Î"));
        }
        before = Some((start, word));
    }
    output
}

/// Whether the « A » at a place opens a sentence and only a blank separates it from the next word.
fn single(text: &str, place: usize, rest: usize) -> bool {
    let head = text.get(..place).is_some_and(|t| {
        t.trim().is_empty() || t.trim_end().ends_with(['.', '!', '?']) && t.ends_with(is_blank)
    });
    let is_one_blank = |between: &str| between.chars().count() == 1 && between.starts_with(is_blank);
    head && text.get(place + 1..rest).is_some_and(is_one_blank)
}

fn is_blank(character: char) -> bool {
    plain_character(character) == ' '
}

fn say(context: &Context<'_>, list: &[Letter<'_>]) -> Option<Diagnostic> {
    let ((piece, bytes, letter_with_accent), rest) = list.split_first()?;
    let word = |piece: &TextPiece<'_>, o: &Range<usize>| {
        piece
            .text
            .get(o.start..)
            .and_then(|t| t.split(|l: char| !l.is_alphabetic()).next())
            .unwrap_or("")
            .to_owned()
    };
    let shown = word(piece, bytes);
    let corrected = format!("{letter_with_accent}{}", shown.get(1..).unwrap_or(""));
    // Say « n autres fois » when all are the same word; count other words apart.
    let others_told = match rest.len() {
        n if rest.iter().all(|(piece, o, _)| word(piece, o) == shown) => others(n),
        1 => ", et une autre capitale de même".to_owned(),
        n => format!(", et {n} autres capitales de même"),
    };
    let finding = Diagnostic::finding(
        piece.span(&(bytes.start..bytes.start + shown.len())),
        format!("« {shown} » s’écrit « {corrected} », avec son accent{others_told}"),
    );
    let mut edits = list
        .iter()
        .filter_map(|(piece, o, letter_with_accent)| piece.edit(context, o, letter_with_accent))
        .peekable();
    let fix_hint = if edits.peek().is_some() { " ; « calpae check --fix » le fait" } else { "" };
    let finding = fix(finding.help(format!("mettre l’accent{fix_hint}")), edits);
    Some(
        rest.iter()
            .take(2)
            .fold(finding, |d, (piece, o, _)| d.also(piece.span(o), format!("« {} »", word(piece, o)))),
    )
}
