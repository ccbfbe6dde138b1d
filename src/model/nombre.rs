//! Numbers as the French write them: decimal comma, digits grouped by three.

use rust_decimal::Decimal;

/// Narrow no-break space, which groups digits.
pub const FINE: char = '\u{202f}';

/// Why a text is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErreurNombre {
    /// Not digits with at most one decimal mark.
    #[error("ce n'est pas un nombre")]
    Illisible,
    /// Spaces that do not separate groups of three digits.
    #[error("les chiffres ne sont pas groupés par trois")]
    Groupes,
    /// More than eighteen digits.
    #[error("le nombre a plus de dix-huit chiffres")]
    TropGrand,
}

/// Reads `10 323`, `44,05`, `-3.5`; the decimals typed are kept (`15,50` has two).
///
/// # Errors
/// See [`ErreurNombre`].
pub fn lire_decimal(texte: &str) -> Result<Decimal, ErreurNombre> {
    let (negatif, corps) = match texte.strip_prefix(['-', '−']) {
        Some(reste) => (true, reste),
        None => (false, texte),
    };
    let (entiers, decimales) = match corps.split_once([',', '.']) {
        Some((e, d)) => (e, Some(d)),
        None => (corps, None),
    };
    let chiffres = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_digit());
    if decimales.is_some_and(|d| !chiffres(d)) {
        return Err(ErreurNombre::Illisible);
    }
    let groupes: Vec<&str> = entiers.split([' ', '\u{a0}', FINE, '\u{2009}']).collect();
    if groupes.iter().any(|g| !chiffres(g)) {
        return Err(ErreurNombre::Illisible);
    }
    if groupes.len() > 1
        && (groupes.iter().skip(1).any(|g| g.len() != 3) || groupes.first().is_some_and(|g| g.len() > 3))
    {
        return Err(ErreurNombre::Groupes);
    }
    let mut plat = groupes.concat();
    if plat.len() + decimales.map_or(0, str::len) > 18 {
        return Err(ErreurNombre::TropGrand);
    }
    if let Some(d) = decimales {
        plat.push('.');
        plat.push_str(d);
    }
    let valeur = Decimal::from_str_exact(&plat).map_err(|_| ErreurNombre::Illisible)?;
    Ok(if negatif { -valeur } else { valeur })
}

/// Writes a number: `1 604 636`, `39,5`; with a number of decimals, or those that it has.
pub fn francais(valeur: Decimal, decimales: Option<u32>) -> String {
    let (signe, entiers, fraction) = parties(valeur, decimales);
    if fraction.is_empty() { format!("{signe}{entiers}") } else { format!("{signe}{entiers},{fraction}") }
}

/// Sign, grouped digits before the comma, digits after it.
pub fn parties(valeur: Decimal, decimales: Option<u32>) -> (&'static str, String, String) {
    let arrondi = match decimales {
        Some(n) => {
            let mut v =
                valeur.round_dp_with_strategy(n, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            v.rescale(n);
            v
        }
        None => valeur,
    };
    let texte = arrondi.abs().to_string();
    let (entiers, fraction) = texte.split_once('.').unwrap_or((&texte, ""));
    let mut groupes = String::new();
    for (i, chiffre) in entiers.chars().enumerate() {
        if i > 0 && (entiers.len() - i).is_multiple_of(3) {
            groupes.push(FINE);
        }
        groupes.push(chiffre);
    }
    let signe = if arrondi.is_sign_negative() && !arrondi.is_zero() { "−" } else { "" };
    (signe, groupes, fraction.to_owned())
}

/// A percentage with a number of decimals, computed: « 32,2 % ». `None` of a zero whole.
pub fn part(partie: Decimal, tout: Decimal, decimales: u32) -> Option<String> {
    let taux = partie.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(tout)?;
    Some(format!("{}\u{a0}%", francais(taux, Some(decimales))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!(francais(Decimal::new(160_463_600, 2), Some(0)), "1\u{202f}604\u{202f}636");
        assert_eq!(francais(Decimal::new(395, 1), None), "39,5");
        assert_eq!(francais(Decimal::new(-1250, 2), Some(2)), "−12,50");
        assert_eq!(francais(Decimal::new(999, 0), None), "999");
        assert_eq!(francais(Decimal::new(-1, 3), Some(2)), "0,00");
        assert_eq!(part(Decimal::from(463), Decimal::from(950), 0).unwrap(), "49\u{a0}%");
        assert_eq!(part(Decimal::ONE, Decimal::ZERO, 0), None);
    }
}
