//! Lists: the numbers and the signs that are typed are those that are printed, or the list is told.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::{Page, Previous, Prose};
use crate::diagnostic::Diagnostic;
use crate::model::passage::Item;
use crate::model::text::Block;

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
            .or_else(|| lone_star(self.page, &marks).filter(|_| is_outermost));
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
    let gap = page.text.get(paragraph.start..list.start)?;
    let text = gap.trim_end_matches(|c: char| c.is_whitespace() || c == '>');
    let is_announced = text.trim_end_matches(['*', '_', '»', '\u{a0}', '\u{202f}', ' ']).ends_with(':');
    let blank_line = gap.get(text.len()..)?.matches('\n').count() > 1;
    if blank_line || is_announced {
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

/// The beginning of a line, for a message.
fn brief(line: &str) -> String {
    let head: String = line.trim().chars().take(40).collect();
    if head.len() < line.trim().len() { format!("{}…", head.trim_end()) } else { head }
}
