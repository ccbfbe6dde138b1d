//! Prose as Typst: one call of the charte per Markdown element, every run of text through the escape.

use super::escaping::{string, text};
use crate::document::references::emitted_path;
use crate::document::view::{Prose, Proses};
use crate::lang::without_colon;
use crate::model::text::{Alignment, Block, Image, Inline, Table, plain_text};
use crate::text::ProjectPath;

/// What depends on where the prose is placed.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Added to the level of headings.
    pub offset: u8,
    /// Lists and citations around the prose, which leave less width to a table.
    pub depth: usize,
    /// Path of an image from the emitted file.
    pub image: fn(&ProjectPath) -> String,
}

impl Layout {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// The prose of a document as Typst, by rank, for files one folder below the root of the emitted folder.
pub(super) fn proses(proses: &Proses) -> Vec<String> {
    let layout = |offset| Layout { offset, depth: 0, image: |path| format!("../{}", emitted_path(path)) };
    let typst = |piece: &Prose| match piece {
        Prose::Blocks(blocks, offset) => prose(blocks, layout(*offset)),
        Prose::Ligne(text) => title(text, layout(0)),
    };
    proses.iter().map(typst).collect()
}

/// Blocks as Typst, with a blank line between them.
pub fn prose(blocks: &[Block], layout: Layout) -> String {
    blocks.iter().map(|b| block(b, layout)).collect::<Vec<_>>().join("\n\n")
}

fn block(block: &Block, layout: Layout) -> String {
    match block {
        Block::Heading { level, content, .. } => {
            format!("#heading(level: {})[{}]", level + layout.offset, title(content, layout))
        }
        Block::Paragraph(content) if announces(content) => {
            format!("#annonce[{}]", inlines(content, layout))
        }
        Block::Paragraph(content) => inlines(content, layout),
        Block::List { start, bracket, items } => list(*start, *bracket, items, layout.deeper()),
        Block::Citation(blocks) => format!("#citation[{}]", prose(blocks, layout.deeper())),
        Block::Code(code) => format!("#raw(block: true, {})", string(code)),
        Block::ThematicBreak => "#separation()".to_owned(),
        Block::Table(t) => table(t, layout),
        Block::Image(i) => image(i, layout),
        Block::Reference(r) => text(&format!("{{{}}}", r.value)),
    }
}

/// Whether a paragraph stays on the page of what follows: « … comme suit : », or words in bold that serve as a heading.
fn announces(content: &[Inline]) -> bool {
    plain_text(content).trim_end().ends_with(':') || matches!(content, [Inline::Bold(_)])
}

fn list(start: Option<u64>, bracket: bool, items: &[Vec<Block>], layout: Layout) -> String {
    let call = match start {
        Some(n) if bracket => format!("#enum(start: {n}, numbering: \"1)\","),
        Some(n) => format!("#enum(start: {n},"),
        None => "#list(".to_owned(),
    };
    let items: Vec<String> =
        items.iter().map(|i| format!("  [{}],", indent_rest(&prose(i, layout)))).collect();
    format!("{call}\n{}\n)", items.join("\n"))
}

/// Indents every line but the first, so that the emitted file reads as a tree.
fn indent_rest(typst: &str) -> String {
    typst.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

fn table(table: &Table, layout: Layout) -> String {
    let alignment = |index: usize| match table.alignments.get(index) {
        Some(Alignment::Right) => "right",
        Some(Alignment::Center) => "center",
        Some(Alignment::Left) | None => "left",
    };
    let columns: Vec<String> = table
        .header
        .iter()
        .enumerate()
        .map(|(index, title)| {
            format!("    (titre: [{}], align: {}),", inlines(title, layout), alignment(index))
        })
        .collect();
    let lines: Vec<String> = table
        .lines
        .iter()
        .map(|line| {
            let cells: Vec<String> = line.iter().map(|c| format!("[{}],", inlines(c, layout))).collect();
            format!("    (genre: \"ligne\", cellules: ({})),", cells.join(" "))
        })
        .collect();
    format!(
        "#tableau(\n  niveau: {},\n  colonnes: (\n{}\n  ),\n  lignes: (\n{}\n  ),\n)",
        layout.depth,
        columns.join("\n"),
        lines.join("\n")
    )
}

fn image(image: &Image, layout: Layout) -> String {
    let path = (layout.image)(&image.file.value);
    format!("#illustration(image({}, alt: {}))", string(&path), string(&image.alternative))
}

/// The words of a heading, without the colon that some end with.
fn title(content: &[Inline], layout: Layout) -> String {
    let Some((Inline::Text(last), before)) = content.split_last() else { return inlines(content, layout) };
    format!("{}{}", inlines(before, layout), text(without_colon(last)))
}

/// A run of text as Typst.
pub fn inlines(inlines: &[Inline], layout: Layout) -> String {
    inlines.iter().map(|i| inline(i, layout)).collect()
}

/// Ends each call with `;`, so that what follows is neither an argument nor a field of it.
fn inline(inline: &Inline, layout: Layout) -> String {
    match inline {
        Inline::Text(t) => text(t),
        Inline::Bold(c) => format!("#strong[{}];", inlines(c, layout)),
        Inline::Italic(c) => format!("#emph[{}];", inlines(c, layout)),
        Inline::Code(t) => format!("#raw({});", string(t)),
        Inline::Link { url, content, .. } => format!("#link({})[{}];", string(url), inlines(content, layout)),
        Inline::Note(blocks) => format!("#footnote[{}];", prose(blocks, layout.deeper())),
        Inline::LineBreak => "#linebreak();".to_owned(),
        Inline::Reference(r) => text(&format!("{{{}}}", r.value)),
    }
}
