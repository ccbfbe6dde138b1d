//! Numbers that are nearly the same: one digit changed, two swapped, one forgotten.

use rust_decimal::Decimal;

/// How a number became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ecart {
    /// One digit is not the same.
    Chiffre,
    /// Two neighbouring digits are swapped.
    Inversion,
    /// One has a digit that the other has not.
    Oubli,
}

impl Ecart {
    /// In words.
    pub fn mots(self) -> &'static str {
        match self {
            Self::Chiffre => "un seul chiffre les distingue",
            Self::Inversion => "deux chiffres y sont intervertis",
            Self::Oubli => "un chiffre y manque ou y est en trop",
        }
    }
}

/// How two numbers written in digits are nearly the same; `None` when they are the same, or not near.
pub fn voisins(a: &str, b: &str) -> Option<Ecart> {
    let (court, long) =
        if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    let debut = court.iter().zip(long).take_while(|(x, y)| x == y).count();
    let fin = court.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    match long.len().checked_sub(court.len())? {
        1 if debut + fin >= court.len() => Some(Ecart::Oubli),
        0 if court == long => None,
        0 if debut + fin + 1 >= long.len() => Some(Ecart::Chiffre),
        0 if debut + fin + 2 == long.len()
            && court.get(debut) == long.get(debut + 1)
            && court.get(debut + 1) == long.get(debut) =>
        {
            Some(Ecart::Inversion)
        }
        _ => None,
    }
}

/// The digits of a number, a comma aside, and how many of them tell something.
pub fn chiffres(n: Decimal, decimales: u32) -> (String, usize) {
    let mut n = n.abs();
    n.rescale(decimales);
    let texte: String = n.to_string().chars().filter(char::is_ascii_digit).collect();
    let texte = texte.trim_start_matches('0').to_owned();
    let utiles = texte.trim_end_matches('0').len();
    (texte, utiles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_numbers_are_told_apart() {
        for (a, b, ecart) in [
            ("446810", "446810", None),
            ("446810", "446910", Some(Ecart::Chiffre)),
            ("446810", "464810", Some(Ecart::Inversion)),
            ("446810", "44810", Some(Ecart::Oubli)),
            ("446810", "446101", None),
            ("446810", "546910", None),
        ] {
            assert_eq!(voisins(a, b), ecart, "{a} {b}");
        }
    }
}
