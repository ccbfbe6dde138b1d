//! Characters that change what a reader sees, or that nobody sees, and the marks that an unfinished merge leaves:
//! told once for any source text, YAML or Markdown.

use crate::diagnostic::Diagnostic;
use crate::text::unseen::{Unseen, unseen_kind};
use crate::text::{Sources, Span};

/// Most findings in a zone: a text pasted from a page of the web has one between all its words.
const MOST: usize = 20;

/// One finding (TXT-005) for each such character of a zone; a run of the same one is told once.
pub fn unseen(sources: &Sources, zone: Span) -> Vec<Diagnostic> {
    let text = sources.text(zone);
    // Below U+00AD, and in the letters of French, there is none: their first bytes are skipped at once.
    if !text.bytes().any(|b| matches!(b, 0xc2 | 0xcd | 0xd8 | 0xe1..=0xe3 | 0xef..)) {
        return Vec::new();
    }
    let mut faults: Vec<Diagnostic> = Vec::new();
    let mut last: Option<(char, usize)> = None;
    for (place, letter) in text.char_indices() {
        let Some(kind) = unseen_kind(letter) else { continue };
        let start = zone.start + place;
        let end = start + letter.len_utf8();
        if last.replace((letter, end)) == Some((letter, start)) {
            if let Some(fault) = faults.last_mut() {
                fault.labels.iter_mut().for_each(|label| label.span.end = end);
                fault.fix.iter_mut().for_each(|edit| edit.span.end = end);
            }
            continue;
        }
        if faults.len() == MOST {
            break;
        }
        let name = format!("U+{:04X}", u32::from(letter));
        let (message, help) = match kind {
            Unseen::Direction => (
                format!("le caractère invisible {name} change le sens de l’écriture de ce qui suit"),
                "le retirer : placer le curseur juste après lui et effacer",
            ),
            Unseen::Invisible => (
                format!("il y a ici un caractère invisible, {name}"),
                "le retirer : placer le curseur juste après lui et effacer",
            ),
            Unseen::Blank => (
                format!("le caractère {name} ne montre qu’un blanc à la place d’un mot ou d’un objet"),
                "le remplacer par ce qu’il devait montrer, ou le retirer",
            ),
        };
        let span = Span { start, end, ..zone };
        let fault = Diagnostic::error("TXT-005", span, message).help(help);
        faults.push(if matches!(kind, Unseen::Invisible) { fault.fix(span, "") } else { fault });
    }
    faults
}

/// The first mark (TXT-006) of a merge that git could not finish, in a zone.
pub fn unfinished_merge(sources: &Sources, zone: Span) -> Option<Diagnostic> {
    let text = sources.text(zone);
    let mut start = zone.start;
    for line in text.split_inclusive('\n') {
        let mark = line.trim_end();
        let is_mark = ["<<<<<<<", "|||||||", ">>>>>>>"]
            .iter()
            .any(|sign| mark.strip_prefix(sign).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
        if is_mark {
            let place = Span { start, end: start + mark.len(), ..zone };
            return Some(
                Diagnostic::error("TXT-006", place, "une fusion git n’est pas terminée dans ce fichier").help(
                    "garder l’une des deux versions, et retirer les lignes « <<<<<<< », « ======= » et « >>>>>>> »",
                ),
            );
        }
        start += line.len();
    }
    None
}
