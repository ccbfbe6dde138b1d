//! The Markdown of a page, with what is not published masked: marks of emphasis stay in pairs, a link to a masked address
//! is one no more.

use std::ops::Range;

use super::masks::{FileMarks, Masks};
use super::{PLACEHOLDER, is_masked_image};
use crate::diagnostic::TextEdit;
use crate::model::masked::{MASK, MaskedKind};
use crate::text::{Span, head};

/// Most bytes of a link or of an image, or of the words before it.
const LINK_MAX: usize = 4_000;

/// The edits that mask what a body has. `passages` are the places of its printed texts, headings aside.
pub(super) fn edits(
    text: &str,
    zone: Span,
    (own, passages): (&FileMarks<'_>, &[Span]),
    edition: &str,
    masks: &mut Masks<'_>,
) -> Vec<TextEdit> {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for (range, written) in images(text) {
        if is_masked_image(written, edition, &masks.images) {
            masks.kinds.insert(MaskedKind::Image);
            edits.push((range, format!("![{}]({PLACEHOLDER})", MASK.trim_matches(['[', ']']))));
        }
    }
    if own.is_whole {
        masks.kinds.insert(MaskedKind::Words);
        let of_zone = passages.iter().filter(|span| span.start >= zone.start && span.end <= zone.end);
        let ranges = of_zone.map(|span| span.start - zone.start..span.end - zone.start);
        edits.extend(ranges.map(|range| masked(text, range)));
    }
    for range in masks.found(own, text) {
        edits.extend(around(text, range));
    }
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let at =
        |range: Range<usize>| Span { start: zone.start + range.start, end: zone.start + range.end, ..zone };
    edits.into_iter().map(|(range, text)| TextEdit { span: at(range), text }).collect()
}

/// The edits that mask a range, and what makes a link of it.
fn around(text: &str, mut range: Range<usize>) -> Vec<(Range<usize>, String)> {
    for scheme in ["mailto:", "tel:", "sms:"] {
        let start = range.start.saturating_sub(scheme.len());
        if text.get(start..range.start).is_some_and(|before| before.eq_ignore_ascii_case(scheme)) {
            range.start = start;
        }
    }
    let before = |range: &Range<usize>| text.get(..range.start).unwrap_or_default();
    let after = |range: &Range<usize>| head(text.get(range.end..).unwrap_or_default(), LINK_MAX);
    if before(&range).ends_with('<') {
        // « ?subject=… » goes with the address.
        if let Some(end) = after(&range)
            .find(['>', '\n'])
            .filter(|end| after(&range).get(*end..).is_some_and(|rest| rest.starts_with('>')))
        {
            range = range.start - 1..range.end + end + 1;
        }
    }
    let is_target = before(&range).ends_with("](");
    let close = after(&range)
        .find([')', '\n'])
        .filter(|end| after(&range).get(*end..).is_some_and(|rest| rest.starts_with(')')));
    let (true, Some(close)) = (is_target, close) else { return vec![masked(text, range)] };
    let label_end = range.start - 2;
    let Some(label_start) = opening(text.get(..label_end).unwrap_or_default()) else {
        return vec![masked(text, range)];
    };
    vec![
        (label_start..label_start + 1, String::new()),
        (label_end..range.end + close + 1, format!(" {MASK}")),
    ]
}

/// Where the bracket opens that closes at the end of a text.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (place, c) in text.char_indices().rev().take(LINK_MAX) {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(place),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// What stands in place of a range: the mask, and the marks of emphasis that open or close in it.
fn masked(text: &str, range: Range<usize>) -> (Range<usize>, String) {
    let mut open: Vec<(&str, bool)> = Vec::new();
    let within = text.get(range.clone()).unwrap_or_default();
    let mut place = 0;
    while let Some(rest) = within.get(place..).filter(|rest| !rest.is_empty()) {
        let sign = rest.chars().next().unwrap_or(' ');
        let length: usize = rest.chars().take_while(|c| *c == sign).map(char::len_utf8).sum();
        let before = text.get(..range.start + place).and_then(|before| before.chars().next_back());
        let after = rest.get(length..).and_then(|after| after.chars().next());
        let is_inner = sign == '_'
            && before.is_some_and(char::is_alphanumeric)
            && after.is_some_and(char::is_alphanumeric);
        if matches!(sign, '*' | '_' | '`') && !is_inner {
            let run = rest.get(..length).unwrap_or_default();
            let opens = before.is_none_or(|c| c.is_whitespace() || "([«".contains(c));
            match open.last() {
                Some((last, _)) if *last == run => drop(open.pop()),
                _ => open.push((run, opens)),
            }
        }
        place += length.max(1);
    }
    let of = |wanted: bool| open.iter().filter(move |(_, opens)| *opens == wanted).map(|(run, _)| *run);
    // « [non publié](…) » would be a link.
    let next = text.get(range.end..).and_then(|after| after.chars().next());
    let mask = match next {
        Some('(' | '[' | ':') => MASK.replace('[', "\\[").replace(']', "\\]"),
        _ => MASK.to_owned(),
    };
    let written = of(true).chain([mask.as_str()]).chain(of(false)).collect();
    (range, written)
}

/// The images of a text, each whole, with the path that it names.
fn images(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices("![") {
        let rest = head(text.get(start..).unwrap_or_default(), LINK_MAX);
        let Some(target) = rest.find("](").map(|end| end + 2) else { continue };
        let Some(end) = rest.get(target..).and_then(|after| after.find(')')).map(|end| target + end) else {
            continue;
        };
        let written = rest.get(target..end).unwrap_or_default().trim();
        let path = match written.strip_prefix('<') {
            Some(path) => path.split('>').next().unwrap_or_default(),
            None => written.split_whitespace().next().unwrap_or_default(),
        };
        found.push((start..start + end + 1, path));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, words: &str) -> String {
        let start = text.find(words).unwrap();
        let mut output = String::new();
        let mut place = 0;
        for (range, written) in around(text, start..start + words.len()) {
            output += text.get(place..range.start).unwrap();
            output += &written;
            place = range.end;
        }
        output + text.get(place..).unwrap()
    }

    #[test]
    fn emphasis_stays_in_pairs_and_a_link_to_a_masked_address_is_none() {
        for (text, words, expected) in [
            ("Au **01** 23 le soir", "01** 23", "Au **[non publié]** le soir"),
            ("Au 01 **23** le soir", "01 **23", "Au **[non publié]** le soir"),
            ("Au 01 **23** 45 le soir", "01 **23** 45", "Au [non publié] le soir"),
            ("À a_b@c.fr", "a_b@c.fr", "À [non publié]"),
            ("À <a@c.fr>.", "a@c.fr", "À [non publié]."),
            ("À [Mme X](mailto:a@c.fr).", "a@c.fr", "À Mme X [non publié]."),
            ("À [Mme [X]](<mailto:a@c.fr?subject=b>).", "a@c.fr", "À Mme [X] [non publié]."),
            ("Au 01(soir)", "01", "Au \\[non publié\\](soir)"),
        ] {
            assert_eq!(after(text, words).replace('\u{a0}', " "), expected);
        }
    }
}
