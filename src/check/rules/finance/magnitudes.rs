//! Numbers stated in texts, with the words that say what they count.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use rust_decimal::Decimal;

use crate::check::rules::finance::texts::is_prose;
use crate::lang::numbers::read_decimal;
use crate::lang::{flat, stem};
use crate::model::Passage;
use crate::model::passage::Fact;
use crate::text::{Span, head, pattern};
use regex::Regex;

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Persons, things, days: the words after it say which.
    Count,
    /// Hundredths.
    Percentage,
    /// Euros.
    Euros,
}

/// A number stated in a text.
#[derive(Debug, Clone)]
pub(crate) struct Magnitude<'p> {
    /// The text.
    pub passage: &'p Passage,
    /// What it counts.
    pub sort: Kind,
    /// How many, millions of euros in euros.
    pub value: Decimal,
    /// Whether it is given to the unit: neither « environ » nor a number of millions.
    pub exact: bool,
    /// Bytes of the number and of its unit.
    pub bytes: Range<usize>,
}

const NUMBER: &str = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:,[0-9]+)?";
const UNITS: &str = r"€|euros?\b|%|millions?[ \x{a0}]d['’]euros|M€|k€";

static PATTERN: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?P<n>{NUMBER})(?:[ \x{{a0}}\x{{202f}}]?(?P<u>{UNITS}))?")));

/// Bytes looked at after a number.
const REST_MAX: usize = 600;

/// Words after which a number is not given to the unit.
const APPROXIMATIONS: [&str; 9] = [
    "environ",
    "près de",
    "quelque",
    "presque",
    "autour de",
    "de l’ordre de",
    "de l'ordre de",
    "plus de",
    "estimé à",
];

/// Words that say nothing of what is counted.
const STOP_WORDS: [&str; 37] = [
    "a", "au", "aux", "avec", "c", "ce", "ces", "d", "dans", "de", "des", "du", "elle", "en", "est", "et",
    "ete", "il", "ils", "l", "la", "le", "les", "leur", "leurs", "n", "ont", "ou", "par", "pour", "qu",
    "que", "qui", "s", "sa", "sont", "sur",
];

impl Magnitude<'_> {
    /// The text after the number, up to a sign that ends a phrase.
    pub(crate) fn rest(&self) -> &str {
        let remainder = head(self.passage.text.get(self.bytes.end..).unwrap_or(""), REST_MAX);
        let end = remainder.find(|c| ".;:!?,()«»–—|{".contains(c)).unwrap_or(remainder.len());
        remainder.get(..end).unwrap_or("")
    }

    /// The text before the number, at most some characters.
    pub(crate) fn before(&self, length: usize) -> &str {
        let text = self.passage.text.get(..self.bytes.start).unwrap_or("");
        let start = text.char_indices().rev().nth(length.saturating_sub(1)).map_or(0, |(i, _)| i);
        text.get(start..).unwrap_or("")
    }

    /// The roots of the telling words after the number, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        roots(self.rest())
    }

    /// Where it is written.
    pub(crate) fn span(&self) -> Span {
        self.passage.span_of(&self.bytes)
    }

    /// As it is written.
    pub(crate) fn as_written(&self) -> &str {
        self.passage.text.get(self.bytes.clone()).unwrap_or("").trim()
    }

    /// Whether it is a number of thousands or of millions of euros.
    pub(crate) fn rounded(&self) -> bool {
        ["illion", "M€", "k€"].iter().any(|u| self.as_written().contains(u))
    }

    /// Half of the last digit written, in the unit of the number.
    pub(crate) fn half(&self) -> Decimal {
        let written = self.as_written();
        let decimals =
            written.split_once(',').map_or(0, |(_, d)| d.chars().take_while(char::is_ascii_digit).count());
        let index = Decimal::new(5, u32::try_from(decimals).unwrap_or(2) + 1);
        let unit = match written {
            e if e.ends_with("k€") => 1_000,
            _ if self.rounded() => 1_000_000,
            _ => 1,
        };
        index.saturating_mul(Decimal::from(unit))
    }

    /// The number and the words that follow it, to be quoted.
    pub(crate) fn excerpt(&self) -> String {
        let words: Vec<&str> = self.rest().split_whitespace().take(4).collect();
        format!("{} {}", self.as_written(), words.join(" ")).trim_end().to_owned()
    }
}

/// The numbers of a text, in order: neither dates, years, references, nor the ends of a range.
pub(crate) fn read(passage: &Passage) -> Vec<Magnitude<'_>> {
    let text = passage.text.as_str();
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    PATTERN
        .captures_iter(text)
        .filter_map(|captured| {
            let (whole, n) = (captured.get(0)?, captured.name("n")?);
            let unit = captured.name("u").map(|u| u.as_str());
            if !is_isolated(text, n.range(), whole.end(), unit.is_some()) || taken(passage, &n.range()) {
                return None;
            }
            let value = read_decimal(n.as_str()).ok()?;
            let year = unit.is_none()
                && n.range().len() == 4
                && (n.as_str().starts_with("19") || n.as_str().starts_with("20"));
            if year {
                return None;
            }
            let (sort, factor) = match unit {
                None => (Kind::Count, 1),
                Some("%") => (Kind::Percentage, 1),
                Some("k€") => (Kind::Euros, 1_000),
                Some(u) if u.starts_with(['m', 'M']) => (Kind::Euros, 1_000_000),
                Some(_) => (Kind::Euros, 1),
            };
            let value = value.checked_mul(Decimal::from(factor))?;
            let mut magnitude = Magnitude { passage, sort, value, exact: factor == 1, bytes: whole.range() };
            let before = magnitude.before(20).trim_end().to_lowercase();
            magnitude.exact &= !APPROXIMATIONS.iter().any(|a| before.ends_with(a));
            Some(magnitude)
        })
        .collect()
}

/// Whether the digits are a number by themselves, and not the end of a range.
fn is_isolated(text: &str, n: Range<usize>, end: usize, unit: bool) -> bool {
    let before = text.get(..n.start).unwrap_or("");
    let after = text.get(end..).unwrap_or("");
    let last = before.chars().next_back();
    let mut rest = after.chars();
    let (next, second) = (rest.next(), rest.next());
    let glued = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "_#-/.,°".contains(c));
    let prolonged = match next {
        Some(c) if c.is_alphanumeric() => !unit || c.is_ascii_digit(),
        Some('-' | '/' | '.' | ',') => second.is_some_and(char::is_alphanumeric),
        _ => false,
    };
    let digit = |t: &str| t.trim_start().starts_with(|c: char| c.is_ascii_digit());
    let bound = ["à", "-", "–"].iter().any(|s| {
        after.trim_start().strip_prefix(s).is_some_and(|r| r.starts_with([' ', '\u{a0}']) && digit(r))
            || before.trim_end().strip_suffix(s).is_some_and(|a| {
                a.ends_with([' ', '\u{a0}']) && a.trim_end().ends_with(|c: char| c.is_ascii_digit())
            })
    });
    !glued(last) && !before.trim_end().ends_with("n°") && !prolonged && !bound
}

/// Whether the digits are those of a date or of a reference.
fn taken(passage: &Passage, n: &Range<usize>) -> bool {
    let index = passage.mentions.partition_point(|m| m.bytes.end <= n.start);
    let mut touched = passage.mentions.iter().skip(index).take_while(|m| m.bytes.start < n.end);
    touched.any(|m| !matches!(m.fact, Fact::Montant(_) | Fact::Percentage(_)))
}

/// The numbers of the prose of some passages.
pub(crate) fn of_prose<'p>(passages: &'p [Passage]) -> impl Iterator<Item = Magnitude<'p>> {
    passages.iter().filter(|p| is_prose(p)).flat_map(read)
}

/// The roots of the telling words of a text, in order.
pub(crate) fn roots(text: &str) -> Vec<String> {
    flat(text).split(' ').filter(|m| !m.is_empty() && !STOP_WORDS.contains(m)).map(stem).collect()
}

/// Whether a list of roots starts with another one.
pub(crate) fn begins(words: &[String], start: &[String]) -> bool {
    !start.is_empty() && words.len() >= start.len() && words.iter().zip(start).all(|(a, b)| a == b)
}

/// Whether all the words of a list are in a text.
pub(crate) fn contains(text: &BTreeSet<String>, words: &[String]) -> bool {
    !words.is_empty() && words.iter().all(|m| text.contains(m))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::passage::PassageKind;

    #[test]
    fn numbers_of_a_text_are_told_with_what_they_count() {
        let file = crate::text::Sources::default().add(crate::text::ProjectPath::new("a.md").unwrap(), "");
        let text = "Les 14 Directeurs, 250 à 300 bénéficiaires, en 2024, n° 12, 11-17 ans, d'1 ETP, près de 4,5 millions d'euros, 2 574 959 € et 12,5 %.";
        let span = Span { file, start: 0, end: 0 };
        let passage = Passage::new(PassageKind::Paragraph, text.into(), span, vec![]);
        let readings: Vec<String> =
            read(&passage).iter().map(|g| format!("{} {:?} {}", g.value, g.sort, g.exact)).collect();
        assert_eq!(
            readings,
            [
                "14 Count true",
                "1 Count true",
                "4500000.0 Euros false",
                "2574959 Euros true",
                "12.5 Percentage true"
            ]
        );
    }

    #[test]
    fn roots_join_the_forms_of_a_word() {
        assert_eq!(roots("Conseillers locaux d’insertion"), roots("conseiller local d'insertion"));
        assert_eq!(roots("personnes intégrées"), roots("personne intégré"));
    }
}
