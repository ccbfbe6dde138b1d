//! Prose as a tree of blocks and runs of text: what Markdown says, without Markdown's syntax.

use crate::text::{ProjectPath, Span, Spanned};

/// A quotation of the model in prose, between braces: `{budget.total}`, `{total.etat | lettres}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The dotted name of the datum.
    pub value: String,
    /// How it is to be written, after a bar.
    pub filter: Option<Spanned<String>>,
    /// From brace to brace.
    pub span: Span,
}

/// A block of prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading as written, number included. `niveau` counts from 1 (`#`).
    Heading {
        /// 1 to 6, as the number of `#`.
        level: u8,
        /// What is printed.
        content: Vec<Inline>,
        /// The mark of `{#mark}`.
        anchor: Option<Spanned<String>>,
        /// The heading line.
        span: Span,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list, numbered when `start` is given.
    List {
        /// First number of an ordered list.
        start: Option<u64>,
        /// Whether a bracket closes its numbers (`1)`), not a full stop.
        bracket: bool,
        /// The items, each a sequence of blocks.
        items: Vec<Vec<Block>>,
    },
    /// A block quotation.
    Citation(Vec<Block>),
    /// Preformatted text, kept to the letter.
    Code(String),
    /// A horizontal rule.
    ThematicBreak,
    /// A Markdown table, its first row being the header.
    Table(Table),
    /// An image alone on its paragraph.
    Image(Image),
    /// A quotation of the model alone on its paragraph.
    Reference(Reference),
}

/// A Markdown table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Alignment of each column.
    pub alignments: Vec<Alignment>,
    /// Header cells.
    pub header: Vec<Vec<Inline>>,
    /// Body rows.
    pub lines: Vec<Vec<Vec<Inline>>>,
    /// The row of its titles.
    pub span: Span,
}

/// Horizontal alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// To the left: text.
    Left,
    /// Centred.
    Center,
    /// To the right: figures.
    Right,
}

/// An image of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its file, relative to the project.
    pub file: Spanned<ProjectPath>,
    /// Text alternative, never empty.
    pub alternative: String,
}

/// A run of text in a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// Strong.
    Bold(Vec<Inline>),
    /// Emphasis.
    Italic(Vec<Inline>),
    /// Literal text.
    Code(String),
    /// A hyperlink.
    Link {
        /// Destination: `https:`, `http:` or `mailto:`.
        url: String,
        /// What is shown.
        content: Vec<Inline>,
        /// What is shown, or the whole link when nothing is.
        span: Span,
    },
    /// A footnote and its text.
    Note(Vec<Block>),
    /// A forced line break.
    LineBreak,
    /// A quotation of the model.
    Reference(Reference),
}

/// The text of inlines without their emphasis, for titles and bookmarks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut output = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(t) | Inline::Code(t) => output.push_str(t),
            Inline::Bold(c) | Inline::Italic(c) | Inline::Link { content: c, .. } => {
                output.push_str(&plain_text(c));
            }
            Inline::LineBreak => output.push(' '),
            Inline::Note(_) | Inline::Reference(_) => {}
        }
    }
    output
}
