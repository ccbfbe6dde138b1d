//! Traces a line of an emitted file back to the line of the template that made it: marks are put in the templates, go
//! through tera, and are taken out of its output. Content cannot forge one: they are private-use characters, which
//! escaping drops.

use super::templates::Rendered;
use crate::text::{FileId, Sources, Span};

const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// The template and the line, from 1, that each line of an emitted file comes from.
#[derive(Debug, Default)]
pub struct LineMap(Vec<Option<(FileId, usize)>>);

impl LineMap {
    /// Place in a template of a line of the emitted file, counted from 1. A line without a mark has the place of the
    /// nearest one above.
    pub fn origin(&self, line: usize, sources: &Sources) -> Option<Span> {
        let (file, line) = self.0.iter().take(line).rev().find_map(|origin| *origin)?;
        let source = sources.source(file);
        let start = source.line_start(line);
        let text = source.text().get(start..).unwrap_or("").lines().next().unwrap_or("");
        let blanks = text.len() - text.trim_start().len();
        Some(Span { file, start: start + blanks, end: start + text.len() })
    }
}

/// Marks each line that tera takes as text, before its first character that is not a blank.
pub fn add_marks(text: &str, file: FileId) -> String {
    let mut output = String::with_capacity(text.len() * 2);
    let mut tag_end: Option<&str> = None;
    for (i, line) in text.split_inclusive('\n').enumerate() {
        let blanks = line.len() - line.trim_start().len();
        let (margin, remainder) = line.split_at_checked(blanks).unwrap_or(("", line));
        output.push_str(margin);
        if tag_end.is_none()
            && !remainder.is_empty()
            && !["{{", "{%", "{#"].iter().any(|tag| remainder.starts_with(tag))
        {
            output.push_str(&format!("{OPEN}{}:{}{CLOSE}", file.index(), i + 1));
        }
        output.push_str(remainder);
        tag_end = open_tag(remainder, tag_end);
    }
    output
}

/// The delimiter that closes the tera tag left open at the end of a line, given the one open at its start.
fn open_tag(line: &str, open_before: Option<&'static str>) -> Option<&'static str> {
    let mut remainder = line;
    let mut expected = open_before;
    loop {
        if let Some(end) = expected {
            let Some((_, rest)) = remainder.split_once(end) else { return expected };
            remainder = rest;
            expected = None;
        } else {
            let pairs = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")];
            let found =
                pairs.iter().filter_map(|(open, close)| remainder.find(open).map(|i| (i, *open, *close)));
            let (_, open, close) = found.min()?;
            let (_, rest) = remainder.split_once(open)?;
            remainder = rest;
            expected = Some(close);
        }
    }
}

/// Number of characters that its mark adds to a line, counted from 1: tera's columns include it.
pub fn mark_length(text: &str, line: usize, file: FileId) -> usize {
    let marked = add_marks(text, file);
    let length = |t: &str| t.lines().nth(line.saturating_sub(1)).map_or(0, |l| l.chars().count());
    length(&marked).saturating_sub(length(text))
}

/// Takes the marks out of tera's output and records where each line comes from.
pub fn strip_marks(marked: &str, sources: &Sources) -> Rendered {
    let mut text = String::with_capacity(marked.len());
    let mut lines = LineMap(vec![None]);
    let mut remainder = marked;
    while let Some(i) = remainder.find([OPEN, '\n']) {
        let (before, rest) = remainder.split_at_checked(i).unwrap_or((remainder, ""));
        text.push_str(before);
        if let Some(after) = rest.strip_prefix('\n') {
            text.push('\n');
            lines.0.push(None);
            remainder = after;
            continue;
        }
        let Some((body, after)) = rest.split_once(CLOSE) else { break };
        let parsed = body.trim_start_matches(OPEN).split_once(':');
        let location = parsed.and_then(|(f, l)| Some((sources.file(f.parse().ok()?)?, l.parse().ok()?)));
        if let Some(last) = lines.0.last_mut() {
            *last = last.or(location);
        }
        remainder = after;
    }
    text.push_str(remainder);
    Rendered { text, lines }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ProjectPath;

    #[test]
    fn marks_go_in_and_come_out() {
        let mut sources = Sources::default();
        let template = "#a(\n  b: {{ x }},\n{%- if y -%}\n  c\n{%- endif %}\n{# x\n y #} d\n)\n";
        let file = sources.add(ProjectPath::new("templates/a.typ.tera").unwrap(), template);
        let rendered = strip_marks(&add_marks(template, file), &sources);
        assert_eq!(rendered.text, template);
        assert_eq!(sources.location(rendered.lines.origin(2, &sources).unwrap()), "templates/a.typ.tera:2:3");
        assert_eq!(sources.location(rendered.lines.origin(5, &sources).unwrap()), "templates/a.typ.tera:4:3");
        assert_eq!(sources.location(rendered.lines.origin(8, &sources).unwrap()), "templates/a.typ.tera:8:1");
    }
}
