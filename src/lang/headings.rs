//! Headings: the number that a title may bear.

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

#[cfg(test)]
mod tests {
    use super::*;

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
