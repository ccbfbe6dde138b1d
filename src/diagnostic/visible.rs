//! Control characters made visible: a terminal obeys those that it is shown, and text that changes direction hides what
//! stands there.

use std::borrow::Cow;

/// Whether a terminal would obey a character, or show others elsewhere than where they stand. Line feeds and tabs are
/// plain text.
fn is_obeyed(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_direction(c)
}

/// The marks of Unicode that change the direction of what follows.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// A text as a terminal may show it: `␛` for the escape character, `<U+202E>` for what has no picture.
pub fn visible(text: &str) -> Cow<'_, str> {
    replace(text, is_obeyed, |c| match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}').to_string(),
        0x7f => "␡".to_owned(),
        code => format!("<U+{code:04X}>"),
    })
}

/// Styled text, whose escapes are ours: only what no style is made of is replaced.
pub(super) fn visible_styled(text: &str) -> Cow<'_, str> {
    replace(text, |c| is_obeyed(c) && c != '\u{1b}', |c| visible(c.encode_utf8(&mut [0; 4])).into_owned())
}

/// JSON with escapes in place of control characters: the same value, which a terminal may show.
pub(super) fn escaped_json(json: &str) -> Cow<'_, str> {
    replace(json, is_obeyed, |c| format!("\\u{:04x}", u32::from(c)))
}

fn replace(text: &str, is_replaced: impl Fn(char) -> bool, by: impl Fn(char) -> String) -> Cow<'_, str> {
    // Nearly no text has one.
    if !text.chars().any(&is_replaced) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| if is_replaced(c) { by(c) } else { c.to_string() });
    Cow::Owned(replaced.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_control_character_has_a_visible_form() {
        assert_eq!(visible("a\u{1b}[31mb\u{7f}\r\n\t\u{9b}\u{202e}é"), "a␛[31mb␡␍\n\t<U+009B><U+202E>é");
        assert_eq!(visible_styled("\u{1b}[1mé\u{9b}"), "\u{1b}[1mé<U+009B>");
        assert_eq!(escaped_json("\"\u{7f}é\u{202e}\"\n"), "\"\\u007fé\\u202e\"\n");
    }

    proptest! {
        #[test]
        fn nothing_that_a_terminal_obeys_is_left(text in ".{0,40}|[\\x00-\\u{a0}\u{202e}é]{0,20}") {
            prop_assert!(!visible(&text).chars().any(is_obeyed));
            let json = serde_json::to_string(&text).unwrap();
            let escaped = escaped_json(&json);
            prop_assert!(!escaped.chars().any(is_obeyed));
            prop_assert_eq!(serde_json::from_str::<String>(&escaped).unwrap(), text);
        }
    }
}
