//! Headings: the number that a title may bear, the colon that it may end with.

/// A title without the numbers that open it: « VI. VI. Action », « 3 - Durée » and « III – Durée » lose theirs,
/// « 3 sites » and « 12 – 25 ans » have none.
pub fn without_number(title: &str) -> &str {
    let mut remainder = title.trim();
    while let Some(end) = remainder.find(char::is_whitespace) {
        let (number, rest) = remainder.split_at_checked(end).unwrap_or((remainder, ""));
        let rest = rest.trim_start();
        let digits = number.trim_end_matches(['.', ')', '°', '/', '-', '–', '—']);
        let is_number = !digits.is_empty()
            && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || "IVXLC".contains(c));
        let after_dash =
            rest.strip_prefix(['-', '–', '—']).filter(|after| after.starts_with(char::is_whitespace));
        let after_dash =
            after_dash.map(str::trim_start).filter(|t| !t.starts_with(|c: char| c.is_ascii_digit()));
        remainder = match after_dash {
            _ if !is_number => break,
            _ if number != digits => rest,
            Some(title) => title,
            None => break,
        };
    }
    remainder
}

/// The number that opens a title: « 2.2 » of « 2.2. Les engagements »; none when it opens with a word, or with a count.
pub fn opening_number(title: &str) -> Option<&str> {
    let first = title.split_whitespace().next()?.trim_end_matches('.');
    let is_number = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit() || c == '.');
    is_number.then_some(first)
}

/// A title without the colon that it ends with: it announces what follows anyway.
pub fn without_colon(title: &str) -> &str {
    let title = title.trim_end();
    title.strip_suffix(':').map_or(title, str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_that_opens_a_title_is_read() {
        assert_eq!(opening_number("2.2. Les engagements"), Some("2.2"));
        assert_eq!(opening_number("3 Durée"), Some("3"));
        for title in ["Durée", "2e partie", "", "…"] {
            assert_eq!(opening_number(title), None, "{title}");
        }
    }

    #[test]
    fn a_title_loses_its_colon_and_nothing_else() {
        assert_eq!(without_colon("Budget détaillé\u{a0}: "), "Budget détaillé");
        assert_eq!(without_colon("Budget : détail "), "Budget : détail");
    }

    #[test]
    fn a_printed_number_is_not_the_title() {
        for (title, expected) in [
            ("VI. VI. Action déjà financée", "Action déjà financée"),
            ("5. Budget détaillé", "Budget détaillé"),
            ("3.\u{a0}Durée", "Durée"),
            ("3 - Durée", "Durée"),
            ("III – Durée", "Durée"),
            ("1° Durée", "Durée"),
            ("2.1) Durée", "Durée"),
            ("Date de mise en place", "Date de mise en place"),
            ("3 sites", "3 sites"),
            ("12 – 25 ans", "12 – 25 ans"),
            ("3 -", "3 -"),
        ] {
            assert_eq!(without_number(title), expected, "{title}");
        }
    }
}
