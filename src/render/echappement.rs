//! The one way by which text from content becomes Typst. Whatever stands in it comes out as text, at any
//! place of a template: start of a line or of a cell, after a call, beside another escaped text.

use crate::text::typographie::typographier;

/// Typst markup of a plain text, French typography applied. Runs of blanks and all line separators are one
/// space; control and private-use characters, which no reader can see, are dropped.
pub fn texte(brut: &str) -> String {
    let sortie = echapper(&typographier(&nettoyer(brut)));
    debug_assert!(est_du_texte(&sortie), "du texte est devenu de la syntaxe : {brut:?} → {sortie:?}");
    sortie
}

/// A Typst string literal, quotes included; the text is kept to the letter.
pub fn chaine(brut: &str) -> String {
    let mut sortie = String::with_capacity(brut.len() + 2);
    sortie.push('"');
    for c in brut.chars() {
        match c {
            '\\' => sortie.push_str("\\\\"),
            '"' => sortie.push_str("\\\""),
            '\n' => sortie.push_str("\\n"),
            '\r' => sortie.push_str("\\r"),
            '\t' => sortie.push_str("\\t"),
            c if prive(c) => {}
            c if c.is_control() || est_un_saut(c) => sortie.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => sortie.push(c),
        }
    }
    sortie.push('"');
    sortie
}

/// Whether a character belongs to nobody: no font shows it and PDF/UA refuses it.
pub fn prive(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

/// Whether Typst breaks the line at a character.
fn est_un_saut(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn nettoyer(brut: &str) -> String {
    let mut sortie = String::with_capacity(brut.len());
    for c in brut.chars() {
        if matches!(c, ' ' | '\t') || est_un_saut(c) {
            if !sortie.ends_with(' ') {
                sortie.push(' ');
            }
        } else if !c.is_control() && !prive(c) {
            sortie.push(c);
        }
    }
    sortie
}

fn echapper(texte: &str) -> String {
    let lettres: Vec<char> = texte.chars().collect();
    let mut sortie = String::with_capacity(texte.len() + texte.len() / 8);
    let mut i = 0;
    while let Some(&c) = lettres.get(i) {
        if let Some(n) = ordinal(&lettres, i) {
            let suffixe: String = lettres.iter().skip(i).take(n).collect();
            sortie.push_str(&format!("#super[{suffixe}];"));
            i += n;
            continue;
        }
        let precede = i.checked_sub(1).and_then(|p| lettres.get(p)).copied();
        let suit = lettres.get(i + 1).copied();
        if a_echapper(precede, c, suit) {
            sortie.push('\\');
        }
        sortie.push(c);
        i += 1;
    }
    sortie
}

/// Whether a character could be syntax between two others; the ends of the text count as unknown.
fn a_echapper(precede: Option<char>, c: char, suit: Option<char>) -> bool {
    let lettre = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let chiffre = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match c {
        '\\' | '*' | '_' | '`' | '$' | '#' | '@' | '<' | '>' | '~' | '[' | ']' | '"' | '\'' | '+' | '=' => {
            true
        }
        // Compound words read well in the emitted file; everywhere else a dash may be a rule, an item or a minus.
        '-' => !(lettre(precede) && lettre(suit)),
        '/' => !(lettre(precede) && lettre(suit)),
        '.' => !((lettre(precede) && suit != Some('.')) || (chiffre(precede) && chiffre(suit))),
        ':' => suit == Some('/') || suit.is_none(),
        // What follows a call in a template would be its arguments.
        '(' | ',' | ';' | '{' => precede.is_none(),
        _ => false,
    }
}

/// Length of the suffix of an ordinal number (« 1er », « 2e », « XXIe ») that starts here.
fn ordinal(lettres: &[char], i: usize) -> Option<usize> {
    // Nearly every character stops here.
    let possible = matches!(lettres.get(i)?, 'e' | 'r' | 'è');
    let chiffre = |c: &char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X');
    if !possible || !i.checked_sub(1).and_then(|p| lettres.get(p)).is_some_and(chiffre) {
        return None;
    }
    let avant: Vec<char> =
        lettres.iter().take(i).rev().take_while(|c| c.is_alphanumeric()).copied().collect();
    let apres: String = lettres.iter().skip(i).take_while(|c| c.is_alphanumeric()).take(5).collect();
    let arabe = !avant.is_empty() && avant.len() <= 3 && avant.iter().all(char::is_ascii_digit);
    let romain = avant.len() >= 2 && avant.iter().all(|c| "IVX".contains(*c));
    let un = avant == ['1'];
    let suffixe = match apres.as_str() {
        "er" | "re" | "ers" | "res" | "ère" | "ères" => un,
        "e" | "es" => (arabe && !un) || romain,
        _ => false,
    };
    suffixe.then(|| apres.chars().count())
}

/// Whether a markup text is nothing but text, for Typst's own parser.
#[cfg(feature = "pdf")]
fn est_du_texte(markup: &str) -> bool {
    use typst::syntax::{SyntaxKind, parse};
    let racine = parse(markup);
    let bons = racine.children().all(|n| {
        matches!(
            n.kind(),
            SyntaxKind::Text
                | SyntaxKind::Space
                | SyntaxKind::Escape
                | SyntaxKind::Hash
                | SyntaxKind::Semicolon
        ) || (n.kind() == SyntaxKind::FuncCall && n.full_text().starts_with("super["))
    });
    bons && racine.errors_and_warnings().0.is_empty()
}

#[cfg(not(feature = "pdf"))]
fn est_du_texte(_: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn syntax_is_told_as_text_and_words_stay_readable() {
        for (brut, attendu) in [
            ("= titre", "\\= titre"),
            ("- item", "\\- item"),
            ("1. un", "1\\. un"),
            ("Seine-et-Marne, l'État.", "Seine-et-Marne, l’État."),
            ("#let x = 1", "\\#let x \\= 1"),
            ("2021-2023", "2021\\-2023"),
            ("1er juillet, XXIe siècle", "1#super[er]; juillet, XXI#super[e]; siècle"),
            ("3.2 Garantie", "3.2 Garantie"),
            ("https://a.fr", "https\\:\\/\\/a.fr"),
            ("a\n\n b\u{2028}c\u{0}\u{e000}", "a b c"),
            ("(x)", "\\(x)"),
        ] {
            assert_eq!(texte(brut), attendu, "{brut}");
        }
        assert_eq!(chaine("a\"b\\\n\u{85}"), "\"a\\\"b\\\\\\n\\u{85}\"");
    }

    proptest! {
        #[test]
        fn any_text_stays_text_beside_any_other(a in "\\PC{0,24}", b in "[#$@_*\\[\\]<>\\\\\"'~=+/{}%.:;()0-9a-e -]{0,24}") {
            let (a, b) = (texte(&a), texte(&b));
            prop_assert!(est_du_texte(&a));
            prop_assert!(est_du_texte(&b));
            prop_assert!(est_du_texte(&format!("{b}{a}")), "{b:?} {a:?}");
            prop_assert!(est_du_texte(&format!("{a}{b}")), "{a:?} {b:?}");
        }
    }
}
