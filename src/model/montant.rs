//! Sums of money, exact to the cent.

use std::fmt;

use rust_decimal::Decimal;

/// An amount in euros, at most two decimals, never binary floating point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Montant(Decimal);

/// Why a text is not an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErreurMontant {
    /// No digit, or something that is not a figure.
    #[error("ce n'est pas un montant")]
    Illisible,
    /// Three decimals or more.
    #[error("un montant a deux décimales au plus")]
    Decimales,
    /// Digits not grouped by three, or two decimal marks.
    #[error("les chiffres ne sont pas groupés par trois")]
    Groupes,
    /// Above a thousand billion euros.
    #[error("le montant dépasse mille milliards d'euros")]
    TropGrand,
}

impl Montant {
    /// Largest amount accepted from a person, in euros: sums of all a project holds stay exact.
    pub const MAX: i64 = 1_000_000_000_000;

    /// No euro at all: an explicit zero, not an absence.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// Rounds a computed number of euros to the cent, half away from zero as public accounts do.
    /// `None` above [`Montant::MAX`].
    pub fn arrondi(euros: Decimal) -> Option<Self> {
        let euros =
            euros.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero).normalize();
        (euros.abs() <= Decimal::from(Self::MAX)).then_some(Self(euros))
    }

    /// Reads `415 000 €`, `835 580,45`, `415000.45`, `-12 €`.
    ///
    /// # Errors
    /// See [`ErreurMontant`].
    pub fn lire(texte: &str) -> Result<Self, ErreurMontant> {
        let texte = texte.trim();
        let nombre = ["€", "euros", "euro"].iter().find_map(|u| texte.strip_suffix(u)).unwrap_or(texte);
        let valeur = super::nombre::lire_decimal(nombre.trim()).map_err(|e| match e {
            super::nombre::ErreurNombre::Illisible => ErreurMontant::Illisible,
            super::nombre::ErreurNombre::Groupes => ErreurMontant::Groupes,
            super::nombre::ErreurNombre::TropGrand => ErreurMontant::TropGrand,
        })?;
        if valeur.normalize().scale() > 2 {
            return Err(ErreurMontant::Decimales);
        }
        Self::arrondi(valeur).ok_or(ErreurMontant::TropGrand)
    }

    /// The number of euros.
    pub fn euros(self) -> Decimal {
        self.0
    }

    /// Whether it is zero.
    pub fn est_nul(self) -> bool {
        self.0.is_zero()
    }

    /// With two decimals and the symbol: « 835 580,45 € ».
    pub fn en_centimes(self) -> String {
        format!("{}\u{202f}€", super::nombre::francais(self.0, Some(2)))
    }

    /// As in prose, cents only when there are some: « 2 574 959 € ».
    pub fn en_prose(self) -> String {
        if self.0.normalize().scale() == 0 {
            format!("{}\u{202f}€", super::nombre::francais(self.0, Some(0)))
        } else {
            self.en_centimes()
        }
    }
}

impl std::ops::Add for Montant {
    type Output = Self;

    /// Exact: amounts read are bounded by [`Montant::MAX`] and a project by the number of its lines.
    fn add(self, autre: Self) -> Self {
        Self(self.0.saturating_add(autre.0))
    }
}

impl std::ops::Sub for Montant {
    type Output = Self;

    fn sub(self, autre: Self) -> Self {
        Self(self.0.saturating_sub(autre.0))
    }
}

impl std::iter::Sum for Montant {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, |a, b| a + b)
    }
}

impl fmt::Display for Montant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en_prose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_amounts_in_many_ways() {
        for (texte, centimes) in [
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
            assert_eq!(
                Montant::lire(texte).unwrap().euros(),
                Decimal::new(centimes, 2).normalize(),
                "{texte}"
            );
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused_with_its_reason() {
        for (texte, erreur) in [
            ("", ErreurMontant::Illisible),
            ("€", ErreurMontant::Illisible),
            ("1e6", ErreurMontant::Illisible),
            ("12-", ErreurMontant::Illisible),
            ("+5", ErreurMontant::Illisible),
            ("NaN", ErreurMontant::Illisible),
            ("12,345", ErreurMontant::Decimales),
            ("1,2,3", ErreurMontant::Illisible),
            ("41 50 00", ErreurMontant::Groupes),
            ("1 000 000 000 000,01", ErreurMontant::TropGrand),
            ("99999999999999999999999999999999", ErreurMontant::TropGrand),
        ] {
            assert_eq!(Montant::lire(texte), Err(erreur), "{texte}");
        }
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_again(centimes in -99_999_999_999_999i64..99_999_999_999_999i64) {
            let montant = Montant::arrondi(Decimal::new(centimes, 2)).unwrap();
            prop_assert_eq!(Montant::lire(&montant.en_centimes()), Ok(montant));
            prop_assert_eq!(Montant::lire(&montant.en_prose()), Ok(montant));
        }

        #[test]
        fn sums_are_exact(centimes in proptest::collection::vec(-99_999_999_999i64..99_999_999_999i64, 0..200)) {
            let somme: Montant = centimes.iter().map(|&c| Montant::arrondi(Decimal::new(c, 2)).unwrap()).sum();
            let attendu: i64 = centimes.iter().sum();
            prop_assert_eq!(somme.euros(), Decimal::new(attendu, 2));
        }

        #[test]
        fn no_text_makes_it_panic(texte in "\\PC{0,40}") {
            let _ = Montant::lire(&texte);
        }
    }
}
