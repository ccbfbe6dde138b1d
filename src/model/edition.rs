//! What the name of an edition says of its years: « 2024 », « 2024-2027 », « 2024-avenant-1 ».

/// First and last years that a name begins with: one year, or the two of a period. None when it begins with no year.
pub fn years(name: &str) -> Option<(u16, u16)> {
    let (first, rest) = year_at_start(name)?;
    let last = rest.strip_prefix('-').and_then(year_at_start).map(|(last, _)| last);
    Some((first, last.filter(|last| *last > first).unwrap_or(first)))
}

/// The years of a name that says nothing else, so that a copy such as « 2024 (copie) » is not taken for its original.
pub fn only_years(name: &str) -> Option<(u16, u16)> {
    let (first, last) = years(name)?;
    let is_whole = name == first.to_string() || name == format!("{first}-{last}");
    is_whole.then_some((first, last))
}

/// Four digits that no other follows.
fn year_at_start(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let is_year =
        digits.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with(|c: char| c.is_ascii_digit());
    Some((digits.parse().ok()?, rest)).filter(|(year, _)| is_year && (1900..=2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_a_year_or_a_period() {
        for (name, expected) in [
            ("2024", Some((2024, 2024))),
            ("2024-2027", Some((2024, 2027))),
            ("2024-avenant-1", Some((2024, 2024))),
            ("2024-1", Some((2024, 2024))),
            ("2024-2023", Some((2024, 2024))),
            ("2024 (copie)", Some((2024, 2024))),
            ("brouillon", None),
            ("20245", None),
            ("année 2024", None),
            ("1", None),
        ] {
            assert_eq!(years(name), expected, "{name}");
        }
        assert_eq!(only_years("2024-2027"), Some((2024, 2027)));
        assert_eq!(only_years("2024 (copie)"), None);
        assert_eq!(only_years("2024-avenant-1"), None);
    }
}
