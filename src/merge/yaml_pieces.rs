//! YAML to pieces: each key and item with the comments above it, and each sign between two values.

use super::piece::{NOTHING, PieceKind, SourcePiece, number};
use super::rows;
use crate::syntax::{Node, NodeKind, Style};

/// A text as it is read, and as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct WrittenText<'t> {
    /// The text that places are counted in: its lines end with `\n`.
    pub(super) text: &'t str,
    /// The bytes of the file, when they differ, with the place there of each byte of `text` and of its end.
    pub(super) bytes: Option<(&'t str, &'t [usize])>,
}

impl WrittenText<'_> {
    /// What is written between two places of the text; `None` out of order.
    pub(super) fn between(&self, start: usize, end: usize) -> Option<&str> {
        match self.bytes {
            None => self.text.get(start..end),
            Some((bytes, places)) => bytes.get(*places.get(start)?..*places.get(end)?),
        }
    }

    fn mark(&self, identity: &str, start: usize, end: usize) -> Option<SourcePiece> {
        Some(SourcePiece::mark(identity, self.between(start, end)?))
    }

    fn line_start(&self, place: usize) -> usize {
        self.text.get(..place).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    }

    fn next_line(&self, place: usize) -> usize {
        let rest = self.text.get(place..).unwrap_or("");
        rest.find('\n').map_or(self.text.len(), |length| place + length + 1)
    }

    /// The first line from a place that is neither blank nor a comment: where the ones before end, where it begins.
    fn first_line(&self, place: usize) -> Option<(usize, usize)> {
        let mut start = place;
        for line in self.text.get(place..)?.split_inclusive('\n') {
            let written = line.trim();
            if !(written.is_empty() || written.starts_with('#') || written == "---") {
                return Some((start, start + line.len() - line.trim_start().len()));
            }
            start += line.len();
        }
        None
    }
}

/// The pieces of a tree that takes a zone, whole lines; `None` for what is written in an unusual way.
pub(super) fn pieces(written: WrittenText<'_>, root: &Node, start: usize, end: usize) -> Option<SourcePiece> {
    let text = written;
    let is_block = root.style == Style::Block;
    match &root.kind {
        NodeKind::Map(entries) if is_block && !entries.is_empty() => block(&text, root, start, end),
        NodeKind::List(items) if is_block && !items.is_empty() => block(&text, root, start, end),
        _ => {
            let (from, to) = (root.extent.start, root.extent.end);
            let parts =
                vec![text.mark("lead", start, from)?, value(&text, root)?, text.mark("end", to, end)?];
            Some(SourcePiece::branch(PieceKind::Item, "value", parts))
        }
    }
}

/// A value that stands inside a line, or a block of text.
fn value(text: &WrittenText<'_>, node: &Node) -> Option<SourcePiece> {
    let (start, end) = (node.extent.start, node.extent.end);
    match &node.kind {
        NodeKind::Null => {
            Some(SourcePiece::leaf(PieceKind::Value, "value", text.between(start, end)?, NOTHING))
        }
        NodeKind::Scalar(said) => {
            let written = text.between(start, end)?;
            let leaf = || SourcePiece::leaf(PieceKind::Value, "value", written, said);
            Some(rows::table(written).unwrap_or_else(leaf))
        }
        NodeKind::Map(_) | NodeKind::List(_) => flow(text, node),
    }
}

/// Keys or items between brackets: each has after it the comma and the blanks before the next one.
fn flow(text: &WrittenText<'_>, node: &Node) -> Option<SourcePiece> {
    let (kind, mut elements) = match &node.kind {
        NodeKind::Map(entries) => {
            let mut parts = Vec::new();
            for (key, value_node) in entries {
                let end = value_node.extent.end.max(key.span.end);
                parts.push((key.span.start, end, entry_parts(text, key, value_node)?, key.value.clone()));
            }
            (PieceKind::Map, parts)
        }
        _ => {
            let mut parts = Vec::new();
            for item in node.items() {
                parts.push((item.extent.start, item.extent.end, vec![value(text, item)?], identity(item)));
            }
            (PieceKind::List, parts)
        }
    };
    let first = elements.first().map_or(node.extent.end, |(start, ..)| *start);
    let mut parts = vec![text.mark("open", node.extent.start, first)?];
    let starts: Vec<usize> = elements.iter().skip(1).map(|(start, ..)| *start).collect();
    let mut last = first;
    for (rank, (_, end, own, identity)) in elements.drain(..).enumerate() {
        let mut own = own;
        last = end;
        if let Some(next) = starts.get(rank) {
            own.push(text.mark("comma", end, *next)?);
        }
        let kind = if kind == PieceKind::Map { PieceKind::Entry } else { PieceKind::Item };
        parts.push(SourcePiece::branch(kind, &identity, own));
    }
    parts.push(text.mark("close", last, node.extent.end)?);
    number(&mut parts);
    Some(SourcePiece::branch(kind, "value", parts))
}

/// A key between brackets, what follows it, and its value.
fn entry_parts(
    text: &WrittenText<'_>,
    key: &crate::text::Spanned<String>,
    node: &Node,
) -> Option<Vec<SourcePiece>> {
    let written = text.between(key.span.start, key.span.end)?;
    Some(vec![
        SourcePiece::leaf(PieceKind::Key, "key", written, &key.value),
        text.mark("colon", key.span.end, node.extent.start.max(key.span.end))?,
        value(text, node)?,
    ])
}

/// Keys or items by lines, from a place to the end of a line.
fn block(text: &WrittenText<'_>, node: &Node, start: usize, end: usize) -> Option<SourcePiece> {
    let mut parts = Vec::new();
    let mut place = start;
    let kind = match &node.kind {
        NodeKind::Map(entries) => {
            for (key, value_node) in entries {
                let next = text.next_line(value_node.extent.end.max(key.span.end)).min(end);
                let lead = text.line_start(key.span.start).max(place);
                let mut own = vec![
                    text.mark("lead", place, lead)?,
                    text.mark("indent", lead, key.span.start)?,
                    SourcePiece::leaf(
                        PieceKind::Key,
                        "key",
                        text.between(key.span.start, key.span.end)?,
                        &key.value,
                    ),
                ];
                own.extend(after(text, value_node, key.span.end, next)?);
                parts.push(SourcePiece::branch(PieceKind::Entry, &key.value, own));
                place = next;
            }
            PieceKind::Map
        }
        _ => {
            for item in node.items() {
                let (lead, dash) = text.first_line(place)?;
                if text.text.as_bytes().get(dash) != Some(&b'-') {
                    return None;
                }
                let next = text.next_line(item.extent.end.max(dash)).min(end);
                let lead = lead.max(place);
                let mut own = vec![text.mark("lead", place, lead)?, text.mark("indent", lead, dash)?];
                own.extend(after(text, item, dash, next)?);
                parts.push(SourcePiece::branch(PieceKind::Item, &identity(item), own));
                place = next;
            }
            PieceKind::List
        }
    };
    parts.push(text.mark("end", place, end)?);
    number(&mut parts);
    Some(SourcePiece::branch(kind, "value", parts))
}

/// What follows a key or a dash, to the end of its lines.
fn after(text: &WrittenText<'_>, node: &Node, sign: usize, end: usize) -> Option<Vec<SourcePiece>> {
    let is_block = node.style == Style::Block
        && match &node.kind {
            NodeKind::Map(entries) => !entries.is_empty(),
            NodeKind::List(items) => !items.is_empty(),
            _ => false,
        };
    if is_block {
        let first = match &node.kind {
            NodeKind::Map(entries) => entries.first().map_or(node.extent.start, |(key, _)| key.span.start),
            _ => node.extent.start,
        };
        // « - key: value », or lines under the sign.
        let line = text.next_line(sign);
        let inner = if first < line { first } else { line };
        return Some(vec![text.mark("colon", sign, inner)?, block(text, node, inner, end)?]);
    }
    let (start, stop) = (node.extent.start.max(sign), node.extent.end.max(sign));
    if node.extent.start < sign && node.extent.start != node.extent.end {
        return None;
    }
    // A dash without an item: nothing stands after it.
    let start = if node.extent.start == node.extent.end { node.extent.start.max(sign) } else { start };
    Some(vec![text.mark("colon", sign, start)?, value(text, node)?, text.mark("tail", stop.max(start), end)?])
}

/// The keys that say which one an item is, the first that it has being its name.
pub(super) const NAMING_KEYS: [&str; 20] = [
    "id",
    "evenement",
    "numero",
    "indicateur",
    "regle",
    "financeur",
    "partie",
    "libelle",
    "intitule",
    "titre",
    "nom",
    "designation",
    "exercice",
    "annee",
    "periode",
    "compte",
    "lieu",
    "extrait",
    "date",
    "objet",
];

/// What tells an item from the others: all that names it, or its own text.
fn identity(item: &Node) -> String {
    match &item.kind {
        NodeKind::Scalar(text) => text.clone(),
        NodeKind::Null => String::new(),
        NodeKind::Map(entries) => {
            let naming =
                NAMING_KEYS.iter().filter_map(|key| Some(format!("{key}={}", item.entry(key)?.1.scalar()?)));
            let names: Vec<String> = naming.collect();
            match names.is_empty() {
                false => names.join("\0"),
                true => entries.iter().find_map(|(_, value)| value.scalar()).unwrap_or_default().to_owned(),
            }
        }
        NodeKind::List(items) => items.iter().map(identity).collect::<Vec<_>>().join("\0"),
    }
}
