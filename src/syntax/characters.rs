//! Characters that change what a reader sees, or that nobody sees, and the marks that an unfinished merge leaves:
//! told once for any source text, YAML or Markdown.

use crate::diagnostic::Diagnostic;
use crate::text::unseen::{Unseen, unseen_kind};
use crate::text::{Sources, Span, escapes};

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
    for (place, letter) in text.char_indices().filter(|(_, letter)| !letter.is_ascii()) {
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
        let span = Span { start, end, ..zone };
        faults.push(match kind {
            Unseen::Invisible => finding(letter, kind, None, span).fix(span, ""),
            Unseen::Direction | Unseen::Blank => finding(letter, kind, None, span),
        });
    }
    faults
}

/// One finding (TXT-005) for each break of a line or of a page that a word processor leaves in a text: Markdown makes a
/// blank of it. In YAML, it ends the reading.
pub fn typeset_breaks(text: &str, zone: Span) -> Vec<Diagnostic> {
    let breaks = text.match_indices(['\u{b}', '\u{c}']).take(MOST);
    breaks
        .map(|(place, sign)| {
            let start = zone.start + place;
            let span = Span { start, end: start + sign.len(), ..zone };
            let what = if sign == "\u{b}" {
                "le caractère U+000B, un saut de ligne de traitement de texte,"
            } else {
                "le caractère U+000C, un saut de page,"
            };
            Diagnostic::error("TXT-005", span, format!("{what} s’imprimerait comme une espace"))
                .help("aller à la ligne à sa place : finir la ligne par « \\ », ou laisser une ligne vide")
        })
        .collect()
}

/// The same finding for each such character of a text read from a place whose letters do not show it: an entity of
/// Markdown.
pub fn unseen_behind(read: &str, written: &str, place: Span) -> Vec<Diagnostic> {
    let hidden = read.chars().filter(|letter| !written.contains(*letter));
    hidden.filter_map(|c| Some(finding(c, unseen_kind(c)?, Some(written), place))).collect()
}

/// The same finding for each such character that a text between double quotes names by an escape: `\u202e`.
pub fn unseen_escapes(written: &str, place: Span) -> Vec<Diagnostic> {
    let hidden = escapes::all(written).filter_map(|(letter, bytes)| {
        let span = Span { start: place.start + bytes.start, end: place.start + bytes.end, ..place };
        Some(finding(letter, unseen_kind(letter)?, written.get(bytes), span))
    });
    hidden.take(MOST).collect()
}

/// The finding of a character; `written` is how the source names it, when it does not hold the character itself.
fn finding(letter: char, kind: Unseen, written: Option<&str>, span: Span) -> Diagnostic {
    let name = format!("U+{:04X}", u32::from(letter));
    let name = written.map_or(name.clone(), |written| format!("{name}, que « {written} » désigne,"));
    let (message, help) = match kind {
        Unseen::Direction => (
            format!("le caractère invisible {name} change le sens de l’écriture de ce qui suit"),
            "le retirer : placer le curseur juste après lui et effacer",
        ),
        Unseen::Invisible => (
            format!("il y a ici un caractère invisible, {}", name.trim_end_matches(',')),
            "le retirer : placer le curseur juste après lui et effacer",
        ),
        Unseen::Blank if letter == '\u{85}' => (
            format!("le caractère {name} ne montre qu’un blanc"),
            "écrire « … » si c’étaient des points de suspension ; sinon le retirer",
        ),
        Unseen::Blank => (
            format!("le caractère {name} ne montre qu’un blanc à la place d’un mot ou d’un objet"),
            "le remplacer par ce qu’il devait montrer, ou le retirer",
        ),
    };
    let help = written.map_or(help.to_owned(), |written| match kind {
        Unseen::Blank => help.to_owned(),
        Unseen::Direction | Unseen::Invisible => format!("retirer « {written} »"),
    });
    Diagnostic::error("TXT-005", span, message).help(help)
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
