//! French typography of plain text: no-break spaces where a line must not break, curved apostrophes.
//! It only ever replaces a space by another space and an apostrophe by another: no letter is touched.

/// Narrow no-break space.
const THIN_SPACE: char = '\u{202f}';
/// No-break space.
const NBSP: char = '\u{a0}';

/// Units that a number is not parted from.
const UNITS: [&str; 11] = ["%", "€", "ETP", "h", "km", "ans", "an", "mois", "jours", "jour", "heures"];

/// Sets a text as French typography wants it. Applied twice it changes nothing more.
pub fn apply_typography(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let a = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let before = |i: usize| i.checked_sub(1).map_or('\0', a);
    let mut output = String::with_capacity(text.len() + 8);
    for (i, c) in letters.iter().enumerate() {
        let (preceding, follows) = (before(i), a(i + 1));
        output.push(match c {
            '\'' if preceding.is_alphabetic()
                && (follows.is_alphabetic() || (follows == '\0' && elision(&letters, i))) =>
            {
                '’'
            }
            ' ' | '\u{2009}' => space(&letters, i, preceding, follows),
            c => *c,
        });
    }
    output
}

/// Whether an apostrophe that ends a run of text is an elision, before a word in bold for instance.
fn elision(letters: &[char], i: usize) -> bool {
    let word: Vec<char> = letters.iter().take(i).rev().take_while(|c| c.is_alphabetic()).copied().collect();
    let word: String = word.iter().rev().collect::<String>().to_lowercase();
    word.ends_with("qu") || matches!(word.as_str(), "l" | "d" | "j" | "m" | "n" | "s" | "t" | "c")
}

fn space(letters: &[char], i: usize, preceding: char, follows: char) -> char {
    let simple = letters.get(i).copied().unwrap_or(' ');
    if preceding == ' ' || follows == ' ' || preceding == '\0' || follows == '\0' {
        return simple;
    }
    // « 10 000 »: a group of three digits follows, and nothing makes it longer.
    let group = |from: usize| {
        let digit = |k: usize| letters.get(k).is_some_and(char::is_ascii_digit);
        (0..3).all(|k| digit(from + k)) && !digit(from + 3)
    };
    let number = |k: usize| matches!(letters.get(k), Some('°' | 'º'));
    match (preceding, follows) {
        (_, '»' | ';' | '!' | '?') | ('«', _) => THIN_SPACE,
        (_, ':') => NBSP,
        (p, s) if p.is_ascii_digit() && s.is_ascii_digit() && group(i + 1) && group_before(letters, i) => {
            THIN_SPACE
        }
        (p, '€') if p.is_ascii_digit() => THIN_SPACE,
        (p, _) if p.is_ascii_digit() && unit(letters, i + 1) => NBSP,
        (_, s) if s.is_ascii_digit() && i > 0 && number(i - 1) => NBSP,
        _ => simple,
    }
}

/// One to three digits, alone or ending a number, stand before a space.
fn group_before(letters: &[char], i: usize) -> bool {
    let digits = letters.iter().take(i).rev().take_while(|c| c.is_ascii_digit()).count();
    (1..=3).contains(&digits)
}

fn unit(letters: &[char], i: usize) -> bool {
    UNITS.iter().any(|u| {
        let n = u.chars().count();
        let is_equal = u.chars().enumerate().all(|(k, c)| letters.get(i + k) == Some(&c));
        is_equal && !letters.get(i + n).is_some_and(|c| c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_do_not_break_where_french_forbids() {
        for (raw, expected) in [
            ("Durée : 2 ans ; fin ?", "Durée\u{a0}: 2\u{a0}ans\u{202f}; fin\u{202f}?"),
            ("« l'aller-vers »", "«\u{202f}l’aller-vers\u{202f}»"),
            ("2 574 959 €", "2\u{202f}574\u{202f}959\u{202f}€"),
            ("en 2022 350 personnes", "en 2022 350 personnes"),
            ("n° 2021-1900", "n°\u{a0}2021-1900"),
            ("95 % et 2,5 ETP", "95\u{a0}% et 2,5\u{a0}ETP"),
            ("http://a.fr a:b 10:30", "http://a.fr a:b 10:30"),
            ("'mot' 5'", "'mot' 5'"),
            ("à l'", "à l’"),
        ] {
            assert_eq!(apply_typography(raw), expected, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn only_spaces_and_apostrophes_change(text in "[a-zé'’«»:;!?%€°n 0-9\u{a0}\u{202f}\\n]{0,40}") {
            let output = apply_typography(&text);
            prop_assert_eq!(output.chars().count(), text.chars().count());
            for (before, after) in text.chars().zip(output.chars()) {
                let allowed = before == after
                    || (before == ' ' && matches!(after, THIN_SPACE | NBSP))
                    || (before == '\'' && after == '’');
                prop_assert!(allowed, "{:?} est devenu {:?}", before, after);
            }
            prop_assert_eq!(apply_typography(&output), output.clone());
        }
    }
}
