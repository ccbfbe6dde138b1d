//! Runs of text: what they emphasise, link and call, and the quotations of the model that they hold.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use super::{Prose, is_block};
use crate::diagnostic::Diagnostic;
use crate::model::text::Inline;
use crate::text::{Span, Spanned};

/// Text being gathered: pulldown cuts it at every escape, entity and mark.
#[derive(Default)]
struct Buffer {
    text: String,
    /// Byte of the buffer and byte of the zone where each piece starts.
    parts: Vec<(usize, usize)>,
    /// Bytes of the buffer where a brace was escaped.
    protected: Vec<usize>,
}

impl<'p> Prose<'p> {
    /// Runs of text up to the end of the element, which is consumed when `ferme`, else up to a block.
    pub(super) fn inlines(&mut self, closes: bool) -> Vec<Inline> {
        let mut output = Vec::new();
        let mut buffer = Buffer::default();
        while let Some((event, bytes)) = self.events.first() {
            match event {
                Event::End(_) => {
                    if closes {
                        self.next();
                    }
                    break;
                }
                Event::Start(tag) if is_block(tag) => break,
                Event::Rule | Event::Html(_) => break,
                _ => {}
            }
            self.next();
            match event {
                Event::Text(t) => self.accumulate(&mut buffer, t, bytes),
                Event::SoftBreak => self.accumulate(&mut buffer, " ", bytes),
                other => {
                    self.flush(&mut buffer, &mut output);
                    output.extend(self.inline(other, bytes));
                }
            }
        }
        self.flush(&mut buffer, &mut output);
        output
    }

    fn inline(&mut self, event: &Event<'p>, bytes: &Range<usize>) -> Option<Inline> {
        let span = self.span(bytes);
        match event {
            Event::Code(t) => {
                // The mark of code is before its text.
                let inside = self.text.get(bytes.clone()).and_then(|s| s.find(t.as_ref())).unwrap_or(0);
                self.add(t, &(bytes.start + inside..bytes.end));
                Some(Inline::Code(t.to_string()))
            }
            Event::HardBreak => {
                self.add(" ", bytes);
                Some(Inline::LineBreak)
            }
            Event::InlineHtml(_) => {
                self.html(bytes);
                None
            }
            Event::FootnoteReference(name) => self.note(name, span),
            Event::Start(Tag::Strong) => Some(Inline::Bold(self.inlines(true))),
            Event::Start(Tag::Emphasis) => Some(Inline::Italic(self.inlines(true))),
            Event::Start(Tag::Strikethrough) => Some(Inline::Strikethrough(self.inlines(true))),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                let content = self.inlines(true);
                Some(self.link(dest_url, *link_type, content, span))
            }
            Event::Start(Tag::Image { .. }) => {
                self.skip_over();
                self.say(
                    Diagnostic::error("MD-002", span, "une image se met seule sur son paragraphe")
                        .help("laisser une ligne vide avant et après l’image"),
                );
                None
            }
            Event::Start(_) => {
                self.skip_over();
                None
            }
            _ => None,
        }
    }

    fn note(&mut self, name: &str, span: Span) -> Option<Inline> {
        let is_known = self.notes.map(|n| n.get(name));
        match is_known {
            Some(Some(blocks)) => Some(Inline::Note(blocks.clone())),
            Some(None) => None, // pulldown only makes a call of a definition it has seen
            None => {
                self.say(
                    Diagnostic::error("MD-007", span, "une note ne peut en appeler une autre")
                        .help("placer l’appel dans le texte"),
                );
                None
            }
        }
    }

    fn link(&mut self, url: &str, kind: LinkType, content: Vec<Inline>, span: Span) -> Inline {
        let url = if kind == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
        if !["https://", "http://", "mailto:"].iter().any(|p| url.starts_with(p)) {
            self.say(
                Diagnostic::error("MD-006", span, format!("ce lien ne mène pas à une adresse : « {url} »"))
                    .help("écrire une adresse complète, qui commence par « https:// » ou « mailto: »"),
            );
        }
        Inline::Link { url, content }
    }

    fn accumulate(&mut self, buffer: &mut Buffer, text: &str, bytes: &Range<usize>) {
        buffer.parts.push((buffer.text.len(), bytes.start));
        // pulldown begins a new piece after a backslash: it stands just before in the source.
        let is_escaped = bytes.start > 0 && self.text.as_bytes().get(bytes.start - 1) == Some(&b'\\');
        if is_escaped && text.starts_with('{') {
            buffer.protected.push(buffer.text.len());
        }
        buffer.text.push_str(text);
        self.add(text, bytes);
    }

    /// Cuts the gathered text at its references.
    fn flush(&mut self, buffer: &mut Buffer, output: &mut Vec<Inline>) {
        let Buffer { text, parts, protected } = std::mem::take(buffer);
        let mut start = 0;
        for (opening, _) in text.match_indices('{') {
            if opening < start || protected.contains(&opening) {
                continue;
            }
            let Some(name) = text.get(opening..).and_then(reference_name) else { continue };
            if text.get(..opening).is_some_and(|before| before.ends_with('{')) {
                continue;
            }
            if let Some(before) = text.get(start..opening).filter(|a| !a.is_empty()) {
                output.push(Inline::Text(before.to_owned()));
            }
            let part = parts.iter().rev().find(|(p, _)| *p <= opening).copied().unwrap_or((0, 0));
            let source = part.1 + (opening - part.0);
            let span = self.span(&(source..(source + name.len() + 2).min(self.text.len())));
            output.push(Inline::Reference(Spanned::new(name.to_owned(), span)));
            start = opening + name.len() + 2;
        }
        if let Some(remainder) = text.get(start..).filter(|r| !r.is_empty()) {
            output.push(Inline::Text(remainder.to_owned()));
        }
    }
}

/// The name in `{name}`, when the text starts with a reference: small letters, digits, `. _ + -`, and not
/// followed by a second brace, so that `{{ x }}` and `{{x}}` stay as they are.
fn reference_name(text: &str) -> Option<&str> {
    let body = text.strip_prefix('{')?;
    let end = body.find('}')?;
    let name = body.get(..end)?;
    let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._+-".contains(c));
    let rest = body.get(end + 1..).is_some_and(|s| s.starts_with('}'));
    (letters && !rest && name.starts_with(|c: char| c.is_ascii_lowercase())).then_some(name)
}
