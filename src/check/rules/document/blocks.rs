//! What the rules on the document share: ways through blocks, the data that a text quotes, places of texts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::Context;
use crate::model::text::{Block, Inline};
use crate::model::{Fiche, Passage};
use crate::text::{FileId, Span};

/// A text of the act: its blocks and their file.
pub(crate) type Text<'d> = (FileId, &'d [Block]);

/// The texts of the articles, and those of the sections of the fiches.
pub(crate) fn texts<'d>(c: &Context<'d>) -> Vec<Text<'d>> {
    let articles = c.dossier.articles.iter().map(|a| (a.span.file, a.body.as_slice()));
    articles.chain(c.fiches().flat_map(texts_of)).collect()
}

/// The introduction and the sections of a fiche.
pub(crate) fn texts_of(fiche: &Fiche) -> impl Iterator<Item = Text<'_>> {
    std::iter::once(fiche.introduction.as_slice())
        .chain(fiche.sections.iter().map(|s| s.body.as_slice()))
        .map(|blocks| (fiche.span.file, blocks))
}

/// Goes through blocks and those that they hold, in order.
pub(crate) fn walk<'d>(blocks: &'d [Block], also: &mut dyn FnMut(&'d Block)) {
    for block in blocks {
        also(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|i| walk(i, also)),
            Block::Citation(blocks) => walk(blocks, also),
            _ => {}
        }
    }
}

/// Goes through the runs of text of a block, and those that they hold.
pub(crate) fn inlines<'d>(block: &'d Block, also: &mut dyn FnMut(&'d Inline)) {
    match block {
        Block::Heading { content, .. } | Block::Paragraph(content) => within(content, also),
        Block::Table(table) => {
            table.header.iter().chain(table.lines.iter().flatten()).for_each(|c| within(c, also));
        }
        _ => {}
    }
}

fn within<'d>(content: &'d [Inline], also: &mut dyn FnMut(&'d Inline)) {
    for inline in content {
        also(inline);
        match inline {
            Inline::Bold(c)
            | Inline::Italic(c)
            | Inline::Strikethrough(c)
            | Inline::Link { content: c, .. } => {
                within(c, also);
            }
            Inline::Note(blocks) => walk(blocks, &mut |block| inlines(block, also)),
            _ => {}
        }
    }
}

/// The data that blocks quote: `tableau.sites`, `fiche.4.budget.total`.
pub(crate) fn collect_cited<'d>(blocks: &'d [Block], names: &mut BTreeSet<&'d str>) {
    walk(blocks, &mut |block| {
        if let Block::Reference(reference) = block {
            names.insert(&reference.value);
        }
        inlines(block, &mut |inline| {
            if let Inline::Reference(reference) = inline {
                names.insert(&reference.value);
            }
        });
    });
}

/// The passages by file: where texts whose place the model does not keep are found again.
#[derive(Debug)]
pub(crate) struct Places<'d>(BTreeMap<FileId, Vec<&'d Passage>>);

impl<'d> Places<'d> {
    /// Of all the files.
    pub(crate) fn new(c: &Context<'d>) -> Self {
        let mut locations: BTreeMap<FileId, Vec<&'d Passage>> = BTreeMap::new();
        for passage in &c.dossier.passages {
            locations.entry(passage.file()).or_default().push(passage);
        }
        Self(locations)
    }

    /// The passage of a file that holds a text, from a byte on.
    pub(crate) fn passage(&self, file: FileId, since: usize, text: &str) -> Option<&'d Passage> {
        let passages = self.0.get(&file)?;
        passages.iter().find(|p| p.span.start >= since && p.text.contains(text)).copied()
    }

    /// The place of some bytes of a text in a file, from a place on; that place when it is not found.
    pub(crate) fn place(&self, since: Span, text: &str, bytes: Range<usize>) -> Span {
        let location = self.passage(since.file, since.start, text).and_then(|p| {
            let start = p.text.find(text)?;
            Some(p.span_of(&(start + bytes.start..start + bytes.end)))
        });
        location.unwrap_or(since)
    }
}
