//! Runs of text: what they emphasise, link and call, and the quotations of the model that they hold.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};
use unicode_normalization::char::is_combining_mark;

use super::{DEPTH_MAX, Prose, is_block};
use crate::diagnostic::Diagnostic;
use crate::model::text::{Inline, Reference};
use crate::syntax::characters;
use crate::text::lookalikes::joined_accents;
use crate::text::{Span, Spanned, head};

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
                Event::SoftBreak => {
                    self.accumulate(&mut buffer, " ", bytes);
                    self.leaf.breaks.push(self.leaf.text.len());
                }
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
        let span = self.page.span(bytes);
        match event {
            Event::Code(t) => {
                // The mark of code is before its text.
                let inside = self.page.text.get(bytes.clone()).and_then(|s| s.find(t.as_ref())).unwrap_or(0);
                let start = self.leaf.text.len();
                self.add(t, &(bytes.start + inside..bytes.end));
                self.leaf.literal.push(start..self.leaf.text.len());
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
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }) if self.marks >= DEPTH_MAX => {
                self.skip_over();
                self.say(
                    Diagnostic::error(
                        "MD-005",
                        span,
                        "gras, italiques et liens sont emboîtés sur plus de douze niveaux",
                    )
                    .help("retirer des « * », des « _ » ou des crochets"),
                );
                None
            }
            Event::Start(Tag::Strong) => Some(Inline::Bold(self.marked())),
            Event::Start(Tag::Emphasis) => Some(Inline::Italic(self.marked())),
            Event::Start(Tag::Link { dest_url, link_type, title, .. }) => {
                let start = self.leaf.text.len();
                let told = self.said.diagnostics.len();
                let content = self.marked();
                let is_told = self.said.diagnostics.len() > told;
                self.tell_title(title, span);
                let shown = self.place_of(start..self.leaf.text.len()).unwrap_or(span);
                if !is_told && !shows(&content) {
                    self.say(
                        Diagnostic::error(
                            "MD-011",
                            span,
                            "ce lien n’a pas de mots : il ne s’imprimerait pas",
                        )
                        .help(format!("écrire les mots entre les crochets : « [mots]({dest_url}) »")),
                    );
                }
                Some(self.link(dest_url, *link_type, Spanned::new(content, shown), span))
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

    /// The runs of text inside a mark of emphasis or a link.
    fn marked(&mut self) -> Vec<Inline> {
        self.marks += 1;
        let inlines = self.inlines(true);
        self.marks -= 1;
        inlines
    }

    /// The title of a link or of an image shows on a screen under a mouse, nowhere on a page.
    pub(super) fn tell_title(&mut self, title: &str, span: Span) {
        if !title.trim().is_empty() {
            self.say(
                Diagnostic::error(
                    "MD-010",
                    span,
                    format!("« {title} », après l’adresse, ne s’imprimerait pas"),
                )
                .help("l’écrire dans la phrase, ou le retirer"),
            );
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

    /// Where some bytes of the leaf being read are written; none when there are none.
    fn place_of(&self, text: Range<usize>) -> Option<Span> {
        let start = self.leaf.place(self.page, text.start)?;
        let last = self.leaf.place(self.page, text.end.checked_sub(1).filter(|last| *last >= text.start)?)?;
        Some(self.page.span(&(start..last + 1)))
    }

    fn link(&mut self, url: &str, kind: LinkType, content: Spanned<Vec<Inline>>, span: Span) -> Inline {
        let url = if kind == LinkType::Email { format!("mailto:{url}") } else { url.to_owned() };
        if !["https://", "http://", "mailto:"].iter().any(|p| url.starts_with(p)) {
            self.say(
                Diagnostic::error("MD-006", span, format!("ce lien ne mène pas à une adresse : « {url} »"))
                    .help("écrire une adresse complète, qui commence par « https:// » ou « mailto: »"),
            );
        }
        Inline::Link { url, content: content.value, span: content.span }
    }

    fn accumulate(&mut self, buffer: &mut Buffer, text: &str, bytes: &Range<usize>) {
        // The mark of a heading is not its text.
        let text = match bytes.end.checked_sub(self.cut) {
            Some(beyond) if beyond > 0 => text.get(..text.len().saturating_sub(beyond)).unwrap_or(""),
            _ => text,
        };
        if text.is_empty() {
            return;
        }
        self.tell_unseen(text, bytes);
        buffer.parts.push((buffer.text.len(), bytes.start));
        // pulldown begins a new piece after a backslash: it stands just before in the source.
        if text.starts_with('{') && self.page.is_escaped(bytes.start) {
            buffer.protected.push(buffer.text.len());
        }
        // An accent typed apart (two bytes from 0xCC 0x80) is joined to its letter, as all that reads words expects.
        if text.len() != bytes.len() || !text.bytes().any(|byte| matches!(byte, 0xcc | 0xcd)) {
            buffer.text.push_str(text);
            self.add(text, bytes);
            return;
        }
        for (start, cluster) in clusters(text) {
            let composed = joined_accents(cluster);
            let here = bytes.start + start;
            buffer.parts.push((buffer.text.len(), here));
            buffer.text.push_str(&composed);
            self.add(&composed, &(here..here + cluster.len()));
            if composed.len() < cluster.len() {
                // Its last byte leads to the last byte of the accent.
                let last = self.leaf.text.len().saturating_sub(1);
                self.leaf.anchors.push((last, self.page.zone.start + here + cluster.len() - 1));
            }
        }
    }

    /// Tells the characters that an entity names and that nobody would see.
    pub(super) fn tell_unseen(&mut self, text: &str, bytes: &Range<usize>) {
        let written = self.page.text.get(bytes.clone()).unwrap_or("");
        if written.starts_with('&') && written != text {
            let place = self.page.span(bytes);
            self.said.diagnostics.extend(characters::unseen_behind(text, written, place));
        }
    }

    /// Cuts the gathered text at its references.
    fn flush(&mut self, buffer: &mut Buffer, output: &mut Vec<Inline>) {
        let Buffer { text, parts, protected } = std::mem::take(buffer);
        let mut start = 0;
        for (opening, _) in text.match_indices('{') {
            let doubled = text.get(..opening).is_some_and(|before| before.ends_with('{'));
            if opening < start || protected.contains(&opening) || doubled {
                continue;
            }
            let source_of = |place: usize| {
                let part = parts.iter().rev().find(|(p, _)| *p <= place).copied().unwrap_or((0, 0));
                part.1 + (place - part.0)
            };
            let source = source_of(opening);
            let Some(quoted) = text.get(opening..).and_then(quoted_datum) else {
                self.keep_brace(text.get(opening..).unwrap_or(""), source);
                continue;
            };
            if let Some(before) = text.get(start..opening).filter(|a| !a.is_empty()) {
                output.push(Inline::Text(before.to_owned()));
            }
            // In a cell, the bar has a backslash that the text has not.
            let end = opening + quoted.length;
            let last = self.page.text.len();
            let span = self.page.span(&(source..(source_of(end - 1) + 1).min(last)));
            let filter = quoted.filter.map(|(place, filter)| {
                let start = source_of(opening + place);
                let span = self.page.span(&(start..(start + filter.len()).min(last)));
                Spanned::new(filter.to_owned(), span)
            });
            output.push(Inline::Reference(Reference { value: quoted.name.to_owned(), filter, span }));
            start = end;
        }
        if let Some(remainder) = text.get(start..).filter(|r| !r.is_empty()) {
            output.push(Inline::Text(remainder.to_owned()));
        }
    }

    /// Keeps what follows a brace that opens no reference.
    fn keep_brace(&mut self, text: &str, source: usize) {
        let inside = text.trim_start_matches('{');
        let end = inside.find(['{', '}', '\n']).unwrap_or(inside.len());
        let name = head(inside.get(..end).unwrap_or(""), BRACE_MAX);
        let rest = inside.get(name.len()..).unwrap_or("");
        let closing = rest.len() - rest.trim_start_matches('}').len();
        // Without its brace, a name ends with its word.
        let margin = name.len() - name.trim_start().len();
        let word = name.trim_start().find(char::is_whitespace).map_or(name.len(), |end| margin + end);
        let length = if closing > 0 { name.len() + closing } else { word };
        let written = text.get(..text.len() - inside.len() + length).unwrap_or("");
        let span = self.page.span(&(source..(source + written.len()).min(self.page.text.len())));
        self.said.braces.push(Spanned::new(written.to_owned(), span));
    }
}

/// A text cut so that each letter with accents typed apart stands alone.
fn clusters(text: &str) -> Vec<(usize, &str)> {
    let mut cuts = vec![0];
    let mut letters = text.char_indices().peekable();
    while let Some((start, _)) = letters.next() {
        let mut end = None;
        while let Some((place, accent)) = letters.next_if(|(_, next)| is_combining_mark(*next)) {
            end = Some(place + accent.len_utf8());
        }
        cuts.extend(end.into_iter().flat_map(|end| [start, end]));
    }
    cuts.push(text.len());
    cuts.dedup();
    cuts.iter()
        .zip(cuts.iter().skip(1))
        .filter_map(|(from, to)| Some((*from, text.get(*from..*to)?)))
        .collect()
}

/// Bytes past which what follows a brace is not the name of a datum.
const BRACE_MAX: usize = 80;

/// A reference at the start of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct QuotedDatum<'t> {
    name: &'t str,
    /// Where the filter stands from the brace, and its words.
    filter: Option<(usize, &'t str)>,
    /// Bytes from brace to brace.
    length: usize,
}

/// The reference that a text starts with, `{name}` or `{name | filter}`: a name of small letters, digits, `. _ + -`, and no
/// second brace after it, so that `{{ x }}` and `{{x}}` stay as they are.
pub(super) fn quoted_datum(text: &str) -> Option<QuotedDatum<'_>> {
    let body = text.strip_prefix('{')?;
    let end = body.find('}')?;
    let inside = body.get(..end)?;
    let (name, filter) = match inside.split_once('|') {
        Some((name, after)) => {
            let filter = after.trim();
            let place = inside.len() - after.trim_start().len() + 1;
            let is_word =
                !filter.is_empty() && filter.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c));
            (name.trim_end(), is_word.then_some(Some((place, filter)))?)
        }
        None => (inside, None),
    };
    let letters = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "._+-".contains(c));
    let rest = body.get(end + 1..).is_some_and(|s| s.starts_with('}'));
    (letters && !rest && name.starts_with(|c: char| c.is_ascii_lowercase())).then_some(QuotedDatum {
        name,
        filter,
        length: end + 2,
    })
}

/// Whether some runs show anything. What a reference prints is not known here.
pub(super) fn shows(inlines: &[Inline]) -> bool {
    inlines.iter().any(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => !text.trim().is_empty(),
        Inline::Bold(content) | Inline::Italic(content) | Inline::Link { content, .. } => shows(content),
        Inline::LineBreak => false,
        Inline::Note(_) | Inline::Reference(_) => true,
    })
}
