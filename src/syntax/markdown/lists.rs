//! Lists: the numbers and the signs that are typed are those that are printed, or the list is told.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::{Page, Previous, Prose, brief, is_glued};
use crate::diagnostic::Diagnostic;
use crate::model::passage::{Item, Passage, PassageKind};
use crate::model::text::Block;
use crate::text::Span;

/// Most notes that stars call: more points are a list.
const NOTES_MAX: usize = 4;

impl Prose<'_> {
    pub(super) fn list(
        &mut self,
        start: Option<u64>,
        bytes: &Range<usize>,
        previous: Option<&Previous>,
    ) -> Block {
        let is_outermost = self.item.is_none();
        let mut items = Vec::new();
        let mut marks = Vec::new();
        let before = self.item;
        self.lists += 1;
        let list = self.lists;
        while let Some((event, item)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    marks.push(mark(self.page, item));
                    self.item = Some(Item { list, index: items.len() + 1 });
                    items.push(self.blocks());
                }
                _ => break,
            }
        }
        self.item = before;
        let glued = previous.and_then(|previous| glued(self.page, bytes, previous));
        let fault = glued
            .or_else(|| previous.and_then(|previous| shallow(self.page, bytes, previous)))
            .or_else(|| renumbered(self.page, start, &marks))
            .or_else(|| added_figures(self.page, &marks))
            .or_else(|| lone_star(self.page, &marks).filter(|_| is_outermost))
            .or_else(|| called_stars(self.page, &marks, previous?, self.star_call?).filter(|_| is_outermost));
        self.said.diagnostics.extend(fault);
        let bracket = marks.first().is_some_and(|(mark, _)| mark.ends_with(')'));
        Block::List { start, bracket, items }
    }
}

/// The sign or the number that opens an item, and its place.
fn mark<'p>(page: Page<'p>, item: &Range<usize>) -> (&'p str, Range<usize>) {
    let written = page.text.get(item.clone()).unwrap_or("");
    let margin = written.len() - written.trim_start().len();
    let mark = written.trim_start().split(char::is_whitespace).next().unwrap_or("");
    let digits = mark.bytes().take_while(u8::is_ascii_digit).count();
    let mark = mark.get(..digits + 1).unwrap_or(mark);
    let start = item.start + margin;
    (mark, start..start + mark.len())
}

/// A list that opens on the line after a paragraph: perhaps a line that was only cut there.
fn glued(page: Page<'_>, list: &Range<usize>, previous: &Previous) -> Option<Diagnostic> {
    let Previous::Paragraph(paragraph) = previous else { return None };
    let text = page.text.get(paragraph.start..list.start)?;
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || c == '>');
    let is_announced = text.trim_end_matches(['*', '_', '»', '\u{a0}', '\u{202f}', ' ']).ends_with(':');
    if is_announced || !is_glued(page, paragraph, list.start) {
        return None;
    }
    let line = page.line_at(list.start);
    let (sign, bytes) = mark(page, list);
    let digits = sign.trim_end_matches(['.', ')']);
    let escaped = match sign.strip_prefix(digits) {
        Some(end) if !digits.is_empty() && !end.is_empty() => {
            line.replacen(sign, &format!("{digits}\\{end}"), 1)
        }
        _ => line.replacen(sign, &format!("\\{sign}"), 1),
    };
    Some(
        Diagnostic::error(
            "MD-015",
            page.span(&bytes),
            format!("« {sign} » ouvre ici une liste, au milieu d’un paragraphe"),
        )
        .help(format!(
            "pour une liste, laisser une ligne vide avant elle ; si la phrase continue, écrire « {} »",
            brief(&escaped)
        )),
    )
}

/// A list just after another one and further from the margin: meant to be inside its last item.
fn shallow(page: Page<'_>, list: &Range<usize>, previous: &Previous) -> Option<Diagnostic> {
    let Previous::List(before) = previous else { return None };
    let (column, outer) = (page.column(list.start), page.column(before.start));
    let width = mark(page, before).0.len() + 1;
    let (sign, bytes) = mark(page, list);
    (column > outer && column < outer + width).then(|| {
        Diagnostic::error(
            "MD-015",
            page.span(&bytes),
            "ce point est trop près de la marge pour être sous le précédent",
        )
        .help(format!("écrire « {}{sign} » : {width} espaces avant le signe", " ".repeat(width)))
    })
}

/// A number that the list would print otherwise.
fn renumbered(page: Page<'_>, start: Option<u64>, marks: &[(&str, Range<usize>)]) -> Option<Diagnostic> {
    let mut expected = start?;
    for (mark, bytes) in marks {
        let typed = mark.trim_end_matches(['.', ')']);
        if typed != expected.to_string() {
            let end = mark.get(typed.len()..).unwrap_or("");
            return Some(
                Diagnostic::error("MD-015", page.span(bytes), format!("le point « {mark} » s’imprimerait « {expected}{end} »"))
                    .help(format!("écrire « {expected}{end} » ; pour garder « {mark} », écrire « {typed}\\{end} » et une ligne vide avant et après ce point")),
            );
        }
        expected = expected.saturating_add(1);
    }
    None
}

/// A star before a single line: a call of note rather than a list, whose star would become a dash.
fn lone_star(page: Page<'_>, marks: &[(&str, Range<usize>)]) -> Option<Diagnostic> {
    match marks {
        [(sign @ ("*" | "+"), bytes)] => Some(
            Diagnostic::error(
                "MD-015",
                page.span(bytes),
                format!("« {sign} » ouvre une liste d’un seul point : il s’imprimerait « – »"),
            )
            .help(format!(
                "pour l’imprimer, écrire « \\{} » ; pour une liste, employer « - »",
                brief(page.line_at(bytes.start))
            )),
        ),
        _ => None,
    }
}

/// A « + » before the figure of each item: what is added, whose sign would become a dash.
fn added_figures(page: Page<'_>, marks: &[(&str, Range<usize>)]) -> Option<Diagnostic> {
    let is_figure =
        |bytes: &Range<usize>| page.line_at(bytes.end).trim_start().starts_with(|c: char| c.is_ascii_digit());
    let (_, first) = marks.first().filter(|(sign, _)| *sign == "+")?;
    marks.iter().all(|(_, bytes)| is_figure(bytes)).then(|| {
        Diagnostic::error(
            "MD-015",
            page.span(first),
            "« + » devant un chiffre ouvre ici une liste : il s’imprimerait « – »",
        )
        .help(format!(
            "pour l’imprimer, écrire « \\{} », une ligne vide entre deux lignes ; pour une liste, employer « - »",
            brief(page.line_at(first.start))
        ))
    })
}

/// Stars before the few notes that the block just above calls: « 12 places* ».
fn called_stars(
    page: Page<'_>,
    marks: &[(&str, Range<usize>)],
    previous: &Previous,
    call: Span,
) -> Option<Diagnostic> {
    let (Previous::Paragraph(above) | Previous::Table(above, _)) = previous else { return None };
    let (_, first) = marks.first().filter(|(sign, _)| *sign == "*" && marks.len() <= NOTES_MAX)?;
    if call.start < page.zone.start + above.start {
        return None;
    }
    Some(
        Diagnostic::error(
            "MD-015",
            page.span(first),
            "« * » ouvre une liste : les notes que le texte appelle s’imprimeraient « – »",
        )
        .also(call, "appelée ici")
        .help(format!(
            "écrire « \\{} », une ligne vide entre deux notes ; pour une liste, employer « - »",
            brief(page.line_at(first.start))
        )),
    )
}

/// The first star of a text that ends a word or a figure. None when another one opens a word: they are marks of
/// emphasis that did not pair.
pub(super) fn star_call(passage: &Passage) -> Option<Span> {
    if passage.kind == PassageKind::Code || !passage.text.contains('*') {
        return None;
    }
    let letters: Vec<(usize, char)> = passage.text.char_indices().collect();
    let mut before = None;
    let mut call = None;
    let mut runs = letters.chunk_by(|(_, a), (_, b)| (*a == '*') == (*b == '*')).peekable();
    while let Some(run) = runs.next() {
        let after = runs.peek().and_then(|next| next.first()).map(|(_, letter)| *letter);
        if let Some((star, '*')) = run.first() {
            let is_ended = before.is_some_and(|c: char| c.is_alphanumeric() || "€%)».".contains(c));
            match after.is_some_and(char::is_alphanumeric) {
                true if !before.is_some_and(char::is_alphanumeric) => return None,
                false if is_ended => call = call.or(Some(*star)),
                _ => {}
            }
        }
        before = run.last().map(|(_, letter)| *letter);
    }
    call.map(|star| passage.span_of(&(star..star + 1)))
}
