//! The references of a text, in the order of the page, and how each stands there.

use super::Standing;
use crate::model::text::{Block, Inline, Reference};

/// The references of the blocks of a page. Only one that is a block of the page itself stands alone: in a list, a
/// quotation or a note, a paragraph is a sentence.
pub(super) fn of_page(blocks: &[Block]) -> Vec<(&Reference, Standing)> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Reference(reference) => found.push((reference, Standing::Alone)),
            other => of_block(other, &mut found),
        }
    }
    found
}

/// The references of a run of text.
pub(super) fn of_inlines<'t>(inlines: &'t [Inline], found: &mut Vec<(&'t Reference, Standing)>) {
    for inline in inlines {
        match inline {
            Inline::Reference(reference) => found.push((reference, Standing::InSentence)),
            Inline::Bold(content) | Inline::Italic(content) | Inline::Link { content, .. } => {
                of_inlines(content, found)
            }
            Inline::Note(blocks) => blocks.iter().for_each(|b| of_block(b, found)),
            Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => {}
        }
    }
}

fn of_block<'t>(block: &'t Block, found: &mut Vec<(&'t Reference, Standing)>) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => of_inlines(content, found),
        Block::List { items, .. } => items.iter().flatten().for_each(|b| of_block(b, found)),
        Block::Citation(blocks) => blocks.iter().for_each(|b| of_block(b, found)),
        Block::Table(table) => {
            let cells = table.header.iter().chain(table.lines.iter().flatten());
            cells.for_each(|cell| of_inlines(cell, found));
        }
        Block::Reference(reference) => found.push((reference, Standing::InSentence)),
        Block::Code(_) | Block::ThematicBreak | Block::Image(_) => {}
    }
}
