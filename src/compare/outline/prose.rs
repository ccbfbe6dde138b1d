//! Prose as rows: paragraphs, items, headings, tables.

use super::{Outliner, Sheet};
use crate::compare::portion::{
    ChangeTopic, Datum, Form, HOLDERS, Keys, Paragraph, Portion, PortionContent, holders,
};
use crate::compare::words::{LINE_END, ProseWord, WordStyle, cut, join};
use crate::model::text::{Alignment, Block, Inline, Reference, Table, plain_text};
use crate::text::Span;

impl Outliner<'_> {
    /// The paragraphs of a text, in order.
    pub(super) fn prose(&self, blocks: &[Block]) -> Vec<Portion> {
        let mut rows = Vec::new();
        self.blocks(blocks, (Form::Running, 0), &mut rows);
        rows
    }

    /// The rows of blocks, of which the first has a form, and that so many quotations hold.
    fn blocks(&self, blocks: &[Block], (first, quoted): (Form, u8), rows: &mut Vec<Portion>) {
        for (rank, block) in blocks.iter().enumerate() {
            let form = match first {
                Form::Item(depth, _) if rank > 0 => Form::Continued(depth),
                first => first,
            };
            let depth = match form {
                Form::Item(depth, _) | Form::Continued(depth) => depth,
                _ => 0,
            };
            let opening = rows.len();
            match block {
                Block::Heading { level, content, anchor, span } => {
                    let mut row = self.paragraph(content, Form::Heading(*level));
                    row.place = Some(*span);
                    row.key = anchor.as_ref().map(|anchor| anchor.value.clone()).unwrap_or_default();
                    rows.push(row);
                }
                Block::Paragraph(content) => rows.push(self.paragraph(content, form)),
                Block::List { start, bracket, items } => {
                    let depth = depth.saturating_add(1);
                    // A closing bracket makes another list of the same numbers.
                    let first =
                        start.map(|start| start.saturating_mul(2).saturating_add(u64::from(*bracket)));
                    for item in items {
                        match item.is_empty() {
                            true => rows.push(paragraph(Vec::new(), Form::Item(depth, first))),
                            false => self.blocks(item, (Form::Item(depth, first), quoted), rows),
                        }
                    }
                }
                Block::Citation(blocks) => self.blocks(blocks, (form, quoted.saturating_add(1)), rows),
                Block::Code(text) => rows.push(paragraph(vec![literal(text)], Form::Code)),
                Block::ThematicBreak => rows.push(paragraph(Vec::new(), Form::Break)),
                Block::Table(table) => rows.push(held(self.table(table), (quoted, depth))),
                Block::Image(image) => {
                    let mut sheet = Sheet::new(ChangeTopic::Wording);
                    sheet.put("fichier", "Fichier", &self.image_name(&image.file));
                    sheet.put("empreinte", "Image", &self.image_digest(&image.file.value));
                    sheet.put("alternative", "Texte de remplacement", &image.alternative);
                    let name = self.within_edition(image.file.value.as_str());
                    rows.push(held(sheet.row(&name, "Image", Some(image.file.span)), (quoted, depth)));
                }
                Block::Reference(reference) => {
                    let mut row =
                        paragraph(vec![self.quoted(reference, WordStyle::default())], Form::Reference);
                    row.place = Some(reference.span);
                    rows.push(row);
                }
            }
            let before = rank.checked_sub(1).and_then(|rank| blocks.get(rank));
            let is_apart = before.is_some_and(|before| would_be_one(before, block));
            for (rank, row) in rows.iter_mut().skip(opening).enumerate() {
                if let PortionContent::Datum(Datum::Prose(paragraph)) = &mut row.content {
                    paragraph.quoted = paragraph.quoted.max(quoted);
                    if !matches!(paragraph.form, Form::Item(..) | Form::Continued(_)) {
                        paragraph.listed = paragraph.listed.max(depth);
                    }
                    paragraph.apart |= is_apart && rank == 0;
                }
            }
        }
    }

    /// A paragraph of inlines.
    fn paragraph(&self, content: &[Inline], form: Form) -> Portion {
        let mut tokens = Vec::new();
        self.inlines(content, WordStyle::default(), None, &mut tokens);
        paragraph(join(tokens), form)
    }

    /// A line of inlines, as a title has.
    pub(super) fn line(&self, key: &str, name: &str, content: &[Inline], place: Option<Span>) -> Portion {
        Portion {
            key: key.to_owned(),
            name: name.to_owned(),
            place,
            ..self.paragraph(content, Form::Running)
        }
    }

    fn inlines(
        &self,
        content: &[Inline],
        style: WordStyle,
        target: Option<&str>,
        tokens: &mut Vec<ProseWord>,
    ) {
        for inline in content {
            match inline {
                Inline::Text(text) => cut(text, style, target, tokens),
                Inline::Bold(content) => {
                    self.inlines(content, WordStyle { bold: true, ..style }, target, tokens);
                }
                Inline::Italic(content) => {
                    self.inlines(content, WordStyle { italic: true, ..style }, target, tokens);
                }
                // To the letter, blanks included.
                Inline::Code(text) => tokens.push(ProseWord {
                    text: text.clone(),
                    spaced: false,
                    style: WordStyle { code: true, ..style },
                    target: target.map(str::to_owned),
                    printed: None,
                }),
                Inline::Link { url, content, span: _ } => self.inlines(content, style, Some(url), tokens),
                Inline::Note(blocks) => {
                    let first = tokens.len();
                    self.note(blocks, tokens);
                    for token in tokens.iter_mut().skip(first) {
                        let own = token.style;
                        token.style = WordStyle {
                            bold: own.bold || style.bold,
                            italic: own.italic || style.italic,
                            code: own.code || style.code,
                            note: true,
                        };
                    }
                }
                Inline::LineBreak => tokens.push(literal(LINE_END)),
                Inline::Reference(reference) => tokens.push(self.quoted(reference, style)),
            }
        }
    }

    /// The words of a note, which stands in a paragraph: how each of its own stands is one more word.
    fn note(&self, blocks: &[Block], tokens: &mut Vec<ProseWord>) {
        for (rank, row) in self.prose(blocks).iter().enumerate() {
            if rank > 0 {
                tokens.push(literal(LINE_END));
            }
            for (part, datum) in row.data() {
                match datum {
                    Datum::Prose(paragraph) => {
                        let stands = paragraph.stands();
                        if stands != Form::Running.word() {
                            tokens.push(literal(&format!("[{stands}]")));
                        }
                        let words = paragraph.tokens.iter().cloned();
                        tokens.extend(words.enumerate().map(|(rank, word)| ProseWord {
                            // Nothing of the paragraph stands before its first word.
                            spaced: word.spaced || rank == 0,
                            ..word
                        }));
                    }
                    datum => tokens.push(literal(&format!("[{}\u{a0}: {datum}]", part.name))),
                }
            }
        }
    }

    /// What a reference quotes: its name, and what it prints.
    fn quoted(&self, reference: &Reference, style: WordStyle) -> ProseWord {
        let Reference { value, filter, span: _ } = reference;
        let filter = filter.as_ref().map(|filter| format!(" | {filter}")).unwrap_or_default();
        let printed = self.printed(reference);
        ProseWord { text: format!("{{{value}{filter}}}"), printed, style, ..literal("") }
    }

    fn table(&self, table: &Table) -> Portion {
        let Table { alignments, header, lines, span } = table;
        let titles: Vec<String> = named_apart(header.iter().map(|cell| plain_text(cell)));
        let mut sheet = Sheet::new(ChangeTopic::Wording);
        let column = |(rank, title): (usize, &String)| {
            let mut column = Sheet::new(ChangeTopic::Wording);
            column.parts.extend(header.get(rank).map(|cell| self.line("titre", "", cell, None)));
            column.put("alignement", "Alignement", &alignments.get(rank).map(|side| alignment(*side)));
            column.row(title, title, None)
        };
        sheet.columns(titles.iter().enumerate().map(column).collect());
        let line = |cells: &Vec<Vec<Inline>>| {
            let cell = |(title, cell): (&String, &Vec<Inline>)| self.line(title, title, cell, None);
            let cells: Vec<Portion> = titles.iter().zip(cells).map(cell).collect();
            let key = cells.first().and_then(Portion::said).map(ToString::to_string).unwrap_or_default();
            Portion::new(&key, &key, ChangeTopic::Wording, PortionContent::Fields(cells), None)
        };
        sheet.rows("lignes", "", lines.iter().map(line).collect());
        sheet.row("", "Tableau", Some(*span))
    }

    /// A text under a key; nothing when it is empty.
    pub(super) fn text(&self, key: &str, name: &str, blocks: &[Block]) -> Option<Portion> {
        let rows = self.prose(blocks);
        let content = PortionContent::Rows(rows, Keys::None);
        (!blocks.is_empty()).then(|| Portion::new(key, name, ChangeTopic::Wording, content, None))
    }
}

/// Names, each told from those that are written the same.
pub(super) fn named_apart(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let twins =
            all.iter().filter(|other| **other == name || other.starts_with(&format!("{name} ("))).count();
        all.push(if twins == 0 { name } else { format!("{name} ({})", twins + 1) });
    }
    all
}

fn alignment(side: Alignment) -> &'static str {
    match side {
        Alignment::Left => "à gauche",
        Alignment::Center => "au centre",
        Alignment::Right => "à droite",
    }
}

/// A table or an image, which so many quotations and lists hold.
fn held(mut row: Portion, (quotations, lists): (u8, u8)) -> Portion {
    if let (PortionContent::Fields(parts), Some(words)) = (&mut row.content, holders(quotations, lists)) {
        parts.push(Portion::datum(HOLDERS, "Place", ChangeTopic::Wording, Datum::Words(words), None));
    }
    row
}

/// Whether two blocks that follow one another are two of what would be one by the forms of their rows.
fn would_be_one(before: &Block, after: &Block) -> bool {
    match (before, after) {
        (Block::Citation(_), Block::Citation(_)) => true,
        (Block::List { start: a, bracket: b, .. }, Block::List { start: c, bracket: d, .. }) => {
            (a, b) == (c, d)
        }
        _ => false,
    }
}

fn paragraph(tokens: Vec<ProseWord>, form: Form) -> Portion {
    let paragraph = Paragraph { form, quoted: 0, listed: 0, apart: false, tokens: tokens.into() };
    Portion::datum("", "", ChangeTopic::Wording, Datum::Prose(paragraph), None)
}

fn literal(text: &str) -> ProseWord {
    ProseWord {
        text: text.to_owned(),
        spaced: true,
        style: WordStyle::default(),
        target: None,
        printed: None,
    }
}
