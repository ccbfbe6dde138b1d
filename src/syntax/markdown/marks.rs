//! Signs of emphasis that are letters of the text: the `*` of a product, or of a word with two endings. CommonMark
//! would pair them and take them away.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use unicode_normalization::char::is_combining_mark;

use super::{Page, SpannedEvent};
use crate::diagnostic::Diagnostic;

/// The events with the stars that stand between two letters or digits put back as text, and what is told of those
/// of which only one of a pair does.
pub(super) fn keep_inner_stars<'e>(
    events: Vec<SpannedEvent<'e>>,
    page: Page<'e>,
) -> (Vec<SpannedEvent<'e>>, Vec<Diagnostic>) {
    let mut kept = Vec::with_capacity(events.len());
    let mut faults = Vec::new();
    let mut are_literal = Vec::new();
    let runs = star_runs(page.text);
    for (event, bytes) in events {
        let width = match &event {
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => 2,
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => 1,
            _ => {
                kept.push((event, bytes));
                continue;
            }
        };
        let opening = bytes.start..bytes.start + width;
        let closing = bytes.end.saturating_sub(width)..bytes.end;
        let opens = matches!(event, Event::Start(_));
        let is_literal = if opens {
            let inner = [&opening, &closing].map(|mark| is_inside_a_word(page.text, &runs, mark));
            if width == 1 && inner.contains(&true) && inner.contains(&false) {
                faults.push(one_of_a_pair(page, if inner[0] { &opening } else { &closing }));
            }
            faults.extend(underlined_name(page, &bytes, width));
            let is_literal = inner == [true, true] || width == 1 && inner != [false, false];
            are_literal.push(is_literal);
            is_literal
        } else {
            are_literal.pop().unwrap_or(false)
        };
        if is_literal {
            let mark = if opens { opening } else { closing };
            let text = page.text.get(mark.clone()).unwrap_or("");
            kept.push((Event::Text(CowStr::Borrowed(text)), mark));
        } else {
            kept.push((event, bytes));
        }
    }
    (kept, faults)
}

/// The stars of a text that follow one another.
fn star_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (star, _) in text.match_indices('*') {
        match runs.last_mut() {
            Some(run) if run.end == star => run.end += 1,
            _ => runs.push(star..star + 1),
        }
    }
    runs
}

/// Whether a mark of emphasis, with the stars around it, stands between two letters or digits.
fn is_inside_a_word(text: &str, runs: &[Range<usize>], mark: &Range<usize>) -> bool {
    let is_letter = |c: char| c.is_alphanumeric() || is_combining_mark(c);
    let after = runs.partition_point(|run| run.start <= mark.start);
    let run = after.checked_sub(1).and_then(|rank| runs.get(rank)).filter(|run| mark.start < run.end);
    run.is_some_and(|run| {
        text.get(..run.start).is_some_and(|before| before.ends_with(is_letter))
            && text.get(run.end..).is_some_and(|after| after.starts_with(is_letter))
    })
}

fn one_of_a_pair(page: Page<'_>, mark: &Range<usize>) -> Diagnostic {
    Diagnostic::error("MD-014", page.span(mark), "cet astérisque est au milieu d’un mot")
        .help("écrire « \\* » pour l’imprimer ; pour de l’italique, entourer le mot entier : « *mot* »")
}

/// `__init__`: the underscores of a name of computers would go.
fn underlined_name(page: Page<'_>, bytes: &Range<usize>, width: usize) -> Option<Diagnostic> {
    let written = page.text.get(bytes.clone())?;
    let name = written.strip_prefix("__")?.strip_suffix("__").filter(|_| width == 2)?;
    let is_name = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    is_name.then(|| {
        Diagnostic::error(
            "MD-014",
            page.span(bytes),
            format!("« {written} » s’imprimerait « {name} », en gras"),
        )
        .help(format!("écrire « **{name}** » pour le gras, « \\_\\_{name}\\_\\_ » pour les tirets bas"))
    })
}
