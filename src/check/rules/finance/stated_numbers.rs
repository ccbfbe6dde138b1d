//! Numbers written in prose, each with its unit and the words around it.

use std::collections::BTreeSet;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::check::readings::Reading;
use crate::lang::facts::{CalendarUnit, FigureLink, Modality, PerUnit, SaidAmount, SaidFact, SaidValue};
pub(crate) use crate::lang::roots;
use crate::model::Passage;
use crate::model::passage::is_prose;
use crate::text::{Span, head};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NumberKind {
    /// Persons, things, days: the words after the number say which.
    Count,
    /// Per cent.
    Percentage,
    /// Euros.
    Euros,
}

/// A number written in a passage.
#[derive(Debug, Clone)]
pub(crate) struct StatedNumber<'p> {
    /// The passage that it is written in.
    pub passage: &'p Passage,
    /// What the text states with it.
    pub fact: &'p SaidFact,
    /// What it counts.
    pub kind: NumberKind,
    /// Its value, in euros for an amount in thousands or millions of euros.
    pub value: Decimal,
    /// Whether it is given to the unit: not « environ », nor in thousands or millions.
    pub exact: bool,
    /// Bytes of the number and its unit in the text of the passage.
    pub bytes: Range<usize>,
}

/// Bytes looked at after a number, so that a long paragraph is not read once per number.
const REST_MAX: usize = 600;

impl<'p> StatedNumber<'p> {
    /// The text after the number, up to a punctuation mark.
    pub(crate) fn rest(&self) -> &str {
        let after = head(self.passage.text.get(self.bytes.end..).unwrap_or(""), REST_MAX);
        let end = after.find(|c| ".;:!?,()«»–—|{".contains(c)).unwrap_or(after.len());
        after.get(..end).unwrap_or("")
    }

    /// The text before the number, at most `length` characters.
    pub(crate) fn before(&self, length: usize) -> &str {
        let text = self.passage.text.get(..self.bytes.start).unwrap_or("");
        let start = text.char_indices().rev().nth(length.saturating_sub(1)).map_or(0, |(i, _)| i);
        text.get(start..).unwrap_or("")
    }

    /// The roots of the words after the number, without stop words, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        roots(self.rest())
    }

    /// Place of the number and its unit.
    pub(crate) fn span(&self) -> Span {
        self.passage.span_of(&self.bytes)
    }

    /// The number and its unit as written.
    pub(crate) fn as_written(&self) -> &str {
        self.passage.text.get(self.bytes.clone()).unwrap_or("").trim()
    }

    fn amount(&self) -> Option<&'p SaidAmount> {
        match &self.fact.value {
            SaidValue::Amount(amount) => Some(amount),
            _ => None,
        }
    }

    /// Whether it is an amount in thousands or millions of euros.
    pub(crate) fn is_rounded(&self) -> bool {
        self.amount().is_some_and(|amount| amount.is_rounded)
    }

    /// What it is the amount of one of: « par an et par jeune ».
    pub(crate) fn per(&self) -> &'p [PerUnit] {
        self.amount().map_or(&[], |amount| &amount.per)
    }

    /// The unit of time that it is the amount of: « par jour ».
    pub(crate) fn each(&self) -> Option<CalendarUnit> {
        self.per().iter().find_map(|unit| match unit {
            PerUnit::Time(unit) => Some(*unit),
            _ => None,
        })
    }

    /// Whether it concludes what comes before: « soit », « = ».
    pub(crate) fn concludes(&self) -> bool {
        self.fact.link == FigureLink::Restated && self.fact.modality == Modality::Exact
    }

    /// Half a unit of the last digit written, in euros for an amount.
    pub(crate) fn half_last_unit(&self) -> Decimal {
        let written = self.as_written();
        let decimals =
            written.split_once(',').map_or(0, |(_, d)| d.chars().take_while(char::is_ascii_digit).count());
        let half = Decimal::new(5, u32::try_from(decimals).unwrap_or(2) + 1);
        let unit = match written {
            _ if !self.is_rounded() => 1,
            e if e.contains("illier") || e.ends_with("k€") => 1_000,
            e if e.contains("illiard") || e.contains("Md") => 1_000_000_000,
            _ => 1_000_000,
        };
        half.saturating_mul(Decimal::from(unit))
    }

    /// The number and up to four words after it, for a message.
    pub(crate) fn excerpt(&self) -> String {
        let words: Vec<&str> = self.rest().split_whitespace().take(4).collect();
        format!("{} {}", self.as_written(), words.join(" ")).trim_end().to_owned()
    }
}

/// The numbers of a passage that are written in digits, in order, without the ends of ranges.
pub(crate) fn read(passage: &Passage) -> Vec<StatedNumber<'_>> {
    if !passage.text.bytes().any(|b| b.is_ascii_digit()) {
        return Vec::new();
    }
    all(passage).filter(|number| number.as_written().starts_with(|c: char| c.is_ascii_digit())).collect()
}

/// The numbers of a passage, in digits or in letters.
pub(crate) fn all(passage: &Passage) -> impl Iterator<Item = StatedNumber<'_>> {
    passage.facts().facts.iter().filter_map(|fact| stated(passage, fact))
}

fn stated<'p>(passage: &'p Passage, fact: &'p SaidFact) -> Option<StatedNumber<'p>> {
    let (kind, number) = match &fact.value {
        SaidValue::Amount(amount) => (NumberKind::Euros, amount.euros),
        SaidValue::Percentage(percentage) => (NumberKind::Percentage, percentage.number),
        SaidValue::Count { number, .. } | SaidValue::Duration { number, .. } | SaidValue::Bare(number) => {
            (NumberKind::Count, *number)
        }
        _ => return None,
    };
    let written = passage.text.get(fact.bytes.clone())?;
    if number.high.is_some() {
        return None;
    }
    // The unit of a length of time is what is counted.
    let length = match fact.value {
        SaidValue::Duration { .. } => {
            written.find(char::is_alphabetic).filter(|at| *at > 0).unwrap_or(written.len())
        }
        _ => written.len(),
    };
    let length = written.get(..length).map_or(length, |digits| digits.trim_end().len());
    let rounded = matches!(&fact.value, SaidValue::Amount(amount) if amount.is_rounded);
    Some(StatedNumber {
        passage,
        fact,
        kind,
        value: number.low,
        exact: !rounded && !matches!(fact.modality, Modality::About | Modality::Above),
        bytes: fact.bytes.start..fact.bytes.start + length,
    })
}

/// The numbers of the passages that are prose.
pub(crate) fn of_prose<'p>(passages: &'p [Passage]) -> impl Iterator<Item = StatedNumber<'p>> {
    passages.iter().filter(|p| is_prose(p)).flat_map(read)
}

/// The [roots] of a text.
#[derive(Debug)]
pub(crate) struct RootsRead(pub(crate) Vec<String>);

impl Reading for RootsRead {
    fn read(text: &str) -> Self {
        Self(roots(text))
    }
}

/// Whether a list of roots starts with another, non-empty one.
pub(crate) fn begins(words: &[String], start: &[String]) -> bool {
    !start.is_empty() && words.len() >= start.len() && words.iter().zip(start).all(|(a, b)| a == b)
}

/// Whether a text has all the words of a non-empty list.
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
        let found: Vec<String> =
            read(&passage).iter().map(|g| format!("{} {:?} {}", g.value, g.kind, g.exact)).collect();
        assert_eq!(
            found,
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
