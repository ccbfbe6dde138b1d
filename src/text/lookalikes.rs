//! Characters that pass for those of the keyboard: blanks that are not spaces, dashes, quotes, letters of other
//! alphabets. Names are compared without the form in which they were typed; a finding names what cannot be seen.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Letters of other alphabets, each with the Latin one that it looks like.
const LETTERS: [(char, char); 40] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Χ', 'X'),
    ('ο', 'o'),
    ('ν', 'v'),
];

/// The character of the keyboard that another one looks like; `None` for those of the keyboard and for what looks
/// like none of them.
pub fn lookalike(letter: char) -> Option<char> {
    match letter {
        _ if letter.is_ascii() => None,
        '‘' | '’' | '‛' | 'ʼ' | '′' | '＇' => Some('\''),
        '“' | '”' | '„' | '‟' | '″' | '＂' => Some('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' | '－' => Some('-'),
        '：' => Some(':'),
        '，' => Some(','),
        _ if letter.is_whitespace() => Some(' '),
        _ => LETTERS.iter().find(|(other, _)| *other == letter).map(|(_, latin)| *latin),
    }
}

/// A text whose accents are joined to their letters, whatever the keyboard that typed them.
pub fn joined_accents(text: &str) -> Cow<'_, str> {
    // Accents typed apart are two bytes from 0xCC 0x80.
    if !text.bytes().any(|byte| matches!(byte, 0xcc | 0xcd)) {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let mut cluster = String::from(letter);
        while let Some(accent) = letters.next_if(|next| is_combining_mark(*next)) {
            cluster.push(accent);
        }
        // A letter alone stays as it is typed, even when Unicode has another for it.
        if cluster.len() == letter.len_utf8() { joined.push(letter) } else { joined.extend(cluster.nfc()) }
    }
    Cow::Owned(joined)
}

/// A key as it is read: accents joined to their letters, ordinary blanks, one between words and none around.
pub fn with_ordinary_blanks(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(joined_accents(text).split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A name without the form in which it was typed: accents joined to their letters, ordinary spaces, apostrophes,
/// quotes and hyphens, one blank between words and none around. Letters of other alphabets stay.
pub fn plain_form(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !c.is_whitespace() && lookalike(c).is_none();
    if (text.is_ascii() || is_nfc(text))
        && text.chars().all(|c| c == ' ' || is_plain(c))
        && !text.contains("  ")
    {
        return Cow::Borrowed(text.trim());
    }
    let mut plain = String::with_capacity(text.len());
    for letter in text.nfc().map(plain_character) {
        match letter {
            c if !c.is_whitespace() => plain.push(c),
            _ if plain.is_empty() || plain.ends_with(' ') => {}
            _ => plain.push(' '),
        }
    }
    plain.truncate(plain.trim_end().len());
    Cow::Owned(plain)
}

/// A character, or the ordinary blank, apostrophe, quote or hyphen that it looks like.
pub fn plain_character(character: char) -> char {
    lookalike(character).filter(|sign| !sign.is_alphabetic()).unwrap_or(character)
}

/// A name as it is read: ordinary blanks, and without the quotes that a word processor curved, which YAML keeps.
pub fn bare_name(text: &str) -> String {
    let name = with_ordinary_blanks(text);
    let quoted = |c: char| matches!(lookalike(c), Some('"' | '\''));
    let inside = name.strip_prefix(quoted).and_then(|rest| rest.strip_suffix(quoted));
    inside.unwrap_or(&name).trim().to_owned()
}

/// Whether two names are the same once the form in which they were typed is put aside.
pub fn same_name(a: &str, b: &str) -> bool {
    a == b || plain_form(a) == plain_form(b)
}

/// The first character of a text that passes for one of the keyboard, and its place. An apostrophe between letters and
/// a dash between words are typography, and pass for nothing.
pub fn first_lookalike(text: &str) -> Option<(usize, char)> {
    let mut before = None;
    text.char_indices().find(|(place, letter)| {
        let previous = before.replace(*letter);
        let next = text.get(place + letter.len_utf8()..).and_then(|rest| rest.chars().next());
        let is_inside = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        match lookalike(*letter) {
            None => false,
            Some('\'') => !(is_inside(previous) && is_inside(next)),
            Some(_) => true,
        }
    })
}

/// What a character is called in a message: « U+00A0, une espace insécable ».
pub fn character_name(letter: char) -> String {
    let kind = match letter {
        '\u{a0}' => ", une espace insécable",
        '\u{202f}' => ", une espace fine insécable",
        '\t' => ", une tabulation",
        _ if letter.is_control() => ", un caractère de contrôle",
        _ if letter.is_whitespace() => ", une espace particulière",
        'Ͱ'..='Ͽ' => ", une lettre grecque",
        'Ѐ'..='ӿ' => ", une lettre cyrillique",
        _ => match lookalike(letter) {
            Some('\'') => ", une apostrophe courbe",
            Some('"') => ", un guillemet courbe",
            Some('-') => ", un tiret",
            _ => "",
        },
    };
    format!("U+{:04X}{kind}", u32::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_form_of_a_name_does_not_make_two() {
        for (typed, plain) in [
            ("montant\u{a0}", "montant"),
            ("de\u{301}sactivation", "désactivation"),
            ("Cible\u{202f}\u{202f}2024", "Cible 2024"),
            ("l’accueil", "l'accueil"),
            ("2022–2023", "2022-2023"),
            ("“1.1”", "\"1.1\""),
        ] {
            assert!(same_name(typed, plain), "{typed}");
        }
        assert!(!same_name("А", "A"), "a Cyrillic letter is another letter");
        assert!(!same_name("montant", "montants"));
    }

    #[test]
    fn what_passes_for_another_is_named() {
        let named = |text: &str| first_lookalike(text).map(|(place, c)| (place, character_name(c)));
        assert_eq!(named("montant\u{a0}"), Some((7, "U+00A0, une espace insécable".to_owned())));
        assert_eq!(named("А"), Some((0, "U+0410, une lettre cyrillique".to_owned())));
        assert_eq!(named("“1.1”"), Some((0, "U+201C, un guillemet courbe".to_owned())));
        assert_eq!(named("1.1–2"), Some((3, "U+2013, un tiret".to_owned())));
        assert_eq!(named("l’accueil d’été"), None);
    }

    proptest! {
        #[test]
        fn the_plain_form_of_a_name_is_its_own(text in "\\PC{0,20}|[ a-zé\u{301}’–\u{a0}]{0,20}") {
            let plain = plain_form(&text).into_owned();
            prop_assert_eq!(plain_form(&plain), plain.as_str());
        }
    }
}
