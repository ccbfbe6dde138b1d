//! Where each node of YAML ends and how it is written. The parser gives the start of a collection and the content
//! of a block of text; brackets, dashes, `|` and what stands after a colon are found between its places.

use super::{Entry, Node, NodeKind, Style};
use crate::text::Span;

/// Gives every node of a tree its extent and its style; `zone` is what was parsed of the text.
pub(super) fn measure(root: &mut Node, text: &str, zone: Span) {
    let ruler = Ruler { bytes: text.as_bytes().get(..zone.end).unwrap_or(&[]) };
    ruler.node(root, zone.start, false);
}

/// Where the value of a key may start: after its colon, or after itself when it has none (`{ key }`).
pub(super) fn after_colon(text: &str, key: Span) -> usize {
    Ruler { bytes: text.as_bytes() }.after_colon(key)
}

/// The next place that is neither blank nor comment.
pub(super) fn skip_blanks(text: &str, place: usize) -> usize {
    Ruler { bytes: text.as_bytes() }.skip(place, &[])
}

struct Ruler<'t> {
    bytes: &'t [u8],
}

impl Ruler<'_> {
    fn at(&self, place: usize) -> Option<u8> {
        self.bytes.get(place).copied()
    }

    /// The next place that is neither blank nor comment, nor one of the signs to skip.
    fn skip(&self, mut place: usize, signs: &[u8]) -> usize {
        while let Some(byte) = self.at(place) {
            if byte == b'#' {
                place = self.line_end(place);
            } else if byte.is_ascii_whitespace() || signs.contains(&byte) {
                place += 1;
            } else {
                break;
            }
        }
        place
    }

    fn line_end(&self, place: usize) -> usize {
        let rest = self.bytes.get(place..).unwrap_or(&[]);
        rest.iter().position(|b| *b == b'\n').map_or(self.bytes.len(), |length| place + length)
    }

    fn after_colon(&self, key: Span) -> usize {
        let next = self.skip(key.end, &[]);
        if self.at(next) == Some(b':') { next + 1 } else { key.end }
    }

    /// Measures a node that stands after a colon, a dash or a bracket, and gives its end.
    fn node(&self, node: &mut Node, after: usize, in_brackets: bool) -> usize {
        let span = node.span;
        let bracket = matches!(self.at(span.start), Some(b'[' | b'{')) && span.end > span.start;
        let flow = in_brackets || bracket;
        node.style = if flow { Style::Flow } else { Style::Block };
        node.tag = self.tag(after, span);
        let (start, end) = match &mut node.kind {
            NodeKind::Null if span.start == span.end => (after, after),
            NodeKind::Null => (span.start, span.end),
            NodeKind::Scalar(_) => {
                let sign = self.after_tag(after);
                let block = matches!(self.at(sign), Some(b'|' | b'>'));
                node.style = if block { Style::Block } else { Style::Flow };
                if block { (sign, span.end.max(self.header_end(sign))) } else { (span.start, span.end) }
            }
            NodeKind::List(items) => {
                let start = if flow { span.start } else { self.first_dash(after).unwrap_or(span.start) };
                (start, self.list(items, start, flow))
            }
            NodeKind::Map(entries) => (span.start, self.map(entries, span.start, bracket, flow)),
        };
        node.extent = Span { start, end: end.max(start), ..span };
        node.extent.end
    }

    /// The end of the signs of a block of text: `|`, `>-`, `|2+`.
    fn header_end(&self, sign: usize) -> usize {
        let rest = self.bytes.get(sign..).unwrap_or(&[]);
        sign + rest.iter().take_while(|b| !b.is_ascii_whitespace()).count()
    }

    fn after_tag(&self, after: usize) -> usize {
        let mut place = self.skip(after, &[]);
        while self.at(place) == Some(b'!') {
            place = self.skip(self.header_end(place), &[]);
        }
        place
    }

    /// The `!name` that stands before a node.
    fn tag(&self, after: usize, span: Span) -> Option<Span> {
        let place = self.skip(after, &[]);
        (self.at(place) == Some(b'!')).then(|| Span { start: place, end: self.header_end(place), ..span })
    }

    /// The dash of the first item: the parser gives the item itself when the dash stands at the margin of the key.
    fn first_dash(&self, after: usize) -> Option<usize> {
        let place = self.after_tag(after);
        let alone = self.at(place + 1).is_none_or(|next| next.is_ascii_whitespace());
        (self.at(place) == Some(b'-') && alone).then_some(place)
    }

    fn list(&self, items: &mut [Node], start: usize, flow: bool) -> usize {
        let mut end = if flow { start + 1 } else { start };
        for item in items {
            let place = self.skip(end, if flow { b"," } else { b"" });
            end = self.node(item, if flow { place } else { place + 1 }, flow);
        }
        if flow { self.skip(end, b",") + 1 } else { end }
    }

    /// `bracket` is whether the mapping has braces: a pair alone in a list, `[a: 1]`, has none.
    fn map(&self, entries: &mut [Entry], start: usize, bracket: bool, flow: bool) -> usize {
        let mut end = if bracket { start + 1 } else { start };
        for (key, value) in entries {
            end = self.node(value, self.after_colon(key.span), flow);
        }
        if bracket { self.skip(end, b",") + 1 } else { end }
    }
}
