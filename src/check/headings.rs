//! Headings and the numbers that open them.

use std::ops::Range;
use std::sync::LazyLock;

use crate::model::passage::{Passage, PassageKind};
use crate::text::{Span, pattern};
use regex::Regex;

/// Numerals of a heading number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NumeralStyle {
    /// `2.`
    Arabic,
    /// `II.`
    Roman,
}

impl NumeralStyle {
    /// French adjective for a message: « arabes », « romains ».
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Arabic => "arabes",
            Self::Roman => "romains",
        }
    }
}

/// The number that opens a heading.
#[derive(Debug, Clone)]
pub(super) struct HeadingNumber {
    /// Its parts: 1 and 2 for `1.2`.
    pub parts: Vec<u32>,
    /// How it is written.
    pub style: NumeralStyle,
    /// Whether a full stop, a bracket or a dash closes it.
    pub closes: bool,
    /// Its bytes in the heading, closing sign included.
    pub bytes: Range<usize>,
    /// Bytes of a second copy of the same number, up to the title.
    pub repeated: Option<Range<usize>>,
    /// Byte where the title starts.
    pub title: usize,
}

impl HeadingNumber {
    /// As a reference writes it: `1.2`.
    pub(super) fn key(&self) -> String {
        let parts: Vec<String> = self.parts.iter().map(u32::to_string).collect();
        parts.join(".")
    }

    /// Its last part.
    pub(super) fn last(&self) -> u32 {
        self.parts.last().copied().unwrap_or(0)
    }
}

/// A heading of a file.
#[derive(Debug, Clone)]
pub(super) struct Heading<'d> {
    /// Its passage.
    pub passage: &'d Passage,
    /// 2 for `##`.
    pub level: u8,
    /// Its number.
    pub number: Option<HeadingNumber>,
}

impl<'d> Heading<'d> {
    /// Its text without its number.
    pub(super) fn text(&self) -> &'d str {
        let start = self.number.as_ref().map_or(0, |n| n.title);
        self.passage.text.get(start..).unwrap_or("").trim()
    }

    /// Where its number is written; the whole heading when it has none.
    pub(super) fn span(&self) -> Span {
        self.number.as_ref().map_or(self.passage.span, |number| self.passage.span_of(&number.bytes))
    }
}

/// The headings among passages, in order.
pub(super) fn headings_of<'d>(passages: impl Iterator<Item = &'d Passage>) -> Vec<Heading<'d>> {
    passages
        .filter_map(|passage| match passage.kind {
            PassageKind::Heading(level) => {
                Some(Heading { passage, level, number: heading_number(&passage.text) })
            }
            _ => None,
        })
        .collect()
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:([IVXL]{1,7})|([0-9]{1,2}(?:\.[0-9]{1,2})*))([.)°]|\s?[-–—])?\s+"));

/// The number that opens a heading. A number of one part needs a closing sign: « 3 sites » is a title.
pub(super) fn heading_number(text: &str) -> Option<HeadingNumber> {
    let first = one_number(text, 0)?;
    let second = one_number(text, first.title).filter(|s| s.parts == first.parts);
    match second {
        Some(second) => {
            Some(HeadingNumber { repeated: Some(first.title..second.title), title: second.title, ..first })
        }
        None => Some(first),
    }
}

fn one_number(text: &str, start: usize) -> Option<HeadingNumber> {
    let found = NUMBER.captures(text.get(start..)?)?;
    let closes = found.get(3).is_some();
    let (parts, style) = match (found.get(1), found.get(2)) {
        (Some(roman), _) => (vec![read_roman(roman.as_str())?], NumeralStyle::Roman),
        (None, Some(arabic)) => {
            let parts: Option<Vec<u32>> = arabic.as_str().split('.').map(|p| p.parse().ok()).collect();
            (parts?, NumeralStyle::Arabic)
        }
        _ => return None,
    };
    if parts.len() == 1 && !closes {
        return None;
    }
    let whole = found.get(0)?;
    // « 12 – 25 ans » is a title.
    let is_range = found.get(3).is_some_and(|sign| sign.as_str().ends_with(['-', '–', '—']))
        && text
            .get(start + whole.end()..)
            .is_some_and(|title| title.starts_with(|c: char| c.is_ascii_digit()));
    if is_range {
        return None;
    }
    let end = start + whole.as_str().trim_end().len();
    let before = whole.as_str().len() - whole.as_str().trim_start().len();
    Some(HeadingNumber {
        parts,
        style,
        closes,
        bytes: start + before..end,
        repeated: None,
        title: start + whole.end(),
    })
}

/// The value of a Roman numeral below 90 in canonical form.
pub(super) fn read_roman(text: &str) -> Option<u32> {
    (1..90).find(|n| roman(*n) == text)
}

/// A number below 90 in Roman numerals.
pub(super) fn roman(mut n: u32) -> String {
    let signs = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut numerals = String::new();
    for (value, letters) in signs {
        while n >= value {
            numerals.push_str(letters);
            n -= value;
        }
    }
    numerals
}

/// The passages cut by file, in order.
pub(super) fn by_file(passages: &[Passage]) -> impl Iterator<Item = &[Passage]> {
    passages.chunk_by(|a, b| a.file() == b.file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_heading_is_read_and_a_title_is_left() {
        let parsed = |t: &str| {
            heading_number(t).map(|n| (n.key(), n.repeated.is_some(), t.get(n.title..).unwrap().to_owned()))
        };
        assert_eq!(parsed("IV. Budget"), Some(("4".into(), false, "Budget".into())));
        assert_eq!(parsed("VI. VI. Action"), Some(("6".into(), true, "Action".into())));
        assert_eq!(parsed("1.2 Réponse"), Some(("1.2".into(), false, "Réponse".into())));
        assert_eq!(parsed("2.1. Les"), Some(("2.1".into(), false, "Les".into())));
        assert_eq!(parsed("3 - Durée"), Some(("3".into(), false, "Durée".into())));
        assert_eq!(parsed("III – Durée"), Some(("3".into(), false, "Durée".into())));
        for text in ["12 – 25 ans", "12 -", "3 sites", "2024. Bilan", "Le X. de", "IIII. Non", "1er axe"] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
