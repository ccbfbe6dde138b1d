//! The number that the préfecture's receipt gives to a transmitted act: `DPT-SIREN-YYYYMMDD-NUMBER-NATURE` (cahier des
//! charges of @CTES, unique identifier of an act).

use std::ops::Range;

use super::Day;

/// Natures of acts in the @CTES transmission, and what they are.
pub const NATURES: [(&str, &str); 6] = [
    ("DE", "délibération"),
    ("AR", "acte réglementaire"),
    ("AI", "acte individuel"),
    ("CC", "contrat, convention ou avenant"),
    ("BF", "document budgétaire ou financier"),
    ("AU", "autre acte"),
];

/// Parts of the number of a transmitted act, with their bytes.
#[derive(Debug)]
pub struct ReceiptNumber<'n> {
    /// Département, three characters.
    pub departement: (&'n str, Range<usize>),
    /// SIREN of the sender, nine digits.
    pub siren: (&'n str, Range<usize>),
    /// Day of the act, `YYYYMMDD`.
    pub day: (&'n str, Range<usize>),
    /// Number that the sender gave; software writes it in either case.
    pub internal: (&'n str, Range<usize>),
    /// Nature of the act, two letters.
    pub kind: (&'n str, Range<usize>),
}

impl<'n> ReceiptNumber<'n> {
    /// Splits the number of an act; `None` unless it has five parts.
    pub fn read(text: &'n str) -> Option<Self> {
        let mut start = 0;
        let mut parts = text.split('-').map(|text| {
            let bytes = start..start + text.len();
            start = bytes.end + 1;
            (text, bytes)
        });
        let number = Self {
            departement: parts.next()?,
            siren: parts.next()?,
            day: parts.next()?,
            internal: parts.next()?,
            kind: parts.next()?,
        };
        parts.next().is_none().then_some(number)
    }

    /// The day that it bears; none when it is not of the calendar.
    pub fn act_day(&self) -> Option<Day> {
        let text = self.day.0;
        if text.len() != 8 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Day::new(text.get(..4)?.parse().ok()?, text.get(4..6)?.parse().ok()?, text.get(6..)?.parse().ok()?)
    }

    /// Its nature among [`NATURES`], in either case.
    pub fn nature(&self) -> Option<(&'static str, &'static str)> {
        NATURES.into_iter().find(|(code, _)| code.eq_ignore_ascii_case(self.kind.0))
    }
}
