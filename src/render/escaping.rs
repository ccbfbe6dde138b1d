//! The only way for text of the content to become Typst. It comes out as plain text wherever a template puts it: at the
//! start of a line or of a cell, after a call, beside another escaped text.

use crate::text::typography::apply_typography;

/// Typst markup of a plain text, with French typography applied. Runs of blanks and line separators become one space;
/// control and private-use characters, which no reader sees, are dropped.
pub fn text(raw: &str) -> String {
    let output = escape(&apply_typography(&sanitize(raw)));
    debug_assert!(is_plain_text(&output), "du texte est devenu de la syntaxe : {raw:?} → {output:?}");
    output
}

/// A Typst string literal, quotes included. Keeps every character but the private-use ones.
pub fn string(raw: &str) -> String {
    let mut output = String::with_capacity(raw.len() + 2);
    output.push('"');
    for character in raw.chars() {
        match character {
            '\\' => output.push_str("\\\\"),
            '"' => output.push_str("\\\""),
            '\n' => output.push_str("\\n"),
            '\r' => output.push_str("\\r"),
            '\t' => output.push_str("\\t"),
            character if is_private(character) => {}
            character if character.is_control() || is_break(character) => {
                output.push_str(&format!("\\u{{{:x}}}", u32::from(character)))
            }
            character => output.push(character),
        }
    }
    output.push('"');
    output
}

/// Whether a character is of a private-use area: no font of ours shows it and PDF/UA refuses it. `lines`
/// uses two of them as marks.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Whether Typst ends a line at a character.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn sanitize(raw: &str) -> String {
    let mut output = String::with_capacity(raw.len());
    for character in raw.chars() {
        if matches!(character, ' ' | '\t') || is_break(character) {
            if !output.ends_with(' ') {
                output.push(' ');
            }
        } else if !character.is_control() && !is_private(character) {
            output.push(character);
        }
    }
    output
}

fn escape(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut output = String::with_capacity(text.len() + text.len() / 8);
    let mut i = 0;
    while let Some(&character) = letters.get(i) {
        if let Some(length) = ordinal_suffix(&letters, i) {
            let suffix: String = letters.iter().skip(i).take(length).collect();
            output.push_str(&format!("#super[{suffix}];"));
            i += length;
            continue;
        }
        let preceding = i.checked_sub(1).and_then(|p| letters.get(p)).copied();
        let follows = letters.get(i + 1).copied();
        if needs_escape(preceding, character, follows) {
            output.push('\\');
        }
        output.push(character);
        i += 1;
    }
    output
}

/// Whether a character could be syntax between its neighbours. `None` is an end of the text, where anything may stand.
fn needs_escape(preceding: Option<char>, character: char, follows: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match character {
        '\\' | '*' | '_' | '`' | '$' | '#' | '@' | '<' | '>' | '~' | '[' | ']' | '"' | '\'' | '+' | '=' => {
            true
        }
        // Spare compound words, so that the emitted file reads well; any other dash may be a rule, an item or a minus.
        '-' => !(letter(preceding) && letter(follows)),
        '/' => !(letter(preceding) && letter(follows)),
        '.' => !((letter(preceding) && follows != Some('.')) || (digit(preceding) && digit(follows))),
        ':' => follows == Some('/') || follows.is_none(),
        // After a call in a template, these would start its arguments.
        '(' | ',' | ';' | '{' => preceding.is_none(),
        _ => false,
    }
}

/// Length in characters of the suffix of an ordinal number (« 1er », « 2e », « XXIe ») that starts at `i`.
fn ordinal_suffix(letters: &[char], i: usize) -> Option<usize> {
    // The common way out: almost no character goes further.
    let possible = matches!(letters.get(i)?, 'e' | 'r' | 'è');
    let digit = |c: &char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X');
    if !possible || !i.checked_sub(1).and_then(|p| letters.get(p)).is_some_and(digit) {
        return None;
    }
    let before: Vec<char> =
        letters.iter().take(i).rev().take_while(|c| c.is_alphanumeric()).copied().collect();
    let after: String = letters.iter().skip(i).take_while(|c| c.is_alphanumeric()).take(5).collect();
    let arabic = !before.is_empty() && before.len() <= 3 && before.iter().all(char::is_ascii_digit);
    let roman = before.len() >= 2 && before.iter().all(|c| "IVX".contains(*c));
    let one = before == ['1'];
    let suffix = match after.as_str() {
        "er" | "re" | "ers" | "res" | "ère" | "ères" => one,
        "e" | "es" => (arabic && !one) || roman,
        _ => false,
    };
    suffix.then(|| after.chars().count())
}

/// Whether Typst's own parser sees nothing but text, escapes and our `#super` calls.
#[cfg(feature = "pdf")]
fn is_plain_text(markup: &str) -> bool {
    use typst::syntax::{SyntaxKind, parse};
    let root = parse(markup);
    let valid = root.children().all(|n| {
        matches!(
            n.kind(),
            SyntaxKind::Text
                | SyntaxKind::Space
                | SyntaxKind::Escape
                | SyntaxKind::Hash
                | SyntaxKind::Semicolon
        ) || (n.kind() == SyntaxKind::FuncCall && n.full_text().starts_with("super["))
    });
    valid && root.errors_and_warnings().0.is_empty()
}

#[cfg(not(feature = "pdf"))]
fn is_plain_text(_: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn syntax_is_told_as_text_and_words_stay_readable() {
        for (raw, expected) in [
            ("= titre", "\\= titre"),
            ("- item", "\\- item"),
            ("1. un", "1\\. un"),
            ("Seine-et-Marne, l'État.", "Seine-et-Marne, l’État."),
            ("#let x = 1", "\\#let x \\= 1"),
            ("2021-2023", "2021\\-2023"),
            ("1er juillet, XXIe siècle", "1#super[er];\u{a0}juillet, XXI#super[e]; siècle"),
            ("3.2 Garantie", "3.2 Garantie"),
            ("https://a.fr", "https\\:\\/\\/a.fr"),
            ("a\n\n b\u{2028}c\u{0}\u{e000}", "a b c"),
            ("(x)", "\\(x)"),
        ] {
            assert_eq!(text(raw), expected, "{raw}");
        }
        assert_eq!(string("a\"b\\\n\u{85}"), "\"a\\\"b\\\\\\n\\u{85}\"");
    }

    proptest! {
        #[test]
        fn any_text_stays_text_beside_any_other(a in "\\PC{0,24}", b in "[#$@_*\\[\\]<>\\\\\"'~=+/{}%.:;()0-9a-e -]{0,24}") {
            let (a, b) = (text(&a), text(&b));
            prop_assert!(is_plain_text(&a));
            prop_assert!(is_plain_text(&b));
            prop_assert!(is_plain_text(&format!("{b}{a}")), "{b:?} {a:?}");
            prop_assert!(is_plain_text(&format!("{a}{b}")), "{a:?} {b:?}");
        }
    }
}
