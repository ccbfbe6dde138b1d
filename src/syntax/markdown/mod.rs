//! Markdown to blocks of prose, by events. Raw HTML, images without alternative, skipped heading levels
//! are told; `{dotted.name}` is a quotation of the model, `\{` a brace.

mod headings;
mod html;
mod images;
mod inlines;
mod leaf;
mod lines;
mod lists;
mod marks;
mod notes;
mod quotations;
mod raw;
mod reach;
mod tables;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use crate::diagnostic::Diagnostic;
use crate::model::passage::{Item, Passage, PassageKind};
use crate::model::text::{Block, Inline};
use crate::syntax::characters;
use crate::text::{ProjectPath, Sources, Span, Spanned};
use leaf::Leaf;
use reach::LinkDefinition;

/// Deepest nesting of lists and quotations, and of emphasis and links.
const DEPTH_MAX: usize = 12;

/// The only place that says which Markdown is ours: CommonMark, tables and footnotes. The marks of headings are
/// read by hand, since the extension takes away what it does not know.
const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES);

/// What the Markdown of a zone says.
#[derive(Debug, Default)]
pub struct MarkdownText {
    /// The text, block by block.
    pub blocks: Vec<Block>,
    /// The passages that will be printed, in the order read, footnotes first.
    pub passages: Vec<Passage>,
    /// The braces that open no reference, each up to those that close it, or to the end of its word.
    pub braces: Vec<Spanned<String>>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// Finds the file that an image names; the error says why there is none.
pub type FindImage<'f> = &'f dyn Fn(&Spanned<String>) -> Result<Spanned<ProjectPath>, Box<Diagnostic>>;

/// Reads the Markdown of a zone.
pub fn read(sources: &Sources, zone: Span, find_image: FindImage<'_>) -> MarkdownText {
    let page = Page { zone, text: sources.text(zone) };
    let mut said = MarkdownText::default();
    said.diagnostics.extend(characters::typeset_breaks(page.text, zone));
    let parser = Parser::new_ext(page.text, OPTIONS);
    let mut definitions: Vec<_> = parser
        .reference_definitions()
        .iter()
        .map(|(name, link)| LinkDefinition { name: name.to_owned(), bytes: link.span.clone() })
        .collect();
    definitions.sort_unstable_by_key(|link| link.bytes.start);
    let (mut events, faults) = marks::keep_inner_stars(parser.into_offset_iter().collect(), page);
    said.diagnostics.extend(faults);
    said.diagnostics.extend(reach::unreached(&events, &definitions, page));
    let written = notes::extract(&mut events);
    said.diagnostics.extend(notes::faults(&written, &events, page));
    let mut notes = BTreeMap::new();
    for note in &written {
        let blocks = Prose::new(&mut said, find_image, page, &note.body, None).blocks();
        notes.entry(note.name.clone()).or_insert(blocks);
    }
    said.blocks = Prose::new(&mut said, find_image, page, &events, Some(&notes)).blocks();
    said
}

type SpannedEvent<'e> = (Event<'e>, Range<usize>);

/// The Markdown of a zone, as it is written.
#[derive(Debug, Clone, Copy)]
struct Page<'p> {
    zone: Span,
    text: &'p str,
}

impl<'p> Page<'p> {
    /// Where some bytes of the page stand, blanks at their end aside.
    fn span(self, bytes: &Range<usize>) -> Span {
        let trimmed = self.text.get(bytes.clone()).map_or(bytes.end, |t| bytes.start + t.trim_end().len());
        Span { start: self.zone.start + bytes.start, end: self.zone.start + trimmed, ..self.zone }
    }

    /// First byte of the line of a byte.
    fn line_start(self, byte: usize) -> usize {
        self.text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    /// The line of a byte, from that byte on.
    fn line_at(self, byte: usize) -> &'p str {
        self.text.get(byte..).and_then(|rest| rest.lines().next()).unwrap_or("")
    }

    /// Columns before a byte in its line, a tab going to the next multiple of four.
    fn column(self, byte: usize) -> usize {
        let before = self.text.get(self.line_start(byte)..byte).unwrap_or("");
        before.chars().fold(0, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
    }

    /// Whether a backslash makes a letter of the sign at a byte.
    fn is_escaped(self, byte: usize) -> bool {
        let before = self.text.get(..byte).unwrap_or("");
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    }
}

/// The block before the one that is read, in the same container.
enum Previous {
    Paragraph(Range<usize>),
    List(Range<usize>),
    /// With its number of columns.
    Table(Range<usize>, usize),
}

/// Whether no blank line stands between a block and what starts at a byte below it.
fn is_glued(page: Page<'_>, above: &Range<usize>, start: usize) -> bool {
    let gap = page.text.get(above.start..start).unwrap_or("");
    let text = gap.trim_end_matches(|c: char| c.is_whitespace() || c == '>');
    gap.get(text.len()..).is_some_and(|blanks| blanks.matches('\n').count() < 2)
}

/// The beginning of a line, for a message.
fn brief(line: &str) -> String {
    let head: String = line.trim().chars().take(40).collect();
    if head.len() < line.trim().len() { format!("{}…", head.trim_end()) } else { head }
}

struct Prose<'p> {
    said: &'p mut MarkdownText,
    find_image: FindImage<'p>,
    page: Page<'p>,
    events: &'p [SpannedEvent<'p>],
    /// The footnotes; none inside a footnote.
    notes: Option<&'p BTreeMap<String, Vec<Block>>>,
    /// Level of the last heading.
    level: u8,
    depth: usize,
    /// Emphasis and links being read.
    marks: usize,
    /// Byte from which the text of a heading is its mark.
    cut: usize,
    /// The leaf being read.
    leaf: Leaf,
    /// Columns of the table just above what is read.
    table_above: Option<usize>,
    /// The last star that calls a note.
    star_call: Option<Span>,
    /// The list being read.
    item: Option<Item>,
    lists: usize,
}

impl<'p> Prose<'p> {
    fn new(
        said: &'p mut MarkdownText,
        find_image: FindImage<'p>,
        page: Page<'p>,
        events: &'p [SpannedEvent<'p>],
        notes: Option<&'p BTreeMap<String, Vec<Block>>>,
    ) -> Self {
        Self {
            said,
            find_image,
            page,
            events,
            notes,
            level: 1,
            depth: 0,
            marks: 0,
            cut: usize::MAX,
            leaf: Leaf::default(),
            table_above: None,
            star_call: None,
            item: None,
            lists: 0,
        }
    }

    /// The runs of text of a leaf, kept as one passage.
    fn leaf(&mut self, kind: PassageKind, closes: bool) -> Vec<Inline> {
        let start = self.events.first().map_or(0, |(_, bytes)| bytes.start);
        let before = std::mem::take(&mut self.leaf);
        let inlines = self.inlines(closes);
        let leaf = std::mem::replace(&mut self.leaf, before);
        if kind == PassageKind::Paragraph {
            self.lines_of(&leaf);
        }
        self.raw_forms_of(&leaf);
        self.keep_passage(kind, leaf, start);
        inlines
    }

    fn keep_passage(&mut self, kind: PassageKind, leaf: Leaf, start: usize) {
        let Leaf { text, anchors, .. } = leaf;
        if text.trim().is_empty() {
            return;
        }
        let end = anchors.last().map_or(start, |(t, s)| s - self.page.zone.start + (text.len() - t));
        let passage = Passage::of_item(self.item, kind, text, self.page.span(&(start..end)), anchors);
        let call = lists::star_call(&passage);
        // A star after a backslash is written by one who knows: so is its note.
        let call = call.filter(|star| !self.page.is_escaped(star.start - self.page.zone.start));
        self.star_call = call.or(self.star_call);
        self.said.passages.push(passage);
    }

    /// Keeps a text whose place in the source is known as a whole.
    fn keep_aligned(&mut self, kind: PassageKind, text: &str, span: Span) {
        let zone = self.page.zone;
        let written = self.page.text.get(span.start - zone.start..span.end - zone.start).unwrap_or("");
        self.said.passages.push(Passage::align(kind, text, written, span));
    }

    fn say(&mut self, diagnostic: Diagnostic) {
        self.said.diagnostics.push(diagnostic);
    }

    /// Adds to the leaf being read a text that stands in the source as it is.
    fn add(&mut self, text: &str, bytes: &Range<usize>) {
        self.leaf.anchors.push((self.leaf.text.len(), self.page.zone.start + bytes.start));
        self.leaf.text.push_str(text);
    }

    fn next(&mut self) -> Option<&'p SpannedEvent<'p>> {
        let (head, remainder) = self.events.split_first()?;
        self.events = remainder;
        Some(head)
    }

    /// Blocks up to the end of the container that was entered, or of the text.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut previous = None;
        while let Some((event, bytes)) = self.events.first() {
            self.table_above = match previous {
                Some(Previous::Table(_, columns)) => Some(columns),
                _ => None,
            };
            match event {
                Event::End(_) => {
                    self.next();
                    break;
                }
                Event::Start(tag) if is_block(tag) => {
                    self.next();
                    blocks.extend(self.block(tag, bytes, previous.as_ref()));
                    previous = match tag {
                        Tag::Paragraph => Some(Previous::Paragraph(bytes.clone())),
                        Tag::List(_) => Some(Previous::List(bytes.clone())),
                        Tag::Table(alignments) => Some(Previous::Table(bytes.clone(), alignments.len())),
                        _ => None,
                    };
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

    fn block(&mut self, tag: &Tag<'p>, bytes: &Range<usize>, previous: Option<&Previous>) -> Option<Block> {
        self.depth += 1;
        let too_deep = self.depth > DEPTH_MAX;
        if too_deep {
            let span = self.page.span(bytes);
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
            Tag::Heading { level, .. } => self.title(*level, bytes),
            Tag::BlockQuote(_) => Some(self.quotation(bytes, previous)),
            Tag::CodeBlock(kind) => Some(self.code(kind, bytes)),
            Tag::List(start) => Some(self.list(*start, bytes, previous)),
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

    fn paragraph(&mut self, bytes: &Range<usize>) -> Option<Block> {
        if let Some((Event::Start(Tag::Image { dest_url, title, .. }), image)) = self.events.first() {
            let single = self
                .page
                .text
                .get(bytes.clone())
                .zip(self.page.text.get(image.clone()))
                .is_some_and(|(p, i)| p.trim() == i.trim());
            if single {
                self.next();
                let block = self.image(dest_url, title, image);
                self.skip_over();
                return block;
            }
        }
        let inlines = self.leaf(PassageKind::Paragraph, true);
        paragraph(inlines)
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, bytes: &Range<usize>) -> Block {
        if *kind == CodeBlockKind::Indented {
            let line = self.page.line_at(bytes.start);
            let span = self.page.span(&(bytes.start..bytes.start + line.len()));
            self.say(
                Diagnostic::error(
                    "MD-017",
                    span,
                    "quatre espaces ou une tabulation devant cette ligne en font du texte à la lettre",
                )
                .help("les retirer ; pour du texte à la lettre, l’entourer de deux lignes « ``` »"),
            );
        }
        let mut text = String::new();
        while let Some((event, bytes)) = self.next() {
            match event {
                Event::Text(t) => {
                    text.push_str(t);
                    let span = self.page.span(bytes);
                    self.keep_aligned(PassageKind::Code, t, span);
                }
                _ => break,
            }
        }
        Block::Code(text.trim_end_matches('\n').to_owned())
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
