//! Composes the texts of a document: replaces each `{reference}` by the words or the table that it leads to.

use super::references::{Wording, wording};
use super::view::{Fragment, Prose, Proses};
use crate::lang::{flat, opening_number};
use crate::ledger::cited::Citations;
use crate::model::Dossier;
use crate::model::text::{Block, Inline, Reference, Table, plain_text};
use crate::resolve::Links;

/// Composes the texts of one document and keeps their prose.
#[derive(Debug)]
pub struct Composer<'d> {
    /// What is composed.
    pub dossier: &'d Dossier,
    links: &'d Links,
    citations: Citations<'d>,
    /// Prose composed so far, which fragments name by rank.
    pub proses: Proses,
}

impl<'d> Composer<'d> {
    /// Starts a document.
    pub fn new(dossier: &'d Dossier, links: &'d Links) -> Self {
        Self { dossier, links, citations: Citations::new(dossier), proses: Proses::default() }
    }

    /// Cuts blocks into prose and the tables and figures that stand alone on a paragraph. `offset` is added to the level
    /// of headings. A reference without link, already a finding, prints nothing.
    pub fn fragments(&mut self, blocks: &[Block], offset: u8) -> Vec<Fragment> {
        self.fragments_under(&[], blocks, offset)
    }

    /// The same, under a heading: a caption that says it again is left out.
    pub fn fragments_under(&mut self, heading: &[Inline], blocks: &[Block], offset: u8) -> Vec<Fragment> {
        let mut fragments = Vec::new();
        let mut prose = Vec::new();
        // What is entitled since the last words of the text.
        let mut titles = vec![title_of(heading)];
        for block in blocks {
            if let Block::Reference(reference) = block
                && let Some(Wording::Pieces(pieces)) = self.wording(reference)
            {
                fragments.extend(self.prose(std::mem::take(&mut prose), offset));
                for mut piece in pieces {
                    title_once(&mut piece, &mut titles);
                    fragments.push(piece);
                }
                continue;
            }
            match block {
                Block::Heading { content, .. } => titles = vec![title_of(content)],
                _ => titles.clear(),
            }
            prose.extend(self.block(block));
        }
        fragments.extend(self.prose(prose, offset));
        fragments
    }

    /// Replaces the references of a run of text by their words.
    pub fn inlines(&self, inlines: &[Inline]) -> Vec<Inline> {
        inlines.iter().filter_map(|inline| self.inline(inline)).collect()
    }

    /// Keeps the text of a heading as prose and returns its rank.
    pub fn heading(&mut self, inlines: &[Inline]) -> usize {
        let line = self.inlines(inlines);
        self.proses.add(Prose::Ligne(line))
    }

    fn prose(&mut self, blocks: Vec<Block>, offset: u8) -> Option<Fragment> {
        (!blocks.is_empty())
            .then(|| Fragment::Prose { prose: self.proses.add(Prose::Blocks(blocks, offset)) })
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<Block> {
        blocks.iter().filter_map(|b| self.block(b)).collect()
    }

    fn block(&self, block: &Block) -> Option<Block> {
        Some(match block {
            Block::Heading { level, content, anchor, span } => Block::Heading {
                level: *level,
                content: self.inlines(content),
                anchor: anchor.clone(),
                span: *span,
            },
            Block::Paragraph(content) => Block::Paragraph(self.inlines(content)),
            Block::List { start, bracket, items } => Block::List {
                start: *start,
                bracket: *bracket,
                items: items.iter().map(|i| self.blocks(i)).collect(),
            },
            Block::Citation(blocks) => Block::Citation(self.blocks(blocks)),
            Block::Table(table) => {
                let row = |cells: &[Vec<Inline>]| cells.iter().map(|c| self.inlines(c)).collect();
                Block::Table(Table {
                    alignments: table.alignments.clone(),
                    header: row(&table.header),
                    lines: table.lines.iter().map(|l| row(l)).collect(),
                    span: table.span,
                })
            }
            Block::Reference(reference) => Block::Paragraph(vec![Inline::Text(self.words(reference)?)]),
            Block::Code(_) | Block::ThematicBreak | Block::Image(_) => block.clone(),
        })
    }

    fn inline(&self, inline: &Inline) -> Option<Inline> {
        Some(match inline {
            Inline::Bold(content) => Inline::Bold(self.inlines(content)),
            Inline::Italic(content) => Inline::Italic(self.inlines(content)),
            Inline::Link { url, content, span } => {
                Inline::Link { url: url.clone(), content: self.inlines(content), span: *span }
            }
            Inline::Note(blocks) => Inline::Note(self.blocks(blocks)),
            Inline::Reference(reference) => Inline::Text(self.words(reference)?),
            Inline::Text(_) | Inline::Code(_) | Inline::LineBreak => inline.clone(),
        })
    }

    fn wording(&self, reference: &Reference) -> Option<Wording> {
        wording(self.links.get(reference.span)?, &self.citations)
    }

    fn words(&self, reference: &Reference) -> Option<String> {
        match self.wording(reference)? {
            Wording::Words(words) => Some(words),
            Wording::Pieces(_) => None,
        }
    }
}

/// A heading as captions are compared with it: without its number.
fn title_of(heading: &[Inline]) -> String {
    let text = plain_text(heading);
    let rest = opening_number(&text).and_then(|number| text.trim_start().strip_prefix(number));
    flat(rest.unwrap_or(&text))
}

/// Leaves out a caption that was just said.
fn title_once(piece: &mut Fragment, titles: &mut Vec<String>) {
    let caption = match piece {
        Fragment::Tableau { tableau } => &mut tableau.legende,
        Fragment::Figure { figure } => &mut figure.titre,
        _ => return,
    };
    let Some(title) = caption.as_deref().map(flat) else { return };
    if titles.contains(&title) {
        *caption = None;
    } else {
        titles.push(title);
    }
}
