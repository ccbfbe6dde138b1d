//! Sums of money, exact to the cent.

use std::fmt;

use rust_decimal::Decimal;

/// An amount in euros, at most two decimals, never binary floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Montant(Decimal);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MontantError {
    /// No digit, or something that is not a figure.
    #[error("ce n'est pas un montant")]
    Unreadable,
    /// Three decimals or more.
    #[error("un montant a deux décimales au plus")]
    Decimals,
    /// Digits not grouped by three, or two decimal marks.
    #[error("les chiffres ne sont pas groupés par trois")]
    Groups,
    /// Above a thousand billion euros.
    #[error("le montant dépasse mille milliards d'euros")]
    TooLarge,
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

    /// Reads `415 000 €`, `835 580,45`, `415000.45`, `-12 €`.
    ///
    /// # Errors
    /// See [`MontantError`].
    pub fn read(text: &str) -> Result<Self, MontantError> {
        let text = text.trim();
        let number = ["€", "euros", "euro"].iter().find_map(|u| text.strip_suffix(u)).unwrap_or(text);
        let value = crate::lang::numbers::read_decimal(number.trim()).map_err(|e| match e {
            crate::lang::numbers::NumberError::Unreadable => MontantError::Unreadable,
            crate::lang::numbers::NumberError::Groups => MontantError::Groups,
            crate::lang::numbers::NumberError::TooLarge => MontantError::TooLarge,
        })?;
        if value.normalize().scale() > 2 {
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

    /// As in prose, cents only when there are some: « 2 574 959 € ».
    pub fn in_prose(self) -> String {
        if self.0.normalize().scale() == 0 {
            format!("{}\u{202f}€", crate::lang::numbers::format_french(self.0, Some(0)))
        } else {
            self.with_cents()
        }
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

impl fmt::Display for Montant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_prose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            ("10,500", 1050),
        ] {
            assert_eq!(Montant::read(text).unwrap().euros(), Decimal::new(cents, 2).normalize(), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused_with_its_reason() {
        for (text, error) in [
            ("", MontantError::Unreadable),
            ("€", MontantError::Unreadable),
            ("1e6", MontantError::Unreadable),
            ("12-", MontantError::Unreadable),
            ("+5", MontantError::Unreadable),
            ("NaN", MontantError::Unreadable),
            ("12,345", MontantError::Decimals),
            ("1,2,3", MontantError::Unreadable),
            ("41 50 00", MontantError::Groups),
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
