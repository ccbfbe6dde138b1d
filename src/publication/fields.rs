//! The YAML of a page, with what is not published masked at its nodes.

use super::masks::{FileMarks, Masks};
use super::{PLACEHOLDER, is_masked_image};
use crate::diagnostic::TextEdit;
use crate::model::masked::{CONFIDENTIAL, MASK, MaskedKind};
use crate::project::FileRole;
use crate::syntax::{Node, NodeKind, Style};
use crate::text::{Sources, Span};

/// The keys under which an act writes its account, what an avenant amends, an image, and what is said of it.
const ACCOUNT: &str = "compte";
const DIGEST: &str = "empreinte";
const IMAGE: &str = "fichier";
const ALTERNATIVE: &str = "alternative";

/// What the walk through a page needs.
pub(super) struct FieldMasking<'a, 'm> {
    pub(super) sources: &'a Sources,
    pub(super) own: &'a FileMarks<'m>,
    /// Where the page writes what is printed.
    pub(super) printed: &'a [Span],
    /// The folder of the edition.
    pub(super) edition: &'a str,
    pub(super) edits: Vec<TextEdit>,
}

impl FieldMasking<'_, '_> {
    /// Masks what a page has in its YAML.
    pub(super) fn page(&mut self, root: &Node, role: FileRole, masks: &mut Masks<'_>) {
        let hidden = self.own.is_whole.then_some(MaskedKind::Words);
        for (key, value) in root.entries() {
            match key.value.as_str() {
                // What it says is what must not be read.
                CONFIDENTIAL if matches!(value.kind, NodeKind::List(_)) => self.put(value.extent, "[]"),
                // It is that of the act, which this is not.
                DIGEST if role == FileRole::Avenant => {
                    self.put(Span { end: value.extent.end, ..key.span }, "");
                }
                ACCOUNT if role == FileRole::Organisation => {
                    self.node(value, Some(MaskedKind::Account), masks)
                }
                _ => self.node(value, hidden.or(asked(root)), masks),
            }
        }
    }

    fn node(&mut self, node: &Node, hidden: Option<MaskedKind>, masks: &mut Masks<'_>) {
        match &node.kind {
            NodeKind::Null => {}
            NodeKind::Scalar(text) => self.scalar(node, text, hidden, masks),
            NodeKind::List(items) => items.iter().for_each(|item| self.node(item, hidden, masks)),
            NodeKind::Map(entries) => {
                let hidden = hidden.or(asked(node));
                let image = node.entry(IMAGE).filter(|(_, value)| {
                    value
                        .scalar()
                        .is_some_and(|written| is_masked_image(written, self.edition, &masks.images))
                });
                for (key, value) in entries {
                    match (key.value.as_str(), image) {
                        (IMAGE, Some(_)) => {
                            masks.kinds.insert(MaskedKind::Image);
                            self.put(value.extent, PLACEHOLDER);
                        }
                        (ALTERNATIVE, Some(_)) => self.put(value.extent, &quoted(MASK)),
                        (CONFIDENTIAL, _) => {}
                        _ => self.node(value, hidden, masks),
                    }
                }
            }
        }
    }

    fn scalar(&mut self, node: &Node, text: &str, hidden: Option<MaskedKind>, masks: &mut Masks<'_>) {
        let source = self.sources.text(node.extent);
        let is_whole = match hidden {
            Some(MaskedKind::Account) => true,
            Some(_) => self.is_printed(node) && !is_figure(text),
            None => false,
        };
        if is_whole && let Some(kind) = hidden {
            masks.kinds.insert(kind);
            match node.style == Style::Block && text.contains('|') {
                true => self.cells(node, source),
                false => self.put(node.extent, &quoted(MASK)),
            }
            return;
        }
        // A block of text keeps its lines; anything else is written again.
        if node.style == Style::Block {
            for found in masks.found(self.own, source) {
                let (start, end) = (node.extent.start + found.start, node.extent.start + found.end);
                self.put(Span { start, end, ..node.extent }, MASK);
            }
            return;
        }
        let found = masks.found(self.own, text);
        if found.is_empty() {
            return;
        }
        let mut masked = String::new();
        let mut place = 0;
        for range in found {
            masked.push_str(text.get(place..range.start).unwrap_or_default());
            masked.push_str(MASK);
            place = range.end;
        }
        masked.push_str(text.get(place..).unwrap_or_default());
        self.put(node.extent, &quoted(&masked));
    }

    /// Masks the cells of a table written line by line: their words, and neither what they count nor their number.
    fn cells(&mut self, node: &Node, source: &str) {
        let mut place = 0;
        for (rank, line) in source.split_inclusive('\n').enumerate() {
            let mut start = place;
            place += line.len();
            for cell in line.split('|').filter(|_| rank > 0) {
                let own = cell.trim();
                let at = start + (cell.len() - cell.trim_start().len());
                start += cell.len() + 1;
                if own.is_empty() || own == "^" || is_figure(own) {
                    continue;
                }
                let (start, end) = (node.extent.start + at, node.extent.start + at + own.len());
                self.put(Span { start, end, ..node.extent }, MASK);
            }
        }
    }

    /// Whether what a node says is printed. What is not is a word for the program.
    fn is_printed(&self, node: &Node) -> bool {
        self.printed.iter().any(|span| span.start < node.extent.end && node.extent.start < span.end)
    }

    fn put(&mut self, span: Span, text: &str) {
        self.edits.push(TextEdit { span, text: text.to_owned() });
    }
}

/// Whether a group of keys says that it is confidential.
fn asked(node: &Node) -> Option<MaskedKind> {
    let (_, value) = node.entry(CONFIDENTIAL)?;
    let is_no =
        value.scalar().is_some_and(|word| matches!(word.to_lowercase().as_str(), "non" | "false" | "faux"));
    (value.scalar().is_some() && !is_no).then_some(MaskedKind::Words)
}

/// An amount, a day, a rate: what is counted is public.
fn is_figure(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.chars().any(char::is_alphabetic)
}

/// A text between double quotes, on one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
