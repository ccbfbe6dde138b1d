//! A guillemet or a parenthesis lacks its other half.

use std::collections::BTreeMap;

use crate::check::pieces::{TextPiece, pieces};
use crate::check::{Change, Context, Example, Page};
use crate::diagnostic::{Diagnostic, Severity};
use crate::text::FileId;

pub(crate) static PAGE: Page = Page {
    title: "un guillemet ou une parenthèse n’est pas fermé",
    severity: Severity::Warning,
    checks: "Les « », “ ” et ( ) de chaque texte vont par paires. Une énumération (« a) », « 1) ») est admise ; un signe ouvert \
              dans un paragraphe et fermé dans l’un des trois suivants aussi (citation ou parenthèse sur plusieurs \
              paragraphes). Les crochets et les textes à la lettre ne sont pas comparés.",
    why: "Il manque un signe, ou les mots qui le suivaient : c’est souvent la trace d’une phrase coupée.",
    source: "Lexique des règles typographiques en usage à l’Imprimerie nationale ; usage éditorial.",
    example: Example {
        context: &[],
        fault: &[Change {
            file: "content/2024/fiches/03-prevention.md",
            from: "là où ils sont.",
            to: "là où ils sont (à l'école ou chez eux.",
        }],
        admitted: &[
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont : a) à l'école ; b) chez eux (ou ailleurs).",
            },
            Change {
                file: "content/2024/fiches/03-prevention.md",
                from: "là où ils sont.",
                to: "là où ils sont « comme il vient.\n\nEt comme il va », dit-on.",
            },
        ],
    },
};

/// Paired signs.
const PAIRS: [(char, char); 3] = [('«', '»'), ('“', '”'), ('(', ')')];
/// Pieces of text that a pair may span.
const REACH: usize = 3;

/// A sign without its other half.
struct Lone<'d> {
    index: usize,
    byte: usize,
    sign: char,
    piece: &'d TextPiece<'d>,
}

pub(crate) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut unclosed: BTreeMap<(FileId, char), Lone<'_>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (index, piece) in pieces(context).enumerate() {
        for (opening, closing) in PAIRS {
            let key = (piece.file(), opening);
            for (byte, sign) in lone(piece, opening, closing) {
                let opened = unclosed.remove(&key);
                let near = opened.as_ref().is_some_and(|s| index - s.index <= REACH);
                if sign == closing && near {
                    continue;
                }
                findings.extend(opened.map(|s| say(&s)));
                let only = Lone { index, byte, sign, piece };
                if sign == opening {
                    unclosed.insert(key, only);
                } else {
                    findings.push(say(&only));
                }
            }
        }
    }
    findings.extend(unclosed.values().map(say));
    findings
}

/// Most findings per kind and text: whoever repairs these sees the others.
const LONE_MAX: usize = 3;

/// The signs of a piece that have no other half in it.
fn lone(piece: &TextPiece<'_>, opening: char, closing: char) -> Vec<(usize, char)> {
    if !piece.text.contains([opening, closing]) {
        return Vec::new();
    }
    let mut unclosed: Vec<usize> = Vec::new();
    let mut lone = Vec::new();
    for (byte, sign) in piece.text.char_indices().filter(|(i, s)| piece.free(&(*i..*i + s.len_utf8()))) {
        if sign == opening {
            unclosed.push(byte);
        } else if sign == closing
            && unclosed.pop().is_none()
            && !enumeration(piece.text.get(..byte).unwrap_or(""))
        {
            lone.push((byte, sign));
        }
    }
    lone.truncate(LONE_MAX);
    lone.extend(unclosed.into_iter().take(LONE_MAX).map(|o| (o, opening)));
    lone
}

/// Whether the word before a closing parenthesis numbers an item: `a)`, `12)`.
fn enumeration(before: &str) -> bool {
    let word: Vec<char> = before.chars().rev().take_while(|l| l.is_alphanumeric()).collect();
    let digits = word.len() <= 2 && word.iter().all(char::is_ascii_digit);
    !word.is_empty() && (word.len() == 1 || digits || word.iter().all(|l| "ivx".contains(*l)))
}

fn say(only: &Lone<'_>) -> Diagnostic {
    let piece = only.piece;
    let (what, remedy) = match only.sign {
        '«' | '“' => ("ce guillemet ouvert n’est pas fermé", "le fermer, ou le retirer"),
        '»' | '”' => ("ce guillemet fermé n’a pas été ouvert", "l’ouvrir, ou le retirer"),
        '(' => ("cette parenthèse ouverte n’est pas fermée", "la fermer, ou la retirer"),
        _ => ("cette parenthèse fermée n’a pas été ouverte", "l’ouvrir, ou la retirer"),
    };
    Diagnostic::finding(piece.span(&(only.byte..only.byte + only.sign.len_utf8())), what).help(remedy)
}
