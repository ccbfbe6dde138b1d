//! Markdown to pieces: sections, then paragraphs, items and rows of tables, then sentences and cells. Only lines are
//! looked at: what a piece prints is of no matter here, but each byte must be in one.

use super::piece::{PieceKind, SourcePiece, number, sentences, words};
use super::rows::row;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    Blank,
    Heading,
    Fence,
    Row,
    Bullet,
    Text,
}

/// The pieces of a Markdown text.
pub(super) fn pieces(text: &str) -> SourcePiece {
    let mut sections: Vec<SourcePiece> = Vec::new();
    let mut heading: Option<SourcePiece> = None;
    let mut blocks: Vec<SourcePiece> = Vec::new();
    let mut close = |heading: Option<SourcePiece>, blocks: &mut Vec<SourcePiece>| {
        let identity = heading.as_ref().map_or(String::new(), |heading| heading.value().to_owned());
        let mut parts: Vec<SourcePiece> = heading.into_iter().collect();
        parts.append(blocks);
        if !parts.is_empty() {
            number(&mut parts);
            sections.push(SourcePiece::branch(PieceKind::Section, &identity, parts));
        }
    };
    for (kind, block) in blocks_of(text) {
        if kind == Line::Heading {
            close(heading.take(), &mut blocks);
            heading = Some(SourcePiece::leaf(PieceKind::Heading, "heading", block, &words(block)));
        } else {
            blocks.push(of_block(kind, block));
        }
    }
    close(heading, &mut blocks);
    number(&mut sections);
    SourcePiece::branch(PieceKind::Prose, "prose", sections)
}

/// The blocks of a text, each with the blank lines after it.
fn blocks_of(text: &str) -> Vec<(Line, &str)> {
    let mut blocks = Vec::new();
    let mut current: Option<(Line, usize)> = None;
    let mut fence: Option<&str> = None;
    let mut after_blank = false;
    let mut place = 0;
    for line in text.split_inclusive('\n') {
        let start = place;
        place += line.len();
        if let Some(sign) = fence {
            let written = line.trim();
            if written.starts_with(sign) && written.chars().all(|c| sign.starts_with(c)) {
                fence = None;
            }
            continue;
        }
        let kind = kind(line);
        let goes_on = match (kind, current) {
            (Line::Blank, Some(_)) => true,
            (Line::Text, Some((Line::Text | Line::Bullet | Line::Blank, _))) => !after_blank,
            _ => false,
        };
        if !goes_on {
            if let Some((kind, from)) = current.replace((kind, start)) {
                blocks.push((kind, text.get(from..start).unwrap_or("")));
            }
            if kind == Line::Fence {
                let sign = line.trim_start();
                let mark = sign.chars().next().unwrap_or('`');
                fence = sign.get(..sign.chars().take_while(|c| *c == mark).count());
            }
        }
        after_blank = kind == Line::Blank;
    }
    if let Some((kind, from)) = current {
        blocks.push((kind, text.get(from..).unwrap_or("")));
    }
    blocks
}

fn kind(line: &str) -> Line {
    let written = line.trim();
    let digits = written.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < written.len() && (digits.starts_with(". ") || digits.starts_with(") "));
    match written.chars().next() {
        None => Line::Blank,
        Some('#') if written.trim_start_matches('#').starts_with(' ') => Line::Heading,
        Some('`') if written.starts_with("```") => Line::Fence,
        Some('~') if written.starts_with("~~~") => Line::Fence,
        Some('|') => Line::Row,
        Some('-' | '*' | '+') if written.chars().nth(1) == Some(' ') => Line::Bullet,
        _ if is_numbered => Line::Bullet,
        _ => Line::Text,
    }
}

fn of_block(kind: Line, block: &str) -> SourcePiece {
    match kind {
        Line::Row => row(block),
        Line::Blank => SourcePiece::mark("blank", block),
        Line::Fence => {
            let body = block.trim_end();
            let tail = block.get(body.len()..).unwrap_or("");
            // Each blank of a block of code counts.
            let parts = vec![
                SourcePiece::leaf(PieceKind::Words, "words", body, body),
                SourcePiece::mark("tail", tail),
            ];
            SourcePiece::branch(PieceKind::Paragraph, body, parts)
        }
        _ => {
            let bullet = if kind == Line::Bullet { bullet_length(block) } else { 0 };
            let (bullet, body) = block.split_at_checked(bullet).unwrap_or(("", block));
            let mut parts = vec![SourcePiece::leaf(PieceKind::Mark, "bullet", bullet, "")];
            parts.extend(sentences(body));
            number(&mut parts);
            SourcePiece::branch(PieceKind::Paragraph, &words(body), parts)
        }
    }
}

/// The margin and the sign of an item.
fn bullet_length(block: &str) -> usize {
    let sign = block.trim_start();
    let margin = block.len() - sign.len();
    margin + sign.find(' ').map_or(0, |length| length + 1)
}
