//! What a Markdown zone holds besides its passages and the signs of the format. The lines are read again here, by
//! their signs alone: a reader that drops a cell, a note or an attribute cannot hide it from this one.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use super::read_bytes::ReadBytes;
use super::{Loss, Lost};
use crate::model::Passage;
use crate::text::{Sources, Span};

/// What is lost in a zone of Markdown.
pub(super) fn lost<'p>(
    sources: &Sources,
    zone: Span,
    passages: impl Iterator<Item = &'p Passage>,
) -> Vec<Lost> {
    let text = sources.text(zone);
    let mut read = ReadBytes::default();
    for written in passages.flat_map(Passage::written) {
        if written.start >= zone.start && written.end <= zone.end {
            read.add(written.start - zone.start..written.end - zone.start);
        }
    }
    lost_in(text, read)
        .into_iter()
        .map(|r| Lost {
            span: Span { start: zone.start + r.start, end: zone.start + r.end, ..zone },
            how: Loss::Unread,
        })
        .collect()
}

/// The runs of a text that are neither read nor signs of the format.
fn lost_in(text: &str, mut read: ReadBytes) -> Vec<Range<usize>> {
    cover_targets(text, &mut read);
    read.sort();
    let mut runs: Vec<Range<usize>> = Vec::new();
    let (mut start, mut holds) = (0, read.in_order());
    for line in text.split('\n') {
        lost_in_line(line, start, &mut holds, &mut runs);
        start += line.len() + 1;
    }
    runs
}

/// The same in one line, each letter looked at once.
fn lost_in_line(
    line: &str,
    start: usize,
    holds: &mut impl FnMut(usize) -> bool,
    runs: &mut Vec<Range<usize>>,
) {
    let letters: Vec<(usize, char)> =
        line.char_indices().map(|(place, letter)| (start + place, letter)).collect();
    let is_rule = is_rule(line);
    // Nothing but marks of lists and quotations so far.
    let mut opens = true;
    let mut joins = false;
    let mut is_read = false;
    let mut before = None;
    for signs in letters.chunk_by(|a, b| a.1 == b.1) {
        let Some((_, letter)) = signs.first().copied() else { continue };
        let after =
            signs.last().and_then(|(last, _)| line.get(last - start + letter.len_utf8()..)?.chars().next());
        let is_lost = letter.is_alphanumeric()
            || (!letter.is_whitespace() && !is_rule && is_lost_sign(letter, before, after, opens));
        for (place, _) in signs {
            // An accent typed apart was read with its letter.
            is_read = holds(*place) || (is_read && is_combining_mark(letter));
            if is_read {
                joins = false;
            } else if is_lost {
                let end = place + letter.len_utf8();
                match runs.last_mut() {
                    Some(run) if joins => run.end = end,
                    _ => runs.push(*place..end),
                }
                joins = true;
            }
        }
        opens &= letter.is_whitespace() || letter.is_ascii_digit() || ">-*+.)".contains(letter);
        before = Some(letter);
    }
}

/// Covers what is not words of the text: where links lead, images, calls of notes, numbers of lists that are printed
/// as they are typed.
fn cover_targets(text: &str, read: &mut ReadBytes) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    let mut called = BTreeSet::new();
    let mut defined: Vec<(String, Range<usize>)> = Vec::new();
    let mut quoted = BTreeSet::new();
    let mut lists: Vec<Option<u64>> = Vec::new();
    let parser = Parser::new_ext(text, options);
    let references: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(name, place)| (name.to_lowercase(), place.span.clone()))
        .collect();
    for (event, bytes) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::List(start)) => lists.push(start),
            Event::End(pulldown_cmark::TagEnd::List(_)) => {
                lists.pop();
            }
            Event::Start(Tag::Item) => {
                if let Some(Some(number)) = lists.last_mut() {
                    let digits = text
                        .get(bytes.start..)
                        .map_or(0, |t| t.bytes().take_while(u8::is_ascii_digit).count());
                    let typed = text.get(bytes.start..bytes.start + digits).and_then(|d| d.parse().ok());
                    if typed == Some(*number) {
                        read.add(bytes.start..bytes.start + digits);
                    }
                    *number += 1;
                }
            }
            Event::Start(Tag::Link { dest_url, title, link_type, id }) => {
                if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) {
                    quoted.insert(id.to_lowercase());
                    let label = format!("[{id}]");
                    if let Some(place) = text.get(bytes.clone()).and_then(|t| t.rfind(&label)) {
                        read.add(bytes.start + place..bytes.start + place + label.len());
                    }
                }
                cover_inside(text, &bytes, &dest_url, read);
                if title.is_empty() {
                    cover_target(text, &bytes, read);
                }
            }
            Event::Start(Tag::Strong) => cover_bold(text, &bytes, read),
            Event::Start(Tag::Image { title, .. }) if title.is_empty() => read.add(bytes),
            Event::FootnoteReference(name) => {
                called.insert(name.to_string());
                read.add(bytes);
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let label = bytes.start..bytes.start + name.len() + "[^]:".len();
                defined.push((name.to_string(), label));
            }
            // `&nbsp;` is read for the character that it names.
            Event::Text(read_as)
                if text.get(bytes.clone()).is_some_and(|t| t.starts_with('&') && t != &*read_as) =>
            {
                read.add(bytes);
            }
            _ => {}
        }
    }
    defined.into_iter().filter(|(name, _)| called.contains(name)).for_each(|(_, label)| read.add(label));
    references.into_iter().filter(|(name, _)| quoted.contains(name)).for_each(|(_, span)| read.add(span));
    anchors(text).for_each(|anchor| read.add(anchor));
}

/// The marks of bold, one of which may touch a word: « **Budget**2024 ». Two that do are signs of the text.
fn cover_bold(text: &str, bytes: &Range<usize>, read: &mut ReadBytes) {
    let marks = [bytes.start..bytes.start + 2, bytes.end.saturating_sub(2)..bytes.end];
    let is_inner = |mark: &Range<usize>| {
        let before = text.get(..mark.start).unwrap_or_default();
        let after = text.get(mark.end..).unwrap_or_default();
        before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
    };
    if !marks.iter().all(is_inner) {
        marks.into_iter().for_each(|mark| read.add(mark));
    }
}

fn cover_inside(text: &str, bytes: &Range<usize>, what: &str, read: &mut ReadBytes) {
    if let Some(place) = text.get(bytes.clone()).and_then(|t| t.rfind(what)).filter(|_| !what.is_empty()) {
        read.add(bytes.start + place..bytes.start + place + what.len());
    }
}

/// `](…)` at the end of a link.
fn cover_target(text: &str, bytes: &Range<usize>, read: &mut ReadBytes) {
    if let Some(place) = text.get(bytes.clone()).and_then(|t| t.rfind("](")) {
        read.add(bytes.start + place..bytes.end);
    }
}

/// `{#repere}` at the end of the title of a rubrique: only there does it name one.
fn anchors(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let here = start;
        start += line.len();
        let trimmed = line.trim_end();
        let place = trimmed.strip_suffix('}').filter(|_| trimmed.starts_with("## "))?.rfind("{#")?;
        let name = trimmed.get(place + 2..trimmed.len() - 1)?;
        let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
        is_name.then(|| here + place..here + trimmed.len())
    })
}

/// Whether a sign that nothing read was meant to be read, between the letters around its run. `opens` says that only
/// marks of lists and quotations stand before it on its line.
fn is_lost_sign(sign: char, before: Option<char>, after: Option<char>, opens: bool) -> bool {
    match sign {
        // A mark of emphasis has a blank or a sign on one side at least; « 3*4 » is a product.
        '*' | '_' => [before, after].iter().all(|side| side.is_some_and(char::is_alphanumeric)),
        '-' | '+' => !opens,
        '#' | '>' | '|' | '[' | ']' | '(' | ')' | '!' | '\\' | '`' | '{' | '}' | '<' | '"' | '\'' | '^'
        | ':' | '.' | '=' | '&' | ';' => false,
        _ => true,
    }
}

/// Whether a line is a rule, the underline of a title or the separator of a table.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || "-=:|*_>".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader loses that takes every extension of pulldown, as the first version did.
    fn lost_by_a_careless_reader(text: &str) -> Vec<&str> {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let mut read = ReadBytes::default();
        for (event, bytes) in Parser::new_ext(text, options).into_offset_iter() {
            if let Event::Text(_) = event {
                read.add(bytes);
            }
        }
        lost_in(text, read).into_iter().filter_map(|r| text.get(r)).collect()
    }

    #[test]
    fn what_a_careless_reader_drops_is_found() {
        for (text, expected) in [
            ("On compte 3*225*2 = 1 350 €.", vec!["*", "*"]),
            ("Des conseiller*e*s.", vec!["*", "*"]),
            ("Soit 2**3**4.", vec!["**", "**"]),
            ("Les ~2 000 € et les 3 000 € (~ 5 %).", vec!["~", "~"]),
            ("Un ~~mot~~ barré.", vec!["~~", "~~"]),
            ("| a | b |\n|---|---|\n| un | deux | trois |\n", vec!["trois"]),
            ("## Objectif {2024}", vec!["2024"]),
            ("## Total {budget.total}", vec!["budget.total"]),
            ("[Département]: 77", vec!["Département]: 77"]),
            ("3. Trois\n5. Cinq\n", vec!["5"]),
            ("[lien](https://a.fr \"un titre\")", vec!["un titre"]),
        ] {
            assert_eq!(lost_by_a_careless_reader(text), expected, "{text}");
        }
    }

    #[test]
    fn the_signs_of_the_format_are_not_words() {
        for text in [
            "## Titre {#repere}\n\nDu **gras**, de l’*italique*, un [lien](https://a.fr/b_c) et <https://a.fr>.\n",
            "- un\n- deux\n  1. a\n  2. b\n\n> cité\n\n---\n\nTitre\n=====\n",
            "| a | b |\n|:--|--:|\n| 1 | **2** |\n",
            "Une note[^1] et &nbsp; une autre[^b].\n\n[^1]: Ceci.\n[^b]: Cela.\n",
            "![texte](images/a.png)\n\nUn [texte][r].\n\n[r]: https://a.fr\n",
            "Un \\* et \\_ protégés, `du code`.\n",
            "**Budget**2024, **A**b, x**A** et __B__ ; a`b`c.\n",
        ] {
            let mut read = ReadBytes::default();
            let options =
                Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_HEADING_ATTRIBUTES;
            for (event, bytes) in Parser::new_ext(text, options).into_offset_iter() {
                if let Event::Text(_) | Event::Code(_) = event {
                    read.add(bytes);
                }
            }
            assert_eq!(lost_in(text, read), Vec::<Range<usize>>::new(), "{text}");
        }
    }
}
