//! Edits of a YAML text at its parsed nodes: the bytes of the node change, every other one stays, comments, blank
//! lines, quotes and styles included. What a style cannot hold is refused, and nothing is edited.

use std::collections::BTreeSet;

use super::{Entry, Node, NodeKind, Style, layout};
use crate::diagnostic::TextEdit;
use crate::text::{Sources, Span};

/// The edits prepared on a document. They may not overlap: one node is edited once.
#[derive(Debug)]
pub struct Edits<'s> {
    text: &'s str,
    zone: Span,
    /// The bytes of the scalars of several lines; those of a block of text start after its first line.
    long_scalars: Vec<(usize, usize)>,
    /// Ends of lines and what is appended there.
    appended: BTreeSet<(usize, Order, String)>,
    edits: Vec<TextEdit>,
}

/// Order of what is appended to the same line: as asked.
type Order = usize;

impl<'s> Edits<'s> {
    /// No edit yet of the document of a zone, whose tree is `root`.
    pub fn new(sources: &'s Sources, zone: Span, root: &Node) -> Self {
        let text = sources.source(zone.file).text();
        let text = text.get(..zone.end).unwrap_or(text);
        let long_scalars = root
            .scalars()
            .into_iter()
            .filter_map(|node| {
                let Span { start, end, .. } = node.extent;
                let line = text.get(start..end)?.find('\n')?;
                Some(if node.style == Style::Block { (start + line + 1, end) } else { (start, end) })
            })
            .collect();
        Self { text, zone, long_scalars, appended: BTreeSet::new(), edits: Vec::new() }
    }

    /// The edits, in the order of the text.
    pub fn finish(self) -> Vec<TextEdit> {
        let zone = self.zone;
        let at = |place| Span { start: place, end: place, ..zone };
        // A comment stays on its line: it comes before what is inserted below.
        let appended = self.appended.into_iter().map(|(place, _, text)| TextEdit { span: at(place), text });
        let mut edits: Vec<TextEdit> = appended.chain(self.edits).collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        edits
    }

    /// Gives an entry another value, written on one line.
    pub fn set(&mut self, (key, value): &Entry, text: &str) {
        let after = layout::after_colon(self.text, key.span);
        let Span { start, end, .. } = value.extent;
        let colon = if after == key.span.end { ": " } else { " " };
        match (&value.kind, value.style) {
            (NodeKind::Null, _) if start == end => self.replace(start, end, &format!("{colon}{text}")),
            // What follows on the lines below goes; a comment after the colon stays.
            (NodeKind::List(_) | NodeKind::Map(_), Style::Block) => {
                self.replace(after, after, &format!("{colon}{text}"));
                self.replace(self.line_end(after), end, "");
            }
            _ => self.replace(start, end, text),
        }
    }

    /// Replaces an entry of a block mapping, up to the end of its last line, by lines without margin. False when it
    /// stands between brackets.
    pub fn replace_entry(&mut self, map: &Node, entry: &Entry, lines: &str) -> bool {
        let Some(margin) = self.margin(map) else { return false };
        let text = indented(lines, &margin);
        let text = text.strip_prefix(&margin).unwrap_or(&text).trim_end_matches('\n');
        self.replace(entry.0.span.start, self.line_end(entry.1.extent.end), text);
        true
    }

    /// Removes the entries of some keys: their lines and the comments there, then the blank lines before the next
    /// entry; between braces, their comma.
    pub fn remove(&mut self, map: &Node, keys: &[&str]) {
        let entries = map.entries();
        let removed = |entry: &Entry| keys.contains(&entry.0.value.as_str());
        if !entries.iter().any(removed) {
            return;
        }
        match map.style {
            Style::Flow => self.remove_from_braces(entries, removed),
            Style::Block => self.remove_lines(map, removed),
        }
    }

    fn remove_lines(&mut self, map: &Node, removed: impl Fn(&Entry) -> bool) {
        let entries = map.entries();
        let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return };
        if entries.iter().all(&removed) {
            self.replace(first.0.span.start, last.1.extent.end, "{}");
            return;
        }
        // The first key may share its line with a dash, which stays and takes the first key that is kept.
        let shares_line = !self.before_on_line(first.0.span.start).trim().is_empty();
        let kept = entries.iter().position(|e| !removed(e)).unwrap_or(0);
        let mut from = 0;
        if shares_line && kept > 0 {
            let next = entries.get(kept).map_or(last.1.extent.end, |(key, _)| key.span.start);
            self.replace(first.0.span.start, next, "");
            from = kept;
        }
        for (rank, (key, value)) in entries.iter().enumerate().skip(from) {
            if !entries.get(rank).is_some_and(&removed) {
                continue;
            }
            let start = self.line_start(key.span.start);
            let mut end = self.next_line(value.extent.end);
            if rank + 1 < entries.len() {
                while self.line(end).is_some_and(|line| line.trim().is_empty()) {
                    end = self.next_line(end);
                }
            }
            self.replace(start, end, "");
        }
    }

    fn remove_from_braces(&mut self, entries: &[Entry], removed: impl Fn(&Entry) -> bool) {
        for (rank, entry) in entries.iter().enumerate().filter(|(_, entry)| removed(entry)) {
            self.replace(entry.0.span.start, entry.1.extent.end, "");
            self.remove_comma(entry.1.extent.end);
            // The last entry that is kept has no comma after it, unless the author ends lists with one.
            let before = rank.checked_sub(1).and_then(|before| entries.get(before)).filter(|e| !removed(e));
            let to_the_end = entries.iter().skip(rank).all(&removed);
            let trailing = entries.last().and_then(|(_, value)| self.comma_after(value.extent.end));
            if let Some((_, kept)) = before.filter(|_| to_the_end && trailing.is_none()) {
                self.remove_comma(kept.extent.end);
            }
        }
    }

    /// Removes the comma that follows a place, with its blanks.
    fn remove_comma(&mut self, place: usize) {
        if let Some(comma) = self.comma_after(place) {
            self.replace(comma, comma + 1 + self.blanks(comma + 1), "");
        }
    }

    /// Adds an entry, `key: value` without margin, after another one of its mapping, with a comment at the end of
    /// its line.
    pub fn insert_after(
        &mut self,
        map: &Node,
        (_, value): &Entry,
        text: &str,
        comment: Option<&str>,
    ) -> bool {
        match self.margin(map) {
            Some(margin) => {
                let comment = comment.map(|c| format!("{GAP}{c}")).unwrap_or_default();
                self.insert_lines(value.extent.end, &format!("{margin}{text}{comment}\n"));
            }
            None if map.style == Style::Flow => {
                self.replace(value.extent.end, value.extent.end, &format!(", {text}"));
                if let Some(comment) = comment {
                    self.append_comment(value.extent.end, comment);
                }
            }
            None => return false,
        }
        true
    }

    /// Adds entries at the end of a mapping, each in lines without margin, where comments may precede it. False
    /// when nothing can be added: braces hold entries of one line without comment.
    pub fn append_entries(&mut self, map: &Node, entries: &[String]) -> bool {
        let last = map.entries().last().map(|(_, value)| value.extent.end);
        if let Some((margin, last)) = self.margin(map).zip(last) {
            self.insert_lines(last, &indented(&entries.concat(), &margin));
            return true;
        }
        let Span { start, end, .. } = map.extent;
        let closed = self.text.get(start..end).is_some_and(|braces| braces.ends_with('}'));
        let short = entries.iter().all(|entry| !entry.trim_end().contains(['\n', '#']));
        if map.style == Style::Block || !closed || !short {
            return false;
        }
        let entries = entries.iter().map(|entry| entry.trim_end()).collect::<Vec<_>>().join(", ");
        match last {
            Some(last) => self.replace(last, last, &format!(", {entries}")),
            None => self.replace(start + 1, end - 1, &format!(" {entries} ")),
        }
        true
    }

    /// Adds items at the end of a list: lines without margin, which start with a dash and may hold comments. False
    /// for a list that is empty or between brackets.
    pub fn append_items(&mut self, list: &Node, lines: &str) -> bool {
        let Some((margin, last)) = self.margin(list).zip(list.items().last()) else { return false };
        self.insert_lines(last.extent.end, &indented(lines, &margin));
        true
    }

    /// Adds an item of one line at the end of a list between brackets, after its last item. False for any other list,
    /// and for an item that a comment would follow.
    pub fn append_in_brackets(&mut self, list: &Node, item: &str) -> bool {
        let Span { start, end, .. } = list.extent;
        let closed = self.text.get(start..end).is_some_and(|brackets| brackets.ends_with(']'));
        let Some(last) = list.items().last().filter(|_| list.style == Style::Flow && closed) else {
            return false;
        };
        self.replace(last.extent.end, last.extent.end, &format!(", {item}"));
        !item.contains('\n')
    }

    /// Appends a comment to the line of a key, unless it is there already; to the first line after it that can bear
    /// one when the value is a
    /// text that goes on below.
    pub fn comment(&mut self, (key, _): &Entry, comment: &str) {
        self.append_comment(key.span.end, comment);
    }

    /// Adds a line of comment at the top of the document, unless it is there already.
    pub fn open_with_comment(&mut self, comment: &str) {
        if self.line(self.zone.start).is_some_and(|line| line.trim_end() == comment) {
            return;
        }
        self.replace(self.zone.start, self.zone.start, &format!("{comment}\n"));
    }

    fn append_comment(&mut self, from: usize, comment: &str) {
        let mut end = self.line_end(from);
        while let Some((_, after)) =
            self.long_scalars.iter().find(|(start, after)| (*start..*after).contains(&end))
        {
            end = self.line_end(*after);
        }
        let text = format!("{GAP}{comment}");
        let line = self.text.get(self.line_start(end)..end).unwrap_or("");
        let is_there =
            line.split('#').skip(1).any(|said| said.trim() == comment.trim_start_matches('#').trim());
        if is_there {
            return;
        }
        if !self.appended.iter().any(|(place, _, other)| *place == end && *other == text) {
            self.appended.insert((end, self.appended.len(), text));
        }
    }

    /// Inserts whole lines below the line of a place.
    fn insert_lines(&mut self, above: usize, lines: &str) {
        let end = self.line_end(above);
        if self.text.len() > end {
            self.replace(end + 1, end + 1, lines);
        } else {
            self.replace(end, end, &format!("\n{}", lines.trim_end_matches('\n')));
        }
    }

    fn replace(&mut self, start: usize, end: usize, text: &str) {
        self.edits.push(TextEdit { span: Span { start, end, ..self.zone }, text: text.to_owned() });
    }

    /// The blanks that set a line of a block collection; none between brackets or after other signs than dashes.
    fn margin(&self, collection: &Node) -> Option<String> {
        let start = match &collection.kind {
            NodeKind::Map(entries) => entries.first()?.0.span.start,
            _ => collection.extent.start,
        };
        let before = self.before_on_line(start);
        let only_dashes = before.chars().all(|c| c == ' ' || c == '-');
        (collection.style == Style::Block && only_dashes).then(|| " ".repeat(before.len()))
    }

    fn line_start(&self, place: usize) -> usize {
        let before = self.text.get(self.zone.start..place).unwrap_or("");
        before.rfind('\n').map_or(self.zone.start, |i| self.zone.start + i + 1)
    }

    fn line_end(&self, place: usize) -> usize {
        self.text.get(place..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |i| place + i)
    }

    /// The start of the line below that of a place, or the end of the document.
    fn next_line(&self, place: usize) -> usize {
        (self.line_end(place) + 1).min(self.text.len())
    }

    /// The line that starts at a place; none at the end of the document.
    fn line(&self, start: usize) -> Option<&str> {
        (start < self.text.len()).then(|| self.text.get(start..self.line_end(start))).flatten()
    }

    fn before_on_line(&self, place: usize) -> &str {
        self.text.get(self.line_start(place)..place).unwrap_or("")
    }

    /// Number of blanks from a place on, when something follows them on the line; a comment needs one before it.
    fn blanks(&self, place: usize) -> usize {
        let rest = self.text.get(place..self.line_end(place)).unwrap_or("");
        let bare = rest.trim_start_matches(' ');
        if bare.is_empty() || bare.starts_with('#') { 0 } else { rest.len() - bare.len() }
    }

    /// The comma that follows a place, past blanks and comments.
    fn comma_after(&self, place: usize) -> Option<usize> {
        let next = layout::skip_blanks(self.text, place);
        (self.text.as_bytes().get(next) == Some(&b',')).then_some(next)
    }
}

/// What separates a line from the comment appended to it.
const GAP: &str = "     ";

/// Lines, each with a margin.
pub fn indented(lines: &str, margin: &str) -> String {
    lines
        .lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{margin}{line}\n") })
        .collect()
}

/// A text with edits made; of two that overlap the first stands.
pub fn apply(text: &str, edits: &[TextEdit]) -> String {
    let mut output = String::with_capacity(text.len());
    let mut place = 0;
    for edit in edits {
        if let Some(kept) = text.get(place..edit.span.start) {
            output.push_str(kept);
            output.push_str(&edit.text);
            place = edit.span.end.max(edit.span.start);
        }
    }
    output.push_str(text.get(place..).unwrap_or(""));
    output
}

#[cfg(test)]
mod tests;
