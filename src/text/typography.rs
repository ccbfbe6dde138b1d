//! French typography of plain text: no-break spaces where a line must not break, curved apostrophes. Replaces a space
//! with another space and an apostrophe with another, and nothing else: no letter is ever touched.

/// Narrow no-break space: before `;`, `!`, `?`, inside guillemets, between thousands, before €.
const THIN_SPACE: char = '\u{202f}';
/// No-break space: before `:`, units and what a number counts, after « n° ».
const NBSP: char = '\u{a0}';

/// Units that stay on the line of their number.
const UNITS: [&str; 11] = ["%", "€", "ETP", "h", "km", "ans", "an", "mois", "jours", "jour", "heures"];

/// Words that a number does not count, with a number of letters that could make one: « 12 et 13 », « 3 sur 4 ».
const FUNCTION_WORDS: [&str; 37] = [
    "au", "aux", "avec", "car", "ce", "ces", "chez", "dans", "de", "des", "donc", "dont", "du", "elle",
    "elles", "en", "est", "et", "il", "ils", "la", "le", "les", "mais", "ne", "ni", "on", "ont", "ou", "par",
    "pour", "puis", "que", "qui", "sont", "sur", "un",
];

/// Words whose number is a name: « l’article 4 fixe ».
const NUMBERED: [&str; 9] =
    ["action", "annexe", "article", "axe", "fiche", "mesure", "objectif", "page", "programme"];

/// Applies French typography to a text. Idempotent.
pub fn apply_typography(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    // The ends of the text count as a null character.
    let at = |i: usize| letters.get(i).copied().unwrap_or('\0');
    let before = |i: usize| i.checked_sub(1).map_or('\0', at);
    let mut output = String::with_capacity(text.len() + 8);
    for (i, c) in letters.iter().enumerate() {
        let (preceding, follows) = (before(i), at(i + 1));
        output.push(match c {
            '\'' if preceding.is_alphabetic()
                && (follows.is_alphabetic() || (follows == '\0' && is_elision(&letters, i))) =>
            {
                '’'
            }
            ' ' | '\u{2009}' => typographic_space(&letters, i, preceding, follows),
            c => *c,
        });
    }
    output
}

/// Whether the apostrophe that ends a run of text elides a word: the next one may be in another run, in bold say.
fn is_elision(letters: &[char], i: usize) -> bool {
    let word: Vec<char> = letters.iter().take(i).rev().take_while(|c| c.is_alphabetic()).copied().collect();
    let word: String = word.iter().rev().collect::<String>().to_lowercase();
    word.ends_with("qu") || matches!(word.as_str(), "l" | "d" | "j" | "m" | "n" | "s" | "t" | "c")
}

/// The space to print at `i`: a no-break one where its neighbours call for it.
fn typographic_space(letters: &[char], i: usize, preceding: char, follows: char) -> char {
    let simple = letters.get(i).copied().unwrap_or(' ');
    if preceding == ' ' || follows == ' ' || preceding == '\0' || follows == '\0' {
        return simple;
    }
    // Exactly three digits follow, as in « 10 000 »; « 2022 350 personnes » has one group too long before them.
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
        (p, _) if p.is_ascii_digit() && unit_at(letters, i + 1) => NBSP,
        (_, s) if s.is_ascii_digit() && i > 0 && number(i - 1) => NBSP,
        (p, _)
            if (p.is_ascii_digit() || p == 'r')
                && ends_a_quantity(letters, i)
                && counted_at(letters, i + 1) =>
        {
            NBSP
        }
        _ => simple,
    }
}

/// Whether a number that may count something ends before `i`: « 30 », « 1er » of a month, but no year.
fn ends_a_quantity(letters: &[char], i: usize) -> bool {
    let before: Vec<char> =
        letters.iter().take(i).rev().take_while(|c| c.is_alphanumeric() || **c == ',').copied().collect();
    let word: String = before.iter().rev().collect();
    let digits = word.strip_suffix("er").unwrap_or(&word);
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.ends_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == ',');
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    let named: Vec<char> = letters
        .iter()
        .take(i.saturating_sub(before.len() + 1))
        .rev()
        .take_while(|c| c.is_alphabetic())
        .copied()
        .collect();
    let named: String = named.iter().rev().collect();
    is_number && !is_year && !NUMBERED.contains(&named.to_lowercase().as_str())
}

/// Whether a word that a number counts, or a month, starts at `i`.
fn counted_at(letters: &[char], i: usize) -> bool {
    let word: String = letters.iter().skip(i).take_while(|c| c.is_alphabetic()).collect();
    let is_acronym = word.chars().all(char::is_uppercase);
    word.chars().nth(1).is_some()
        && (is_acronym || word.starts_with(char::is_lowercase))
        && !FUNCTION_WORDS.contains(&word.as_str())
}

/// Whether one to three digits, and no more, stand before `i`.
fn group_before(letters: &[char], i: usize) -> bool {
    let digits = letters.iter().take(i).rev().take_while(|c| c.is_ascii_digit()).count();
    (1..=3).contains(&digits)
}

/// Whether a whole word of [`UNITS`] starts at `i`.
fn unit_at(letters: &[char], i: usize) -> bool {
    UNITS.iter().any(|unit| {
        let length = unit.chars().count();
        let is_equal = unit.chars().enumerate().all(|(offset, c)| letters.get(i + offset) == Some(&c));
        is_equal && !letters.get(i + length).is_some_and(|c| c.is_alphanumeric())
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
            ("en 2022 350 personnes", "en 2022 350\u{a0}personnes"),
            ("n° 2021-1900", "n°\u{a0}2021-1900"),
            ("95 % et 2,5 ETP", "95\u{a0}% et 2,5\u{a0}ETP"),
            ("30 minutes et 4 associations", "30\u{a0}minutes et 4\u{a0}associations"),
            ("le 1er janvier, le 31 décembre 2022", "le 1er\u{a0}janvier, le 31\u{a0}décembre 2022"),
            ("3 CCAS sur 4 avec 1,5 poste", "3\u{a0}CCAS sur 4 avec 1,5\u{a0}poste"),
            ("l’article 4 fixe, la Fiche 3 coûte", "l’article 4 fixe, la Fiche 3 coûte"),
            ("en 2022 commence, 12 Ateliers, 5 à 6", "en 2022 commence, 12 Ateliers, 5 à 6"),
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
