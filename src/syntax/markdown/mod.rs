//! Markdown to blocks of prose, by events. Raw HTML, images without alternative, skipped heading levels
//! are told; `{dotted.name}` is a quotation of the model, `\{` a brace.

mod images;
mod inlines;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::model::passage::{Item, Passage, PassageKind};
use crate::model::text::{Alignment, Block, Inline, Table};
use crate::text::{ProjectPath, Sources, Span, Spanned};

/// Deepest nesting of lists and quotations.
const DEPTH_MAX: usize = 12;

/// The only place that says which Markdown is ours.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_HEADING_ATTRIBUTES);

/// What the Markdown of a zone says.
#[derive(Debug, Default)]
pub struct MarkdownText {
    /// The text, block by block.
    pub blocks: Vec<Block>,
    /// The passages that will be printed, in the order read, footnotes first.
    pub passages: Vec<Passage>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the file that an image names; the error says why there is none.
pub type FindImage<'f> = &'f dyn Fn(&Spanned<String>) -> Result<Spanned<ProjectPath>, Box<Diagnostic>>;

/// Reads the Markdown of a zone.
pub fn read(sources: &Sources, zone: Span, find_image: FindImage<'_>) -> MarkdownText {
    let text = sources.text(zone);
    let mut said = MarkdownText::default();
    let mut events: Vec<_> = Parser::new_ext(text, OPTIONS).into_offset_iter().collect();
    let definitions = extract_notes(&mut events);
    let mut notes = BTreeMap::new();
    for (name, body) in &definitions {
        let mut prose = Prose::new(&mut said, find_image, zone, text, body, None);
        let blocks = prose.blocks();
        notes.insert(name.clone(), blocks);
    }
    said.blocks = Prose::new(&mut said, find_image, zone, text, &events, Some(&notes)).blocks();
    said
}

type SpannedEvent<'e> = (Event<'e>, Range<usize>);

/// Takes the definitions of footnotes out of the flow: they are printed where they are called.
fn extract_notes<'e>(events: &mut Vec<SpannedEvent<'e>>) -> Vec<(String, Vec<SpannedEvent<'e>>)> {
    let mut definitions = Vec::new();
    let mut remainder = Vec::with_capacity(events.len());
    let mut is_open: Option<(String, Vec<SpannedEvent<'e>>)> = None;
    for event in events.drain(..) {
        match (&event.0, &mut is_open) {
            (Event::Start(Tag::FootnoteDefinition(name)), None) => {
                is_open = Some((name.to_string(), Vec::new()))
            }
            (Event::End(TagEnd::FootnoteDefinition), Some(_)) => definitions.extend(is_open.take()),
            (_, Some((_, body))) => body.push(event),
            (_, None) => remainder.push(event),
        }
    }
    *events = remainder;
    definitions
}

struct Prose<'p> {
    said: &'p mut MarkdownText,
    find_image: FindImage<'p>,
    zone: Span,
    text: &'p str,
    events: &'p [SpannedEvent<'p>],
    /// The footnotes; none inside a footnote.
    notes: Option<&'p BTreeMap<String, Vec<Block>>>,
    /// Level of the last heading.
    level: u8,
    depth: usize,
    /// The text of the leaf being read, and where its runs stand.
    leaf: (String, Vec<(usize, usize)>),
    /// The list being read.
    item: Option<Item>,
    lists: usize,
}

impl<'p> Prose<'p> {
    fn new(
        said: &'p mut MarkdownText,
        find_image: FindImage<'p>,
        zone: Span,
        text: &'p str,
        events: &'p [SpannedEvent<'p>],
        notes: Option<&'p BTreeMap<String, Vec<Block>>>,
    ) -> Self {
        let (leaf, item, lists) = (Default::default(), None, 0);
        Self { said, find_image, zone, text, events, notes, level: 1, depth: 0, leaf, item, lists }
    }

    /// The runs of text of a leaf, kept as one passage.
    fn leaf(&mut self, passage_kind: PassageKind, closes: bool) -> Vec<Inline> {
        let start = self.events.first().map_or(0, |(_, bytes)| bytes.start);
        let before = std::mem::take(&mut self.leaf);
        let inlines = self.inlines(closes);
        let (text, anchors) = std::mem::replace(&mut self.leaf, before);
        self.keep_passage(passage_kind, text, anchors, start);
        inlines
    }

    fn keep_passage(
        &mut self,
        passage_kind: PassageKind,
        text: String,
        anchors: Vec<(usize, usize)>,
        start: usize,
    ) {
        if text.trim().is_empty() {
            return;
        }
        let end = anchors.last().map_or(start, |(t, s)| s - self.zone.start + (text.len() - t));
        let mut passage = Passage::new(passage_kind, text, self.span(&(start..end)), anchors);
        passage.item = self.item;
        self.said.passages.push(passage);
    }

    /// Keeps a text whose place in the source is known as a whole.
    fn keep_aligned(&mut self, kind: PassageKind, text: &str, span: Span) {
        let written = self.text.get(span.start - self.zone.start..span.end - self.zone.start).unwrap_or("");
        self.said.passages.push(Passage::align(kind, text, written, span));
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        self.said.diagnostics.push(diagnostic);
    }

    /// Adds to the leaf being read a text that stands in the source as it is.
    fn add(&mut self, text: &str, bytes: &Range<usize>) {
        self.leaf.1.push((self.leaf.0.len(), self.zone.start + bytes.start));
        self.leaf.0.push_str(text);
    }

    fn span(&self, bytes: &Range<usize>) -> Span {
        let trimmed = self.text.get(bytes.clone()).map_or(bytes.end, |t| bytes.start + t.trim_end().len());
        Span { start: self.zone.start + bytes.start, end: self.zone.start + trimmed, ..self.zone }
    }

    fn next(&mut self) -> Option<&'p SpannedEvent<'p>> {
        let (head, remainder) = self.events.split_first()?;
        self.events = remainder;
        Some(head)
    }

    /// Blocks up to the end of the container that was entered, or of the text.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        while let Some((event, bytes)) = self.events.first() {
            match event {
                Event::End(_) => {
                    self.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    self.next();
                    blocks.extend(self.block(tag, bytes));
                }
                Event::Rule => {
                    self.next();
                    blocks.push(Block::ThematicBreak);
                }
                Event::Html(_) => {
                    self.next();
                    self.html(bytes);
                }
                // The items of a tight list hold their text without a paragraph.
                _ => {
                    let inlines = self.leaf(PassageKind::Paragraph, false);
                    blocks.extend(paragraph(inlines));
                }
            }
        }
        blocks
    }

    fn block(&mut self, tag: &Tag<'p>, bytes: &Range<usize>) -> Option<Block> {
        self.depth += 1;
        let too_deep = self.depth > DEPTH_MAX;
        if too_deep {
            let span = self.span(bytes);
            self.say(
                Diagnostic::error(
                    "MD-005",
                    span,
                    "listes et citations sont emboîtées sur plus de douze niveaux",
                )
                .help("simplifier la structure"),
            );
            self.skip_over();
            self.depth -= 1;
            return None;
        }
        let block = match tag {
            Tag::Paragraph => self.paragraph(bytes),
            Tag::Heading { level, id, .. } => Some(self.title(*level, id.as_deref(), bytes)),
            Tag::BlockQuote(_) => Some(Block::Citation(self.blocks())),
            Tag::CodeBlock(kind) => Some(self.code(kind)),
            Tag::List(start) => {
                let mut items = Vec::new();
                let before = self.item;
                self.lists += 1;
                let list = self.lists;
                while let Some((event, _)) = self.next() {
                    match event {
                        Event::Start(Tag::Item) => {
                            self.item = Some(Item { list, index: items.len() + 1 });
                            items.push(self.blocks());
                        }
                        _ => break,
                    }
                }
                self.item = before;
                Some(Block::List { start: *start, items })
            }
            Tag::Table(alignments) => Some(self.table(alignments)),
            Tag::HtmlBlock => {
                self.skip_over();
                self.html(bytes);
                None
            }
            _ => {
                self.skip_over();
                None
            }
        };
        self.depth -= 1;
        block
    }

    /// Skips to the end of the element just entered.
    fn skip_over(&mut self) {
        let mut unclosed = 1;
        while unclosed > 0 {
            match self.next() {
                Some((Event::Start(_), _)) => unclosed += 1,
                Some((Event::End(_), _)) => unclosed -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }

    fn html(&mut self, bytes: &Range<usize>) {
        let span = self.span(bytes);
        self.say(
            Diagnostic::error("MD-001", span, "le HTML n’est pas admis dans le texte")
                .help("employer le Markdown, ou écrire « \\< » pour un signe inférieur"),
        );
    }

    fn paragraph(&mut self, bytes: &Range<usize>) -> Option<Block> {
        if let Some((Event::Start(Tag::Image { dest_url, .. }), image)) = self.events.first() {
            let single = self
                .text
                .get(bytes.clone())
                .zip(self.text.get(image.clone()))
                .is_some_and(|(p, i)| p.trim() == i.trim());
            if single {
                self.next();
                let block = self.image(dest_url, image);
                self.skip_over();
                return block;
            }
        }
        let inlines = self.leaf(PassageKind::Paragraph, true);
        paragraph(inlines)
    }

    fn title(&mut self, level: HeadingLevel, anchor: Option<&str>, bytes: &Range<usize>) -> Block {
        let level = level as u8;
        let span = self.span(bytes);
        if level == 1 {
            self.say(
                Diagnostic::error(
                    "MD-004",
                    span,
                    "le titre de premier niveau est celui de la fiche ou de l’article",
                )
                .help("commencer par « ## » pour une rubrique"),
            );
        } else if level > self.level + 1 {
            let expected = "#".repeat(usize::from(self.level) + 1);
            self.say(
                Diagnostic::error("MD-004", span, "ce titre saute un niveau")
                    .help(format!("écrire « {expected} »")),
            );
        }
        self.level = level.max(2);
        let content = self.leaf(PassageKind::Heading(level), true);
        let anchor = anchor.map(|r| Spanned::new(r.to_owned(), span));
        Block::Heading { level, content, anchor, span }
    }

    fn code(&mut self, _kind: &CodeBlockKind<'_>) -> Block {
        let mut text = String::new();
        while let Some((event, bytes)) = self.next() {
            match event {
                Event::Text(t) => {
                    text.push_str(t);
                    let span = self.span(bytes);
                    self.keep_aligned(PassageKind::Code, t, span);
                }
                _ => break,
            }
        }
        Block::Code(text.trim_end_matches('\n').to_owned())
    }

    fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Block {
        let alignments = alignments
            .iter()
            .map(|a| match a {
                pulldown_cmark::Alignment::Right => Alignment::Right,
                pulldown_cmark::Alignment::Center => Alignment::Center,
                _ => Alignment::Left,
            })
            .collect();
        let mut table = Table { alignments, header: Vec::new(), lines: Vec::new() };
        let mut line = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => line.push(self.leaf(PassageKind::Cell, true)),
                Event::End(TagEnd::TableHead) => table.header = std::mem::take(&mut line),
                Event::End(TagEnd::TableRow) => table.lines.push(std::mem::take(&mut line)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(table)
    }
}

fn paragraph(mut inlines: Vec<Inline>) -> Option<Block> {
    match inlines.as_mut_slice() {
        [] => None,
        [Inline::Reference(reference)] => Some(Block::Reference(reference.clone())),
        _ => Some(Block::Paragraph(inlines)),
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::Table(_)
            | Tag::HtmlBlock
    )
}
