//! Sums of money, exact to the cent.

use std::fmt;

use rust_decimal::Decimal;

use crate::lang::decimals::{self, NumberError, read_decimal};
use crate::lang::numbers::THIN_SPACE;

/// An amount in euros, at most two decimals, never binary floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Montant(Decimal);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MontantError {
    /// No digit, or something that is not a figure.
    Unreadable,
    /// Three decimals or more.
    Decimals,
    /// Three digits after a point or a comma: the amount when these are thousands, and the one when these are decimals,
    /// unless it would have three of them.
    Ambiguous(Montant, Option<Montant>),
    /// Above a thousand billion euros.
    TooLarge,
    /// Thousands, millions or billions of euros, and the amount when it has one reading.
    Multiple(Option<Montant>),
    /// Something else than euros after the number.
    Unit,
    /// Not a number that can be read.
    Number(NumberError),
}

impl fmt::Display for MontantError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable => out.write_str("ce n’est pas un montant"),
            Self::Decimals => out.write_str("un montant a deux décimales au plus"),
            Self::Ambiguous(grouped, Some(decimal)) => {
                write!(out, "{grouped} ou {} ?", decimal.with_cents().replace(THIN_SPACE, " "))
            }
            Self::Ambiguous(grouped, None) => {
                write!(out, "{grouped} ? un montant a deux décimales au plus")
            }
            Self::TooLarge => out.write_str("le montant dépasse mille milliards d’euros"),
            Self::Multiple(_) => {
                out.write_str("un montant s’écrit en euros, et non en milliers ou en millions")
            }
            Self::Unit => out.write_str("après le nombre, un montant n’a que « € »"),
            Self::Number(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for MontantError {}

impl MontantError {
    /// What to write instead, when the text says it.
    pub fn advice(self) -> Option<String> {
        match self {
            Self::Ambiguous(grouped, Some(decimal)) => {
                Some(format!("écrire « {grouped} » ou « {} »", decimal.with_cents().replace(THIN_SPACE, " ")))
            }
            Self::Ambiguous(montant, None) | Self::Multiple(Some(montant)) => {
                Some(format!("écrire « {montant} » si c’est ce montant"))
            }
            Self::Number(error) => error.advice(),
            Self::Unreadable | Self::Decimals | Self::TooLarge | Self::Multiple(None) | Self::Unit => None,
        }
    }
}

impl From<NumberError> for MontantError {
    fn from(error: NumberError) -> Self {
        match error {
            NumberError::Unreadable => Self::Unreadable,
            NumberError::TooLarge => Self::TooLarge,
            NumberError::Ambiguous { grouped, decimal } => match Montant::rounded(grouped) {
                Some(grouped) => {
                    let decimal = Some(decimal).filter(|d| d.normalize().scale() <= 2);
                    Self::Ambiguous(grouped, decimal.and_then(Montant::rounded))
                }
                None => Self::TooLarge,
            },
            error => Self::Number(error),
        }
    }
}

impl Montant {
    /// Largest amount accepted from a person, in euros: sums of all a project holds stay exact.
    pub const MAX: i64 = 1_000_000_000_000;

    /// No euro at all: an explicit zero, not an absence.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Rounds a computed number of euros to the cent, half away from zero as public accounts do.
    /// `None` above [`Montant::MAX`].
    pub fn rounded(euros: Decimal) -> Option<Self> {
        let euros =
            euros.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize();
        (euros.abs() <= Decimal::from(Self::MAX)).then_some(Self(euros))
    }

    /// Reads `415 000 €`, `835 580,45`, `415000.45`, `-12 €`, `14 000 Euros`, `€ 14 000`.
    ///
    /// # Errors
    /// See [`MontantError`].
    pub fn read(text: &str) -> Result<Self, MontantError> {
        decimals::refuse_strange(text).map_err(MontantError::Number)?;
        let text = text.trim_matches(decimals::is_blank);
        if let Some(inside) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            let minus = |montant: Self| Self::ZERO - montant;
            return Err(match Self::read(inside) {
                Ok(montant) => MontantError::Number(NumberError::Brackets(-montant.euros().abs())),
                Err(MontantError::Ambiguous(grouped, decimal)) => {
                    MontantError::Ambiguous(minus(grouped), decimal.map(minus))
                }
                Err(error) => error,
            });
        }
        let (negative, rest) = decimals::split_minus(text);
        let end = rest.rfind(|c: char| c.is_ascii_digit()).map_or(0, |i| i + 1);
        let (number, unit) = rest.split_at_checked(end).ok_or(MontantError::Unreadable)?;
        let unit = unit.trim_matches(decimals::is_blank);
        let (before, number) = match euro_before(number) {
            Some(after) => (true, after),
            None => (false, number),
        };
        let number = format!("{}{number}", if negative { "-" } else { "" });
        let read = read_decimal(&number);
        if matches!(read, Err(NumberError::Unreadable)) {
            return Err(MontantError::Unreadable);
        }
        if let Some(factor) = multiple(unit) {
            let euros = read.ok().and_then(|n| n.checked_mul(Decimal::from(factor)));
            return Err(MontantError::Multiple(
                euros.filter(|e| e.normalize().scale() <= 2).and_then(Self::rounded),
            ));
        }
        if unit.starts_with(['-', '−', '–']) {
            return Err(MontantError::Number(NumberError::Sign));
        }
        if !is_euro(unit) || (before && !unit.is_empty()) {
            return Err(MontantError::Unit);
        }
        let value = read?;
        if value.scale() > 2 {
            return Err(MontantError::Decimals);
        }
        Self::rounded(value).ok_or(MontantError::TooLarge)
    }

    /// The number of euros.
    pub fn euros(self) -> Decimal {
        self.0
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// With two decimals and the symbol: « 835 580,45 € ».
    pub fn with_cents(self) -> String {
        format!("{}\u{202f}€", crate::lang::numbers::format_french(self.0, Some(2)))
    }

    /// In letters: « quarante mille euros ».
    pub fn in_letters(self) -> Option<String> {
        crate::lang::spelled::euros_in_letters(self.0)
    }

    /// As documents print it in prose, cents only when there are some: « 2 574 959 € ».
    pub fn in_prose(self) -> String {
        if self.0.normalize().scale() == 0 {
            format!("{}\u{202f}€", crate::lang::numbers::format_french(self.0, Some(0)))
        } else {
            self.with_cents()
        }
    }
}

/// What follows the euros written before a number: « € 20 000 », « EUR 20 000 ».
fn euro_before(text: &str) -> Option<&str> {
    let end = text.find(|c: char| c.is_ascii_digit() || decimals::is_blank(c)).unwrap_or(text.len());
    let (word, after) = text.split_at_checked(end)?;
    (!word.is_empty() && is_euro(word)).then_some(after)
}

/// Whether words after a number say euros, or nothing.
fn is_euro(unit: &str) -> bool {
    unit.is_empty() || unit == "€" || ["euro", "euros", "eur"].contains(&unit.to_lowercase().as_str())
}

/// How many euros a unit such as `k€` or « millions d’euros » stands for.
fn multiple(unit: &str) -> Option<u64> {
    let unit = unit.to_lowercase().replace('’', "'").replace(decimals::is_blank, "");
    let scale = ["€", "d'euros", "euros", "euro", "eur"].iter().find_map(|euros| unit.strip_suffix(euros));
    match (scale, unit.as_str()) {
        (Some("k"), _) | (Some("mille" | "millier" | "milliers"), _) | (None, "ke") => Some(1_000),
        (Some("m" | "million" | "millions"), _) => Some(1_000_000),
        (Some("md" | "mds" | "mrd" | "milliard" | "milliards"), _) => Some(1_000_000_000),
        _ => None,
    }
}

impl std::ops::Add for Montant {
    type Output = Self;

    /// Exact: amounts read are bounded by [`Montant::MAX`] and a project by the number of its lines.
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Montant {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Montant {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |a, b| a + b)
    }
}

/// As messages quote it: with the ordinary spaces that people type, so that a search for what was copied finds it.
impl fmt::Display for Montant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.in_prose().replace(THIN_SPACE, " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn euros(text: &str) -> Montant {
        Montant::rounded(Decimal::from_str_exact(text).unwrap()).unwrap()
    }

    #[test]
    fn an_ambiguous_amount_is_told_with_both_readings() {
        let error = Montant::read("14.000 €").unwrap_err();
        assert_eq!(error.to_string(), "14 000 € ou 14,00 € ?");
    }

    #[test]
    fn people_write_amounts_in_many_ways() {
        for (text, cents) in [
            ("415 000 €", 41_500_000),
            ("90 000€", 9_000_000),
            ("835 580,45 €", 83_558_045),
            ("835\u{202f}580,45\u{a0}€", 83_558_045),
            ("415000.45", 41_500_045),
            ("14 325,00 €", 1_432_500),
            ("0€", 0),
            ("-12,5 €", -1250),
            ("−12,50 €", -1250),
            ("55 000 euros", 5_500_000),
            ("14 000 Euros", 1_400_000),
            ("14 000 EUR", 1_400_000),
            ("€ 14 000", 1_400_000),
            ("-€\u{a0}14 000,5", -1_400_050),
            ("– 12 500 €", -1_250_000),
            ("33\u{2007}333,33\u{2009}€", 3_333_333),
            ("33\t333  €", 3_333_300),
            ("1.234.567,89 €", 123_456_789),
        ] {
            assert_eq!(Montant::read(text).unwrap().euros(), Decimal::new(cents, 2).normalize(), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused_with_its_reason() {
        for (text, error) in [
            ("", MontantError::Unreadable),
            ("€", MontantError::Unreadable),
            ("1e6", MontantError::Number(NumberError::Exponent(Some(Decimal::from(1_000_000))))),
            ("12-", MontantError::Number(NumberError::Sign)),
            ("12 € –", MontantError::Unit),
            ("+5", MontantError::Number(NumberError::Sign)),
            ("(5 €)", MontantError::Number(NumberError::Brackets(Decimal::from(-5)))),
            ("NaN", MontantError::Unreadable),
            ("#REF!", MontantError::Number(NumberError::Spreadsheet)),
            ("5\u{200b} €", MontantError::Number(NumberError::Invisible('\u{200b}'))),
            ("0,345", MontantError::Decimals),
            ("1 200,500", MontantError::Decimals),
            ("14.000 €", MontantError::Ambiguous(euros("14000"), Some(euros("14")))),
            ("14,000 €", MontantError::Ambiguous(euros("14000"), Some(euros("14")))),
            ("18.200", MontantError::Ambiguous(euros("18200"), Some(euros("18.2")))),
            ("90.667", MontantError::Ambiguous(euros("90667"), None)),
            ("12,345", MontantError::Ambiguous(euros("12345"), None)),
            ("14 k€", MontantError::Multiple(Some(euros("14000")))),
            ("2,75 M€", MontantError::Multiple(Some(euros("2750000")))),
            ("1,5 million d’euros", MontantError::Multiple(Some(euros("1500000")))),
            ("2.574 M€", MontantError::Multiple(None)),
            ("14 $", MontantError::Unit),
            ("14 € HT", MontantError::Unit),
            ("14 %", MontantError::Unit),
            ("€ 14 €", MontantError::Unit),
            ("14€50", MontantError::Unreadable),
            ("1,2,3", MontantError::Unreadable),
            ("41 50 00", MontantError::Number(NumberError::Groups)),
            ("1 000 000 000 000,01", MontantError::TooLarge),
            ("99999999999999999999999999999999", MontantError::TooLarge),
        ] {
            assert_eq!(Montant::read(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_again(cents in -99_999_999_999_999i64..99_999_999_999_999i64) {
            let montant = Montant::rounded(Decimal::new(cents, 2)).unwrap();
            prop_assert_eq!(Montant::read(&montant.with_cents()), Ok(montant));
            prop_assert_eq!(Montant::read(&montant.in_prose()), Ok(montant));
        }

        #[test]
        fn sums_are_exact(cents in proptest::collection::vec(-99_999_999_999i64..99_999_999_999i64, 0..200)) {
            let sum: Montant = cents.iter().map(|&c| Montant::rounded(Decimal::new(c, 2)).unwrap()).sum();
            let expected: i64 = cents.iter().sum();
            prop_assert_eq!(sum.euros(), Decimal::new(expected, 2));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}") {
            let _ = Montant::read(&text);
        }
    }
}
