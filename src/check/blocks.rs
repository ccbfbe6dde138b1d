//! Shared by the rules: walks through blocks, the data that texts cite, places of texts.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::Context;
use crate::model::text::{Block, Inline, Reference};
use crate::model::{Fiche, Passage};
use crate::text::{FileId, Span};

/// Blocks and their file.
pub(crate) type Text<'d> = (FileId, &'d [Block]);

/// Texts of the articles, then of the fiches.
pub(crate) fn texts<'d>(context: &Context<'d>) -> Vec<Text<'d>> {
    let articles = context.dossier.articles.iter().map(|a| (a.span.file, a.body.as_slice()));
    articles.chain(context.fiches().flat_map(texts_of)).collect()
}

/// The introduction and the sections of a fiche.
pub(crate) fn texts_of(fiche: &Fiche) -> impl Iterator<Item = Text<'_>> {
    std::iter::once(fiche.introduction.as_slice())
        .chain(fiche.sections.iter().map(|s| s.body.as_slice()))
        .map(|blocks| (fiche.span.file, blocks))
}

/// Visits blocks and nested blocks in order.
pub(crate) fn walk<'d>(blocks: &'d [Block], visit: &mut dyn FnMut(&'d Block)) {
    for block in blocks {
        visit(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|i| walk(i, visit)),
            Block::Citation(blocks) => walk(blocks, visit),
            _ => {}
        }
    }
}

/// Visits the inlines of a block, nested ones and notes included.
pub(crate) fn inlines<'d>(block: &'d Block, visit: &mut dyn FnMut(&'d Inline)) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => within(content, visit),
        Block::Table(table) => {
            table.header.iter().chain(table.lines.iter().flatten()).for_each(|cell| within(cell, visit));
        }
        _ => {}
    }
}

fn within<'d>(content: &'d [Inline], visit: &mut dyn FnMut(&'d Inline)) {
    for inline in content {
        visit(inline);
        match inline {
            Inline::Bold(content) | Inline::Italic(content) | Inline::Link { content, .. } => {
                within(content, visit);
            }
            Inline::Note(blocks) => walk(blocks, &mut |block| inlines(block, visit)),
            _ => {}
        }
    }
}

/// Visits the references of blocks: `{tableau.sites}`, `{fiche.4.budget.total}`.
pub(crate) fn each_reference<'d>(blocks: &'d [Block], visit: &mut dyn FnMut(&'d Reference)) {
    walk(blocks, &mut |block| {
        if let Block::Reference(reference) = block {
            visit(reference);
        }
        inlines(block, &mut |inline| {
            if let Inline::Reference(reference) = inline {
                visit(reference);
            }
        });
    });
}

/// Passages by file, to find texts whose place the model does not keep.
#[derive(Debug)]
pub(crate) struct Places<'d>(BTreeMap<FileId, Vec<&'d Passage>>);

impl<'d> Places<'d> {
    /// Indexes the passages of all files.
    pub(crate) fn new(context: &Context<'d>) -> Self {
        let mut places: BTreeMap<FileId, Vec<&'d Passage>> = BTreeMap::new();
        for passage in &context.dossier.passages {
            places.entry(passage.file()).or_default().push(passage);
        }
        Self(places)
    }

    /// The first passage of a file that holds a text, from a byte on.
    pub(crate) fn passage(&self, file: FileId, from: usize, text: &str) -> Option<&'d Passage> {
        let passages = self.0.get(&file)?;
        passages.iter().find(|p| p.span.start >= from && p.text.contains(text)).copied()
    }

    /// Place of some bytes of a text, searched from a span on; that span when not found.
    pub(crate) fn place(&self, from: Span, text: &str, bytes: Range<usize>) -> Span {
        let found = self.passage(from.file, from.start, text).and_then(|p| {
            let start = p.text.find(text)?;
            Some(p.span_of(&(start + bytes.start..start + bytes.end)))
        });
        found.unwrap_or(from)
    }
}
