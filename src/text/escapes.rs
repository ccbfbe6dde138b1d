//! Escapes of YAML between double quotes: `\n`, `\xe9`, `\u00e9`.

use std::ops::Range;

/// The character that the escape at the start of a text names, and the bytes that it takes. `None` when no escape stands
/// there, and for a backslash that joins two lines.
pub fn read(text: &str) -> Option<(char, usize)> {
    let mut letters = text.strip_prefix('\\')?.chars();
    let sign = letters.next()?;
    let digits = match sign {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return simple(sign).map(|letter| (letter, 1 + sign.len_utf8())),
    };
    let end = 2 + digits;
    let number = text.get(2..end).filter(|number| number.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some((char::from_u32(u32::from_str_radix(number, 16).ok()?)?, end))
}

/// The escapes of a text between double quotes, each with the character that it names and its bytes.
pub fn all(text: &str) -> impl Iterator<Item = (char, Range<usize>)> {
    let mut cursor = if text.starts_with('"') { 0 } else { text.len() };
    std::iter::from_fn(move || {
        loop {
            let start = cursor + text.get(cursor..)?.find('\\')?;
            let rest = text.get(start..)?;
            let Some((letter, length)) = read(rest) else {
                // Past the backslash and what follows it.
                cursor = start + rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end);
                continue;
            };
            cursor = start + length;
            return Some((letter, start..cursor));
        }
    })
}

fn simple(sign: char) -> Option<char> {
    Some(match sign {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        't' | '\t' => '\t',
        'n' => '\n',
        'v' => '\u{b}',
        'f' => '\u{c}',
        'r' => '\r',
        'e' => '\u{1b}',
        'N' => '\u{85}',
        '_' => '\u{a0}',
        'L' => '\u{2028}',
        'P' => '\u{2029}',
        ' ' | '"' | '/' | '\\' => sign,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{all, read};

    #[test]
    fn an_escape_names_one_character() {
        for (text, expected) in [
            ("\\u00e9e", Some(('é', 6))),
            ("\\xe9", Some(('é', 4))),
            ("\\U0001F600", Some(('😀', 10))),
            ("\\n suite", Some(('\n', 2))),
            ("\\\\u00e9", Some(('\\', 2))),
            ("\\u00", None),
            ("\\ud800", None),
            ("\\xé", None),
            ("\\\n", None),
            ("\\q", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn escapes_stand_between_double_quotes() {
        let read = |text: &str| all(text).map(|(letter, _)| letter).collect::<String>();
        assert_eq!(read("\"\\u00e9 \\q\\n \\\\u202e \\\n  \\_\""), "é\n\\\u{a0}");
        assert_eq!(read("'\\u00e9'"), "");
    }
}
