//! Prose as rows: paragraphs, items, headings, tables.

use super::{Outliner, Sheet};
use crate::compare::portion::{ChangeTopic, Datum, Form, Keys, Paragraph, Portion, PortionContent};
use crate::compare::words::{ProseWord, WordStyle, cut, join};
use crate::model::text::{Alignment, Block, Inline, Reference, Table, plain_text};
use crate::text::Span;

impl Outliner<'_> {
    /// The paragraphs of a text, in order.
    pub(super) fn prose(&self, blocks: &[Block]) -> Vec<Portion> {
        let mut rows = Vec::new();
        self.blocks(blocks, Form::Running, &mut rows);
        rows
    }

    fn blocks(&self, blocks: &[Block], form: Form, rows: &mut Vec<Portion>) {
        for block in blocks {
            match block {
                Block::Heading { level, content, anchor, span } => {
                    let mut row = self.paragraph(content, Form::Heading(*level));
                    row.place = Some(*span);
                    row.key = anchor.as_ref().map(|anchor| anchor.value.clone()).unwrap_or_default();
                    rows.push(row);
                }
                Block::Paragraph(content) => rows.push(self.paragraph(content, form)),
                Block::List { start, bracket, items } => {
                    let depth = match form {
                        Form::Item(depth, _) | Form::Continued(depth) => depth.saturating_add(1),
                        _ => 1,
                    };
                    // A closing bracket makes another list of the same numbers.
                    let first =
                        start.map(|start| start.saturating_mul(2).saturating_add(u64::from(*bracket)));
                    for item in items {
                        self.item(item, depth, first, rows);
                    }
                }
                Block::Citation(blocks) => self.blocks(blocks, Form::Citation, rows),
                Block::Code(text) => rows.push(paragraph(vec![literal(text)], Form::Code)),
                Block::ThematicBreak => rows.push(paragraph(Vec::new(), Form::Break)),
                Block::Table(table) => rows.push(self.table(table)),
                Block::Image(image) => {
                    let mut sheet = Sheet::new(ChangeTopic::Wording);
                    sheet.put("fichier", "Fichier", &self.image_name(&image.file));
                    sheet.put("empreinte", "Image", &self.image_digest(&image.file.value));
                    sheet.put("alternative", "Texte de remplacement", &image.alternative);
                    rows.push(sheet.row(
                        &self.within_edition(image.file.value.as_str()),
                        "Image",
                        Some(image.file.span),
                    ));
                }
                Block::Reference(reference) => {
                    let mut row =
                        paragraph(vec![self.quoted(reference, WordStyle::default())], Form::Reference);
                    row.place = Some(reference.span);
                    rows.push(row);
                }
            }
        }
    }

    /// An item of a list: its first paragraph bears the sign, what follows does not.
    fn item(&self, blocks: &[Block], depth: u8, first: Option<u64>, rows: &mut Vec<Portion>) {
        let Some((head, rest)) = blocks.split_first() else {
            rows.push(paragraph(Vec::new(), Form::Item(depth, first)));
            return;
        };
        self.blocks(std::slice::from_ref(head), Form::Item(depth, first), rows);
        self.blocks(rest, Form::Continued(depth), rows);
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
                Inline::Code(text) => cut(text, WordStyle { code: true, ..style }, target, tokens),
                Inline::Link { url, content, span: _ } => self.inlines(content, style, Some(url), tokens),
                Inline::Note(blocks) => {
                    let style = WordStyle { note: true, ..style };
                    for row in self.prose(blocks) {
                        for (_, datum) in row.data() {
                            if let Datum::Prose(paragraph) = datum {
                                let own = paragraph.tokens.iter().cloned();
                                tokens.extend(own.map(|token| ProseWord { style, spaced: true, ..token }));
                            }
                        }
                    }
                }
                Inline::LineBreak => tokens.push(ProseWord { text: "\n".to_owned(), ..literal("") }),
                Inline::Reference(reference) => tokens.push(self.quoted(reference, style)),
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
            column.put("titre", "", &header.get(rank).map(|cell| plain_text(cell)));
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

fn paragraph(tokens: Vec<ProseWord>, form: Form) -> Portion {
    Portion::datum("", "", ChangeTopic::Wording, Datum::Prose(Paragraph { form, tokens }), None)
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
